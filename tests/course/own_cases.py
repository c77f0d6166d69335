"""Positions of one's own, drawn at random and typed, and the same ones as the money's side has them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from marginlab.course.own.inputs import BY_NAME, OPENS
from marginlab.theory.terms import LONG, SHORT
from tests import money
from tests.engine.test_money import LINES
from tests.money import exact

NAMES = {statement: line for line, statement in LINES.items()}
HOUSE = dict(OPENS)


@dataclass(frozen=True)
class Case:
    """What is typed, and the numbers that are meant, as fractions."""

    typed: dict
    numbers: dict

    def __getattr__(self, name):
        return self.numbers[name]


def case(number):
    """The position of this number: each venue, account mode and contract comes again and again."""
    draw = Random(f"own {number}")
    venue = list(BY_NAME.values())[number % len(BY_NAME)]
    mode = draw.choice(list(venue.account_modes))
    dollars = venue.account_modes[mode].margin_coins == "USDT and USDC"
    there = [c.symbol for c in venue.contracts.values() if not dollars or "USD" in c.settle]
    contract = draw.choice([*there, "NEWUSDT"])
    known = venue.contracts.get(contract)
    rates = {"mmr": "", "fee_rate": ""}
    if known is None or not known.tiers or draw.random() < 0.1:
        rates = {"mmr": f"{draw.uniform(0.2, 3):.2f}", "fee_rate": f"{draw.uniform(0, 0.1):.3f}"}
    coin = known is not None and known.kind == "coin" and mode == "classic"
    entry = float(f"{10 ** draw.uniform(-2, 5):.4g}")
    value = 10 ** draw.uniform(1.5, 5.5)
    leverage = draw.choice((1, 2, 3, 5, 10, 20, 25, 40))
    margin = value / leverage * draw.choice((1, draw.uniform(1, 3)))
    wallet = margin * draw.choice((1.2, draw.uniform(0.8, 2), draw.uniform(1, 30)))
    mark = entry * draw.choice((1, 1 + draw.gauss(0, 0.3) / leverage, draw.uniform(0.5, 2)))
    if coin:
        margin, wallet = margin / entry, wallet / entry
    side = draw.choice((LONG, SHORT))
    numbers = {
        "size": f"{value / entry:.6g}", "entry_price": f"{entry:.6g}", "mark_price": f"{mark:.6g}",
        "wallet": f"{wallet:.6g}", "leverage": str(leverage), "margin": "",
        "volatility": f"{draw.uniform(10, 200):.1f}",
        "funding_rate": f"{draw.choice((-1, 1)) * 10 ** draw.uniform(-3, 0):.4f}",
        "stop": "", "added": "", "interval": draw.choice(("", "1", "4")), **rates,
    }  # fmt: skip
    if draw.random() < 0.3:
        numbers["margin"] = f"{margin:.6g}"
        numbers["leverage"] = draw.choice(("", str(leverage)))
    if draw.random() < 0.5:
        numbers["stop"] = (
            f"{float(numbers['mark_price']) * (1 - side * draw.uniform(0.001, 0.5)):.6g}"
        )
        numbers["added"] = f"{margin * draw.uniform(0.01, 2):.6g}"
    plain = {
        name: text if "e" not in text else f"{float(text):.12f}" for name, text in numbers.items()
    }
    beside = other(draw, venue, contract, wallet) if mode != "isolated margin" else None
    typed = {
        "exchange": venue.name, "account_mode": mode, "contract": contract, "side": side,
        "others": beside.typed if beside else "", **plain,
    }  # fmt: skip
    meant = {name: Fraction(text) if text else None for name, text in plain.items()}
    for name in ("volatility", "funding_rate", "mmr", "fee_rate"):
        meant[name] = None if meant[name] is None else meant[name] / 100
    names = {"venue": venue, "contract": contract, "mode": mode, "side": side, "beside": beside}
    return Case(typed, names | meant)


def other(draw, venue, contract, wallet):
    """Another position of the wallet, now and then, in a contract that settles in the same coin."""
    own = venue.contracts.get(contract)
    coin = own.settle if own else "USDT"
    there = [
        c for c in venue.contracts.values() if c.tiers and c.settle == coin and c.symbol != contract
    ]
    if not there or draw.random() < 0.6:
        return None
    entry, side = float(f"{10 ** draw.uniform(0, 4):.4g}"), draw.choice((LONG, SHORT))
    size, mark = wallet * draw.uniform(0.1, 5) / entry, entry * draw.uniform(0.95, 1.05)
    said = [f"{number:.9f}" for number in (size, entry, mark)]
    symbol, word = draw.choice(there).symbol, "long" if side == LONG else "short"
    typed = f"{word} {said[0]} {symbol} from {said[1]} at {said[2]}"
    numbers = dict(zip(("size", "entry_price", "mark_price"), map(Fraction, said), strict=True))
    return Case(typed, {"contract": symbol, "side": side, **numbers})


def oracle(one, margin_mode):
    """The money's side of a case in this margin mode, at its marks."""
    venue = one.venue
    own = traded(one, one.contract, one.mmr, one.fee_rate)
    rules = money.Rules(NAMES[venue.requirement], NAMES[venue.trigger], tie=venue.tie)
    side = money.Money(rules, [own], one.wallet)
    side.marks = {one.contract: one.mark_price, "USDC": Fraction(1)}
    isolated = margin_mode == "isolated"
    leg = money.Leg(own, one.side, one.size, one.entry_price, one.leverage or Fraction(1), isolated)
    side.legs[leg.key] = leg
    if isolated:
        margin = one.margin
        if margin is None:
            margin = leg.initial_margin(leg.at_entry(side.marks))
        side.pots["cross"] -= margin
        side.pots[leg.key] = margin
    if two := one.beside:
        there = traded(one, two.contract)
        side.contracts[two.contract] = there
        side.marks[two.contract] = two.mark_price
        beside = money.Leg(there, two.side, two.size, two.entry_price, Fraction(1), False)
        side.legs[beside.key] = beside
    return side, leg


def traded(one, symbol, mmr=None, fee_rate=None):
    """A contract of the case's venue as the money's side has it, at the rates that were typed."""
    contract = one.venue.contracts.get(symbol)
    pool = one.venue.account_modes[one.mode].margin_coins != "settle coin"
    kind = contract.kind if contract else "linear"
    if mmr is not None:
        tiers = (money.Tier(Fraction(10**40), mmr, Fraction(1000), Fraction(0)),)
    else:
        rows = ((t.cap, t.mmr, t.max_leverage) for t in contract.tiers)
        tiers = money.progressive(
            *((Fraction(10**40) if cap.is_infinite() else exact(cap), exact(rate), Fraction(most))
              for cap, rate, most in rows)
        )  # fmt: skip
    fee = exact(contract.fee_rate) if fee_rate is None else fee_rate
    growth = exact(contract.rate_growth) if contract else Fraction(0)
    peg = "USDC" if pool and contract is not None and contract.settle == "USDC" else ""
    coin = symbol if kind == "coin" else ""
    return money.Contract(symbol, kind, tiers, fee, Fraction(0), coin, pool, peg, growth)
