// The instructor's console: what to say here, what comes next, how late it is, and the vote.
import { create, dark, dressed, line } from "/room/room.js";

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

const button = (word, step, look = "") => {
  const node = create("button", { type: "button", class: look }, word);
  node.addEventListener("click", () => say({ vote: step }));
  return node;
};

function count({ places, sure, hands: counted, open }) {
  tally.hidden = !open;
  if (tally.contains(document.activeElement)) return; // somebody is typing there
  const typed = Object.fromEntries(counted.map(([place, word, number]) => [`${place} ${word}`, number]));
  const cell = (place, name, word) => {
    const input = create("input", { type: "number", min: 0, max: 500, "aria-label": `${name}, ${word}`, value: typed[`${place} ${word}`] ?? "" });
    input.addEventListener("change", () => say({ hands: [place, word, Number(input.value)] }));
    return create("td", {}, input);
  };
  hands.replaceChildren(create("tr", {}, create("th", {}), ...sure.map((word) => create("th", { scope: "col" }, word))),
    ...places.map(([place, name]) => create("tr", {}, create("th", { scope: "row" }, name), ...sure.map((word) => cell(place, name, word)))));
}

function tell() {
  const time = new Date().toTimeString().slice(0, 5);
  clock.textContent = `${time} · planned ${shown.planned}, ${shown.minutes} min · slide ${shown.number} of ${shown.of}`;
  late.textContent = shown.late < 1 ? "" : `${shown.late} minute${shown.late === 1 ? "" : "s"} late${shown.cuts.length ? `: cut ${shown.cuts.join("; ")}` : ""}`;
}

function hear(told) {
  if (!told.heading) return;
  shown = told;
  heading.textContent = told.heading;
  tell();
  seats.textContent = `${told.seats} seated`;
  stuck.replaceChildren(...told.stuck.map((table) => {
    const node = create("button", { type: "button" }, "Helped");
    node.setAttribute("aria-label", `Table ${table}: helped`);
    node.addEventListener("click", () => say({ helped: table }));
    return create("span", { class: "table" }, `Table ${table} is stuck `, node);
  }));
  notes.replaceChildren(...told.notes.flatMap(([kind, text]) => [create("dt", {}, kind), create("dd", {}, text)]));
  board.replaceChildren(...told.board.map((one) => create("li", {}, one)));
  next.textContent = told.next;
  back.disabled = told.number === 1;
  on.disabled = told.number === told.of;
  if (document.activeElement !== rows) {
    rows.replaceChildren(...told.rows.map(([number, when, what]) => create("option", { value: number }, `${when} ${what}`)));
    rows.value = told.row;
  }
  vote.hidden = !told.vote;
  if (!told.vote) return;
  question.textContent = told.vote.question;
  steps.replaceChildren(...told.vote.steps.map((step, i) => button(STEPS[step], step, i ? "" : "first")));
  over.hidden = told.vote.step === "asked";
  said.replaceChildren(...told.said.map((one) => create("li", {}, one)));
  advice.textContent = told.vote.advice && `Advice: ${told.vote.advice}.`;
  count(told.vote);
}

const { say } = line(`console${location.search}`, hear, (up) => { if (!up) late.textContent = "The line to the room is down; it is tried again."; });
on.addEventListener("click", () => say({ go: 1 }));
back.addEventListener("click", () => say({ go: -1 }));
over.addEventListener("click", () => { if (confirm("Forget all marks of this vote?")) say({ vote: "asked" }); });
rows.addEventListener("change", () => { say({ row: Number(rows.value) }); rows.blur(); });
setInterval(() => say({ look: true }), EVERY);
dressed(dark.matches);
