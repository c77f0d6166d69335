// Draws the model's figure with plotly.js, shows its sentences, and reports what a hand does on the
// picture as plain data: {kind: "click", subplot, x, y} and {kind: "shape", index, x0, ...}.
const MIME = "application/vnd.plotly.v1+json";
const FRAME = 16; // milliseconds
const STILL = 5; // a pointer that moves fewer pixels than this between down and up has clicked

// JupyterLab's plotly extension holds plotly.js, but loads it only when something is drawn.
async function fromExtension() {
  const container = globalThis._JUPYTERLAB?.["jupyterlab-plotly"];
  if (!container) return null;
  const { RenderedPlotly, rendererFactory } = (await container.get("./mimeExtension"))();
  if (!RenderedPlotly.Plotly)
    await rendererFactory.createRenderer({ mimeType: MIME })
      .renderModel({ data: { [MIME]: { data: [], layout: {} } }, setData() {} });
  return RenderedPlotly.Plotly;
}

// Asked for as soon as a view is made in Python, so that it loads while the kernel still works.
const extension = () => (globalThis.marginlabExtension ??= fromExtension().catch(() => null));

// Any other page gets it out of the installed Python package; null when this view is gone by then.
function fromKernel(model, gone) {
  return new Promise((done) => {
    gone.addEventListener("abort", () => done(null));
    model.on("msg:custom", (message, [script]) => {
      if (message.kind !== "library") return;
      const src = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
      const onload = () => done(globalThis.Plotly);
      document.head.append(Object.assign(document.createElement("script"), { src, onload }));
    });
    model.send({ kind: "library" });
  });
}

// Once a page. If the view that asked went away without an answer, the next one asks again.
async function library(model, gone) {
  while (!gone.aborted) {
    const asked = (globalThis.marginlabPlotly ??= extension()
      .then((plotly) => plotly ?? fromKernel(model, gone)));
    const plotly = await asked;
    if (plotly) return plotly;
    if (globalThis.marginlabPlotly === asked) globalThis.marginlabPlotly = undefined;
  }
}

// The innermost subplot under a point, and where that is in its own numbers. The strip of labels
// below a subplot belongs to it, because people who mean a price click on the price axis.
function place(graph, event) {
  const { left, top } = graph.getBoundingClientRect();
  const [across, down] = [event.clientX - left, event.clientY - top];
  const { _plots, _size } = graph._fullLayout;
  const [inner] = Object.values(_plots)
    .filter(({ xaxis: x, yaxis: y }) => across >= x._offset && across <= x._offset + x._length &&
      down >= y._offset && down <= y._offset + y._length + _size.b)
    .sort((a, b) => a.xaxis._length * a.yaxis._length - b.xaxis._length * b.yaxis._length);
  return inner && { kind: "click", subplot: inner.xaxis._id,
    x: inner.xaxis.p2d(across - inner.xaxis._offset), y: inner.yaxis.p2d(down - inner.yaxis._offset) };
}

// plotly tells a drag as {"shapes[0].x0": 5, ...}; we tell where each touched shape stands now.
function dragged(graph, changes) {
  const touched = new Set(Object.keys(changes).map((key) => /^shapes\[(\d+)\]/.exec(key)?.[1]));
  touched.delete(undefined);
  return [...touched].map((index) => {
    const { x0, x1, y0, y1, xanchor, yanchor, path } = graph.layout.shapes[index];
    return { kind: "shape", index: Number(index), x0, x1, y0, y1, xanchor, yanchor, path };
  });
}

// Words come as plotly's text traces, so that the figure is whole wherever else it is drawn. Here the
// browser sets them itself over the picture, because plotly takes a millisecond for each.
const ASIDE = { left: -100, center: -50, right: 0 };
const UPWARDS = { top: -100, middle: -50, bottom: 0 };
function write(layer, traces, layout) {
  layer.style.fontFamily = layout.font.family;
  layer.replaceChildren(...traces.flatMap((trace) => {
    const [x, y] = ["x", "y"].map((letter) => layout[`${letter}axis${(trace.xaxis ?? "x").slice(1)}`]);
    return trace.text.map((text, i) => {
      const [up, aside] = trace.textposition[i].split(" ");
      const word = document.createElement("span");
      word.innerHTML = text;
      word.dataset.name = `x${x._id.slice(1)}/${trace.ids[i]}`;
      Object.assign(word.style, {
        left: `${x._offset + x.d2p(trace.x[i])}px`, top: `${y._offset + y.d2p(trace.y[i])}px`,
        transform: `translate(${ASIDE[aside]}%, ${UPWARDS[up]}%)`,
        textAlign: { left: "right", right: "left" }[aside] ?? "center",
        color: trace.textfont.color[i], fontSize: `${trace.textfont.size[i]}px`,
      });
      return word;
    });
  }));
}

// Draws a figure with plotly, and its words over it; a higher revision each time.
export function plot(plotly, graph, words, { figure, dark, width, revision }) {
  // A fresh copy each time, because plotly writes into what it draws.
  const text = JSON.stringify(figure).replace(/#[0-9a-f]{6}/g, (hex) => dark[hex] ?? hex);
  const { data, layout, config } = JSON.parse(text);
  // A shape stands where Python puts it, not where plotly remembers that a hand left it.
  layout.editrevision = revision;
  // All bends of a curve, so that nothing stirs when one drawing gives way to the other.
  layout.template.data.scatter[0].line = { simplify: false };
  // With the width said, plotly has nothing to measure and nothing to redraw for later.
  const spoken = ({ mode }) => mode === "text";
  plotly.react(graph, data.filter((trace) => !spoken(trace)), { ...layout, width, autosize: false }, { ...config, responsive: false });
  // plotly leaves the last shapes on the page when there are fewer than before.
  graph.querySelectorAll(".shapelayer [data-index]")
    .forEach((path) => path.dataset.index < layout.shapes.length || path.remove());
  write(words, data.filter(spoken), graph._fullLayout);
}

function render({ model, el }) {
  const over = new AbortController();
  const part = (name, attributes, parent = el) => {
    const node = parent.appendChild(document.createElement("div"));
    node.className = `marginlab-${name}`;
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  };
  el.classList.add("marginlab");
  const stage = part("stage", {});
  const graph = part("plot", { role: "img" }, stage);
  const words = part("words", { "aria-hidden": true }, stage);
  const foot = part("foot", {});
  const say = part("say", { "aria-live": "polite" }, foot);
  const refusal = part("refusal", { role: "alert" }, foot);
  const read = () => {
    graph.setAttribute("aria-label", model.get("alt"));
    say.innerHTML = model.get("say");
    refusal.textContent = model.get("refusal");
  };
  read();
  const sentences = ["change:alt", "change:say", "change:refusal"];
  sentences.forEach((name) => model.on(name, read));

  let plotly, drawn, due = false, painted = 0, revision = 0;
  const paint = () => {
    due = false;
    if (over.signal.aborted) return;
    const width = graph.clientWidth;
    if (!width) { // a folded cell, a hidden tab, a theme on its way: observed anew, it is told its next width
      size.unobserve(graph);
      size.observe(graph);
      drawn = null;
      return;
    }
    drawn = width;
    const dark = document.body.dataset.jpThemeLight === "false" ? model.get("dark") : {};
    plot(plotly, graph, words, { figure: model.get("figure"), dark, width, revision: ++revision });
    if (revision === 1)
      graph.on("plotly_relayout", (changes) => dragged(graph, changes).forEach((act) => model.send(act)));
    el.closest(".marginlab-panel")?.classList.add("marginlab-drawn");
    painted = performance.now();
  };
  // At once after a rest, so that a key press does not wait; however fast figures arrive, one a frame.
  const draw = () => {
    if (!plotly || due) return;
    if (performance.now() - painted > FRAME) return paint();
    due = true;
    requestAnimationFrame(paint);
  };
  const redrawn = ["change:figure", "change:heard"];
  redrawn.forEach((name) => model.on(name, draw));
  const theme = new MutationObserver(draw);
  const size = new ResizeObserver(() => {
    const width = graph.clientWidth;
    if (!width) return;
    if (width !== drawn) draw();
    const steps = model.get("steps");
    const step = steps.findLast((one) => one <= width) ?? steps[0];
    if (step !== model.get("width")) model.send({ kind: "width", width: step });
  });

  // Pointer events come before plotly's mouse events, and plotly's cover over a drag lets them through.
  let start = null;
  graph.addEventListener("pointerdown", (event) => { start = event.button ? null : event; }, true);
  document.addEventListener("pointerup", (event) => {
    const from = start;
    start = null;
    if (!from || !graph._fullLayout || Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > STILL) return;
    const act = place(graph, event);
    if (act) model.send(act);
  }, { capture: true, signal: over.signal });

  library(model, over.signal).then((found) => {
    if (over.signal.aborted) return;
    plotly = found;
    paint();
    size.observe(graph);
    theme.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  });

  return () => {
    over.abort();
    size.disconnect();
    theme.disconnect();
    sentences.forEach((name) => model.off(name, read));
    redrawn.forEach((name) => model.off(name, draw));
    plotly?.purge(graph);
  };
}

export default { initialize: () => void extension(), render };
