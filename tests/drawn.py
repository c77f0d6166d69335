"""What a figure dict draws, read back for the tests: lines, words, and what runs into what."""

from __future__ import annotations

from itertools import pairwise

from marginlab.drawing.placement import text_size

WIDTHS = [840, 950, 1200]  # pixels: a narrow column, a usual one, a projector's smallest


def lines(figure):
    """The straight lines and washes by axis and name, as "x2/wall", each with its points x and y."""
    drawn = {}
    for shape in figure["layout"]["shapes"]:
        if shape.get("layer") == "above":  # a handle for the hand, sized in pixels
            continue
        if shape["type"] == "path":
            xs, ys = map(
                list, zip(*(at for one in strokes(shape["path"]) for at in one), strict=True)
            )
        else:
            xs, ys = ([shape[f"{letter}{end}"] for end in "01"] for letter in "xy")
        drawn[f"{shape['xref']}/{shape['name']}"] = shape | {"x": xs, "y": ys}
    return drawn


def strokes(path):
    """The points of each stroke of a path: it is drawn from one M to the next."""
    for stroke in path.strip("MZ").split("M"):
        yield [tuple(map(float, point.split(","))) for point in stroke.split("L")]


def drawn(figure):
    """Those and the curves and hatches that lie above them, by the same keys."""
    traces = (t for t in figure["data"] if "ids" not in t)
    return lines(figure) | {f"{t.get('xaxis', 'x')}/{t['name']}": t for t in traces}


def names(figure):
    """The names of all that is drawn, and written."""
    found = {shape["name"] for shape in figure["layout"]["shapes"]}
    return found | {name for t in figure["data"] for name in (t["name"], *t.get("ids", ()))}


def words(figure):
    """All that is written into the panels: {(axis, name): (x, y, text, position, size)}."""
    found = {}
    for trace in figure["data"]:
        if trace.get("mode") == "text":
            font = trace["textfont"]
            rows = zip(
                trace["ids"],
                trace["x"],
                trace["y"],
                trace["text"],
                trace["textposition"],
                font["size"],
                strict=True,
            )
            found |= {(trace.get("xaxis", "x"), name): rest for name, *rest in rows}
    return found


def drawn_texts(figure, width):
    """What is written into the panels: (name, axis, left, top, right, bottom) in pixels."""
    texts = []
    for (axis, name), (x, y, text, position, size) in words(figure).items():
        across, down = pixel(figure, width, axis, x, y)
        w, h = text_size(text, size)
        upwards, sideways = position.split()
        left = across - {"left": 1, "center": 0.5, "right": 0}[sideways] * w
        top = down - {"top": 1, "middle": 0.5, "bottom": 0}[upwards] * h
        texts.append((name, axis, left, top, left + w, top + h))
    return texts


def pixel(figure, width, axis, x, y):
    layout, margin = figure["layout"], figure["layout"]["template"]["layout"]["margin"]
    across = layout["xaxis" + axis[1:]]
    up = layout["yaxis" + axis[1:]]
    plot_width = width - margin["l"] - margin["r"]
    plot_height = layout["height"] - margin["t"] - margin["b"]
    (x0, x1), (y0, y1) = across["domain"], up.get("domain", (0, 1))
    (low, high), (bottom, top) = across["range"], up["range"]
    right = x0 + (x - low) / (high - low) * (x1 - x0)
    above = y0 + (y - bottom) / (top - bottom) * (y1 - y0)
    return margin["l"] + right * plot_width, margin["t"] + (1 - above) * plot_height


def drawn_points(figure, width, boxes):
    """Points a pixel apart on lines and curves: (name, axis, x, y); not those under a lens.

    boxes: of words; a line that passes by all of them has no points.
    """
    lens = lines(figure).get("x/lens")
    if lens is not None:
        lens_left, lens_top = pixel(figure, width, "x", min(lens["x"]), max(lens["y"]))
        lens_right, lens_bottom = pixel(figure, width, "x", max(lens["x"]), min(lens["y"]))
    for name, axis, xs, ys in paths(figure):
        west, north = pixel(figure, width, axis, min(xs), max(ys))
        east, south = pixel(figure, width, axis, max(xs), min(ys))
        if not any(
            left < east and west < right and top < south and north < bottom
            for *_, left, top, right, bottom in boxes
        ):
            continue
        ends = [pixel(figure, width, axis, x, y) for x, y in zip(xs, ys, strict=True)]
        for (x0, y0), (x1, y1) in pairwise(ends):
            steps = int(max(abs(x1 - x0), abs(y1 - y0), 1))
            for i in range(steps + 1):
                x, y = x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps
                if lens is not None:
                    in_lens = lens_left < x < lens_right and lens_top < y < lens_bottom
                    if in_lens != (axis == "x3"):
                        continue
                yield name, axis, x, y


def paths(figure):
    """Every line and curve: (name, axis, xs, ys)."""
    for shape in figure["layout"]["shapes"]:
        if shape["type"] == "line":
            ends = ([shape[f"{letter}{end}"] for end in "01"] for letter in "xy")
            yield shape["name"], shape["xref"], *ends
        elif shape.get("layer") != "above" and not shape["path"].endswith("Z"):
            for stroke in strokes(shape["path"]):
                yield shape["name"], shape["xref"], *map(list, zip(*stroke, strict=True))
    for trace in figure["data"]:
        if trace.get("mode", "lines") == "lines" and "fill" not in trace:
            yield trace["name"], trace.get("xaxis", "x"), trace["x"], trace["y"]


def collisions(figure, width):
    """Labels that lie on one another or on a line, as pairs of names."""
    texts, found = drawn_texts(figure, width), set()
    for i, (name, _, left, top, right, bottom) in enumerate(texts):
        for other, _, l2, t2, r2, b2 in texts[i + 1 :]:
            if left < r2 and l2 < right and top < b2 and t2 < bottom:
                found.add((name, other))
    for line, _, x, y in drawn_points(figure, width, texts):
        for name, _, left, top, right, bottom in texts:
            # A line that ends at the panel's edge touches the heading above it, up to rounding.
            if left < x < right and top < y < bottom - 1e-6:
                found.add((name, line))
    return sorted(found)


def cut(figure, width):
    """Labels and titles of axes that leave the figure, by name."""
    height = figure["layout"]["height"]
    found = [
        f"{axis}/{name} is cut" for name, axis, left, top, right, bottom in drawn_texts(figure, width)
        if left < 0 or top < 0 or right > width or bottom > height
    ]  # fmt: skip
    for key, axis in figure["layout"].items():
        if key.startswith("xaxis") and "title" in axis:
            font = figure["layout"]["template"]["layout"]["xaxis"]["title"]["font"]["size"]
            middle, _ = pixel(figure, width, key.replace("axis", ""), sum(axis["range"]) / 2, 0)
            half = text_size(axis["title"]["text"], font)[0] / 2
            if middle < half or middle + half > width:
                found.append(f"the title of {key} is cut")
    return found
