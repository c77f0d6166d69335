"""The board of verdicts: counted by hand, told of enough only, and of nothing that the course has not."""

from __future__ import annotations

import pytest

from marginlab.teach.live.board import Board
from marginlab.teach.live.vote import FEWEST


def test_the_last_verdict_of_each_seat_counts_and_a_blank_is_none() -> None:
    board = Board()
    for seat in "abcdef":
        board.enter(seat, ["2.1", "this looks like", "equity-zero"])
    for seat in "abcg":
        board.enter(seat, ["2.1", "correct", ""])
    board.enter("h", ["2.1", "not tried", ""])
    assert board.said() == ["2.1: 4 correct, 3 liquidation at equity zero."]
    assert board.counts() == {"2.1": {"correct": 4, "equity-zero": 3}}
    board.leave("a")
    board.leave("nobody")
    assert board.counts() == {"2.1": {"correct": 3, "equity-zero": 3}}


def test_nothing_is_told_of_fewer_than_a_vote_tells_of() -> None:
    board = Board()
    for seat in range(FEWEST - 1):
        board.enter(str(seat), ["2.1", "correct", ""])
    assert (board.said(), board.counts()) == ([], {})
    board.enter("one more", ["2.1", "not yet", ""])
    assert board.said() == [f"2.1: {FEWEST - 1} correct, 1 not yet."]


@pytest.mark.parametrize(
    "said",
    [None, 7, [], ["2.1", "correct"], ["2.1", "correct", "<b>"], ["99", "correct", ""],
     ["2.1", "<script>", ""], [["2.1"], "correct", ""], ["2.1", "correct", "", ""]],
)  # fmt: skip
def test_what_is_no_verdict_of_the_course_is_refused(said: object) -> None:
    board = Board()
    with pytest.raises(ValueError, match="none of this course"):
        board.enter("a", said)
    assert board.counts() == {}
