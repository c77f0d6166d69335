// A figure as a picture that stands still, in the colours of the page.
import { drawn } from "/room/drawer.js";

// given: {figure, dark: its colours at night}; width [px]: for which it is laid out; alt: what it shows.
export function put(node, { figure, dark }, width, alt) {
  const text = drawn(figure, width), night = document.body.dataset.jpThemeLight === "false";
  node.innerHTML = night ? text.replace(/#[0-9a-f]{6}/g, (hex) => dark[hex] ?? hex) : text;
  node.firstElementChild.setAttribute("role", "img");
  node.firstElementChild.setAttribute("aria-label", alt);
}
