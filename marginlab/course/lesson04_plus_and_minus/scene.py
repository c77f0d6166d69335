"""One isolated position whose margin is moved by hand or by automatic calls, as values.

The house position on Bitget: 0.1 BTC long from 60,000 with 10x and 2,000 in the wallet. Chances are
those of a price that wanders without drift at VOLATILITY, watched at every moment; see survival.
"""

from __future__ import annotations

from dataclasses import dataclass

from marginlab.course.house import ENTRY_PRICE, SYMBOL, WALLET, opened
from marginlab.engine.account import Account
from marginlab.engine.position import Position
from marginlab.theory.given import number, within
from marginlab.theory.survival import Survival
from marginlab.theory.terms import LONG, show

VOLATILITY = 0.6  # a year, an assumption that the words repeat
CALLS = ("off", "Bitget", "1/L")
CENT = 0.01


@dataclass(frozen=True, slots=True)
class Rung:
    """A margin [settle coin] and the wall that it buys [quote per base]."""

    margin: float
    liquidation_price: float


@dataclass(frozen=True, slots=True)
class Backing:
    """What a liquidation at this wall takes [settle coin], and the chance of it [fraction]."""

    stake: float
    liquidation_price: float
    chance: float

    @property
    def expected_loss(self) -> float:
        """Chance times stake [settle coin]."""
        return self.chance * self.stake


@dataclass(frozen=True, slots=True)
class AdjustScene:
    """The position at a mark price, with all that its margin decides.

    rungs: the margin of now and, with automatic calls, what each further call makes of it;
    opened, now, cross: what is at stake as it was opened, as it is, and in cross.
    """

    account: Account
    mark_price: float
    automatic_call: str
    days: float
    guess: float | None
    rungs: tuple[Rung, ...]
    opened: Backing
    now: Backing
    cross: Backing

    @property
    def position(self) -> Position:
        return self.account.position(SYMBOL)

    @property
    def margin(self) -> float:
        """What the position holds [settle coin]."""
        return self.rungs[0].margin

    @property
    def liquidation_price(self) -> float:
        """Where the wall stands now [quote per base]."""
        return self.rungs[0].liquidation_price

    @property
    def room(self) -> float:
        """From the mark price to that wall [fraction of the mark price], below zero."""
        return self.liquidation_price / self.mark_price - 1

    @property
    def available(self) -> float:
        """What can still be added [settle coin]."""
        return self.account.withdrawable_balance()

    @property
    def come_in(self) -> float:
        """What has been added or called in since the opening [settle coin], less what was taken out."""
        return self.margin - self.opened.stake

    @property
    def removable(self) -> float:
        """What the exchange lets go now [settle coin]."""
        return self.account.removable_margin(SYMBOL, {SYMBOL: self.mark_price})

    @property
    def backings(self) -> dict[str, Backing]:
        """The three ways to back the position, by their names in the picture."""
        now = "now" if self.automatic_call == "off" else "with calls"
        # Not "as opened": its chance is that of the price of now.
        first = f"with {show(self.opened.stake, 'money')}"
        return {first: self.opened, now: self.now, "cross": self.cross}

    def wall(self, margin: float) -> float:
        """The wall that a margin would buy [quote per base]."""
        return self.position.liquidation_price(margin, self.mark_price)

    def moved(self, amount: float) -> float:
        """The margin after adding an amount, or taking it out if negative [settle coin].

        Raises Rejected where the exchange would refuse.
        """
        if amount > 0:
            account = self.account.add_margin(SYMBOL, amount)
        else:
            account = self.account.remove_margin(SYMBOL, -amount, {SYMBOL: self.mark_price})
        return _margin(account)


def adjust_scene(
    *,
    margin: float = 900.0,
    mark_price: float = ENTRY_PRICE,
    automatic_call: str = "off",
    days: float = 7,
    guess: float | None = None,
) -> AdjustScene:
    """The house position with this margin at this mark price, called on if calls are on.

    guess: the chance that the learner expects [per cent].
    Raises ValueError for values that make no sense and where the position would be liquidated,
    Rejected for what the exchange would refuse.
    """
    margin = number("margin", margin, positive=True)
    mark_price = number("mark price", mark_price, positive=True)
    days = number("days", days, positive=True)
    if automatic_call not in CALLS:
        raise ValueError(f"automatic call was {automatic_call!r}; {' or '.join(CALLS)} is needed")
    guess = None if guess is None else within("your mark", guess, 0, 100)
    first, cross = opened("isolated"), opened("cross")
    ladder = _ladder(_holding(first, margin), automatic_call)
    alive = next((i for i, step in enumerate(ladder) if _lives(step, mark_price)), None)
    if alive is None:
        raise ValueError(
            f"mark price was {show(mark_price, 'money')}; this position is liquidated at "
            f"{show(_wall(ladder[-1]), 'price')}: add margin before the price falls so far"
        )
    rungs = tuple(Rung(_margin(step), _wall(step)) for step in ladder[alive:])

    def backing(stake: float, wall: float) -> Backing:
        life = Survival(LONG, mark_price, wall, VOLATILITY)
        return Backing(stake, wall, life.probability(24 * days))

    return AdjustScene(
        account=ladder[alive],
        mark_price=mark_price,
        automatic_call=automatic_call,
        days=days,
        guess=guess,
        rungs=rungs,
        opened=backing(_margin(first), _wall(first)),
        now=backing(rungs[-1].margin, rungs[-1].liquidation_price),
        cross=backing(WALLET, _wall(cross)),
    )


def _holding(account: Account, margin: float) -> Account:
    """The account with this margin in its position; what was taken out was allowed then."""
    more = margin - _margin(account)
    if more > 0:
        return account.add_margin(SYMBOL, more)
    return account.with_position(account.position(SYMBOL).with_margin(margin))


def _margin(account: Account) -> float:
    return account.position(SYMBOL).margin or 0.0


def _wall(account: Account) -> float:
    return account.liquidation_price(SYMBOL, {SYMBOL: ENTRY_PRICE})


def _lives(account: Account, mark_price: float) -> bool:
    pool = account.pool_of(account.position(SYMBOL))
    return not pool.risk({SYMBOL: mark_price}).liquidated


def _ladder(account: Account, automatic_call: str) -> list[Account]:
    """The account, and what becomes of it each time the price reaches its wall and money comes."""
    steps = [account]
    while automatic_call != "off" and (money := steps[-1].withdrawable_balance()) > CENT:
        last, wall = steps[-1], {SYMBOL: _wall(steps[-1])}
        if automatic_call == "Bitget":
            steps.append(last.call_margin(SYMBOL, wall))
        else:  # as much as makes it a fresh position there: equity is value over leverage again
            leg = last.position(SYMBOL)
            equity = last.pool_of(leg).risk(wall).equity
            steps.append(
                last.add_margin(SYMBOL, min(leg.initial_margin(wall[SYMBOL]) - equity, money))
            )
    return steps
