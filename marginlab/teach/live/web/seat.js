// A seat: the question of now, a slider, how sure, a button. It says nothing before its learner has joined.
import { panes } from "/room/drawer.js";
import { forget, keep, kept } from "/room/kept.js";
import { put } from "/room/pictures.js";
import { create, dark, dressed, line } from "/room/room.js";

const WIDTH = 400; // pixels for which the picture is laid out
const FINGER = 30; // pixels around the picture that a finger may miss
const FOOT = 14; // pixels from the axis to the middle of the mark
const [heading, state, join, code, asked, still, label, value, slider, sure, help, stuck, table, leave] =
  ["heading", "state", "join", "code", "asked", "still", "label", "value", "slider", "sure", "help", "stuck", "table", "leave"]
    .map((id) => document.getElementById(id));
const WAITING = "You have a seat. The next question comes by itself.";
const LOST = "The line to the room is down. It is tried again.";
const SENDING = "Sending your mark ...", MOVE = "Move the slider first.";
const NOT_SENT = "Not sent: the line to the room is down. Try again when it is there.";
const HELP = "Somebody will come to your table.", LEAVING = "Leaving the room ...";
const LEFT = "You have left the room. A mark in a vote that is still open is taken back; what a closed one has counted stays.";
const ENDED = "Your room has ended. If there is a new one, type the code on its first slide.";
const BESIDE = "Touch inside the picture that the question is about.";
const UNPLACED = "Not sent yet: press Place my mark.";
const UNSENT = "The line to the room is down. Your mark is sent when it is there again.";
let word = "", seat, shown, moved, picture, room, unsent = false;

const written = (number) => shown.slider.prefix +
  number.toLocaleString("en-US", { minimumFractionDigits: shown.slider.digits }) + shown.slider.suffix;

function show() {
  join.hidden = Boolean(seat);
  help.hidden = !seat;
  asked.hidden = !seat || !shown?.name || !shown.open;
  heading.textContent = seat && shown?.name ? shown.question : "Your seat";
}

// The pane on whose axis marks are read, and from where to where that goes.
function axis() {
  const { subplot, along } = shown.axis, pane = panes(picture.figure, WIDTH).find((one) => one.axis === subplot);
  return { pane, along, low: pane[along][0], high: pane[along][1] };
}

// Moves the mark to a number, as near as the slider can.
function set(number) {
  slider.value = number;
  moved = true;
  state.textContent = UNPLACED;
  point();
}

// The diamond of the mark at the foot of the picture, where the axis of the question has it, as on the wall.
function point() {
  value.textContent = moved ? written(Number(slider.value)) : "not yet moved";
  slider.setAttribute("aria-valuetext", value.textContent);
  still.querySelector(".mark")?.remove();
  if (!picture || !moved) return;
  const { pane, low, high, along } = axis(), share = (Number(slider.value) - low) / (high - low);
  const foot = pane.top + pane.height;
  const x = along === "x" ? pane.left + share * pane.width : pane.left + FOOT;
  const y = along === "x" ? foot - FOOT : pane.top + (1 - share) * pane.height;
  const line = along === "x" ? `M${x},${foot} v${-2 * FOOT}` : `M${pane.left},${y} h${2 * FOOT}`;
  still.insertAdjacentHTML("beforeend", `<svg class="mark" viewBox="0 0 ${WIDTH} ${picture.figure.layout.height}" aria-hidden="true">
    <path d="${line}" stroke="currentColor"/><path d="M${x},${y - 8} l8,8 l-8,8 l-8,-8 Z" fill="currentColor"/></svg>`);
}

// Of the question that is asked when the picture comes; a newer one may have come meanwhile.
async function draw() {
  const { name } = shown;
  picture = undefined;
  still.replaceChildren();
  const answer = await fetch(`/room/still?on=${encodeURIComponent(name)}`).catch(() => undefined);
  const given = answer?.ok && await answer.json().catch(() => undefined);
  if (!given || shown?.name !== name) return;
  picture = given;
  put(still, picture, WIDTH, shown.question);
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
  if (told.refused) {
    code.value = "";
    return part(seat ? ENDED : told.refused); // the code of a seat was right, in the room that gave it
  }
  if (told.left) return part(LEFT);
  if ("stuck" in told) {
    state.textContent = HELP;
    return;
  }
  if ("taken" in told) {
    shown.mark = [told.taken, asked.elements.sure.value];
    state.textContent = `Your mark stands at ${written(told.taken)}. You may still change it.`;
    return;
  }
  const same = shown && told.name === shown.name && told.round === shown.round;
  // The room forgets whose mark is whose when it closes a vote; a page does not, until the vote starts over.
  const mark = told.mark ?? (same && told.closed ? shown.mark : null), anew = !same || String(shown.mark) !== String(mark);
  const again = same && told.open && unsent;
  unsent = false;
  shown = { ...told, mark };
  seat = told.seat;
  keep(told.room, word, seat);
  if (told.name && anew) ask();
  if (told.name && (!same || !picture)) draw();
  const yours = mark && written(mark[0]);
  state.textContent = !told.name ? WAITING
    : told.over ? (yours ? `You marked ${yours}. The answer is on the wall.` : "The answer is on the wall.")
    : !told.open ? (yours ? `Marks are closed. Yours stands at ${yours}.` : "Marks are not open. Look at the wall.")
    : yours ? `Your mark stands at ${yours}. You may still change it.`
    : told.round > 1 ? "Second round: mark anew." : "Where do you expect the answer? Touch the picture, or move the slider below it.";
  show();
  if (told.name) point();
  if (again) asked.requestSubmit();
}

// A line is opened by joining and by nothing else; a page that is loaded anew takes its seat again.
function sit() {
  room ??= line("seat", hear, (up) => {
    const { seat: before = seat } = kept(); // and where nothing is kept, that of this page
    if (up) room.say({ join: word, ...(before && { seat: before }) });
    else if (room) state.textContent = LOST;
  });
}

function part(said) {
  room?.end();
  forget(seat);
  room = seat = shown = undefined;
  word = "";
  state.textContent = said;
  show();
}

dressed(dark.matches);
state.textContent = "";
code.value = word = kept().code ?? "";
show();
if (word) sit();
join.addEventListener("submit", (event) => {
  event.preventDefault();
  word = code.value;
  state.textContent = "";
  room?.end(); // that of a wrong code may still wait
  room = undefined;
  sit();
});
for (const kind of ["input", "pointerup"]) // who wants it where it stands touches it all the same
  slider.addEventListener(kind, () => set(Number(slider.value)));
sure.addEventListener("change", () => { if (moved) state.textContent = UNPLACED; });
// A finger on the picture puts the mark there, as it would on the axis of the lesson.
still.addEventListener("click", ({ clientX, clientY }) => {
  if (!picture) return;
  const { left, top, width } = still.firstElementChild.getBoundingClientRect(), { pane, low, high, along } = axis();
  const x = (clientX - left) * WIDTH / width, y = (clientY - top) * WIDTH / width;
  const share = along === "x" ? (x - pane.left) / pane.width : 1 - (y - pane.top) / pane.height;
  const near = (at, from, size) => at > from - FINGER && at < from + size + FINGER;
  if (near(x, pane.left, pane.width) && near(y, pane.top, pane.height)) set(low + share * (high - low));
  else state.textContent = BESIDE;
});
asked.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!moved) state.textContent = MOVE;
  else {
    unsent = !room.say({ mark: Number(slider.value), sure: asked.elements.sure.value, on: shown.name });
    state.textContent = unsent ? UNSENT : SENDING;
  }
});
stuck.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!room.say({ stuck: Number(table.value) })) state.textContent = NOT_SENT;
});
leave.addEventListener("click", () => { state.textContent = room.say({ leave: true }) ? LEAVING : NOT_SENT; });
