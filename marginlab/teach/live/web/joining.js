// In the bar of the browser edition: a learner may join the room. Only then is a line opened, and only then
// go marks and verdicts there; what else is in a notebook never does.
import { create, line } from "/room/room.js";

const JOINED = "In the room: your marks and verdicts are counted there, without your name.";
const LOST = "The line to the room is down; it is tried again.";

export function join(bar) {
  const code = create("input", { inputmode: "numeric", pattern: "[0-9]{4}", maxlength: 4, required: "", size: 4, "aria-label": "Code on the wall", placeholder: "code", autocomplete: "off" });
  const told = create("span", { "aria-live": "polite" });
  const sit = create("button", {}, "Join the room"), leave = create("button", { type: "button", hidden: "" }, "Leave the room");
  const form = create("form", { class: "marginlab-room" }, code, sit, leave, told);
  bar.append(form);
  let room;

  const show = (joined, said) => {
    told.textContent = said;
    code.hidden = sit.hidden = joined;
    leave.hidden = !joined;
  };
  const part = (said) => {
    room?.end();
    room = undefined;
    sessionStorage.removeItem("marginlabSeat");
    show(false, said);
  };
  const hear = (heard) => {
    if (heard.wrong) return part("That is not the code on the wall.");
    if (!heard.seat) return;
    sessionStorage.marginlabSeat = heard.seat;
    show(true, JOINED);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const seat = sessionStorage.marginlabSeat;
    room ??= line("seat", hear, (up) => {
      if (up) room.say({ join: code.value, ...(seat && { seat }) });
      else if (room) told.textContent = LOST;
    });
  });
  leave.addEventListener("click", () => {
    room.say({ leave: true });
    part("");
  });
  addEventListener("marginlab", ({ detail }) => {
    if (room && detail.startsWith("{")) room.say(JSON.parse(detail));
  });
}
