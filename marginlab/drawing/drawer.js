// Draws a figure as the text of one <svg>, as plotly would and much faster: for pictures that move, and for
// pages that hold no plotly. It is no second truth: the numbers are the figure's. It knows what our figures
// say and refuses all else by name; plotly is what it is measured against. No DOM, so that it runs in Node
// too. Colours are the figure's light ones, as attributes, which a stylesheet makes dark.
const CLEAR = "rgba(0,0,0,0)";
const SPACING = 1.3; // from one line of words to the next, in their size
// Letters of tick labels, in their size, as wide as in Arial and what stands in for it.
const WIDE = { ",": 0.278, ".": 0.278, " ": 0.278, "\u202f": 0.2, "%": 0.889, "\u2212": 0.584 };
const [DIGIT, UPPER, ASCENT, DESCENT, CAPITAL] = [0.556, 0.667, 0.905, 0.212, 0.7];
const DASHES = { solid: [], dash: [3, 3], longdash: [5, 5], dot: [1, 1], dashdot: [3, 1, 1, 1] };
const NUMBER = new Intl.NumberFormat("en-US", { maximumFractionDigits: 10 });

// Every key that a figure may have, place by place. Behind a colon stands the one value that is drawn; what
// stands in brackets is about hands, and nothing of it is seen.
const KEYS = Object.fromEntries(Object.entries({
  figure: "data layout config",
  config: "(displayModeBar) (responsive) (staticPlot) (edits)",
  layout: "height shapes template (uirevision)",
  template: "data layout",
  "template's data": "scatter",
  "template's scatter": "mode:lines (hoverinfo)",
  "template's layout": `font margin xaxis yaxis shapedefaults paper_bgcolor:${CLEAR} plot_bgcolor:${CLEAR}
    showlegend:false dragmode:false (hovermode) (hoverlabel)`,
  font: "family size color",
  margin: "l t r b",
  shapedefaults: "layer:between",
  axis: `range domain anchor visible title showline linecolor showgrid gridcolor zeroline zerolinecolor ticks
    ticklen tickcolor tickvals ticktext dtick tickformat:, showticklabels tickangle:0 (ticklabeloverflow) (fixedrange)`,
  title: "text standoff font",
  "title's font": "size",
  line: "color width dash shape",
  "line shape": "type name xref yref x0 x1 y0 y1 line",
  "path shape": `type name layer path xref yref xsizemode:pixel xanchor ysizemode:pixel yanchor fillcolor
    fillrule:evenodd line`,
  "lines trace": `name x y xaxis yaxis line fill:toself fillcolor:${CLEAR} fillpattern`,
  fillpattern: "shape fgcolor size solidity",
  "markers trace": "name mode ids x y xaxis yaxis marker cliponaxis:false",
  marker: "symbol angle size color opacity:1 line",
  "marker's line": "color width",
  "text trace": "name mode ids x y xaxis yaxis text textposition textfont cliponaxis:false",
  textfont: "size color",
}).map(([place, keys]) => [place, Object.fromEntries(keys.match(/\S+/g).map((key) => {
  const [name, ...only] = key.replace(/^\((.*)\)$/, "$1").split(":");
  return [name, only[0]];
}))]));

// The same object, if all of it is drawn; else an Error names what is not.
function known(place, given) {
  for (const [key, value] of Object.entries(given)) {
    if (!(key in KEYS[place])) throw new Error(`the drawer knows no ${key} of a ${place}`);
    const only = KEYS[place][key];
    if (only !== undefined && only !== String(value))
      throw new Error(`the drawer draws no ${key} ${value} of a ${place}, only ${only}`);
  }
  return given;
}

function chosen(what, table, key) {
  if (!Object.hasOwn(table, key))
    throw new Error(`the drawer knows no ${what} ${key}, only ${Object.keys(table).join(", ")}`);
  return table[key];
}

function number(value) {
  if (!Number.isFinite(value)) throw new Error(`the drawer draws no ${value}`);
  return value;
}

const rounded = (pixels) => Math.round(number(pixels) * 100) / 100;

// A colour as an attribute's value; none, where nothing is seen.
function ink(colour) {
  if (colour === CLEAR) return "none";
  if (!/^#[0-9a-f]{6}$/.test(colour)) throw new Error(`the drawer draws no colour ${colour}`);
  return colour;
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const dotless = (id) => id.replaceAll(".", "_");

// Attributes without a value are left out.
const tag = (name, attributes, content = "") => `<${name}${Object.entries(attributes)
  .map(([key, value]) => value === undefined ? "" : ` ${key}="${value}"`).join("")}>${content}</${name}>`;

function stroke({ color, width, dash = "solid" }) {
  if (color === CLEAR || !width) return {};
  const pieces = chosen("dash", DASHES, dash).map((part) => rounded(part * Math.max(width, 3))).join(" ");
  return { stroke: ink(color), "stroke-width": rounded(width), "stroke-dasharray": pieces || undefined };
}

// Where the subplots are [pixels], and what their axes show: {axis: "x2", left, top, width, height, x, y}.
export function panes({ layout }, width) {
  const [left, top, right, bottom] = ["l", "t", "r", "b"]
    .map((edge) => Math.round(layout.template.layout.margin[edge]));
  const across = Math.round(width) - left - right, down = Math.round(layout.height) - top - bottom;
  return Object.keys(layout).filter((key) => key.startsWith("xaxis")).map((key) => {
    const number = key.slice(5), [x, y] = [layout[key], layout[`yaxis${number}`]];
    if (x.anchor !== `y${number}` || y.anchor !== `x${number}`)
      throw new Error(`the drawer knows no ${key} with the anchor ${x.anchor}`);
    const [[start, end], [foot, head]] = [x.domain, y.domain];
    return {
      axis: `x${number}`, x: x.range, y: y.range, left: left + start * across, top: top + (1 - head) * down,
      width: (end - start) * across, height: (head - foot) * down,
    };
  });
}

// What plotly takes an axis to be.
const PLAIN = {
  visible: true, showline: false, showgrid: true, showticklabels: true, linecolor: "#444444", tickcolor: "#444444",
};

// The pane with its axes complete, and how its numbers become pixels from its corner.
function scaled(pane, layout) {
  const { width, height, x: [low, high], y: [bottom, top] } = pane;
  const complete = (letter) => {
    const usual = layout.template.layout[`${letter}axis`];
    const given = layout[pane.axis.replace("x", `${letter}axis`)];
    const title = known("title", { ...usual.title, ...given.title });
    known("title's font", title.font);
    return known("axis", { ...PLAIN, ...usual, ...given, title });
  };
  const within = (value, [from, to]) => value >= Math.min(from, to) && value <= Math.max(from, to);
  return {
    ...pane, axes: { x: complete("x"), y: complete("y") },
    across: (value) => rounded((number(value) - low) / (high - low) * width),
    down: (value) => rounded((top - number(value)) / (top - bottom) * height),
    holds: (x, y) => within(number(x), pane.x) && within(number(y), pane.y),
  };
}

// What stands at an axis' ticks that its range holds, as [pixels, label].
function ticks(axis, [low, high], place) {
  const spare = (high - low) / 10_000, written = (value) => NUMBER.format(value).replace("-", "\u2212");
  if (axis.tickvals)
    return axis.tickvals.map((value, i) => [value, axis.ticktext?.[i] ?? written(value)])
      .filter(([value]) => value > low - spare && value < high + spare)
      .map(([value, label]) => [place(value), label]);
  if (axis.dtick > 0) {
    const first = Math.ceil((low - spare) / axis.dtick), last = Math.floor((high + spare) / axis.dtick);
    return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * axis.dtick).toPrecision(12)))
      .map((value) => [place(value), written(value)]);
  }
  if (axis.showgrid || axis.showticklabels || axis.ticks)
    throw new Error("the drawer finds no tickvals and no dtick of an axis");
  return [];
}

function plain(text) {
  if (/[<&]/.test(text)) throw new Error(`the drawer knows no markup in the axis' words ${text}`);
  return text;
}

function labelWidth(text) {
  const wide = (letter) => WIDE[letter] ?? (/[A-Z]/.test(letter) ? UPPER : DIGIT);
  return [...text].reduce((sum, letter) => sum + wide(letter), 0);
}

const crisp = (color, d) => color === CLEAR ? "" :
  tag("path", { stroke: ink(color), "shape-rendering": "crispEdges", d });

// The axis across: the lines below everything and what lies over it in its pane's pixels, and its title in
// the picture's. Numbers of half a pixel are half of a line; the others are plotly's.
function axisAcross(pane, font, bottom) {
  const { axes: { x: axis, y: other }, width, height, left, top } = pane;
  if (!axis.visible) return ["", "", ""];
  const marks = ticks(axis, pane.x, pane.across), tick = ticklength(axis), apart = standoff(axis, font);
  const line = axis.showline ? crisp(axis.linecolor, `M${other.visible && other.showline ? -1 : 0},${
    rounded(height + 0.5)}H${rounded(width)}`) : "";
  const short = tick ? marks.map(([x]) => crisp(axis.tickcolor, `M${x},${rounded(height + 1)}v${tick}`)) : [];
  const feet = height + 0.5 + apart + font.size;
  const labels = axis.showticklabels ? marks.map(([x, label]) => [x, feet, label]) : [];
  const depth = labels.length ? apart + font.size + Math.round(DESCENT * font.size) : 0.5 + tick;
  const { standoff: beyond, font: { size } } = axis.title, lowest = bottom - Math.round(DESCENT * size);
  const foot = Math.min(top + height + depth + beyond + CAPITAL * size, lowest); // plotly keeps it in the picture
  const grid = gridlines(axis, pane.x, marks, pane.across, width, (x) => `M${x},0V${rounded(height)}`);
  const title = titled(axis, font, left + width / 2, foot);
  return [grid, line + short.join("") + labelled(labels, font, "middle"), title];
}

// The same of the axis upwards.
function axisUpwards(pane, font) {
  const { axes: { y: axis }, width, height, left, top } = pane;
  if (!axis.visible) return ["", "", ""];
  const marks = ticks(axis, pane.y, pane.down), tick = ticklength(axis), apart = standoff(axis, font);
  const line = axis.showline ? crisp(axis.linecolor, `M-0.5,0V${rounded(height)}`) : "";
  const short = tick ? marks.map(([y]) => crisp(axis.tickcolor, `M-1,${y}h${-tick}`)) : [];
  const feet = CAPITAL / 2 * font.size;
  const labels = axis.showticklabels ? marks.map(([y, label]) => [-0.5 - apart, y + feet, label]) : [];
  const widest = Math.max(...labels.map(([, , label]) => labelWidth(label)));
  const depth = labels.length ? apart + widest * font.size : 0.5 + tick;
  const { standoff: beyond, font: { size } } = axis.title;
  const aside = Math.max(left - depth - beyond - CAPITAL / 2 * size, Math.round(ASCENT * size)); // as that across
  const grid = gridlines(axis, pane.y, marks, pane.down, height, (y) => `M0,${y}H${rounded(width)}`);
  const title = titled(axis, font, aside, top + height / 2, -90);
  return [grid, line + short.join("") + labelled(labels, font, "end"), title];
}

const ticklength = ({ ticks, ticklen }) => chosen("ticks", { outside: ticklen, "": 0 }, ticks);

// From an axis to its labels.
const standoff = (axis, { size }) => 0.5 + ticklength(axis) + (axis.ticks || axis.showline ? 0.2 * size : 0);

// Those that are not at a pane's edge; the zero line stands for that at zero.
function gridlines(axis, [low, high], marks, place, length, path) {
  const inside = (at) => at > 1 && at < length - 1;
  const zero = axis.zeroline && low * high <= 0 && inside(place(0)) ? place(0) : null;
  return marks.filter(([at]) => axis.showgrid && inside(at) && at !== zero)
    .map(([at]) => crisp(axis.gridcolor, path(at))).join("") +
    (zero === null ? "" : crisp(axis.zerolinecolor, path(zero)));
}

function labelled(labels, font, anchor) {
  const texts = labels.map(([x, y, label]) => tag("text", { x: rounded(x), y: rounded(y) }, plain(label)));
  return texts.length ? tag("g", { "text-anchor": anchor, fill: ink(font.color) }, texts.join("")) : "";
}

function titled({ title: { text, font: { size } } }, { color }, x, y, angle) {
  if (!text) return "";
  const place = { x: rounded(x), y: rounded(y), "text-anchor": "middle" };
  const transform = angle && `rotate(${angle} ${place.x} ${place.y})`;
  return tag("text", { ...place, transform, "font-size": size, fill: ink(color) }, plain(text));
}

function drawnShape(shape, { across, down }) {
  const look = (line) => stroke(known("line", line));
  if (shape.type === "line") {
    const { x0, x1, y0, y1, line } = known("line shape", shape);
    return tag("path", { d: `M${across(x0)},${down(y0)}L${across(x1)},${down(y1)}`, ...look(line) });
  }
  if (shape.type !== "path") throw new Error(`the drawer knows no shape of type ${shape.type}`);
  const { path, xsizemode, xanchor, yanchor, fillcolor, line } = known("path shape", shape);
  const point = xsizemode ?
    (right, up) => `${rounded(across(xanchor) + right)},${rounded(down(yanchor) - up)}` :
    (x, y) => `${across(x)},${down(y)}`;
  const d = path.replace(/([a-zA-Z])([^a-zA-Z]*(?:e[-+]?\d[^a-zA-Z]*)*)/g, (_, command, rest) => {
    if (!"MLCZ".includes(command)) throw new Error(`the drawer knows no ${command} in a path`);
    const numbers = rest.split(/[\s,]+/).filter(Boolean).map(Number);
    return command + numbers.map((x, i) => i % 2 ? "" : point(x, numbers[i + 1])).filter(Boolean).join(" ");
  });
  return tag("path", { d, "fill-rule": "evenodd", fill: ink(fillcolor), ...look(line) });
}

// The lines of a hatch as plotly draws them; its id is made of what it looks like.
const PATTERNS = {
  "/": ["slope", Math.SQRT2, (a) => `M${-a / 4},${a / 4}l${a / 2},${-a / 2}M0,${a}L${a},0M${a * 3 / 4},${
    a * 5 / 4}l${a / 2},${-a / 2}`],
  "|": ["upright", 1, (a) => `M${a / 2},0V${a}`],
};
function hatch({ shape, fgcolor, size, solidity }, mark) {
  const [name, times, lines] = chosen("pattern", PATTERNS, shape), side = size * times;
  const id = dotless(`${mark}hatch-${name}-${fgcolor.slice(1)}-${size}-${solidity}`);
  const path = tag("path", { d: lines(side), stroke: ink(fgcolor), "stroke-width": solidity * size });
  return [id, tag("pattern", { id, width: side, height: side, patternUnits: "userSpaceOnUse" }, path)];
}

const STEPS = { linear: (x, y) => `L${x},${y}`, hv: (x, y) => `H${x}V${y}` };
function drawnLines(trace, { across, down }, mark, defs) {
  const { x, y, line, fill, fillpattern } = known("lines trace", trace);
  const step = chosen("shape of a line", STEPS, known("line", line).shape ?? "linear");
  const d = x.map((value, i) => i ? step(across(value), down(y[i])) : `M${across(value)},${down(y[i])}`).join("");
  const drawn = tag("path", { d, "stroke-miterlimit": 2, ...stroke(line) });
  if (!fill) return drawn;
  const [id, pattern] = hatch(known("fillpattern", fillpattern), mark);
  defs.set(id, pattern);
  return tag("path", { d: `${d}Z`, fill: `url(#${id})` }) + (line.width && line.color !== CLEAR ? drawn : "");
}

const SYMBOLS = { // of a radius, as plotly draws them
  circle: (r) => `M${r},0A${r},${r} 0 1,1 0,-${r}A${r},${r} 0 0,1 ${r},0Z`,
  square: (r) => `M${r},${r}H-${r}V-${r}H${r}Z`,
  diamond: (r) => ((d) => `M${d},0L0,${d}L-${d},0L0,-${d}Z`)(rounded(1.3 * r)),
  "x-thin": (r) => `M${r},${r}L-${r},-${r}M${r},-${r}L-${r},${r}`,
  arrow: (r) => ((x, y) => `M0,0L${-x},${y}L${x},${y}Z`)(
    rounded(2 * r * Math.cos(Math.PI / 2.5)), rounded(2 * r * Math.sin(Math.PI / 2.5))),
};
function drawnMarkers(trace, { across, down, holds }) {
  const { x, y, marker } = known("markers trace", trace);
  const { symbol, angle, size, color, line } = known("marker", marker);
  known("marker's line", line);
  return x.map((value, i) => {
    if (!holds(value, y[i])) return "";
    const form = symbol[i].replace(/-open$/, ""), open = form !== symbol[i];
    if (form === "x-thin" && !open) throw new Error("the drawer knows no symbol x-thin, only x-thin-open");
    const d = chosen("symbol", SYMBOLS, form)(rounded(size[i] / 2)), turn = angle[i] ? ` rotate(${angle[i]})` : "";
    const look = open ? stroke({ color: color[i], width: line.width[i] || 1 }) :
      { fill: ink(color[i]), ...stroke({ color: line.color[i], width: line.width[i] }) };
    return tag("path", { d, ...look, transform: `translate(${across(value)} ${down(y[i])})${turn}` });
  }).join("");
}

// The lines of some words; what is bold goes on being so in the next line.
function wordLines(text) {
  if (/<(?!b>|\/b>|br>)/.test(text)) throw new Error(`the drawer knows no such markup: ${text}`);
  let bold = false;
  return text.split("<br>").map((line) => {
    const opened = (bold ? "<b>" : "") + line.trim();
    bold = opened.lastIndexOf("<b>") > opened.lastIndexOf("</b>");
    return (opened + (bold ? "</b>" : ""))
      .replaceAll("<b>", '<tspan font-weight="bold">').replaceAll("</b>", "</tspan>");
  });
}

// From where words stand of a place to where the place is of them.
const ANCHORS = { left: "end", center: "middle", right: "start" };
const RAISED = { top: -1, middle: -0.5, bottom: 0 };
function drawnWords(trace, { left, top, across, down, axis }) {
  const { x, y, ids, text, textposition, textfont: { size, color } } = known("text trace", trace);
  known("textfont", trace.textfont);
  return x.map((value, i) => {
    const [up, aside] = textposition[i].split(" "), lines = wordLines(text[i]), high = SPACING * size[i];
    // A browser leaves whole pixels free above letters, and the rest below them.
    const free = (high - Math.round(ASCENT * size[i]) - Math.round(DESCENT * size[i])) / 2;
    const head = top + down(y[i]) + high * chosen("textposition", RAISED, up) * lines.length;
    const middle = head + high / 2 - (free - Math.floor(free)), begin = rounded(left + across(value));
    const written = lines.map((line, n) => tag("text", {
      x: begin, y: rounded(middle + n * high), "dominant-baseline": "central",
    }, line));
    return tag("g", {
      "data-name": escaped(`${axis}/${ids[i]}`), fill: ink(color[i]), "font-size": size[i],
      "text-anchor": chosen("textposition", ANCHORS, aside),
    }, written.join(""));
  }).join("");
}

function checked({ data, layout, config }, all) {
  if (config) known("config", config); // a page keeps none, because nothing of it is seen
  const others = Object.entries(layout).filter(([key]) => !/^[xy]axis\d*$/.test(key));
  const { template } = known("layout", Object.fromEntries(others));
  known("template", template);
  known("template's data", template.data).scatter.forEach((trace) => known("template's scatter", trace));
  const { font, margin, shapedefaults, xaxis, yaxis } = known("template's layout", template.layout);
  known("font", font);
  known("margin", margin);
  known("shapedefaults", shapedefaults);
  [xaxis, yaxis].forEach((axis) => known("axis", axis));
  for (const { name, xref, yref, xaxis = xref ?? "x", yaxis = yref ?? "y" } of [...data, ...layout.shapes])
    if (!all.some(({ axis }) => axis === xaxis && axis.replace("x", "y") === yaxis))
      throw new Error(`the drawer finds no ${xaxis} with ${yaxis} for ${name}`);
}

// What stands on one pane: from below to above, then what lies over all panes, its titles, and its words.
function drawnPane(pane, { data, layout }, mark, defs) {
  const { font } = layout.template.layout, [width, height] = [rounded(pane.width), rounded(pane.height)];
  const clip = dotless(`${mark}clip-${width}-${height}`);
  defs.set(clip, tag("clipPath", { id: clip }, tag("rect", { width, height })));
  const clipped = (content) => content && tag("g", { "clip-path": `url(#${clip})` }, content);
  const moved = (content) => content &&
    tag("g", { transform: `translate(${rounded(pane.left)} ${rounded(pane.top)})` }, content);
  const shapes = (wanted) => layout.shapes
    .filter(({ xref, layer = "between" }) => xref === pane.axis && chosen("layer", LAYERS, layer) === wanted)
    .map((shape) => drawnShape(shape, pane)).join("");
  const traces = data.filter(({ xaxis = "x" }) => xaxis === pane.axis), kinds = {
    lines: (trace) => clipped(drawnLines(trace, pane, mark, defs)),
    markers: (trace) => drawnMarkers(trace, pane),
    text: () => "",
  };
  const curves = traces.map((trace) => chosen("mode", kinds, trace.mode ?? "lines")(trace)).join("");
  const words = traces.filter(({ mode }) => mode === "text").map((trace) => drawnWords(trace, pane)).join("");
  const [[below, over, title], [belowToo, overToo, titleToo]] =
    [axisAcross(pane, font, layout.height), axisUpwards(pane, font)];
  return [
    moved(below + belowToo + clipped(shapes(LAYERS.between)) + curves + over + overToo),
    moved(clipped(shapes(LAYERS.above))), title + titleToo, words,
  ];
}
const LAYERS = { between: 0, above: 1 };

// The whole figure as a text. mark: begins the ids in it; pictures of which one may be hidden need their own.
export function drawn(figure, width, mark = "") {
  const { layout } = known("figure", figure), { font } = layout.template.layout, defs = new Map();
  const all = panes(figure, width).map((pane) => scaled(pane, layout)), height = Math.round(layout.height);
  checked(figure, all);
  const parts = all.map((pane) => drawnPane(pane, figure, mark, defs));
  const content = [0, 1, 2, 3].flatMap((layer) => parts.map((part) => part[layer])).join("");
  return tag("svg", {
    xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, fill: "none",
    "font-family": escaped(font.family), "font-size": font.size,
  }, tag("defs", {}, [...defs.values()].join("")) + content);
}
