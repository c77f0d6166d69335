// Python for JupyterLite's worker: the one that was begun early, or a new one.
import { loadPyodide as plain } from "../static/pyodide/pyodide.mjs";

const KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel";
// Every look into the learner's folder is a request that Python waits for, so that it looks for modules
// there last. The kernel's shell, which is made later, reads its settings from a file: it is to say what to
// do where a learner gets stuck. Of all that a lesson imports, the last two take longest.
const FIRST = `
import sys
from pathlib import Path
sys.path.sort(key=lambda folder: folder == "")
settings = Path.home() / ".ipython/profile_default/ipython_config.py"
settings.parent.mkdir(parents=True, exist_ok=True)
settings.write_text("c.InteractiveShellApp.extensions = ['marginlab.stumbles']")
del Path, settings
import IPython.core.interactiveshell, sympy
`;

let early;

async function load(options) {
  const python = await plain(options);
  await python.runPythonAsync(FIRST);
  return python;
}

// Loads Python with the packages that JupyterLite will ask for.
function begin() {
  early = (async () => {
    const settings = await (await fetch(new URL("../jupyter-lite.json", import.meta.url))).json();
    const { packages } = settings["jupyter-config-data"].litePluginSettings[KERNEL].loadPyodideOptions;
    return load({ packages });
  })();
}

async function loadPyodide(options) {
  const python = await early?.catch(() => null);
  early = null;
  if (!python) return load(options);
  python.setStdout({ batched: options.stdout });
  python.setStderr({ batched: options.stderr });
  return python;
}

export { begin, loadPyodide };
