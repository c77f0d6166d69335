"""What a liquidation does: its steps, who pays, and the ledger that sums to zero.

A pool whose equity has fallen to its requirement is taken over. The trader loses the cash in it,
or is freed of the debt that open profit carried; what the fill leaves above zero equity goes to the
insurance fund or back to the trader, by the venue's trait, what it lacks the fund pays, and when the
fund cannot, counterparties are closed at the bankruptcy price (auto-deleveraging).
Source: Bitget, support articles 360058821652 (2025-02-07), 360059239211 (2025-10-21) and
12560603800805 (2025-09-27; read 2026-11-22).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite
from types import MappingProxyType
from typing import NamedTuple

from marginlab.engine.account import Account
from marginlab.engine.holdings import Marks
from marginlab.engine.pool import Pool
from marginlab.engine.position import Position
from marginlab.engine.settling import Settling
from marginlab.theory.given import mark_of, number
from marginlab.theory.rounding import HAIR
from marginlab.theory.terms import LONG, SHORT
from marginlab.venues.traits import ShareFirst


class _Row(NamedTuple):
    time: float
    what: str
    trader: float
    counterparties: float
    fees: float
    insurance_fund: float
    outside: float


class Entry(_Row):
    """One row of the ledger: what changed hands, and how much each party got [settle coin].

    The parties sum to zero. The trader's part is cash; open profit is in nobody's row until it is
    taken. Money that comes into the account or leaves it stands under outside. A zero has no sign.
    """

    __slots__ = ()

    def __new__(
        cls,
        time: float,
        what: str,
        trader: float = 0.0,
        counterparties: float = 0.0,
        fees: float = 0.0,
        insurance_fund: float = 0.0,
        outside: float = 0.0,
    ) -> Entry:
        """The row, every minus zero made a zero."""
        parties = trader or 0.0, counterparties or 0.0, fees or 0.0, insurance_fund or 0.0
        return tuple.__new__(cls, (time, what, *parties, outside or 0.0))

    @property
    def total(self) -> float:
        """The sum over all parties: zero, up to rounding."""
        return self.trader + self.counterparties + self.fees + self.insurance_fund + self.outside


@dataclass(frozen=True, slots=True)
class Settlement:
    """The end of a pool: where it was triggered, at what it was filled, and who paid.

    Prices are by symbol; `trigger_price` and its siblings are those of a pool of one symbol.
    trader_loss [settle coin]: what the trader's cash falls by, below zero where the close brings
    cash; fee and insurance_fund_change [settle coin].
    """

    time: float
    pool: str
    triggers: Marks
    bankruptcies: Marks
    fills: Marks
    trader_loss: float
    fee: float
    insurance_fund_before: float
    insurance_fund_change: float
    deleveraged: bool

    @property
    def insurance_fund_after(self) -> float:
        """What the fund holds afterwards [settle coin]."""
        return self.insurance_fund_before + self.insurance_fund_change

    @property
    def trigger_price(self) -> float:
        """The mark price that triggered [quote per base]."""
        return self._sole(self.triggers)

    @property
    def bankruptcy_price(self) -> float:
        """The price of zero equity, fee left out [quote per base]; nan when there is none."""
        return self._sole(self.bankruptcies)

    @property
    def fill_price(self) -> float:
        """The price at which the position was closed [quote per base]."""
        return self._sole(self.fills)

    def _sole(self, prices: Marks) -> float:
        if len(prices) != 1:
            raise ValueError(
                f"pool {self.pool} held {', '.join(prices)}; look a price up by symbol in "
                "triggers, bankruptcies or fills"
            )
        return next(iter(prices.values()))


def deleveraging_score(roi: float, margin_ratio: float) -> float:
    """How soon a counterparty is closed when the insurance fund is empty: the highest first.

    roi: open profit over margin [fraction]; margin_ratio: maintenance margin over equity of the
    account [fraction]. A profit is multiplied by the ratio, a loss divided by it, so that among
    winners and among losers alike the account nearer to its own liquidation comes first.

    Raises ValueError for a margin ratio that is not above zero.
    Source: Bitget, support article 12560603800805 (edition of 2025-09-27; older editions differ;
    read 2026-11-22).
    """
    roi, ratio = number("roi", roi), number("margin ratio", margin_ratio, positive=True)
    return roi * ratio if roi > 0 else roi / ratio


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is left after liquidating one pool."""

    account: Account
    settling: Settling
    entries: tuple[Entry, ...]
    settlement: Settlement | None  # None when a step sufficed, or where it waits
    waits: bool = False  # nothing more happens now


def liquidate(
    account: Account, pool: Pool, marks: Marks, time: float, settling: Settling
) -> Outcome:
    """Liquidate a pool that has reached its requirement; other pools stay as they are.

    Isolated: its resting orders are cancelled, it closes whole. Cross: all orders are cancelled,
    hedged legs netted, positions reduced two tiers at a time, the rest is closed; each step only
    if the one before did not suffice. Where the venue begins with a share, a pool of either mode has
    that closed first, and waits; below the backstop nothing waits and the rest is not given back.
    """
    backstop = settling.below_backstop(pool, marks)
    if settling.waits(pool, time) and not backstop:
        return Outcome(account, settling, (), None, waits=True)
    entries: list[Entry] = []
    if pool.mode == "isolated":
        (leg,) = pool.positions
        kept = tuple(o for o in account.orders if (o.symbol, o.side) != (leg.symbol, leg.side))
    else:
        kept = ()
    if len(kept) < len(account.orders):
        entries.append(Entry(time, f"{pool.name}: cancel resting orders"))
        account = replace(account, orders=kept)
    if pool.orders:
        pool = account.cross_pool
        if not pool.risk(marks).liquidated:  # without its orders
            return Outcome(account, settling, tuple(entries), None)
    if settling.closing == "at once" or backstop:
        pass
    elif settling.share_first is not None:
        if pool.name not in settling.begun:
            part = _share(account, pool, marks, time, settling.share_first)
            if part is not None:
                settling = replace(settling, begun={**settling.begun, pool.name: time})
                return Outcome(part[0], settling, (*entries, part[1]), None)
    elif pool.mode == "cross":
        while account.cross_pool.risk(marks).liquidated:
            step = _next_step(account, marks, time, settling.tiers_at_a_time)
            if step is None:
                break
            account, entry = step
            entries.append(entry)
        if not account.cross_pool.risk(marks).liquidated:
            return Outcome(account, settling, tuple(entries), None)
        pool = account.cross_pool
    if pool.coins:
        account, sales = _sold(account, marks, time)
        entries.extend(sales)
        pool = account.cross_pool
    back = settling.rest_goes_to == "trader" and not backstop
    settlement, entry = _take_over(account, pool, marks, time, settling, back=back)
    gone = {(leg.symbol, leg.side) for leg in pool.positions}
    left = {key: leg for key, leg in account.positions.items() if key not in gone}
    given_back = pool.collateral - settlement.trader_loss
    cash = 0.0 if pool.mode == "cross" else account.cross_balance
    return Outcome(
        account.holding(left, cash + given_back),
        replace(settling, insurance_fund=settlement.insurance_fund_after),
        (*entries, entry),
        settlement,
    )


def _share(
    account: Account, pool: Pool, marks: Marks, time: float, first: ShareFirst
) -> tuple[Account, Entry] | None:
    """Close the share of the pool's largest position; None where that is not worth enough."""
    legs = [p.at(marks) for p in pool.positions]
    leg = max(legs, key=lambda p: p.position_value(marks[p.symbol]))
    if leg.position_value(marks[leg.symbol]) <= first.above:
        return None
    share = float(first.share)
    what = f"close {share:.0%} of {leg.name} first"
    return _reduced(account, (leg,), leg.size * share, marks, time, what)


def _next_step(
    account: Account, marks: Marks, time: float, tiers: int
) -> tuple[Account, Entry] | None:
    """Net the next hedged symbol, else reduce the largest position by some tiers, else None."""
    legs = [p.at(marks) for p in account.cross_pool.positions]
    held = {(p.symbol, p.side) for p in legs}
    for leg in legs:
        if leg.side == LONG and (leg.symbol, SHORT) in held:
            other = account.positions[leg.symbol, SHORT].at(marks)
            size = min(leg.size, other.size)
            return _reduced(account, (leg, other), size, marks, time, f"net {leg.symbol}")
    high = [p for p in legs if p.tier(marks[p.symbol]) >= tiers]
    if not high:
        return None
    leg = max(high, key=lambda p: p.maintenance_margin(marks[p.symbol]))
    mark = marks[leg.symbol]
    tier, price = leg.tier(mark), leg.entry_price if leg.rules.charged_at_entry else mark
    # A hair below the cap, so that rounding cannot leave it in the tier above.
    size = leg.size - leg.rules.size_of(leg.rules.caps[tier - tiers], price) * (1 - HAIR)
    what = f"reduce {leg.name} from tier {tier + 1} to {tier + 1 - tiers}"
    return _reduced(account, (leg,), size, marks, time, what)


def _reduced(
    account: Account, legs: tuple[Position, ...], size: float, marks: Marks, time: float, what: str
) -> tuple[Account, Entry] | None:
    """Close `size` of each leg at mark plus taker fee; None if what it costs leaves only a debt.

    Their pool pays, an isolated position from its margin.
    """
    gain = fee = 0.0
    left = dict(account.positions)
    for leg in legs:
        mark, part = marks[leg.symbol], replace(leg, size=size)
        gain += part.unrealized_pnl(mark)
        fee += part.position_value(mark) * leg.rules.fee_rate
        rest, key = leg.size - size, (leg.symbol, leg.side)
        if rest > 0:
            left[key] = replace(leg, size=rest)
        else:
            del left[key]
    if leg.margin is not None:
        left[key] = left[key].with_margin(leg.margin + gain - fee)
        account = account.holding(left, account.cross_balance)
        return account, Entry(time, f"{leg.name}: {what}", gain - fee, -gain, fee)
    carried = any(leg.margin is None for leg in left.values())
    if not carried and account.cross_pool.backing(marks) + gain - fee < 0:
        return None
    account = account.holding(left, account.cross_balance + gain - fee)
    return account, Entry(time, f"cross: {what}", gain - fee, -gain, fee)


def _sold(account: Account, marks: Marks, time: float) -> tuple[Account, list[Entry]]:
    """The account with the coins that are margin sold at their marks, the haircut given back.

    Assumed: in what order, and at what cost, an exchange sells them was not found.
    """
    entries, cash = [], account.cross_balance
    for coin in account.counted_coins:
        paid = coin.amount * coin.price(marks)
        entries.append(Entry(time, f"sell {coin.amount:g} {coin.name}", paid, -paid))
        cash += paid
    sold = {coin.name for coin in account.counted_coins}
    left = {name: amount for name, amount in account.coins.items() if name not in sold}
    return replace(account, coins=left).holding(account.positions, cash), entries


def _bankruptcies(pool: Pool, marks: Marks) -> Marks:
    """For each symbol the price at which closing all of them there leaves zero equity, no fee.

    With one symbol the pool's own. With several each takes the share of equity that it has of the
    requirement, so that together they use up the collateral once.
    Source: dYdX v4, concepts/trading/liquidations (2026-04-22; read 2026-11-22): its bankruptcy
    price of a position in a cross account. Bitget's page gives one for a single position only.
    """
    whole, prices = pool.risk(marks), {}
    for symbol in dict.fromkeys(p.symbol for p in pool.positions):
        legs = tuple(p for p in pool.positions if p.symbol == symbol)
        part = Pool(pool.name, pool.mode, 0.0, legs)
        own = part.risk(marks)
        share = (
            own.maintenance_margin / whole.maintenance_margin
            if whole.maintenance_margin
            else own.position_value / whole.position_value
        )
        money = share * whole.equity - own.equity
        prices[symbol] = part.with_collateral(money).bankruptcy_price(symbol, marks)
    return prices


def _take_over(
    account: Account, pool: Pool, marks: Marks, time: float, settling: Settling, *, back: bool
) -> tuple[Settlement, Entry]:
    """Close the whole pool: the trader loses its cash, the fund takes or pays the rest.

    back: what is left goes back to the trader, less the fee of a liquidation.
    """
    symbols = dict.fromkeys(p.symbol for p in pool.positions)
    triggers = {s: mark_of(marks, s) for s in symbols}
    zero = _bankruptcies(pool, marks)
    fills = dict(triggers)
    if settling.fill_deviation is not None:
        for leg in pool.larger:
            worse = zero[leg.symbol] * (1 - leg.side * settling.fill_deviation)
            fills[leg.symbol] = worse if isfinite(worse) else triggers[leg.symbol]
    legs = [p.at(marks) for p in pool.positions]
    gain = sum(p.unrealized_pnl(fills[p.symbol]) for p in legs)
    fee = sum(p.position_value(fills[p.symbol]) for p in legs) * account.trading_fee_rate
    loss = pool.collateral
    residual = loss + gain - fee
    deleveraged = residual < 0 and settling.insurance_fund + residual < 0
    if deleveraged:  # matched at zero equity, without a fee
        gain, fee, residual = -loss, 0.0, 0.0
        fills = {s: zero[s] if isfinite(zero[s]) else fills[s] for s in symbols}
    if back and residual > 0:
        value = sum(p.position_value(fills[p.symbol]) for p in legs)
        rest = max(0.0, residual - value * settling.liquidation_fee)
        loss, residual = loss - rest, residual - rest
    settlement = Settlement(
        time=time,
        pool=pool.name,
        triggers=MappingProxyType(triggers),
        bankruptcies=MappingProxyType(zero),
        fills=MappingProxyType(fills),
        trader_loss=loss,
        fee=fee,
        insurance_fund_before=settling.insurance_fund,
        insurance_fund_change=residual,
        deleveraged=deleveraged,
    )
    how = "deleverage at the bankruptcy price" if deleveraged else "close the rest"
    return settlement, Entry(time, f"{pool.name}: {how}", -loss, -gain, fee, residual)
