// Runs a Python script in Pyodide under Node: node run.mjs PYODIDE SCRIPT FOLDER [ARGUMENT ...]
// FOLDER of this machine is the script's current folder; its exit code is that of this process.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [library, script, folder, ...rest] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(library));
const python = await loadPyodide();
python.mountNodeFS("/here", folder);
python.runPython("import os, sys; os.chdir('/here'); sys.dont_write_bytecode = True");
python.pyimport("sys").argv = python.toPy([script, ...rest]);
try {
  await python.runPythonAsync(readFileSync(script, "utf8"), { filename: script });
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
