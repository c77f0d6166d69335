"""Every lesson's mark: it tells its ideas apart on the axis, and by numbers worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from html import escape
from itertools import combinations, pairwise
from math import exp, log
from statistics import NormalDist
from typing import Any

import pytest

from marginlab.course.lesson06_which_price.scene import field
from marginlab.drawing.prediction import LEADS, Answers, Prediction
from tests.drawing.test_panel import QUESTIONS
from tests.drawn import pixel

COLUMN = 840  # pixels: that of a notebook on a usual screen
APART, STEPS = 12, 2  # pixels, and steps of the slider, between any two answers
every_question = pytest.mark.parametrize("place", QUESTIONS, ids=lambda place: place.__name__)
Place = Callable[[], Prediction]

KAPPA = Fraction("0.0046")


def wall(
    money: Fraction | int, size: Fraction | int, entry: Fraction | int, kappa: Fraction = KAPPA
) -> Fraction:
    """A long's liquidation price: money + size (P - entry) = kappa size P."""
    return (size * entry - money) / (size * (1 - kappa))


def swing_of(days: float) -> float:
    """The standard deviation of the logarithm of a price of 60 % a year, in so many days."""
    return float(0.6 * (days / 365) ** 0.5)


def way_down(margin: int) -> float:
    """The logarithm of wall over price for a long of 0.1 from 60,000."""
    return log(wall(margin, Fraction("0.1"), 60_000) / 60_000)


def of_100(margin: int, days: float) -> float:
    """How many of 100 such longs a driftless price ends in so many days."""
    swing, down = swing_of(days), way_down(margin)
    below = NormalDist(-(swing**2) / 2, swing).cdf(down)
    mirrored = NormalDist(swing**2 / 2, swing).cdf(down)
    return 100 * (below + exp(-down) * mirrored)


def pressed(rounds: int) -> Fraction:
    """Where longs' forced sales press a price of 59,400, in so many rounds; the fund pays up to 5,000.

    A book of 10 BTC a per cent: a sale of one moves the price by 60. Each is filled half way.
    """
    left, price, fund = [*field("isolated")], Fraction(59_400), Fraction(5_000)
    for _ in range(rounds):
        reached = [one for one in left if price <= wall(
            Fraction(one.collateral), Fraction(one.size), Fraction(one.entry_price)
        )]  # fmt: skip
        left = left[len(reached) :]
        for one in reached:
            size, fill = Fraction(str(one.size)), price - 30 * Fraction(str(one.size))
            rest = Fraction(one.collateral) + size * (fill - Fraction(one.entry_price))
            if fund + rest >= 0:
                fund, price = fund + rest, price - 60 * size
    return price


# By the question's name: the truth, and where each idea leads.
BY_HAND: dict[str, tuple[float | Fraction, dict[str, float | Fraction]]] = {
    "twin": (wall(2_000, 2, 2_500), {
        "margin-behind-cross": wall(500, 2, 2_500),
        "fixed-wall": wall(1_500, 2, 2_500),  # that of the picture before
    }),
    "stakes": (600 - 300, {
        "loss-forgotten": 600,
        "wallet-for-margin": 2_000 - 300,
    }),
    "wall at 100x": (wall(60, Fraction("0.1"), 60_000), {
        "equity-zero": 59_400,  # 60 / 0.1 below the entry
        "kappa-turned": wall(60, Fraction("0.1"), 60_000, -KAPPA),
        "sides-swapped": Fraction(60_600) / (1 + KAPPA),
    }),
    "fates": (2_000 - 600, {
        "wallet-for-margin": 2_000 + 100,  # 0.1 from 60,000 to 61,000
        "isolated-without-cap": 2_000 - 1_000,  # 0.1 from 60,000 to 50,000
        "lost-for-left": 600,
    }),
    "adjust": (of_100(900, 7), {
        "added-out-of-reach": of_100(600, 7),
        "chance-for-stake": of_100(600, 7) * 3 / 2,
        "chance-by-margin": of_100(600, 7) * 2 / 3,
    }),
    "leak": ((60 - 27.6) / 0.6 / 3, {  # the requirement is 27.60, a payment 0.60, three a day
        "fixed-wall": 24,
        "day-for-payment": (60 - 27.6) / 1.8 / 3,
    }),
    "price": (54_625 - Fraction(1_125, 5), {  # the last price was at the index for four minutes of five
        "last-for-mark": 53_500,
        "mean-for-median": (
            53_500 + 54_400 + 54_625 * (1 + Fraction("0.0001") * 90 / 480)
        ) / 3,
        "index-for-mark": 54_625,
    }),
    "cascade": (pressed(200), {
        "push-alone": 59_400,
        "one-round": pressed(1),
    }),
    "roof": (60_000 * (1 - Fraction("1944.8") / Fraction("11944.8")), {  # 2,000 - 55.20 is spare
        "one-at-a-time": wall(Fraction("1972.4"), Fraction("0.1"), 60_000),  # less ETH's 27.60
        "margin-behind-cross": wall(600, Fraction("0.1"), 60_000),
    }),
    "tiers": (920 + 4_480 + 4_940, {  # 200,000, 800,000 and 650,000 at their own rates
        "first-tier-rate": 7_590,
        "offset-forgotten": 12_540,  # 1,650,000 x 0.0076
    }),
    "coins": (0, {  # 30,000 dollars are lost: at 30,000 that is the one bitcoin that was there
        "coins-at-entry-price": Fraction(1, 2),  # 1 - 30,000 / 60,000
        "collateral-still": 1,  # 60,000 - 30,000 dollars, at 30,000
    }),
    "life": (100 - of_100(60, 4 / 24), {
        "end-alone": 100 * (1 - NormalDist(-(swing_of(4 / 24) ** 2) / 2, swing_of(4 / 24)).cdf(way_down(60))),
        "half-fall": 50,
    }),
    "crash": (1 / (1 - Fraction(3_596, 7_353) * (1 - KAPPA)), {
        "first-fall": 1 / (1 - Fraction(5_678, 7_353) * (1 - KAPPA)),
        "fall-from-low": Fraction(3_596, 7_353 - 3_596),  # 1 / 1.0448
    }),
}  # fmt: skip


def answers(asked: Prediction) -> Answers:
    assert asked.answers is not None, f"the mark {asked.name!r} tells no ideas apart"
    return asked.answers


@every_question
def test_truth_and_ideas_are_those_worked_out_by_hand(place: Place) -> None:
    known = answers(asked := place())
    truth, ideas = BY_HAND[asked.name]
    assert known.truth == pytest.approx(float(truth))
    assert known.ideas == pytest.approx({idea: float(at) for idea, at in ideas.items()})
    assert len(ideas) >= 2


@every_question
def test_any_two_answers_lie_apart_in_the_column_and_on_the_slider(place: Place) -> None:
    known = answers(asked := place())
    subplot, along = asked.axis["subplot"], asked.axis["along"]
    asked.view.width = COLUMN

    def on_axis(value: float) -> float:
        at = {"x": 0.0, "y": 0.0, along: value}
        return pixel(asked.view.figure, COLUMN, subplot, at["x"], at["y"])["xy".index(along)]

    for one, other in combinations([known.truth, *known.ideas.values()], 2):
        assert abs(on_axis(one) - on_axis(other)) >= APART, (one, other)
        assert abs(one - other) >= STEPS * asked.slider.step, (one, other)


@every_question
def test_every_answer_can_be_marked_and_names_its_idea(place: Place) -> None:
    known = answers(place())
    for idea, at in known.ideas.items():
        asked = place()
        assert asked.slider.low <= at <= asked.slider.high, "no hand can put a mark there"
        asked.put(at)
        asked.place()
        assert escape(LEADS.format(known.names[idea])) in asked.words.value
        assert escape(known.cures[idea]) in asked.words.value


@every_question
def test_every_idea_has_a_cure_that_holds_for_whatever_numbers(place: Place) -> None:
    known = answers(place())
    assert known.cures.keys() == known.ideas.keys()
    for cure in known.cures.values():
        assert cure[0].isupper()
        assert cure.endswith(".")
        assert not any(letter.isdigit() for letter in cure)


def reach(at: float, every: list[float]) -> float:
    """How far from one of some answers a mark says it."""
    every = sorted(every)
    ways = [after - before for before, after in pairwise(every) if at in (before, after)]
    return min(*ways, 0.4 * (every[-1] - every[0])) / 2


@every_question
def test_a_mark_says_an_answer_until_half_way_to_the_next_and_not_from_far(place: Place) -> None:
    known = answers(place())
    every = [known.truth, *known.ideas.values()]
    for at in every:
        idea = next((idea for idea, there in known.ideas.items() if there == at), None)
        for way in (1, -1):
            within, beyond = (at + way * part * reach(at, every) for part in (0.99, 1.01))
            assert (known.right(within), known.idea(within)) == (idea is None, idea)
            assert known.idea(beyond) is None or known.idea(beyond) != idea
            assert not (idea is None and known.right(beyond))


@pytest.mark.parametrize(
    ("name", "mark"),
    [("twin", 2_500), ("wall at 100x", 60_000), ("leak", 1), ("coins", 1.5), ("stakes", 2_000)],
)
def test_a_mark_at_the_price_of_now_or_at_an_end_tells_no_idea(name: str, mark: float) -> None:
    [known] = [answers(asked) for place in QUESTIONS if (asked := place()).name == name]
    assert (known.idea(mark), known.right(mark), known.told(mark)) == (None, False, "")


@every_question
def test_a_mark_is_kept_with_how_sure_it_was_and_whether_it_is_right(place: Place) -> None:
    for at, right in (
        (answers(place()).truth, True),
        (min(answers(place()).ideas.values()), False),
    ):
        kept: list[Mapping[str, Any]] = []
        asked = place().remember(
            lambda _: {}, lambda _, placed, kept=kept: kept.append(placed) or ""
        )
        asked.put(at)
        asked.controls.set(sure="certain")
        asked.place()
        assert [(one["sure"], one["right"]) for one in kept] == [("certain", right)]


@every_question
def test_nothing_of_an_idea_is_said_before_the_mark_is_placed(place: Place) -> None:
    known = answers(asked := place())
    for at in known.ideas.values():
        asked.put(at)
        told = f"{asked.words.value} {asked.view.say} {asked.view.alt} {asked.html()}"
        assert not [
            name for idea, name in known.names.items() if idea in known.ideas and name in told
        ]
