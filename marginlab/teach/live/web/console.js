// The instructor's console: what to say here, what comes next, how late it is, and the vote.
import { ENDED, create, dark, dressed, line } from "/room/room.js";

const [heading, clock, late, seats, stuck, notes, next, back, on, rows, vote, question, steps, said, advice, tally, hands, over, board] =
  ["heading", "clock", "late", "seats", "stuck", "notes", "next", "back", "on", "rows", "vote", "question", "steps", "said", "advice", "tally", "hands", "over", "board"]
    .map((id) => document.getElementById(id));
const STEPS = {
  open: "Open the vote", piles: "Close: show the piles",
  again: "Open a second round", "piles again": "Close: show both rounds",
  named: "Name the ideas", truth: "Show the truth", cure: "Show the lesson's own picture",
};
const EVERY = 15_000; // milliseconds between two looks at the clock
let shown;

// The second click of two quick ones would press what has come in the first one's place.
const button = (word, message, look = "") => {
  const node = create("button", { type: "button", class: look }, word);
  node.addEventListener("click", ({ detail }) => { if (detail < 2) say(message); });
  return node;
};

// What has not changed stays: a hand may be pressing it just now.
const filled = new Map();
function fill(node, told, made) {
  const now = JSON.stringify(told);
  if (filled.get(node) === now) return;
  filled.set(node, now);
  node.replaceChildren(...made());
}

function count({ name, places, sure, hands: counted, open }) {
  tally.hidden = !open;
  if (tally.contains(document.activeElement)) return; // somebody is typing there
  const typed = Object.fromEntries(counted.map(([place, word, number]) => [`${place} ${word}`, number]));
  const cell = (place, said, word) => {
    const input = create("input", { type: "number", min: 0, max: 500, "aria-label": `${said}, ${word}`, value: typed[`${place} ${word}`] ?? "" });
    input.addEventListener("change", () => { if (input.reportValidity()) say({ hands: [place, word, Number(input.value)], on: name }); });
    return create("td", {}, input);
  };
  fill(hands, [places, typed], () => [create("tr", {}, create("th", {}), ...sure.map((word) => create("th", { scope: "col" }, word))),
    ...places.map(([place, said]) => create("tr", {}, create("th", { scope: "row" }, said), ...sure.map((word) => cell(place, said, word))))]);
}

function tell() {
  const time = new Date().toTimeString().slice(0, 5);
  clock.textContent = `${time} · planned ${shown.planned}, ${shown.minutes} min · slide ${shown.number} of ${shown.of}`;
  const cut = shown.cuts.length ? `cut ${shown.cuts.join("; ")}` : "the plan's slack holds that";
  late.textContent = shown.late < 1 ? "" : `${shown.late} minute${shown.late === 1 ? "" : "s"} late: ${cut}`;
}

function hear(told) {
  shown = told;
  heading.textContent = told.heading;
  tell();
  seats.textContent = `${told.seats} seated`;
  fill(stuck, told.stuck, () => told.stuck.map((table) => {
    const node = button("Helped", { helped: table });
    node.setAttribute("aria-label", `Table ${table}: helped`);
    return create("span", { class: "table" }, `Table ${table} is stuck `, node);
  }));
  fill(notes, told.notes, () => told.notes.flatMap(([kind, text]) => [create("dt", {}, kind), create("dd", {}, text)]));
  fill(board, told.board, () => told.board.map((one) => create("li", {}, one)));
  next.textContent = told.next;
  back.disabled = told.number === 1;
  on.disabled = told.number === told.of;
  if (document.activeElement !== rows) {
    fill(rows, told.rows, () => told.rows.map(([number, when, what]) => create("option", { value: number }, `${when} ${what}`)));
    rows.value = told.row;
  }
  vote.hidden = !told.vote;
  if (!told.vote) return;
  question.textContent = told.vote.question;
  const offered = told.vote.steps;
  const before = told.vote.said.length > 1 ? "Show the piles again" : "Back to the question";
  const words = told.vote.step === "cure" ? { ...STEPS, truth: before } : STEPS;
  fill(steps, [told.number, told.vote.step, ...offered], () =>
    offered.map((step, i) => button(words[step], { vote: step, on: told.vote.name }, i ? "" : "first")));
  over.hidden = told.vote.step === "asked";
  fill(said, told.vote.said, () => told.vote.said.map((one) => create("li", {}, one)));
  advice.textContent = told.vote.advice && `Advice: ${told.vote.advice}.`;
  count(told.vote);
}

const { say } = line(`console${location.search}`, hear, (up, why) => {
  if (up) return;
  late.textContent = why;
  if (why === ENDED) for (const section of document.querySelectorAll("section")) section.hidden = true; // nobody hears it
});
for (const [node, go] of [[on, 1], [back, -1]]) node.addEventListener("click", ({ detail }) => { if (detail < 2) say({ go }); });
over.addEventListener("click", () => {
  const { name: on } = shown.vote; // a slide that comes while it is asked has another
  if (confirm("Forget all marks of this vote?")) say({ vote: "asked", on });
});
rows.addEventListener("change", () => { say({ row: Number(rows.value) }); rows.blur(); });
setInterval(() => say({ look: true }), EVERY);
dressed(dark.matches);
