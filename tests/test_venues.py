"""Bitget's rules: tiers as published, and what the exchange refuses."""

from __future__ import annotations

import pytest

from marginlab.formulas import maintenance_margin
from marginlab.venues import BITGET, Rejected

BTC = BITGET.contract("BTCUSDT")
ORDER = {
    "side": 1,
    "size": 0.1,
    "entry_price": 60_000,
    "leverage": 10,
    "collateral": 600,
    "available_balance": 2_000,
}


def test_bitgets_own_tier_example():
    # Support article 12560603841952: 3 BTC at 110,000 need 1,648 under the progressive rule.
    tier = BTC.tier_at(330_000)
    needed = maintenance_margin(3, 110_000, tier.mmr, BTC.fee_rate, tier.offset)
    assert float(needed) == 1_648


def test_the_requirement_is_continuous_at_every_tier_edge():
    for tier, above in zip(BTC.tiers, BTC.tiers[1:], strict=False):
        assert tier.cap * tier.mmr - tier.offset == above.floor * above.mmr - above.offset


def test_an_ordinary_order_is_taken_in_its_tier():
    assert BITGET.check_opening("BTCUSDT", **ORDER) is BTC.tiers[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"leverage": 200}, r"leverage was 200x; BTCUSDT allows 1x to 150x"),
        ({"leverage": 0.5}, r"leverage was 0.50x; BTCUSDT allows 1x"),
        ({"size": 10, "available_balance": 1e6, "collateral": 6e4, "leverage": 110}, "1x to 100x"),
        ({"size": 0.00001}, "order value was 0.60; BTCUSDT takes at least 5 USDT"),
        ({"leverage": 2}, "margin needed was 3,000; the wallet has 2,000 available"),
        ({"collateral": 27}, "liquidated at once, more than 27.60 is needed"),
        ({"size": 1e6, "available_balance": 1e12}, "at most 1,200,000,000 USDT"),
    ],
)
def test_what_the_exchange_would_refuse_is_rejected_in_its_words(change, said):
    with pytest.raises(Rejected, match=said):
        BITGET.check_opening("BTCUSDT", **{**ORDER, **change})


@pytest.mark.parametrize(
    "name", ["size", "entry_price", "leverage", "collateral", "available_balance"]
)
@pytest.mark.parametrize("value", [float("nan"), float("inf"), "abc", None])
def test_nonsense_is_a_value_error_that_says_what_was_given(name, value):
    with pytest.raises(ValueError, match=f"{name.replace('_', ' ')} was {value!r}") as caught:
        BITGET.check_opening("BTCUSDT", **{**ORDER, name: value})
    assert not isinstance(caught.value, Rejected)


def test_an_unknown_symbol_is_told_the_known_ones():
    with pytest.raises(ValueError, match="symbol was 'DOGE'; Bitget here has BTCUSDT"):
        BITGET.contract("DOGE")
