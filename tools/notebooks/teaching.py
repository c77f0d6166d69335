"""What the instructor's commands know of a lesson: its `class` block, its notes, and the tracks.

They are checked here and stored as lessons/course.json, which the wheel carries beside the notebooks.
A note is a Markdown cell tagged `instructor` that begins with one of four words; it belongs to the beat
under whose heading it stands, and is cut from the notebook. A track, in lessons/tracks.yaml, is a
workshop of one length: the beats and exercises that it takes from each lesson, and its breaks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from marginlab.practice.item import Item
from marginlab.teach.plan import problems as plan_problems
from marginlab.teach.syllabus import Syllabus
from tools.notebooks import COMMAND, layout
from tools.notebooks.source import ACTS, Broken, Source, text_of

NAME = "course.json"
TRACKS = "tracks.yaml"
NOTES = ("Say", "Ask", "Watch", "Cut")
SAY_WORDS, WATCHES, CUTS = 40, 2, 1
OUT_OF_CLASS = {"check", "sources"}  # exercises have minutes of their own, sources are read at home
EXERCISES = ("core", "more", "home")
KEYS = ("taught", "minutes", "core", "exercises", "room")
PARTS = ("welcome", "break", "lesson", "close")


def course(root: Path, sources: Sequence[Source], items: Mapping[str, Item]) -> str:
    """The text of course.json; `Broken` names what is missing or wrong, a sentence each."""
    lessons = [source for source in sources if source.kind == "lesson"]
    found = [problem for lesson in lessons for problem in problems(lesson, items)]
    if found:
        raise Broken(*found)
    told = [_lesson(lesson, items) for lesson in lessons]
    tracks = read_tracks(root / "lessons" / TRACKS, told)
    syllabus = Syllabus.of({"lessons": told, "tracks": tracks})
    found = [f"lessons/{TRACKS}: {problem}" for problem in plan_problems(syllabus)]
    if found:
        raise Broken(*found)
    return json.dumps({"lessons": told, "tracks": tracks}, indent=1, ensure_ascii=False) + "\n"


def drift(root: Path, sources: Sequence[Source], items: Mapping[str, Item]) -> Iterator[str]:
    """Whether what is stored is what the sources give."""
    stored = root / "lessons" / NAME
    if not stored.exists() or stored.read_text(encoding="utf-8") != course(root, sources, items):
        yield f"lessons/{NAME} is not what the sources give; run {COMMAND}."


def problems(lesson: Source, items: Mapping[str, Item]) -> Iterator[str]:
    """All that is wrong with a lesson's class block and its notes."""
    block, own = lesson.front["class"], of_lesson(lesson, items)
    found = list(_block_problems(block, lesson, own))
    yield from (f"{lesson.name}: `class`: {problem}." for problem in found)
    if not found:
        yield from _note_problems(lesson, block["core"])


def of_lesson(lesson: Source, items: Mapping[str, Item]) -> list[Item]:
    """The exercises of a lesson."""
    return [item for item in items.values() if item.notebook == lesson.path.stem]


def _block_problems(block: Any, lesson: Source, own: Sequence[Item]) -> Iterator[str]:
    if not isinstance(block, dict) or list(block) != list(KEYS):
        got = ", ".join(block) if isinstance(block, dict) else repr(block)
        yield f"its keys were {got}; wanted, in order: {', '.join(KEYS)}"
        return
    taught, minutes, core = block["taught"], block["minutes"], block["core"]
    if type(taught) is not int or taught < 0:
        yield f"`taught` was {taught!r}; wanted: how often a class was taught it, 0 or more"
    beats = [beat for beat in lesson.beats if beat not in OUT_OF_CLASS]
    given = list(minutes) if isinstance(minutes, dict) else []
    for beat in [*beats, *given]:
        if beat not in given or beat not in beats:
            known = "is missing" if beat in beats else "is no beat of a class"
            yield f"`minutes`: {beat} {known}; wanted, in order: {', '.join(beats)}"
            return
    if given != beats or not all(_amount(value) for value in minutes.values()):
        yield f"`minutes` were {minutes!r}; wanted: minutes above 0 for {', '.join(beats)}"
        return
    read = sum(lesson.front["minutes"][beat] for beat in beats)
    if sum(minutes.values()) < read:
        yield f"`minutes` add up to {sum(minutes.values()):g}, and one reader takes {read:g}"
    if not isinstance(core, list) or not core or any(beat not in beats for beat in core):
        yield f"`core` was {core!r}; wanted: one or more of {', '.join(beats)}"
    yield from _exercise_problems(block["exercises"], own)
    called = f"{block['room']}("
    if not any(cell.source.startswith(called) for cell in lesson.learner_cells):
        yield f"`room` was {block['room']!r}; wanted: the name by which a cell asks for a mark"


def _exercise_problems(lists: Any, own: Sequence[Item]) -> Iterator[str]:
    if not isinstance(lists, dict) or list(lists) != list(EXERCISES):
        yield f"`exercises` were {lists!r}; wanted: lists under {', '.join(EXERCISES)}"
        return
    if not all(isinstance(ids, list) for ids in lists.values()):
        yield f"`exercises` were {lists!r}; wanted: a list of ids under each"
        return
    placed = [one for ids in lists.values() for one in ids]
    known = [item.id for item in own]
    for one in known:
        if placed.count(one) != 1:
            yield f"`exercises`: {one} stands in {placed.count(one) or 'no'} lists; wanted: in one"
    for one in placed:
        if one not in known:
            yield f"`exercises`: {one!r} is no exercise of this lesson; there are {', '.join(known)}"


def _amount(value: Any) -> bool:
    return type(value) in (int, float) and 0 < value < 1000


Note = dict[str, str]


def notes(lesson: Source) -> dict[str, list[Note]]:
    """The instructor's notes by the beat under which they stand."""
    keys = {heading: beat for beat, heading in lesson.beats.items()}
    found: dict[str, list[Note]] = {beat: [] for beat in lesson.beats}
    beat = next(iter(found))
    for cell in lesson.cells:
        if heading := re.search(r"^## (.*?) *$", cell.source, re.MULTILINE):
            beat = keys.get(heading[1], beat)
        if "instructor" in cell.metadata.get("tags", []):
            kind, _, text = cell.source.partition(" ")
            found[beat].append({"kind": kind.strip("*"), "text": " ".join(text.split())})
    return found


def _note_problems(lesson: Source, core: Sequence[str]) -> Iterator[str]:
    for cell in lesson.cells:
        if "instructor" in cell.metadata.get("tags", []):
            kind, _, text = cell.source.partition(" ")
            if kind not in {f"**{word}**" for word in NOTES} or cell.cell_type == "code":
                wanted = ", ".join(f"**{word}**" for word in NOTES)
                yield lesson.told(cell, f"is an instructor's note; it begins with one of {wanted}")
            elif kind == "**Say**" and len(text.split()) > SAY_WORDS:
                yield lesson.told(cell, f"says {len(text.split())} words; at most {SAY_WORDS}")
    found = notes(lesson)
    for beat in core:
        if not any(note["kind"] in ("Say", "Ask") for note in found[beat]):
            yield f"{lesson.name}: the beat {beat} is core, and has no note **Say** or **Ask**."
    kinds = [note["kind"] for told in found.values() for note in told]
    for kind, least in (("Watch", WATCHES), ("Cut", CUTS)):
        if kinds.count(kind) < least:
            yield f"{lesson.name}: it has {kinds.count(kind)} notes **{kind}**; at least {least}."


def _lesson(lesson: Source, items: Mapping[str, Item]) -> dict[str, Any]:
    front, block, told = lesson.front, lesson.front["class"], notes(lesson)
    lists = {one: kind for kind, ids in block["exercises"].items() for one in ids}
    return {
        "stem": lesson.path.stem,
        "number": front["number"],
        "title": front["title"],
        "question": front["question"],
        "objectives": front.get("objectives", []),
        "keypoints": front["keypoints"],
        "taught": block["taught"],
        "room": block["room"],
        "beats": [
            {
                "key": beat,
                "heading": heading,
                "minutes": block["minutes"].get(beat, 0),
                "core": beat in block["core"],
                "act": beat in ACTS,
                "notes": told[beat],
            }
            for beat, heading in lesson.beats.items()
        ],
        "exercises": [
            {"id": item.id, "title": item.title, "minutes": item.minutes, "kind": lists[item.id]}
            for item in of_lesson(lesson, items)
        ],
    }


def read_tracks(path: Path, lessons: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The tracks, the shortest first; `Broken` names each part that is none."""
    name = f"lessons/{path.name}"
    if not path.exists():
        raise Broken(f"{name} is missing; wanted: a list of tracks, each with minutes and parts.")
    try:
        tracks = layout.from_yaml(text_of(path))
    except layout.Unread as error:
        raise Broken(f"{name}, line {error.line + 1}: it is not YAML: {error}.") from None
    if not isinstance(tracks, list) or not tracks:
        raise Broken(f"{name}: it was {tracks!r}; wanted: a list of tracks.")
    found = [
        f"{name}: {problem}." for track in tracks for problem in _track_problems(track, lessons)
    ]
    if found:
        raise Broken(*found)
    return sorted(tracks, key=lambda track: int(track["minutes"]))


def _track_problems(track: Any, lessons: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not isinstance(track, dict) or set(track) != {"minutes", "parts"}:
        yield f"a track was {track!r}; wanted: minutes and parts"
        return
    minutes, parts = track["minutes"], track["parts"]
    if type(minutes) is not int or not 10 <= minutes <= 1000:
        yield f"the minutes of a track were {minutes!r}; wanted: a whole number from 10 to 1000"
    elif not isinstance(parts, list) or not parts:
        yield f"track {minutes}: its parts were {parts!r}; wanted: a list"
    else:
        for part in parts:
            yield from (f"track {minutes}: {told}" for told in _part_problems(part, lessons))


def _part_problems(part: Any, lessons: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    kind = next(iter(part), None) if isinstance(part, dict) else None
    if kind not in PARTS:
        yield f"a part was {part!r}; wanted: one of {', '.join(PARTS)}"
        return
    if kind != "lesson":
        if len(part) > 1 or not _amount(part[kind]):
            yield f"a part was {part!r}; wanted: {kind} and its minutes"
        return
    numbers = {lesson["number"]: lesson for lesson in lessons}
    if part["lesson"] not in numbers:
        yield f"lesson {part['lesson']!r} is none; there are {', '.join(map(str, numbers))}"
        return
    lesson = numbers[part["lesson"]]
    known = {
        "beats": [beat["key"] for beat in lesson["beats"] if beat["minutes"]],
        "exercises": [item["id"] for item in lesson["exercises"]],
    }
    for key, value in part.items():
        if key == "lesson":
            continue
        if key not in known or not isinstance(value, list):
            yield f"lesson {part['lesson']} had {key}: {value!r}; wanted: lists of beats and exercises"
            continue
        for one in value:
            if one not in known[key]:
                yield f"lesson {part['lesson']} has no {one!r} among its {key}: {', '.join(known[key])}"
