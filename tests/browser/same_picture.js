// What two drawings of a figure in the same place do not share: plotly's, with the words that view.js sets
// over it, and the light drawer's. Both are read from the page, as what is seen: what an ink paints.
const NEAR = 0.5; // pixels
const CURVED = /A/; // a circle; all other numbers of a path are points

const apart = (one, other) => Math.max(...one.map((value, i) => Math.abs(value - other[i])));
const round = (numbers) => numbers.map((value) => Math.round(value * 100) / 100);

// A colour as it is seen: none where nothing is.
function paint(style, name) {
  const colour = style[name], opacity = Number(style[`${name}-opacity`]);
  return colour === "none" || !opacity || /^rgba.*, 0\)$/.test(colour) ? "none" : colour;
}

// The points of a path of straight pieces, a list for each piece that begins anew, as the page has them.
function pieces(d, matrix) {
  const [found, at] = [[], { x: 0, y: 0 }];
  for (const [, command, rest] of d.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const numbers = rest.split(/[\s,]+|(?<=\d)(?=-)/).filter(Boolean).map(Number);
    if (command === "Z") { found.at(-1).push(found.at(-1)[0]); continue; }
    for (let i = 0; i < numbers.length; i += "HVhv".includes(command) ? 1 : 2) {
      const base = command === command.toLowerCase() ? at : { x: 0, y: 0 };
      if (!"Vv".includes(command)) at.x = base.x + numbers[i];
      if (!"Hh".includes(command)) at.y = base.y + numbers["Vv".includes(command) ? i : i + 1];
      if (command === "M" && !i) found.push([]);
      found.at(-1).push([at.x * matrix.a + at.y * matrix.c + matrix.e, at.x * matrix.b + at.y * matrix.d + matrix.f]);
    }
  }
  return found;
}

// What url(#…) means.
const named = (url) => document.getElementById(/#([^")']+)/.exec(url)[1]);

function box(node) {
  const holder = node.closest("[clip-path]");
  if (!holder) return null;
  const [rect] = named(holder.getAttribute("clip-path")).children;
  const { e, f } = holder.getScreenCTM(), [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name)));
  return [x + e, y + f, x + e + width, y + f + height];
}

// Of a hatch what it is made of and where it begins.
function hatch(node, fill) {
  const pattern = named(fill), [line] = pattern.children;
  const { e, f } = node.getScreenCTM(), { width, height } = pattern;
  return { ink: getComputedStyle(line).stroke, d: pieces(line.getAttribute("d"), new DOMMatrix()).flat(2),
    sides: [width.baseVal.value, height.baseVal.value, parseFloat(getComputedStyle(line).strokeWidth), e, f] };
}

// Everything that paints, from below to above.
function painted(root) {
  return [...root.querySelectorAll("path")].filter((node) => !node.closest("defs")).flatMap((node) => {
    const style = getComputedStyle(node), d = node.getAttribute("d") ?? "";
    const width = parseFloat(style.strokeWidth), straight = /^M[^A-Za-z]*[HVLhvl][^A-Za-z]*$/.test(d);
    const [fill, stroke] = [straight ? "none" : paint(style, "fill"), width ? paint(style, "stroke") : "none"];
    if ((fill === "none" && stroke === "none") || style.display === "none" || !d || d === "M0,0") return [];
    const hatched = fill.startsWith("url") ? hatch(node, fill) : null;
    return [{
      d, matrix: node.getScreenCTM(), clip: box(node), hatched, fill: hatched ? "hatch" : fill, stroke,
      width: stroke === "none" ? 0 : width, dash: stroke === "none" ? "" : style.strokeDasharray, rule: fill === "none" || hatched ? "" : style.fillRule,
    }];
  });
}

// How far a point is from the nearest of some lines.
function distance([x, y], lines) {
  let nearest = Infinity;
  for (const points of lines)
    for (let i = 0; i < points.length; i++) {
      const [[x0, y0], [x1, y1]] = [points[Math.max(i - 1, 0)], points[i]], [dx, dy] = [x1 - x0, y1 - y0];
      const along = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
      nearest = Math.min(nearest, Math.hypot(x - x0 - along * dx, y - y0 - along * dy));
    }
  return nearest;
}

// How far the seen points of some lines stray from others; plotly leaves out what is outside, and bends that nobody sees.
function strayed(lines, others, [left, top, right, bottom]) {
  let farthest = 0;
  for (const points of lines)
    for (let i = 1; i < points.length; i++) {
      const [[x0, y0], [x1, y1]] = [points[i - 1], points[i]], steps = Math.ceil(Math.hypot(x1 - x0, y1 - y0) / 4) || 1;
      for (let n = 0; n <= steps; n++) {
        const [x, y] = [x0 + (x1 - x0) * n / steps, y0 + (y1 - y0) * n / steps];
        if (x >= left && x <= right && y >= top && y <= bottom) farthest = Math.max(farthest, distance([x, y], others));
      }
    }
  return farthest;
}

function shape(one, other) {
  if (CURVED.test(one.d) || CURVED.test(other.d)) { // the same commands, with numbers that are near
    const [a, b] = [one, other].map(({ d }) => d.replace(/-?\d*\.?\d+(e-?\d+)?/g, "#").replace(/[\s,]/g, ""));
    const [m, n] = [one, other].map(({ d }) => d.match(/-?\d*\.?\d+(e-?\d+)?/g).map(Number));
    const turned = ["a", "b", "c", "d"].some((key) => Math.abs(one.matrix[key] - other.matrix[key]) > 1e-6);
    return a !== b || turned ? Infinity : apart(m, n) + Math.hypot(one.matrix.e - other.matrix.e, one.matrix.f - other.matrix.f);
  }
  const [a, b] = [one, other].map(({ d, matrix }) => pieces(d, matrix));
  if (a.flat(2).length === b.flat(2).length) {
    const near = apart(a.flat(2), b.flat(2));
    if (near <= NEAR) return near;
  }
  const seen = one.clip ?? [-Infinity, -Infinity, Infinity, Infinity];
  return Math.max(strayed(a, b, seen), strayed(b, a, seen));
}

// Where some letters stand: their left and right edge, and their middle upwards.
function edges(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  const { left, right, top, bottom } = range.getBoundingClientRect();
  return [left, right, (top + bottom) / 2];
}

// The same of an axis' words, from the first letter's foot to the last one's, which no pixel rounds.
function feet({ parentNode: text, data }) {
  const [start, end] = [text.getStartPositionOfChar(0), text.getEndPositionOfChar(data.length - 1)]
    .map((point) => point.matrixTransform(text.getScreenCTM()));
  return [start.x, start.y, end.x, end.y];
}

// Each run of letters on the page.
function letters(place, ...roots) {
  const found = [];
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode, style = getComputedStyle(node.parentNode);
      if (!node.data.trim()) continue;
      found.push({ text: node.data, place: place(node), size: parseFloat(style.fontSize), bold: Number(style.fontWeight),
        font: style.fontFamily, ink: node.parentNode instanceof SVGElement ? paint(style, "fill") : style.color });
    }
  }
  return found;
}

// In words; and the largest distance of what is otherwise the same.
export function differences(graph, words, picture) {
  const found = [];
  let farthest = 0;
  const near = (what, distance) => {
    farthest = Math.max(farthest, distance);
    if (!(distance <= NEAR)) found.push(`${what} is ${distance} px away`);
  };
  const same = (what, one, other) => {
    if (JSON.stringify(one) !== JSON.stringify(other)) found.push(`${what}: plotly ${JSON.stringify(one)}, drawer ${JSON.stringify(other)}`);
  };
  const [theirs, ours] = [graph, picture].map(painted);
  same("paths", theirs.length, ours.length);
  if (theirs.length === ours.length) theirs.forEach((one, i) => {
    const other = ours[i], what = `path ${i} ${one.d.slice(0, 60)} as ${other.d.slice(0, 60)}`;
    for (const key of ["fill", "stroke", "rule", "dash"]) same(`${what}: ${key}`, one[key], other[key]);
    near(`${what}: width`, Math.abs(one.width - other.width) * 10);
    near(what, shape(one, other));
    if (one.clip && other.clip) near(`${what}: clip`, apart(one.clip, other.clip));
    else same(`${what}: clip`, one.clip && round(one.clip), other.clip && round(other.clip));
    if (one.hatched && other.hatched) {
      same(`${what}: ink of its hatch`, one.hatched.ink, other.hatched.ink);
      near(`${what}: hatch`, Math.max(apart(one.hatched.d, other.hatched.d), apart(one.hatched.sides, other.hatched.sides)));
    }
  });
  // Each with the nearest that says the same, whoever wrote it first.
  const written = (said, set) => {
    same("texts", said.map(({ text }) => text).sort(), set.map(({ text }) => text).sort());
    for (const one of said) {
      const [other] = set.filter(({ text }) => text === one.text)
        .sort((a, b) => apart(one.place, a.place) - apart(one.place, b.place));
      if (!other) continue;
      for (const key of ["bold", "font", "size", "ink"]) same(`${one.text}: ${key}`, one[key], other[key]);
      near(one.text, apart(one.place, other.place));
      set.splice(set.indexOf(other), 1);
    }
  };
  const parts = (selector) => [...picture.querySelectorAll(selector)];
  written(letters(edges, words), letters(edges, ...parts("[data-name]")));
  written(letters(feet, graph), letters(feet, ...parts("text").filter((text) => !text.closest("[data-name]"))));
  return { found, farthest };
}
