"""Which fresh numbers wait for an answer, and are what `check` judges until they got a right one.

Those that this kernel asked wait in it, whatever another notebook asks; a new kernel takes up what the
progress file says. The n-th time that an exercise is asked again it has its n-th draw.
"""

from __future__ import annotations

from marginlab.practice import progress
from marginlab.practice.fresh import Sampler
from marginlab.practice.item import Item


class Waiting:
    """The fresh numbers that wait in this kernel, by exercise; at first those that wait in the file."""

    def __init__(self, sampler: Sampler) -> None:
        self._sampler = sampler
        self._asked: dict[str, int] = {}
        self._open: dict[str, Item] = {}
        self._in_file: dict[str, int] | None = None  # not looked at yet

    def ask(self, item: Item) -> tuple[Item | None, str]:
        """The item with its next numbers, and a sentence if they could not be kept."""
        asked, _ = progress.draws().get(item.id, (0, 0))
        draw = max(asked, self._asked.get(item.id, 0)) + 1
        drawn = self._sampler.drawn(item, draw)
        if drawn is None:
            return None, ""
        self._take_up().pop(item.id, None)
        self._asked[item.id], self._open[item.id] = draw, drawn
        return drawn, progress.keep_draw(item.id, draw)

    def of(self, item: Item) -> Item | None:
        """The item with the numbers that wait, if any do."""
        draw = self._take_up().pop(item.id, None)
        if draw and (drawn := self._sampler.drawn(item, draw)):
            self._open[item.id] = drawn
        return self._open.get(item.id)

    def end(self, drawn: Item) -> None:
        """These numbers wait no longer; if that cannot be kept, the verdict has said why."""
        if self._open.get(drawn.id) is drawn:  # others may have been asked meanwhile
            del self._open[drawn.id]
        progress.keep_draw(drawn.id, drawn.draw, answered=True)

    def _take_up(self) -> dict[str, int]:
        if self._in_file is None:
            drawn = progress.draws().items()
            self._in_file = {e: asked for e, (asked, answered) in drawn if answered < asked}
        return self._in_file


def numbers_of(item: Item) -> str:
    """What an item tells before it asks, in one line."""
    return item.prompt.partition("\n\n")[0].replace("**", "")
