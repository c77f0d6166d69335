"""Your own position: its numbers against the account's moves and fractions, and nonsense in its fields."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from fractions import Fraction
from math import ceil, erfc, exp, isnan, log, sqrt
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marginlab.course.own.derived import derived
from marginlab.course.own.inputs import ASKED, Own
from marginlab.course.own.panel import own_panel
from marginlab.course.own.picture import own_figure
from marginlab.course.own.standing import HORIZONS, Standing, own_scene
from marginlab.course.own.unified import filling, written
from marginlab.course.own.words import own_words
from marginlab.engine.account import Account
from marginlab.engine.preview import preview
from marginlab.engine.replay import Funding, Mark, replay
from marginlab.practice import progress
from marginlab.theory.given import MODES, Misread, Rejected
from marginlab.theory.terms import SHORT
from marginlab.venues import VENUES
from tests import money
from tests.course.own_cases import HOUSE, case, oracle
from tests.drawn import collisions, cut

POSITIONS = 5_000  # in the long run; the tests take a tenth
NEAR = 1e-9
WALL = 1e-8  # of a price: a line that is nearly flat meets zero less sharply


def near(one, other, scale=1.0, rel=NEAR):
    if isnan(one):
        return other is None
    return other is not None and abs(one - float(other)) <= rel * max(abs(scale), abs(float(other)))


def moved(one, own: Own, mode):
    """The account that comes to the position by moves, and what a preview says of opening it."""
    account = Account(own.venue, own.wallet, account_mode=own.account_mode)
    account = account.set_margin_mode(own.symbol, mode).set_leverage(own.symbol, own.leverage)
    for other in own.others:
        account = account.open(
            other.symbol, other.side, size=other.size, price=other.entry_price, marks=own.marks
        )
    terms = {"size": own.size, "price": own.entry_price, "marks": own.marks}
    if own.venue.margin_sets_leverage and mode == "isolated":
        terms["margin"] = own.margin
    seen = preview(account, "open", own.symbol, own.side, **terms)
    account = account.open(own.symbol, own.side, **terms)
    if mode == "isolated" and one.margin is not None:
        more = own.margin - account.position(own.symbol).margin
        if abs(more) > NEAR * own.margin:
            return account.set_margin(own.symbol, own.margin, own.marks), None
    return account, seen.after.positions[own.symbol, own.side]


def by_moves(one, own, standing):
    """Where the account that was moved there says something else, in words."""
    account, seen = moved(one, own, standing.mode)
    leg, wall = account.position(own.symbol), account.liquidation_price(own.symbol, own.marks)
    risk = account.pool_of(leg).risk(own.marks)
    pairs = {
        "wall": (standing.wall, wall, own.mark_price),
        "equity": (standing.risk.equity, risk.equity, risk.position_value),
        "requirement": (
            standing.risk.maintenance_margin,
            risk.maintenance_margin,
            risk.position_value,
        ),
    }
    if seen is not None:
        pairs |= {
            "wall in the preview": (standing.wall, seen.liquidation_price, own.mark_price),
            "margin ratio in the preview": (standing.risk.margin_ratio, seen.margin_ratio, 1.0),
        }
    return [
        f"{name}: {ours!r}, moved {theirs!r}"
        for name, (ours, theirs, scale) in pairs.items()
        if not near(ours, None if isnan(theirs) else theirs, scale, WALL)
    ]


def by_fractions(one, own, standing):
    """Where exact fractions say something else, in words."""
    side, leg = oracle(one, standing.mode)
    pool, key = side.pool(leg), leg.key
    equity, required, value = (
        f(pool, side.marks) for f in (side.equity, side.required, side.value)
    )
    stop, added = one.stop, one.added
    pairs = {
        "bankruptcy": (standing.bankruptcy, emptied(side, leg, pool), own.mark_price, WALL),
        "equity": (standing.risk.equity, equity, value, NEAR),
        "requirement": (standing.risk.maintenance_margin, required, value, NEAR),
        "liquidated": (standing.risk.liquidated, side.dead(pool), 1.0, NEAR),
    }
    if equity > required:
        wall = side.wall(*key)
        pairs["wall"] = standing.wall, wall, own.mark_price, WALL
    else:  # it stands beyond its wall, which is where it would live again
        wall = None if isnan(standing.wall) else Fraction(standing.wall)
    if not isnan(standing.wall):
        for hours, chance in zip(HORIZONS.values(), standing.chances, strict=True):
            found = touched(own, standing.wall, hours / 8_760)
            pairs[f"chance within {hours} h"] = chance, found, 1.0, NEAR
    elsewhere = own.venue.funding_from != "margin" and standing.mode == "isolated"
    if not (elsewhere or standing.payments > 400):
        count = 0 if side.dead(pool) else side.payments_left(*key, one.funding_rate)
        pairs["payments"] = standing.payments, count, 1.0, NEAR
    if stop is not None:
        there = {**side.marks, one.contract: stop}
        left = side.equity(pool, there) - leg.value(there) * leg.contract.fee_rate
        beyond = wall is not None and one.side * (stop - wall) <= 0
        pairs["left at the stop"] = standing.stop.left, None if beyond else left, value, NEAR
    if added is not None and not standing.added.refused:
        if standing.mode == "isolated":
            side.pots[key] += added
        if side.equity(pool, side.marks) > required:
            pairs["wall with more"] = standing.added.wall, side.wall(*key), own.mark_price, WALL
    return [
        f"{name}: {ours!r}, in fractions {theirs and float(theirs)!r}"
        for name, (ours, theirs, scale, rel) in pairs.items()
        if not near(ours, theirs, float(scale), rel)
    ]


def emptied(side, leg, pool):
    """The price of its contract at which nothing is left in the pool, the others still; or None."""
    along = side.along(leg.symbol)

    def left(x):
        return side.equity(pool, {**side.marks, leg.symbol: along(x)})

    mark = side.marks[leg.symbol]
    x = money.root(left, along(mark), along(2 * mark))
    return along(x) if x and x > 0 else None


def touched(own, wall, years):
    """Chance that a driftless price touches a wall in time, by reflection; the wall is on the losing side."""
    s, b = own.volatility * sqrt(years), log(wall / own.mark_price)
    nu = -(own.volatility**2) / 2
    if own.side * b >= 0:
        return 1.0
    below = [erfc(own.side * (-b + sign * nu * years) / s / sqrt(2)) / 2 for sign in (1, -1)]
    return below[0] + exp(2 * nu * b / own.volatility**2) * below[1]


def failures(count):
    """Where the page's numbers are not the account's, or not those of fractions, in words."""
    found, refused, moves = [], 0, 0
    missing = {
        (venue.name, account_mode.name, mode)
        for venue in VENUES
        for account_mode in venue.account_modes.values()
        for mode in account_mode.margin_modes
    }
    for number in range(count):
        one = case(number)
        try:
            scene = own_scene(**one.typed)
        except (
            ValueError
        ) as refusal:  # larger than its tier takes at that leverage, or than its wallet
            found += [f"{number}: {refusal}"] * (
                not re.search("allows|in the wallet", str(refusal))
            )
            refused += 1
            continue
        for standing in (scene.isolated, scene.cross):
            if isinstance(standing, str):
                continue
            missing -= {(one.venue.name, one.mode, standing.mode)}
            wrong = by_fractions(one, scene.own, standing)
            with suppress(Rejected):  # no orders of today come there
                wrong += by_moves(one, scene.own, standing)
                moves += 1
            found += [f"{number}, {standing.mode}: {what}" for what in wrong]
    found += [f"{refused} of {count} were refused"] * (refused > count / 10)
    found += [f"only {moves} of {count} were come to by moves"] * (moves < count)
    return found + [f"never drawn: {', '.join(one)}" for one in missing]


@pytest.mark.slow
def test_its_numbers_are_those_of_the_account_of_the_preview_and_of_fractions():
    assert not failures(POSITIONS // 10)


# ---- by hand ----------------------------------------------------------------------------------


def test_the_house_position_by_hand() -> None:
    scene = own_scene(**HOUSE)
    q, e, kappa = Fraction("0.1"), 60_000, Fraction("0.0046")
    for one, behind in ((scene.isolated, 600), (scene.cross, 2_000)):
        assert one.collateral == behind
        assert one.wall == pytest.approx(float((q * e - behind) / (q * (1 - kappa))), rel=1e-12)
        assert one.bankruptcy == pytest.approx(e - behind / 0.1)
        # 6,000 at 0.01 % is 0.6 a payment; what is above the requirement of 27.6 pays for it.
        assert one.payments == ceil(Fraction(behind * 10 - 276, 6))
        assert one.days == one.payments / 3
    hourly = own_scene(**HOUSE | {"interval": "1"})
    assert hourly.isolated.days == 954 / 24


def test_a_stop_and_an_added_margin_by_hand() -> None:
    scene = own_scene(**HOUSE | {"stop": "57,000", "added": "300"})
    # 0.1 from 60,000 to 57,000 loses 300; the taker fee on 5,700 is 3.42.
    assert scene.isolated.stop.left == pytest.approx(600 - 300 - 3.42)
    assert scene.cross.stop.left == pytest.approx(2_000 - 300 - 3.42)
    assert scene.isolated.added.wall == pytest.approx((6_000 - 900) / (0.1 * 0.9954))
    assert scene.cross.added.wall == scene.cross.wall
    late = own_scene(**HOUSE | {"stop": "50,000", "added": "1,401"})
    assert isnan(late.isolated.stop.left)
    assert "1,400" in late.isolated.added.refused
    assert late.cross.stop.left == pytest.approx(2_000 - 1_000 - 3)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("venue", ["Bitget", "Bybit, classic", "Bitget 2020-21", "dYdX"])
def test_the_payment_that_is_told_is_the_one_that_ends_it_in_a_replay(
    venue: str, mode: str
) -> None:
    rates = {
        "mmr": "0.5",
        "fee_rate": "0.06",
        "funding_rate": "0.5",
        "leverage": "20",
        "wallet": "500",
    }
    scene = own_scene(**HOUSE | rates | {"exchange": venue, "contract": "BTCUSDT"})
    one, own = getattr(scene, mode), scene.own
    assert isinstance(one, Standing)
    count = 200 if isnan(one.payments) else int(one.payments)
    events = [
        Mark(0, own.marks),
        *(Funding(8 * n, own.symbol, own.funding_rate) for n in range(count)),
    ]
    account = own.account(one.mode)
    assert not replay(account, events[:-1]).liquidations
    assert bool(replay(account, events).liquidations) is not isnan(one.payments)


# ---- what cannot be ---------------------------------------------------------------------------

NASTY = (
    "", " ", "nan", "inf", "-inf", "1e999", "-1", "0", "abc", "1,5", "10%%", "<img src=x onerror=a()>",
    "9" * 400, "٣", "1/0", "__import__('os')", "1e-300", "10x", "50 %", "5 USDT", "\x00", "½", "1_000",
)  # fmt: skip
typed = (
    st.sampled_from(NASTY) | st.text(max_size=40) | st.floats().map(str) | st.integers().map(str)
)
fields = st.sampled_from(["contract", *ASKED])


@settings(max_examples=300, deadline=None)
@given(field=fields, text=typed, rest=st.integers(0, 400))
def test_nonsense_in_a_field_is_one_sentence_on_a_field(field: str, text: str, rest: int) -> None:
    nonsense(field, text, rest)


def nonsense(field: str, text: str, rest: int) -> None:
    """The position of a case with this in one field: drawn, or refused with a sentence a field."""
    scene = answer(case(rest).typed | {field: text})
    if isinstance(scene, Misread):
        assert scene.faults.keys() <= {"contract", "account_mode", *ASKED}
        for said in scene.faults.values():
            assert re.search(r"\b(?:was|were)\b", said), said
            assert "\n" not in said
            assert len(said) < 300
    elif isinstance(scene, Rejected):
        assert "was" in str(scene)
    else:
        for drawn in (own_figure(scene), own_figure(scene, width=320)):
            assert "NaN" not in json.dumps(drawn)
        words = own_words(scene)
        assert len({len(row) for row in words.table}) == 1
        assert not re.search(r"\bnan\b", words.summary)


def answer(values: dict[str, Any]) -> Any:
    """The scene, or how it is refused."""
    try:
        return own_scene(**values)
    except (Misread, Rejected) as refusal:
        return refusal


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"size": "abc"}, "size", "size was 'abc'; a number above 0, such as 0.1, is needed"),
        ({"size": "10x"}, "size", "size was '10x'"),
        ({"leverage": "0.5"}, "leverage", "leverage was '0.5'; 1 to 1,000, such as 10, is needed"),
        ({"leverage": "126", "size": "5"}, "leverage", "leverage was 126x; BTCUSDT allows 1x to 100x"),
        ({"leverage": "", "margin": ""}, "leverage", "leverage and margin were both left out"),
        ({"volatility": "0"}, "volatility", "volatility, % a year was '0'; 1 to 1,000"),
        ({"funding_rate": "11"}, "funding_rate", "funding rate, % was '11'"),
        ({"stop": "60,000"}, "stop", "stop was 60,000.00; one below the mark price"),
        ({"stop": "59,000", "side": -1}, "stop", "stop was 59,000.00; one above the mark price"),
        ({"size": "1e6"}, "size", "position value was 60,000,000,000; BTCUSDT allows at most"),
        ({"account_mode": "basic", "exchange": "Binance"}, "account_mode", "account mode was 'basic'"),
        ({"contract": "XYZ"}, "contract", "contract was 'XYZ'; Bitget here has BTCUSDT, ETHUSDT"),
        ({"contract": "BTCPERP"}, "contract", "contract was 'BTCPERP'; Bitget published no table"),
        ({"contract": "BTCUSD", "mmr": "0.4", "account_mode": "basic"}, "contract", "symbol was 'BTCUSD'"),
        ({"exchange": "OKX"}, "contract", "contract was 'BTCUSDT'; OKX here has no table of any"),
        ({"contract": "<b>", "mmr": "1", "fee_rate": "0"}, "contract", "contract was '<b>'"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_field(values: dict[str, str], field: str, said: str) -> None:
    with pytest.raises(Misread) as caught:
        own_scene(**HOUSE | values)
    assert list(caught.value.faults) == [field]
    assert caught.value.faults[field].startswith(said)


def test_each_wrong_field_has_its_own_sentence() -> None:
    with pytest.raises(Misread) as caught:
        own_scene(**HOUSE | {"size": "", "wallet": "-1", "stop": "x"})
    assert sorted(caught.value.faults) == ["size", "stop", "wallet"]


def test_a_mode_that_there_is_not_is_said_and_the_other_one_stands() -> None:
    poor = own_scene(**HOUSE | {"wallet": "400"})
    assert poor.isolated == "margin was 600; 400 is in the wallet"
    assert isinstance(poor.cross, Standing)
    assert "not here" in str(own_figure(poor))
    alone = own_scene(**HOUSE | {"account_mode": "isolated margin"})
    assert "takes isolated" in alone.cross
    assert isinstance(alone.isolated, Standing)
    both = own_scene(**HOUSE | {"account_mode": "delta neutral"})
    assert "takes cross" in both.isolated


LAYOUTS = {"stacked": (320, 639), "column": (640, 1_199), "projector": (1_200, 1_600)}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_label_collides_or_is_cut_in_any_layout(layout: str) -> None:
    draw = Random(layout)
    for number in range(100):
        scene, width = answer(case(number).typed), draw.randint(*LAYOUTS[layout])
        if not isinstance(scene, ValueError):
            drawn = own_figure(scene, width=width)
            assert collisions(drawn, width) + cut(drawn, width) == [], (number, width)


# ---- texts ------------------------------------------------------------------------------------

UNIFIED = {
    "symbol": "ETH/USDT:USDT", "side": "short", "contracts": 20, "contractSize": 0.1,
    "entryPrice": 3000.5, "markPrice": 2950, "leverage": 5, "marginMode": "isolated",
    "liquidationPrice": 3600, "marginRatio": 0.02, "percentage": -8.4, "collateral": 1300, "info": {},
}  # fmt: skip


def test_a_unified_position_fills_what_it_says_of_the_trade_and_nothing_else() -> None:
    panel = own_panel(json.dumps(UNIFIED))
    own = panel.scene.own
    assert (own.symbol, own.side, own.size, own.leverage) == ("ETHUSDT", SHORT, 2.0, 5.0)
    assert (own.entry_price, own.mark_price) == (3000.5, 2950.0)
    assert own.margin == pytest.approx(2 * 3000.5 / 5), "the collateral of the text is not trusted"
    below = panel.below.value
    # 2 ETH won 101 on a margin of 1,200.2: 8.42 %, which the text has with the other sign.
    assert "−8.4" in below
    assert "8.415264" in below
    assert "3,600" in below
    assert panel.scene.own.contract.price(panel.scene.isolated.wall) in below


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the text was ''; one position as JSON is needed"),
        ("{", "the text was '{'"),
        ("[1, 2]", "the text was '[1, 2]'"),
        ("[" * 100_000, "the text was '[[["),
        (json.dumps(UNIFIED | {"symbol": "BTC/USDT"}), "symbol was 'BTC/USDT'; that of a perpetual"),
        (json.dumps(UNIFIED | {"side": None}), "side was 'None'; long or short is needed"),
        (json.dumps(UNIFIED | {"contracts": None}), "contracts was 'None'; a number is needed"),
        (json.dumps(UNIFIED | {"entryPrice": "1e999"}), "entryPrice was '1e999'; a number is needed"),
        ('{"marginlab position": 9}', "the version was '9'; 1 is known here"),
        ('{"marginlab position": 1, "sise": "1"}', "the field 'sise' is not one of this page"),
        ('{"marginlab position": 1, "size": 1}', "the field 'size' is not one of this page"),
        ('{"marginlab position": 1, "exchange": "Nowhere"}', "exchange was 'Nowhere'; Bitget or"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_position_is_told_and_fills_nothing(text: str, said: str) -> None:
    panel = own_panel()
    before = panel.values
    panel.fill(text)
    assert panel.told.startswith(said)
    assert panel.values == before


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400))
def test_what_is_written_fills_the_same_fields_again(number: int) -> None:
    values = case(number).typed
    filled, also = filling(written(values))
    assert filled | {"side": values["side"]} == values
    assert also == {}


def test_a_position_is_kept_only_when_asked_and_forgotten(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv(progress.VARIABLE, str(tmp_path / "progress.json"))
    panel = own_panel()
    panel.set(size="0.25")
    assert not [*tmp_path.iterdir()]
    panel.press("keep")
    assert [file.name for file in tmp_path.iterdir()] == ["marginlab-position.json"]
    assert own_panel().values["size"] == "0.25"
    panel.press("forget")
    assert not [*tmp_path.iterdir()]
    assert own_panel().values["size"] == "0.1"
    panel.press("forget")
    assert panel.told == "Nothing is kept here."


def test_what_is_kept_and_damaged_opens_the_page_all_the_same(
    tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv(progress.VARIABLE, str(tmp_path / "progress.json"))
    (tmp_path / "marginlab-position.json").write_bytes(b"\xff{")
    assert own_panel().values["size"] == "0.1"


# ---- a history over it -----------------------------------------------------------------------

HISTORY = "time,mark,funding\n0,60000,\n8,57500,0.0003\n16,54000,\n24,58000,0.0001"


def test_a_history_is_lived_through_by_hand_from_text_and_from_a_file(tmp_path: Path) -> None:
    panel, file = own_panel(), tmp_path / "history.csv"
    file.write_text(HISTORY, encoding="utf-8")
    # Isolated: 600 pay 1.725 and end at 54,000, where 0.1 has lost all of them; the wallet keeps 1,400.
    # Cross: 2,000 less 1.725 and 0.58, and 0.1 that has lost 200.
    wanted = (
        ("isolated", "liquidated at hour 16, at a mark price of 54,000.00", "1.73", "1,400"),
        ("cross", "open to the end", "2.31", "1,797.69"),
    )
    assert panel.replay(HISTORY).rows[1:] == wanted
    assert panel.replay(str(file)).rows[1:] == wanted
    assert "<td>open to the end</td>" in panel.replay(HISTORY)._repr_html_()
    panel.set(account_mode="isolated margin", others="")
    assert panel.replay(HISTORY).rows[2][1].endswith("takes isolated")


@pytest.mark.parametrize(
    ("history", "said"),
    [
        ("nowhere.csv", "path was 'nowhere.csv'; a file that can be read is needed"),
        ("", "path was '.'"),
        ("time,mark\n0,x", "row 2 of pasted text: mark was 'x'; a price above 0 is needed"),
        ("time,price\n0,1", "columns of pasted text were time, price; time and mark are needed"),
        (5, "history was 5; the name of a CSV file or its text is needed"),
    ],
)
def test_what_is_no_history_is_told_in_a_sentence(history: Any, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        own_panel().replay(history)


# ---- the panel --------------------------------------------------------------------------------


def test_a_wrong_field_is_blamed_and_the_last_good_picture_stays() -> None:
    panel = own_panel()
    panel.set(entry_price="61,000")
    good = panel.view.figure
    panel.set(size="nonsense")
    assert panel.controls.faults == {
        "size": "size was 'nonsense'; a number above 0, such as 0.1, is needed"
    }
    assert panel.view.figure is good
    assert panel.view.refusal.endswith("The picture still shows what stood there before.")
    panel.set(size="0.2")
    assert panel.controls.faults == {}
    assert panel.view.refusal == ""
    assert panel.view.figure != good


def test_the_rules_below_are_those_of_the_venue_with_the_day_they_were_read() -> None:
    panel = own_panel()
    panel.set(exchange="Hyperliquid", contract="MARKET-50X")
    for rule in ("requirement", "tie", "MARKET-50X", "classic account"):
        assert f'<th scope="row">{rule}</th>' in panel.below.value
    assert "read 2026-11-22" in panel.below.value


@pytest.mark.slow
def test_the_derivation_ends_at_the_wall_that_is_drawn() -> None:
    for number in range(40):
        scene = answer(case(number).typed)
        for one in () if isinstance(scene, ValueError) else (scene.isolated, scene.cross):
            if isinstance(one, str) or one.risk.liquidated:
                continue
            last = derived(scene.own, one)[-1]
            if isnan(one.wall):
                assert "never reached" in last.words
            else:
                shown = float(last.latex.partition("=")[2].replace("{,}", ""))
                assert shown == pytest.approx(one.wall, rel=1e-8)


def test_the_derivation_of_a_mode_that_there_is_not_is_refused_in_a_sentence() -> None:
    panel = own_panel()
    panel.set(account_mode="isolated margin")
    with pytest.raises(Rejected, match="takes isolated"):
        panel.derivation("cross")
