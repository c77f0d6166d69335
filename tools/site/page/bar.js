// The bar above a notebook: the way back to the map, how far Python is, and the notebook as a file. Until
// the notebook is there, its title and picture stand in its place.
import { beginPython } from "./early.js";
import { join } from "./room.js";
import { carryProgress, course, download, remember } from "./store.js";

const LOADING = "You can read on: Python is being loaded, which takes longest the first time.";
const READY = "Python is ready.";
const WAITS = "A formula is to be derived: sympy, which does it, is being loaded, and the cell waits for it.";
const UNSAFE = " Your progress is kept only until this page is closed, for want of https.";
const LASTS = "serviceWorker" in navigator;
const path = new URLSearchParams(location.search).get("path") ?? "";

const node = (tag, attributes, parent) => parent.appendChild(Object.assign(document.createElement(tag), attributes));
const bar = document.createElement("nav");
bar.className = "marginlab-bar";
bar.setAttribute("aria-label", "marginlab");
node("a", { href: "../index.html", textContent: "← Course map" }, bar);
const loading = node("progress", { ariaLabel: "Python is being loaded" }, bar);
const status = node("span", { role: "status", textContent: "The notebook is being opened." }, bar);
const run = node("button", { type: "button", textContent: "Run all cells", hidden: true }, bar);
const save = node("button", { type: "button", textContent: "Download my notebook", hidden: true }, bar);
document.body.prepend(bar);
join(bar);

const coverOf = (covers) => {
  if (!(path in covers)) return;
  const { title, text, picture, alt } = covers[path];
  const cover = node("div", { className: "marginlab-cover" }, document.body);
  node("h1", { textContent: title }, cover);
  node("p", { textContent: text }, cover);
  node("img", { src: `../${picture}`, alt }, cover);
  return cover;
};

// Looks until there is something: JupyterLite tells nobody outside when it has started.
const found = async (look) => {
  for (;;) {
    const seen = look();
    if (seen) return seen;
    await new Promise((again) => setTimeout(again, 100));
  }
};

// By then JupyterLite itself has started; sooner, Python would hold up the notebook where two cores are all.
found(() => document.querySelector("#main")).then(beginPython);
const edition = await course();
const cover = document.querySelector(".jp-Notebook") ? undefined : coverOf(edition.covers);
carryProgress(edition.store).catch(() => {}); // a browser that keeps nothing has nothing to carry
const panel = await found(() => globalThis.jupyterapp?.shell.currentWidget?.content?.widgets?.length && jupyterapp.shell.currentWidget);
await panel.revealed;
await found(() => document.querySelector(".jp-Notebook .jp-Cell"));
cover?.remove();
remember(edition, path).catch(() => {});
const part = CSS.escape(decodeURIComponent(location.hash.slice(1)));
if (part)
  found(() => document.querySelector(`[data-jupyter-id="${part}"]`)).then(() => panel.setFragment(location.hash));
// A link to another notebook opens it in a tab of its own, without the list of files in between.
const { commands } = jupyterapp, execute = commands.execute.bind(commands);
commands.execute = (name, given) => {
  if (name !== "application:handle-local-link" || !given?.path?.endsWith(".ipynb")) return execute(name, given);
  window.open(`index.html?path=${encodeURIComponent(given.path)}${given.id ?? ""}`);
  return Promise.resolve();
};
save.onclick = () => download(path.split("/").at(-1), JSON.stringify(panel.content.model.toJSON(), null, 1));
save.hidden = false;
// JupyterLab goes to the last cell; a reader wants to stay.
run.onclick = async () => {
  const { content } = panel, { scrollTop } = content.outerNode, cell = content.activeCellIndex;
  execute("notebook:run-all-cells");
  for (let frames = 0; frames < 5; frames += 1) {
    await new Promise(requestAnimationFrame);
    content.activeCellIndex = cell;
    content.outerNode.scrollTop = scrollTop;
  }
};
// JupyterLab loads plotly.js when something is first drawn. The page has nothing else to do until Python is
// there, so it draws nothing now.
const PLOTLY = "application/vnd.plotly.v1+json";
const draw = async () => {
  const { rendererFactory } = (await globalThis._JUPYTERLAB["jupyterlab-plotly"].get("./mimeExtension"))();
  const nothing = { data: { [PLOTLY]: { data: [], layout: {} } }, setData() {} };
  await rendererFactory.createRenderer({ mimeType: PLOTLY }).renderModel(nothing);
};
draw().catch(() => {}); // then the first picture loads it
const session = panel.sessionContext;
if (session.session?.kernel?.status !== "idle") status.textContent = LOADING;
await found(() => session.session?.kernel?.status === "idle");
loading.remove();
status.textContent = READY + (LASTS ? "" : UNSAFE);
run.className = "first";
run.hidden = false;
const quiet = () => (status.textContent = LASTS ? "" : UNSAFE.trim());
run.addEventListener("click", () => {
  run.className = "";
  quiet();
}, { once: true });
addEventListener("marginlab", ({ detail }) => {
  if (detail === "sympy is awaited") status.textContent = WAITS;
  else if (detail === "sympy is there") quiet();
});
// No picture needs sympy. Once there is one, it is fetched, and Python has it at hand when a cell derives.
await found(() => document.querySelector(".marginlab-plot .shapelayer path"));
const python = new URL("../static/pyodide/", import.meta.url);
const { packages } = await (await fetch(new URL("pyodide-lock.json", python))).json();
const fetched = ["sympy", ...packages.sympy.depends].map(async (name) =>
  (await fetch(new URL(packages[name].file_name, python), { priority: "low" })).arrayBuffer());
const wheels = await Promise.all(fetched);
beginPython().postMessage({ wheels }, wheels);
