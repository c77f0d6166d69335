"""Bitget's own help pages on margin, walls, tiers, funding and liquidation, across their editions."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from marginlab.course.court.card import Card, Published, Side, at_its_word
from marginlab.course.court.ledger import NEVER, Ledger, Row, ledger
from marginlab.course.court.scenes import HOUSE, ISOLATED, bitget_article
from marginlab.course.house import SYMBOL, opened
from marginlab.engine.account import Account
from marginlab.engine.events import Funding, Mark
from marginlab.engine.position import Position
from marginlab.engine.replay import replay
from marginlab.engine.rulebook import Rulebook
from marginlab.engine.settling import Settling
from marginlab.theory.linear import maintenance_rate_alone
from marginlab.theory.terms import LONG, SHORT, show
from marginlab.venues import BITGET, Venue, progressive_tiers

_card = partial(Card, about="Bitget")
_article = partial(bitget_article, read="2026-11-22")
# The position that Bitget's API documentation prints, get-single-position.
_SAMPLE = {"size": 0.01, "entry_price": 25_000.0, "margin": 9.6695050093373343, "larger": 1_000.0}
_PRINTED = ("The sample of Bitget's API documentation: long {size:plain} BTC from {entry_price:tick} with a "
            "margin of {margin:money}; then {larger:plain} times as much of both")  # fmt: skip
_RATE_ALONE = replace(BITGET, requirement=maintenance_rate_alone, trigger=maintenance_rate_alone)
_TWO_FILLS = (f"{ISOLATED} or cross, {{wallet:money}} in the wallet; liquidated at {{fills[0]:tick}}, or at "
              "{fills[1]:tick}; the insurance fund holds {fund:money}.")  # fmt: skip


def _sample(venue: Venue, size: float, entry_price: float, margin: float) -> Position:
    """A long that holds this margin, whatever its leverage setting was."""
    return Position(Rulebook.of(venue, SYMBOL), LONG, size, entry_price, 20.0, margin)


def _page_wall(leg: Position) -> float:
    """[margin + offset - size x entry x direction] / [size x (rate + fee - direction)]."""
    tier = leg.rules.contract.tier_at(leg.position_value(leg.entry_price))
    rates = float(tier.mmr) + leg.rules.fee_rate - leg.side
    money = leg.cash + float(tier.offset) - leg.side * leg.size * leg.entry_price
    return money / (leg.size * rates)


def _walls(side: Side, *, larger: float, printed: float, **sample: float) -> Ledger:
    """The walls of two positions, from equity = requirement, beside what the page's formula gives."""
    rows = []
    for of, times in (("", 1.0), (", larger", larger)):
        size, margin = sample["size"] * times, sample["margin"] * times
        leg = _sample(side.venue, size, sample["entry_price"], margin)
        by_page = _page_wall(leg)
        solved = by_page if side.rule else leg.liquidation_price(margin, leg.entry_price)
        rows += [(f"wall{of}", solved, "plain"), (f"by the formula{of}", by_page, "plain")]
    return ledger(*rows, ("as printed", printed, "plain"))


def _required(
    side: Side, *, larger: float, mark_price: float, printed: float, **sample: float
) -> Ledger:
    """What two positions have to hold at a mark price, and the rates of their tiers."""
    rows: list[tuple[str, float, str]] = []
    for of, times in (("", 1.0), (", larger", larger)):
        size, margin = sample["size"] * times, sample["margin"] * times
        leg = _sample(side.venue, size, sample["entry_price"], margin)
        value, risk = leg.position_value(mark_price), leg.risk(mark_price, margin)
        tier = leg.rules.contract.tier_at(value)
        rows += [
            (f"position value{of}", value, "money"),
            (f"maintenance rate{of}", float(tier.mmr), "percent"),
            (f"taker fee rate{of}", leg.rules.fee_rate, "percent"),
            (f"offset{of}", float(tier.offset), "money"),
            (f"maintenance margin{of}", risk.maintenance_margin, "money"),
            (f"margin ratio{of}", risk.margin_ratio, "plain"),
        ]
    return ledger(*rows, ("ratio as printed", printed, "plain"))


def _is_value_times(run: Ledger, *, fee: bool = False, offset: bool = False) -> bool:
    """Whether both requirements are value x rate, with the fee rate in it, less the offset."""
    return all(
        abs(
            run[f"position value{of}"]
            * (run[f"maintenance rate{of}"] + fee * run[f"taker fee rate{of}"])
            - offset * run[f"offset{of}"]
            - run[f"maintenance margin{of}"]
        )
        < 1e-6
        for of in ("", ", larger")
    )


def _charged(side: Side, *, size: float, entry_price: float, leverage: float) -> Ledger:
    """The requirement of a position that was opened under one of the two tier rules."""
    account = Account(side.venue, size * entry_price).set_margin_mode(SYMBOL, "isolated")
    account = account.set_leverage(SYMBOL, leverage)
    account = account.open(SYMBOL, LONG, size=size, price=entry_price, tier_rule=side.rule)
    leg, marks = account.position(SYMBOL), {SYMBOL: entry_price}
    tier = leg.rules.contract.tier_at(leg.position_value(entry_price))
    return ledger(
        ("margin", leg.cash),
        ("position value", leg.position_value(entry_price)),
        ("rate and fee", float(tier.mmr) + leg.rules.fee_rate, "percent"),
        ("maintenance margin", leg.maintenance_margin(entry_price)),
        ("wall", account.liquidation_price(SYMBOL, marks), "price"),
    )


def _on_all(run: Ledger, of: str = "position value") -> bool:
    return round(run[of] * run["rate and fee"] - run["maintenance margin"], 6) == 0


def _displayed(side: Side, *, mark_price: float, **short: Any) -> Ledger:
    """The margin that is shown of a cross position after the price has moved."""
    account = opened("cross", venue=side.venue, side=SHORT, **short)
    leg = account.position(SYMBOL)
    return ledger(
        ("size × entry / leverage", leg.initial_margin(leg.entry_price)),
        ("size × mark / leverage", leg.initial_margin(mark_price)),
        ("margin shown", leg.set_aside(mark_price)),
        ("available", account.available_balance({SYMBOL: mark_price})),
    )


def _tiered(side: Side, *, long: float, short: float, price: float) -> Ledger:
    """What of two opposite legs is counted for their tier."""
    account = Account(side.venue, (long + short) * price)
    for way, size in ((LONG, long), (SHORT, short)):
        account = account.open(SYMBOL, way, size=size, price=price)
    pool = account.cross_pool
    legs = pool.positions if side.rule == "both" else pool.charged
    value = sum(leg.position_value(price) for leg in legs)
    contract = side.venue.contract(SYMBOL)
    tier = contract.tier_at(value)
    return ledger(
        ("value of the long", long * price),
        ("value of the short", short * price),
        ("value for the tier", value),
        ("tier", contract.tiers.index(tier) + 1, "plain"),
        ("maintenance rate", float(tier.mmr), "percent"),
    )


def _called(side: Side, *, marks: tuple[float, ...], wallet: float, **house: Any) -> Ledger:
    """The walls on the way down: in cross, or isolated with the automatic margin call on."""
    account = opened(side.rule, venue=side.venue, wallet=wallet, **house)
    if side.rule == "isolated":
        account = account.set_automatic_margin_call(SYMBOL)
    trace = replay(account, [Mark(i, {SYMBOL: mark}) for i, mark in enumerate(marks)])
    (walls,), (end,) = trace.liquidation_price.values(), trace.liquidations
    return ledger(
        ("wall", account.liquidation_price(SYMBOL, {SYMBOL: house["entry_price"]}), "price"),
        *(
            (f"wall after {show(mark)}", wall, "price")
            for mark, wall in zip(marks[:-1], walls, strict=False)
        ),
        ("closed at", end.trigger_price, "price"),
        ("lost", end.trader_loss),
        ("held at the end", trace.equity[-1]),
    )


def _forced(side: Side, *, low: float, **house: Any) -> Ledger:
    """What a forced end does to a position that has all of the wallet behind it."""
    wallet = house["size"] * house["entry_price"] / house["leverage"]
    account = opened(side.rule, venue=side.venue, wallet=wallet, **house)
    required = account.pool_of(account.position(SYMBOL)).risk({SYMBOL: low})
    trace = replay(account, [Mark(1, {SYMBOL: low})])
    return ledger(
        ("margin", wallet),
        ("equity", required.equity),
        ("required", required.maintenance_margin),
        ("first step", trace.ledger[0].what if trace.ledger else "none"),
        ("size left", sum(leg.size for leg in trace.account.positions.values()), "size"),
        ("held at the end", trace.equity[-1]),
    )


def _drained(side: Side, *, rate: float, days: float, **house: Any) -> Ledger:
    """Funding at a flat price: what is asked, what is taken, and when the position ends."""
    account, price = opened("isolated", venue=side.venue, **house), house["entry_price"]
    leg, hours = account.position(SYMBOL), side.venue.contract(SYMBOL).funding_hours
    times = round(days * 24 / hours)
    payments = (Funding(n, SYMBOL, rate) for n in range(1, times + 1))
    trace = replay(account, [Mark(0, {SYMBOL: price}), *payments])
    ended = trace.liquidations[0].time if trace.liquidations else NEVER
    return ledger(
        ("margin", leg.cash),
        ("required", leg.maintenance_margin(price)),
        ("funding asked", times * leg.funding_payment(price, rate)),
        ("paid in funding", -sum(e.trader for e in trace.ledger if e.what.startswith("funding"))),
        ("closed at payment", ended, "plain"),
    )


def _levels(side: Side, *, size: float, price: float) -> Ledger:
    """The first tier and the requirement of a position at each level whose limits are multiplied."""
    table = side.venue.contract(SYMBOL)
    rows = [("first tier in the table", float(table.tiers[0].cap), "money")]
    for level, times in enumerate(side.rule, 1):
        scaled = progressive_tiers(
            *((str(float(t.cap) * times), str(t.mmr), t.max_leverage) for t in table.tiers)
        )
        venue = side.venue.with_contracts(replace(table, tiers=scaled))
        leg = Position(Rulebook.of(venue, SYMBOL), LONG, size, price, 10.0)
        rows += [
            (f"first tier at level {level}", float(scaled[0].cap), "money"),
            (f"required at level {level}", leg.maintenance_margin(price), "money"),
        ]
    return ledger(*rows)


def _limits_are(run: Ledger, *times: float) -> bool:
    table = run["first tier in the table"]
    return all(run[f"first tier at level {i}"] == table * k for i, k in enumerate(times, 1))


def _settled(side: Side, *, fills: tuple[float, ...], fund: float, **house: Any) -> Ledger:
    """What a liquidation at each of these prices does to an insurance fund of this size."""
    account = opened(side.rule, venue=side.venue, **house)
    pool = account.pool_of(account.position(SYMBOL))
    zero = pool.bankruptcy_price(SYMBOL, {SYMBOL: house["entry_price"]})
    rows = [Row("bankruptcy price", zero, "price")]
    for fill in fills:
        settling = replace(Settling.of(side.venue), insurance_fund=fund)
        (end,) = replay(account, [Mark(1, {SYMBOL: fill})], settling=settling).liquidations
        at, left = show(fill), house["size"] * (fill - zero)
        rows += [
            Row(f"left at {at}", left),
            Row(f"insurance fund at {at}", end.insurance_fund_change),
            Row(f"asked of the fund at {at}", max(0.0, -left) / fund, "percent"),
            Row(f"winners called at {at}", "yes" if end.deleveraged else "no"),
        ]
    return ledger(*rows)


def _paid(side: Side, *, rate: float, leverages: tuple[float, ...], **house: Any) -> Ledger:
    """One funding payment of the same position at several leverages."""
    rows: list[tuple[str, float, str]] = []
    for leverage in leverages:
        account = opened("isolated", venue=side.venue, leverage=leverage, **house)
        trace = replay(account, [Mark(0, {SYMBOL: house["entry_price"]}), Funding(1, SYMBOL, rate)])
        before, after = (a.position(SYMBOL).cash for a in (account, trace.account))
        (entry,), at = trace.ledger, show(leverage, "x")
        rows += [
            (f"payment at {at}", -entry.trader, "money"),
            (f"margin after it at {at}", after, "money"),
            (f"share of the margin at {at}", -entry.trader / before, "percent"),
        ]
    return ledger(*rows)


CARDS = (
    _card(
        id="C1",
        says="An isolated position's estimated liquidation price is [margin + offset − size × entry × "
             "direction] / [size × (rate + fee − direction)].",
        by=Published('Bitget, "What is estimated liquidation price" (12560603808759)',
                     "2025-09-18, edited later", "2026-11-22"),
        topic="liquidation price",
        lesson=2,
        scene=f"{_PRINTED}, in a higher tier.",
        given={**_SAMPLE, "printed": 24_144.1124161806977798},
        run=_walls,
        left=at_its_word(rule="the page's formula"),
        holds=lambda run: all(
            abs(run[f"wall{of}"] / run[f"by the formula{of}"] - 1) < 1e-12 for of in ("", ", larger")
        ) and abs(run["wall"] / run["as printed"] - 1) < 1e-12,
        verdict="true",
        told="Equity meets the requirement at {right[wall]}, as Bitget's own sample prints it, and for "
             "the larger position, with an offset, at {right[wall, larger]}: what the formula gives.",
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="C2",
        says="Maintenance margin is the position value times {the maintenance rate}.",
        by=_article("12560603777225", "2025-06-25"),
        topic="margin",
        lesson=2,
        scene=f"{_PRINTED}; the mark price is {{mark_price:tick}}.",
        given={**_SAMPLE, "mark_price": 25_100.0, "printed": 0.1082149545822005},
        run=_required,
        left=at_its_word(_RATE_ALONE),
        holds=_is_value_times,
        verdict="false",
        told="The ratio would be {left[margin ratio]}; with the taker fee it is {right[margin ratio]}, "
             "which is the one in Bitget's sample. Since 2025-11-10 a higher tier takes an offset off.",
        repairs={
            "the maintenance rate and the taker fee rate": lambda _, right:
                _is_value_times(right, fee=True),
            "the maintenance rate and the taker fee rate, less the tier's offset": lambda _, right:
                _is_value_times(right, fee=True, offset=True),
            "the maintenance rate, less the tier's offset": lambda _, right:
                _is_value_times(right, offset=True),
        },
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="C3",
        says="The rate of the highest tier, plus the fee, applies to the whole position{}.",
        by=_article("12560603841952", "2025-11-07"),
        topic="tiers",
        lesson=8,
        scene=f"{ISOLATED}.",
        given={"size": 3.0, "entry_price": 110_000.0, "leverage": 10.0},
        run=_charged,
        left=Side("Bitget, opened before 2025-11-10", rule="flat"),
        right=Side("Bitget, opened since 2025-11-10", rule="progressive"),
        holds=_on_all,
        verdict="depends",
        told="Opened before 2025-11-10 the position needs {left[maintenance margin]}; opened since, only "
             "the slice in the higher tier is charged its rate: {right[maintenance margin]}.",
        repairs={
            ", if it was opened before 2025-11-10": lambda before, since:
                _on_all(before) and not _on_all(since),
            ", if it was opened since 2025-11-10": lambda _, since: _on_all(since),
            ", counted on its margin": lambda _, since: _on_all(since, "margin"),
        },
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="C4",
        says="The margin shown of a position is size × {average entry} / leverage.",
        by=_article("12560603838731", "2025-09-29"),
        topic="margin",
        lesson=1,
        scene="Short {size:plain} BTC from {entry_price:price}, cross at {leverage:x}; the mark price is "
              "{mark_price:tick}.",
        given={"size": 0.005, "entry_price": 88_505.23, "leverage": 14.0, "mark_price": 92_171.0},
        run=_displayed,
        left=Side("Bitget, until 2025-09-29", BITGET.with_traits(initial_margin_at="entry")),
        right=Side("Bitget, since 2025-09-29"),
        holds=lambda run: round(run["margin shown"] - run["size × entry / leverage"], 6) == 0,
        verdict="depends",
        told="Until 2025-09-29 it was {left[margin shown]}; since then the mark price counts, and it is "
             "{right[margin shown]}.",
        repairs={
            "mark price": lambda _, right:
                round(right["margin shown"] - right["size × mark / leverage"], 6) == 0,
            "mean of entry and mark price": lambda _, right: round(
                2 * right["margin shown"] - right["size × entry / leverage"]
                - right["size × mark / leverage"], 6) == 0,
        },
        rests=("initial_margin_at",),
    ),
    _card(
        id="C5",
        says="Long and short of one symbol {add up} for the tier.",
        by=_article("360052911052", "undated"),
        topic="tiers",
        lesson=8,
        scene="Long {long:plain} BTC and short {short:plain} BTC in one cross pool at {price:tick}.",
        given={"long": 2.0, "short": 1.5, "price": 60_000.0},
        run=_tiered,
        left=Side("Bitget, an older page", rule="both"),
        right=Side("Bitget, page of 2025-02-07"),
        holds=lambda run:
            run["value for the tier"] == run["value of the long"] + run["value of the short"],
        verdict="depends",
        told="Added up, {left[value for the tier]} lie in tier {left[tier]}; by the newer page the larger "
             "side counts, and {right[value for the tier]} lie in tier {right[tier]}.",
        repairs={
            "count with the larger of the two": lambda _, right: right["value for the tier"] ==
                max(right["value of the long"], right["value of the short"]),
            "count with what is left when netted": lambda _, right: right["value for the tier"] ==
                abs(right["value of the long"] - right["value of the short"]),
        },
        rests=("hedged_legs", SYMBOL),
    ),
    _card(
        id="C7",
        says="The automatic margin call may cost all available funds.",
        by=_article("360052754051", "2020-11-19, edited later"),
        topic="margin",
        lesson=4,
        scene=f"{ISOLATED}, or cross; {{wallet:money}} in the wallet; the mark price falls to "
              "{marks[0]:tick}, {marks[1]:tick}, {marks[2]:tick} and {marks[3]:tick}.",
        given={**HOUSE, "wallet": 2_000.0, "marks": (54_200.0, 48_200.0, 42_100.0, 40_100.0)},
        run=_called,
        left=Side("Bitget, cross", rule="cross"),
        right=Side("Bitget, automatic margin call on", rule="isolated"),
        holds=lambda run: run["held at the end"] == 0,
        verdict="true",
        told="Call by call the wall moves from {right[wall]} to {right[wall after 42,100]}, where a cross "
             "position has it from the start; {right[lost]} are lost.",
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="C8",
        says="Near its end an isolated position is {reduced or liquidated} by force.",
        by=Published("Bitget, help page on the automatic margin call", "2020", "2026-11-22"),
        topic="liquidation",
        lesson=8,
        scene=f"{ISOLATED}, all of the wallet behind it; the mark price falls to {{low:tick}}.",
        given={"size": 20.0, "entry_price": 60_000.0, "leverage": 50.0, "low": 59_100.0},
        run=_forced,
        left=at_its_word(rule="cross"),  # where reductions exist
        right=Side("Bitget, isolated, page of 2025-02-07", rule="isolated"),
        holds=lambda run: run["size left"] > 0,
        verdict="false",
        told="A cross position is first reduced by two tiers, and {left[size left]} BTC live on. The page of "
             "2025 leaves this step out for isolated positions: all {right[margin]} of margin are gone.",
        repairs={
            "liquidated whole": lambda _, right: right["size left"] == 0,
            "reduced by two tiers": lambda _, right: right["size left"] > 0,
        },
        rests=("partial_liquidation", "requirement", SYMBOL),
    ),
    _card(
        id="C9",
        says="Near the maintenance margin funding {is no longer taken}.",
        by=_article("360059301491, item 3", "2021"),
        topic="funding",
        lesson=5,
        scene=f"{ISOLATED}; {{days:plain}} days of funding at {{rate:percent}} while the price stands still.",
        given={**HOUSE, "leverage": 100.0, "rate": 0.0001, "days": 20.0},
        run=_drained,
        left=Side("Bitget, pages of 2020-21", BITGET.with_traits(funding_from="capped")),
        right=Side("Bitget, page of 2025"),
        holds=lambda run: run.says("closed at payment") == NEVER,
        verdict="depends",
        told="By the pages of 2020-21 {left[paid in funding]} of {left[funding asked]} are taken, and the "
             "position lives. The newer page has no such cap: closed at payment {right[closed at payment]}.",
        repairs={
            "is no longer taken, by the page of 2025": lambda _, right:
                right.says("closed at payment") == NEVER,
            "is no longer taken, by the pages of 2020-21": lambda left, right:
                left.says("closed at payment") == NEVER != right.says("closed at payment"),
            "is taken until the margin is gone": lambda _, right:
                right["paid in funding"] >= right["margin"],
        },
        rests=("funding_from", "requirement", SYMBOL),
    ),
    _card(
        id="C16",
        says="The tier limits at VIP levels 1 to 3 are {1.5, 2 and 3} times the table's.",
        by=_article("12560603819706", "2024-12-12"),
        topic="tiers",
        lesson=8,
        scene="Long {size:plain} BTC at {price:tick}, at each of the three levels.",
        given={"size": 7.0, "price": 100_000.0},
        run=_levels,
        left=Side("Bitget, edition of 2024-12-12", rule=(1.5, 2.0, 3.0)),
        right=Side("Bitget, edition of 2025-05-26", rule=(2.0, 3.0, 4.0)),
        holds=lambda run: _limits_are(run, 1.5, 2, 3),
        verdict="depends",
        told="The same article says 2, 3 and 4 times half a year later. At level 1 the position needs "
             "{left[required at level 1]} by the earlier edition, {right[required at level 1]} by the "
             "later.",
        repairs={
            "1, 2 and 3": lambda _, right: _limits_are(right, 1, 2, 3),
            "2, 3 and 4": lambda _, right: _limits_are(right, 2, 3, 4),
            "2, 4 and 6": lambda _, right: _limits_are(right, 2, 4, 6),
        },
        rests=("requirement", SYMBOL),
    ),
    _card(
        id="C17",
        says="Deleveraging begins when the coin's insurance fund is used up.",
        by=_article("12560603800805", "2025-09-27"),
        topic="insurance fund",
        lesson=6,
        scene=_TWO_FILLS,
        given={**HOUSE, "wallet": 600.0, "fills": (53_500.0, 52_000.0), "fund": 125.0},
        run=_settled,
        left=Side("Bitget, cross", rule="cross"),
        right=Side("Bitget, isolated", rule="isolated"),
        holds=lambda run: run.says("winners called at 53,500") == "no"
            and run.says("winners called at 52,000") == "yes",
        verdict="true",
        told="A loss that takes {right[asked of the fund at 53,500]} of the fund calls no winner; one that "
             "is larger than the fund does. Older editions named a fall of 30 % from the fund's peak.",
        rests=("fill_deviation",),
    ),
    _card(
        id="C18",
        says="A funding payment has nothing to do with leverage.",
        by=_article("360059301491", "2021"),
        topic="funding",
        lesson=5,
        scene="Long {size:plain} BTC from {entry_price:tick}, isolated at {leverages[0]:x} or "
              "{leverages[1]:x}; one payment at {rate:percent}.",
        given={"size": 0.1, "entry_price": 60_000.0, "leverages": (10.0, 50.0), "rate": 0.0001},
        run=_paid,
        left=Side("Bitget, pages of 2020-21", BITGET.with_traits(funding_from="capped")),
        right=Side("Bitget, page of 2025"),
        holds=lambda run: run["payment at 10x"] == run["payment at 50x"],
        verdict="true",
        told="The payment is {right[payment at 10x]} at 10x and at 50x. Its share of the margin is not the "
             "same: {right[share of the margin at 10x]} and {right[share of the margin at 50x]}.",
        rests=("funding_from",),
    ),
    _card(
        id="C19",
        says="A fill better than bankruptcy goes to the insurance fund, a worse one is paid by it.",
        by=_article("360059239211", "2025-10-21"),
        topic="insurance fund",
        lesson=6,
        scene=_TWO_FILLS,
        given={"size": 1.0, "entry_price": 125_000.0, "leverage": 5.0, "wallet": 25_000.0,
               "fills": (100_100.0, 99_900.0), "fund": 10_000.0},
        run=_settled,
        left=Side("Bitget, cross", rule="cross"),
        right=Side("Bitget, isolated", rule="isolated"),
        holds=lambda run: all(
            round(run[f"insurance fund at {at}"] - run[f"left at {at}"], 6) == 0
            for at in ("100,100", "99,900")
        ) and run["left at 99,900"] < 0 < run["left at 100,100"],
        verdict="true",
        told="Bankruptcy is at {right[bankruptcy price]}. Filled at 100,100 the fund gets "
             "{right[insurance fund at 100,100]}, filled at 99,900 its change is "
             "{right[insurance fund at 99,900]}.",
        rests=("fill_deviation", "rest_goes_to"),
    ),
)  # fmt: skip
