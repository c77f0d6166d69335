"""The money of an account, from its own side: who pays whom at every moment, and who is ended.

An oracle that knows nothing of the library: exact fractions, one pot per purse, and every change
of money is a payment from one pot to another. It solves no equation of margin: who lives is asked
anew at every step, a wall is looked for along the price, payments are made until somebody dies.

A pool is "cross" or the key (symbol, side) of an isolated position, and so is its pot.
Sides are +1 and -1; prices in quote per base; money in the settle coin; rates as fractions.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

LONG, SHORT = 1, -1
SLACK = Fraction(1, 10**9)  # a tie is as wide as this share of the position value
JUST_BELOW = 1 - Fraction(1, 10**12)  # where a reduced position stands under its cap
FAR = 10**7  # a wall farther than this many times the mark is none
# Nearer to a decision than this, numbers with sixteen digits may fall to the other side.
DOUBT, DIGITS = 1e-10, 1e-13
OTHERS = ("counterparties", "fees", "insurance fund", "outside")


def exact(number):
    """The number as it is written: 0.1 is a tenth."""
    return Fraction(str(number))


class Refused(Exception):
    """What the exchange would not do."""


class Tier(NamedTuple):
    cap: Fraction
    rate: Fraction
    max_leverage: Fraction
    offset: Fraction  # what the rate would charge too much on the part below the tier


def progressive(*rows):
    """Tiers from rows (cap, rate, max leverage), charged as income tax is."""
    tiers, floor, before, offset = [], Fraction(0), Fraction(0), Fraction(0)
    for cap, rate, max_leverage in rows:
        offset += floor * (rate - before)
        tiers.append(Tier(cap, rate, max_leverage, offset))
        floor, before = cap, rate
    return tuple(tiers)


class Contract(NamedTuple):
    """A contract. `coin`: the symbol whose mark is the price of what a COIN-M contract pays in.

    In a pool that is counted in dollars what it pays is turned into them at once: a COIN-M contract's
    coins are `in_dollars`, and `peg` is the coin that is worth about one of them.
    """

    symbol: str
    kind: str
    tiers: tuple
    fee_rate: Fraction = Fraction(0)
    min_order_value: Fraction = Fraction(0)
    coin: str = ""
    in_dollars: bool = False
    peg: str = ""
    growth: Fraction = Fraction(0)  # of the rates, for each unit of size

    def most_leverage(self, tier, size):
        return 1 / (1 / Fraction(tier.max_leverage) + self.growth * size)

    def notional(self, size, price):
        return size / price if self.kind == "inverse" else size * price

    def size(self, notional, price):
        return notional * price if self.kind == "inverse" else notional / price

    def coin_price(self, marks):
        coin = marks[self.coin] if self.kind == "coin" else 1
        dollars = marks[self.peg] if self.peg else coin if self.in_dollars else 1
        return Fraction(coin) / dollars

    def turned(self, symbol):
        """Whether its money is straight in one over the price of the symbol, not in the price."""
        return not self.in_dollars and (self.kind == "inverse" or self.coin == symbol)

    def tier(self, notional):
        inside = (i for i, tier in enumerate(self.tiers) if notional <= tier.cap)
        return next(inside, len(self.tiers) - 1)


class Leg(NamedTuple):
    """An open position."""

    contract: Contract
    side: int
    size: Fraction
    entry: Fraction
    leverage: Fraction
    isolated: bool
    flat: bool = False  # tiers without offsets
    called: bool = False  # for margin, before it is liquidated

    @property
    def symbol(self):
        return self.contract.symbol

    @property
    def key(self):
        return self.symbol, self.side

    def notional(self, marks):
        return self.contract.notional(self.size, marks[self.symbol])

    def value(self, marks):
        return self.notional(marks) / self.contract.coin_price(marks)

    def profit(self, marks):
        price = marks[self.symbol]
        if self.contract.kind == "inverse":
            return self.side * self.size * (1 / self.entry - 1 / price)
        return self.side * self.size * (price - self.entry) / self.contract.coin_price(marks)

    def initial_margin(self, marks):
        return self.value(marks) / self.leverage

    def at_entry(self, marks):
        return {**marks, self.symbol: self.entry}

    def with_fill(self, size, price):
        if self.contract.kind == "inverse":
            entry = (self.size + size) / (self.size / self.entry + size / price)
        else:
            entry = (self.size * self.entry + size * price) / (self.size + size)
        return self._replace(size=self.size + size, entry=entry)


class Rules(NamedTuple):
    """What differs between venues. Lines: "mark with fee", "mark", "rate", "entry", "grows", "none".

    share_first: the share, the value above which it is closed first, and the pause after it.
    """

    requirement: str = "mark with fee"
    trigger: str = "mark with fee"
    hedged_legs: str = "larger leg"
    tie: str = "liquidated"
    open_profit: str = "backs new positions"
    initial_margin_at: str = "mark"
    removal_floor: str = "initial margin"
    resting_orders: str = "initial margin"
    rest_goes_to: str = "insurance fund"
    liquidation_fee: Fraction = Fraction(0)
    share_first: tuple | None = None
    backstop: Fraction = Fraction(0)
    funding_rate_cap: Fraction | None = None


class Waiting(NamedTuple):
    """A stop (way -1) or a profit (+1) that waits for its price."""

    symbol: str
    side: int
    price: Fraction
    way: int
    size: Fraction | None
    by: str
    gap: Fraction


class Coin(NamedTuple):
    """A coin in the purse of the cross pool: `ratio` of its price counts."""

    amount: Fraction
    ratio: Fraction
    symbol: str  # whose mark is its price

    def worth(self, marks):
        return self.amount * marks[self.symbol]


class Payment(NamedTuple):
    time: float
    what: str
    giver: object
    taker: object
    amount: Fraction


class End(NamedTuple):
    """A pool taken over: the cash it had and lost, the fills, and what the fund got (or paid)."""

    time: float
    pool: object
    cash: Fraction
    trader_loss: Fraction
    fills: dict
    residual: Fraction
    deleveraged: bool
    backstop: bool


class Money:
    """An account on an exchange, and everybody it pays."""

    def __init__(self, rules, contracts, wallet, *, trading_fee_rate=0, fund=0, closing="steps",
                 fill_deviation=None, tiers_at_a_time=2, funding_from="margin"):  # fmt: skip
        self.rules = rules
        self.contracts = {contract.symbol: contract for contract in contracts}
        self.trading_fee_rate, self.fill_deviation = trading_fee_rate, fill_deviation
        self.closing, self.tiers_at_a_time = closing, tiers_at_a_time
        self.funding_from = funding_from
        self.isolated, self.leverage = set(), {}  # symbols; leverage by symbol and side
        self.coins = {}  # by name
        self.begun = {}  # by pool: when a share of it was closed
        self.pots = {"cross": wallet, **dict.fromkeys(OTHERS, 0), "insurance fund": fund}
        self.legs, self.orders, self.marks, self.pending = {}, [], {}, {}
        self.last, self.waiting = {}, []  # last prices; stops and profits
        self.time, self.payments, self.ends, self.undone = None, [], [], []
        self.doubtful, self.fills = False, 0
        self.one_way, self.flips = False, 0
        self.hedged_last = False  # in the deleveraging queue

    def doubt(self, difference, relative, gross=0):
        """Remember when a decision hangs on digits that a float does not have."""
        if abs(float(difference)) <= DOUBT * abs(float(relative)) + DIGITS * abs(float(gross)):
            self.doubtful = True

    def pay(self, what, giver, taker, amount):
        if amount:
            self.pots[giver] -= amount
            self.pots[taker] += amount
            self.payments.append(Payment(self.time, what, giver, taker, amount))

    # ---- pools --------------------------------------------------------------------------------

    def held(self, pool):
        if pool != "cross":
            return [self.legs[pool]]
        return [leg for leg in self.legs.values() if not leg.isolated]

    def pool(self, leg):
        return leg.key if leg.isolated else "cross"

    def sides(self, legs):
        """The legs by symbol, the larger one first."""
        symbols = {}
        for leg in legs:
            symbols.setdefault(leg.symbol, []).append(leg)
        for pair in symbols.values():
            if len(pair) == 2:
                one, other = ((p.size, p.contract.notional(p.size, p.entry)) for p in pair)
                differ = next((k for k in (0, 1) if one[k] != other[k]), None)
                if differ is not None:
                    self.doubt(one[differ] - other[differ], one[differ])
                pair.sort(
                    key=lambda p: (p.size, p.contract.notional(p.size, p.entry), p.flat, p.side),
                    reverse=True,
                )
        return symbols

    def charged(self, legs, margin="maintenance"):
        rule = self.rules.hedged_legs
        if rule == "both legs" or (rule == "larger leg" and margin == "initial"):
            return legs
        return [pair[0] for pair in self.sides(legs).values()]

    def counted(self, leg, marks):
        """The value that is charged and that chooses the tier: at the mark, or at the entry."""
        return leg.notional(leg.at_entry(marks) if self.rules.requirement == "entry" else marks)

    def maintenance(self, leg, marks, line=None):
        line, contract = line or self.rules.requirement, leg.contract
        if line == "none":
            return 0
        counted = self.counted(leg, marks)
        number = contract.tier(counted)
        for edge in contract.tiers[max(0, number - 1) : number + 1]:
            self.doubt(counted - edge.cap, 0, edge.cap)
        tier = contract.tiers[number]
        fee_rate = contract.fee_rate if line == "mark with fee" else 0
        offset = 0 if leg.flat or line == "rate" else tier.offset
        if line == "grows":
            offset = -counted * contract.growth * leg.size
        return (counted * (tier.rate + fee_rate) - offset) / contract.coin_price(marks)

    def profit(self, pool, marks):
        return sum(leg.profit(marks) for leg in self.held(pool))

    def backing(self, pool, marks):
        """The cash, and of the coins what counts."""
        coins = self.coins.values() if pool == "cross" else ()
        return self.pots[pool] + sum(coin.ratio * coin.worth(marks) for coin in coins)

    def equity(self, pool, marks):
        return self.backing(pool, marks) + self.profit(pool, marks)

    def value(self, pool, marks):
        return sum(leg.value(marks) for leg in self.held(pool))

    def required(self, pool, marks, line=None):
        own = sum(self.maintenance(leg, marks, line) for leg in self.charged(self.held(pool)))
        return own + (self.charged_for_orders(marks, line) if pool == "cross" else 0)

    def charged_for_orders(self, marks, line=None):
        """What cross orders would need at their prices, where resting ones are charged."""
        if self.rules.resting_orders == "initial margin":
            return 0
        orders = [order for order in self.orders if order.symbol not in self.isolated]
        needs = 0
        for order in orders:
            there = order.at_entry(marks)
            needs += self.maintenance(order, there, line)
            needs += order.value(there) * order.contract.fee_rate
        return needs

    def least(self, pool, marks):
        """What the pool is liquidated at."""
        return self.required(pool, marks, self.rules.trigger)

    def initial_margin(self, legs, marks):
        legs = self.charged(legs, "initial")
        at_entry = self.rules.initial_margin_at == "entry"
        return sum(leg.initial_margin(leg.at_entry(marks) if at_entry else marks) for leg in legs)

    def dead(self, pool):
        if not self.held(pool):
            return False
        value = self.value(pool, self.marks)
        equity = self.equity(pool, self.marks)
        spare = equity - self.least(pool, self.marks)
        liquidated = self.rules.tie == "liquidated"
        tie = SLACK * value if liquidated else -SLACK * value
        self.doubt(spare - tie, value, abs(self.pots[pool]) + abs(equity))
        return spare <= tie if liquidated else spare < tie

    # ---- balances -----------------------------------------------------------------------------

    def held_by_orders(self):
        """An order would enter at its price."""
        return sum(order.initial_margin(order.at_entry(self.marks)) for order in self.orders)

    def available(self):
        won = self.profit("cross", self.marks)
        backing = won if self.rules.open_profit == "backs new positions" else min(0, won)
        bound = self.initial_margin(self.held("cross"), self.marks) + self.held_by_orders()
        return max(Fraction(0), self.backing("cross", self.marks) + backing - bound)

    def withdrawable(self):
        cash, won = self.backing("cross", self.marks), self.profit("cross", self.marks)
        bound = self.initial_margin(self.held("cross"), self.marks) + self.held_by_orders()
        free = cash + min(0, won) - bound
        if self.held("cross") or self.charged_for_orders(self.marks):
            kept = self.least("cross", self.marks) + 2 * SLACK * self.value("cross", self.marks)
            free = min(free, cash + won - kept)
        return max(Fraction(0), min(free, self.pots["cross"]))  # coins do not leave as cash

    def removable(self, key):
        marks, margin, leg = self.marks, self.pots[key], self.legs[key]
        won, required = leg.profit(marks), self.required(key, marks)
        if self.rules.removal_floor == "maintenance margin":
            free = margin - required + min(0, won)
        else:
            free = min(margin - required, margin + won - self.initial_margin([leg], marks))
        kept = self.least(key, marks) + 2 * SLACK * leg.value(marks)
        return max(Fraction(0), min(free, margin + won - kept))

    def insist(self, amount, balance, why):
        """Refuse what is more than the balance; the ninth digit is forgiven."""
        more = amount - balance - SLACK * max(abs(amount), abs(balance))
        if amount:  # nothing is always given
            gross = abs(self.pots["cross"]) + self.value("cross", self.marks)
            self.doubt(more, max(abs(amount), abs(balance)), gross)
        if more > 0:
            raise Refused(why)

    # ---- moves --------------------------------------------------------------------------------

    def attempt(self, move, *args, **terms):
        """The whole move, or nothing of it and a note; says whether it was made."""
        self.settle()
        before, refused = (dict(self.pots), dict(self.legs), len(self.payments)), len(self.undone)
        try:
            move(*args, **terms)
        except Refused as refusal:
            self.pots, self.legs, made = before
            del self.payments[made:]
            self.undone.append((self.time, str(refusal)))
        self.ask()
        return len(self.undone) == refused

    def open(self, symbol, side, size=None, margin=None, price=None, flat=False, called=False):
        contract, key = self.contracts[symbol], (symbol, side)
        price = self.marks[symbol] if price is None else price
        there = {**self.marks, symbol: price}
        against = self.legs.get((symbol, -side)) if self.one_way else None
        if against:
            if size is None:
                leverage = self.leverage.get(key, 10)
                size = contract.size(margin * leverage * contract.coin_price(there), price)
            self.flip(contract, side, size, price, against, flat)
            return
        isolated = symbol in self.isolated
        old = self.legs.get(key)
        leverage = old.leverage if old else self.leverage.get(key, 10)
        if size is None:
            size = contract.size(margin * leverage * contract.coin_price(there), price)
        part = Leg(contract, side, size, price, leverage, isolated, flat, called)
        new = old.with_fill(size, price) if old else part
        self.doubt(part.notional(there) - contract.min_order_value, contract.min_order_value)
        if part.notional(there) < contract.min_order_value:
            raise Refused("order too small")
        tier = contract.tiers[contract.tier(new.notional(self.marks))]
        self.doubt(new.notional(self.marks) - tier.cap, tier.cap)
        if new.notional(self.marks) > tier.cap:
            raise Refused("larger than the last tier")
        most = contract.most_leverage(tier, new.size)
        if contract.growth:
            self.doubt(leverage - most, most)
        if not 1 <= leverage <= most:
            raise Refused("leverage")
        fee = part.value(there) * self.trading_fee_rate
        if isolated:
            needed = part.initial_margin(there)
            self.insist(needed + fee, self.withdrawable(), "withdrawable balance")
        else:
            legs = {leg.key: leg for leg in self.held("cross")}
            needed = self.initial_margin(list({**legs, key: new}.values()), there)
            needed -= self.initial_margin(list(legs.values()), there)
            self.insist(needed + fee, self.available(), "available balance")
        self.pay("trading fee", "cross", "fees", fee)
        self.legs[key] = new
        if isolated:
            self.pots.setdefault(key, 0)
            self.pay("margin", "cross", key, needed)
        if self.dead(self.pool(new)):
            raise Refused("would be liquidated")

    def flip(self, contract, side, size, price, against, flat):
        """One order: it takes what stands against it down to nothing, then goes on."""
        least = contract.min_order_value
        notional = contract.notional(size, price)
        self.doubt(notional - least, least)
        if notional < least:
            raise Refused("order too small")
        if size != against.size:
            self.doubt(size - against.size, size * 10**4)
        self.close(contract.symbol, -side, min(size, against.size), price)
        if size > against.size:
            whole = contract._replace(min_order_value=Fraction(0))
            self.contracts[contract.symbol] = whole
            try:
                self.open(contract.symbol, side, size - against.size, price=price, flat=flat)
            finally:
                self.contracts[contract.symbol] = contract
            self.flips += 1

    def leg(self, symbol, side):
        if (symbol, side) not in self.legs:
            raise Refused("gone")
        return self.legs[symbol, side]

    def close(self, symbol, side, size=None, price=None):
        leg = self.leg(symbol, side)
        there = {**self.marks, symbol: self.marks[symbol] if price is None else price}
        size = leg.size if size is None else size
        self.doubt(size - leg.size * (1 + SLACK), size)
        if size > leg.size * (1 + SLACK):
            raise Refused("more than is held")
        whole = size >= leg.size * (1 - SLACK)
        part = leg if whole else leg._replace(size=size)
        pool, value = self.pool(leg), part.value(there)
        margin = self.pots[pool] if leg.isolated else 0
        self.trade(part, there, self.trading_fee_rate, "close")
        nothing = -SLACK * value
        if leg.isolated and whole:
            left = self.pots[pool]
            self.doubt(left - nothing, value, margin)
            if left < nothing:
                raise Refused("the loss is more than the margin")
            self.pay("margin", pool, "cross", left)
        elif leg.isolated:
            share = size / leg.size
            released = self.pots[pool] - margin * (1 - share)
            if released > 0:
                self.pay("margin", pool, "cross", released)
        if whole:
            del self.legs[leg.key]
        if leg.isolated and whole:
            return
        if self.held(pool):
            if self.dead(pool):
                raise Refused("would be liquidated")
        else:
            left = self.backing("cross", self.marks)
            self.doubt(left - nothing, value, margin)
            if left < nothing:
                raise Refused("the loss is more than the wallet")

    def trade(self, part, there, fee_rate, what):
        """Take a part out of its leg: its profit comes in, its fee goes out."""
        rest = self.legs[part.key].size - part.size
        self.legs[part.key] = self.legs[part.key]._replace(size=rest)
        pool = self.pool(part)
        self.pay(what, "counterparties", pool, part.profit(there))
        self.pay(what, pool, "fees", part.value(there) * fee_rate)

    def transfer(self, amount, symbol=None, side=None):
        """Money over the account's border, or between it and the margin of an isolated position."""
        if symbol is None:
            if amount < 0:
                self.insist(-amount, self.withdrawable(), "withdrawable balance")
            self.pay("transfer", "outside", "cross", amount)
            return
        key = self.leg(symbol, side).key
        if amount > 0:
            self.insist(amount, self.withdrawable(), "withdrawable balance")
        else:
            self.insist(-amount, self.removable(key), "removable margin")
        self.pay("margin", "cross", key, amount)

    # ---- orders that wait ---------------------------------------------------------------------

    def arm(self, symbol, side, price, way, size=None, by="mark", gap=0):
        """Close the leg once the price has gone against it (way -1) or with it (+1) that far."""
        self.leg(symbol, side)
        order = Waiting(symbol, side, price, way, size, by, gap)
        if self.reached(order):
            raise Refused("reached already")
        self.waiting.append(order)

    def reached(self, order):
        now = (self.marks if order.by == "mark" else self.last).get(order.symbol)
        return now is not None and (now - order.price) * order.side * order.way >= 0

    def fire(self):
        """Fill what is reached at the last price, or else at the mark."""
        while order := next((order for order in self.waiting if self.reached(order)), None):
            if self.pending:
                self.settle()
                continue
            self.waiting.remove(order)
            symbol, side = order.symbol, order.side
            size = order.size
            if size is not None and size >= self.legs[symbol, side].size:
                size = None
            price = self.last.get(symbol, self.marks[symbol]) * (1 - side * order.gap)
            if self.attempt(self.close, symbol, side, size, price):
                self.fills += 1

    def forget(self):
        """An order ends with its position."""
        for order in [o for o in self.waiting if (o.symbol, o.side) not in self.legs]:
            self.waiting.remove(order)
            self.undone.append((self.time, "its position ended"))

    def deleverage(self, symbol, side, size, price, others):
        """Give what those with a higher score do not take, at this price and without a fee."""
        leg = self.leg(symbol, side)
        pool, marks = self.pool(leg), self.marks
        self.doubt(self.equity(pool, marks), self.value(pool, marks))
        if self.equity(pool, marks) <= 0:
            raise Refused("no equity is left")
        won = leg.profit(marks) / leg.initial_margin(marks)
        ratio = self.required(pool, marks) / self.equity(pool, marks)
        score = won * ratio if won > 0 else won / ratio
        for other, _ in others:
            self.doubt(other - score, score)
        last = self.hedged_last and (symbol, -side) in self.legs
        left = size - sum(taken for other, taken in others if last or other >= score)
        if left <= 0:
            raise Refused("others take all")
        fee_rate, self.trading_fee_rate = self.trading_fee_rate, 0
        try:
            self.close(symbol, side, min(left, leg.size), price)
        finally:
            self.trading_fee_rate = fee_rate

    # ---- time ---------------------------------------------------------------------------------

    def advance(self, time):
        if time != self.time:
            self.settle()
            self.time = time

    def mark(self, prices, last=None):
        """New prices; whom they end by themselves is ended, after what is owed so far is paid."""
        known = {s: p for s, p in self.last.items() if s not in prices}
        self.marks, self.last = {**self.marks, **prices}, {**known, **(last or {})}
        pools = [*(leg.key for leg in self.legs.values() if leg.isolated), "cross"]
        if self.pending and any(self.dead(pool) for pool in pools):
            self.settle()
        elif not self.pending:
            self.ask()
        self.fire()

    def funding(self, symbol, rate):
        cap = self.rules.funding_rate_cap
        if cap is not None:
            rate = max(-cap, min(cap, rate))
        for leg in self.legs.values():
            if leg.symbol == symbol:
                owed = leg.side * leg.value(self.marks) * rate
                self.pending[leg.key] = self.pending.get(leg.key, 0) + owed

    def settle(self):
        """Book all payments of one time together, and only then ask who lives."""
        if not self.pending:
            return
        owed, self.pending = self.pending, {}
        payers = {}
        for key, amount in owed.items():
            leg = self.legs[key]
            if leg.isolated and amount > 0:
                payers[key] = amount
            else:
                self.pay("funding", self.pool(leg), "counterparties", amount)
        from_cross = Fraction(0)
        if self.funding_from == "available" and payers:
            from_cross = min(Fraction(1), self.withdrawable() / sum(payers.values()))
        for key, amount in payers.items():
            self.pay("funding", "cross", "counterparties", amount * from_cross)
            rest = amount * (1 - from_cross)
            if self.funding_from == "capped":
                spare = self.equity(key, self.marks) - self.required(key, self.marks)
                spare -= 2 * SLACK * self.value(key, self.marks)
                rest = min(rest, max(0, spare))
            self.pay("funding", key, "counterparties", rest)
        self.ask()

    def ask(self):
        """End the first pool that is dead, and ask again, until all live or wait for their end."""
        waiting = set()
        while True:
            pools = [*(leg.key for leg in self.legs.values() if leg.isolated), "cross"]
            held = {pool for pool in pools if self.held(pool)}
            self.begun = {pool: at for pool, at in self.begun.items() if pool in held}
            dead = next((p for p in pools if p not in waiting and self.dead(p)), None)
            if dead is None:
                self.forget()
                return
            if dead != "cross" and self.called(self.legs[dead]):
                continue
            backstop = self.below_backstop(dead)
            if self.pausing(dead) and not backstop:
                waiting.add(dead)
            elif dead == "cross":
                self.liquidate_cross(backstop)
            else:
                self.orders = [order for order in self.orders if order.key != dead]
                if not (self.first_share(dead) and not backstop and self.close_share(dead)):
                    self.take_over(dead, backstop)

    def below_backstop(self, pool):
        if not self.rules.backstop:
            return False
        equity, line = self.equity(pool, self.marks), self.required(pool, self.marks)
        self.doubt(equity - self.rules.backstop * line, self.value(pool, self.marks))
        return equity < self.rules.backstop * line

    def pausing(self, pool):
        return pool in self.begun and self.time < self.begun[pool] + self.rules.share_first[2]

    def first_share(self, pool):
        """Whether a share of the pool is to be closed before the rest."""
        if self.rules.share_first is None or self.closing != "steps" or pool in self.begun:
            return False
        values = sorted((leg.value(self.marks) for leg in self.held(pool)), reverse=True)
        if len(values) > 1:
            self.doubt(values[0] - values[1], values[0])
        self.doubt(values[0] - self.rules.share_first[1], values[0])
        return values[0] > self.rules.share_first[1]

    def close_share(self, pool):
        leg = max(self.held(pool), key=lambda leg: leg.value(self.marks))
        part = leg._replace(size=leg.size * self.rules.share_first[0])
        self.trade(part, self.marks, part.contract.fee_rate, "share")
        self.begun[pool] = self.time
        return True

    def called(self, leg):
        """The margin call that a position has asked for comes before its end."""
        free = self.withdrawable() if leg.called else 0
        if free <= SLACK * leg.value(self.marks):
            return False
        amount = min(leg.initial_margin(leg.at_entry(self.marks)), free)
        self.pay("margin call", "cross", leg.key, amount)
        return True

    # ---- liquidation --------------------------------------------------------------------------

    def liquidate_cross(self, backstop):
        self.orders = []
        if not self.dead("cross"):
            return
        if self.rules.share_first is not None and not backstop:
            if not (self.first_share("cross") and self.close_share("cross")):
                self.take_over("cross")
            return
        while self.dead("cross"):
            if self.closing != "steps" or backstop or not self.step():
                self.take_over("cross", backstop)

    def step(self):
        """Net a hedge, or reduce what needs most by some tiers; False when there is no step."""
        parts, what = self.hedge() or self.tiers_down() or ((), "")
        before = dict(self.pots), dict(self.legs), len(self.payments)
        for part in parts:
            self.trade(part, self.marks, part.contract.fee_rate, what)
            if not self.legs[part.key].size:
                del self.legs[part.key]
        if not self.held("cross"):
            left = self.backing("cross", self.marks)
            self.doubt(left, 0, sum(part.value(self.marks) for part in parts))
            if left < 0:
                self.pots, self.legs, made = before
                del self.payments[made:]
                return False
        return bool(parts)

    def hedge(self):
        legs = {leg.key: leg for leg in self.held("cross")}
        for (symbol, side), leg in legs.items():
            if side == LONG and (symbol, SHORT) in legs:
                both = leg, legs[symbol, SHORT]
                size = min(both[0].size, both[1].size)
                return [part._replace(size=size) for part in both], f"net {symbol}"
        return None

    def tiers_down(self):
        down, needs = self.tiers_at_a_time, {}
        for leg in self.held("cross"):
            if leg.contract.tier(self.counted(leg, self.marks)) >= down:
                needs[leg] = self.maintenance(leg, self.marks)
        if not needs:
            return None
        leg = max(needs, key=needs.get)
        contract, counted = leg.contract, self.counted(leg, self.marks)
        lower = contract.tiers[contract.tier(counted) - down]
        price = leg.entry if self.rules.requirement == "entry" else self.marks[leg.symbol]
        rest = contract.size(lower.cap * JUST_BELOW, price)
        return [leg._replace(size=leg.size - rest)], f"reduce {leg.symbol}"

    def take_over(self, pool, backstop=False):
        """The exchange closes the pool at the fills; what its cash does not pay, the fund pays."""
        if pool == "cross":
            for coin in self.coins.values():
                self.pay("sell", "counterparties", "cross", coin.worth(self.marks))
            self.coins = {}
        legs, cash = self.held(pool), self.pots[pool]
        fills = {leg.symbol: self.fill(pool, leg.symbol) for leg in legs}
        # Each at its own fill; the coin that another contract is paid in stays at its mark.
        there = [(leg, {**self.marks, leg.symbol: fills[leg.symbol]}) for leg in legs]
        gain = sum(leg.profit(prices) for leg, prices in there)
        fee = sum(leg.value(prices) for leg, prices in there) * self.trading_fee_rate
        residual = cash + gain - fee
        after = self.pots["insurance fund"] + residual
        self.doubt(after, 0, self.value(pool, self.marks))
        deleveraged = residual < 0 and after < 0
        if deleveraged:
            gain, fee, residual = -cash, 0, Fraction(0)
        self.pay("take over", "counterparties", pool, gain)
        self.pay("take over", pool, "fees", fee)
        back = Fraction(0)
        if residual > 0 and self.rules.rest_goes_to == "trader" and not backstop:
            value = sum(leg.value(prices) for leg, prices in there)
            back = max(back, residual - value * self.rules.liquidation_fee)
            residual -= back
        self.pay("take over", pool, "insurance fund", residual)
        self.ends.append(
            End(self.time, pool, cash, cash - back, fills, residual, deleveraged, backstop)
        )
        for leg in legs:
            del self.legs[leg.key]
        if pool != "cross":
            self.pay("margin", pool, "cross", back)

    def fill(self, pool, symbol):
        if self.fill_deviation is None:
            return self.marks[symbol]
        price = self.bankruptcy(pool, symbol)
        larger = self.sides(self.held(pool))[symbol][0]
        return price * (1 - larger.side * self.fill_deviation) if price else self.marks[symbol]

    def bankruptcy(self, pool, symbol):
        """Where the symbol's legs have lost its share of the equity; None where they never do."""
        marks, legs = self.marks, [leg for leg in self.held(pool) if leg.symbol == symbol]
        needs = self.charged(self.held(pool)), lambda leg: self.maintenance(leg, marks)
        if not sum(map(needs[1], needs[0])):
            needs = self.held(pool), lambda leg: leg.value(marks)
        share = sum(needs[1](leg) for leg in needs[0] if leg.symbol == symbol)
        share /= sum(map(needs[1], needs[0]))
        target = sum(leg.profit(marks) for leg in legs) - share * self.equity(pool, marks)

        def left(price):
            return sum(leg.profit({**marks, symbol: price}) for leg in legs) - target

        along = self.along(symbol)
        ends = along(marks[symbol]), along(2 * marks[symbol])
        x = root(lambda x: left(along(x)), *ends)
        return along(x) if x and x > 0 else None

    # ---- looking ahead ------------------------------------------------------------------------

    def along(self, symbol):
        """Money is a straight line in the price, or in 1 / price where the price is the coin's."""
        contract = self.contracts[symbol]
        return (lambda price: 1 / price) if contract.turned(symbol) else (lambda price: price)

    def wall(self, symbol, side):
        """The price of the symbol where its pool first has no more than it requires, or None.

        The way on which things get worse comes first (in the money of the price, where the price
        is the coin's). Within a tier what is spare is a straight line.
        """
        pool, mark = self.pool(self.legs[symbol, side]), self.marks[symbol]
        along = self.along(symbol)

        def spare(price):
            there = {**self.marks, symbol: price}
            return self.equity(pool, there) - self.required(pool, there)

        lower = mark * (1 - Fraction(1, 10**7))
        contract = self.contracts[symbol]
        own = contract.kind == "coin" and contract.turned(symbol)
        change = (spare(lower) * (lower / mark if own else 1)) - spare(mark)
        self.doubt(change * 10**7, self.value(pool, self.marks))
        worse = -1 if change < 0 else 1
        legs = [leg for leg in self.held(pool) if leg.symbol == symbol]
        edges = sorted({edge(leg, tier.cap) for leg in legs for tier in leg.contract.tiers[:-1]})
        for way in (worse, -worse):
            ahead = [price for price in edges[::way] if (price - mark) * way > 0]
            stops = [mark, *ahead, mark * FAR if way > 0 else mark / FAR]
            for near, far in pairwise(stops):
                ends = along(near), along(far)
                inside = [(2 * ends[0] + ends[1]) / 3, (ends[0] + 2 * ends[1]) / 3]
                one, two = (spare(along(x)) for x in inside)
                if 2 * one - two <= 0:  # where the tier begins
                    return near
                if 2 * two - one <= 0:  # where it ends
                    return along(root(lambda x: spare(along(x)), *inside))
        return None

    def payments_left(self, symbol, side, rate, most=400):
        """How many payments end the leg's pool at this mark, or None: they are really made."""
        pool = self.pool(self.legs[symbol, side])
        before, count, ended = self.pots[pool], 0, False
        while count < most and not ended:
            count += 1
            for leg in self.held(pool):
                if leg.symbol == symbol:
                    self.pots[pool] -= leg.side * leg.value(self.marks) * rate
            ended = self.dead(pool)
        self.pots[pool] = before
        return count if ended else None


def edge(leg, cap):
    """The price at which the leg's notional is the cap."""
    return leg.size / cap if leg.contract.kind == "inverse" else cap / leg.size


def root(line, one, two):
    """Where a straight line through two of its points is zero, or None."""
    a, b = line(one), line(two)
    return None if a == b else one - a * (two - one) / (b - a)
