"""tools/notebooks on a small course of its own: what it makes, which rules it holds, what is drift."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import nbval.kernel
import pytest
import zmq

from tests.tools.small import (
    EXERCISE,
    FIRST_CELL,
    ITEMS,
    LESSON,
    README,
    SLUG,
    code,
    lay_out,
    notebook,
    problems,
    read,
    refusal,
    run,
)
from tools.notebooks import build, pages, rules, source


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = lay_out(tmp_path_factory.mktemp("course"))
    done = run(root)
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def copy(course: Path, tmp_path: Path) -> Path:
    """The built course, to be spoilt."""
    return shutil.copytree(course, tmp_path / "course")


# What it makes


def test_every_code_cell_was_executed_and_counted_from_one(course: Path) -> None:
    code = [cell for cell in notebook(course, "exercises").cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == [1, 2, 3, 4, 5, 6, 7]


def test_a_widget_leaves_its_text_and_no_view(course: Path) -> None:
    output = notebook(course, "exercises").cells[2].outputs[0]
    assert set(output.data) == {"text/plain", "text/html", "image/png"}


def test_progress_goes_to_a_file_of_the_run(course: Path) -> None:
    assert notebook(course, "exercises").cells[3].outputs[0].data["text/plain"] == "'named'"


def test_metadata_names_the_kernel_and_nothing_else(course: Path) -> None:
    built = notebook(course, "lessons")
    assert built.metadata == build.METADATA
    assert {key for cell in built.cells for key in cell.metadata} <= {"tags"}


@pytest.mark.parametrize("folder", source.KINDS)
def test_solutions_and_instructors_notes_are_cut(course: Path, folder: str) -> None:
    text = (course / folder / f"{SLUG}.ipynb").read_text(encoding="utf-8")
    assert "secret" not in text
    assert "are cut from" not in text


def test_the_front_matter_stands_in_the_notebook(course: Path) -> None:
    cells = [cell.source for cell in notebook(course, "lessons").cells]
    assert cells[0].startswith("# 7. A few words that name the thing\n\n*One sentence in plain")
    assert "- derive or compute something that a check can see" in cells[0]
    assert f"4 for [the exercises](../exercises/{SLUG}.ipynb)" in cells[0]
    assert "## Keep this\n\n- What is true, in one sentence.\n- What surprised." in cells[-2]
    assert cells[-1].endswith(
        "- [The page as its owner calls it](https://example.com/the-page), "
        "as of the day that the page names, read 2025-01-31"
    )


def test_a_page_without_a_day_is_called_undated() -> None:
    page = {
        "title": "A page",
        "address": "https://example.com",
        "as_of": "undated",
        "read": "2025-01-31",
    }
    text = build.with_front_matter("## Sources", {"keypoints": [], "sources": [page]})
    assert text.endswith("- [A page](https://example.com), undated, read 2025-01-31")


def test_the_readme_gets_its_map_and_keeps_the_rest(course: Path) -> None:
    readme = (course / "README.md").read_text(encoding="utf-8")
    assert f"[7. A few words that name the thing](lessons/{SLUG}.ipynb)" in readme
    assert "| 5 | 4 | 12 |" in readme
    assert re.sub(r"\|.*\n", "", readme) == README


def test_a_cell_keeps_its_id_when_another_comes_before_it(tmp_path: Path) -> None:
    more = LESSON.replace("## Place your mark", "An afterthought.\n\n+++\n\n## Place your mark")
    ids = []
    for place, text in (("one", LESSON), ("two", more)):
        sources = read(lay_out(tmp_path / place, text))
        ids.append([cell.id for cell in build.assemble(sources[0], sources).cells])
    assert len(ids[1]) == len(set(ids[1])) == len(ids[0]) + 1
    assert set(ids[0]) < set(ids[1])


def test_twins_have_ids_of_their_own(tmp_path: Path) -> None:
    sources = read(lay_out(tmp_path, exercise=EXERCISE + FIRST_CELL))
    ids = [cell.id for cell in build.assemble(sources[1], sources).cells]
    assert len(ids) == len(set(ids))


def test_the_template_is_a_lesson_that_takes_its_minutes(course: Path) -> None:
    lesson = read(course)[0]
    assert rules.problems(lesson) == []
    assert rules.minutes_problem(lesson, notebook(course, "lessons")) is None


def test_a_name_that_fits_no_source_is_told(course: Path) -> None:
    with pytest.raises(source.Broken, match=f"begins with 08; there are lessons/src/{SLUG}.md"):
        build.choose(read(course), ["07", "08"])


def test_the_exercises_of_a_page_are_those_of_its_lesson(course: Path) -> None:
    cells = [cell.source for cell in notebook(course, "exercises").cells]
    assert cells[0] == (
        "# Exercises 7: A few words that name the thing\n\n"
        f"About 4 minutes, after [lesson 7](../lessons/{SLUG}.ipynb)."
    )
    assert cells[4:] == [
        "## 7.1 A number",
        'task("7.1")',
        'answer = ____\ncheck("7.1", answer)',
        "## 7.2 A function",
        'task("7.2")',
        'def wall(side, size):\n    return ____\n\n\ncheck("7.2", wall)',
    ]


def test_the_cells_below_the_exercises_keep_their_lines(tmp_path: Path) -> None:
    page = f"# Before\n\n{EXERCISE}\n+++\n\n# After\n"
    long = page.replace("# Before", "word " * 91).replace("# After", "word " * 92)
    told = re.findall(r"line (\d+): .* has (\d+) words", problems(tmp_path, exercise=long))
    assert told == [("1", "91"), ("15", "92")]


@pytest.mark.parametrize(
    ("said", "read_as"),
    [
        ("{{ number of exercises }} of them", "two of them"),
        ("{{ Number of questions }} of them", "One of them"),
        ("`{{exercises}}` and {{{ a }}}", "`{{exercises}}` and {{{ a }}}"),
    ],
)
def test_counts_are_written_in_words(tmp_path: Path, said: str, read_as: str) -> None:
    lesson, page = read(lay_out(tmp_path, LESSON.replace("A goal", said), f"{said}\n\n{EXERCISE}"))
    assert read_as in "".join(cell.source for cell in lesson.cells)
    assert page.cells[1].source == read_as


def test_a_large_count_is_written_in_digits() -> None:
    assert pages.filled("{{ number of exercises }}", list(ITEMS.values()) * 10) == "twenty"
    assert pages.filled("{{ number of exercises }}", list(ITEMS.values()) * 11) == "22"


# What is drift


def test_a_fresh_build_is_no_drift_and_neither_are_other_pixels(copy: Path) -> None:
    path = copy / "exercises" / f"{SLUG}.ipynb"
    path.write_text(path.read_text().replace("iVBORw0KGgo=", "AAAAAAAAAAA="))
    done = run(copy, "--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_drift_is_told_with_its_lines_and_nothing_is_changed(copy: Path) -> None:
    path = copy / "exercises" / f"{SLUG}.ipynb"
    path.write_text(path.read_text().replace("wall at 54,249.55", "wall at 54,000.00"))
    (copy / "lessons" / "08_left_over.ipynb").write_text("{}")
    (copy / "README.md").write_text(README)
    (copy / "marginlab" / "course" / "lesson07_small" / "old.png").write_bytes(b"")
    before = path.read_text()
    done = run(copy, "--check", "07")
    assert done.returncode == 1
    assert f"exercises/{SLUG}.ipynb is not what its source gives" in done.stderr
    assert re.search(r'^- +"wall at 54,000.00"$', done.stderr, re.MULTILINE)
    assert re.search(r'^\+ +"wall at 54,249.55"$', done.stderr, re.MULTILINE)
    assert "lessons/08_left_over.ipynb has no source in lessons/src; delete it." in done.stderr
    assert "README.md: its map of the lessons is not what the sources give" in done.stderr
    assert "marginlab/course/lesson07_small/old.png belongs to no figure in STILLS" in done.stderr
    assert path.read_text() == before


def test_a_missing_notebook_is_drift(copy: Path) -> None:
    for folder in source.KINDS:
        (copy / folder / f"{SLUG}.ipynb").unlink()
    done = run(copy, "--check")
    assert f"lessons/{SLUG}.ipynb is missing; run python -m tools.notebooks.\n" in done.stderr


# What it refuses


@pytest.mark.parametrize("key", source.FRONT_MATTER["lesson"])
def test_each_key_of_the_front_matter_is_required(tmp_path: Path, key: str) -> None:
    lesson = re.sub(rf"^{key}:.*\n(?: .*\n)*", "", LESSON, count=1, flags=re.MULTILINE)
    told = problems(tmp_path, lesson)
    assert told.startswith(f"lessons/src/{SLUG}.md: `{key}` is missing; wanted: ")
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("number: 7", "number: 8", "`number` was 8; wanted: the number in the file's name."),
        ("  mark: 2.6\n", "", "wanted: minutes above 0 for each beat in order: question, mark"),
        ("  mark: 2.6\n", "  mark: no\n", "wanted: minutes above 0 for each beat"),
        ("  - What to try.\n", "", "wanted: a list of exactly three sentences."),
        (
            "- name what",
            "- understand what",
            "wanted: a list of what one can do afterwards, a verb",
        ),
        ("    read: 2025-01-31\n", "", "wanted: a list of {title, address: https://…"),
        ("title: A", "tilte: x\ntitle: A", "`tilte` is not a key of front matter here; allowed"),
        ("format_name: myst", "format_name: markdown", "format_name: myst}."),
        ("---\njupytext", "jupytext", "front matter is missing; begin with a --- block"),
    ],
)
def test_front_matter_of_another_shape_is_told(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert old in LESSON
    assert told in problems(tmp_path, LESSON.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("A goal", "A goal " + "word " * 90, "has 98 words; at most 90 are allowed"),
        (
            "A goal",
            f"{code(1).replace('1 + 1', 'x' * 101)}\nA goal",
            "has a line of 101 characters; at most 100 are allowed.",
        ),
        ("A goal", code(9) + "\nA goal", "has 9 lines of code; at most 8 are allowed."),
        ("A goal", "A wall at 54,249.55", "types 54,249.55; a number that the library computes"),
        ("A goal", "A loss of 24.95", "types 24.95; a number that the library computes"),
        ("A goal", "Six short\nexercises", 'types "Six short exercises"; write {{ number of ex'),
        ("A goal", "The 3 lessons", 'types "3 lessons"; write {{ number of exercises }} for'),
        ("A goal", "{{ number of walls }}", "has {{ number of walls }}, which stands for nothing"),
        ("What surprised.", "Two questions.", '`keypoints` types "Two questions"; nothing keeps'),
        ("A goal", "A <img src='a.png'> goal", "has an <img> without an alt text"),
        ("A goal", "A <img alt=''> goal", "has an <img> without an alt text"),
        ("A goal", "A <!-- 42 --> goal", "has a comment that learners can read; tag an instruct"),
        ("A goal", "A ![](a.png) goal", "has an image without a text between ![ and ]"),
        ("A goal", "# A goal", '"# A goal'),
        ("A goal", "#### A goal", "has level 4 under 2; none is skipped"),
        ("## Puzzle\n", "", "its beats were The question, Place your mark, The reveal, Derive it"),
        ("A goal", code(1) * 30 + "A goal", "it has 44 cells with the opening one; at most 30"),
        ("import *", "import say", "the first code cell must begin with `from marginlab.lesson"),
        ('"A number', '"It is 54,249.55, a number', "types 4,249.55; let the library format"),
        ("What surprised.", "It is 54,249.55.", "`keypoints` types 54,249.55; a computed"),
    ],
)
def test_a_broken_rule_of_lessons_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in LESSON
    assert told in problems(tmp_path, LESSON.replace(old, new, 1))


def test_a_term_is_bold_once_in_the_course(tmp_path: Path) -> None:
    second = LESSON.replace("number: 7", "number: 8")
    root = lay_out(tmp_path)
    (root / "lessons" / "src" / "08_next.md").write_text(second, encoding="utf-8")
    assert refusal(root) == (
        'lessons/src/08_next.md: "term" is bold, and lessons/src/07_small.md has introduced it.'
    )


def test_a_guide_has_beats_of_its_own(tmp_path: Path) -> None:
    told = problems(tmp_path, LESSON.replace("number: 7", "number: 7\nform: guide"))
    assert "`objectives` is not a key of front matter here" in told
    assert f"minutes above 0 for each beat in order: {', '.join(source.GUIDE)}" in told


def test_a_form_that_is_none_is_told(tmp_path: Path) -> None:
    told = problems(tmp_path, LESSON.replace("number: 7", "number: 7\nform: tour"))
    assert "`form` was 'tour'; wanted: guide, or no such key." in told


@pytest.mark.parametrize(
    "given",
    [
        "10x at 60,000 with 0.4 % and 0.06 %",
        "[a page](https://example.com/24.95) and https://example.com/54,249.55",
        "type `check(24.95)`",
        "read 2025-01-31 on Python 3.11",
    ],
)
def test_givens_addresses_and_code_are_no_typed_results(given: str) -> None:
    assert rules.typed_number(given) is None


def test_exercises_need_a_lesson_of_their_name(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    (root / "lessons" / "src" / f"{SLUG}.md").unlink()
    with pytest.raises(source.Broken, match="exercises are named as their lesson"):
        read(root)


def test_a_lesson_with_exercises_needs_a_page(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    (root / "exercises" / "src" / f"{SLUG}.md").unlink()
    assert refusal(root) == (
        f"lessons/src/{SLUG}.md: it has exercises and no page exercises/src/{SLUG}.md."
    )


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("Where next\n", "the exercises have no place; wanted: one line {{ exercises }}."),
        (f"{EXERCISE}{EXERCISE}", "the exercises have no place; wanted: one line"),
        (f"  {EXERCISE.splitlines()[-1]}\n", "the exercises have no place; wanted: one line"),
        (f"---\ntitle: Small\n---\n{EXERCISE}", "a page has no front matter; the lesson and the"),
    ],
)
def test_a_page_of_another_shape_is_told(tmp_path: Path, page: str, told: str) -> None:
    assert problems(tmp_path, exercise=page).startswith(f"exercises/src/{SLUG}.md: {told}")


def test_a_page_without_exercises_is_told(tmp_path: Path) -> None:
    with pytest.raises(source.Broken, match=f"{SLUG}.md: its lesson has no exercises in marg"):
        build.read_sources(lay_out(tmp_path), {})


def test_minutes_may_be_a_third_off_and_no_more(course: Path) -> None:
    lesson = read(course)[0]
    measured = rules.reading_minutes(notebook(course, "lessons"))
    for factor, good in ((0.65, False), (0.68, True), (1.32, True), (1.35, False)):
        stated = source.Source(lesson.path, "lesson", {"minutes": measured * factor}, [], [])
        assert (rules.minutes_problem(stated, notebook(course, "lessons")) is None) == good


def test_a_cell_that_stops_or_warns_is_not_stored(tmp_path: Path) -> None:
    stops = LESSON.replace("A goal", "```{code-cell} ipython3\n1 / 0\n```\n\nA goal")
    warns = EXERCISE.replace("\nwidget\n", "\nimport warnings; warnings.warn('old')\n")
    root = lay_out(tmp_path, stops, warns)
    done = run(root, "07_small")
    assert done.returncode == 1
    line = stops[: stops.index("1 / 0")].count("\n") + 1
    told = f'lessons/src/{SLUG}.md, line {line}: the cell "1 / 0 …" stopped with an error.\n'
    assert told in done.stderr
    assert "ZeroDivisionError" in done.stderr
    assert (
        f"exercises/src/{SLUG}.md, line 2: the cell \"import warnings; warnings.warn('old') …\""
        in (done.stderr)
    )
    assert not list(root.glob("*/*.ipynb"))


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (
            "from ipywidgets import Output\nwith Output(): print('a wall')",
            "makes an Output widget, whose words are not stored; show a text or print it.",
        ),
        ("import os\nos._exit(1)", "ended its kernel."),
    ],
)
def test_a_cell_that_cannot_be_stored_is_told_with_its_line(
    tmp_path: Path, cell: str, told: str
) -> None:
    root = lay_out(tmp_path, exercise=EXERCISE.replace("widget\n", f"{cell}\n"))
    sources = read(root)
    with pytest.raises(source.Broken) as broken:
        build.built(sources[1], sources, root)
    beginning = " ".join(cell.split())[:40]
    assert str(broken.value) == f'exercises/src/{SLUG}.md, line 2: the cell "{beginning} …" {told}'


def test_a_slow_cell_is_told_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "CELL_TIMEOUT", 1)
    root = lay_out(tmp_path, exercise=EXERCISE.replace("widget\n", "import time; time.sleep(60)\n"))
    sources = read(root)
    with pytest.raises(
        source.Broken, match=r"07_small.md, line 2: the cell .* ran for more than 1 s\."
    ):
        build.built(sources[1], sources, root)


def test_a_kernel_that_does_not_start_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = {"argv": [sys.executable, "-c", "pass"], "display_name": "Gone", "language": "python"}
    spec = tmp_path / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(json.dumps(broken), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    root = lay_out(tmp_path / "course")
    done = run(root)
    assert done.returncode == 1
    for name in (f"lessons/src/{SLUG}.md", f"exercises/src/{SLUG}.md"):
        assert f"{name}: no kernel to run it in could be started: Kernel died before" in done.stderr


@pytest.mark.skipif(not zmq.has("ipc"), reason="no sockets in files here")
def test_no_kernel_of_the_build_or_of_nbval_needs_a_port_that_others_may_take(
    tmp_path: Path,
) -> None:
    transport = "get_ipython().kernel.parent.transport"
    root = lay_out(tmp_path, exercise=EXERCISE.replace("widget\n", f"{transport}\n"))
    sources = read(root)
    [output] = build.built(sources[1], sources, root).cells[2].outputs
    manager, client = nbval.kernel.start_new_kernel()
    client.stop_channels()
    manager.shutdown_kernel()
    assert (output.data["text/plain"], manager.transport) == ("'ipc'", "ipc")


def test_a_readme_without_a_place_for_the_map_is_told() -> None:
    with pytest.raises(source.Broken, match="<!-- lessons --> and <!-- /lessons --> are missing"):
        build.mapped("# A course\n", [])


# The review


def test_the_review_belongs_to_no_lesson_and_opens_with_its_own_words(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    (root / "exercises" / "src" / "review.md").write_text(f"What is due.\n\n{code(1)}", "utf-8")
    sources = read(root)
    review = sources[-1]
    assert (review.kind, review.notebook) == ("review", root / "exercises" / "review.ipynb")
    first, *others = (cell.source for cell in build.assemble(review, sources).cells)
    assert first.startswith("# Review\n")
    assert others == ["from marginlab.lesson import *", "What is due.", "1 + 1"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\ntitle: Mine\n---\nWhat is due.\n", "", "it has no front matter"),
        (f"What is due.\n\n{code(9)}", ", line 4", "has 9 lines of code"),
        ("All seven exercises.\n", ", line 1", 'types "seven exercises"'),
    ],
)
def test_what_the_review_does_wrong_is_told_with_its_line(
    text: str, line: str, words: str, tmp_path: Path
) -> None:
    root = lay_out(tmp_path)
    (root / "exercises" / "src" / "review.md").write_text(text, "utf-8")
    told = refusal(root)
    assert told.startswith(f"exercises/src/review.md{line}")
    assert words in told
