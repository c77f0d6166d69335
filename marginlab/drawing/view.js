// Draws the model's figure, shows its sentences, and reports what a hand does on the picture as plain data:
// {kind: "click", subplot, x, y} and {kind: "shape", index, x0, ...}. While figures follow one another the
// drawer draws them, over plotly's picture, which is many times faster; once they rest, plotly does.
// Python may hand over what the slider in hand will show; a move is then drawn before Python has heard of it.
const MIME = "application/vnd.plotly.v1+json";
const FRAME = 16; // milliseconds
const REST = 120; // milliseconds without a new figure, after which plotly draws
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
function place(figure, graph, event) {
  const box = graph.getBoundingClientRect(), below = figure.layout.template.layout.margin.b;
  const [across, down] = [event.clientX - box.left, event.clientY - box.top];
  const [inner] = panes(figure, box.width)
    .filter(({ left, top, width, height }) => across >= left && across <= left + width &&
      down >= top && down <= top + height + below)
    .sort((a, b) => a.width * a.height - b.width * b.height);
  if (!inner) return null;
  const { axis, left, top, width, height, x: [low, high], y: [foot, head] } = inner;
  return { kind: "click", subplot: axis,
    x: low + (across - left) / width * (high - low), y: head - (down - top) / height * (head - foot) };
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
const spoken = ({ mode }) => mode === "text";
const ASIDE = { left: -100, center: -50, right: 0 };
const UPWARDS = { top: -100, middle: -50, bottom: 0 };
function write(words, figure, width) {
  const places = Object.fromEntries(panes(figure, width).map((pane) => [pane.axis, pane]));
  words.style.fontFamily = figure.layout.template.layout.font.family;
  words.replaceChildren(...figure.data.filter(spoken).flatMap(({ xaxis = "x", ...trace }) => {
    const { left, top, width, height, x: [low, high], y: [foot, head] } = places[xaxis];
    return trace.text.map((text, i) => {
      const [up, aside] = trace.textposition[i].split(" ");
      const word = document.createElement("span");
      word.innerHTML = text;
      word.dataset.name = `${xaxis}/${trace.ids[i]}`;
      Object.assign(word.style, {
        left: `${left + (trace.x[i] - low) / (high - low) * width}px`,
        top: `${top + (head - trace.y[i]) / (head - foot) * height}px`,
        transform: `translate(${ASIDE[aside]}%, ${UPWARDS[up]}%)`,
        textAlign: { left: "right", right: "left" }[aside] ?? "center",
        color: trace.textfont.color[i], fontSize: `${trace.textfont.size[i]}px`,
      });
      return word;
    });
  }));
}

// A copy in the theme's colours.
const coloured = (figure, dark) =>
  JSON.parse(JSON.stringify(figure).replace(/#[0-9a-f]{6}/g, (hex) => dark[hex] ?? hex));

// Draws a figure with plotly, and its words over it; a higher revision each time.
export function plot(plotly, graph, words, { figure, dark, width, revision }) {
  const whole = coloured(figure, dark); // plotly writes into it
  const { data, layout, config } = whole;
  write(words, whole, width);
  // A shape stands where Python puts it, not where plotly remembers that a hand left it.
  layout.editrevision = revision;
  // All bends of a curve, so that nothing stirs when one drawing gives way to the other.
  layout.template.data.scatter[0].line = { simplify: false };
  // With the width said, plotly has nothing to measure and nothing to redraw for later.
  plotly.react(graph, data.filter((trace) => !spoken(trace)), { ...layout, width, autosize: false }, { ...config, responsive: false });
  // plotly leaves the last shapes on the page when there are fewer than before.
  graph.querySelectorAll(".shapelayer [data-index]")
    .forEach((path) => path.dataset.index < layout.shapes.length || path.remove());
}

// The same without plotly, in a layer of its own; mark: begins the names in it, which are the page's.
function sketch(layer, words, { figure, dark, width, mark }) {
  const whole = coloured(figure, dark);
  layer.innerHTML = drawn({ ...whole, data: whole.data.filter((trace) => !spoken(trace)) }, width, mark);
  write(words, whole, width);
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
  const moving = part("moving", { "aria-hidden": true }, stage);
  const words = part("words", { "aria-hidden": true }, stage);
  const foot = part("foot", {});
  const say = part("say", { "aria-live": "polite" }, foot);
  const refusal = part("refusal", { role: "alert" }, foot);
  const handed = new Map(); // what is shown where the controls have these values
  let ahead = null; // which of it is shown, until Python has answered
  let passed = false; // whether the hand has moved on to where it is not known
  const shown = (name) => (ahead ? ahead[name] : model.get(name));
  const read = () => {
    graph.setAttribute("aria-label", shown("alt"));
    say.innerHTML = shown("say");
    refusal.textContent = shown("refusal");
  };
  read();
  const sentences = ["change:alt", "change:say", "change:refusal"];
  sentences.forEach((name) => model.on(name, read));

  const mark = `moving-${(globalThis.marginlabMoving = (globalThis.marginlabMoving ?? 0) + 1)}-`;
  let plotly, wide, due, resting, start = null, painted = 0, revision = 0;
  const paint = (atRest) => {
    cancelAnimationFrame(due);
    clearTimeout(resting);
    due = undefined;
    if (!plotly || over.signal.aborted) return;
    const width = graph.clientWidth;
    if (!width) { // a folded cell, a hidden tab, a theme on its way: observed anew, it is told its next width
      size.unobserve(graph);
      size.observe(graph);
      wide = null;
      return;
    }
    wide = width;
    const dark = document.body.dataset.jpThemeLight === "false" ? model.get("dark") : {};
    const figure = shown("figure");
    if (atRest || !revision) {
      plot(plotly, graph, words, { figure, dark, width, revision: ++revision });
      moving.replaceChildren();
      stage.removeAttribute("data-moving");
      if (revision === 1)
        graph.on("plotly_relayout", (changes) => dragged(graph, changes).forEach((act) => model.send(act)));
    } else {
      try {
        sketch(moving, words, { figure, dark, width, mark });
      } catch { // what the drawer does not know plotly draws at once, as on one's own position
        return paint(true);
      }
      resting = setTimeout(rest, REST);
      stage.setAttribute("data-moving", "");
    }
    el.closest(".marginlab-panel")?.classList.add("marginlab-drawn");
    painted = performance.now();
  };
  const settle = () => paint(true);
  // Not out of a hand that has begun to drag, nor what Python has not answered.
  const rest = () => {
    if (start || ahead) resting = setTimeout(rest, REST);
    else settle();
  };
  // At once after a rest, so that a key press does not wait; however fast figures arrive, one a frame.
  const draw = () => {
    if (!plotly || due) return;
    if (performance.now() - painted > FRAME) paint(false);
    else due = requestAnimationFrame(() => paint(false));
  };
  const answered = () => {
    const before = ahead;
    ahead = null;
    if (before) read();
    if (JSON.stringify(before?.figure) !== JSON.stringify(model.get("figure"))) draw();
  };
  const renewed = () => {
    if (!ahead || passed) answered();
  };
  const hear = ({ kind, at, state }) => {
    if (kind === "forget") handed.clear();
    if (kind === "state") handed.set(JSON.stringify(at), state);
  };
  model.on("change:figure", renewed);
  model.on("change:heard", settle); // plotly has moved a shape by itself
  model.on("msg:custom", hear);
  const theme = new MutationObserver(settle);
  const size = new ResizeObserver(() => {
    const width = graph.clientWidth;
    if (!width) return;
    if (width !== wide) draw();
    const steps = model.get("steps");
    const step = steps.findLast((one) => one <= width) ?? steps[0];
    if (step !== model.get("width")) model.send({ kind: "width", width: step });
  });

  // Pointer events come before plotly's mouse events, and plotly's cover over a drag lets them through.
  const whenever = { capture: true, signal: over.signal };
  graph.addEventListener("pointerdown", (event) => { start = event.button ? null : event; }, true);
  document.addEventListener("pointercancel", () => { start = null; }, whenever);
  document.addEventListener("pointerup", (event) => {
    const from = start;
    start = null;
    if (!from || !revision || Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > STILL) return;
    const act = place(shown("figure"), graph, event);
    if (act) model.send(act);
  }, whenever);

  // The controls of the same panel tell of a move before Python hears of it, and when it has answered all.
  const ofPanel = (act) => ({ target, detail }) => {
    if (target.closest(".marginlab-panel") === el.closest(".marginlab-panel")) act(detail);
  };
  document.addEventListener("marginlab-moved", ofPanel((values) => {
    const known = handed.get(JSON.stringify(values));
    passed = !known;
    if (passed) return;
    ahead = known;
    read();
    draw();
  }), whenever);
  document.addEventListener("marginlab-answered", ofPanel(() => {
    if (ahead) answered();
  }), whenever);

  library(model, over.signal).then((found) => {
    if (over.signal.aborted) return;
    plotly = found;
    settle();
    size.observe(graph);
    theme.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  });

  return () => {
    over.abort();
    clearTimeout(resting);
    size.disconnect();
    theme.disconnect();
    sentences.forEach((name) => model.off(name, read));
    model.off("change:figure", renewed);
    model.off("msg:custom", hear);
    model.off("change:heard", settle);
    plotly?.purge(graph);
  };
}

export default { initialize: () => void extension(), render };
