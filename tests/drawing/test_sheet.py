"""A sheet places panes for every width; a pane's axes and its pixels are the same numbers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlab.drawing.canvas import SMALLEST, WIDTH
from marginlab.drawing.ink import ISOLATED, KEPT, WALL
from marginlab.drawing.sheet import LAYOUTS, Sheet, layout_of
from tests.drawn import pixel

widths = st.integers(320, 1_600)


def two(width: float) -> Sheet:
    """Two panes side by side, or below one another."""
    sheet = Sheet(width)
    for slot in sheet.row(300, 0.48, 0.48, gap=0.04):
        slot.pane((0, 10), (0, 100), {}, {}, shared=True).heading(
            "<b>Isolated</b>: " + "word " * 20, WALL
        )
    return sheet


@given(widths)
def test_a_panes_axes_and_its_pixels_are_the_same_numbers(width: int) -> None:
    sheet = two(width)
    layout = sheet.layout
    figure, narrowest = sheet.figure(), layout.drawn * layout.scale
    for pane in sheet.panes:
        for x, y in ((0, 0), (10, 100), (3, 40)):
            drawn = pixel(figure, narrowest, f"x{pane.view.number}", x, y)
            told = pane.view.x(x) * layout.scale, pane.view.y(y) * layout.scale
            assert drawn == pytest.approx(told, abs=0.05)


@given(widths)
def test_panes_stand_side_by_side_or_below_one_another_on_the_same_scale(width: int) -> None:
    one, other = (pane.view.box for pane in two(width).panes)
    assert one.height == pytest.approx(other.height)
    assert one.width == pytest.approx(other.width)
    assert (other.top > one.bottom) == (width < 640)
    assert (other.left > one.right) == (width >= 640)


@given(widths)
def test_a_shared_axis_is_labelled_once_where_panes_stand_side_by_side(width: int) -> None:
    axis = two(width).figure()["layout"]["yaxis2"]
    assert axis.get("showticklabels", True) == (width < 640)


@given(widths)
def test_no_letters_are_small_and_a_long_heading_takes_a_second_line(width: int) -> None:
    figure = two(width).figure()
    [words, _] = (trace for trace in figure["data"] if trace["name"] == "words")
    assert min(words["textfont"]["size"]) >= SMALLEST
    assert figure["layout"]["template"]["layout"]["font"]["size"] >= SMALLEST
    assert ("<br>" in words["text"][0]) == (width < 640)


def test_layouts_follow_one_another_and_the_usual_one_is_drawn_as_it_is() -> None:
    assert [one.width for one in LAYOUTS] == sorted(one.width for one in LAYOUTS)
    assert (layout_of(WIDTH).scale, layout_of(WIDTH).drawn) == (1, WIDTH)
    assert layout_of(100) == LAYOUTS[0]
    for one, wider in pairwise(LAYOUTS):
        assert max(one.stretches) >= (wider.width - 1) / one.width - 0.01, (
            "labels hold up to the next"
        )


def test_a_place_that_a_mark_does_not_have_is_refused() -> None:
    (slot,) = Sheet(WIDTH).row(300)
    pane = slot.pane((0, 10), (0, 100))
    point, bar = pane.point("wall", 5, 50, WALL), pane.bar("money", (0, 4), (0, 20), KEPT)
    with pytest.raises(ValueError, match="the place was 'inside'; wall has no such place"):
        point.label("wall", "NE inside")
    (point | bar).label("wall", "NE inside")
    with pytest.raises(ValueError, match="the place was 'NNX'"):
        (point | bar).label("wall", "NNX")


def test_a_mirrored_pane_puts_words_on_the_other_side() -> None:
    (slot,) = Sheet(WIDTH).row(300)
    pane = slot.pane((0, 10), (0, 100))
    sides = []
    for pane.mirrored in (False, True):
        mark = pane.point("wall", 5, 50, ISOLATED.ink, "")
        mark.label("wall", "E")
        sides.append(pane.canvas.finish()["wall"].pinned.spot.dx)
        pane.canvas.obstacles.clear()
    assert sides[0] == -sides[1] > 0
