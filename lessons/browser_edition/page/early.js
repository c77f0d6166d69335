// JupyterLite asks for Python only when a notebook stands on the page, and Python takes seconds to load. So
// its first worker is one of ours, which begins at once and may be made before JupyterLite comes to want it.
// Every later one, as after a restart of the kernel, is JupyterLite's own.
const KERNEL = /\/comlink\.worker\.\w+\.js$/;
const Plain = globalThis.Worker;

let ours;
const worker = () => (ours ??= new Plain(new URL("kernel.js", import.meta.url), { type: "module" }));

globalThis.Worker = class extends Plain {
  constructor(url, options) {
    if (KERNEL.test(url)) {
      globalThis.Worker = Plain;
      return worker();
    }
    super(url, options);
  }
};

function beginPython() {
  if (!crossOriginIsolated) worker(); // else JupyterLite has another kind of worker
}

export { beginPython };
