// The line from a page to the room: opened again by itself, and never for anything but short messages.
const SOON = 250, LATER = 4000; // milliseconds until it is tried again
const DOWN = "The line to the room is down; it is tried again.";
export const ENDED = "This room has ended. Open the new one by the address that stands in the terminal now.";

// name: whose line it is, with its key; hear: what the room tells; state: called with whether the line is
// up, and why it is not. Gives back what says a message, and what ends the line.
export function line(name, hear, state) {
  let socket, wait = SOON, over = false;
  const open = () => {
    socket = new WebSocket(new URL(`/room/line/${name}`, location.href.replace(/^http/, "ws")));
    socket.onopen = () => state(true);
    socket.onmessage = ({ data }) => { wait = SOON; hear(JSON.parse(data)); };
    socket.onclose = async () => {
      if (over) return;
      state(false, DOWN);
      if (name.includes("?") && (await fetch(location.href).catch(() => undefined))?.status === 403)
        return state(false, ENDED); // there is a room again, and its key is another
      setTimeout(open, wait);
      wait = Math.min(2 * wait, LATER);
    };
  };
  open();
  return {
    // Whether it was said: while the line is down nothing is.
    say(message) {
      if (socket.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(message));
      return true;
    },
    end: () => { over = true; socket.close(); },
  };
}

// Light or dark as the machine is set; D on the stage turns it.
export const dark = matchMedia("(prefers-color-scheme: dark)");
export function dressed(night) {
  document.body.dataset.jpThemeLight = String(!night);
  document.documentElement.style.colorScheme = night ? "dark" : "light";
}

export function create(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}
