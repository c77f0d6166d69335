"""The stored pictures of the figures, as PNG files.

A picture carries the digest of the figure that it shows, in a tEXt chunk named marginlab-figure;
one whose digest does not fit is stale, and is treated as if it were not there.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from struct import unpack_from
from typing import Any

KEYWORD = b"marginlab-figure"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def digest(figure: dict[str, Any]) -> str:
    """The fingerprint of a figure: of its JSON with sorted keys and no spaces."""
    text = json.dumps(figure, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return sha256(text.encode("ascii")).hexdigest()


def png(file: Path, figure: dict[str, Any]) -> bytes | None:
    """The stored picture in this file, if there is one and it shows exactly this figure."""
    if not file.is_file():
        return None
    picture = file.read_bytes()
    return picture if _text(picture, KEYWORD) == digest(figure).encode("ascii") else None


def _text(picture: bytes, keyword: bytes) -> bytes | None:
    """What a PNG's tEXt chunk says under this keyword; None when there is no such chunk."""
    at = len(_SIGNATURE)
    while picture.startswith(_SIGNATURE) and at + 8 <= len(picture):
        length, kind = unpack_from(">I4s", picture, at)
        found, _, text = picture[at + 8 : at + 8 + length].partition(b"\0")
        if kind == b"tEXt" and found == keyword:
            return text
        at += 12 + length
    return None
