"""What is read of a message, who is believed to ask for a page, and how fast somebody may speak."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlab.teach.live.messages import (
    AT_ONCE,
    MOST_BYTES,
    PACE,
    Keys,
    Rate,
    Refused,
    fields,
    is_number,
    read,
    whole,
)

values = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
anything = st.recursive(values, lambda one: st.lists(one) | st.dictionaries(st.text(), one))


@given(st.dictionaries(st.text(max_size=5), values, max_size=4))
def test_a_short_object_is_read_as_it_was_and_a_long_one_is_not(said: dict[str, object]) -> None:
    written = json.dumps(said, ensure_ascii=False)
    length = len(written.encode())
    assert read(written, length) == read(written.encode(), length) == said
    with pytest.raises(Refused, match=f"has {length} bytes; allowed are {length - 1}"):
        read(written, length - 1)


@given(st.binary(max_size=2 * MOST_BYTES) | st.text(max_size=2 * MOST_BYTES))
def test_whatever_is_said_is_an_object_or_refused(said: str | bytes) -> None:
    with suppress(Refused):
        assert isinstance(read(said), dict)


@pytest.mark.parametrize("said", ["NaN", '{"mark": NaN}', '{"mark": Infinity}', "[" * MOST_BYTES])
def test_what_is_no_number_of_json_is_refused(said: str) -> None:
    with pytest.raises(Refused):
        read(said)


@given(anything)
def test_a_whole_number_is_one_of_its_range_and_nothing_else(said: object) -> None:
    try:
        assert whole(said, 1, 9) in range(1, 10)
        assert type(said) is int
    except Refused:
        assert type(said) is not int or not 1 <= said <= 9


def test_a_message_has_its_fields_and_no_more() -> None:
    assert fields({"b": 2, "a": 1}, "a", "b") == (1, 2)
    for other in ({"a": 1}, {"a": 1, "b": 2, "c": 3}):
        with pytest.raises(Refused, match="fields a, b"):
            fields(other, "a", "b")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:8000", "[::1]:8000", "192.168.1.7", "localhost:8000", "[fe80::1]", "10.0.0.1:80"],
)
def test_a_number_and_this_machine_are_believed(host: str) -> None:
    assert is_number(host)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", "", ":8000", "[::1", "1",
     "laptop.local:8000", "user@127.0.0.1.evil"],
)  # fmt: skip
def test_a_name_that_may_be_turned_is_not(host: str) -> None:
    assert not is_number(host)


def test_a_person_is_never_too_fast_and_a_flood_always() -> None:
    rate, now = Rate(), 0.0
    for _ in range(1000):
        rate.check(now)
        now += 1 / PACE
    flood = Rate()
    for _ in range(int(AT_ONCE)):
        flood.check(now)
    with pytest.raises(Refused, match="at once"):
        flood.check(now)


@given(st.none() | st.text() | st.integers())
def test_only_the_key_and_the_code_open(said: object) -> None:
    keys = Keys()
    assert keys.opens(said) == (said == keys.key)
    assert keys.seats(said) == (said == keys.code)
    assert keys.opens(keys.key)
    assert keys.seats(keys.code)
