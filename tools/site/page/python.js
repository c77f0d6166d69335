// Python for JupyterLite's worker: the one that was begun early, or a new one.
import { loadPyodide as plain } from "../static/pyodide/pyodide.mjs";

const PYTHON = new URL("../static/pyodide/", import.meta.url);
const KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel";
// Every look into the learner's folder is a request that Python waits for, so that it looks for modules
// there last. The kernel's shell, which is made later, reads its settings from a file: it is to say what to
// do where a learner gets stuck. No picture needs sympy, so that it is not there until somebody derives;
// then the cell that asks for it waits, here, until it is.
const FIRST = `
import sys
from importlib import invalidate_caches
from importlib.machinery import PathFinder
from io import BytesIO
from pathlib import Path
from site import getsitepackages
from zipfile import ZipFile

class Sympy:
    def find_spec(self, name, path=None, target=None):
        if name != "sympy":
            return None
        from marginlab_page import wheels
        for wheel in wheels():
            ZipFile(BytesIO(wheel.to_bytes())).extractall(getsitepackages()[0])
        sys.meta_path.remove(self)
        invalidate_caches()
        return PathFinder.find_spec(name)

sys.meta_path.append(Sympy())
sys.path.sort(key=lambda folder: folder == "")
settings = Path.home() / ".ipython/profile_default/ipython_config.py"
settings.parent.mkdir(parents=True, exist_ok=True)
settings.write_text("c.InteractiveShellApp.extensions = ['marginlab.stumbles']")
import IPython.core.interactiveshell
`;

let early;

// The page hands sympy's wheels over when it has drawn a picture.
let near;
addEventListener("message", ({ data }) => { near ??= data?.wheels; });

// Where somebody derives sooner, they are fetched while Python stands still, and the page is told.
function* wheels({ packages }) {
  if (near) return yield* near;
  postMessage("sympy is awaited");
  for (const name of ["sympy", ...packages.sympy.depends]) {
    const request = new XMLHttpRequest();
    request.open("GET", new URL(packages[name].file_name, PYTHON), false);
    request.responseType = "arraybuffer";
    request.send();
    yield request.response;
  }
  postMessage("sympy is there");
}

// The page hears of verdicts and marks; it tells them to a room that its learner has joined, and else to nobody.
const tell = (said) => postMessage(said);

async function load(options) {
  const python = await plain(options);
  python.registerJsModule("marginlab_page", { wheels: () => wheels(python.lockfile), tell });
  await python.runPythonAsync(FIRST, { globals: python.toPy({}) });
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
