"""The capstone: plans that are right, each trap with its sentence, nonsense, and the page to print."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from math import erfc, exp, log, sqrt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marginlab.course.capstone.grader import PROPERTIES
from marginlab.course.capstone.mandate import mandate_of
from marginlab.course.capstone.memo import ACTIONS, FIELDS, MODES, SOURCES, SWITCH
from marginlab.course.capstone.page import BLANK, HELD, MOST, NO_REASON, NOT_YET, mandate, risk_memo
from marginlab.practice import progress
from marginlab.practice.cards import Card
from marginlab.practice.verdicts import ____

# Worked out by hand from the plan of the course: 0.2 BTC at 60,000 and κ = 0.46 %, 30 days at 60 % a year;
# ALT worth 1,500 and κ = 2.06 %, 7 days at 120 %.
SAID = {
    "alt_mode": "isolated", "alt_behind": 300, "alt_auto_call": "off", "alt_chance": "24.7 %",
    "drain": 108, "drain_high": 324,  # 12,000 x 0.0001 x 90, and three times that
    "btc_alarm": 45_000, "btc_action": "reduce", "alt_alarm": "day 5", "alt_action": "close",
    "why": "ALT is capped. BTC in cross can use the wallet, and can lose it.",
}  # fmt: skip
CROSS = SAID | {
    "btc_mode": "cross", "btc_behind": 4_700, "btc_auto_call": "off", "btc_chance": "0.54 %",
    "btc_chance_paying": "1.07 %", "worst_case": 5_000, "worst_case_from": "wallet",
}  # fmt: skip
A_YEAR = 3 * 365  # payments


def normal(z: float) -> float:
    return erfc(-z / sqrt(2)) / 2


def touched(ratio: float, drift: float, volatility: float, days: int) -> float:
    """The chance that a price touches a wall at this ratio of itself: the first-passage formula."""
    years, variance = days / 365, volatility**2
    b, nu, spread = log(ratio), drift - variance / 2, volatility * sqrt(years)
    ends, back = normal((b - nu * years) / spread), normal((b + nu * years) / spread)
    return ends + exp(2 * nu * b / variance) * back


def chance(behind: float, rate: float = 0.0) -> float:
    """That BTC is liquidated, with the funding put into the drift: rate x value / (value - money)."""
    ratio = (12_000 - behind) / 12_000 / (1 - 0.0046)
    return touched(ratio, -rate * A_YEAR * 12_000 / (12_000 - behind), 0.6, 30)


def last_wall(behind: float) -> float:
    """Where BTC's wall stands when 108 of funding have been paid: equity = κ x value."""
    return (12_000 - (behind - 108)) / (0.2 * (1 - 0.0046))


def bet_chance(behind: float) -> float:
    """That ALT is liquidated."""
    return touched((1_500 - behind) / 1_500 / (1 - 0.0206), 0.0, 1.2, 7)


def isolated(behind: float, **changes: Any) -> dict[str, Any]:
    """The same memo with BTC isolated on this money."""
    return SAID | {
        "btc_mode": "isolated", "btc_behind": behind, "btc_auto_call": "off",
        "btc_chance": chance(behind), "btc_chance_paying": chance(behind, 0.0003),
        "worst_case": behind + 300, "worst_case_from": "margins",
    } | changes  # fmt: skip


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(progress.VARIABLE, str(tmp_path / "progress.json"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def line(card: Card, name: str) -> str:
    [found] = [one for one in card.text.split("\n\n") if f"**{name}**" in one]
    return found


# ---- plans that are right ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "memo",
    [
        CROSS,
        isolated(4_000),
        isolated(3_900),
        isolated(4_700),
        isolated(4_000, btc_action="add margin", btc_alarm="day 12"),
        isolated(4_000, btc_alarm=last_wall(4_000) + 0.01),
        isolated(4_000, btc_auto_call="on", btc_chance="0.54 %", btc_chance_paying="1.07 %",
                 worst_case=5_000, worst_case_from="wallet"),
        CROSS | {"alt_behind": 250, "alt_chance": bet_chance(250)}
        | {"btc_behind": 4_750, "btc_chance": chance(4_750), "btc_chance_paying": chance(4_750, 0.0003)},
        CROSS | {"btc_behind": "4,700 USDT", "btc_mode": "Cross", "worst_case": "$5,000"},
    ],
    ids=["cross", "isolated", "just enough", "all of it", "by the calendar", "in time", "called", "less ALT",
         "words"],
)  # fmt: skip
def test_many_plans_are_right(memo: dict[str, Any], here: Path) -> None:
    card = risk_memo(**memo)
    assert (card.kind, card.text.partition("\n")[0]) == ("correct", HELD), card.text
    assert (here / "risk-memo.html").exists()
    assert progress.load()["exercises"]["capstone"]["verdicts"] == {"correct": 1}


# ---- traps ------------------------------------------------------------------------------------

CALLED = {"btc_auto_call": "on"}
BOTH_IN_CROSS = CROSS | {"alt_mode": "cross", "alt_behind": 5_000, "btc_behind": 5_000}
MONTH = 30 / 365
END_ONLY = normal((log(7_300 / 12_000 / 0.9954) + 0.18 * MONTH) / (0.6 * sqrt(MONTH)))


@pytest.mark.parametrize(
    ("memo", "name", "words"),
    [
        (BOTH_IN_CROSS, "What ALT can cost", "In cross all that the wallet holds"),
        (CROSS | {"alt_auto_call": "on"}, "What ALT can cost", "takes from the wallet what ALT lacks"),
        (CROSS | {"alt_behind": 400, "btc_behind": 4_600}, "What ALT can cost", "can lose all 400"),
        (isolated(3_500), "BTC lasts", "with a chance above 5.00"),
        (isolated(3_600), "BTC lasts", "Without funding the limit holds"),
        (isolated(10), "The exchange opens it", "if that is a leverage"),
        (isolated(4_900), "The exchange opens it", "more than the 5,000 in the wallet"),
        (CROSS | {"btc_behind": 1_200}, "The exchange opens it", "1,200 is not what stands behind BTC"),
        (CROSS | CALLED, "The exchange opens it", "in cross has no automatic margin call"),
        (CROSS | {"btc_chance": END_ONLY}, "The chances", "counts the paths that end beyond"),
        (CROSS | {"btc_chance": "3 %"}, "The chances", "touches the wall of your plan within 30 days"),
        (CROSS | {"btc_chance": "1 %"}, "The chances", "only the rounding is off"),
        (CROSS | {"alt_chance": "25 %"}, "The chances", "only the rounding is off"),
        (isolated(4_000) | CALLED, "The chances", "with the call on, all of the wallet"),
        (isolated(4_000, btc_chance_paying=chance(4_000)), "The chances", "is the chance without funding"),
        (CROSS | {"btc_chance_paying": "0.54 %"}, "The chances", "is the chance without funding"),
        (CROSS | {"btc_chance_paying": "9 %"}, "The chances", "10,000 simulated paths"),
        (CROSS | {"alt_chance": "12.3 %"}, "The chances", "`alt_chance`"),
        (CROSS | {"drain": 1.2}, "What funding drains", "that is one payment; there are several"),
        (CROSS | {"drain_high": 108}, "What funding drains", "one payment a day"),
        (CROSS | {"drain": 42.3}, "What funding drains", "not on the money behind it"),
        (CROSS | {"drain": 500}, "What funding drains", "wanted is what BTC pays in 30 days"),
        (CROSS | {"worst_case": 300}, "The worst case", "reaches everything in the wallet"),
        (isolated(4_000, worst_case=5_000), "The worst case", "can lose its whole margin"),
        (CROSS | {"worst_case_from": "margins"}, "The worst case", "is paid out of the wallet"),
        (isolated(4_000, worst_case_from="wallet"), "The worst case", "out of reach"),
        (CROSS | {"btc_alarm": 36_000}, "Alarms and actions", "is gone before it rings"),
        (CROSS | {"alt_alarm": 1.225}, "Alarms and actions", "stands at 1.2252"),  # 1.2 / 0.9794
        (CROSS | {"btc_alarm": last_wall(4_700) - 0.01}, "Alarms and actions", "expected moves the wall to"),
        (isolated(4_000, btc_alarm=last_wall(4_000) - 0.01), "Alarms and actions", "expected moves the wall"),
        (CROSS | {"btc_alarm": 61_000}, "Alarms and actions", "rings at once"),
        (CROSS | {"alt_alarm": "day 8"}, "Alarms and actions", "from day 1 to day 7"),
        (CROSS | {"btc_action": "add margin"}, "Alarms and actions", "no margin can be added"),
        (CROSS | {"alt_action": "add margin"}, "Alarms and actions", "costs more than it may"),
        (isolated(4_700, btc_action="add margin"), "Alarms and actions", "no money is free"),
    ],
)  # fmt: skip
def test_each_trap_is_refused_by_its_own_sentence(
    memo: dict[str, Any], name: str, words: str, here: Path
) -> None:
    card = risk_memo(**memo)
    assert card.kind == "not yet"
    assert line(card, name).startswith("✗"), card.text
    assert words in line(card, name)
    assert not (here / "risk-memo.html").exists()


def test_before_the_exchange_opens_the_plan_nothing_else_is_looked_at() -> None:
    card = risk_memo(**CROSS | CALLED)
    assert line(card, "BTC lasts").startswith("○")
    assert "not looked at yet" in line(card, "BTC lasts")


def test_alt_in_cross_lets_btc_last_and_costs_too_much() -> None:
    card = risk_memo(**BOTH_IN_CROSS)
    assert line(card, "BTC lasts").startswith("✓")
    assert line(card, "What ALT can cost").startswith("✗")


def test_a_refusal_says_no_number_that_is_asked_for() -> None:
    wrong = CROSS | {
        "btc_chance": "3 %", "btc_chance_paying": "9 %", "alt_chance": "50 %", "drain": 1, "drain_high": 2,
        "worst_case": 3,
    }  # fmt: skip
    told = risk_memo(**wrong).text
    for answer in ("4,700", "0.54", "1.07", "24.7", "108", "324"):
        assert answer not in told


def test_the_limits_are_those_of_the_plan_of_the_course() -> None:
    core = mandate_of(1).core
    assert float(core.money_within(mandate_of(1).limit)) == pytest.approx(3_579.53, abs=0.01)
    assert float(core.wall(4_700)) == pytest.approx(36_668.68, abs=0.005)


# ---- a second sitting -------------------------------------------------------------------------


@pytest.mark.parametrize("sitting", [2, 3, 9])
def test_another_sitting_has_other_numbers_and_plans_that_are_right(
    sitting: int, here: Path
) -> None:
    now = mandate_of(sitting)
    assert now == mandate_of(sitting)
    assert now.wallet != mandate_of(1).wallet
    core, bet, behind = now.core, now.bet, now.wallet - now.most
    day = 3 * core.value
    memo = SAID | {
        "alt_behind": now.most, "alt_chance": bet.chance(now.most), "alt_alarm": "day 1",
        "btc_mode": "cross", "btc_behind": behind, "btc_auto_call": "off", "btc_chance": core.chance(behind),
        "btc_chance_paying": core.fates(behind, now.high_rate).probability, "btc_alarm": "day 2",
        "drain": day * now.rate * core.days, "drain_high": day * now.high_rate * core.days,
        "worst_case": now.wallet, "worst_case_from": "wallet",
    }  # fmt: skip
    card = risk_memo(sitting, **memo)
    assert card.kind == "correct", card.text
    assert (here / f"risk-memo-{sitting}.html").exists()
    assert risk_memo(1, **memo).kind == "not yet"


@pytest.mark.parametrize("sitting", range(1, 41))
def test_every_mandate_can_be_kept(sitting: int) -> None:
    assert mandate_of(sitting).can_be_kept


def test_the_mandate_tells_its_numbers() -> None:
    told = repr(mandate())
    for number in (
        "5,000",
        "0.2 BTC",
        "60,000",
        "30 days",
        "60 %",
        "5.00",
        "0.03 %",
        "1,500",
        "120 %",
        "300",
    ):
        assert number in told.replace("\u202f", " "), number
    assert repr(mandate(2)) != told


@pytest.mark.parametrize("sitting", [0, MOST + 1, "2", 1.5, None])
def test_there_is_no_other_sitting(sitting: Any) -> None:
    for found in (mandate(sitting), risk_memo(sitting, why="so")):
        assert isinstance(found, Card)
        assert "There are sittings 1 to" in found.text


# ---- blanks and nonsense ----------------------------------------------------------------------


def test_an_untouched_memo_is_not_tried(here: Path) -> None:
    card = risk_memo(**dict.fromkeys(FIELDS, ____))
    assert (card.kind, card.text) == ("not tried", BLANK)
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_that_is_left_out_is_named(field: str, here: Path) -> None:
    card = risk_memo(**{name: one for name, one in CROSS.items() if name != field})
    first, *lines = card.text.split("\n\n")
    assert (card.kind, first) == (("almost", NO_REASON) if field == "why" else ("not yet", NOT_YET))
    assert f"`{field}`" in "".join(lines)
    assert not (here / "risk-memo.html").exists()


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "nonsense", ["maybe", "", "-5", "1e400", -1, float("nan"), [1], b"\xff", object(), True]
)
def test_nonsense_in_a_field_is_one_sentence(field: str, nonsense: object, here: Path) -> None:
    if field == "why" and isinstance(nonsense, str):
        return
    card = risk_memo(**CROSS | {field: nonsense})
    assert card.kind == "not yet"
    told = [one for one in card.text.split("\n\n") if one.startswith(f"`{field}`")]
    assert len(told) == (0 if nonsense == "" else 1)
    assert not (here / "risk-memo.html").exists()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(
        st.sampled_from(sorted(FIELDS)),
        st.one_of(
            st.text(max_size=40), st.floats(), st.integers(),
            st.sampled_from([*MODES, *SWITCH, *SOURCES, *ACTIONS, "day 3", 300, 4_700, 5_000, "1 %"]),
        ),
    )
)  # fmt: skip
def test_whatever_is_filled_in_a_card_comes_out(answers: dict[str, Any]) -> None:
    card = risk_memo(**CROSS | answers)
    assert card.kind in ("correct", "not yet")
    assert repr(card)


def test_a_field_that_does_not_exist_is_told() -> None:
    card = risk_memo(btc_margin=4_000)
    assert card.kind == "can't read it"
    assert "no `btc_margin`" in card.text


def test_where_nothing_can_be_written_that_is_told(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "risk-memo.html").mkdir()
    assert "could not be written here" in risk_memo(**CROSS).text


# ---- the page ---------------------------------------------------------------------------------


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_holds_the_memo_and_nothing_of_elsewhere(here: Path) -> None:
    hostile = '<script>alert("x")</script> & so\non'
    risk_memo(**CROSS | {"why": hostile})
    html = (here / "risk-memo.html").read_text(encoding="utf-8")
    reader = _Reader()
    reader.feed(html)
    assert reader.open == []
    assert not {"script", "link", "img", "iframe"} & set(reader.tags)
    assert not re.search(r"(?:src|href|url)\s*[=(]", html)
    assert "&lt;script&gt;" in html
    assert "@media print" in html
    for told in (
        "36,668.68",
        "4,700",
        "0.54",
        "1.07",
        "24.7",
        "108",
        "324",
        "5,000, out of the wallet",
        "45,000",
    ):
        assert told in html, told
    assert all(one.name in html for one in PROPERTIES)
    assert len(html.encode()) < 8_000
