"""What may be typed after an option, and the sentence for what may not."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from pathlib import Path


def whole(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number."""

    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            told = f"was {text or 'empty'}; allowed are whole numbers from {least} to {most}"
            raise argparse.ArgumentTypeError(told)
        return int(text)

    return read


def amount(least: float, most: float) -> Callable[[str], float]:
    """Reads a number."""

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not least <= number <= most:
            told = f"was {text or 'empty'}; allowed are numbers from {least:g} to {most:g}"
            raise argparse.ArgumentTypeError(told)
        return number

    return read


def path(text: str) -> Path:
    """Reads the name of a file or folder."""
    if not text:
        raise argparse.ArgumentTypeError("was empty; allowed is the name of a file or folder")
    return Path(text)
