"""An article of March 2026: what it says of setting up isolated margin and of adjusting it (1 to 3)."""

from __future__ import annotations

from typing import Any

from marginlab.course.court.article import card
from marginlab.course.court.card import Side, at_its_word
from marginlab.course.court.ledger import ACCEPTED, Ledger, answer, ledger, lived
from marginlab.course.court.scenes import HOUSE, ISOLATED
from marginlab.course.house import PAYMENTS_A_DAY, SYMBOL, WALLET, opened
from marginlab.engine.account import Account
from marginlab.engine.events import Funding, Mark
from marginlab.engine.replay import replay
from marginlab.theory.given import MarginMode
from marginlab.theory.survival import Survival
from marginlab.theory.terms import LONG, show

ETH = "ETHUSDT"
_ADDED = {**HOUSE, "more": 300.0}


def _margin(account: Account) -> float:
    return account.position(SYMBOL).cash


def _wall(account: Account) -> float:
    return account.liquidation_price(SYMBOL, {SYMBOL: account.position(SYMBOL).entry_price})


def _adjusted(side: Side, *, more: float, rate: float, to: float, **house: Any) -> Ledger:
    """The margin after an addition, a funding payment and a change of leverage; or "fixed"."""
    account = opened("isolated", venue=side.venue, **house)
    mark = Mark(0, {SYMBOL: house["entry_price"]})
    rows = [("margin when opened", _margin(account))]
    for what, move in (
        ("adding", lambda a: a.add_margin(SYMBOL, more)),
        ("funding", lambda a: replay(a, (mark, Funding(8, SYMBOL, rate))).account),
        ("the change of leverage", lambda a: a.set_leverage(SYMBOL, to)),
    ):
        account = account if side.rule == "fixed" else move(account)
        rows.append((f"margin after {what}", _margin(account)))
    return ledger(*rows)


def _beside(
    side: Side, mode: MarginMode, other_size: float, other_price: float, order: float, **house: Any
) -> Account:
    """The house position in this mode, and beside it an isolated one with a resting order."""
    account = opened(mode, venue=side.venue, **house).set_margin_mode(ETH, "isolated")
    account = account.set_leverage(ETH, house["leverage"])
    both = {"margin": other_size * other_price / house["leverage"]}
    asked = both if side.venue.margin_sets_leverage else {}
    account = account.open(ETH, LONG, size=other_size, price=other_price, **asked)
    return account.place_order(ETH, LONG, size=other_size, price=order)


def _neighbour(side: Side, *, low: float, other_price: float, **given: Any) -> Ledger:
    """An isolated position with its order, before and after the one beside it was liquidated."""
    marks = {SYMBOL: low, ETH: other_price}
    isolated, cross = (
        _beside(side, mode, other_price=other_price, **given) for mode in ("isolated", "cross")
    )
    after, after_cross = (replay(account, [Mark(1, marks)]) for account in (isolated, cross))
    reserved = isolated.cancel_orders().available_balance() - isolated.available_balance()
    return ledger(
        ("its margin", isolated.position(ETH).cash),
        ("its wall", isolated.liquidation_price(ETH, marks), "price"),
        ("its resting orders", len(isolated.orders), "plain"),
        ("reserved by them", reserved),
        ("lost beside it", after.liquidations[0].trader_loss),
        ("its margin after", after.account.position(ETH).cash),
        ("its wall after", after.account.liquidation_price(ETH, marks), "price"),
        ("its resting orders after", len(after.account.orders), "plain"),
        ("the same, had the other been in cross", len(after_cross.account.orders), "plain"),
    )


def _left_alone(side: Side, *, rate: float, days: float, **house: Any) -> Ledger:
    """A month at a price that stands still: the margin under funding, or "static"."""
    before = opened("isolated", venue=side.venue, **house)
    payments = 0 if side.rule == "static" else round(days * PAYMENTS_A_DAY)
    flat = Mark(0, {SYMBOL: house["entry_price"]})
    after = replay(before, [flat, *(Funding(8 * n, SYMBOL, rate) for n in range(payments))]).account
    return ledger(
        ("margin before", _margin(before)),
        ("wall before", _wall(before), "price"),
        ("paid in funding", before.wallet_balance - after.wallet_balance),
        ("margin after", _margin(after)),
        ("wall after", _wall(after), "price"),
    )


def _called(side: Side, *, low: float, lower: float, **house: Any) -> Ledger:
    """The position with the automatic margin call "on" or "off", through two falls."""
    account = opened("isolated", venue=side.venue, **house)
    account = account.set_automatic_margin_call(SYMBOL, side.rule)
    return lived(account, Mark(1, {SYMBOL: low}), Mark(2, {SYMBOL: lower}))


def _releverage(side: Side, *, to: float, **house: Any) -> Ledger:
    """Whether the exchange takes another leverage while the position is open, and what moves."""
    before = opened("isolated", venue=side.venue, **house)
    asked = answer("set the leverage", lambda: before.set_leverage(SYMBOL, to))
    after = before.set_leverage(SYMBOL, to) if asked.value == ACCEPTED else before
    return ledger(("margin before", _margin(before)), asked, ("margin after", _margin(after)))


def _ordered(side: Side, *, size: float, entry_price: float, leverage: float) -> Ledger:
    """Mode and order in both sequences."""
    before = Account(side.venue, WALLET).set_leverage(SYMBOL, leverage)

    def placed(account: Account) -> Account:
        return account.place_order(SYMBOL, LONG, size=size, price=entry_price)

    reserved = before.available_balance() - placed(before).available_balance()
    return ledger(
        ("reserved by the order", reserved),
        answer("mode, then order", lambda: placed(before.set_margin_mode(SYMBOL, "isolated"))),
        answer("order, then mode", lambda: placed(before).set_margin_mode(SYMBOL, "isolated")),
    )


def _entered(side: Side, *, more: float, **house: Any) -> Ledger:
    """Margin and leverage when the position is opened, and after an addition."""
    before = opened("isolated", venue=side.venue, **house)
    after = before.add_margin(SYMBOL, more)
    risk = after.pool_of(after.position(SYMBOL)).risk({SYMBOL: house["entry_price"]})
    return ledger(
        ("position value", risk.position_value),
        ("margin", _margin(before)),
        ("leverage setting", before.position(SYMBOL).leverage, "x"),
        ("margin after adding", _margin(after)),
        ("leverage setting after", after.position(SYMBOL).leverage, "x"),
        ("effective leverage after", risk.effective_leverage, "x"),
    )


def _stakes(
    side: Side, *, more: float, volatility: float, days: float, longer: float, **house: Any
) -> Ledger:
    """The chance of liquidation and the money at stake, before and after an addition.

    "risk" is the one or the other, as the side reads it.
    """
    account = opened("isolated", venue=side.venue, **house)
    rows: list[tuple[str, float, str]] = []
    for when, at in (("", account), (" after", account.add_margin(SYMBOL, more))):
        life = Survival(LONG, house["entry_price"], _wall(at), volatility)
        chance, stake = life.probability(24 * days), _margin(at)
        risk = (chance, "chance") if side.rule == "chance" else (stake, "money")
        rows += [
            (f"wall{when}", _wall(at), "price"),
            (f"chance of closure{when}", chance, "chance"),
            (f"stake{when}", stake, "money"),
            (
                f"chance × stake over {show(longer)} days{when}",
                life.probability(24 * longer) * stake,
                "about",
            ),
            (f"risk{when}", *risk),
        ]
    return ledger(*rows)


def _room(account: Account, mark: float) -> tuple[tuple[str, float], ...]:
    """What a position has, and what it requires, at a mark."""
    leg = account.position(SYMBOL)
    risk = account.pool_of(leg).risk({SYMBOL: mark})
    return (
        ("margin", leg.cash),
        ("equity", risk.equity),
        ("maintenance margin", risk.maintenance_margin),
        ("initial margin at the mark", leg.initial_margin(mark)),
    )


def _removable(side: Side, *, more: float, mark: float, **house: Any) -> Ledger:
    """The most that can be taken out again."""
    account = opened("isolated", venue=side.venue, **house).add_margin(SYMBOL, more)
    leg, most = account.position(SYMBOL), account.removable_margin(SYMBOL, {SYMBOL: mark})
    risk = account.pool_of(leg).risk({SYMBOL: mark})
    return ledger(
        *_room(account, mark),
        ("initial margin at the entry", leg.initial_margin(leg.entry_price)),
        ("equity above maintenance", risk.equity - risk.maintenance_margin),
        ("can be taken out", most),
    )


def _taken(
    side: Side, *, more: float, mark: float, much: float, less: float, **house: Any
) -> Ledger:
    """What the exchange says to taking out "much" or "less"."""
    account = opened("isolated", venue=side.venue, **house).add_margin(SYMBOL, more)
    amount = much if side.rule == "much" else less
    rows = _room(account, mark)
    return ledger(
        *rows,
        ("asked for", amount),
        ("would be left", dict(rows)["equity"] - amount),
        answer("take it out", lambda: account.remove_margin(SYMBOL, amount, {SYMBOL: mark})),
    )


def _leaves(run: Ledger, floor: str) -> bool:
    """Whether the equity that must stay is that of this row."""
    return round(run["equity"] - run["can be taken out"], 6) == round(run[floor], 6)


def _recomputed(side: Side, *, more: float, less: float, **house: Any) -> Ledger:
    """Wall, leverage and what is available, before and after adding and taking out.

    "leverage" is the setting or the effective one, as the side reads it.
    """
    account, marks = opened("isolated", venue=side.venue, **house), {SYMBOL: house["entry_price"]}
    more_in = account.add_margin(SYMBOL, more)
    rows: list[tuple[str, float, str]] = []
    for when, at in (
        ("", account),
        (" after adding", more_in),
        (" after taking out", more_in.remove_margin(SYMBOL, less, marks)),
    ):
        leg = at.position(SYMBOL)
        effective = at.pool_of(leg).risk(marks).effective_leverage
        rows += [
            (f"wall{when}", _wall(at), "price"),
            (f"leverage{when}", effective if side.rule == "effective" else leg.leverage, "x"),
            (f"available{when}", at.available_balance(marks), "money"),
        ]
    return ledger(*rows)


def _all_move(run: Ledger) -> bool:
    """Whether wall, leverage and what is available are others after each adjustment."""
    return all(
        run[what] != run[f"{what} after adding"] != run[f"{what} after taking out"]
        for what in ("wall", "leverage", "available")
    )


CARDS = (
    card(
        id="B1.1",
        says="The margin that is set apart for one position {is fixed}.",
        topic="margin",
        lesson=4,
        scene=f"{ISOLATED}; {{more:money}} are added, one funding payment at {{rate:percent}} is made, "
              "and the leverage is set to {to:x}.",
        given={**_ADDED, "rate": 0.0001, "to": 5.0},
        run=_adjusted,
        left=at_its_word(rule="fixed"),
        holds=lambda run: len({row.value for row in run}) == 1,
        verdict="false",
        told="Set apart, but not fixed: {right[margin when opened]} become {right[margin after adding]}, "
             "{right[margin after funding]}, {right[margin after the change of leverage]}.",
        repairs={
            "changes by the trader's hand only": lambda _, right:
                right["margin after funding"] == right["margin after adding"],
            "changes by the trader's hand, and by funding": lambda _, right:
                right["margin when opened"] < right["margin after adding"] > right["margin after funding"],
        },
        rests=("funding_from", "margin_sets_leverage"),
    ),
    card(
        id="B1.2",
        says="What happens to one isolated position does not reach the others.",
        topic="margin mode",
        lesson=3,
        scene=f"{ISOLATED}, beside {{other_size:plain}} ETH from {{other_price:tick}}, isolated, with an "
              "order at {order:tick}; BTC falls to {low:tick}.",
        given={**HOUSE, "other_size": 1.0, "other_price": 3_000.0, "order": 2_900.0, "low": 42_000.0},
        run=_neighbour,
        holds=lambda run: run["its margin"] == run["its margin after"] and
            run["its wall"] == run["its wall after"],
        verdict="true",
        told="{right[lost beside it]} are lost, and the other keeps its margin of {right[its margin after]} "
             "and its wall. Only a liquidation in cross cancels its orders.",
        rests=("requirement", ETH),
    ),
    card(
        id="B1.3",
        says="The margin of an isolated position stays as it is {unless it is changed by hand}.",
        topic="funding",
        lesson=5,
        scene=f"{ISOLATED}, for {{days}} days at a price that stands still; {{rate:percent}} is paid "
              "every 8 hours.",
        given={**HOUSE, "rate": 0.0001, "days": 30},
        run=_left_alone,
        left=at_its_word(rule="static"),
        holds=lambda run: run["margin after"] == run["margin before"],
        verdict="false",
        told="Funding takes {right[paid in funding]} of it, and the wall moves from {right[wall before]} to "
             "{right[wall after]}.",
        repairs={
            "unless it is changed by hand or the price moves": lambda _, right:
                right["margin after"] == right["margin before"],
            "unless it is changed by hand or funding is paid": lambda _, right:
                round(right["margin before"] - right["paid in funding"], 6) ==
                round(right["margin after"], 6) != right["margin before"],
        },
        rests=("requirement", "funding_from", SYMBOL),
    ),
    card(
        id="B1.4",
        says="The most that an isolated position can lose is its margin{}.",
        topic="margin",
        lesson=4,
        scene=f"{ISOLATED}, 2,000 in the wallet; the mark price jumps past the wall to "
              "{low:tick}, where nothing is left of the margin, then to {lower:tick}.",
        given={**HOUSE, "low": 54_000.0, "lower": 40_000.0},
        run=_called,
        left=Side("Bitget, automatic margin call off", rule="off"),
        right=Side("Bitget, automatic margin call on", rule="on"),
        holds=lambda run: run["lost"] <= run["margin"],
        verdict="depends",
        told="With the automatic margin call off {left[lost]} are lost; with it on, {right[lost]}.",
        repairs={
            ", while the automatic margin call is off": lambda off, on:
                off["lost"] <= off["margin"] and on["lost"] > on["margin"],
            ", while the automatic margin call is on": lambda off, on: on["lost"] <= on["margin"],
        },
        rests=("requirement", SYMBOL),
    ),
    card(
        id="B1.5",
        says="To change the leverage of an open position, {the margin must be adjusted first}.",
        topic="leverage",
        lesson=4,
        scene=f"{ISOLATED}; the trader asks for {{to:x}}.",
        given={**HOUSE, "to": 5.0},
        run=_releverage,
        holds=lambda run: not run.accepts("set the leverage"),
        verdict="false",
        told="Bitget takes the new setting and moves the margin itself: {right[margin before]} becomes "
             "{right[margin after]}.",
        repairs={
            "nothing has to be done before": lambda _, right: right.accepts("set the leverage"),
            "the position must be closed first": lambda _, right:
                not right.accepts("set the leverage"),
        },
        rests=("margin_sets_leverage",),
    ),
    card(
        id="B2.2",
        says="Isolated margin is chosen before the order is placed.",
        topic="margin mode",
        lesson=3,
        scene="An account in cross; an order for {size:plain} BTC at {entry_price:tick} and {leverage:x} "
              "is placed after the change of mode, and before it.",
        given=HOUSE,
        run=_ordered,
        holds=lambda run: run.accepts("mode, then order") and not run.accepts("order, then mode"),
        verdict="true",
        told="With an order that reserves {right[reserved by the order]} the mode can no longer be changed.",
        rests=("classic account",),
    ),
    card(
        id="B2.4",
        says="The exchange computes {the leverage from the margin, the size and the mark price}.",
        topic="leverage",
        lesson=4,
        scene=f"{ISOLATED}; {{more:money}} of margin are added.",
        given=_ADDED,
        run=_entered,
        holds=lambda run:
            round(run["leverage setting after"] * run["margin after adding"] - run["position value"], 6) == 0,
        verdict="false",
        told="The setting gives the margin: {right[position value]} at {right[leverage setting]} take "
             "{right[margin]}. With {right[margin after adding]} it still is "
             "{right[leverage setting after]}; effective leverage is {right[effective leverage after]}.",
        repairs={
            "the margin from the leverage, the size and the price": lambda _, right:
                round(right["leverage setting"] * right["margin"] - right["position value"], 6) == 0,
            "the leverage from the margin that is added": lambda _, right:
                right["leverage setting after"] != right["leverage setting"],
        },
        rests=("margin_sets_leverage",),
    ),
    card(
        id="B3.2",
        says="Adding margin moves the liquidation price away and lowers {the risk}.",
        topic="liquidation price",
        lesson=4,
        scene=f"{ISOLATED}; {{more:money}} are added. A price that wanders by "
              "{volatility:chance} a year without drift, over {days} days, and over {longer}.",
        given={**_ADDED, "volatility": 0.6, "days": 7, "longer": 30},
        run=_stakes,
        left=Side("Bitget, risk read as the chance of being closed", rule="chance"),
        right=Side("Bitget, risk read as the money at stake", rule="stake"),
        holds=lambda run: run["wall after"] < run["wall"] and run["risk after"] < run["risk"],
        verdict="depends",
        told="The chance falls from {left[risk]} to {left[risk after]}, the stake grows from {right[risk]} "
             "to {right[risk after]}; over 30 days chance × stake goes from "
             "{right[chance × stake over 30 days]} to {right[chance × stake over 30 days after]}.",
        repairs={
            "the chance of being closed": lambda left, _: left["risk after"] < left["risk"],
            "the money at stake": lambda _, right: right["risk after"] < right["risk"],
        },
        rests=("requirement", SYMBOL),
    ),
    card(
        id="B3.3",
        says="Margin can be taken out as long as what stays meets {the maintenance margin}.",
        topic="margin",
        lesson=4,
        scene=f"{ISOLATED}; {{more:money}} were added, and the mark price is {{mark:tick}}.",
        given={**_ADDED, "mark": 61_000.0},
        run=_removable,
        right=Side("Bitget, with the floor that Binance prints"),
        holds=lambda run: round(run["margin"] - run["can be taken out"] - run["maintenance margin"], 6) == 0,
        verdict="no source",
        told="No page of Bitget's gives its floor. Where it is the initial margin at the mark, "
             "{right[can be taken out]} can leave, of {right[equity above maintenance]} above maintenance.",
        repairs={
            "the initial margin at the mark": lambda _, right: _leaves(right, "initial margin at the mark"),
            "the initial margin at the entry": lambda _, right: _leaves(right, "initial margin at the entry"),
        },
        unfound="the floor of a removal, on any page of Bitget's",
        rests=("removal_floor", "margin_sets_leverage"),
    ),
    card(
        id="B3.4",
        says="Every adjustment recomputes liquidation price, {leverage} and available margin.",
        topic="leverage",
        lesson=4,
        scene=f"{ISOLATED}; {{more:money}} are added, then {{less:money}} are taken out.",
        given={**_ADDED, "less": 100.0},
        run=_recomputed,
        left=Side("Bitget, effective leverage", rule="effective"),
        right=Side("Bitget, the leverage setting", rule="setting"),
        holds=_all_move,
        verdict="depends",
        told="The wall goes to {right[wall after adding]} and {right[wall after taking out]}. Effective "
             "leverage follows, {left[leverage after adding]} and {left[leverage after taking out]}; the "
             "setting stays at {right[leverage after taking out]}.",
        repairs={
            "effective leverage": lambda left, _: _all_move(left),
            "the leverage setting": lambda _, right: _all_move(right),
        },
        rests=("margin_sets_leverage", "requirement", SYMBOL),
    ),
    card(
        id="B3.5",
        says="Taking margin out is refused where it would leave less than {the maintenance margin}.",
        topic="margin",
        lesson=4,
        scene=f"{ISOLATED}; {{more:money}} were added, and the mark price is {{mark:tick}}. Asked for: "
              "{much:money}, or {less:money}.",
        given={**_ADDED, "mark": 61_000.0, "much": 980.0, "less": 400.0},
        run=_taken,
        left=Side("Bitget, the larger amount", rule="much"),
        right=Side("Bitget, the smaller amount", rule="less"),
        holds=lambda run: run.accepts("take it out") == (run["would be left"] >= run["maintenance margin"]),
        verdict="depends",
        told="It is refused, and earlier than that: so is {right[asked for]}, although "
             "{right[would be left]} would be left. No page has the words “insufficient coverage”.",
        repairs={
            "the initial margin at the mark": lambda *runs: all(
                run.accepts("take it out") == (run["would be left"] >= run["initial margin at the mark"])
                for run in runs),
            "half of the margin": lambda *runs: all(
                run.accepts("take it out") == (run["would be left"] >= run["margin"] / 2) for run in runs),
        },
        rests=("removal_floor",),
    ),
)  # fmt: skip
