"""One mode's position in a pane of lesson 2, or in its lens: its lines, and where they end there."""

from __future__ import annotations

from dataclasses import dataclass

from marginlab.course.lesson02_the_wall.scene import Wall, WallScene
from marginlab.drawing.ink import MARK, REQUIREMENT, WALL, Mode
from marginlab.drawing.marks import Mark, Pane
from marginlab.theory.terms import LONG


@dataclass(slots=True)
class Half:
    """One mode's position in a pane, and where its lines end there."""

    scene: WallScene
    wall: Wall
    mode: Mode
    pane: Pane

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
        """Where the position ends, from zero to the top: a place for words on either side."""
        ends = (self.losing_end, self.losing_end)
        return self.pane.line("wall", ends, (0, self.pane.view.y_range[1]), WALL, width=0)
