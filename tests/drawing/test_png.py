"""A stored picture counts only as long as it shows the figure that it was drawn from."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from marginlab.drawing.png import KEYWORD, digest, png

FIGURE = {"data": [{"x": [1, 2.5], "name": "wall"}], "layout": {"height": 470}}


def _png(*texts: tuple[bytes, bytes]) -> bytes:
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))]
    chunks += [(b"tEXt", keyword + b"\0" + text) for keyword, text in texts]
    chunks += [(b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def test_a_picture_of_this_figure_is_given(tmp_path: Path) -> None:
    stored = _png((b"Software", b"x"), (KEYWORD, digest(FIGURE).encode()))
    (tmp_path / "wall.png").write_bytes(stored)
    assert png(tmp_path / "wall.png", FIGURE) == stored


@pytest.mark.parametrize("stored", [
    _png((KEYWORD, digest({"data": []}).encode())), _png(), b"", b"\x89PNG\r\n\x1a\n", b"GIF89a" * 9,
    _png((KEYWORD, digest(FIGURE).encode()))[:30],
], ids=["of another figure", "without digest", "empty", "cut after the signature", "no PNG",
        "cut short"])  # fmt: skip
def test_any_other_file_is_no_picture(tmp_path: Path, stored: bytes) -> None:
    (tmp_path / "wall.png").write_bytes(stored)
    assert png(tmp_path / "wall.png", FIGURE) is None


def test_a_missing_picture_is_none(tmp_path: Path) -> None:
    assert png(tmp_path / "wall.png", FIGURE) is None


def test_the_digest_ignores_the_order_of_keys_but_no_value() -> None:
    assert digest(FIGURE) == digest({"layout": {"height": 470}, "data": FIGURE["data"]})
    assert digest(FIGURE) != digest(FIGURE | {"layout": {"height": 471}})
