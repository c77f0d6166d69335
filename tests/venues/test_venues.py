"""Each venue's rule reproduces a published example; Bitget's tiers, and what it refuses."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from inspect import signature
from math import ceil, isnan, nan
from pathlib import Path

import pytest
import sympy

from marginlab.theory import inverse, linear
from marginlab.theory.formulas import Formula, maintenance_margin
from marginlab.theory.given import Rejected
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import (
    ARTICLE,
    BINANCE,
    BITGET,
    BYBIT_ENTRY_VALUE,
    VENUES,
    Contract,
    Venue,
    progressive_tiers,
)

BTC = BITGET.contract("BTCUSDT")


def test_bitgets_own_tier_example():
    # Support article 12560603841952: 3 BTC at 110,000 need 1,648 under the progressive rule.
    tier = BTC.tier_at(330_000)
    needed = maintenance_margin(3, 110_000, tier.mmr, BTC.fee_rate, tier.offset)
    assert float(needed) == 1_648


def test_the_requirement_is_continuous_at_every_tier_edge():
    for tier, above in zip(BTC.tiers, BTC.tiers[1:], strict=False):
        assert tier.cap * tier.mmr - tier.offset == above.floor * above.mmr - above.offset


def test_a_displayed_price_stands_on_the_tick_and_never_too_far_away():
    # Support article 12560603797467: a long's 24,637.884 and 21,900.342.
    assert BTC.displayed(24_637.884, LONG) == 24_637.9
    assert BTC.displayed(21_900.342, LONG) == 21_900.4
    assert BTC.displayed(65_697.79, SHORT) == 65_697.7
    assert BTC.displayed(54_249.6, LONG) == 54_249.6
    assert BTC.displayed(0.1 + 0.2, LONG) == 0.3  # rounded on the way: it is a tick
    assert isnan(BTC.displayed(nan, LONG))
    assert BITGET.contract("SAFEUSDT").displayed(0.41237, LONG) == 0.41237  # tick not known


@pytest.mark.parametrize(
    ("price", "words"),
    [(54_249.5492, "54,249.55"), (1, "1.00"), (0.000234567, "0.00023457"), (nan, "never")],
)
def test_a_cheap_coin_keeps_its_digits(price, words):
    assert BITGET.contract("1000SATSUSDT").price(price) == words


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (lambda: BTC.check_leverage(200, 6_000), "leverage was 200x; BTCUSDT allows 1x to 150x"),
        (lambda: BTC.check_leverage(0.5, 6_000), "leverage was 0.50x; BTCUSDT allows 1x"),
        (lambda: BTC.check_leverage(110, 600_000), "1x to 100x for a position of 600,000"),
        (lambda: BTC.check_order(0.6), "order value was 0.60; BTCUSDT takes at least 5 USDT"),
        (lambda: BTC.tier_at(6e10), "at most 1,200,000,000 USDT"),
    ],
)
def test_what_the_exchange_would_refuse_is_rejected_in_its_words(check, said):
    assert BTC.check_leverage(10, 6_000) is BTC.tiers[0]
    with pytest.raises(Rejected, match=said):
        check()


def test_an_unknown_symbol_is_told_the_known_ones():
    with pytest.raises(ValueError, match="symbol was 'DOGE'; Bitget here has BTCUSDT"):
        BITGET.contract("DOGE")


EXAMPLES = [(venue, example) for venue in VENUES for example in venue.examples]
POSITION = {"side": LONG, "size": 0.1, "entry_price": 60_000, "collateral": 600, "mmr": 0.004}


@pytest.mark.parametrize(
    ("venue", "example"), EXAMPLES, ids=[f"{v.name}: {e.asked}" for v, e in EXAMPLES]
)
def test_a_published_example_comes_out_to_its_printed_digits(venue, example):
    kind, _, asked = example.asked.rpartition(".")
    formula = getattr(venue.inverse if kind else venue, asked)
    known = formula.terms if isinstance(formula, Formula) else signature(formula).parameters
    terms = {n: Decimal(v) for n, v in example.terms.items() if n in known}
    last_digit = Decimal(1).scaleb(Decimal(example.printed).as_tuple().exponent)
    assert abs(formula(**terms) - Decimal(example.printed)) <= last_digit / 2


@pytest.mark.parametrize("venue", VENUES, ids=lambda v: v.name)
def test_every_venue_names_source_and_date_and_all_but_the_article_an_example(venue):
    assert venue.source
    assert venue.as_of
    assert bool(venue.examples) != (venue is ARTICLE)
    assert venue.source_kind in ("the exchange's own", "a third party's", "none")
    assert all(e.source and e.source_kind for e in venue.examples)


@pytest.mark.parametrize("venue", VENUES, ids=lambda v: v.name)
def test_every_venue_is_asked_in_the_same_words(venue):
    terms = {**POSITION, "fee_rate": 0.0006, "offset": 0}
    price = venue.liquidation_price(**terms)
    assert 54_000 < price < 54_300
    assert venue.bankruptcy_price(**terms) == pytest.approx(54_000)
    assert venue.linear.required(
        size=0.1, entry_price=60_000, mark_price=price, mmr=0.004, fee_rate=0.0006
    ) == pytest.approx(600 + 0.1 * (price - 60_000))
    coin = {**terms, "size": 6_000, "collateral": 0.01}
    assert 54_500 < venue.inverse.liquidation_price(**coin) < 54_900
    assert venue.inverse.bankruptcy_price(**coin) == pytest.approx(60_000 * 10 / 11)


@pytest.mark.parametrize("venue", VENUES, ids=lambda v: v.name)
@pytest.mark.parametrize("side", [LONG, SHORT])
def test_equity_is_exactly_what_the_venue_requires_at_its_price(venue, side):
    rates = {"mmr": Fraction(1, 50), "fee_rate": Fraction(6, 10_000)}
    for rules, size, margin, offset in (
        (venue.linear, Fraction(3), Fraction(20_000), Fraction(200)),
        (venue.inverse, Fraction(6_000), Fraction(1, 100), Fraction(1, 2_000)),
    ):
        kind = linear if rules is venue.linear else inverse
        terms = {"size": size, "entry_price": Fraction(60_000), "offset": offset, **rates}
        price = rules.liquidation_price(side=side, collateral=margin, **terms)
        equity = kind.equity(side, size, Fraction(60_000), price, margin)
        assert equity == rules.required(mark_price=price, **terms) > 0
        # An offset lowers the requirement, unless the rule knows none.
        more = rules.required(mark_price=price, **{**terms, "offset": 2 * offset})
        assert equity - more == (offset if "offset" in rules.liquidation_price.terms else 0)


def test_what_a_rule_leaves_out_changes_nothing_and_is_not_shown():
    with_fee = BINANCE.liquidation_price(**POSITION, fee_rate=0.0006)
    assert with_fee == BINANCE.liquidation_price(**POSITION)
    assert "fee_rate" not in BINANCE.liquidation_price.terms
    with pytest.raises(ValueError, match="fee_rate was nan"):
        BINANCE.liquidation_price(**POSITION, fee_rate=float("nan"))
    with pytest.raises(TypeError, match="does not know lever"):
        BINANCE.liquidation_price(**POSITION, lever=3)


def test_entry_value_and_mark_value_differ_by_the_rate_on_the_loss():
    # The gap at 10x and at 100x without fee, as in the table of conventions.
    for margin, gap in ((600, 26.45), (60, 1.50)):
        # House terms, mmr 0.46 % for both: what differs is the value it is charged on.
        terms = {**POSITION, "collateral": margin, "mmr": 0.0046}
        found = BYBIT_ENTRY_VALUE.liquidation_price(**terms) - BINANCE.liquidation_price(**terms)
        assert found == pytest.approx(gap, abs=0.005)


def test_the_article_shows_one_price_and_closes_at_another():
    shown = ARTICLE.liquidation_price(**POSITION)
    closed = ARTICLE.trigger_price(**POSITION)
    assert closed == ARTICLE.bankruptcy_price(**POSITION) == pytest.approx(54_000)
    assert shown > closed
    assert BITGET.trigger_price is BITGET.liquidation_price
    assert ARTICLE.removal_floor == "maintenance margin"


def test_the_worst_close_price_is_bitgets():
    # Announcement 12560604115513: long (W - qE)/(q(f - 1)), short (W + qE)/(q(f + 1)).
    q, E, M, f = sympy.symbols("q E M f")  # noqa: N806
    worst = BITGET.worst_close_price
    assert sympy.simplify(worst.at(side=LONG).expr - (M - q * E) / (q * (f - 1))) == 0
    assert sympy.simplify(worst.at(side=SHORT).expr - (M + q * E) / (q * (f + 1))) == 0


def test_funding_at_a_flat_price_lasts_an_exact_number_of_payments():
    for leverage, payments in ((10, 954), (20, 454), (50, 154), (100, 54)):
        left = BITGET.funding_intervals_left(
            side=LONG,
            size=Fraction(1, 10),
            entry_price=Fraction(60_000),
            mark_price=Fraction(60_000),
            collateral=Fraction(6_000, leverage),
            funding_rate=Fraction(1, 10_000),
            mmr=Fraction(4, 1_000),
            fee_rate=Fraction(6, 10_000),
        )
        assert ceil(left) == payments
    q, E, L = sympy.symbols("q E L")  # noqa: N806
    flat = BITGET.funding_intervals_left.at(
        side=LONG, entry_price=E, mark_price=E, collateral=q * E / L, offset=0
    )
    assert flat.latex == r"\frac{1/L-\kappa}{r}"


@pytest.mark.parametrize("symbol", [s for s, c in BITGET.contracts.items() if c.tiers])
def test_the_requirement_of_each_table_is_continuous_and_under_the_flat_rule_it_jumps(symbol):
    contract = BITGET.contract(symbol)
    flat = contract.under("flat")
    for one, two in zip(contract.tiers, contract.tiers[1:], strict=False):
        assert one.cap * one.mmr - one.offset == two.floor * two.mmr - two.offset
        assert one.mmr < two.mmr
        assert one.max_leverage > two.max_leverage
        assert one.max_leverage * one.mmr < 1
    assert all(tier.offset == 0 for tier in flat.tiers)
    assert contract.under("progressive") is contract
    with pytest.raises(ValueError, match="'stepped'; progressive or flat is needed"):
        contract.under("stepped")


def test_bitgets_example_before_and_after_the_change_of_the_rule():
    needs = {}
    for rule in ("flat", "progressive"):
        tier = BTC.under(rule).tier_at(330_000)
        needs[rule] = maintenance_margin(3, 110_000, tier.mmr, BTC.fee_rate, tier.offset)
    assert needs == {"flat": 1_848, "progressive": 1_648}


@pytest.mark.parametrize("symbol", ["BTCPERP", "BTCUSD"])
def test_a_contract_without_a_published_table_takes_its_rate_from_the_caller(symbol):
    contract = BITGET.contract(symbol)
    assert "no published table" in contract.source
    with pytest.raises(ValueError, match="no published table; give its rate"):
        contract.tier_at(1_000)
    given = contract.with_rate("0.004")
    assert given.tier_at(10**9).mmr == Decimal("0.004")
    assert "given by the caller" in given.source
    with pytest.raises(ValueError, match="mmr was 4"):
        contract.with_rate(4)


def test_a_coin_contract_is_exact_with_its_own_coin_and_says_when_it_is_not():
    terms = {**POSITION, "fee_rate": 0.0006}
    own = BITGET.coin_margined.liquidation_price(**{**terms, "collateral": 0.01})
    # Size in base coin times the price is the size in USD of an inverse contract only at entry.
    frozen = BITGET.coin_margined_elsewhere
    assert frozen.liquidation_price(**{**terms, "collateral": 2}, coin_price=300) == pytest.approx(
        BITGET.liquidation_price(**terms)
    )
    assert frozen.liquidation_price(**{**terms, "collateral": 0.01}, coin_price=own) == (
        pytest.approx(own)
    )
    assert "frozen" in frozen.approximate
    assert BITGET.coin_margined.approximate == ""


def test_a_requirement_without_an_inverse_form_says_so():
    def own_line(size, mark_price, mmr):
        return size * mark_price * mmr + 1

    venue = Venue("Here", own_line, {}, "a source", "2026-11-22")
    assert venue.liquidation_price(**POSITION) > BINANCE.liquidation_price(**POSITION)
    with pytest.raises(ValueError, match="Here: its requirement has no form for inverse"):
        _ = venue.inverse


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "option"}, "kind was 'option'; one of linear, inverse, coin"),
        ({"tiers": BTC.tiers[::2]}, "without a gap"),
        ({"tiers": [1]}, r"tiers were \[1\]; a tuple of Tier is needed"),
        ({"symbol": []}, r"symbol was \[\]; a name is needed"),
        ({"settle": ""}, "settle was ''; a name is needed"),
        ({"kind": "inverse"}, "settle coin of BTCUSDT was 'USDT'; .* pays in its base coin, BTC"),
        ({"fee_rate": None}, "fee rate was None; a finite number is needed"),
        ({"tick": "x"}, "tick was 'x'; a number above 0 is needed"),
        ({"min_order_value": 1j}, "min order value was 1j; a finite number is needed"),
    ],
)
def test_a_contract_that_cannot_be_is_refused(change, said):
    terms = {n: getattr(BTC, n) for n in Contract.__dataclass_fields__}
    with pytest.raises(ValueError, match=said):
        Contract(**{**terms, **change})


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: replace(BTC.tiers[0], mmr=None), "mmr was None; a finite number is needed"),
        (lambda: replace(BTC.tiers[0], cap="x"), "cap was 'x'; a finite number is needed"),
        (lambda: replace(BITGET, requirement=3), "requirement was 3; a statement is needed"),
        (lambda: replace(BITGET, trigger="x"), "trigger was 'x'; a statement is needed"),
        (lambda: replace(BITGET, contracts=[]), r"contracts were \[\]; a Contract by symbol"),
    ],
)
def test_a_tier_or_venue_that_cannot_be_is_refused(make, said):
    with pytest.raises(ValueError, match=said):
        make()


def test_offsets_of_published_tables_follow_the_recursion():
    # Binance BTCUSDT before mid-2025: 0, 50, 1,300, 16,300, 266,300.
    tiers = progressive_tiers(
        ("50000", "0.004", 125),
        ("250000", "0.005", 100),
        ("1000000", "0.01", 50),
        ("10000000", "0.025", 20),
        ("20000000", "0.05", 10),
    )
    assert [tier.offset for tier in tiers] == [0, 50, 1_300, 16_300, 266_300]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1, "abc", None, [], True, 1j])
@pytest.mark.parametrize(
    "make",
    [
        lambda x: BITGET.contract("BTCUSD").with_rate(x),
        lambda x: BITGET.contract("BTCUSD").with_rate("0.004", max_leverage=x),
        lambda x: BTC.tier_at(x),
        lambda x: BTC.check_leverage(x),
        lambda x: BTC.check_order(x),
        lambda x: BITGET.with_contracts(x),
        lambda x: progressive_tiers((x, "0.1", 3)),
        lambda x: progressive_tiers(("5", x, 3)),
        lambda x: replace(ARTICLE, least_margin=x if x is not None else 0),
    ],
)
def test_a_venue_refuses_nonsense_in_a_sentence(make, value):
    with pytest.raises(ValueError, match=" was ") as caught:
        make(value)
    assert not isinstance(caught.value, Rejected)


PUBLISHED = json.loads(
    (Path(__file__).parents[1] / "data" / "position-tiers.json").read_text("utf-8")
)


@pytest.mark.parametrize("symbol", [s for s, c in BITGET.contracts.items() if c.tiers])
def test_bitgets_tables_are_those_that_it_announced(symbol):
    contract = BITGET.contract(symbol)
    (table,) = (
        t for t in PUBLISHED
        if (t["exchange"], t["symbol"]) == ("Bitget", symbol)
        and t["effective"].startswith(contract.as_of)
    )  # fmt: skip
    assert table["source"].split("/")[-1] in contract.source
    rows = [(t.floor, t.cap, t.mmr, t.max_leverage) for t in contract.tiers]
    published = [
        tuple(Decimal(str(row[n])) for n in ("floor", "cap", "mmr", "max_leverage"))
        for row in table["tiers"]
    ]
    assert rows == published
    assert contract.fee_rate == Decimal(str(table.get("fee_in_mm", contract.fee_rate)))
