// Draws a figure as the text of one <svg>, as plotly would, in a twentieth of the time: for pictures that move,
// and for pages that hold no plotly. It is no second truth: the numbers are the figure's. It knows what our
// figures say and refuses all else by name; plotly is what it is measured against. No DOM, so that it
// runs in Node too. Colours are the figure's light ones, as attributes, which a stylesheet makes dark.
const CLEAR = "rgba(0,0,0,0)";
const SPACING = 1.3; // from one line of words to the next, in their size
// Letters of tick labels, in their size, as wide as in Arial and what stands in for it.
const WIDE = { ",": 0.278, ".": 0.278, " ": 0.278, "\u202f": 0.2, "%": 0.889, "\u2212": 0.584 };
const [DIGIT, ASCENT, DESCENT, CAPITAL] = [0.556, 0.905, 0.212, 0.7];
const DASHES = { dash: [3, 3], longdash: [5, 5], dot: [1, 1], dashdot: [3, 1, 1, 1] };
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
    if (only !== undefined && only !== String(value)) throw new Error(`the drawer draws no ${key} ${value} of a ${place}, only ${only}`);
  }
  return given;
}

function chosen(what, table, key) {
  if (!Object.hasOwn(table, key)) throw new Error(`the drawer knows no ${what} ${key}, only ${Object.keys(table).join(", ")}`);
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

// Attributes without a value are left out.
const tag = (name, attributes, content = "") => `<${name}${Object.entries(attributes)
  .map(([key, value]) => value === undefined ? "" : ` ${key}="${value}"`).join("")}>${content}</${name}>`;

function stroke({ color, width, dash = "solid" }) {
  if (color === CLEAR || !width) return {};
  const pattern = dash === "solid" ? undefined : chosen("dash", DASHES, dash).map((part) => rounded(part * Math.max(width, 3)));
  return { stroke: ink(color), "stroke-width": rounded(width), "stroke-dasharray": pattern?.join(" ") };
}

// Where the subplots are [pixels], and what their axes show: {axis: "x2", left, top, width, height, x, y}.
export function panes({ layout }, width) {
  const { l, t, r, b } = layout.template.layout.margin, [left, top] = [Math.round(l), Math.round(t)];
  const across = Math.round(width) - left - Math.round(r), down = Math.round(layout.height) - top - Math.round(b);
  return Object.keys(layout).filter((key) => key.startsWith("xaxis")).map((key) => {
    const number = key.slice(5), [x, y] = [layout[key], layout[`yaxis${number}`]];
    if (x.anchor !== `y${number}` || y.anchor !== `x${number}`) throw new Error(`the drawer knows no ${key} with the anchor ${x.anchor}`);
    return {
      axis: `x${number}`, left: left + x.domain[0] * across, top: top + (1 - y.domain[1]) * down,
      width: (x.domain[1] - x.domain[0]) * across, height: (y.domain[1] - y.domain[0]) * down, x: x.range, y: y.range,
    };
  });
}

// The pane with its axes complete, and how its numbers become pixels from its corner.
function scaled(pane, layout) {
  const { width, height, x: [low, high], y: [bottom, top] } = pane;
  const complete = (letter) => {
    const [usual, given] = [layout.template.layout[`${letter}axis`], layout[pane.axis.replace("x", `${letter}axis`)]];
    const title = known("title", { ...usual.title, ...given.title });
    known("title's font", title.font);
    return known("axis", { visible: true, showline: false, showgrid: true, showticklabels: true, linecolor: "#444444",
      tickcolor: "#444444", ...usual, ...given, title });
  };
  const within = (value, [from, to]) => value >= Math.min(from, to) && value <= Math.max(from, to);
  return {
    ...pane, axes: { x: complete("x"), y: complete("y") },
    across: (value) => rounded((number(value) - low) / (high - low) * width),
    down: (value) => rounded((top - number(value)) / (top - bottom) * height),
    holds: (x, y) => within(number(x), pane.x) && within(number(y), pane.y),
  };
}

// The marks on an axis that its range holds, as [pixels, label].
function ticks(axis, [low, high], place) {
  const spare = (high - low) / 10_000;
  const holds = (value) => value > low - spare && value < high + spare;
  const written = (value) => NUMBER.format(value).replace("-", "\u2212");
  if (axis.tickvals)
    return axis.tickvals.flatMap((value, i) => holds(value) ? [[place(value), axis.ticktext?.[i] ?? written(value)]] : []);
  if (!(axis.dtick > 0)) {
    if (axis.showgrid || axis.showticklabels || axis.ticks) throw new Error("the drawer finds no tickvals and no dtick of an axis");
    return [];
  }
  const first = Math.ceil((low - spare) / axis.dtick), count = Math.floor((high + spare) / axis.dtick) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * axis.dtick).toPrecision(12)))
    .map((value) => [place(value), written(value)]);
}

function plain(text) {
  if (/[<&]/.test(text)) throw new Error(`the drawer knows no markup in the axis' words ${text}`);
  return text;
}

const labelWidth = (text) => [...text].reduce((sum, letter) => sum + (WIDE[letter] ?? (/[A-Z]/.test(letter) ? 0.667 : DIGIT)), 0);

// An axis in its pane's pixels: what lies below everything, and what lies over it; its title in the picture's.
function drawnAxis(pane, letter, font, bottom) {
  const axis = pane.axes[letter], [sideways, length] = letter === "x" ? [true, pane.height] : [false, pane.width];
  if (!axis.visible) return { below: "", over: "", title: "" };
  const extent = sideways ? pane.width : pane.height;
  const place = sideways ? pane.across : pane.down, range = pane[letter];
  const crisp = (color, d) => ink(color) === "none" ? "" : tag("path", { stroke: ink(color), "shape-rendering": "crispEdges", d });
  const foot = sideways ? pane.height : 0, out = sideways ? 1 : -1; // where the axis stands, and which way is out
  const at = (along, from, to) => sideways ? `M${along},${rounded(from)}V${rounded(to)}` : `M${rounded(from)},${along}H${rounded(to)}`;
  const marks = ticks(axis, range, place);
  const zero = axis.zeroline && range[0] * range[1] <= 0 && place(0) > 1 && place(0) < extent - 1 ? place(0) : null;
  const grid = marks.filter(([along]) => axis.showgrid && along > 1 && along < extent - 1 && along !== zero)
    .map(([along]) => crisp(axis.gridcolor, at(along, 0, length)));
  if (zero !== null) grid.push(crisp(axis.zerolinecolor, at(zero, 0, length)));

  const outside = chosen("ticks", { outside: axis.ticklen, "": 0 }, axis.ticks), standoff = 0.5 + outside + (outside || axis.showline ? 0.2 * font.size : 0);
  const over = [];
  if (axis.showline) {
    const other = sideways && pane.axes.y.visible && pane.axes.y.showline ? 1 : 0;
    over.push(crisp(axis.linecolor, sideways ? `M${-other},${rounded(foot + 0.5)}H${rounded(extent)}` : `M-0.5,0V${rounded(extent)}`));
  }
  if (outside) over.push(...marks.map(([along]) => crisp(axis.tickcolor, at(along, foot + out, foot + out * (1 + outside)))));
  const labels = axis.showticklabels ? marks.map(([along, text]) => tag("text", {
    x: rounded(sideways ? along : -0.5 - standoff), y: rounded(sideways ? foot + 0.5 + standoff + font.size : along + 0.35 * font.size),
  }, plain(text))) : [];
  if (labels.length) over.push(tag("g", { "text-anchor": sideways ? "middle" : "end", fill: ink(font.color) }, labels.join("")));

  const { text = "", standoff: apart, font: { size } } = axis.title;
  if (!text) return { below: grid.join(""), over: over.join(""), title: "" };
  const long = sideways ? font.size + Math.round(DESCENT * font.size) : Math.max(...marks.map(([, label]) => labelWidth(label))) * font.size;
  const depth = labels.length ? standoff + long : 0.5 + outside;
  const [aside, below] = sideways ? [extent / 2, foot + depth + apart + CAPITAL * size] : [-(depth + apart + CAPITAL / 2 * size), extent / 2];
  // plotly keeps it in the picture.
  const [x, y] = [pane.left + aside, Math.min(pane.top + below, bottom - Math.round(DESCENT * size))];
  const turned = sideways ? undefined : `rotate(-90 ${rounded(x)} ${rounded(y)})`;
  const title = tag("text", { x: rounded(x), y: rounded(y), "text-anchor": "middle", "font-size": size, fill: ink(font.color), transform: turned }, plain(text));
  return { below: grid.join(""), over: over.join(""), title };
}

function drawnShape(shape, { across, down }) {
  if (shape.type === "line") {
    const { x0, x1, y0, y1, line } = known("line shape", shape);
    return tag("path", { d: `M${across(x0)},${down(y0)}L${across(x1)},${down(y1)}`, ...stroke(known("line", line)) });
  }
  if (shape.type !== "path") throw new Error(`the drawer knows no shape of type ${shape.type}`);
  const { path, xsizemode, xanchor, yanchor, fillcolor, line } = known("path shape", shape);
  const [x, y] = xsizemode ? [across(xanchor), down(yanchor)] : [];
  const point = xsizemode ? (right, up) => `${rounded(x + right)},${rounded(y - up)}` : (right, up) => `${across(right)},${down(up)}`;
  const d = path.replace(/([a-zA-Z])([^a-zA-Z]*(?:e[-+]?\d[^a-zA-Z]*)*)/g, (_, command, rest) => {
    if (!"MLCZ".includes(command)) throw new Error(`the drawer knows no ${command} in a path`);
    const numbers = rest.split(/[\s,]+/).filter(Boolean).map(Number);
    return command + Array.from({ length: numbers.length / 2 }, (_, i) => point(numbers[2 * i], numbers[2 * i + 1])).join(" ");
  });
  return tag("path", { d, "fill-rule": "evenodd", fill: fillcolor === CLEAR ? undefined : ink(fillcolor), ...stroke(known("line", line)) });
}

// The lines of a hatch as plotly draws them; its id is made of what it looks like.
const PATTERNS = {
  "/": (side) => [side * Math.SQRT2, (a) => `M${-a / 4},${a / 4}l${a / 2},${-a / 2}M0,${a}L${a},0M${a * 3 / 4},${a * 5 / 4}l${a / 2},${-a / 2}`],
  "|": (side) => [side, (a) => `M${a / 2},0V${a}`],
};
function hatch({ shape, fgcolor, size, solidity }, mark) {
  const [side, lines] = chosen("pattern", PATTERNS, shape)(size);
  const id = `${mark}hatch-${shape === "/" ? "slope" : "upright"}-${fgcolor.slice(1)}-${size}-${solidity}`.replaceAll(".", "_");
  const path = tag("path", { d: lines(side), stroke: ink(fgcolor), "stroke-width": solidity * size });
  return [id, tag("pattern", { id, width: side, height: side, patternUnits: "userSpaceOnUse" }, path)];
}

function drawnLines(trace, { across, down }, mark, defs) {
  const { x, y, line, fill, fillpattern } = known("lines trace", trace);
  const step = chosen("line's shape", { linear: (x, y) => `L${x},${y}`, hv: (x, y) => `H${x}V${y}` }, known("line", line).shape ?? "linear");
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
  arrow: (r) => ((x, y) => `M0,0L${-x},${y}L${x},${y}Z`)(rounded(2 * r * Math.cos(Math.PI / 2.5)), rounded(2 * r * Math.sin(Math.PI / 2.5))),
};
function drawnMarkers(trace, { across, down, holds }) {
  const { x, y, marker } = known("markers trace", trace), { symbol, angle, size, color, line } = known("marker", marker);
  known("marker's line", line);
  return x.map((value, i) => {
    if (!holds(value, y[i])) return "";
    const form = symbol[i].replace(/-open$/, ""), open = form !== symbol[i];
    if (form === "x-thin" && !open) throw new Error("the drawer knows no symbol x-thin, only x-thin-open");
    const edge = { color: open ? color[i] : line.color[i], width: open ? line.width[i] || 1 : line.width[i] };
    return tag("path", {
      d: chosen("symbol", SYMBOLS, form)(rounded(size[i] / 2)), fill: open ? undefined : ink(color[i]), ...stroke(edge),
      transform: `translate(${across(value)} ${down(y[i])})${angle[i] ? ` rotate(${angle[i]})` : ""}`,
    });
  }).join("");
}

// The lines of some words; what is bold goes on being so in the next line.
function wordLines(text) {
  if (/<(?!b>|\/b>|br>)/.test(text)) throw new Error(`the drawer knows no such markup: ${text}`);
  let bold = false;
  return text.split("<br>").map((line) => {
    const opened = (bold ? "<b>" : "") + line.trim();
    bold = opened.lastIndexOf("<b>") > opened.lastIndexOf("</b>");
    return (opened + (bold ? "</b>" : "")).replaceAll("<b>", '<tspan font-weight="bold">').replaceAll("</b>", "</tspan>");
  });
}

const ANCHORS = { left: "end", center: "middle", right: "start" }; // where words stand of a place, and where it is of them
const RAISED = { top: -1, middle: -0.5, bottom: 0 };
function drawnWords(trace, { left, top, across, down, axis }) {
  const { x, y, ids, text, textposition, textfont: { size, color } } = known("text trace", trace);
  known("textfont", trace.textfont);
  return x.map((value, i) => {
    const [up, aside] = textposition[i].split(" "), lines = wordLines(text[i]), high = SPACING * size[i];
    // A browser gives letters whole pixels in the height of their line, and less than one of the rest above them.
    const spare = (high - Math.round(ASCENT * size[i]) - Math.round(DESCENT * size[i])) / 2, raised = spare - Math.floor(spare);
    const [begin, middle] = [left + across(value), top + down(y[i]) + high * (chosen("textposition", RAISED, up) * lines.length + 0.5) - raised];
    const written = lines.map((line, n) => tag("text", { x: rounded(begin), y: rounded(middle + n * high), "dominant-baseline": "central" }, line));
    const anchor = chosen("textposition", ANCHORS, aside);
    return tag("g", { "data-name": escaped(`${axis}/${ids[i]}`), fill: ink(color[i]), "font-size": size[i], "text-anchor": anchor }, written.join(""));
  }).join("");
}

function checked({ layout, config }) {
  if (config) known("config", config); // a page keeps none, because nothing of it is seen
  const { template } = known("layout", Object.fromEntries(Object.entries(layout).filter(([key]) => !/^[xy]axis\d*$/.test(key))));
  known("template", template);
  template.data && known("template's data", template.data).scatter.forEach((scatter) => known("template's scatter", scatter));
  const { font, margin, shapedefaults, xaxis, yaxis } = known("template's layout", template.layout);
  known("font", font);
  known("margin", margin);
  known("shapedefaults", shapedefaults);
  [xaxis, yaxis].forEach((axis) => known("axis", axis));
}

// The whole figure as a text. `mark` begins the ids in it: two pictures of a page that may be hidden need their own.
export function drawn(figure, width, mark = "") {
  checked(known("figure", figure));
  const { data, layout } = figure, { font } = layout.template.layout, defs = new Map();
  const all = panes(figure, width).map((pane) => scaled(pane, layout));
  for (const { name, xref, yref, xaxis = xref ?? "x", yaxis = yref ?? "y" } of [...data, ...layout.shapes])
    if (!all.some(({ axis }) => axis === xaxis && axis.replace("x", "y") === yaxis)) throw new Error(`the drawer finds no ${xaxis} with ${yaxis} for ${name}`);
  const [subplots, above, titles, words] = [[], [], [], []];
  for (const pane of all) {
    const place = `translate(${rounded(pane.left)} ${rounded(pane.top)})`, clip = `${mark}clip-${rounded(pane.width)}-${rounded(pane.height)}`.replaceAll(".", "_");
    defs.set(clip, tag("clipPath", { id: clip }, tag("rect", { width: rounded(pane.width), height: rounded(pane.height) })));
    const clipped = (content) => content && tag("g", { "clip-path": `url(#${clip})` }, content);
    const shapes = layout.shapes.filter(({ xref }) => xref === pane.axis);
    const inLayer = (high) => shapes.filter(({ layer }) => Boolean(layer && chosen("layer", { above: 1 }, layer)) === high)
      .map((shape) => drawnShape(shape, pane)).join("");
    const traces = data.filter(({ xaxis = "x" }) => xaxis === pane.axis);
    const kinds = {
      lines: (trace) => clipped(drawnLines(trace, pane, mark, defs)), markers: (trace) => drawnMarkers(trace, pane),
      text: (trace) => { words.push(drawnWords(trace, pane)); return ""; },
    };
    const curves = traces.map((trace) => chosen("mode", kinds, trace.mode ?? "lines")(trace)).join("");
    const [x, y] = ["x", "y"].map((letter) => drawnAxis(pane, letter, font, layout.height));
    const whole = (content) => tag("g", { transform: place }, content);
    subplots.push(whole(x.below + y.below + clipped(inLayer(false)) + curves + x.over + y.over));
    above.push(whole(clipped(inLayer(true))));
    titles.push(x.title + y.title);
  }
  const height = Math.round(layout.height);
  return tag("svg", {
    xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, fill: "none",
    "font-family": escaped(font.family), "font-size": font.size,
  }, tag("defs", {}, [...defs.values()].join("")) + [...subplots, ...above, ...titles, ...words].join(""));
}
