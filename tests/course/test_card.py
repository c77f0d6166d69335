"""A card that lacks something says what, and the court says how old its rules are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from marginlab.course.court.card import TOPICS, Card, Published, Side, Typed, at_its_word
from marginlab.course.court.docket import DOCKET, card_of, find, kinds
from marginlab.course.court.ledger import Ledger, Row, answer, first_difference, ledger
from marginlab.course.court.panel import court_panel
from marginlab.theory.given import Rejected
from marginlab.venues import BITGET, KUCOIN

SOUND = card_of("B4.5b")
BY = Published("A page", "2026-03-03", "2026-11-22")


def run(side: Side, *, price: float) -> Ledger:
    """A ledger of one row."""
    return ledger(("price", price if side.documented else price + 1, "price"))


def card(**changed: Any) -> Card:
    """A card that has all it needs, with these changes."""
    given = {
        "id": "X1", "says": "The price is {51}.", "by": BY, "about": "none named", "topic": "margin",
        "lesson": 1,
        "verdict": "false", "told": "It is {right[price]}.", "scene": "A price of {price:tick}.",
        "given": {"price": 50.0}, "run": run, "left": at_its_word(),
        "holds": lambda run: run["price"] == 51, "repairs": Typed("price"),
    }  # fmt: skip
    return Card(**{**given, **changed})


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"says": ""}, "card X1 has no says"),
        ({"by": None}, "card X1 has no by"),
        ({"by": "a page"}, "card X1: its source was 'a page'; Published is needed"),
        ({"holds": None}, "card X1 has no holds; without it nothing can be run"),
        ({"run": None}, "card X1 has no run"),
        ({"left": None}, "card X1 has no left"),
        ({"scene": ""}, "card X1 has no scene"),
        ({"told": ""}, "card X1 has no told"),
        ({"repairs": None}, "card X1 has no repairs; its sentence is false"),
        ({"topic": "weather"}, f"card X1: topic was 'weather'; one of {', '.join(TOPICS)}"),
        ({"verdict": "perhaps"}, "card X1: verdict was 'perhaps'; one of true, false, depends, no"),
        ({"says": "{One} or {two}."}, "card X1 has two places in braces"),
        ({"rests": ("thin air",)}, "card X1 rests on 'thin air'; Bitget has requirement, "),
    ],
)
def test_what_is_missing_is_named(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=f"^{told}"):
        card(**changed)


@pytest.mark.parametrize("missing", ["title", "date", "read"])
def test_a_source_has_title_date_and_the_day_it_was_read(missing: str) -> None:
    with pytest.raises(ValueError, match=f"^{missing} of a source was left out"):
        replace(BY, **{missing: ""})
    with pytest.raises(ValueError, match=r"^read was 'yesterday'"):
        replace(BY, read="yesterday")


def test_a_year_is_read_off_the_date() -> None:
    assert [replace(BY, date=day).year for day in ("2026-03-03", "about 2020", "undated")] == [
        "2026", "2020", "undated",
    ]  # fmt: skip


def test_sentence_story_and_reason_are_written_out() -> None:
    made = card()
    assert made.sentence == "The price is 51."
    assert made.repaired("50") == "The price is 50."
    assert made.story == "A price of 50."
    assert made.reason == "It is 50.00."
    assert made.parting == "price"
    assert (made.judged, made.mends(50), made.mends(51)) == ("false", True, False)


def test_the_verdict_is_computed_and_not_read() -> None:
    documented = Side("another", KUCOIN)
    true = {"holds": lambda run: run["price"] > 1, "repairs": None}
    assert card(holds=lambda run: run["price"] == 50).judged == "true"
    assert card(verdict="true", **true).judged == "true"
    assert card(unfound="a page").judged == "no source"
    assert card(verdict="true", unfound="a page", **true).judged == "true"
    apart = card(left=documented, run=lambda side: ledger(("n", len(side.name))), given={})
    assert replace(apart, holds=lambda run: run["n"] == 6).judged == "depends"
    assert replace(apart, holds=lambda run: run["n"] == 5).judged == "false"


def test_what_cannot_be_run_says_why() -> None:
    silent = card(run=None, why_not="Nobody counted.", verdict="no source", told="Nobody counted.")
    assert (silent.judged, silent.reason) == ("no source", "Nobody counted.")
    with pytest.raises(ValueError, match=r"^card X1 cannot be run: Nobody counted\."):
        silent.ledgers  # noqa: B018


# ---- ledgers


def test_a_ledger_is_asked_by_the_names_of_its_rows() -> None:
    made = ledger(("wall", 54_249.5466, "price"), ("answer", "refused: no"), ("paid", 6.0))
    assert (made["wall"], made.says("wall"), made.says("paid")) == (54_249.5466, "54,249.55", "6")
    assert not made.accepts("answer")
    assert ("wall" in made, "hole" in made) == (True, False)
    with pytest.raises(ValueError, match=r"^row was 'hole'; there is wall, answer, paid"):
        made["hole"]
    with pytest.raises(ValueError, match=r"^row 'answer' says 'refused: no'; a number is needed"):
        made["answer"]
    with pytest.raises(ValueError, match=r"^row 'a' stands twice"):
        ledger(("a", 1.0), ("a", 2.0))


def test_what_an_exchange_refuses_is_an_answer_and_nonsense_is_not() -> None:
    def refused() -> None:
        raise Rejected("too much")

    assert answer("asked", refused) == Row("asked", "refused: too much")
    assert answer("asked", lambda: None) == Row("asked", "accepted")
    with pytest.raises(ValueError, match="base 10"):
        answer("asked", lambda: int("x"))


def test_ledgers_part_where_they_print_otherwise() -> None:
    one = ledger(("a", 1.0), ("b", 2.0))
    assert first_difference(one, ledger(("a", 1.000001), ("b", 2.0))) == ""
    assert first_difference(one, ledger(("a", 1.0), ("b", 3.0))) == "b"
    assert first_difference(one, ledger(("a", 1.0))) == "b"
    assert first_difference(ledger(("a", 1.0)), one) == "b"


# ---- finding, and the age of a rule


def test_cards_are_found_by_topic_exchange_and_year() -> None:
    assert find() == tuple(DOCKET.values())
    for name, asked in (("topic", "topic"), ("about", "about"), ("year", "year")):
        parts = [find(**{asked: kind}) for kind in kinds(name)]
        assert sum(map(len, parts)) == len(DOCKET)
        assert all(parts)
    names = kinds("about")
    assert names.index("Bitget") < names.index("dYdX") < names.index("OKX")
    with pytest.raises(ValueError, match=r"^card was 'Z9'; there is "):
        card_of("Z9")


@pytest.mark.parametrize("key", DOCKET)
def test_the_panel_opens_at_every_card(key: str) -> None:
    panel = court_panel(key)
    assert DOCKET[key].sentence in panel.summary()
    panel.judge(DOCKET[key].verdict)
    assert "✓ You said" in panel.summary()


@pytest.mark.parametrize(
    "typed", ["", "nan", "1/0", "1e999", "1e400 %", "<b>95.74</b>", "95,74", "9" * 3_000, None]
)
def test_what_is_no_number_is_refused_in_one_short_sentence(typed: Any) -> None:
    panel = court_panel("T1")
    panel.judge("false")
    panel.repair(typed)
    assert "; a number like 54,249.55 is needed." in panel.reply.value
    assert "<b>" not in panel.reply.value
    assert len(panel.reply.value) < 300


def test_a_number_may_come_from_python_as_well() -> None:
    panel = court_panel("T1")
    panel.repair(95.74)
    assert "✓ Run again, it holds" in panel.reply.value


def test_a_card_or_a_day_that_there_is_not_is_refused() -> None:
    panel = court_panel()
    with pytest.raises(ValueError, match=r"^card was 'Z9'; there is "):
        panel.call("Z9")
    assert panel.shown.key == SOUND.id
    for day in ("2026-11-27", None, datetime(2026, 11, 27)):
        with pytest.raises(ValueError, match=r"^today was .*; a date is needed"):
            court_panel(today=day)


def test_a_rule_read_long_ago_is_told_as_such() -> None:
    read = min(date.fromisoformat(rule.source.read) for rule in SOUND.rules())
    assert not SOUND.stale(read + timedelta(days=180))
    late = read + timedelta(days=181)
    assert SOUND.stale(late) == (
        f"The rule behind this verdict was last read on {read}; look again."
    )
    assert SOUND.stale(late) in court_panel(SOUND.id, today=late).summary()
    assert "last read" not in court_panel(SOUND.id).summary()


def test_a_trait_that_a_caller_changed_was_read_by_nobody() -> None:
    moved = replace(BITGET, tie="alive")
    changed = replace(SOUND, rests=("tie",), right=replace(SOUND.right, venue=moved))
    assert not changed.stale(date(2036, 1, 1))
