// In the bar of the browser edition: a learner may join the room. Only then is a line opened, and only then
// go marks and verdicts there, of every page of this browser until it leaves; what else is in a notebook never
// does.
import { forget, keep, kept } from "/room/kept.js";
import { create, line } from "/room/room.js";

const JOINED = "In the room: your marks and verdicts are counted there, without your name.";
const LOST = "The line to the room is down; it is tried again.";
const COUNTED = "Your mark is counted in the room; its answer stands here when the room has it.";
const WAITS = "Your mark is in the room's vote. The answer stands here when the room has it; to mark anew, start over.";
const NOT_COUNTED = "Your mark was not counted: no vote on it is open now.";
const ENDED = "Your room has ended. If there is a new one, type its code.";
const LEAVING = "Leaving the room ...", NOT_SENT = "Not sent: the line to the room is down.";

export function join(bar) {
  const code = create("input", { inputmode: "numeric", pattern: "[0-9]{6}", maxlength: 6, required: "", size: 6, "aria-label": "Code on the wall", placeholder: "code", autocomplete: "off" });
  const told = create("span", { "aria-live": "polite", style: "margin-left: 0.6em" });
  const enter = create("button", {}, "Join the room"), leave = create("button", { type: "button", hidden: "" }, "Leave the room");
  const form = create("form", { class: "marginlab-room" }, code, enter, leave, told);
  bar.append(form);
  const held = document.head.appendChild(create("style", {}));
  let room, seat, marked, asked = {};

  // Holds the answer to a mark back, drawn and stored, while the room still votes on it: a cell may be run again.
  const hold = (name) => {
    const answer = `.marginlab-asks-${name.replaceAll(" ", "-")}.marginlab-revealed`;
    held.textContent = `${answer}::before { content: "${WAITS}" }
      ${answer} > :not(.marginlab-over) { height: 0; margin: 0; overflow: hidden; visibility: hidden }
      .jp-OutputArea-child:has(+ .jp-OutputArea-child ${answer}) { display: none }`;
  };
  const release = () => { held.textContent = ""; };

  const show = (joined, said) => {
    told.textContent = said;
    code.hidden = enter.hidden = joined;
    leave.hidden = !joined;
    document.body.toggleAttribute("data-marginlab-joined", joined); // what a question says of who sees its marks
  };
  const part = (said) => {
    room?.end();
    forget(seat);
    release();
    room = seat = undefined;
    show(false, said);
  };
  const hear = (heard) => {
    if (heard.refused) {
      code.value = "";
      return part(seat ? ENDED : heard.refused);
    }
    if (heard.left) return part("");
    if ("taken" in heard) told.textContent = COUNTED;
    else if (marked && heard.seat) told.textContent = NOT_COUNTED;
    else if (heard.seat) show(true, JOINED);
    if (heard.seat) {
      if (marked || heard.over || heard.name !== asked.name) release();
      asked = heard;
    }
    marked = false;
    if (heard.seat) keep(heard.room, code.value, seat = heard.seat);
  };
  const sit = () => {
    room ??= line("seat", hear, (up) => {
      const { seat: before = seat } = kept(); // and where nothing is kept, that of this page
      if (up) room.say({ join: code.value, ...(before && { seat: before }) });
      else if (room) { // also of a line that never was
        told.textContent = LOST;
        release();
      }
    });
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    room?.end(); // that of a wrong code may still wait
    room = undefined;
    sit();
  });
  leave.addEventListener("click", () => { told.textContent = room.say({ leave: true }) ? LEAVING : NOT_SENT; });
  if ((code.value = kept().code ?? "")) sit();
  addEventListener("marginlab", ({ detail }) => {
    if (!room || !detail.startsWith("{")) return;
    const said = JSON.parse(detail);
    if (!room.say(said) || !("mark" in said)) return;
    marked = true;
    if (asked.open && asked.name === said.on) hold(said.on);
  });
}
