"""Pictures as pure functions: values in, a plain plotly dict out; one module for each theme.

PICTURES holds the key pictures of the lessons, which are kept as PNG for readers who run nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from marginlab.figures.base import Figure
from marginlab.figures.fates import fates_figure, fates_scene
from marginlab.figures.wall import wall_figure, wall_scene

PICTURES: Mapping[str, Callable[[], Figure]] = MappingProxyType(
    {
        "fates": lambda: fates_figure(fates_scene()),
        "fates_question": lambda: fates_figure(fates_scene(), revealed=False),
        "wall": lambda: wall_figure(wall_scene()),
        "wall_question": lambda: wall_figure(wall_scene(), revealed=False),
    }
)
