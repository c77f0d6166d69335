"""What is packed comes back as it was, through a reader that was written apart from the packer."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.site.packing import packed


def unpacked(pack):
    """The values again, by the description in the packer's docstring alone."""
    threads = []
    for back, kept, more in zip(*pack["threads"].values(), strict=True):
        points = threads[len(threads) - back][:kept] if kept else []
        threads.append(points + (more.split("L") if more else []))
    taken = [0] * len(pack["forms"])
    for form in pack["order"]:
        shape, columns = pack["forms"][form]["shape"], pack["forms"][form]["columns"]
        row, taken[form] = taken[form], taken[form] + 1
        holes = iter([entry(column, columns, row) for column in columns])
        yield filled(shape, holes, threads)


def entry(column, columns, row):
    kind, *rest = column
    if kind == 5:
        return entry(columns[rest[0]], columns, row)
    if kind == 4:
        return rest[row if len(rest) > 1 else 0]
    if kind == 3:
        return list(accumulate(next(steps for steps in reversed(rest[: row + 1]) if steps)))
    decimals, *steps = rest
    number = Decimal(sum(steps[: row + 1] if len(steps) > 1 else steps)).scaleb(-decimals)
    if kind == 0:
        return float(number)
    return f"{number:{',' if kind == 2 else ''}.{decimals}f}"


def filled(shape, holes, threads):
    if isinstance(shape, list):
        return [filled(inner, holes, threads) for inner in shape]
    if not isinstance(shape, dict):
        return shape
    if "$" not in shape:
        return {name: filled(inner, holes, threads) for name, inner in shape.items()}
    if shape["$"] == 0:
        return next(holes)
    if shape["$"] == "M":
        return "".join("M" + "L".join(threads[id_]) for id_ in next(holes))
    first, *others = shape["$"]
    return first + "".join(next(holes) + piece for piece in others)


def there_and_back(values):
    pack = packed(values)
    assert list(unpacked(json.loads(json.dumps(pack)))) == json.loads(json.dumps(values))
    return pack


number = st.integers(-(10**7), 10**7) | st.floats(allow_nan=False, allow_infinity=False)
text = st.text(st.sampled_from("M0123456789.,L- #x−"), max_size=12)
leaf = st.none() | st.booleans() | number | text
value = st.recursive(
    leaf, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner)
)


@given(st.lists(value, max_size=6))
def test_any_values_come_back(values):
    there_and_back(values)


@given(st.lists(st.lists(number, min_size=3, max_size=3), min_size=2, max_size=9))
def test_columns_of_numbers_come_back(values):
    assert len(there_and_back(values)["forms"]) == 1


@given(
    st.lists(
        st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=5), min_size=21, max_size=24),
        max_size=4,
    )
)
def test_paths_of_many_threads_come_back(paths):
    there_and_back(
        ["".join("M" + "L".join(f"{i},{y}" for i, y in enumerate(s)) for s in p) for p in paths]
    )


@pytest.mark.parametrize(
    ("values", "bytes_a_value"),
    [
        (
            [
                {"x": 56_000 + 12.5 * n, "y": [1, 2], "label": f"{56_000 + 100 * n:,}"}
                for n in range(500)
            ],
            12,
        ),
        (["M" + f"0,{n % 7}L1,{n}Z" for n in range(500)], 12),
    ],
)
def test_a_sliders_way_costs_a_few_bytes_a_step(values, bytes_a_value):
    assert len(json.dumps(there_and_back(values), separators=(",", ":"))) < bytes_a_value * len(
        values
    )


def test_a_colour_is_no_number_and_words_keep_their_zeros():
    pack = there_and_back(
        [{"line": "#16191d", "said": f"at 57,06{n} and 0.{n}0 %"} for n in range(9)]
    )
    assert len(pack["forms"]) == 1
