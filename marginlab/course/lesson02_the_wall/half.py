"""One mode's position in a pane of lesson 2, or in its lens: its lines, and where they end there."""

from __future__ import annotations

from dataclasses import dataclass

from marginlab.course.lesson02_the_wall.scene import Wall, WallScene
from marginlab.drawing.ink import INK, MARK, REQUIREMENT, WALL, Mode
from marginlab.drawing.marks import Mark, Pane
from marginlab.drawing.words import bold
from marginlab.theory.terms import LONG


@dataclass(slots=True)
class Half:
    """One mode's position in a pane, and where its lines end there; revealed: whether that shows."""

    scene: WallScene
    wall: Wall
    mode: Mode
    pane: Pane
    revealed: bool = True

    @property
    def edge(self) -> float:
        """The price at which the window ends on the losing side."""
        return self.pane.view.x_range[0 if self.scene.side == LONG else 1]

    @property
    def far_edge(self) -> float:
        """The price at which the window ends on the winning side."""
        return self.pane.view.x_range[1 if self.scene.side == LONG else 0]

    @property
    def shown(self) -> bool:
        """Whether the wall stands in the window."""
        return self.wall.exists and self.pane.view.shows(self.wall.liquidation_price)

    @property
    def losing_end(self) -> float:
        """The price up to which the position lives, as far as the window shows."""
        return self.wall.liquidation_price if self.shown else self.edge

    @property
    def winning_end(self) -> float:
        """The price at which the equity line leaves the window."""
        scene, top = self.scene, self.pane.view.y_range[1]
        leaves = scene.entry_price + scene.side * (top - self.wall.collateral) / scene.size
        return (min if scene.side == LONG else max)(leaves, self.far_edge)

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
        across = sorted((self.edge, self.scene.entry_price))
        asked = self.pane.space("question", (across[0], across[1]), heights)
        asked.label(f"how far may<br>it {verb}?", "inside", size=17, needed=False)


def outside(words: str, number: str, *, left: bool) -> str:
    """Words with an arrow towards what lies outside the window, and its number below."""
    if left:
        return f"\N{LEFTWARDS ARROW} {words}<br>{number}"
    return f"{words} \N{RIGHTWARDS ARROW}<br>{number}"
