"""Who keeps the rest, stages, and what a venue's other money traits change, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F  # noqa: N817

import pytest

from marginlab.engine.account import Account
from marginlab.engine.replay import Deleveraging, Funding, Mark, Transfer, replay
from marginlab.engine.settling import Settling
from marginlab.theory.given import Rejected
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues import BITGET, BYBIT_ENTRY_VALUE, progressive_tiers
from marginlab.venues.others import DERIBIT, HYPERLIQUID, KUCOIN
from marginlab.venues.traits import ShareFirst

BTC = "BTCUSDT"
PLAIN = replace(
    BITGET.contract(BTC), tiers=progressive_tiers(("1000000000", "0.01", 50)), fee_rate=F(0)
)
THIRTY_SECONDS = 30 / 3_600


def at(venue, wallet, size, mode="cross", side=LONG, price=60_000):
    here = Account(venue.with_contracts(PLAIN), wallet, default_leverage=50)
    return here.set_margin_mode(BTC, mode).open(BTC, side, size=size, price=price)


def marks(*prices, step=1.0):
    return [Mark(i * step, {BTC: float(price)}) for i, price in enumerate(prices)]


def told(trace):
    return [entry.what for entry in trace.ledger]


# ---- who keeps the rest -----------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["cross", "isolated"])
def test_the_rest_goes_to_the_fund_or_to_the_trader_less_a_fee(mode):
    # 0.1 at 60,000 behind 120; at 59,400 equity is 60, required 59.40 ... at 59,350: 55.
    plain = BITGET.with_traits(partial_liquidation=0)
    for traits, back in (
        ({}, 0),
        ({"rest_goes_to": "trader"}, 55),
        ({"rest_goes_to": "trader", "liquidation_fee": F("0.005")}, 55 - F("0.005") * 5_935),
        ({"rest_goes_to": "trader", "liquidation_fee": F("0.05")}, 0),
    ):
        account = at(plain.with_traits(**traits), 120, 0.1, mode)
        trace = replay(account, marks(60_000, 59_350))
        (end,) = trace.liquidations
        assert trace.account.wallet_balance == pytest.approx(float(back))
        assert end.trader_loss == pytest.approx(120 - float(back))
        assert end.insurance_fund_change == pytest.approx(55 - float(back))
        assert all(entry.total == pytest.approx(0, abs=1e-9) for entry in trace.ledger)


# ---- stages -----------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["cross", "isolated"])
def test_hyperliquid_closes_a_fifth_first_waits_and_then_closes_the_whole(mode):
    account = at(HYPERLIQUID, 3_600, 3, mode)  # 180,000 USDC; 1 % of it is required
    # At 59,380 equity is 1,740 against 1,781.40; a fifth closed leaves 1,425.12 required: it lives.
    trace = replay(account, marks(60_000, 59_380))
    assert not trace.liquidations
    assert trace.account.position(BTC).size == pytest.approx(2.4)
    assert trace.account.wallet_balance == pytest.approx(3_600 - 0.6 * 620)
    assert told(trace)[-1].endswith("close 20% of BTCUSDT long first")
    # 59,200: a fifth closed leaves 1,200 against 1,420.80, above two thirds of it. It waits.
    waits = replay(account, marks(60_000, 59_200, 59_200, step=THIRTY_SECONDS / 2))
    assert waits.account.position(BTC).size == pytest.approx(2.4)
    ended = replay(account, marks(60_000, 59_200, 59_200, 59_200, step=THIRTY_SECONDS / 2))
    (end,) = ended.liquidations
    assert end.time == pytest.approx(1.5 * THIRTY_SECONDS)
    assert ended.account.wallet_balance == pytest.approx(1_200)
    assert ended.settling.begun == {}


def test_what_is_saved_in_the_pause_lives():
    account = at(HYPERLIQUID, 3_600, 3)
    events = [*marks(60_000, 59_200), Transfer(1.001, 500), Mark(2, {BTC: 59_200.0})]
    assert not replay(account, events).liquidations


def test_below_two_thirds_the_backstop_takes_all_and_keeps_the_rest():
    account = at(HYPERLIQUID, 3_600, 3)
    # 59,150: equity 1,050, two thirds of 1,774.50 are 1,183.
    (end,) = replay(account, marks(60_000, 59_150)).liquidations
    assert (end.trader_loss, end.insurance_fund_change) == pytest.approx((3_600, 1_050))
    # In the pause it waits for nobody.
    events = marks(60_000, 59_200, 59_000, step=THIRTY_SECONDS / 2)
    (end,) = replay(account, events).liquidations
    assert end.insurance_fund_change == pytest.approx(3_600 - 0.6 * 800 - 2.4 * 1_000)


def test_a_position_of_at_most_100_000_goes_whole_and_gives_the_rest_back():
    account = at(HYPERLIQUID, 2_000, 1.6)
    trace = replay(account, marks(60_000, 59_250))  # 94,800; equity 800 of 948, above 632
    assert len(trace.liquidations) == 1
    assert trace.account.wallet_balance == pytest.approx(2_000 - 1.6 * 750)


def test_a_position_opened_anew_begins_with_its_share_again():
    account = at(HYPERLIQUID, 3_600, 3)
    once = replay(account, marks(60_000, 59_200))
    closed = once.account.close(BTC, 59_200).transfer(5_000)
    assert replay(closed, [Mark(9, {BTC: 59_200.0})], settling=once.settling).settling.begun == {}


# ---- resting orders ---------------------------------------------------------------------------


def test_kucoin_charges_a_resting_order_maintenance_and_fee():
    contract = replace(PLAIN, fee_rate=F("0.0006"))
    wallet, order = 200, {"size": 0.1, "price": 50_000}
    # KuCoin: 1 % of the entry values, 6,000 and 5,000, and 0.06 % of the order's.
    charged = F("0.01") * 11_000 + F("0.0006") * 5_000
    for traits, required in (("initial margin", 60), (KUCOIN.resting_orders, charged)):
        venue = KUCOIN.with_contracts(contract).with_traits(resting_orders=traits)
        account = Account(venue, wallet, default_leverage=100 / 2)
        account = account.open(BTC, LONG, size=0.1, price=60_000)
        account = replace(account, wallet_balance=500.0).place_order(BTC, LONG, **order)
        risk = account.cross_pool.risk({BTC: 60_000.0})
        assert risk.maintenance_margin == pytest.approx(float(required))
        # 500 + 0.1 (P - 60,000) = required
        wall = 60_000 - (500 - required) / F("0.1")
        assert account.liquidation_price(BTC, {BTC: 60_000.0}) == pytest.approx(float(wall))
        trace = replay(account, marks(60_000))
        assert trace.liquidation_price["BTCUSDT long"][0] == pytest.approx(float(wall))
        assert trace.margin_ratio["cross"][0] == pytest.approx(float(required) / 500)
        held = 6_000 / 50 + 5_000 / 50
        assert account.available_balance() == pytest.approx(500 - held)


def test_orders_are_cancelled_first_and_that_can_suffice():
    venue = KUCOIN.with_contracts(PLAIN)
    account = Account(venue, 500, default_leverage=50).open(BTC, LONG, size=0.1, price=60_000)
    account = account.place_order(BTC, LONG, size=0.2, price=50_000)
    trace = replay(account, marks(60_000, 56_500))  # equity 150: 60 alone, 160 with the order
    assert trace.account.orders == ()
    assert trace.account.position(BTC).size == 0.1
    assert told(trace) == ["cross: cancel resting orders"]


def test_an_order_that_would_liquidate_at_once_is_refused():
    venue = KUCOIN.with_contracts(PLAIN)
    account = Account(venue, 500, default_leverage=50).open(BTC, LONG, size=0.3, price=60_000)
    seen = {BTC: 58_980.0}  # equity 194, of which 180 required; initial margin at mark 353.88
    free = replace(account, venue=venue.with_traits(initial_margin_at="entry"))
    with pytest.raises(Rejected, match="is available"):
        free.place_order(BTC, LONG, size=0.1, price=58_000, marks=seen)
    plenty = replace(account, leverages={(BTC, LONG): 50.0}, wallet_balance=1_000.0)
    with pytest.raises(Rejected, match="it would be liquidated at once"):
        replace(plenty, venue=venue.with_contracts(
            replace(PLAIN, tiers=progressive_tiers(("1000000000", "0.05", 50)))
        )).place_order(BTC, LONG, size=0.3, price=58_000, marks={BTC: 60_000.0})  # fmt: skip


# ---- funding ----------------------------------------------------------------------------------


def test_a_replay_takes_funding_as_the_venue_does_unless_told():
    held = at(BYBIT_ENTRY_VALUE, 1_000, 0.1, "isolated")
    events = [Mark(0, {BTC: 60_000.0}), Funding(0, BTC, 0.001)]
    margin = held.position(BTC).margin
    assert replay(held, events).account.position(BTC).margin == margin
    own = replay(held, events, funding_from="margin").account.position(BTC).margin
    assert own == pytest.approx(margin - 6)
    with pytest.raises(ValueError, match="funding from was 'purse'"):
        replay(held, events, funding_from="purse")
    told_so = BITGET.with_traits(funding_from="available")
    held = at(told_so, 1_000, 0.1, "isolated")
    assert replay(held, events).account.position(BTC).margin == margin


@pytest.mark.parametrize("rate", [0.2, -0.2, 0.1])
def test_a_rate_is_capped_where_the_venue_caps_it(rate):
    # dYdX's cap for 8 hours: six times initial less maintenance rate, here 5 % and 3 %.
    cap = 6 * (F("0.05") - F("0.03"))
    held = at(BITGET.with_traits(funding_rate_cap=cap), 20_000, 0.1)
    trace = replay(held, [Mark(0, {BTC: 60_000.0}), Funding(0, BTC, rate)])
    paid = max(-float(cap), min(float(cap), rate)) * 6_000
    assert trace.account.wallet_balance == pytest.approx(20_000 - paid)


# ---- a curve without steps --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("symbol", "size", "price", "rate", "margin"),
    [
        ("BTC_USDC", 25, 100_000, "0.02125", 53_125),
        ("BTC_USDC", 350, 100_000, "0.0375", 1_312_500),
        ("SOL_USDC", 25, 200, "0.040125", "200.625"),
        ("SOL_USDC", 6_000, 200, "0.07", 84_000),
    ],
)
def test_deribits_initial_margins(symbol, size, price, rate, margin):
    # Support article 25944738177565: base and 0.005 % (SOL: 0.0005 %) for each coin of size.
    account = Account(DERIBIT, 10_000_000, default_leverage=1)
    least = 1 / F(rate)
    account = account.set_leverage(symbol, float(least) * (1 - 1e-12))
    held = account.open(symbol, LONG, size=size, price=price)
    assert held.position(symbol).initial_margin(price) == pytest.approx(float(F(margin)))
    with pytest.raises(Rejected, match="allows 1x to"):
        account.set_leverage(symbol, float(least) * 1.001).open(
            symbol, LONG, size=size, price=price
        )


@pytest.mark.parametrize("side", [LONG, SHORT])
def test_a_curve_has_one_wall_where_equity_meets_it(side):
    account = Account(DERIBIT, 2_000_000, default_leverage=20)
    account = account.open("BTC_USDC", side, size=100, price=100_000)
    # 2,000,000 + d 100 (P - 100,000) = 100 P (1 % + 100 x 0.005 %)
    wall = (F(10_000_000) * side - 2_000_000) / (100 * side - F("1.5"))
    seen = account.liquidation_price("BTC_USDC", {"BTC_USDC": 100_000.0})
    assert seen == pytest.approx(float(wall))
    formula = DERIBIT.liquidation_price(
        side=side, size=100, entry_price=100_000, collateral=2_000_000, mmr=F("0.01"),
        rate_growth=F("0.00005"),
    )  # fmt: skip
    assert formula == wall


# ---- nonsense ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: ShareFirst(0, 1, 1), "share was 0; a fraction above 0 and below 1"),
        (lambda: ShareFirst(0.2, -1, 1), "above was -1; a number from 0 upwards"),
        (lambda: ShareFirst(0.2, 1, -1), "pause was -1"),
        (lambda: Settling(share_first=3), "share first was 3"),
        (lambda: Settling(backstop=1), "backstop was 1; a fraction from 0 to below 1"),
        (lambda: Settling(liquidation_fee=-1), "liquidation fee was -1"),
        (lambda: Settling(rest_goes_to="me"), "rest goes to was 'me'"),
        (lambda: BITGET.with_traits(share_first="a fifth"), "share first was 'a fifth'"),
        (lambda: BITGET.with_traits(funding_rate_cap=2), "funding rate cap was 2"),
        (lambda: BITGET.with_traits(other_coin_margin_ended="May"), "ended was 'May'; a day as"),
        (lambda: BITGET.with_traits(other_coin_margin_ended=0), "ended was 0; a day as YYYY"),
    ],
)
def test_nonsense_is_one_sentence(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()


def test_a_pool_without_equity_that_waits_stands_in_no_queue():
    waits = HYPERLIQUID.with_traits(backstop=F(0))
    account = at(waits, 3_600, 3)  # a fifth goes at 59,200; at 58,000 equity is below zero
    events = marks(60_000, 59_200, 58_000, step=THIRTY_SECONDS / 4)
    queue = Deleveraging(THIRTY_SECONDS / 2, BTC, LONG, size=1, price=58_000)
    trace = replay(account, [*events, queue])
    (undone,) = trace.undone
    assert "only who has some stands in the queue" in undone.why
    assert trace.account.position(BTC).size == pytest.approx(2.4)
