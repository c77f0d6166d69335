// Python reaches what this browser keeps through JupyterLite's service worker. JupyterLite registers it
// while it starts, and Python that is quicker never finds it; so here it is in charge before the rest
// begins. `marginlabWorker` is fulfilled then, or at once where a page may have no service worker.
globalThis.marginlabWorker = (async (root) => {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  const { "jupyter-config-data": { appVersion } } = await (await fetch(`${root}jupyter-lite.json`)).json();
  const script = `${root}service-worker.js?enableCache=false`;
  // Without its version written down JupyterLite would take it for an old one, and throw it out.
  localStorage.setItem(`${script}-version`, appVersion);
  const known = (await serviceWorker.getRegistration(root))?.active?.scriptURL === script;
  await serviceWorker.register(script);
  if (serviceWorker.controller) return;
  if (known) { // a reload past all caches passes the service worker by; a plain one does not
    if (sessionStorage.getItem("marginlab reloaded")) return;
    sessionStorage.setItem("marginlab reloaded", "yes");
    location.reload();
  }
  await new Promise((done) => serviceWorker.addEventListener("controllerchange", done, { once: true }));
})(new URL("../", document.currentScript.src).href).catch(() => {});

// Python waits for the page's answer whenever it stores something. JupyterLite gives none where the browser
// refuses, as a full one does; then the answer is given here, and Python looks for itself what was stored.
{
  const CHANGES = ["mknod", "put", "rename", "rmdir"];
  const channel = new BroadcastChannel("/sw-api.v1");
  let asked;
  channel.onmessage = ({ data }) => {
    if (CHANGES.includes(data.data?.method)) asked = data;
    else if (data.requestId === asked?.requestId) asked = undefined;
  };
  addEventListener("unhandledrejection", () => {
    if (!asked) return;
    const { browsingContextId, requestId } = asked;
    channel.postMessage({ browsingContextId, requestId, response: null });
    asked = undefined;
  });
}
