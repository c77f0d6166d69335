// In the bar of the browser edition: a learner may join the room. Only then is a line opened, and only then
// go marks and verdicts there, of every page of this browser until it leaves; what else is in a notebook never
// does.
import { forget, keep, kept } from "/room/kept.js";
import { create, line } from "/room/room.js";

const JOINED = "In the room: your marks and verdicts are counted there, without your name.";
const LOST = "The line to the room is down; it is tried again.";

export function join(bar) {
  const code = create("input", { inputmode: "numeric", pattern: "[0-9]{4}", maxlength: 4, required: "", size: 4, "aria-label": "Code on the wall", placeholder: "code", autocomplete: "off" });
  const told = create("span", { "aria-live": "polite" });
  const enter = create("button", {}, "Join the room"), leave = create("button", { type: "button", hidden: "" }, "Leave the room");
  const form = create("form", { class: "marginlab-room" }, code, enter, leave, told);
  bar.append(form);
  let room;

  const show = (joined, said) => {
    told.textContent = said;
    code.hidden = enter.hidden = joined;
    leave.hidden = !joined;
    document.body.toggleAttribute("data-marginlab-joined", joined); // what a question says of who sees its marks
  };
  const part = (said) => {
    room?.end();
    room = undefined;
    forget();
    show(false, said);
  };
  const hear = (heard) => {
    if (heard.wrong) return part("That is not the code on the wall.");
    if (heard.left) return part("");
    if (!heard.seat) return;
    keep(code.value, heard.seat);
    show(true, JOINED);
  };
  const sit = () => {
    room ??= line("seat", hear, (up) => {
      const { seat } = kept();
      if (up) room.say({ join: code.value, ...(seat && { seat }) });
      else if (room) told.textContent = LOST;
    });
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sit();
  });
  leave.addEventListener("click", () => {
    room.say({ leave: true });
    part("");
  });
  if ((code.value = kept().code ?? "")) sit();
  addEventListener("marginlab", ({ detail }) => {
    if (room && detail.startsWith("{")) room.say(JSON.parse(detail));
  });
}
