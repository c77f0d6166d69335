// The stage: slides with the lesson's own panels, alive over one line. Panels live in the room's Python; the
// modules that draw them in a notebook draw them here, on a small model in a kernel's place.
import controls from "/room/controls.js";
import { put } from "/room/pictures.js";
import { create, dark, dressed, ENDED, line } from "/room/room.js";
import view from "/room/view.js";

const WIDTH = 850; // pixels of a picture
const MODULES = { controls, view };
const ON = ["PageDown", "ArrowRight", "ArrowDown", " "], BACK = ["PageUp", "ArrowLeft", "ArrowUp"];
const [slide, heading, words, picture, still, panel, said, join, count] =
  ["slide", "heading", "words", "picture", "still", "panel", "said", "join", "count"].map((id) => document.getElementById(id));
let parts = {}, ends = [], shown;

globalThis.marginlabPlotly = new Promise((done) => {
  if (globalThis.Plotly) done(globalThis.Plotly);
  else document.addEventListener("DOMContentLoaded", () => done(globalThis.Plotly));
});

// Of a widget's model what these modules ask of it; what a hand does they send.
class Model {
  constructor(id, state) { Object.assign(this, { id, state, heardBy: {} }); }
  get(name) { return this.state[name]; }
  send(message) { say({ part: this.id, message }); }
  on(name, hearer) { (this.heardBy[name] ??= new Set()).add(hearer); }
  off(name, hearer) { this.heardBy[name]?.delete(hearer); }
  hear(state) {
    Object.assign(this.state, state);
    for (const name of Object.keys(state)) this.heardBy[`change:${name}`]?.forEach((hearer) => hearer());
  }
}

// What stands where: boxes, lines of HTML, and the modules with their state.
function build(tree) {
  if (tree.box) return create("div", { class: `box ${tree.look}` }, ...tree.box.map(build));
  const node = create("div", { class: tree.module ? `module ${tree.module}` : `html ${tree.look}` });
  if (tree.module) {
    const model = parts[tree.id] = new Model(tree.id, tree.state);
    // Once it is in the page, because a module looks at what it stands in.
    queueMicrotask(() => ends.push(MODULES[tree.module].render({ model, el: node })));
  } else {
    parts[tree.id] = { hear: ({ value }) => { node.innerHTML = value; } };
    node.innerHTML = tree.html;
  }
  return node;
}

function fill(tree) {
  ends.forEach((end) => end?.());
  [parts, ends] = [{}, []];
  panel.replaceChildren(...(tree ? [build(tree)] : []));
}

function tell({ said: sentences, surprise, seats, voting }) {
  said.replaceChildren(...sentences.map((one) => create("li", {}, one)));
  said.className = surprise ? "surprise" : "";
  slide.classList.toggle("voting", voting === true);
  slide.classList.toggle("voted", voting === false);
  join.textContent = shown.join;
  count.textContent = `${seats ? `${seats} seated · ` : ""}${shown.number} / ${shown.of}`;
}

function draw() {
  still.replaceChildren();
  if (shown.still) put(still, shown.still, WIDTH, shown.still.alt);
}

function show(told) {
  shown = told;
  slide.className = told.panel ? "live" : told.still ? "live beside" : told.size;
  heading.textContent = told.heading;
  words.innerHTML = told.words;
  picture.replaceChildren(...(told.code ? [create("img", { src: told.code.source, alt: told.code.alt })] : []));
  draw();
  fill(told.panel);
  tell(told);
}

const { say } = line(`wall${location.search}`, ({ slide: whole, told, panel: tree, changed }) => {
  if (whole) show(whole);
  if (told) tell(told);
  if (tree) fill(tree);
  for (const [id, state] of Object.entries(changed ?? {})) parts[id]?.hear(state);
}, (up, why) => {
  if (!up) count.textContent = why;
  if (why === ENDED) for (const one of [words, picture, join]) one.replaceChildren(); // the old code
});

// A remote control sends PageUp and PageDown, which turn the page wherever the focus is; arrows, and what
// presses a button, belong to what has it.
const TAKEN = /^(Arrow|Home|End|Enter| )/;
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typed = event.target.closest?.("input, select, button");
  if (typed && TAKEN.test(event.key)) return;
  if (ON.includes(event.key)) event.repeat || say({ go: 1 }); // who holds a key means one page
  else if (BACK.includes(event.key)) event.repeat || say({ go: -1 });
  else if (event.key === "b" || event.key === ".") slide.classList.toggle("black");
  else if (event.key === "d") {
    dressed(document.body.dataset.jpThemeLight === "true");
    draw();
  }
  else if (event.key === "Escape") typed?.blur();
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

dressed(dark.matches);
