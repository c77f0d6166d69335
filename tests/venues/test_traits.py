"""What venues differ in: each trait changes the number that it should, and says where it stands.

Right values come from equity = requirement, worked out here with fractions.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from fractions import Fraction as F  # noqa: N817
from math import isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marginlab.engine.account import Account
from marginlab.engine.pool import Pool
from marginlab.engine.position import Risk
from marginlab.engine.replay import Funding, Mark, replay
from marginlab.theory.given import Rejected
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import (
    ARTICLE,
    BINANCE,
    BITGET,
    BYBIT_2021,
    DYDX,
    VENUES,
    Contract,
    Source,
    progressive_tiers,
    read_before,
)
from marginlab.venues.consequences import Consequences
from marginlab.venues.traits import WORDS, Rule
from tests.engine.test_account import strange

BTC, ETH = "BTCUSDT", "ETHUSDT"
PLAIN = replace(
    BITGET.contract(BTC), tiers=progressive_tiers(("1000000000", "0.004", 125)), fee_rate=F(0)
)


def at(venue, wallet, *trades, leverage=125, mark=60_000.0, contract=PLAIN):
    """A cross account at a venue that trades this contract; trades are (side, size, price)."""
    account = Account(venue.with_contracts(contract), wallet).set_leverage(BTC, leverage)
    for side, size, price in trades:
        account = account.open(BTC, side, size=size, price=price, marks={BTC: mark})
    return account


def wall(account, mark=60_000.0):
    return account.liquidation_price(BTC, {BTC: mark})


# ---- hedged legs ------------------------------------------------------------------------------


def test_binance_charges_both_legs_and_bitget_the_larger():
    # Binance, faq b3c689c1…: equal legs of 0.1 behind 100: 100 = rate x 0.1 x P, once or twice.
    legs = (LONG, 0.1, 60_000), (SHORT, 0.1, 60_000)
    assert wall(at(BINANCE, 100, *legs)) == pytest.approx(float(100 / (F("0.004") * F("0.2"))))
    assert wall(at(BITGET, 100, *legs)) == pytest.approx(float(100 / (F("0.004") * F("0.1"))))


def test_binances_unequal_legs_die_where_both_are_charged():
    # 1,000 + 0.1 (P - 60,000) - 0.06 (P - 60,000) = 0.004 x 0.16 P
    net, charged = F("0.04"), F("0.004") * F("0.16")
    price = (net * 60_000 - 1_000) / (net - charged)
    assert f"{float(price):.2f}" == "35569.11"
    account = at(BINANCE, 1_000, (LONG, 0.1, 60_000), (SHORT, 0.06, 60_000), leverage=10)
    assert wall(account) == pytest.approx(float(price), abs=1e-6)
    formula = account.venue.linear.hedged_liquidation_price
    terms = {
        "side": LONG, "size": F("0.1"), "entry_price": 60_000, "collateral": 1_000,
        "mmr": F("0.004"), "hedge_size": F("0.06"), "hedge_entry_price": 60_000,
    }  # fmt: skip
    assert formula(**terms) == price
    (risk,) = {account.cross_pool.risk({BTC: float(price)})}
    assert risk.equity == pytest.approx(risk.maintenance_margin)
    trace = replay(account, [Mark(0, {BTC: 60_000}), Mark(1, {BTC: float(price) + 0.01})])
    assert not trace.liquidations
    assert trace.liquidation_price["BTCUSDT short"][-1] == pytest.approx(float(price))
    assert replay(account, [Mark(0, {BTC: float(price)})]).liquidations


def test_both_legs_are_charged_each_in_its_own_tier():
    tiers = progressive_tiers(("5000", "0.004", 125), ("1000000", "0.01", 50))
    contract = replace(PLAIN, tiers=tiers)
    account = at(BINANCE, 2_000, (LONG, 0.1, 60_000), (SHORT, 0.06, 60_000), leverage=10,
                 contract=contract)  # fmt: skip
    price = F(wall(account))
    long, short = price * F("0.1"), price * F("0.06")
    assert long <= 5_000  # at the wall both stand in the first tier
    spare = 2_000 + F("0.04") * (price - 60_000) - F("0.004") * (long + short)
    assert float(spare) == pytest.approx(0, abs=1e-9)
    up = at(BINANCE, 2_000, (LONG, 0.06, 60_000), (SHORT, 0.1, 60_000), leverage=10,
            contract=contract)  # fmt: skip
    price = F(wall(up))
    long, short = price * F("0.06"), price * F("0.1")
    needed = sum(v * F("0.01") - 30 if v > 5_000 else v * F("0.004") for v in (long, short))
    assert long > 5_000
    assert float(2_000 - F("0.04") * (price - 60_000) - needed) == pytest.approx(0, abs=1e-9)


def test_the_frontier_and_the_common_fall_charge_what_the_venue_charges():
    legs = (LONG, 0.1, 60_000), (SHORT, 0.06, 60_000)
    for venue, charged in ((BINANCE, F("0.16")), (BITGET, F("0.1"))):
        pool = at(venue, 1_000, *legs, leverage=10).cross_pool
        frontier, fall = pool.frontier({BTC: 60_000.0}), pool.common_fall({BTC: 60_000.0})
        weight = F("0.04") - F("0.004") * charged
        assert frontier.weights[BTC] == pytest.approx(float(weight))
        price = (F("0.04") * 60_000 - 1_000) / weight
        assert frontier.price(BTC, {BTC: 60_000.0}) == pytest.approx(float(price))
        assert 60_000 * (1 - fall) == pytest.approx(float(price))


@pytest.mark.parametrize("hedged_legs", WORDS["hedged_legs"])
def test_initial_margin_is_that_of_both_legs_unless_the_venue_says_otherwise(hedged_legs):
    venue = BITGET.with_traits(hedged_legs=hedged_legs)
    account = at(venue, 1_000, (LONG, 0.1, 60_000), (SHORT, 0.06, 60_000), leverage=10)
    legs = F("0.1") if hedged_legs == "larger leg, initial margin too" else F("0.16")
    held = legs * 60_000 / 10
    assert account.available_balance({BTC: 60_000}) == pytest.approx(float(1_000 - held))
    # A hedge that stays the smaller leg takes nothing more where only the larger is charged.
    if hedged_legs == "larger leg, initial margin too":
        full = at(venue, 600, (LONG, 0.1, 60_000), leverage=10)
        assert full.available_balance({BTC: 60_000}) == pytest.approx(0)
        assert full.open(BTC, SHORT, size=0.1, price=60_000).position(BTC, SHORT).size == 0.1
        with pytest.raises(Rejected, match="0 is available"):
            full.open(BTC, SHORT, size=0.11, price=60_000)


@pytest.mark.parametrize("hedged_legs", WORDS["hedged_legs"])
@pytest.mark.parametrize("venue", [BITGET, BYBIT_2021], ids=lambda v: v.name)
def test_the_order_of_equal_legs_decides_nothing(venue, hedged_legs):
    venue = venue.with_traits(hedged_legs=hedged_legs)
    legs = (LONG, 0.1, 62_000), (SHORT, 0.1, 58_000)
    one, two = (at(venue, 3_000, *pair, leverage=10) for pair in (legs, legs[::-1]))
    risks = [account.cross_pool.risk({BTC: 60_000.0}) for account in (one, two)]
    assert risks[0].maintenance_margin == pytest.approx(risks[1].maintenance_margin, rel=1e-15)
    assert wall(one) == pytest.approx(wall(two), rel=1e-15, nan_ok=True)
    balances = [a.available_balance({BTC: 60_000.0}) for a in (one, two)]
    assert balances[0] == pytest.approx(balances[1])


# ---- tie --------------------------------------------------------------------------------------


def test_equity_that_equals_the_requirement_is_safe_at_dydx_and_the_end_at_bitget():
    # dYdX's own test: equity 100 against a requirement of 100.
    assert not Risk(100, 100, 1_000, tie="alive").liquidated
    assert Risk(99.99, 100, 1_000, tie="alive").liquidated
    assert Risk(100, 100, 1_000).liquidated
    half = replace(PLAIN, tiers=progressive_tiers(("1000000000", "0.05", 20)))
    for venue, dies in ((DYDX, False), (BITGET, True)):
        # 0.02 at 100,000 is worth 2,000 and requires 100; at 100,000 equity is 100 + 0.
        account = at(venue, 200, (LONG, 0.02, 105_000), leverage=20, mark=105_000.0, contract=half)
        risk = account.cross_pool.risk({BTC: 100_000.0})
        assert (risk.equity, risk.maintenance_margin) == pytest.approx((100, 100))
        assert risk.liquidated is dies
        assert bool(replay(account, [Mark(0, {BTC: 100_000})]).liquidations) is dies
        assert replay(account, [Mark(0, {BTC: 99_999})]).liquidations


def test_where_a_tie_is_safe_one_payment_more_is_needed():
    # 600 - n x 6 = 0.05 x 6,000 at n = 50, exactly.
    terms = {
        "side": LONG, "size": F("0.1"), "entry_price": 60_000, "mark_price": 60_000,
        "collateral": 600, "funding_rate": F("0.001"), "mmr": F("0.05"),
    }  # fmt: skip
    assert (600 - F("0.05") * 6_000) / 6 == 50
    assert Consequences(BINANCE).payments_left(**terms) == 50
    assert Consequences(DYDX).payments_left(**terms) == 51
    contract = replace(PLAIN, tiers=progressive_tiers(("1000000000", "0.05", 20)))
    for venue, last in ((BINANCE, 50), (DYDX, 51)):
        account = Account(venue.with_contracts(contract), 600).set_margin_mode(BTC, "isolated")
        account = account.open(BTC, LONG, size=0.1, price=60_000)
        events = [Mark(0, {BTC: 60_000}), *(Funding(i, BTC, 0.001) for i in range(1, 99))]
        assert replay(account, events).liquidations[0].time == last
    at_once = {**terms, "collateral": 300, "funding_rate": 0}
    assert Consequences(BINANCE).payments_left(**at_once) == 0
    assert isnan(Consequences(DYDX).payments_left(**at_once))


def opened_late(venue, wallet, mmr="0.005"):
    """A long of 0.1 since 60,000, which has lost 100 when it is opened: the mark is 59,000."""
    contract = replace(PLAIN, tiers=progressive_tiers(("1000000000", mmr, 125)))
    return at(venue, wallet, (LONG, 0.1, 60_000), mark=59_000.0, contract=contract)


def test_a_refusal_says_what_the_tie_leaves():
    # Half a per cent of 5,900 is what is left of 129.5.
    safe = BITGET.with_traits(tie="alive")
    for wallet in (129, 129.5):
        with pytest.raises(Rejected, match=r"more than 29\.50 is needed"):
            opened_late(BITGET, wallet)
    with pytest.raises(Rejected, match=r"at least 29\.50 is needed"):
        opened_late(safe, 129)
    assert opened_late(safe, 129.5)


def test_an_opening_is_checked_against_what_liquidates():
    # The article shows a price from 0.4 % of 5,900 and closes at an equity of 0.
    assert opened_late(ARTICLE, 120, mmr="0.004")
    with pytest.raises(Rejected, match="more than 0 is needed"):
        opened_late(ARTICLE, 100, mmr="0.004")


def test_risks_of_two_ties_do_not_add():
    with pytest.raises(ValueError, match="tie was 'alive' and 'liquidated'"):
        Risk(1, 1) + Risk(1, 1, tie="alive")
    with pytest.raises(ValueError, match="tie was 'maybe'; liquidated or alive is needed"):
        Risk(1, 1, tie="maybe")
    assert (Risk(1, 1, 5, tie="alive") + Risk(1, 1, 5, tie="alive")).tie == "alive"


# ---- what is available ------------------------------------------------------------------------


def test_bybit_of_2021_counts_initial_margin_at_entry():
    # Help article 4404146318617: 3,000 - 2 x 10,000/100 - 4 x 9,000/100 + 2 x (9,000 - 10,000).
    left = 3_000 - F(2 * 10_000, 100) - F(4 * 9_000, 100) + 2 * (9_000 - 10_000)
    account = at(BYBIT_2021, 3_000, (LONG, 2, 10_000), leverage=100, mark=10_000.0)
    account = account.open(BTC, SHORT, size=4, price=9_000, marks={BTC: 9_000})
    assert account.available_balance({BTC: 9_000}) == pytest.approx(float(left)) == 440
    at_mark = Account(BITGET.with_contracts(PLAIN), 3_000, account.positions)
    moved = account.available_balance({BTC: 9_100})
    # At 9,100: the long has lost 1,800, the short 400; at entry nothing else has changed.
    assert moved == pytest.approx(3_000 - 560 - 1_800 - 400)
    assert at_mark.cross_pool.set_aside({BTC: 9_100}) == pytest.approx(560)


def test_initial_margin_at_mark_moves_with_the_mark():
    account = at(BITGET, 3_000, (LONG, 2, 10_000), leverage=100, mark=10_000.0)
    assert account.cross_pool.set_aside({BTC: 9_000}) == pytest.approx(180)
    assert account.available_balance({BTC: 9_000}) == pytest.approx(3_000 - 2_000 - 180)


@pytest.mark.parametrize(
    ("open_profit", "available"), [("backs new positions", 900), ("backs none", 0)]
)
def test_open_profit_backs_new_positions_where_the_venue_says_so(open_profit, available):
    # Bitget 12560603819491: 2,000 of equity less 0.2 x 55,000 / 10.
    venue = BITGET.with_traits(open_profit=open_profit)
    account = Account(venue, 1_000).open(BTC, LONG, size=0.2, price=50_000)
    assert account.available_balance({BTC: 55_000}) == pytest.approx(available)
    assert account.withdrawable_balance({BTC: 55_000}) == 0


def test_the_removal_floor_decides_what_can_be_taken_out():
    marks = {BTC: 61_000.0}
    for floor, most in (
        ("initial margin", min(900 - F("0.0046") * 6_100, 900 + 100 - 610)),
        ("maintenance margin", 900 - F("0.0046") * 6_100),
    ):
        venue = BITGET.with_traits(removal_floor=floor)
        account = Account(venue, 2_000).set_margin_mode(BTC, "isolated")
        account = account.open(BTC, LONG, size=0.1, price=60_000).add_margin(BTC, 300)
        assert account.removable_margin(BTC, marks) == pytest.approx(float(most))
        after = account.remove_margin(BTC, float(most), marks)
        assert not after.pool_of(after.position(BTC)).risk(marks).liquidated


# ---- where they are written -------------------------------------------------------------------


@pytest.mark.parametrize("venue", VENUES, ids=lambda v: v.name)
def test_every_rule_of_a_venue_says_where_it_stands_and_when_it_was_read(venue):
    rules = venue.rules()
    names = {rule.name for rule in rules}
    assert {"requirement", *WORDS, *venue.contracts} <= names
    for rule in rules:
        assert rule.source.page
        assert rule.source.as_of
        assert date.fromisoformat(rule.source.read) <= date(2026, 11, 27)
        if rule.source.assumed:
            assert str(rule.source).startswith("assumption: ")
    documented = {n for n, s in venue.sources.items() if not s.assumed}
    assert documented <= names


def test_bitget_documents_its_traits_itself_but_for_two():
    assumed = {rule.name for rule in BITGET.rules() if rule.source.assumed}
    assert assumed == {"removal_floor", "funding_rate_cap"}


def test_rules_that_were_read_long_ago_are_listed_for_a_day_that_is_handed_in():
    rules = [
        Rule("Here", name, "x", Source("a page", "2025", read))
        for name, read in (("old", "2026-01-01"), ("older", "2025-06-01"), ("new", "2026-06-30"))
    ]
    rules.append(Rule("Here", "given", "x", Source("given by the caller", "", "")))
    # 2026-06-30 is 180 days after 2026-01-01.
    assert [r.name for r in read_before(rules, date(2026, 6, 30))] == ["older"]
    assert [r.name for r in read_before(rules, date(2026, 7, 1))] == ["older", "old"]
    assert [r.name for r in read_before(rules, date(2026, 7, 1), days=300)] == ["older"]


@pytest.mark.parametrize(
    ("day", "code", "said"),
    [
        ("2026-11-28", 0, "0 rules were read more than 180 days before 2026-11-28"),
        ("2027-06-01", 1, "Bitget, tie: liquidated - Bitget, support article 360058821652"),
        ("tomorrow", 2, "day was tomorrow; one day as YYYY-MM-DD is needed"),
    ],
)
def test_the_command_takes_the_day_and_asks_no_clock(day, code, said):
    done = subprocess.run(
        [sys.executable, "-m", "marginlab.venues", day], capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_trait_that_a_caller_gives_has_the_caller_for_its_source():
    venue = BITGET.with_traits(tie="alive", partial_liquidation=0)
    sources = {rule.name: rule.source for rule in venue.rules()}
    assert str(sources["tie"]) == str(sources["partial_liquidation"]) == "given by the caller"
    assert sources["open_profit"] == BITGET.sources["open_profit"]
    assert venue.requirement is BITGET.requirement
    replaced = {rule.name: rule.source for rule in replace(BITGET, tie="alive").rules()}
    assert str(replaced["tie"]) == "given by the caller"
    assert replaced["open_profit"] == BITGET.sources["open_profit"]
    kept = BITGET.with_contracts(PLAIN).with_traits(tie="liquidated")
    assert kept.sources == BITGET.sources


def test_a_venue_that_differs_in_no_trait_has_no_line_for_any():
    grown = {n for venue in VENUES for n in venue.sources if venue.name in ("Gate", "OKX")}
    assert not grown


# ---- nonsense ---------------------------------------------------------------------------------


NUMBERED = (
    "partial_liquidation", "fill_deviation", "margin_sets_leverage", "liquidation_fee", "backstop",
)  # fmt: skip
TRAITS = st.tuples(st.sampled_from([*sorted(WORDS), *NUMBERED]), strange)


def refuse_a_trait(case):
    """Nonsense in a trait is one sentence, and the venue is as it was."""
    name, value = case
    before = BITGET.rules()
    with pytest.raises(ValueError, match=rf"{name.replace('_', ' ')} was .* is needed") as caught:
        BITGET.with_traits(**{name: value})
    assert str(caught.value).isprintable()
    assert not isinstance(caught.value, Rejected)
    assert BITGET.rules() == before


@settings(max_examples=300, deadline=None)
@given(TRAITS)
def test_nonsense_in_a_trait_is_one_sentence(case):
    refuse_a_trait(case)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: BITGET.with_traits(colour="red"), "trait was 'colour'; one of hedged_legs"),
        (
            lambda: replace(BITGET, sources={"colour": Source("x", "", "")}),
            "sources were of 'colour'",
        ),
        (lambda: replace(BITGET, sources={"tie": "a page"}), "source of tie was 'a page'"),
        (lambda: replace(BITGET, sources=3), "sources were 3; a Source by trait is needed"),
        (
            lambda: Source("a page", "2025", "yesterday"),
            "read was 'yesterday'; a day as YYYY-MM-DD",
        ),
        (lambda: Source(1, "2025", ""), "page was 1; text is needed"),
        (lambda: replace(ARTICLE, tie=True), "tie was True; liquidated or alive is needed"),
    ],
)
def test_an_unknown_trait_is_told_the_known_ones(make, said):
    with pytest.raises(ValueError, match=said):
        make()


def test_a_pool_without_positions_is_never_liquidated():
    for collateral in (0.0, 5.0, -5.0):
        assert not Pool("x", "cross", collateral, ()).risk({}).liquidated


def test_contracts_say_when_they_were_read():
    terms = {n: getattr(BITGET.contract(BTC), n) for n in Contract.__dataclass_fields__}
    assert Contract(**terms).read == "2026-11-22"


# ---- what small changes of the engine slipped past ---------------------------------------------


def test_a_pool_past_its_wall_says_where_it_would_live_again():
    legs = (LONG, 0.1, 60_000), (SHORT, 0.06, 60_000)
    account = at(BINANCE, 1_000, *legs, leverage=10)
    alive = wall(account)
    assert account.cross_pool.risk({BTC: 30_000.0}).liquidated
    assert wall(account, 30_000.0) == pytest.approx(alive)


def test_prices_below_one_are_prices():
    # 0.004 x 20 million at 0.0002: bankrupt where 400 + 2e7 (P - 0.0002) = 0.
    account = Account(BITGET, 400).open("1000SATSUSDT", LONG, size=1e7, price=0.0002)
    marks = {"1000SATSUSDT": 0.0002}
    assert account.cross_pool.bankruptcy_price("1000SATSUSDT", marks) == pytest.approx(
        0.0002 - 400 / 1e7, rel=1e-9
    )
    short = Account(BITGET, 400).open("1000SATSUSDT", SHORT, size=1e7, price=0.0002)
    # The tier at the wall is the first: 400 - 1e7 (P - 0.0002) = 0.0206 x 1e7 P.
    price = F(400 + 2_000) / (F(10**7) * (1 + F("0.0206")))
    assert short.liquidation_price("1000SATSUSDT", marks) == pytest.approx(float(price))


def test_equity_of_exactly_nothing_has_no_margin_ratio():
    venue = ARTICLE.with_traits(tie="alive")
    account = Account(venue, 600).open(BTC, LONG, size=0.1, price=60_000)
    trace = replay(account, [Mark(0, {BTC: 54_000}), Mark(1, {BTC: 53_999})])
    assert trace.margin_ratio["cross"][0] == float("inf")
    assert [end.time for end in trace.liquidations] == [1]


def test_a_margin_of_exactly_nothing_takes_what_is_added_and_no_more():
    # 600 of margin is paid as funding at a mark that has won 3,000.
    account = Account(BITGET, 2_000).set_margin_mode(BTC, "isolated")
    account = account.open(BTC, LONG, size=0.1, price=60_000)
    trace = replay(account, [Mark(0, {BTC: 90_000}), Funding(8, BTC, 600 / 9_000)])
    (leg,) = trace.account.positions.values()
    empty = trace.account.with_position(leg.with_margin(0.0))
    assert empty.add_margin(BTC, 10, marks={BTC: 90_000}).position(BTC).margin == 10


def test_a_rate_from_the_caller_holds_from_the_first_dollar():
    (tier,) = BITGET.contract("BTCPERP").with_rate("0.004").tiers
    assert (tier.floor, tier.offset) == (0, 0)
    assert not tier.cap.is_finite()
