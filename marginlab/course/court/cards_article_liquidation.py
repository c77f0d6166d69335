"""An article of March 2026: what it says of funding and liquidation (4), and its four answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marginlab.course.court.article import card
from marginlab.course.court.card import Side, at_its_word
from marginlab.course.court.ledger import Ledger, answer, ledger
from marginlab.course.court.scenes import HOUSE, ISOLATED, falls
from marginlab.course.house import MODES, PAYMENTS_A_DAY, SYMBOL, opened, rates_of
from marginlab.engine.events import Funding, Mark
from marginlab.engine.replay import replay
from marginlab.theory.linear import no_requirement
from marginlab.theory.terms import LONG, show
from marginlab.venues import ARTICLE, BITGET

_PAYMENTS = 400  # more than any margin here lasts
_HOURS = 24 // PAYMENTS_A_DAY  # between two of them


def _sample(side: Side, *, margin: float, printed: float, **trade: float) -> Ledger:
    """The wall of a position of which the exchange's documentation prints all numbers."""
    terms: dict[str, Any] = {
        "side": LONG,
        "collateral": margin,
        **trade,
        **rates_of(side.venue, SYMBOL),
    }
    twice = {**terms, "fee_rate": 2 * terms["fee_rate"]}
    return ledger(
        ("margin", margin),
        ("wall by the maintenance rate alone", float(ARTICLE.liquidation_price(**terms)), "price"),
        ("wall with two fees", float(BITGET.liquidation_price(**twice)), "price"),
        ("wall", float(side.venue.liquidation_price(**terms)), "price"),
        ("wall as printed", printed, "price"),
    )


def _paid(side: Side, *, rates: tuple[float, ...], **house: Any) -> Ledger:
    """The margin and what stands beside it under some funding payments."""
    before = account = opened("isolated", venue=side.venue, **house)
    flat = Mark(0, {SYMBOL: house["entry_price"]})
    rows = [("margin before", account.position(SYMBOL).cash)]
    for n, rate in enumerate(rates, start=1):
        account = replay(account, [flat, Funding(8, SYMBOL, rate)]).account
        rows.append((f"margin after payment {n}", account.position(SYMBOL).cash))
    return ledger(
        *rows,
        ("wallet beside it before", before.cross_balance),
        ("wallet beside it after", account.cross_balance),
    )


def _weighed(side: Side, *, marks: tuple[float, ...], **house: Any) -> Ledger:
    """Open profit and equity along a path, and whether the position is liquidated there."""
    account = opened("isolated", venue=side.venue, **house)
    leg = account.position(SYMBOL)
    rows: list[tuple[str, float | str]] = [("margin", leg.cash)]
    for mark in marks:
        at, risk = show(mark, "tick"), account.pool_of(leg).risk({SYMBOL: mark})
        rows += [
            (f"open profit at {at}", leg.unrealized_pnl(mark)),
            (f"equity at {at}", risk.equity),
            (f"required at {at}", risk.trigger),
            (f"liquidated at {at}", "yes" if risk.liquidated else "no"),
        ]
    return ledger(*rows)


def _filled(side: Side, **house: Any) -> Ledger:
    """The fill of a liquidation, by the rule, where the market stands at the bankruptcy price."""
    worse = float(side.venue.fill_deviation)
    account = opened("isolated", venue=side.venue, **house)
    pool = account.pool_of(account.position(SYMBOL))
    bankruptcy = pool.bankruptcy_price(SYMBOL, {SYMBOL: house["entry_price"]})
    fill = bankruptcy * (1 - worse)
    return ledger(
        ("market price", bankruptcy, "price"),
        ("filled at", fill, "price"),
        ("worse by", worse, "percent"),
        ("lost by that", house["size"] * (bankruptcy - fill)),
    )


def _staged(side: Side, *, falls: tuple[float, ...], **house: Any) -> Ledger:
    """A large position through the same falls in both modes: how often it is reduced."""
    rows: list[tuple[str, float, str]] = []
    for mode in MODES:
        account = opened(mode, venue=side.venue, **house)
        after = replay(account, [Mark(n, {SYMBOL: fall}) for n, fall in enumerate(falls)])
        reductions = sum("reduce" in entry.what for entry in after.ledger)
        left = sum(leg.size for leg in after.account.positions.values())
        rows += [(f"reductions, {mode}", reductions, "plain"), (f"left, {mode}", left, "size")]
    return ledger(*rows)


def _reopened(side: Side, **house: Any) -> Ledger:
    """The change to cross while the position is open, and by way of a close."""
    before, price = opened("isolated", venue=side.venue, **house), house["entry_price"]
    closed = before.close(SYMBOL, price)
    after = closed.set_margin_mode(SYMBOL, "cross").set_leverage(SYMBOL, house["leverage"])
    after = after.open(SYMBOL, LONG, size=house["size"], price=price)
    return ledger(
        ("initial margin", before.position(SYMBOL).cash),
        answer("to cross with a position", lambda: before.set_margin_mode(SYMBOL, "cross")),
        answer("to cross with neither", lambda: closed.set_margin_mode(SYMBOL, "cross")),
        ("fees of closing and opening anew", before.wallet_balance - after.wallet_balance),
    )


def _drained(side: Side, *, rate: float, **house: Any) -> Ledger:
    """Funding at a price that stands still, until it ends the position."""
    account = opened("isolated", venue=side.venue, **house)
    leg, mark = account.position(SYMBOL), house["entry_price"]
    flat = Mark(0, {SYMBOL: mark})
    lives = replay(
        account, [flat, *(Funding(_HOURS * n, SYMBOL, rate) for n in range(1, _PAYMENTS))]
    )
    rows: list[tuple[str, float, str]] = [("margin", leg.cash, "money")]
    for end in lives.liquidations:
        rows += [
            ("payment that ends it", end.time / _HOURS, "plain"),
            ("left then", end.trader_loss, "money"),
            ("required then", account.pool_of(leg).risk({SYMBOL: mark}).trigger, "money"),
            ("bankruptcy price", end.bankruptcy_price, "price"),
            ("filled at", end.fill_price, "price"),
        ]
    return ledger(*rows)


def _least(side: Side, *, most: float, beyond: float, small: float, **trade: Any) -> Ledger:
    """Two leverages and a small order: what is opened, and what is refused."""
    open_at = opened("isolated", venue=side.venue, leverage=most, **trade)
    margin, value = open_at.position(SYMBOL).cash, trade["size"] * trade["entry_price"]
    tiny = {**trade, "size": small / trade["entry_price"], "leverage": most}
    return ledger(
        (f"margin at {show(most, 'x')}", margin),
        ("least share of the value", margin / value, "percent"),
        answer(
            f"opened at {show(beyond, 'x')}",
            lambda: opened("isolated", venue=side.venue, leverage=beyond, **trade),
        ),
        ("value of a small order", small),
        answer("the small order", lambda: opened("isolated", venue=side.venue, **tiny)),
    )


CARDS = (
    card(
        id="B4.1",
        says="The liquidation price follows from margin, entry price, size and {the maintenance rate}.",
        topic="liquidation price",
        lesson=2,
        scene="A sample of Bitget's API documentation: long {size:plain} BTC from {entry_price:tick}, "
              "isolated, {margin:money} of margin.",
        given={"size": 0.01, "entry_price": 25_000.0, "margin": 9.6695050093373343,
               "printed": 24_144.1124161806977798},
        run=_sample,
        holds=lambda run: run["wall"] == run["wall by the maintenance rate alone"],
        verdict="false",
        told="The maintenance rate alone gives {right[wall by the maintenance rate alone]}; with the taker "
             "fee it is {right[wall]}, as printed. In higher tiers an offset counts, too.",
        repairs={
            "the rates of maintenance and of the taker fee": lambda _, right:
                round(right["wall"], 6) == round(right["wall as printed"], 6),
            "the rates of maintenance and of the fees of opening and closing": lambda _, right:
                round(right["wall with two fees"], 6) == round(right["wall as printed"], 6),
        },
        rests=("requirement", SYMBOL),
    ),
    card(
        id="B4.2",
        says="Funding is taken from the isolated margin.",
        topic="funding",
        lesson=5,
        scene=f"{ISOLATED}; the price stands still, and three payments are made, at {{rates[0]:percent}}, "
              "{rates[1]:percent} and {rates[2]:percent}.",
        given={**HOUSE, "rates": (0.0001, 0.0003, 0.0002)},
        run=_paid,
        holds=lambda run: run["margin after payment 3"] < run["margin before"] and
            run["wallet beside it after"] == run["wallet beside it before"],
        verdict="true",
        told="{right[margin before]} become {right[margin after payment 3]}; the wallet beside it does not "
             "change. Bybit takes what is available first (2024-12-19).",
        rests=("funding_from",),
    ),
    card(
        id="B4.3",
        says="Open profit and loss count in the equity that decides about liquidation.",
        topic="profit",
        lesson=1,
        scene=f"{ISOLATED}; the mark price rises, then falls.",
        given={**HOUSE, "marks": (62_000.0, 57_000.0, 53_900.0)},
        run=_weighed,
        holds=lambda run: run.says("liquidated at 53,900") == "yes" and all(
            run[f"equity at {at}"] == run["margin"] + run[f"open profit at {at}"]
            for at in ("62,000", "57,000", "53,900")),
        verdict="true",
        told="The margin is {right[margin]} throughout; equity goes from {right[equity at 62,000]} to "
             "{right[equity at 53,900]}, and that ends it.",
        rests=("requirement", SYMBOL),
    ),
    card(
        id="B4.4",
        says="In a liquidation the fill {may be 0.5 % worse, a buffer of the insurance fund}.",
        topic="insurance fund",
        lesson=6,
        scene=f"{ISOLATED}; it is liquidated while the market stands at its bankruptcy price.",
        given=HOUSE,
        run=_filled,
        holds=lambda run: run["worse by"] == 0.005,
        verdict="no source",
        told="No page of Bitget's names such a buffer. {left[worse by]} would make this fill "
             "worse by {left[lost by that]}.",
        repairs={
            "may be 0.06 % worse, the taker fee": lambda _, right: right["worse by"] == 0.0006,
            "is that of the market": lambda _, right: right["worse by"] == 0,
        },
        unfound="such a buffer, on any page of Bitget's",
        rests=("fill_deviation",),
    ),
    card(
        id="B4.5a",
        says="There is no partial liquidation in isolated margin.",
        topic="liquidation",
        lesson=8,
        scene=f"{ISOLATED}, and the same in cross; {{wallet:money}} in the wallet. It falls to "
              "{falls[0]:tick}, then to {falls[1]:tick}.",
        given={"size": 100.0, "entry_price": 60_000.0, "leverage": 10.0, "wallet": 600_000.0,
               "falls": (54_300.0, 53_900.0)},
        run=_staged,
        holds=lambda run: run["reductions, isolated"] == 0 == run["left, isolated"],
        verdict="true",
        told="Isolated, it is closed whole; in cross it is reduced, and {right[left, cross]} BTC live on. So "
             "says the page of 2025-02-07; older ones, and other exchanges, differ.",
        rests=("partial_liquidation",),
    ),
    card(
        id="B4.5b",
        says="An isolated position is closed when its equity {reaches zero}.",
        topic="liquidation",
        lesson=2,
        scene=f"{ISOLATED}; the mark price falls to {{lows[0]:tick}}, then to {{lows[1]:tick}}.",
        given={**HOUSE, "lows": (54_200.0, 53_900.0)},
        run=falls,
        left=at_its_word(replace(ARTICLE, requirement=no_requirement)),
        holds=lambda run: "closed at" in run and round(run["equity at the wall"], 6) == 0,
        verdict="false",
        told="Its wall is at {right[wall]}, where {right[equity at the wall]} is left: the maintenance "
             "margin and the closing fee.",
        repairs={
            "falls to the maintenance margin and the closing fee": lambda _, right:
                "closed at" in right and round(right["equity at the wall"], 6) ==
                round(right["required there"], 6),
            "falls to half of the margin": lambda _, right:
                right["equity at the wall"] >= right["margin"] / 2,
        },
        rests=("requirement", SYMBOL),
    ),
    card(
        id="BF1",
        says="To change the margin mode, an open position must be closed and opened anew.",
        topic="margin mode",
        lesson=3,
        scene=f"{ISOLATED}, a trade costs {{fee_rate:percent}}; the trader wants cross.",
        given={**HOUSE, "fee_rate": 0.0006},
        run=_reopened,
        holds=lambda run: not run.accepts("to cross with a position") and
            run.accepts("to cross with neither"),
        verdict="true",
        told="The change is refused while it is open; the way round costs "
             "{right[fees of closing and opening anew]} in fees.",
        rests=("classic account",),
    ),
    card(
        id="BF3",
        says="An isolated position is closed when funding has eaten {all of its margin}.",
        topic="funding",
        lesson=5,
        scene=f"{ISOLATED}; the price stands still, and {{rate:percent}} is paid every 8 hours.",
        given={**HOUSE, "leverage": 100.0, "rate": 0.0001},
        run=_drained,
        holds=lambda run: round(run["left then"], 6) == 0,
        verdict="false",
        told="Payment {right[payment that ends it]} ends it, not payment {left[payment that ends it]}: "
             "{right[left then]} of {right[margin]} are left, and required. The exchange takes it over at "
             "its bankruptcy price, {right[bankruptcy price]}, and closes it at {right[filled at]}.",
        repairs={
            "its margin down to the requirement": lambda _, right:
                round(right["left then"] - right["required then"], 6) == 0,
            "three quarters of its margin": lambda _, right:
                round(right["left then"] - right["margin"] / 4, 6) == 0,
        },
        rests=("requirement", SYMBOL),
    ),
    card(
        id="BF4",
        says="There is a least margin, a share of the value; smaller orders are rejected.",
        topic="tiers",
        lesson=8,
        scene="Long {size:plain} BTC from {entry_price:tick}, isolated, at {most:x} and at {beyond:x}; and "
              "an order of {small:money}.",
        given={"size": 0.1, "entry_price": 60_000.0, "most": 150.0, "beyond": 151.0, "small": 4.0},
        run=_least,
        holds=lambda run: not run.accepts("opened at 151x") and not run.accepts("the small order"),
        verdict="true",
        told="In effect, though the article gives no number: one over the greatest leverage, "
             "{right[least share of the value]} of the value, and an order of at least 5 USDT.",
        rests=(SYMBOL,),
    ),
)  # fmt: skip
