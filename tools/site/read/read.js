// Brings a page's places to life: each shows the states that Python has computed for it, and nothing else. A
// place's file of words says what its controls are, what is said of each state, and where acts lead; a file of
// figures, for each layout of a column, holds the pictures.
import controls from "./controls.js";
import { drawn, panes } from "./drawer.js";
import { unpacked } from "./unpack.js";

const FRAME = 1000 / 30; // milliseconds from one picture of a play to the next
const KEPT = "marginlab read"; // under which this browser keeps the marks
const FAR = "150%"; // of a window, from which on a place is fetched
const still = matchMedia("(prefers-reduced-motion: reduce)");
const key = JSON.stringify;
const all = (pack) => Array.from({ length: pack.length }, (_, i) => pack.at(i));

function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const fetched = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
};

// The marks of this browser; where it keeps nothing, they last as long as the page.
const marks = {
  all: {},
  read() { try { return JSON.parse(localStorage.getItem(KEPT)) ?? {}; } catch { return this.all; } },
  keep(name, mark) {
    this.all = { ...this.read(), [name]: mark };
    try { localStorage.setItem(KEPT, key(this.all)); } catch { /* a private window may refuse */ }
  },
};

// A row of controls as the notebooks have it. It is answered in the next frame, so that a picture is drawn once.
function row(specs, values, act) {
  const state = { specs, values, faults: {}, heard: 0 }, hearers = {};
  const node = make("div", {});
  const model = {
    get: (name) => state[name],
    on: (event, hearer) => (hearers[event] ??= []).push(hearer),
    off: () => {},
    send: (message) => requestAnimationFrame(() => {
      for (const [name, value] of Object.entries(message.moved ?? {})) act(name, value);
      if (message.press) act(message.press, null);
      if (message.moved) show({ heard: state.heard + 1 });
    }),
  };
  const show = (changes) => {
    Object.assign(state, changes);
    for (const name of Object.keys(changes)) hearers[`change:${name}`]?.forEach((hearer) => hearer());
  };
  controls.render({ model, el: node });
  return { node, show, focus: () => node.querySelector("input, select, button")?.focus() };
}

// What moves sideways in a narrow column can be reached by keys, and what does not is no stop on the way.
const wide = new ResizeObserver((sized) => {
  for (const { target } of sized) target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
});
document.querySelectorAll(".wide, .math.block, pre").forEach((node) => wide.observe(node));

// What stands in a place: a picture as wide as its column, a sentence, a refusal, the numbers.
class Stage {
  constructor(place, number) {
    this.mark = `live${number}-`;
    this.question = make("p", { class: "marginlab-question" });
    this.above = make("div", {});
    this.picture = make("div", { class: "picture", role: "img" });
    this.below = make("div", {});
    this.say = make("div", { class: "marginlab-say", "aria-live": "polite" });
    this.refusal = make("div", { class: "marginlab-refusal", role: "alert" });
    this.table = make("table", {});
    const sideways = make("div", { class: "wide", role: "group", "aria-label": "The numbers as a table" }, this.table);
    wide.observe(sideways);
    this.numbers = make("details", {}, make("summary", {}, "The numbers as a table"), sideways);
    this.off = make("p", { class: "off", role: "status" });
    this.foot = make("div", { class: "marginlab-foot" }, this.say, this.refusal, this.off);
    const all = make("div", { class: "marginlab" }, this.question, this.above, this.picture, this.foot, this.below, this.numbers);
    this.question.hidden = true;
    place.replaceChildren(all);
  }

  get width() { return this.picture.clientWidth; }

  draw(figure) {
    if (!figure || !this.width) return;
    this.figure = figure;
    this.picture.innerHTML = drawn(figure, this.width, this.mark);
    this.picture.firstChild.setAttribute("aria-hidden", true); // the picture's words are its label
  }

  tell({ say, alt, table }) {
    this.say.innerHTML = say;
    this.refusal.textContent = "";
    this.off.replaceChildren();
    if (alt) this.picture.setAttribute("aria-label", alt);
    this.numbers.hidden = !table?.length;
    this.table.replaceChildren(...(table ?? []).map((line, i) => make("tr", {}, ...line.map((text, j) =>
      make(i && j ? "td" : "th", i && j ? {} : { scope: i ? "row" : "col" }, text)))));
  }
}

// A panel: from state to state, by the acts that are known to lead there.
class Panel {
  constructor(words, stage, run) {
    Object.assign(this, { words, stage, run });
    this.states = unpacked(words.at);
    this.said = unpacked(words.said);
    // Of states with the same values the first counts: a refused press leaves them as they are.
    this.places = new Map(all(this.states).map((at, i) => [key(at), i]).reverse());
    this.ways = new Map(all(unpacked(words.ways)).map(([from, name, value, to]) => [key([from, name, value]), to]));
    this.reached = [];
  }

  // Its rows of controls, in the opening state. told: what is shown there where a mark stands beside the truth.
  open(told) {
    this.told = told;
    this.rows = this.words.rows.map((specs) => row(specs, this.values(this.states.at(0)), (name, value) => this.act(name, value)));
    const [first, ...others] = this.rows.map(({ node }) => node);
    this.stage.above.replaceChildren(first);
    this.stage.below.replaceChildren(...others);
    this.go(0);
  }

  values(at) { return Object.fromEntries(this.words.names.map((name, i) => [name, at[i]])); }

  act(name, value) {
    cancelAnimationFrame(this.playing);
    if (name === "play") return this.play();
    const at = this.at.map((one, i) => (value !== null && this.words.names[i] === name ? value : one));
    const to = this.ways.get(key([this.here, name, value])) ?? (value === null ? undefined : this.places.get(key(at)));
    if (to === undefined) this.leave(at);
    else if (value === null && this.said.at(to).refusal) this.refuse(this.said.at(to)); // a button leads nowhere then
    else this.go(to);
  }

  go(place) {
    const said = this.told && place === 0 ? { ...this.said.at(0), ...this.told.said } : this.said.at(place);
    this.at = this.states.at(place);
    this.here = place;
    if (said.refusal) return this.refuse(said);
    this.reach(said.goals);
    this.last = said;
    this.shown = place;
    this.draw();
    this.tell();
  }

  // The picture of before stays.
  refuse({ refusal, faults, goals }) {
    this.reach(goals);
    this.tell(refusal, faults);
  }

  reach(goals) { this.reached.push(...goals.filter((goal) => !this.reached.includes(goal))); }

  // To what was not computed: in words, and with ways on.
  leave(at) {
    this.at = at;
    this.here = null;
    const back = make("button", { type: "button" }, "Back to what was");
    back.addEventListener("click", () => { this.go(this.shown); this.rows[0].focus(); });
    this.tell();
    this.stage.off.replaceChildren("This combination was not computed for this page; the picture shows what stood there before. ",
      back, " ", make("a", { href: this.run }, "Run the lesson in the browser"));
  }

  tell(refusal = "", faults = {}) {
    const { words, stage, reached, last } = this, values = this.values(this.at);
    stage.tell(last);
    if (reached.length) {
      const count = `${reached.length} of ${words.goals.length}`, goal = words.goals[reached.at(-1)];
      stage.say.append(" ", make("b", {}, words.confirmed.replace("{count}", count).replace("{goal}", goal)));
    }
    stage.refusal.textContent = refusal;
    for (const { show } of this.rows) show({ values, faults });
  }

  draw() {
    const { told, shown } = this;
    this.stage.draw(told && shown === 0 ? told.figures()?.at(told.number) : this.figures?.at(shown));
  }

  play() {
    const { plays } = this.words, begun = performance.now();
    const step = (now) => {
      const number = still.matches ? plays.length - 1 : Math.min(Math.floor(Math.max(0, now - begun) / FRAME), plays.length - 1);
      this.go(plays[number]);
      if (number < plays.length - 1) this.playing = requestAnimationFrame(step);
    };
    step(begun);
  }

  layout({ states }) {
    this.figures = unpacked(states);
    this.draw();
  }
}

// A question: a mark is put on an axis; once it is placed or skipped, the panel stands there with the truth.
class Question {
  constructor(words, stage, run, { name, alt }) {
    Object.assign(this, { words, stage, run, name, alt });
    this.marks = unpacked(words.marks);
    this.told = unpacked(words.told);
    this.seen = make("p", {}, words.seen);
    this.picked();
    const kept = marks.read()[name];
    if (kept && key(kept.axis) === key(words.axis) && this.placeOf(kept.mark) !== undefined) this.reveal(kept.mark, kept.sure);
    else this.ask();
  }

  placeOf(mark) {
    const { low, step } = this.words.mark, place = Math.round((mark - low) / step);
    return this.marks.at(place)?.[0] === mark ? place : undefined;
  }

  ask() {
    const { words, stage, alt } = this;
    Object.assign(this, { panel: null, place: null, sure: words.sure.value });
    stage.question.textContent = words.asks;
    stage.question.hidden = false;
    this.row = row([words.mark, words.sure, ...words.buttons], { [words.mark.name]: words.mark.value, sure: this.sure }, (name, value) => this.act(name, value));
    stage.above.replaceChildren();
    stage.below.replaceChildren(this.row.node, this.seen);
    stage.tell({ say: words.hint, alt });
    this.draw();
  }

  act(name, value) {
    const { words, place } = this;
    if (name === words.mark.name) this.put(value);
    else if (name === "sure") this.sure = value;
    else if (name === "skip") this.reveal(null);
    else if (place === null) this.stage.refusal.textContent = words.missing;
    else {
      const [mark] = this.marks.at(place);
      marks.keep(this.name, { axis: words.axis, mark, sure: this.sure });
      this.reveal(mark, this.sure, true);
    }
    this.row.show({ values: { [words.mark.name]: this.place === null ? words.mark.value : this.marks.at(this.place)[0], sure: this.sure } });
  }

  put(value) {
    const { low, high, step } = this.words.mark;
    this.place = Math.round((Math.min(Math.max(value, low), high) - low) / step);
    this.stage.tell({ say: this.words.stands.replace("{mark}", this.marks.at(this.place)[1]) });
    this.draw();
  }

  reveal(mark, sure, focus = mark === null) {
    const { words, stage } = this, number = mark === null ? null : this.placeOf(mark);
    stage.question.textContent = `${words.asks} `;
    stage.question.hidden = false;
    if (number !== null) stage.question.append(make("b", {}, this.marks.at(number)[2].replace("{sure}", sure)));
    this.panel = new Panel(words, stage, this.run);
    if (this.files) this.panel.figures = unpacked(this.files.states);
    this.panel.open(number === null ? undefined : { number, said: this.told.at(number), figures: () => this.files && unpacked(this.files.told) });
    const over = row([words.over], {}, () => { marks.keep(this.name, undefined); this.ask(); this.row.focus(); });
    stage.below.append(over.node, this.seen);
    if (focus) this.panel.rows[0].focus();
  }

  draw() { if (this.files) this.stage.draw(unpacked(this.files.asked).at(this.place === null ? 0 : this.place + 1)); }

  layout(files) {
    this.files = files;
    if (this.panel) this.panel.layout(files);
    else this.draw();
  }

  // A click or a drag on the picture puts the mark where the axis is meant.
  picked() {
    const { picture } = this.stage, { subplot, along } = this.words.axis;
    const put = (event) => {
      const { left, top } = picture.getBoundingClientRect(), x = event.clientX - left, y = event.clientY - top;
      const every = panes(this.stage.figure, this.stage.width), pane = every.find(({ axis }) => axis === subplot);
      const under = every.findLast((one) => x >= one.left && x <= one.left + one.width && y >= one.top && y <= one.top + one.height);
      if (under && under !== pane) { this.stage.refusal.textContent = this.words.elsewhere; return; }
      const [from, to] = pane[along], share = along === "x" ? (x - pane.left) / pane.width : 1 - (y - pane.top) / pane.height;
      this.act(this.words.mark.name, from + share * (to - from));
    };
    const asked = () => !this.panel && this.files;
    picture.addEventListener("click", (event) => asked() && put(event));
    picture.addEventListener("pointermove", (event) => asked() && event.buttons && event.pointerType === "mouse" && put(event));
  }
}

async function live(place, number) {
  const address = new URL(place.dataset.live, location), words = await fetched(address);
  const widths = Object.keys(words.figures).map(Number).sort((a, b) => a - b);
  const fitting = (width) => widths.findLast((one) => one <= width) ?? widths[0];
  const files = {};
  const figures = (width) => (files[fitting(width)] ??= fetched(new URL(words.figures[fitting(width)], address)));
  await figures(place.clientWidth); // what stands there stays until all of it can be replaced
  const { alt } = place.querySelector("img"), stage = new Stage(place, number);
  const one = words.asks ? new Question(words, stage, place.dataset.run, { name: place.dataset.name, alt }) : new Panel(words, stage, place.dataset.run);
  if (!words.asks) one.open();
  let width;
  new ResizeObserver(async () => {
    if (stage.width === width) return;
    width = stage.width;
    const found = await figures(width);
    if (stage.width === width) one.layout(found);
  }).observe(stage.picture);
}

const watch = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen)
    if (isIntersecting) {
      watch.unobserve(target);
      live(target, places.indexOf(target)); // where a file cannot be fetched, the picture stands still
    }
}, { rootMargin: FAR });
const places = [...document.querySelectorAll("[data-live]")];
places.forEach((place) => watch.observe(place));
