"""A control takes what a hand could set on it and says what it takes otherwise."""

from __future__ import annotations

from decimal import Decimal

import pytest

from marginlab.drawing.controls import Action, Choice, Controls, Field, Slider

LEVERAGE = Slider("leverage", 1, 150, 1, 10, suffix="x")
SIZE = Slider("size", 0.02, 0.2, 0.01, 0.1)
SIDE = Choice("side", {"long": 1, "short": -1}, 1)


def test_a_value_on_a_step_is_taken() -> None:
    assert LEVERAGE.checked(20) == 20
    assert LEVERAGE.checked(Decimal(20)) == 20


def test_rounding_noise_does_not_push_a_value_off_its_step() -> None:
    assert SIZE.checked(0.1 + 0.02) == 0.12
    assert SIZE.checked(0.2) == 0.2


@pytest.mark.parametrize(
    "value", [200, 0, -5, 10.5, "abc", "10", None, True, float("nan"), float("inf"), [10], 10**400]
)
def test_anything_else_is_refused_with_what_is_allowed(value: object) -> None:
    with pytest.raises(
        ValueError, match=r"^leverage was .*; 1 to 150 in steps of 1 is allowed here$"
    ):
        LEVERAGE.checked(value)


def test_a_choice_takes_its_value_or_its_word() -> None:
    assert SIDE.checked(-1) == SIDE.checked("short") == SIDE.checked("SHORT") == -1


@pytest.mark.parametrize("value", ["up", 0, None, float("nan")])
def test_a_choice_refuses_all_else_and_names_its_words(value: object) -> None:
    with pytest.raises(ValueError, match=r"^side was .*; long or short is allowed here$"):
        SIDE.checked(value)


def test_several_values_are_set_at_once_or_not_at_all() -> None:
    row = Controls([LEVERAGE, SIZE, SIDE])
    seen: list[dict] = []
    row.observe(lambda change: seen.append(change["new"]), "values")
    with pytest.raises(ValueError, match="size was 9"):
        row.set(leverage=20, size=9)
    row.set(leverage=20, side="short")
    assert seen == [{"leverage": 20, "size": 0.1, "side": -1}]


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(
        ValueError, match="there is no control 'lever' here; there are leverage, size"
    ):
        Controls([LEVERAGE, SIZE]).set(lever=3)


def test_every_control_has_a_name_that_can_be_read_aloud() -> None:
    row = Controls([Slider("entry_price", 1, 2, 1, 1), SIDE, Action("place", "Place my mark")])
    assert [spec["label"] for spec in row.specs] == ["entry price", "side", "Place my mark"]


def test_the_number_of_decimals_follows_the_step() -> None:
    assert [Slider("x", 0, 1, step, 0).digits for step in (0.01, 0.5, 1, 50, 1_000.0)] == [
        2,
        1,
        0,
        0,
        0,
    ]


def test_a_field_takes_text_alone_and_knows_the_button_that_enter_presses() -> None:
    row = Controls([Field("answer", "your answer", enter="check"), Action("check")])
    row.set(answer="9.5 %")
    assert row.values == {"answer": "9.5 %"}
    with pytest.raises(ValueError, match=r"^your answer was 3; text is allowed here$"):
        row.set(answer=3)
    field, button = row.specs
    assert (field["kind"], field["enter"]) == ("field", button["name"])


def test_a_pressed_button_is_heard_by_its_name() -> None:
    row, heard = Controls([Action("place")]), []
    row.on_press(heard.append)
    row._handle_custom_msg({"press": "place"}, [])
    assert heard == ["place"]


def test_a_hand_is_noted_even_where_it_changes_nothing() -> None:
    row, touched = Controls([LEVERAGE, SIZE]), []
    row.on_hand(touched.append)
    row._handle_custom_msg({"moved": {"leverage": 10}}, [])
    row._handle_custom_msg({"moved": {"leverage": 11, "size": 0.12}}, [])
    row.set(leverage=12)  # no hand
    assert touched == [["leverage"], ["leverage", "size"]]
    assert row.values == {"leverage": 12, "size": 0.12}
    assert row.heard == 2
