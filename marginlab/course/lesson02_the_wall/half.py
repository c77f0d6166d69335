"""One mode's position in a pane of lesson 2, or in its lens: its lines, and where they end there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marginlab.course.lesson02_the_wall.scene import Wall, WallScene
from marginlab.drawing.ink import AXIS, CLOSED, CROSS, INK, MARK, REQUIREMENT, WALL, Mode
from marginlab.drawing.marks import Mark, Pane, Span
from marginlab.drawing.sheet import Slot
from marginlab.drawing.words import bold
from marginlab.theory.terms import LONG, SHORT, TERMS, show


@dataclass(slots=True)
class Half:
    """One mode's position in a pane, and where its lines end there; revealed: whether that shows."""

    scene: WallScene
    wall: Wall
    mode: Mode
    pane: Pane
    revealed: bool = True

    @classmethod
    def on(
        cls, slot: Slot, scene: WallScene, mode: Mode, prices: Span, money: Span, revealed: bool,
        *, ticks: Sequence[int], step: int,
    ) -> Half:  # fmt: skip
        """That mode's position on a slot, in these windows: a pane with its title, still empty."""
        across = {"tickvals": ticks, "title": {"text": TERMS["mark_price"].name.replace("_", " ")}}
        up = {"dtick": step, "zeroline": True, "zerolinecolor": AXIS}
        pane = slot.pane(prices, money, across, up, shared=True)
        pane.mirrored = scene.side == SHORT
        wall = scene.cross if mode is CROSS else scene.isolated
        behind = show(wall.collateral, "money")
        says = f"all {behind} stand" if mode is CROSS else f"{behind} stands"
        pane.title(mode, f"{says} behind it")
        return cls(scene, wall, mode, pane, revealed)

    @property
    def edges(self) -> Span:
        """The prices at which the window ends, on the losing and on the winning side."""
        low, high = self.pane.view.x_range
        return (low, high) if self.scene.side == LONG else (high, low)

    @property
    def shown(self) -> bool:
        """Whether the wall stands in the window."""
        return self.wall.exists and self.pane.view.shows(self.wall.liquidation_price)

    @property
    def losing_end(self) -> float:
        """The price up to which the position lives, as far as the window shows."""
        return self.wall.liquidation_price if self.shown else self.edges[0]

    @property
    def winning_end(self) -> float:
        """The price at which the equity line leaves the window."""
        scene, top = self.scene, self.pane.view.y_range[1]
        leaves = scene.entry_price + scene.side * (top - self.wall.collateral) / scene.size
        return (min if scene.side == LONG else max)(leaves, self.edges[1])

    def distance(self, money: float) -> None:
        """How far away the wall is, drawn at this money; words keep above zero from then on."""
        scene, wall = self.scene, self.wall
        if wall.exists:
            text, beyond = (
                bold(wall.liquidation_price / scene.entry_price - 1, "move"),
                not self.shown,
            )
            self.pane.distance(scene.entry_price, self.losing_end, money, text, beyond=beyond)
            self.pane.keep_off()
        self.pane.words_above(0)

    def fate(self) -> Mark | None:
        """The wall and what is closed beyond it, and the requirement, which is handed back."""
        end, top = self.losing_end, self.pane.view.y_range[1]
        if self.shown:
            low, high = sorted((self.edges[0], end))
            self.pane.bar("closed", (low, high), (0, top), CLOSED)
        needed = self.requirement() if self.scene.maintenance else None
        if self.shown:
            self.pane.line("wall", (end, end), (0, top), WALL, width=5)
        return needed

    def requirement(self) -> Mark:
        """The line of what must be left."""
        xs = self.pane.view.x_range
        ys = [self.scene.requirement(x, self.wall) for x in xs]
        return self.pane.line("requirement", xs, ys, REQUIREMENT, width=2.5, dash="dash")

    def equity(self, start: float, end: float, width: float = 4, dash: str = "solid") -> Mark:
        """The line of what is left, between two prices."""
        xs = (start, end)
        ys = [self.scene.equity(x, self.wall) for x in xs]
        return self.pane.line("equity", xs, ys, self.mode.ink, width=width, dash=dash)

    def position(self) -> Mark:
        """The mark price, and on it the money behind the position."""
        entry, money = self.scene.entry_price, self.wall.collateral
        self.pane.line("mark price", (entry, entry), (0, money), MARK, width=1.5, dash="dot")
        return self.pane.point("now", entry, money, MARK)

    def barrier(self) -> Mark:
        """Where the position ends, from zero to the top: a place for words on either side.

        Unrevealed it is where the position stands, as words would tell where the other is.
        """
        at = self.losing_end if self.revealed else self.scene.entry_price
        return self.pane.line("wall", (at, at), (0, self.pane.view.y_range[1]), WALL, width=0)

    def money(self, now: Mark) -> None:
        """The words at the mark price."""
        scene, wall = self.scene, self.wall
        places = now | self.barrier()
        places.label(bold(wall.collateral, "money"), "NW SE W E left", name="money", ink=INK)
        entry = scene.entry_price
        foot = self.pane.point("mark price", entry, scene.requirement(entry, wall), INK, "")
        foot.label("mark<br>price", "NE NW", size=13, needed=False)

    def asks(self, heights: tuple[float, float]) -> None:
        """The question, between these heights."""
        verb = "fall" if self.scene.side == LONG else "rise"
        low, high = sorted((self.edges[0], self.scene.entry_price))
        asked = self.pane.space("question", (low, high), heights)
        asked.label(f"how far may<br>it {verb}?", "inside", size=17, needed=False)


def outside(words: str, number: str, *, left: bool) -> str:
    """Words with an arrow towards what lies outside the window, and its number below."""
    if left:
        return f"\N{LEFTWARDS ARROW} {words}<br>{number}"
    return f"{words} \N{RIGHTWARDS ARROW}<br>{number}"
