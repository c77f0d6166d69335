"""The stored pictures of the figures: drawn by plotly.js in Chromium, kept as small PNG files.

A picture carries the digest of the figure that it shows, so that a stale one is known without a
browser. marginlab.drawing.png reads the digest, this module writes it.
"""

from __future__ import annotations

import base64
import json
import shutil
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from marginlab.course.stills import STILLS
from marginlab.drawing.png import KEYWORD, digest
from tools.notebooks import COMMAND

if TYPE_CHECKING:
    from marginlab.drawing.still import Still

Stills = Mapping[str, "Still"]
REDRAW = f"{COMMAND} --stills"
WIDTH, SCALE = 900, 1.5
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DRAW = """async figure => {
  const place = document.getElementById("figure");
  await Plotly.newPlot(place, figure.data, figure.layout, {staticPlot: true});
  await document.fonts.ready;
}"""
# Keeps the 256 commonest colours and gives every other one its nearest; lines and letters on paper
# need no more, and the file shrinks to half.
PALETTE = """async address => {
  const image = await createImageBitmap(await (await fetch(address)).blob());
  const {width, height} = image;
  const pen = new OffscreenCanvas(width, height).getContext("2d");
  pen.drawImage(image, 0, 0);
  const bytes = pen.getImageData(0, 0, width, height).data, counts = new Map();
  const rgb = i => (bytes[i] << 16) | (bytes[i + 1] << 8) | bytes[i + 2];
  for (let i = 0; i < bytes.length; i += 4) counts.set(rgb(i), (counts.get(rgb(i)) ?? 0) + 1);
  const commonest = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const palette = commonest.slice(0, 256).map(([color]) => color);
  const step = (a, b, shift) => (a >> shift & 255) - (b >> shift & 255);
  const far = (a, b) => step(a, b, 16) ** 2 + step(a, b, 8) ** 2 + step(a, b, 0) ** 2;
  const nearest = color =>
    palette.reduce((best, kept, i) => far(color, kept) < far(color, palette[best]) ? i : best, 0);
  const index = new Map([...counts.keys()].map(color => [color, nearest(color)]));
  let pixels = "";
  for (let i = 0; i < bytes.length; i += 4) pixels += String.fromCharCode(index.get(rgb(i)));
  return {width, height, palette, pixels: btoa(pixels)};
}"""


def problems(folder: Path, stills: Stills = STILLS) -> Iterator[str]:
    """Which stored pictures do not show their figure, or belong to none; needs no browser.

    folder: that of the lessons' rooms, each of which keeps its own.
    """
    for name in stale(stills):
        where = stills[name].file.relative_to(folder.parents[1]).as_posix()
        yield f"{where} does not show its figure as it is; run {REDRAW}."
    kept = {still.file for still in stills.values()}
    for path in sorted(folder.glob("*/*.png")):
        if path not in kept:
            where = path.relative_to(folder.parents[1]).as_posix()
            yield f"{where} belongs to no figure in STILLS; delete it."


def refresh(*, redraw: bool, stills: Stills = STILLS) -> Iterator[str]:
    """Draws the stale pictures, or all; tells when there is no browser to draw them with."""
    names = list(stills) if redraw else stale(stills)
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if names and browser is None:
        yield (
            f"the pictures {', '.join(names)} were not drawn: none of {', '.join(BROWSERS)} is "
            f"installed here; install Chromium and run {REDRAW}."
        )
    elif names and browser:
        draw([stills[name] for name in names], browser)


def stale(stills: Stills) -> list[str]:
    """The names of the figures whose stored picture is missing or shows something else."""
    return [name for name, still in stills.items() if still.png() is None]


def draw(stills: Iterable[Still], browser: str) -> None:
    """Draws each figure on white paper and stores it in its file."""
    from playwright.sync_api import sync_playwright
    from plotly.offline import get_plotlyjs

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=FLAGS)
        page = chromium.new_page(
            viewport={"width": WIDTH, "height": 600}, device_scale_factor=SCALE
        )
        page.set_content(
            "<!doctype html><body style='margin: 0; background: #ffffff'><div id='figure'></div>"
        )
        page.add_script_tag(content=get_plotlyjs())
        for still in stills:
            figure = still.figure()
            fixed = json.loads(json.dumps(figure))
            fixed["layout"] |= {"autosize": False, "width": WIDTH}
            page.evaluate(DRAW, fixed)
            shot = page.locator("#figure .svg-container").screenshot()
            address = f"data:image/png;base64,{base64.b64encode(shot).decode()}"
            file = indexed_png(**page.evaluate(PALETTE, address), text=digest(figure))
            still.file.write_bytes(file)
        chromium.close()


def indexed_png(width: int, height: int, palette: list[int], pixels: str, text: str) -> bytes:
    """A PNG file from a palette and one byte a pixel, with a text under the figures' keyword."""
    indices = base64.b64decode(pixels)
    rows = b"".join(b"\0" + indices[at : at + width] for at in range(0, len(indices), width))
    chunks = {
        b"IHDR": struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0),
        b"tEXt": KEYWORD + b"\0" + text.encode("ascii"),
        b"PLTE": b"".join(color.to_bytes(3, "big") for color in palette),
        b"IDAT": zlib.compress(rows, 9),
        b"IEND": b"",
    }
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks.items()
    )
