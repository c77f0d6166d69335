// JupyterLite asks for Python only when a notebook stands on the page, and Python takes seconds to load. So
// its first worker is one of ours, which begins at once and may be made before JupyterLite comes to want it.
// Every later one, as after a restart of the kernel, is JupyterLite's own. Of each, what it says to the page
// besides is an event "marginlab" of the window.
//
// A host may isolate its pages (COOP: same-origin, COEP: require-corp). JupyterLite would then take another
// kind of worker, which waits for the page on shared memory, and in that one no cell of a lesson ever ends.
// Nothing here shares memory; so JupyterLite is told that the page stands like any other.
const KERNEL = /\/comlink\.worker\.\w+\.js$/;
const Plain = globalThis.Worker;
Object.defineProperty(globalThis, "crossOriginIsolated", { value: false });

const heard = (worker) => {
  worker.addEventListener("message", ({ data }) => {
    if (typeof data === "string") dispatchEvent(new CustomEvent("marginlab", { detail: data }));
  });
  return worker;
};

let ours, given;
const worker = () => (ours ??= heard(new Plain(new URL("kernel.js", import.meta.url), { type: "module" })));

globalThis.Worker = class extends Plain {
  constructor(url, options) {
    if (KERNEL.test(url) && !given) {
      given = true;
      return worker();
    }
    super(url, options);
    if (KERNEL.test(url)) heard(this);
  }
};

export { worker as beginPython };
