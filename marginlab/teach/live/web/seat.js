// A seat: the question of now, a slider, how sure, a button. It says nothing before its learner has joined.
import { drawn, panes } from "/room/drawer.js";
import { create, dark, dressed, line } from "/room/room.js";

const WIDTH = 400; // pixels for which the picture is laid out
const [heading, state, join, code, asked, still, label, value, slider, sure, help, stuck, table, leave] =
  ["heading", "state", "join", "code", "asked", "still", "label", "value", "slider", "sure", "help", "stuck", "table", "leave"]
    .map((id) => document.getElementById(id));
const WAITING = "You have a seat. The next question comes by itself.";
const LOST = "The line to the room is down. It is tried again; your marks are kept.";
let word = "", seat, shown, moved, picture, say;

const written = (number) => shown.slider.prefix +
  number.toLocaleString("en-US", { minimumFractionDigits: shown.slider.digits }) + shown.slider.suffix;

function show() {
  join.hidden = Boolean(seat);
  help.hidden = !seat;
  asked.hidden = !seat || !shown?.name || !shown.open;
  heading.textContent = seat && shown?.name && !shown.over ? shown.question : "Your seat";
}

// The diamond of the mark, over the picture, where the axis of the question has it.
function point() {
  value.textContent = moved ? written(Number(slider.value)) : "not yet moved";
  slider.setAttribute("aria-valuetext", value.textContent);
  still.querySelector(".mark")?.remove();
  if (!picture || !moved) return;
  const { subplot, along } = shown.axis, { figure } = picture;
  const pane = panes(figure, WIDTH).find((one) => one.axis === subplot);
  const [low, high] = pane[along], share = (Number(slider.value) - low) / (high - low);
  const x = along === "x" ? pane.left + share * pane.width : pane.left + pane.width / 2;
  const y = along === "x" ? pane.top + pane.height / 2 : pane.top + (1 - share) * pane.height;
  const line = along === "x" ? `M${x},${pane.top} V${pane.top + pane.height}` : `M${pane.left},${y} H${pane.left + pane.width}`;
  still.insertAdjacentHTML("beforeend", `<svg class="mark" viewBox="0 0 ${WIDTH} ${figure.layout.height}" aria-hidden="true">
    <path d="${line}" stroke="currentColor" stroke-dasharray="2 3"/><path d="M${x},${y - 8} l8,8 l-8,8 l-8,-8 Z" fill="currentColor"/></svg>`);
}

async function draw() {
  picture = undefined;
  still.replaceChildren();
  const answer = await fetch("/room/still");
  if (!answer.ok) return;
  picture = await answer.json();
  const text = drawn(picture.figure, WIDTH);
  still.innerHTML = document.body.dataset.jpThemeLight === "false"
    ? text.replace(/#[0-9a-f]{6}/g, (hex) => picture.dark[hex] ?? hex) : text;
  still.firstElementChild.setAttribute("role", "img");
  still.firstElementChild.setAttribute("aria-label", shown.question);
  point();
}

function ask() {
  const { low, high, step, label: name } = shown.slider;
  Object.assign(slider, { min: low, max: high, step, value: shown.mark?.[0] ?? (low + high) / 2 });
  moved = Boolean(shown.mark);
  label.textContent = `${name}:`;
  sure.replaceChildren(sure.firstElementChild, ...shown.sure.map((word, i) => {
    const input = create("input", { type: "radio", name: "sure", value: word });
    input.checked = shown.mark ? shown.mark[1] === word : !i;
    return create("label", {}, input, word);
  }));
}

function hear(told) {
  if (told.wrong) {
    state.textContent = "That is not the code on the wall.";
    word = "";
    delete sessionStorage.marginlabCode;
    return show();
  }
  if ("taken" in told) {
    state.textContent = `Your mark stands at ${written(told.taken)}. You may still change it.`;
    return;
  }
  const anew = told.name !== shown?.name || told.round !== shown?.round;
  shown = told;
  seat = told.seat;
  Object.assign(sessionStorage, { marginlabSeat: seat, marginlabCode: word });
  if (told.name && anew) {
    ask();
    draw();
  }
  state.textContent = !told.name || told.over ? WAITING
    : told.open ? (told.round > 1 ? "Talk with your neighbour, then mark anew." : "Where do you expect the answer?")
    : told.mark ? `Marks are not taken now. Yours stands at ${written(told.mark[0])}.` : "Marks are not taken yet, or no more. Look at the wall.";
  show();
  if (told.name) point();
}

// A line is opened by joining and by nothing else; a page that is loaded anew takes its seat again.
function sit() {
  const ask = () => say({ join: word, ...(sessionStorage.marginlabSeat && { seat: sessionStorage.marginlabSeat }) });
  if (say) return ask();
  ({ say } = line("seat", hear, (up) => {
    if (up && word) ask();
    else if (!up && seat) state.textContent = LOST;
  }));
}

dressed(dark.matches);
state.textContent = "";
code.value = word = sessionStorage.marginlabCode ?? "";
show();
if (word) sit();
join.addEventListener("submit", (event) => {
  event.preventDefault();
  word = code.value;
  sit();
});
slider.addEventListener("input", () => { moved = true; point(); });
asked.addEventListener("submit", (event) => {
  event.preventDefault();
  if (moved) say({ mark: Number(slider.value), sure: asked.elements.sure.value, on: shown.name });
  else state.textContent = "Move the slider first.";
});
stuck.addEventListener("submit", (event) => {
  event.preventDefault();
  say({ stuck: Number(table.value) });
  state.textContent = "Somebody will come to your table.";
});
leave.addEventListener("click", () => {
  say({ leave: true });
  sessionStorage.clear();
  location.reload();
});
