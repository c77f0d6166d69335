"""The picture of lesson 8 and its words: the same numbers, at every state of the controls."""

from __future__ import annotations

from marginlab.course.lesson08_bigger.panel import place_tiers_mark, tiers_panel
from tests.lessons import NAN, Asked, Lesson, states_of

STATES = states_of(tiers_panel(), place_tiers_mark())
LESSON = Lesson(
    theme="tiers", room="lesson08_bigger", states=STATES, bytes=14_000,
    truth=frozenset({"requirement", "wall", "end", "closed", "now", "lost"}),
    unseen={"price": 110_000}, secret=("closed at", "10,340"),
    largest={"guess": 9_000}, moved=("size", "ArrowRight"),
    first={"leverage": 5, "price": 110_000, "size": 9},
    refused=(
        ({"size": 0}, "size was 0"),
        ({"size": 19}, "size was 19"),
        ({"size": "abc"}, "size was 'abc'"),
        ({"price": NAN}, "mark price was nan"),
        ({"price": 120_000}, "mark price was 120,000"),
        ({"leverage": 80}, "leverage was 80x; BTCUSDT allows 1x to 75x for a position of 1,650,000"),
        ({"tier_rule": "thin air"}, "tier rule was 'thin air'"),
        ({"guess": -1}, "your mark was -1"),
    ),
    asked=Asked(
        truth=frozenset({"x/requirement", "x2/requirement", "x/end", "x3/lost"}),
        secret="10,340", along="y", click=(1_650_000, 6_000), drop=(1_650_000, 9_000),
        marks=(6_000, 9_000), near=120, keys=("ArrowRight", 3), typed=7_590,
    ),
    goals=(
        [("size", "ArrowLeft", 5)],
        [("size", "ArrowRight", 3), ("mark price", "Home", 1)],
        [("charged", "ArrowRight", 1), ("mark price", "End", 1), ("mark price", "ArrowLeft", 41)],
    ),
)  # fmt: skip
