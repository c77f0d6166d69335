"""What a colour means: the looks of money, the two margin modes, and the inks of lines and words.

Pictures are written in light colours; the view swaps them by DARK.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

LIGHT: Mapping[str, str] = MappingProxyType({
    "paper": "#ffffff", "ink": "#16191d", "muted": "#595f67", "grid": "#e7e9ec", "axis": "#848b94",
    "isolated": "#9c4902", "cross": "#1d5bcf", "mark": "#16191d", "wall": "#d40154",
    "bankrupt": "#6d7175", "req": "#a88900", "req_t": "#735c00", "drain": "#1c99af",
    "drain_t": "#0f7283", "you": "#43017e", "keep": "#dfe5ec", "keep_l": "#76828f",
    "lost": "#5d636b", "iso_f": "#f3dfcc", "cross_f": "#d5e1f8", "wall_f": "#fceaf1",
})  # fmt: skip
_DARK: Mapping[str, str] = MappingProxyType({
    "paper": "#111111", "ink": "#f4f6f8", "muted": "#b6bcc4", "grid": "#2b2f35", "axis": "#727983",
    "isolated": "#f0913a", "cross": "#78c3fd", "mark": "#f4f6f8", "wall": "#ff4c97",
    "bankrupt": "#b1b6bf", "req": "#f5e661", "req_t": "#f5e661", "drain": "#349086",
    "drain_t": "#4fb3a8", "you": "#ae64fc", "keep": "#2b333d", "keep_l": "#8592a1",
    "lost": "#a3aab4", "iso_f": "#47301a", "cross_f": "#1d3a50", "wall_f": "#2b1520",
})  # fmt: skip
PALETTE: Mapping[str, Mapping[str, str]] = MappingProxyType({"light": LIGHT, "dark": _DARK})
DARK: Mapping[str, str] = MappingProxyType({LIGHT[role]: _DARK[role] for role in LIGHT})

CLEAR = "rgba(0,0,0,0)"


def dark_rules(under: str) -> str:
    """CSS that makes pictures drawn by drawer.js dark; under: the selector of what they stand in then."""
    return "\n".join(
        f'{under} svg [{paint}="{light}"] {{ {paint}: {dark}; }}'
        for light, dark in DARK.items()
        for paint in ("fill", "stroke")
    )


@dataclass(frozen=True, slots=True)
class Look:
    """How an area is filled and edged, and the ink of its words.

    hatch, stripes: the pixels between the diagonals of lost money, or between the verticals of what is
    paid bit by bit.
    """

    fill: str
    outline: str = CLEAR
    ink: str = ""
    hatch: float = 0.0
    stripes: float = 0.0

    @property
    def plain(self) -> Look:
        """The same without an edge."""
        return replace(self, outline=CLEAR)


@dataclass(frozen=True, slots=True)
class Mode:
    """A margin mode as all pictures show it; held: the look of the money behind its position."""

    name: str
    ink: str
    held: Look


INK, MUTED, AXIS, PAPER = (LIGHT[role] for role in ("ink", "muted", "axis", "paper"))
MARK, WALL, YOU = (LIGHT[role] for role in ("mark", "wall", "you"))
REQUIREMENT, BANKRUPTCY = LIGHT["req"], LIGHT["bankrupt"]
WORDS: Mapping[str, str] = MappingProxyType(
    {REQUIREMENT: LIGHT["req_t"]}
)  # where lines are too light

ISOLATED = Mode(
    "Isolated", LIGHT["isolated"], Look(LIGHT["iso_f"], LIGHT["isolated"], LIGHT["isolated"])
)
CROSS = Mode("Cross", LIGHT["cross"], Look(LIGHT["cross_f"], LIGHT["cross"], LIGHT["cross"]))
PAID = Look(LIGHT["drain"], LIGHT["drain"], LIGHT["drain_t"], stripes=8.0)
LOST = Look(LIGHT["lost"], LIGHT["lost"], INK, hatch=8.0)
KEPT = Look(LIGHT["keep"], LIGHT["keep_l"], MUTED)
CLOSED = Look(LIGHT["wall_f"], ink=MUTED)
