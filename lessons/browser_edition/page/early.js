// JupyterLite asks for Python only when a notebook stands on the page, and Python takes seconds to load. So
// its worker is made earlier, and given to JupyterLite when it comes to want one. Every later worker, as
// after a restart of the kernel, is JupyterLite's own.
const KERNEL = /\/comlink\.worker\.\w+\.js$/;

function beginPython() {
  if (crossOriginIsolated) return; // there JupyterLite has another kind of worker
  const Plain = globalThis.Worker;
  const early = new Plain(new URL("kernel.js", import.meta.url), { type: "module" });
  globalThis.Worker = class extends Plain {
    constructor(url, options) {
      if (KERNEL.test(url)) {
        globalThis.Worker = Plain;
        return early;
      }
      super(url, options);
    }
  };
}

export { beginPython };
