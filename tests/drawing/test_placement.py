"""Labels never hide one another, whatever there is to be labelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlab.drawing.placement import (
    Box,
    Label,
    Pinned,
    Segment,
    Spot,
    place,
    place_box,
    text_size,
)
from marginlab.drawing.places import near

PANEL = Box(0, 0, 400, 300)


def around(x: float, y: float, words: str) -> list[Spot]:
    """The nearest spots towards some directions of a point."""
    return [near(x, y, word, 6)[0] for word in words.split()]


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


def test_a_place_holds_when_the_figure_grows_sideways():
    # Right of the point is free in the narrow column, but a flatter line comes down on it in a wide one.
    label = Label("a", "60,000", around(100, 150, "E W"))
    line = Segment(125, 160, 400, 160 - 80, 2.0)
    wide_label = Pinned(place([label], [line], PANEL)["a"].pinned.spot, 50, 20).stretched(2)
    assert line.stretched(2).covers(wide_label.box) == 0
    placed = place([label], [line], PANEL, stretches=(1.0, 2.0))["a"].pinned
    assert all(line.stretched(by).covers(placed.stretched(by).box) == 0 for by in (1.0, 2.0))


def test_a_faint_line_is_crossed_only_when_the_own_spots_are_worse():
    label = Label("a", "60,000", around(200, 150, "E W"))
    faint, wall = Segment(215, 0, 215, 300, 1.0, 1e-4), Segment(185, 0, 185, 300, 5.0)
    assert place([label], [faint], PANEL)["a"].pinned.box.right < 200
    assert place([label], [faint, wall], PANEL)["a"].pinned.spot == label.spots[0]


def test_a_needed_label_without_a_free_spot_moves_to_the_nearest_free_place():
    label = Label("a", "60,000", around(200, 150, "E"))
    placed = place([label], [Box(190, 130, 290, 170)], PANEL)["a"]
    assert placed.overlap == 0
    assert abs(placed.pinned.spot.dx) + abs(placed.pinned.spot.dy) < 120


@given(points, points, points, points)
def test_a_segment_covers_a_box_exactly_if_it_runs_through(start, end, corner, size):
    (x0, y0), (x1, y1) = start, end
    box = Box(corner[0], corner[1], corner[0] + size[0] + 1, corner[1] + size[1] + 1)
    steps = [i / 400 for i in range(401)]
    inside = any(
        box.left < x0 + (x1 - x0) * i < box.right and box.top < y0 + (y1 - y0) * i < box.bottom
        for i in steps
    )
    assert Segment(x0, y0, x1, y1, 1.0).covers(box) > 0 or not inside


@pytest.mark.parametrize(("anchor", "left"), [("left", 110), ("center", 85), ("right", 60)])
def test_a_spot_puts_the_named_edge_at_its_point(anchor, left):
    assert Spot(100, 50, 10, 0, anchor).box(50, 20) == Box(left, 40, left + 50, 60)


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
