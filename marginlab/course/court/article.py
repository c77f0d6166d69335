"""An article of March 2026 on isolated margin at Bitget: what all its cards have in common."""

from __future__ import annotations

from functools import partial

from marginlab.course.court.card import Card, Published, at_its_word
from marginlab.venues import ARTICLE

BY = Published('kdj.com, "How to use isolated margin on Bitget?"', "2026-03-03", "2026-11-22")
card = partial(Card, by=BY, about="Bitget", left=at_its_word(ARTICLE))
