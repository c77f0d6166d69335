"""The long run: every random check at its full count, where the tests take a tenth.

`python -m tests.long` prints one line for each and exits with 1 when one fails.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import perf_counter

from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy

from tests.browser import clumsy, other_engines, test_drawer, test_room
from tests.course import test_layouts, test_own
from tests.drawing import test_states
from tests.engine import test_account as test_accounts
from tests.engine import test_largest, test_money, test_preview
from tests.engine import test_replay as test_timeline
from tests.practice import test_fresh
from tests.theory import test_price_models
from tests.tools import test_reading
from tests.venues import test_traits


def cases(strategy: SearchStrategy, check: Callable[[object], None]) -> Callable[[int], list[str]]:
    """A check of hypothesis' cases that takes their count."""

    def failures(count: int) -> list[str]:
        every = settings(max_examples=count, deadline=None, database=None)(given(strategy)(check))
        try:
            every()
        except AssertionError as error:
            return [str(error)]
        return []

    return failures


# What is checked, how often, and the function that takes the count and gives the failures in words.
CHECKS: tuple[tuple[str, int, Callable[[int], list[str]]], ...] = (
    ("lives of accounts agree with the money's side", 20_000, test_money.failures),
    ("previews are the moves that are then made", test_preview.ACCOUNTS, test_preview.failures),
    ("the largest order, and a millionth more", test_largest.ACCOUNTS, test_largest.failures),
    ("a position of one's own is the account's", test_own.POSITIONS, test_own.failures),
    ("nonsense in a move", 10_000, cases(test_accounts.MOVES, test_accounts.refuse_a_move)),
    (
        "nonsense in an event",
        10_000,
        cases(test_timeline.STRANGE_EVENTS, test_timeline.refuse_an_event),
    ),
    ("nonsense in a trait", 10_000, cases(test_traits.TRAITS, test_traits.refuse_a_trait)),
    ("draws of fresh numbers of each exercise", test_fresh.DRAWS, test_fresh.failures),
    (
        "lives under each model of prices",
        test_price_models.PATHS,
        test_price_models.failures,
    ),
    ("labels of every picture in every layout", test_layouts.STATES, test_layouts.failures),
    ("pictures by the drawer and by plotly", 20_000, test_drawer.failures),
    ("walks through each panel's tabulated states, and all of them", 40, test_states.failures),
    ("states of each lesson's pages, drawn and weighed", 12, test_reading.failures),
    ("slides of all tracks, light and dark, by axe", 1000, test_room.failures),
    ("lessons in Firefox ESR and WebKitGTK", 6, other_engines.failures),
    ("clumsy acts lose nothing in either edition", 200, clumsy.failures),
)
SHOWN = 5


def main() -> int:
    """Run all; 1 when something failed."""
    failed = 0
    for name, count, check in CHECKS:
        start = perf_counter()
        found = check(count)
        verdict = f"{len(found)} failures" if found else "ok"
        print(f"{name}: {count:,} in {perf_counter() - start:.0f} s, {verdict}", flush=True)
        for failure in found[:SHOWN]:
            print(f"  {failure}", flush=True)
        failed += bool(found)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
