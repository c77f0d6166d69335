"""What is written into a plotly dict: numbers that are the same everywhere, colours that can be read."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from marginlab.drawing.canvas import Canvas, screen
from marginlab.drawing.ink import DARK, LIGHT, PALETTE
from marginlab.drawing.placement import Box, Segment, View


def test_a_straight_run_of_steps_is_one_obstacle_to_labels():
    canvas = Canvas(View("", (0, 10), (0, 10), Box(0, 0, 100, 100)))
    canvas.line("trail", [0, 1, 2, 3, 4], [0, 1, 2, 3, 0], "#000000", width=2, shape="hv")
    assert canvas.obstacles == [Segment(0, 100, 30, 70, 2), Segment(30, 70, 40, 100, 2)]


def test_many_threads_are_one_shape_and_no_obstacle():
    canvas = Canvas(View("", (0, 10), (0, 10), Box(0, 0, 100, 100)))
    canvas.threads("lives", [[(0, 1), (2, 3.5)], [(4, 5), (6, 7), (8, 9)]], "#000000", width=1)
    canvas.threads("none", [], "#000000", width=1)
    (shape,) = canvas.shapes
    assert shape["path"] == "M0,1L2,3.5M4,5L6,7L8,9"
    assert canvas.obstacles == []


@given(st.floats(1, 1e6), st.integers(-3, 3))
def test_a_plotted_number_is_the_same_on_every_processor(value, last_digits):
    noisy = value * (1 + last_digits * 2.2e-16)
    assert screen(value) == pytest.approx(value, rel=1e-6)
    # Half-way between two roundings a last digit may still decide; there is no way around that.
    assume(abs(value - screen(value)) < 0.49 * 10 ** (len(str(int(value))) - 7))
    assert screen(noisy) == screen(value)


def contrast(one: str, other: str) -> float:
    """The WCAG contrast of two colours."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_light_colour_has_one_dark_colour():
    assert set(PALETTE["light"]) == set(PALETTE["dark"])
    for role, colour in LIGHT.items():
        assert DARK[colour] == PALETTE["dark"][role]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "role",
    ["ink", "muted", "isolated", "cross", "wall", "bankrupt", "req_t", "drain_t", "you"],
)
def test_words_can_be_read_on_paper(theme, role):
    assert contrast(PALETTE[theme][role], PALETTE[theme]["paper"]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("role", ["ink", "muted", "isolated", "wall", "req_t", "you"])
def test_words_can_be_read_in_the_wash_beyond_the_wall(theme, role):
    assert contrast(PALETTE[theme][role], PALETTE[theme]["wall_f"]) >= 4.5
