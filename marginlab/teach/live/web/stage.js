// The wall is laid out once, at 1200 by 675, and made as large as the window: in a frame of its own, so that
// a hand on the picture is told in the picture's own pixels whatever the projector has.
const wall = document.getElementById("wall");

function fit() {
  const scale = Math.min(innerWidth / wall.width, innerHeight / wall.height);
  wall.style.transform = `translate(-50%, -50%) scale(${scale})`;
}

wall.src = `/wall${location.search}`;
wall.addEventListener("load", () => wall.contentWindow.focus());
addEventListener("focus", () => wall.contentWindow.focus());
addEventListener("resize", fit);
fit();
