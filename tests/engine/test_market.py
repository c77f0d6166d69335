"""A market from a file: what it tells, and the one sentence for what is wrong in it."""

from __future__ import annotations

from itertools import pairwise
from math import isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marginlab.engine.account import Account
from marginlab.engine.market import BLOCK, Market
from marginlab.engine.paths import calm, crash, marks, wick
from marginlab.engine.replay import Funding, Mark, StopLoss, replay
from marginlab.theory.terms import LONG
from marginlab.venues import BITGET

BTC = "BTCUSDT"


def house(mode="isolated"):
    account = Account(BITGET, 2_000).set_margin_mode(BTC, mode)
    return account.open(BTC, LONG, size=0.1, price=60_000)


def written(folder, *lines):
    file = folder / "mine.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_a_row_is_prices_and_a_payment_that_is_due(tmp_path):
    file = written(
        tmp_path,
        "time,mark,last,index,funding",
        "0,60000,60010,60005,",
        "8,61000,,60990,0.0001",
        "",
        "16,59000,58900,,-0.0002",
    )
    market = Market.read(file, BTC)
    assert [*market] == [
        Mark(0, {BTC: 60_000}, {BTC: 60_010}),
        Mark(8, {BTC: 61_000}),
        Funding(8, BTC, 0.0001),
        Mark(16, {BTC: 59_000}, {BTC: 58_900}),
        Funding(16, BTC, -0.0002),
    ]
    assert len(market) == 3
    assert market.index[1] == 60_990
    assert isnan(market.index[2])
    trace = replay(house(), market)
    assert trace.account.wallet_balance == pytest.approx(2_000 - 0.61 + 1.18)


def test_columns_stand_in_any_order_and_dates_are_hours_since_the_first(tmp_path):
    file = written(
        tmp_path,
        "Mark, Time",
        "60000,2025-10-10T21:00Z",
        "59000,2025-10-10T21:30Z",
        "58000,2025-10-10T22:00Z",
    )
    assert [*Market.read(file, BTC).times] == [0, 0.5, 1]


@pytest.mark.parametrize("mode", ["isolated", "cross"])
def test_a_file_is_lived_through_as_its_events_are(tmp_path, mode):
    path = list(calm(steps=2 * BLOCK + 7))  # several blocks, and a rest
    file = written(tmp_path, "time,mark", *(f"{i},{p!r}" for i, p in enumerate(path)))
    told, events = (
        replay(house(mode), Market.read(file, BTC)),
        replay(house(mode), marks({BTC: path})),
    )
    assert told.equity == events.equity
    assert told.ledger == events.ledger
    assert told.account == events.account


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "columns of mine.csv were none; time and mark are needed"),
        (["time,close", "0,1"], "columns of mine.csv were time, close; time and mark are needed"),
        (["time;mark", "0;1"], "columns of mine.csv were time;mark; time and mark are needed"),
        (["time,mark,mark", "0,1,1"], "columns of mine.csv were time, mark, mark"),
        (["time,mark"], "mine.csv was without rows"),
        (["time,mark", "0,1", "1"], "row 3 of mine.csv was of 1 cells; 2 are needed"),
        (["time,mark", "0,1", "1,x"], "row 3 of mine.csv: mark was 'x'; a price above 0 is needed"),
        (["time,mark", "0,1", "", "1,"], "row 4 of mine.csv: mark was ''; a price above 0"),
        (["time,mark", "0,1", "1,nan"], "row 3 of mine.csv: mark was 'nan'"),
        (["time,mark", "0,-1"], "row 2 of mine.csv: mark was '-1'"),
        (["time,mark", '0,"60,000"'], "row 2 of mine.csv: mark was '60,000'"),
        (["time,mark", "0,1e99"], "row 2 of mine.csv: mark was '1e99'"),
        (["time,mark", "noon,1"], "row 2 of mine.csv: time was 'noon'; hours, or a date such as"),
        (["time,mark", "1760130000000,1"], "row 2 of mine.csv: time was '1760130000000'; hours"),
        (["time,mark", "inf,1"], "row 2 of mine.csv: time was 'inf'"),
        (["time,mark", "0,1", "1,1", "1,1"], "row 4 of mine.csv: time was 1; one later than"),
        (["time,mark", "0,1", "1,1", "0.5,1"], "row 4 of mine.csv: time was 0.5; one later than"),
        (
            ["time,mark", "0,1", "1,1", "4,1"],
            "row 4 of mine.csv: time was 3 h after the row before",
        ),
        (
            ["time,mark", "2025-10-10T21:00,1", "2025-10-10T22:00Z,1"],
            "row 3 of mine.csv: time was '2025-10-10T22:00Z'",
        ),
        (["time,mark", "2025-10-10,1", "1,1"], "row 3 of mine.csv: time was '1'; hours, or a date"),
        (["time,mark", "-9,1", "2025-10-10,1"], "row 3 of mine.csv: time was '2025-10-10'; hours"),
        (["time,mark,last", "0,1,0"], "row 2 of mine.csv: last was '0'; a price above 0"),
        (["time,mark,index", "0,1,x"], "row 2 of mine.csv: index was 'x'"),
        (
            ["time,mark,funding", "0,1,1"],
            "row 2 of mine.csv: funding was '1'; a rate as a fraction",
        ),
    ],
)
def test_what_is_wrong_is_one_sentence_with_its_row(tmp_path, lines, said):
    with pytest.raises(ValueError, match=r"mine.csv") as caught:
        Market.read(written(tmp_path, *lines), BTC)
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("times", [("0", "1"), ("2025-10-10T21:00", "2025-10-10T22:00")])
def test_what_is_not_known_is_an_empty_cell_or_nan_in_every_file(tmp_path, times):
    rows = [f"{time},60000,{last}" for time, last in zip(times, ("nan", ""), strict=True)]
    market = Market.read(written(tmp_path, "time,mark,last", *rows), BTC)
    assert all(map(isnan, market.last))


def test_dates_do_not_turn_into_hours_where_two_blocks_meet(tmp_path):
    hours = [f"{2025 + i}-01-01" for i in range(BLOCK)]
    lines = [f"{time},1" for time in (*hours, "5000000")]
    with pytest.raises(ValueError, match=f"row {BLOCK + 2} of mine.csv: time was '5000000'; hours"):
        Market.read(written(tmp_path, "time,mark", *lines), BTC)


def test_a_gap_is_kept_where_it_is_meant(tmp_path):
    file = written(tmp_path, "time,mark", "0,1", "1,1", "4,1")
    assert [*Market.read(file, BTC, gaps="kept").times] == [0, 1, 4]
    with pytest.raises(ValueError, match="gaps was 'filled'; refused or kept"):
        Market.read(file, BTC, gaps="filled")


def test_a_fault_far_down_is_told_with_its_row(tmp_path):
    lines = [f"{i},60000" for i in range(3 * BLOCK)]
    lines[2 * BLOCK + 5] = "x,60000"
    with pytest.raises(ValueError, match=f"row {2 * BLOCK + 7} of mine.csv: time was 'x'"):
        Market.read(written(tmp_path, "time,mark", *lines), BTC)
    lines[2 * BLOCK + 5] = f"{2 * BLOCK + 7},60000"  # where two blocks meet no gap is hidden
    with pytest.raises(ValueError, match=f"row {2 * BLOCK + 7} of mine.csv: time was"):
        Market.read(written(tmp_path, "time,mark", *lines), BTC)


def test_what_is_no_file_or_no_text_is_told(tmp_path):
    for path in (tmp_path / "none.csv", str(tmp_path)):
        with pytest.raises(ValueError, match=r"path was '.*'; a file that can be read is needed"):
            Market.read(path, BTC)
    for path in (None, 5, b"mine.csv"):
        with pytest.raises(ValueError, match=r"path was .*; the name of a file is needed"):
            Market.read(path, BTC)
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\xff\xfe\x00")
    with pytest.raises(ValueError, match=r"picture\.csv was no text that can be read"):
        Market.read(tmp_path / "picture.csv", BTC)


cells = st.one_of(st.sampled_from(["0", "1", "2", "3", "60000", "", "nan", "x", "-1", '"', "1e400"]),
                  st.text(max_size=4))  # fmt: skip


@settings(max_examples=200)
@given(st.lists(st.lists(cells, max_size=4), max_size=5))
def test_no_file_at_all_leaves_a_traceback(tmp_path_factory, rows):
    file = written(tmp_path_factory.mktemp("any"), "time,mark,last", *map(",".join, rows))
    try:
        market = Market.read(file, BTC)
    except ValueError:
        return
    times = replay(house(), market).times
    assert all(a < b for a, b in pairwise(times))


# ---- over a path ------------------------------------------------------------------------------


def test_a_path_is_a_market(tmp_path):
    path = crash()
    assert (
        replay(house(), Market.along(BTC, path)).equity
        == replay(house(), marks({BTC: path})).equity
    )


def test_the_last_price_of_a_wick_triggers_a_stop():
    last, mark = wick()
    market = Market.along(BTC, mark, last, hours=1 / 60)
    first, *rest = market
    stop = StopLoss(0, BTC, 60_000 * 0.98, by="last")
    assert not replay(house(), [first, stop, *rest]).account.positions


def test_payments_come_at_every_so_many_steps():
    market = Market.along(BTC, calm(steps=24), funding_rate=0.0001)
    assert [e.time for e in market if isinstance(e, Funding)] == [8, 16, 24]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Market.along(BTC, []),
        lambda: Market.along(BTC, [1, -1]),
        lambda: Market.along(BTC, None),
        lambda: Market.along(BTC, (p for p in (1, 2))),
        lambda: Market.along(BTC, [1, 2], 5),
        lambda: Market(BTC, [0.0], [1.0], [1.0], [1.0], [0.0]),
        lambda: Market(BTC, None, None, None, None, None),
        lambda: Market.along(BTC, [1, 2], [1]),
        lambda: Market.along(BTC, [1, 2], hours=0),
        lambda: Market.along(BTC, [1, 2], funding_rate="x"),
        lambda: Market.along(BTC, [1, 2], every=0),
        lambda: Market.along("", [1, 2]),
    ],
)
def test_nonsense_is_a_value_error(make):
    with pytest.raises(ValueError, match=r"was|were"):
        make()
