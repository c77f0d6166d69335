"""What one trades and in which steps: contracts with their position tiers.

Rates are kept exactly, as Decimal; money and prices that enter are the caller's kind of number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import TypedDict

from marginlab.theory.given import TIER_RULES, Rejected, checked, exact, one_of, rate
from marginlab.theory.linear import tier_offset
from marginlab.theory.rounding import HAIR
from marginlab.theory.terms import LONG, show

KINDS = ("linear", "inverse", "coin")
NO_TABLE = "no published table"


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of a contract's position tiers, for notionals from `floor` to `cap` [settle coin].

    mmr: maintenance margin rate [fraction]; max_leverage [x];
    offset: what the progressive rule takes off the requirement [settle coin].
    """

    floor: Decimal
    cap: Decimal
    mmr: Decimal
    max_leverage: int
    offset: Decimal

    def __post_init__(self) -> None:
        for name in ("floor", "mmr", "max_leverage", "offset"):
            checked(name, getattr(self, name))
        if self.cap != Decimal("Infinity"):
            checked("cap", self.cap)


def progressive_tiers(*rows: tuple[str, str, int]) -> tuple[Tier, ...]:
    """Tiers from (cap, mmr, max_leverage) rows; offsets make the requirement continuous.

    Each slice of the notional is charged at its own rate, so the offset of a tier is that of the
    tier below plus floor times the rise of the rate.
    Source: Bitget, support article 12560603841952 (2025-11-07; read 2026-11-22); its example of
    330,000 USDT gives the second offset, 200.
    """
    tiers: list[Tier] = []
    floor = offset = Decimal(0)
    for cap, mmr, max_leverage in rows:
        charged, top = rate("mmr", mmr), Decimal(cap) if cap == "Infinity" else exact("cap", cap)
        if top <= floor:
            raise ValueError(f"cap was {cap!r}; a number above {floor}, the cap below, is needed")
        checked("max_leverage", max_leverage, positive=True)
        offset = tier_offset(offset, floor, tiers[-1].mmr if tiers else charged, charged)
        tiers.append(Tier(floor, top, charged, max_leverage, offset))
        floor = top
    return tuple(tiers)


@dataclass(frozen=True, slots=True)
class Contract:
    """A perpetual contract: what one trades, at which fee, in which steps.

    kind: "linear" (size in base coin, money in `settle`), "inverse" (size in USD, money in the
    base coin) or "coin" (Bitget COIN-M: size in base coin, money in a coin, by default the base;
    `backed_by` names another).
    fee_rate: taker fee [fraction]; tick: price step [quote], None where no source was found;
    min_order_value [settle coin; USD for a coin contract]; funding_hours: time between two
    funding payments [h]; source with as-of date and the day it was read. Without tiers the exchange
    has published no table, and `with_rate` takes the rate from the caller. rate_growth: what each
    unit of size adds to the initial rate, one over the greatest leverage, and, where the venue's
    requirement grows with the size, to mmr [fraction]; 0 at most venues.
    """

    symbol: str
    base: str
    settle: str
    fee_rate: Decimal
    tick: Decimal | None
    min_order_value: Decimal
    funding_hours: int
    tiers: tuple[Tier, ...]
    source: str
    as_of: str
    kind: str = "linear"
    read: str = ""
    rate_growth: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        for name in ("symbol", "base", "settle"):
            if not (isinstance(getattr(self, name), str) and getattr(self, name)):
                raise ValueError(f"{name} was {getattr(self, name)!r}; a name is needed")
        if not (isinstance(self.tiers, tuple) and all(isinstance(t, Tier) for t in self.tiers)):
            raise ValueError(f"tiers were {self.tiers!r}; a tuple of Tier is needed")
        checked("fee_rate", self.fee_rate)
        checked("min_order_value", self.min_order_value)
        rate("rate_growth", self.rate_growth)
        if self.tick is not None:
            checked("tick", self.tick, positive=True)
        if any(a.cap != b.floor for a, b in pairwise(self.tiers)):
            raise ValueError(f"{self.symbol}: tiers must follow each other without a gap")
        one_of("kind", self.kind, KINDS)
        if self.kind == "inverse" and self.settle != self.base:
            raise ValueError(
                f"settle coin of {self.symbol} was {self.settle!r}; an inverse contract pays in its "
                f"base coin, {self.base}"
            )

    @property
    def counted_in(self) -> str:
        """The money of its values, tiers and smallest order: USD for a coin contract."""
        return "USD" if self.kind == "coin" else self.settle

    def money(self, amount: float) -> str:
        """An amount of the settle coin in words; 0.0051 coins are not 0.01."""
        return show(amount, "money" if self.kind == "linear" else "plain")

    def price(self, price: float) -> str:
        """A price in words; one below 1 keeps five digits, for coins that cost next to nothing."""
        cheap = 0 < price < 1
        return show(float(f"{price:.5g}"), "plain") if cheap else show(price, "price")

    def displayed(self, price: float, side: int) -> float:
        """A liquidation price as the exchange displays it: on the tick, never too far away.

        A long's is rounded up; a short's down, its mirror, for which no published example was
        found. Unchanged where the tick is not known; nan stays nan.
        Source: Bitget, support article 12560603797467 (2020-11-19 onward; read 2026-11-22), whose
        24,637.9 and 21,900.4 are 24,637.884 and 21,900.342.
        """
        if self.tick is None or price != price:
            return price
        steps = Decimal(f"{price:.12g}") / self.tick  # twelve digits: a rounded tick is a tick
        way = ROUND_CEILING if side == LONG else ROUND_FLOOR
        return float(steps.to_integral_value(way) * self.tick)

    def value(self, amount: float) -> str:
        """An amount of what values and tiers are counted in, in words."""
        return show(amount, "plain" if self.kind == "inverse" else "money")

    def tier_at(self, notional: float) -> Tier:
        """The tier of a position of this value [settle coin; USD for a coin contract].

        Raises ValueError for a notional that is no number or not above 0 and for a contract
        without a table, Rejected above the last tier.
        """
        checked("position_value", notional, positive=True)
        if not self.tiers:
            raise ValueError(f"{self.symbol} has {NO_TABLE}; give its rate with with_rate(mmr=...)")
        for tier in self.tiers:
            if notional <= tier.cap:
                return tier
        raise Rejected(
            f"position value was {self.value(notional)}; {self.symbol} allows at most "
            f"{self.value(float(self.tiers[-1].cap))} {self.counted_in}"
        )

    def check_leverage(self, leverage: float, notional: float = 0.0, size: float = 0.0) -> Tier:
        """The tier of a position of this value; Rejected when it may not have this leverage [x].

        Without a value: whether any position may have it. size [base coin]: where the rates grow
        with it, one over the leverage is at least the initial rate of this size.
        """
        checked("leverage", leverage, positive=True)
        tier = self.tier_at(notional) if notional else self.tiers[0]
        most: float = tier.max_leverage
        if self.rate_growth and size:
            most = 1 / (1 / most + float(self.rate_growth) * size)
        if (
            not 1 - HAIR <= leverage <= most * (1 + HAIR)
        ):  # one that follows from a margin was rounded
            at = f"for a position of {self.value(notional)}" if notional else "at most"
            raise Rejected(
                f"leverage was {show(leverage, 'x')}; {self.symbol} allows 1x to "
                f"{show(most, 'x')} {at}"
            )
        return tier

    def check_order(self, notional: float) -> None:
        """Rejected when an order of this value is below the smallest."""
        checked("order_value", notional, positive=True)
        if notional < self.min_order_value:
            raise Rejected(
                f"order value was {self.value(notional)}; {self.symbol} takes at least "
                f"{self.value(float(self.min_order_value))} {self.counted_in}"
            )

    def under(self, tier_rule: str) -> Contract:
        """The contract under a tier rule: "progressive", or "flat" with all offsets zero.

        Flat: the tier's rate is charged on the whole value, so the requirement jumps at an edge.
        Bitget: flat for positions opened before 2025-11-10 08:00 UTC, progressive since.
        Source: Bitget, support article 12560603841843 (2025-11-07; read 2026-11-22).
        """
        one_of("tier rule", tier_rule, TIER_RULES)
        if tier_rule == "progressive":
            return self
        return replace(self, tiers=tuple(replace(t, offset=Decimal(0)) for t in self.tiers))

    def with_rate(self, mmr: Decimal | float | str, *, max_leverage: int = 125) -> Contract:
        """The contract with one tier of this rate for every value: for want of a published table.

        The source of the new contract says so.
        """
        charged = rate("mmr", mmr)
        checked("max_leverage", max_leverage, positive=True)
        tier = Tier(Decimal(0), Decimal("Infinity"), charged, max_leverage, Decimal(0))
        label = f"{self.source}; {NO_TABLE}: rate {charged} given by the caller"
        return replace(self, tiers=(tier,), source=label)

    def backed_by(self, coin: str, *, as_of: str = "") -> Contract:
        """The coin contract with this margin coin; ValueError for one of another kind.

        as_of: the day of that edition, the contract's own where it is left out. Bitget ended another
        coin's margin on 2026-05-28 (article 12560603882722; read 2026-11-27): what is dated before
        still computes, later editions are not opened.
        Source: Bitget, support article 360058884232 (one margin coin may back several contracts;
        read 2026-11-22).
        """
        if self.kind != "coin":
            raise ValueError(
                f"kind of {self.symbol} was {self.kind}; only a coin contract may be backed by "
                "another coin"
            )
        if not (isinstance(coin, str) and coin):
            raise ValueError(f"coin was {coin!r}; the name of a coin, such as ETH, is needed")
        return replace(self, settle=coin, as_of=as_of or self.as_of)


def liquidated_at_once(
    tie: str, equity: float, required: float, money: Callable[[float], str]
) -> str:
    """Why nothing is opened or moved that leaves this equity before this requirement."""
    enough = "more than" if tie == "liquidated" else "at least"
    return (
        f"money behind the position was {money(equity)}; it would be liquidated at once, "
        f"{enough} {money(required)} is needed"
    )


class Published(TypedDict):
    """Where a table and a rule are written: `**` gives it to `contract` and to `Venue` alike."""

    source: str
    as_of: str
    read: str


def contract(
    symbol: str,
    rows: tuple[tuple[str, str, int], ...] = (),
    *,
    base: str,
    source: str,
    as_of: str,
    read: str,
    settle: str = "USDT",
    kind: str = "linear",
    fee_rate: str = "0.0006",
    min_order_value: str = "5",
    tick: str | None = None,
    funding_hours: int = 8,
    rate_growth: str = "0",
) -> Contract:
    """A contract from amounts as text; rows: its tiers, as `progressive_tiers` takes them.

    Where nothing else is given, fee and smallest order are those of the API sample that `bitget`
    names, and funding is paid every 8 hours.
    """
    return Contract(
        symbol=symbol,
        base=base,
        settle=settle,
        kind=kind,
        fee_rate=Decimal(fee_rate),
        tick=None if tick is None else Decimal(tick),
        min_order_value=Decimal(min_order_value),
        funding_hours=funding_hours,
        tiers=progressive_tiers(*rows),
        source=source,
        as_of=as_of,
        read=read,
        rate_growth=Decimal(rate_growth),
    )
