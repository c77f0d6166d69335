// The seat that this browser has, in all of its tabs and until its learner leaves it: where it is to be found
// again after a page was closed. Of a room that is over nothing is kept.
import room from "/room/name.js";

const KEY = "marginlab room";

// {code, seat}; nothing where this browser has no seat here, or keeps nothing for a page.
export function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    if (found.room === room) return found;
    forget();
  } catch {} // a browser may forbid to keep anything
  return {};
}

export function keep(code, seat) {
  try { localStorage.setItem(KEY, JSON.stringify({ room, code, seat })); } catch {}
}

export function forget() {
  try { localStorage.removeItem(KEY); } catch {}
}
