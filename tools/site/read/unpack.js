// Values that tools/site/packing.py has packed, given back one by one: at(i) is the value number i.
const [NUMBER, TEXT, GROUPED, LIST, AS_IT_IS, SAME] = [0, 1, 2, 3, 4, 5];

function summed(steps) {
  let sum = 0;
  return steps.map((step) => (sum += step));
}

function unfolded([kind, ...rest], columns, count) {
  if (kind === SAME) return columns[rest[0]];
  if (kind === AS_IT_IS) return rest.length === 1 ? Array(count).fill(rest[0]) : rest;
  let list;
  if (kind === LIST) return rest.map((steps) => (list = steps.length ? summed(steps) : list)); // or as before
  const [decimals, ...steps] = rest, unit = 10 ** decimals;
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: kind === GROUPED };
  const written = kind === NUMBER ? (number) => number : new Intl.NumberFormat("en-US", digits).format;
  if (steps.length === 1) return Array(count).fill(written(steps[0] / unit));
  return summed(steps).map((sum) => written(sum / unit));
}

function spun({ back, kept, more }) {
  const threads = [];
  back.forEach((far, i) => {
    const rest = more[i] ? more[i].split("L") : [];
    threads.push([...(kept[i] ? threads[i - far].slice(0, kept[i]) : []), ...rest]);
  });
  return threads.map((points) => "M" + points.join("L"));
}

function filled(shape, next, threads) {
  if (shape === null || typeof shape !== "object") return shape;
  if (Array.isArray(shape)) return shape.map((inner) => filled(inner, next, threads));
  if (!("$" in shape))
    return Object.fromEntries(Object.entries(shape).map(([key, inner]) => [key, filled(inner, next, threads)]));
  if (shape.$ === 0) return next();
  if (shape.$ === "M") return next().map((id) => threads[id]).join("");
  return shape.$.reduce((text, piece) => text + next() + piece);
}

export function unpacked({ order, forms, threads }) {
  const counts = forms.map(() => 0), rows = order.map((form) => counts[form]++), seen = forms.map(() => null);
  let strokes;
  const columnsOf = (form) => (seen[form] ??= forms[form].columns.reduce((columns, column) =>
    [...columns, unfolded(column, columns, counts[form])], []));
  return {
    length: order.length,
    at(i) {
      const form = order[i], columns = columnsOf(form), row = rows[i];
      let hole = 0;
      strokes ??= spun(threads);
      return filled(forms[form].shape, () => columns[hole++][row], strokes);
    },
  };
}
