"""A stored picture counts only as long as it shows the figure that it was drawn from."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from marginlab.drawing import png as pictures
from marginlab.drawing.png import digest, png

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


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pictures, "files", lambda _: tmp_path)
    return tmp_path


def test_a_picture_of_this_figure_is_given(folder: Path) -> None:
    stored = _png((b"Software", b"x"), (pictures.KEYWORD, digest(FIGURE).encode()))
    (folder / "wall.png").write_bytes(stored)
    assert png("wall", FIGURE) == stored


@pytest.mark.parametrize("stored", [
    _png((pictures.KEYWORD, digest({"data": []}).encode())), _png(), b"", b"\x89PNG\r\n\x1a\n", b"GIF89a" * 9,
    _png((pictures.KEYWORD, digest(FIGURE).encode()))[:30],
], ids=["of another figure", "without digest", "empty", "cut after the signature", "no PNG",
        "cut short"])  # fmt: skip
def test_any_other_file_is_no_picture(folder: Path, stored: bytes) -> None:
    (folder / "wall.png").write_bytes(stored)
    assert png("wall", FIGURE) is None


def test_a_missing_picture_is_none(folder: Path) -> None:
    assert png("wall", FIGURE) is None


def test_the_digest_ignores_the_order_of_keys_but_no_value() -> None:
    assert digest(FIGURE) == digest({"layout": {"height": 470}, "data": FIGURE["data"]})
    assert digest(FIGURE) != digest(FIGURE | {"layout": {"height": 471}})
