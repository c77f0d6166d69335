"""Where a position of your own is kept, and only when that is asked: a file beside the progress file."""

from __future__ import annotations

from pathlib import Path

from marginlab.practice.files import write_whole
from marginlab.practice.progress import file
from marginlab.practice.whereabouts import SESSION_ONLY, lasts

NAME = "marginlab-position.json"
NOTHING = "Nothing is kept here."


def place() -> Path:
    """The file; it need not be there."""
    return file().with_name(NAME)


def keep(text: str) -> str:
    """Keep a position in place of the one before; says where, or why not."""
    try:
        write_whole(place(), f"{text}\n".encode())
    except OSError as error:
        return f"It could not be kept here: {(error.strerror or 'no access').lower()}."
    return (
        f"Kept in {NAME}, beside your lessons; it opens with this page."
        if lasts()
        else SESSION_ONLY
    )


def forget() -> str:
    """Delete what is kept; says so."""
    try:
        place().unlink()
    except FileNotFoundError:
        return NOTHING
    except OSError as error:
        return f"{NAME} could not be deleted: {(error.strerror or 'no access').lower()}."
    return f"{NAME} is deleted."


def kept() -> str:
    """The text that is kept, "" where none is or none can be read."""
    try:
        return place().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
