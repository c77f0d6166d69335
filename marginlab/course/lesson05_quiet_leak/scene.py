"""One position whose price stands still while funding is paid, under both margin modes, as values.

Both accounts live through the same replay: a mark price that does not move and a payment at every
funding time. What each of them has lost, and where its wall has walked to, is read off the traces.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, nan

from marginlab.course.house import ENTRY_PRICE, PAYMENTS_A_DAY, SIZE, SYMBOL, opened
from marginlab.engine.replay import Event, Funding, Mark, replay
from marginlab.theory.formulas import funding_payment
from marginlab.theory.given import MarginMode, count, number
from marginlab.theory.rounding import ROUNDING
from marginlab.theory.terms import LONG
from marginlab.venues.traits import FundingFrom

DAYS = 24  # what the calendar shows


@dataclass(frozen=True, slots=True)
class Leak:
    """What the payments did to the position in one margin mode.

    walls: the liquidation price from day 0 on, one more for each funding time; the last one of a
    position that was closed is the mark price that it met. collateral: the money behind it on day
    0; left: what of it is there now, or was there when it closed; paid: all that has left the
    account, negative when it received; payments: how many were charged; closed: the day on which
    it was liquidated, nan while it is open.
    """

    collateral: float
    walls: tuple[float, ...]
    left: float
    paid: float
    payments: int
    closed: float

    @property
    def is_closed(self) -> bool:
        """Whether it was liquidated."""
        return isfinite(self.closed)

    @property
    def drained(self) -> float:
        """What the money behind the position has lost [settle coin]; the rest of the wallet paid
        the other payments."""
        return self.collateral - self.left

    @property
    def days(self) -> tuple[float, ...]:
        """The day of each of the walls."""
        return tuple(i / PAYMENTS_A_DAY for i in range(len(self.walls)))

    @property
    def wall(self) -> float:
        """Where the wall stands now, or where it met the price."""
        return self.walls[-1]


@dataclass(frozen=True, slots=True)
class LeakScene:
    """The position on a day, in both modes, and the day that the learner said.

    payment: what one full payment is [settle coin], negative when the long receives.
    """

    day: int
    leverage: float
    funding_rate: float
    funding_from: FundingFrom
    payment: float
    isolated: Leak
    cross: Leak
    guess: float | None


def leak_scene(
    *,
    day: int = 18,
    rate_percent: float = 0.01,
    leverage: float = 100,
    funding_from: FundingFrom = "margin",
    guess: float | None = None,
) -> LeakScene:
    """A long of 0.1 BTC at 60,000 on Bitget with 2,000 in the wallet, on a day of the calendar.

    rate_percent: the funding rate of one interval in per cent; positive, the long pays.
    funding_from: whose money pays for the isolated position, as in `replay`.

    Raises ValueError for values that make no sense, Rejected for what the exchange would refuse.
    """
    day = count("day", day, least=0, most=DAYS)
    rate = number("funding rate", rate_percent) / 100
    leverage = number("leverage", leverage, positive=True)
    guess = None if guess is None else number("your mark", guess, positive=True)
    payments = day * PAYMENTS_A_DAY
    isolated = _leak("isolated", leverage, rate, payments, funding_from)
    cross = _leak("cross", leverage, rate, payments, funding_from)
    payment = float(funding_payment(LONG, SIZE, ENTRY_PRICE, rate))
    return LeakScene(day, leverage, rate, funding_from, payment, isolated, cross, guess)


def _leak(
    mode: MarginMode, leverage: float, rate: float, payments: int, funding_from: FundingFrom
) -> Leak:
    account = opened(mode, leverage=leverage)
    name = account.position(SYMBOL).name
    behind = account.pool_of(account.position(SYMBOL)).collateral
    times = [24.0 * i / PAYMENTS_A_DAY for i in range(1, payments + 1)]
    events: list[Event] = [
        Mark(0.0, {SYMBOL: ENTRY_PRICE}),
        *(Funding(t, SYMBOL, rate) for t in times),
    ]
    trace = replay(account, events, funding_from=funding_from)
    walls = [wall for wall in trace.liquidation_price[name] if isfinite(wall)]
    paid = [-entry.trader for entry in trace.ledger if entry.what.startswith("funding")]
    closed = nan
    if trace.liquidations:
        (end,) = trace.liquidations
        closed, left = end.time / 24, end.trader_loss
        walls.append(end.trigger_price)
    else:
        left = trace.account.pool_of(trace.account.position(SYMBOL)).collateral
    dust = ROUNDING * SIZE * ENTRY_PRICE  # less is rounding, for the replay as well
    charged = sum(1 for amount in paid if abs(amount) > dust)
    return Leak(behind, tuple(walls), left, sum(paid), charged, closed)
