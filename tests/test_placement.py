"""Labels never hide one another, whatever there is to be labelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlab.figures.placement import Box, Label, Segment, around, place, place_box, text_size

PANEL = Box(0, 0, 400, 300)
points = st.tuples(st.integers(0, 400), st.integers(0, 300))


def overlap(one: Box, other: Box) -> float:
    """Shared pixels of two boxes, by counting (an oracle that is slow and simple)."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(across, 0) * max(down, 0)


def labels(where: list[tuple[int, int]], needed: bool = True) -> list[Label]:
    return [
        Label(
            f"n{i}", f"wall<br><b>{x:,}.00</b>", around(x, y, "NE E SE S SW W NW N"), needed=needed
        )
        for i, (x, y) in enumerate(where)
    ]


@given(st.lists(points, max_size=8), st.lists(st.tuples(points, points), max_size=4))
def test_labels_that_may_hide_never_cover_anything(where, lines):
    segments = [Segment(x0, y0, x1, y1, 3.0) for (x0, y0), (x1, y1) in lines]
    placed = place(labels(where, needed=False), segments, PANEL)
    boxes = [p.pinned.box for p in placed.values()]
    for i, box in enumerate(boxes):
        assert box.left >= 0
        assert box.right <= 400
        assert box.top >= 0
        assert box.bottom <= 300
        assert all(overlap(box, other) == 0 for other in boxes[i + 1 :])
        assert all(segment.covers(box) == 0 for segment in segments)


@given(st.lists(points, max_size=8))
def test_a_needed_label_is_always_shown_and_inside(where):
    placed = place(labels(where), [], PANEL)
    assert len(placed) == len(where)
    assert all(
        p.pinned.box.left >= -1e-9 and p.pinned.box.right <= 400 + 1e-9 for p in placed.values()
    )


@given(st.lists(points, min_size=1, max_size=5))
def test_the_same_input_gives_the_same_places(where):
    assert place(labels(where), [], PANEL) == place(labels(where), [], PANEL)


def test_the_first_free_spot_wins():
    label = Label("a", "60,000", around(200, 150, "E W"))
    free = place([label], [], PANEL)["a"].pinned.box
    assert free.left > 200
    wall = Segment(215, 0, 215, 300, 5.0)
    assert place([label], [wall], PANEL)["a"].pinned.box.right < 200


def test_a_box_goes_where_it_covers_least():
    obstacle = Box(0, 0, 200, 300)
    box = place_box(100, 100, [(10, 10), (250, 10)], [obstacle])
    assert (box.left, box.top) == (250, 10)


@pytest.mark.parametrize(("text", "pixels"), [("54,249.55", 66.72), ("wall", 25.83)])
def test_text_is_as_wide_as_arial_draws_it(text, pixels):
    # Arial's advance widths in thousandths of 15 px: digits 556, comma and point 278, w 722, l 222.
    # The estimate may be wider, for other fonts, never narrower.
    width, _ = text_size(text, 15)
    assert pixels * 0.97 <= width <= pixels * 1.08


def test_a_second_line_adds_height_and_not_width():
    one, two = text_size("wall", 15), text_size("wall<br>at", 15)
    assert two[0] == one[0]
    assert two[1] > one[1] * 1.8
