// The seat that this browser has, in all of its tabs and until its learner leaves it: where it is to be found
// again after a page was closed. What was kept of another room goes when a page is opened here.
import here from "/room/name.js";

const KEY = "marginlab room";

// {code, seat}; nothing where this browser has no seat here, or keeps nothing for a page.
export function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    if (found.room === here) return found;
    localStorage.removeItem(KEY);
  } catch {} // a browser may forbid to keep anything
  return {};
}

// room: the name of the room that gave the seat, which another one may have been when this page was opened.
export function keep(room, code, seat) {
  try { localStorage.setItem(KEY, JSON.stringify({ room, code, seat })); } catch {}
}

// A page forgets the seat that it had, and no other page's.
export function forget(seat) {
  try { if (seat && JSON.parse(localStorage.getItem(KEY))?.seat === seat) localStorage.removeItem(KEY); } catch {}
}
