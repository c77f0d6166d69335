// In the bar of the browser edition: a learner may join the room. Only then is a line opened, and only then
// go marks and verdicts there, of every page of this browser until it leaves; what else is in a notebook never
// does. The question that the room has keeps its answer back in these pages, until the room has it.
import { forget, keep, kept } from "/room/kept.js";
import { create, line } from "/room/room.js";

const JOINED = "In the room: your marks and verdicts are counted there, without your name.";
const LOST = "The line to the room is down; it is tried again.";
const COUNTED = "Your mark is counted in the room.", NOT_COUNTED = "Your mark was not counted: no vote on it is open now.";
const ENDED = "Your room has ended. If there is a new one, type its code.";
const LEAVING = "Leaving the room ...", GONE = "You have left; the room did not answer.", NOT_SENT = "Not sent: the line to the room is down.";
// In place of the answer: while the room takes marks and has yours, while it takes them and has none, and else.
const YOURS = "Your mark is in the room's vote. Its answer stands here when the room has it; to mark anew, start over.";
const NONE_YET = "The room votes on this question: start over, and place your mark.";
const WAITS = "The room has this question now. Its answer stands here when the room has it.";
const PATIENCE = 3000; // milliseconds in which a room answers

export function join(bar) {
  const code = create("input", { inputmode: "numeric", pattern: "[0-9]{6}", maxlength: 6, required: "", size: 6, "aria-label": "Code on the wall", placeholder: "code", autocomplete: "off" });
  const told = create("span", { "aria-live": "polite", style: "margin-left: 0.6em" });
  const enter = create("button", {}, "Join the room"), leave = create("button", { type: "button", hidden: "" }, "Leave the room");
  const form = create("form", { class: "marginlab-room" }, code, enter, leave, told);
  const held = document.head.appendChild(create("style", {}));
  bar.append(form);
  let room, seat, marked, asked;

  // The answers to the room's question on this page, whatever has brought them there.
  const answers = () => asked?.name && !asked.over && `.marginlab-asks-${asked.name.replaceAll(" ", "-")}.marginlab-revealed`;
  // Drawn and stored, they keep their room, so that what is written below does not come into sight instead.
  const hold = () => {
    const answer = answers(), said = asked?.mark ? YOURS : asked?.open ? NONE_YET : WAITS;
    held.textContent = answer ? `${answer}::before { content: "${said}"; order: -2 } ${answer} > .marginlab-over { order: -1 }
      ${answer} > :not(.marginlab-over) { visibility: hidden } .jp-OutputArea-child:has(+ .jp-OutputArea-child ${answer}) { display: none }` : "";
  };
  // The button under the learner's finger has gone, and what would have the keyboard now is held back.
  const attend = (tries = 40) => {
    const over = answers() && document.querySelector(`${answers()} > .marginlab-over button`);
    if (over) over.focus();
    else if (tries) setTimeout(attend, 50, tries - 1);
  };

  const show = (joined, said) => {
    told.textContent = said;
    code.hidden = enter.hidden = joined;
    leave.hidden = !joined;
    document.body.toggleAttribute("data-marginlab-joined", joined); // what a question says of who sees its marks
  };
  const part = (said) => {
    room?.end();
    forget(seat);
    room = seat = asked = undefined;
    marked = false;
    hold();
    show(false, said);
  };
  const hear = (heard) => {
    if (heard.refused) {
      code.value = "";
      return part(seat ? ENDED : heard.refused);
    }
    if (heard.left) return part("");
    if ("taken" in heard) {
      told.textContent = COUNTED;
      asked.mark = heard.taken;
    } else if (heard.seat) {
      show(true, marked ? NOT_COUNTED : JOINED);
      asked = heard;
      keep(heard.room, code.value, seat = heard.seat);
    }
    marked = false;
    hold();
  };
  const sit = () => {
    room ??= line("seat", hear, (up) => {
      const { seat: before = seat } = kept(); // and where nothing is kept, that of this page
      if (up) room.say({ join: code.value, ...(before && { seat: before }) });
      else if (room) { // also of a line that never was
        told.textContent = LOST;
        asked = undefined;
        hold();
      }
    });
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    room?.end(); // that of a wrong code may still wait
    room = undefined;
    sit();
  });
  leave.addEventListener("click", () => {
    const leaving = room;
    told.textContent = room.say({ leave: true }) ? LEAVING : NOT_SENT;
    if (told.textContent === LEAVING) setTimeout(() => { if (room === leaving) part(GONE); }, PATIENCE);
  });
  if ((code.value = kept().code ?? "")) sit();
  addEventListener("marginlab", ({ detail }) => {
    if (!room || !detail.startsWith("{")) return;
    const said = JSON.parse(detail);
    if (!room.say(said) || !("mark" in said)) return;
    marked = true;
    if (asked?.name === said.on) attend();
  });
}
