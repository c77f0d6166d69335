"""What instructors are told: the class block, the notes and the tracks, each fault named by the build."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from marginlab.course.book import ITEMS as REAL_ITEMS
from marginlab.teach import guide
from marginlab.teach.plan import plan, text
from marginlab.teach.syllabus import Syllabus
from tests.tools.small import ITEMS, LESSON, SLUG, TRACKS, lay_out, read, run
from tools.notebooks import ROOT, build, teaching
from tools.notebooks.source import Broken

MINUTES = "  minutes: {question: 1, mark: 4, reveal: 1.5, puzzle: 2, derive: 1, transfer: 1, keypoints: 1}\n"
CORE, TAUGHT, ROOM = "  core: [mark]\n", "  taught: 0\n", "  room: place_the_mark\n"
LISTS = '  exercises:\n    core: ["7.1"]\n    more: []\n    home: ["7.2"]\n'
ASK = "**Ask** Notes of four kinds are cut from the learner's edition."
TRACK = '    - {lesson: 7, beats: [question, mark, puzzle], exercises: ["7.1"]}\n'


def told(root: Path) -> str:
    """What the build says of a course's instructor's part; nothing when all is well."""
    try:
        teaching.course(root, read(root), ITEMS)
    except Broken as broken:
        return str(broken)
    return ""


def spoilt(tmp_path: Path, old: str, new: str) -> str:
    """What is said of the small course with one thing changed in its lesson."""
    assert LESSON.count(old) == 1
    said = told(lay_out(tmp_path, LESSON.replace(old, new)))
    assert said
    assert all(line.startswith(f"lessons/src/{SLUG}.md") for line in said.splitlines())
    assert all(line.endswith(".") for line in said.splitlines())
    return said


def test_the_small_course_has_no_fault(tmp_path: Path) -> None:
    assert told(lay_out(tmp_path)) == ""


@pytest.mark.parametrize(
    "key", [TAUGHT, MINUTES, CORE, LISTS, ROOM], ids=lambda key: key.split(":")[0]
)
def test_a_missing_key_is_named(tmp_path: Path, key: str) -> None:
    said = spoilt(tmp_path, key, "")
    assert "`class`: its keys were " in said
    assert "wanted, in order: taught, minutes, core, exercises, room" in said


def test_a_missing_block_is_named(tmp_path: Path) -> None:
    block = f"class:\n{TAUGHT}{MINUTES}{CORE}{LISTS}{ROOM}"
    assert block in LESSON
    with pytest.raises(Broken, match="`class` is missing"):
        read(lay_out(tmp_path, LESSON.replace(block, "")))


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (TAUGHT, "  taught: -1\n", "`taught` was -1; wanted: how often"),
        (TAUGHT, "  taught: often\n", "`taught` was 'often'; wanted: how often"),
        (TAUGHT, "  taught: true\n", "`taught` was True; wanted: how often"),
        (MINUTES, MINUTES.replace("puzzle: 2, ", ""), "`minutes`: puzzle is missing; wanted"),
        (MINUTES, MINUTES.replace("puzzle", "riddle"), "`minutes`: puzzle is missing; wanted"),
        (MINUTES, MINUTES.replace("{", "{dance: 3, "), "`minutes`: dance is no beat of a class"),
        (MINUTES, MINUTES.replace("{", "{check: 3, "), "`minutes`: check is no beat of a class"),
        (MINUTES, "  minutes: 12\n", "`minutes`: question is missing"),
        (MINUTES, MINUTES.replace("mark: 4", "mark: 0"), "wanted: minutes above 0 for question"),
        (MINUTES, MINUTES.replace("mark: 4", "mark: .nan"), "wanted: minutes above 0 for question"),
        (MINUTES, MINUTES.replace("mark: 4", "mark: four"), "wanted: minutes above 0 for question"),
        (
            MINUTES,
            MINUTES.replace("question: 1, mark: 4", "mark: 4, question: 1"),
            "wanted: minutes above 0 for question, mark, reveal",
        ),
        (MINUTES, re.sub(r"[\d.]+", "0.5", MINUTES),
         "`minutes` add up to 3.5, and one reader takes"),
        (CORE, "  core: []\n", "`core` was []; wanted: one or more of question"),
        (CORE, "  core: mark\n", "`core` was 'mark'; wanted: one or more of question"),
        (CORE, "  core: [mark, riddle]\n", "`core` was ['mark', 'riddle']; wanted: one or more of"),
        (LISTS, LISTS.replace('["7.2"]', "[]"), "`exercises`: 7.2 stands in no lists; wanted: in one"),
        (LISTS, LISTS.replace("more: []", 'more: ["7.2"]'), "`exercises`: 7.2 stands in 2 lists"),
        (LISTS, LISTS.replace('["7.1"]', '["7.1", "7.1"]'), "`exercises`: 7.1 stands in 2 lists"),
        (LISTS, LISTS.replace("more: []", 'more: ["7.9"]'),
         "`exercises`: '7.9' is no exercise of this lesson; there are 7.1, 7.2"),
        (LISTS, LISTS.replace("more", "maybe"), "wanted: lists under core, more, home"),
        (LISTS, LISTS.replace("more: []", "more: 7"), "wanted: a list of ids under each"),
        (LISTS, "  exercises: all\n", "`exercises` were 'all'; wanted: lists under core"),
        (ROOM, "  room: place_another\n", "`room` was 'place_another'; wanted: the name by which"),
        (ASK, "**Shout** Notes of four kinds.", "is an instructor's note; it begins with one of **Say**"),
        (ASK, "Ask them.", "is an instructor's note; it begins with one of **Say**, **Ask**"),
        (ASK, f"**Say** {'word ' * 41}", "says "),
        (ASK, "**Watch** that", "the beat mark is core, and has no note **Say** or **Ask**."),
        ("**Watch** Where people stall, and what helps.", "**Ask** Who?",
         "it has 1 notes **Watch**; at least 2."),
        ("**Cut** What goes when time runs out, and what stays.", "**Ask** Who?",
         "it has 0 notes **Cut**; at least 1."),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_lesson_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    assert named in spoilt(tmp_path, old, new)


@pytest.mark.parametrize(
    ("tracks", "named"),
    [
        (None, "is missing; wanted: a list of tracks"),
        ("- minutes: [", "line 1: it is not YAML"),
        ("- minutes: 30\n  minutes: 40\n", "line 2: it is not YAML: `minutes` stands twice"),
        ("30", "it was 30; wanted: a list of tracks."),
        ("[]", "it was []; wanted: a list of tracks."),
        ("", "it was None; wanted: a list of tracks."),
        ("- 30", "a track was 30; wanted: minutes and parts."),
        ("- {minutes: 30}", "a track was {'minutes': 30}; wanted: minutes and parts."),
        (TRACKS.replace("30", "half an hour"), "the minutes of a track were 'half an hour'"),
        (TRACKS.replace("30", "5"), "the minutes of a track were 5; wanted: a whole number"),
        ("- {minutes: 30, parts: []}", "track 30: its parts were []; wanted: a list."),
        ("- {minutes: 30, parts: [dance]}", "track 30: a part was 'dance'; wanted: one of welcome"),
        ("- {minutes: 30, parts: [{lunch: 9}]}", "track 30: a part was {'lunch': 9}; wanted: one of"),
        ("- {minutes: 30, parts: [{break: long}]}", "wanted: break and its minutes."),
        ("- {minutes: 30, parts: [{break: 5, close: 5}]}", "wanted: break and its minutes."),
        (TRACKS.replace("lesson: 7", "lesson: 8"), "track 30: lesson 8 is none; there are 7."),
        (TRACKS.replace("puzzle]", "riddle]"),
         "track 30: lesson 7 has no 'riddle' among its beats: question, mark, reveal"),
        (TRACKS.replace("puzzle]", "check]"), "lesson 7 has no 'check' among its beats"),
        (TRACKS.replace('"7.1"', '"7.9"'), "lesson 7 has no '7.9' among its exercises: 7.1, 7.2."),
        (TRACKS.replace("[question, mark, puzzle]", "mark"), "had beats: 'mark'; wanted: lists"),
        (TRACKS.replace("beats:", "songs:"), "had songs: ['question', 'mark', 'puzzle']; wanted: lists"),
        (TRACKS.replace("30", "13"), "track 13 leaves 0 minutes of slack; at least 8% are wanted."),
        (TRACKS.replace("[question, mark, puzzle]", "[mark, mark]"), "takes a beat or an exercise twice."),
        (TRACKS.replace("parts:", "parts:\n    - welcome: 11"), "lets learners listen for 12 minutes;"),
        (TRACKS.replace("30", "75"), "track 75 goes on for 75 minutes without a break; at most 70."),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_tracks_is_named(
    tmp_path: Path, tracks: str | None, named: str
) -> None:
    root = lay_out(tmp_path)
    path = root / "lessons" / "tracks.yaml"
    path.unlink() if tracks is None else path.write_text(tracks, encoding="utf-8")
    said = told(root)
    assert said.startswith("lessons/tracks.yaml")
    assert named in said
    assert "\n" not in said


def test_a_byte_that_is_no_text_is_named(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    (root / "lessons" / "tracks.yaml").write_bytes(b"- \xff")
    assert "lessons/tracks.yaml: byte 3 is no UTF-8." in told(root)


def test_tracks_are_stored_from_the_shortest(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    longer = TRACKS.replace("30", "40")
    (root / "lessons" / "tracks.yaml").write_text(longer + TRACKS, encoding="utf-8")
    stored = json.loads(teaching.course(root, read(root), ITEMS))
    assert [track["minutes"] for track in stored["tracks"]] == [30, 40]


def test_the_build_fails_with_the_sentence(tmp_path: Path) -> None:
    done = run(lay_out(tmp_path, LESSON.replace(ROOM, "")))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "`class`: its keys were taught, minutes, core, exercises; wanted" in done.stderr


def test_what_is_stored_is_held_against_the_sources(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    stored = root / "lessons" / teaching.NAME
    drift = ["lessons/course.json is not what the sources give; run python -m tools.notebooks."]
    assert list(teaching.drift(root, read(root), ITEMS)) == drift
    stored.write_text(teaching.course(root, read(root), ITEMS), encoding="utf-8")
    assert list(teaching.drift(root, read(root), ITEMS)) == []
    stored.write_text(stored.read_text("utf-8").replace('"taught": 0', '"taught": 1'), "utf-8")
    assert list(teaching.drift(root, read(root), ITEMS)) == drift


# The real course, with one class minute changed.

CHANGE = ("reveal: 5, puzzle: 4.5, derive: 9", "reveal: 5.5, puzzle: 4.5, derive: 9")


@pytest.fixture(scope="module")
def before_and_after(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The course's sources, and the same with half a minute more for lesson 2's reveal."""
    roots = []
    for name in ("before", "after"):
        root = tmp_path_factory.mktemp(name)
        for folder in ("lessons", "exercises"):
            shutil.copytree(ROOT / folder, root / folder)
        roots.append(root)
    lesson = roots[1] / "lessons" / "src" / "02_where_the_wall_stands.md"
    source = lesson.read_text(encoding="utf-8")
    assert source.count(CHANGE[0]) == 1
    lesson.write_text(source.replace(*CHANGE), encoding="utf-8")
    return roots[0], roots[1]


def of_both(roots: tuple[Path, Path], made: Callable[[Path], str]) -> list[tuple[str, str]]:
    """The lines in which what is made of one differs from what is made of the other."""
    before, after = (made(root).splitlines() for root in roots)
    return [(a, b) for a, b in zip(before, after, strict=True) if a != b]


def test_a_class_minute_changes_the_plan_the_guide_and_the_map(
    before_and_after: tuple[Path, Path],
) -> None:
    def stored(root: Path) -> str:
        return teaching.course(root, build.read_sources(root), REAL_ITEMS)

    def planned(root: Path) -> str:
        return text(plan(Syllabus.of(json.loads(stored(root))), 180), 0)

    def guided(root: Path) -> str:
        lesson = Syllabus.of(json.loads(stored(root))).lessons[2]
        return guide.page([lesson], date(2026, 11, 27))

    def mapped(root: Path) -> str:
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        return build.mapped(readme, build.read_sources(root))

    [(was, now)] = of_both(before_and_after, stored)
    assert (was.strip(), now.strip()) == ('"minutes": 5,', '"minutes": 5.5,')
    assert of_both(before_and_after, planned)
    assert len(of_both(before_and_after, guided)) == 2  # the beat's, and the sum
    changed = of_both(before_and_after, mapped)
    assert all("02_where_the_wall_stands" in was for was, _ in changed)


def test_a_class_minute_changes_no_notebook(before_and_after: tuple[Path, Path]) -> None:
    before, after = (build.read_sources(root) for root in before_and_after)
    for one, other in zip(before, after, strict=True):
        assert build.assemble(one, before) == build.assemble(other, after)
