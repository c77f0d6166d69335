"""Kept classes and the report on them: middles by hand, and nothing of anybody."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
import yaml

from marginlab.app.command import main
from marginlab.teach.live.messages import Keys
from marginlab.teach.live.room import Room
from marginlab.teach.plan import laid_out
from marginlab.teach.report import Kept, medians, read, suggested, text
from marginlab.teach.syllabus import Syllabus
from tests.teach.test_words import free_port

SYLLABUS = Syllabus.installed()
LESSON = SYLLABUS.lessons[2]
FIRST = Kept(
    "1",
    {"2/mark": 7.2, "2/reveal": 4, "2.1": 9},
    {"2/mark": [(3, 20), (15, 19)], "3/mark": [None, (4, 9)]},
    {"2.1": {"correct": 12, "equity-zero": 5}},
)
SECOND = Kept("1", {"2/mark": 9, "welcome": 8}, {}, {})
THIRD = Kept("1", {"2/mark": 2}, {}, {})


def test_a_kept_class_is_read_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "class-1.json"
    path.write_text(FIRST.text, encoding="utf-8")
    assert read(path) == FIRST


@pytest.mark.parametrize(
    "held",
    ["", "7", "[]", "{}", "[" * 100_000, FIRST.text.replace("7.2", "-1"), FIRST.text.replace("7.2", "NaN"),
     FIRST.text.replace("7.2", "1" + "0" * 400), FIRST.text.replace("5", "1e999"),
     FIRST.text.replace("19", "9"), FIRST.text.replace("2/mark", "\\u001b[2J"),
     FIRST.text.replace("[", "{").replace("]", "}"), FIRST.text.replace("12", '"<b>"')],
)  # fmt: skip
def test_what_was_not_kept_by_a_room_is_told(tmp_path: Path, held: str) -> None:
    path = tmp_path / "class-1.json"
    path.write_text(held, encoding="utf-8")
    with pytest.raises(ValueError, match="was not kept by `marginlab teach room --keep`"):
        read(path)


def test_of_several_classes_the_middle_one_counts() -> None:
    assert medians([FIRST, SECOND, THIRD]) == {"2/mark": 7.2, "2/reveal": 4, "2.1": 9, "welcome": 8}
    assert medians([FIRST, SECOND])["2/mark"] == pytest.approx(8.1)


def test_what_is_suggested_can_be_put_into_the_front_matter() -> None:
    said = list(text([FIRST, SECOND, THIRD], SYLLABUS))
    at = said.index("lessons/src/02_where_the_wall_stands.md:")
    block = yaml.safe_load("\n".join(said[at + 1 : at + 4]))["class"]
    assert block["taught"] == LESSON.taught + 3
    planned = {beat.key: beat.minutes for beat in LESSON.beats if beat.minutes}
    assert block["minutes"] == suggested(LESSON, medians([FIRST, SECOND, THIRD]))
    assert block["minutes"] == planned | {"mark": 7, "reveal": 4}
    assert "Vote 2/mark, class 1: 3 of 20 right, then 15 of 19 right." in said
    assert "Vote 3/mark, class 1: too few to be told, then 4 of 9 right." in said
    assert "Exercise 2.1, class 1: 12 correct, 5 liquidation at equity zero." in said
    assert sum(line == "class:" for line in said) == 1


def test_slides_that_were_passed_and_a_class_that_was_not_held_suggest_nothing() -> None:
    planned = {beat.key: beat.minutes for beat in LESSON.beats if beat.minutes}
    passed = {f"2/{key}": 0.2 * minutes for key, minutes in planned.items()}
    assert suggested(LESSON, passed) == planned
    tried = Kept("1", passed, {}, {})
    said = list(text([tried, Kept("1", {}, {}, {})], SYLLABUS))
    assert said[0].startswith("1 class; ")
    assert said[0].endswith("Fewer than 3: take them as a first guess.")
    assert "class:" not in said
    some = suggested(LESSON, passed | {"2/mark": 9})
    assert some == planned | {"mark": 9}


def test_a_class_keeps_its_minutes_and_counts_and_no_seat(tmp_path: Path) -> None:
    asyncio.run(_held(tmp_path))


async def _held(tmp_path: Path) -> None:
    clock = [540.0]
    track, keys = SYLLABUS.tracks[0], Keys("471147", "the key", "the room")
    room = Room(laid_out(track, track.minutes), 540, keys, "192.0.2.7/seat", lambda: clock[0])
    at = next(n for n, one in enumerate(room.slides) if one.make and room.plan.rows[one.row].vote)
    room.show(at)
    asked = room.asked
    assert asked is not None
    tokens, place = [room.join(lambda message: None) for _ in range(6)], asked.question.slider.low
    for marking, steps in ((tokens[:1], ("open", "piles")), (tokens, ("again", "piles again"))):
        room.hear({"vote": steps[0], "on": asked.question.name})
        for token in marking:
            room.hear_seat(token, {"mark": place, "sure": "guess", "on": asked.question.name})
        room.hear({"vote": steps[1], "on": asked.question.name})
    clock[0] += 5
    kept = room.kept()
    assert list(kept.minutes.values()) == [5]
    right = 6 if asked.vote.place(place) == "truth" else 0
    assert [*kept.votes.values()] == [[None, (right, 6)]]  # of one mark nothing outlives the class
    assert not any(
        word in kept.text for word in (*tokens, keys.code, keys.key, keys.name, "192.0.2")
    )
    clock[0] += 3 * 24 * 60  # left open over a long weekend, it can be read all the same
    room.kept_in = tmp_path / "class-1.json"
    room.keep()
    assert medians([read(room.kept_in)])
    assert set(json.loads(kept.text)) == {"marginlab", "minutes", "votes", "verdicts"}


def test_the_report_says_what_it_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match=r"there is no class-\*\.json here"):
        main(["teach", "report"])
    with pytest.raises(SystemExit, match=r"none\.json could not be read"):
        main(["teach", "report", "none.json"])
    (tmp_path / "class-1.json").write_text(FIRST.text, encoding="utf-8")
    assert main(["teach", "report"]) == 0
    assert capsys.readouterr().out.splitlines() == list(text([FIRST], SYLLABUS))
    for name, refusal in (
        ("class-1.json", "is there already; name a new file"),
        ("n" * 250, "could not be written: File name too long"),
        ("none/class-1.json", "could not be written: No such file or directory"),
    ):
        with pytest.raises(SystemExit, match=refusal):
            main(["teach", "room", "--host", "127.0.0.1", "--port", free_port(), "--keep", name])
