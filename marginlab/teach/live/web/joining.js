// In the bar of the browser edition: a learner may join the room. Only then is a line opened, and only then
// go marks and verdicts there, of every page of this browser until it leaves; what else is in a notebook never
// does.
import { forget, keep, kept } from "/room/kept.js";
import { create, line } from "/room/room.js";

const JOINED = "In the room: your marks and verdicts are counted there, without your name.";
const LOST = "The line to the room is down; it is tried again.";
const COUNTED = "Your mark is counted in the room.", NOT_COUNTED = "Your mark was not counted: no vote on it is open now.";
const ENDED = "Your room has ended. If there is a new one, type its code.";
const LEAVING = "Leaving the room ...", NOT_SENT = "Not sent: the line to the room is down.";

export function join(bar) {
  const code = create("input", { inputmode: "numeric", pattern: "[0-9]{6}", maxlength: 6, required: "", size: 6, "aria-label": "Code on the wall", placeholder: "code", autocomplete: "off" });
  const told = create("span", { "aria-live": "polite", style: "margin-left: 0.6em" });
  const enter = create("button", {}, "Join the room"), leave = create("button", { type: "button", hidden: "" }, "Leave the room");
  const form = create("form", { class: "marginlab-room" }, code, enter, leave, told);
  bar.append(form);
  let room, seat, marked;

  const show = (joined, said) => {
    told.textContent = said;
    code.hidden = enter.hidden = joined;
    leave.hidden = !joined;
    document.body.toggleAttribute("data-marginlab-joined", joined); // what a question says of who sees its marks
  };
  const part = (said) => {
    room?.end();
    forget(seat);
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
    marked = false;
    if (heard.seat) keep(heard.room, code.value, seat = heard.seat);
  };
  const sit = () => {
    room ??= line("seat", hear, (up) => {
      const { seat: before = seat } = kept(); // and where nothing is kept, that of this page
      if (up) room.say({ join: code.value, ...(before && { seat: before }) });
      else if (room) told.textContent = LOST; // also of a line that never was
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
    if (room.say(said)) marked ||= "mark" in said;
  });
}
