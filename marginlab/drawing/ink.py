"""What a colour means: the looks of money, the two margin modes, and the inks of lines and words."""

from __future__ import annotations

from dataclasses import dataclass

from marginlab.drawing.canvas import CLEAR, LIGHT


@dataclass(frozen=True, slots=True)
class Look:
    """How an area is filled and edged, and the ink of its words.

    hatch, stripes: the pixels between the diagonals or the verticals of the fill, where it has them.
    """

    fill: str
    outline: str = CLEAR
    ink: str = ""
    hatch: float = 0.0
    stripes: float = 0.0


@dataclass(frozen=True, slots=True)
class Mode:
    """A margin mode as all pictures show it; held: the look of the money behind its position."""

    name: str
    ink: str
    held: Look


INK, MUTED, AXIS, PAPER = (LIGHT[role] for role in ("ink", "muted", "axis", "paper"))
MARK, WALL, YOU = (LIGHT[role] for role in ("mark", "wall", "you"))
REQUIREMENT, BANKRUPTCY = LIGHT["req"], LIGHT["bankrupt"]
REQUIREMENT_WORDS = LIGHT["req_t"]  # the line's own ink is too light for words

ISOLATED = Mode(
    "Isolated", LIGHT["isolated"], Look(LIGHT["iso_f"], LIGHT["isolated"], LIGHT["isolated"])
)
CROSS = Mode("Cross", LIGHT["cross"], Look(LIGHT["cross_f"], LIGHT["cross"], LIGHT["cross"]))
PAID = Look(LIGHT["drain"], LIGHT["drain"], LIGHT["drain_t"], stripes=8.0)
LOST = Look(LIGHT["lost"], LIGHT["lost"], INK, hatch=8.0)
KEPT = Look(LIGHT["keep"], LIGHT["keep_l"], MUTED)
CLOSED = Look(LIGHT["wall_f"], ink=MUTED)
