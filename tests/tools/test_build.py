"""tools/notebooks on a small course of its own: what it makes, what it refuses, what is drift."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import nbformat
import pytest

from marginlab.drawing.still import Still
from tools.notebooks import ROOT, build, pages, rules, source, stills

TEMPLATE = (ROOT / "lessons" / "src" / "_template.md").read_text(encoding="utf-8")
SLUG = "07_small"
LESSON = TEMPLATE.replace("number: 99", "number: 7")
FIRST_CELL = "```{code-cell} ipython3\nfrom marginlab.lesson import *\n```\n"
EXERCISE = dedent("""\
    ```{code-cell} ipython3
    widget
    ```

    ```{code-cell} ipython3
    progress
    ```

    {{ exercises }}
    """)
# What its exercises are, as a module of the course.
SMALL = """
from marginlab.practice.item import Function, Number

some = dict(notebook="07_small", given=None, other=None, ask=str, work=str, wrong=(), hints=("", "", ""))
ITEMS = (
    Number(id="7.1", title="A number", minutes=3, unit="price", truth=lambda _: 1,
           solve='answer = "the secret of exercise seven"', **some),
    Function(id="7.2", title="A function", minutes=1, unit="price", name="wall", about="06_other",
             truth=lambda _: 1, sample=lambda _: None, letters=lambda _: {"side": 1, "size": 2},
             solve="def wall(side, size):\\n    return 'the secret'", **some),
)
"""
BOOK = """
from marginlab.course.lesson07_small import exercises
ITEMS = {item.id: item for item in exercises.ITEMS}
"""
exec(SMALL, made := {})
ITEMS = {item.id: item for item in made["ITEMS"]}
README = "# A course\n\n<!-- lessons -->\n<!-- /lessons -->\n\nThe end.\n"
# Stands for the package, so that no sympy is loaded and any line may be changed.
PACKAGE_LESSON = """
import os
class say:
    def __init__(self, text, far):
        self.text = text.split("{")[0]
    def _repr_markdown_(self):
        return self.text
    def __repr__(self):
        return self.text
class Widget:
    def _repr_mimebundle_(self, **_):
        return {"application/vnd.jupyter.widget-view+json": {"model_id": os.urandom(8).hex()},
                "text/plain": "wall at 54,249.55", "text/html": "<table></table>",
                "image/png": "iVBORw0KGgo="}
widget = Widget()
progress = "named" if os.environ.get("MARGINLAB_PROGRESS") else "in the way"
____ = None
def task(exercise):
    return exercise
def check(exercise, answer):
    return exercise
__all__ = ["____", "check", "progress", "say", "task", "widget"]
"""

DERIVES_NOTHING = """
def problems():
    return ()
def refresh():
    pass
"""


def lay_out(root: Path, lesson: str = LESSON, exercise: str = EXERCISE) -> Path:
    """A course of one lesson with exercises, and a package that is just large enough for it."""
    files = {
        f"lessons/src/{SLUG}.md": lesson,
        f"exercises/src/{SLUG}.md": exercise,
        "README.md": README,
        "marginlab/__init__.py": "",
        "marginlab/lesson.py": PACKAGE_LESSON,
        "marginlab/course/__init__.py": "",
        "marginlab/course/lesson07_small/__init__.py": "",
        "marginlab/course/lesson07_small/exercises.py": SMALL,
        "marginlab/course/book.py": BOOK,
        "marginlab/practice/__init__.py": "",
        "marginlab/practice/item.py": (ROOT / "marginlab/practice/item.py").read_text("utf-8"),
        "marginlab/course/stills.py": "STILLS = {}\n",
        "marginlab/drawing/__init__.py": "",
        "marginlab/drawing/png.py": (ROOT / "marginlab/drawing/png.py").read_text("utf-8"),
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "tools", root / "tools", ignore=shutil.ignore_patterns("site"))
    (root / "tools" / "notebooks" / "derived.py").write_text(DERIVES_NOTHING, encoding="utf-8")
    return root


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The build as a command; a process of its own, because it imports the root's marginlab."""
    command = [sys.executable, "-m", "tools.notebooks", *arguments]
    without = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run(command, cwd=root, env=without, capture_output=True, text=True)


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


def problems(tmp_path: Path, lesson: str = LESSON, exercise: str = EXERCISE) -> str:
    """What the build says of a course without running it."""
    return refusal(lay_out(tmp_path, lesson, exercise))


def refusal(root: Path) -> str:
    """What the build says of the sources under a root; nothing when all is well."""
    try:
        read(root)
    except source.Broken as broken:
        return str(broken)
    return ""


def read(root: Path) -> list[source.Source]:
    """The sources under a root, with the small course's exercises."""
    return build.read_sources(root, ITEMS)


def notebook(root: Path, folder: str) -> nbformat.NotebookNode:
    return nbformat.read(root / folder / f"{SLUG}.ipynb", as_version=4)


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
    assert "| 3 | 4 |" in readme
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
        ("  mark: 0.1\n", "", "wanted: minutes above 0 for each beat in order: question, mark"),
        ("  mark: 0.1\n", "  mark: no\n", "wanted: minutes above 0 for each beat"),
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


def code(lines: int) -> str:
    return "```{code-cell} ipython3\n" + "1 + 1\n" * lines + "```\n"


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
        ("A goal", code(1) * 30 + "A goal", "it has 43 cells with the opening one; at most 30"),
        ("import *", "import say", "the first code cell must begin with `from marginlab.lesson"),
        ('"A number', '"It is 54,249.55, a number', "types 4,249.55; let the library format"),
        ("What surprised.", "It is 54,249.55.", "`keypoints` types 54,249.55; a computed"),
    ],
)
def test_a_broken_rule_of_lessons_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in LESSON
    assert told in problems(tmp_path, LESSON.replace(old, new, 1))


CUT = "```{code-cell} ipython3\n:tags: [solution]\n\nthe_answer = 42\n```\n"
TO_A_CODE_CELL = "what stands behind +++ is given to a Markdown cell, and none follows"


@pytest.mark.parametrize(
    ("new", "line", "told"),
    [
        # Tags that the reader of Markdown drops.
        (f'+++ {{"tags": ["solution"]}}\n\n{code(1)}', 0, TO_A_CODE_CELL),
        (f'+++ {{"tags": ["solution"]}}\n+++\n{code(1)}', 0, TO_A_CODE_CELL),
        (f'+++ {{"jupyter": {{"source_hidden": true}}}}\n{code(1)}', 0, TO_A_CODE_CELL),
        ('+++ {"tags": ["instructor"]}\n', 0, TO_A_CODE_CELL),
        ('+++ {"tags": ["key"], "tags": ["solution"]}\nText', 0, "no JSON: `tags` stands twice"),
        ("+++ tags: [solution]\nText", 0, "what stands behind +++ is no JSON: Expecting value"),
        ('+++ ["solution"]\nText', 0, "options were ['solution']; wanted are keys with values"),
        ('+++ {"tags": "solution"}\nText', 0, "`tags` was 'solution'; wanted: a list such as"),
        ('+++ {"slide": 1}\nText', 0, "has slide as metadata, not only jupyter and tags"),
        # Options that say something else than is meant.
        (CUT.replace("[solution]", "solution"), 1, "`tags` was 'solution'; wanted: a list such as"),
        (CUT.replace(" [solution]", ""), 1, "`tags` was None; wanted: a list such as [solution]"),
        (
            CUT.replace("solution", "soluton"),
            1,
            "tag 'soluton' is none; there are instructor, key,",
        ),
        (CUT.replace("solution", "{a: b}"), 1, "the tag {'a': 'b'} is none"),
        (CUT.replace("tags", "tag"), 1, "the cell has tag as metadata, not only jupyter and tags"),
        (CUT.replace(":tags: ", ":tags "), 1, "options were 'tags [solution]'; wanted are keys"),
        (CUT.replace("[solution]", "[solution"), 1, "options are no YAML: expected ',' or ']'"),
        (CUT.replace("[solution]", "*solution"), 1, "options are no YAML: found undefined alias"),
        (CUT.replace("]\n", "]\n:tags: [key]\n"), 2, "options are no YAML: `tags` stands twice"),
        (CUT.replace(":tags", "---\ntags"), 1, "the cell's options have no closing ---"),
        (
            CUT.replace(":tags: [solution]", "---\ntags: a\n---"),
            2,
            "`tags` was 'a'; wanted: a list",
        ),
        (CUT.replace(":tags", "\n:tags"), 2, "`:tags: [solution]` is a line of code here; options"),
        (CUT.replace(":tags", "  :tags"), 1, "is a line of code here; options, such as :tags:"),
        (CUT.replace(":tags", "#| tags"), 1, "`#| tags: [solution]` is a line of code here"),
        (CUT.replace(":tags: ", "# + tags="), 1, "`# + tags=[solution]` is a line of code here"),
        # Fences that open, close or hold something else than is meant.
        (
            CUT.replace("```{", "``` {"),
            0,
            "this opens no code cell; wanted at the line's beginning",
        ),
        (CUT.replace("e-c", "e_c"), 0, "this opens no code cell; wanted at the line's beginning"),
        (CUT.replace("3\n", "3 :tags: [solution]\n"), 0, "this opens no code cell; wanted"),
        (":::{code-cell}\n1\n:::", 0, "this opens no code cell; wanted at the line's beginning"),
        (f"- {CUT.replace(chr(10), chr(10) + '  ')}", 0, "this opens no code cell; wanted"),
        (f"{CUT[:-5]}\n{CUT}", 4, "is not closed before this line"),
        ("```{code-cell}\n```", 0, "the code cell is empty"),
        (
            "```{raw-cell}\n:tags: [solution]\n```",
            0,
            "the fence {raw-cell} is none that a notebook",
        ),
        (
            "```{note}\nFor instructors.\n```",
            0,
            "the fence {note} is none that a notebook can show",
        ),
        ("% For instructors.", 0, "learners would read this line; an instructor's cell is tagged"),
        ("(the-wall)=", 0, "learners would read this line; an instructor's cell is tagged"),
    ],
)
def test_a_cell_that_would_be_read_as_another_is_told_with_its_line(
    tmp_path: Path, new: str, line: int, told: str
) -> None:
    exercise = f"{EXERCISE}\nText\n\n{new}"
    at = exercise.count("\n", 0, len(exercise) - len(new)) + 1 + line
    found = problems(tmp_path, exercise=f"{exercise}\n")
    assert f"exercises/src/{SLUG}.md, line {at}: " in found
    assert told in found
    assert len(found.splitlines()) == 1


def test_a_last_cell_that_stays_open_is_told(tmp_path: Path) -> None:
    exercise = f"{EXERCISE}\n```{{code-cell}}\n1 + 1\n\n## Where next\n"
    told = problems(tmp_path, exercise=exercise)
    assert told == f"exercises/src/{SLUG}.md, line 11: the code cell has no closing ```."


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    (root / "exercises" / "src" / f"{SLUG}.md").write_bytes(b"---\ntitle: \xff\n---\n")
    assert refusal(root) == f"exercises/src/{SLUG}.md: byte 12 is no UTF-8."


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("number: 7", "number: [", "line 12: the front matter is not YAML: expected ',' or"),
        (
            "number: 7",
            "number: 7\nnumber: 8",
            "line 12: the front matter is not YAML: `number` stands",
        ),
        (
            "read: 2025-01-31",
            "read: 2025-02-30",
            "the front matter is not YAML: day is out of range",
        ),
        ("title: A", "title: \x07A", "the front matter is not YAML: unacceptable character"),
        (
            "title: A",
            "title: a: b",
            "line 10: the front matter is not YAML: mapping values are not",
        ),
    ],
)
def test_front_matter_that_is_no_yaml_is_told(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert old in LESSON
    found = problems(tmp_path, LESSON.replace(old, new, 1))
    assert found.startswith(f"lessons/src/{SLUG}.md, line ")
    assert told in found
    assert "Traceback" not in found


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


def test_a_readme_without_a_place_for_the_map_is_told() -> None:
    with pytest.raises(source.Broken, match="<!-- lessons --> and <!-- /lessons --> are missing"):
        build.mapped("# A course\n", [])


# Pictures


def line_figure() -> dict[str, object]:
    return {"data": [{"x": [0, 1], "y": [0, 1]}], "layout": {"height": 120}}


def test_a_picture_without_its_figures_digest_is_drift(tmp_path: Path) -> None:
    folder = tmp_path / "marginlab" / "course"
    missing = Still(folder / "lesson07" / "no_such_picture.png", line_figure)
    told = list(stills.problems(folder, {"no_such_picture": missing}))
    assert len(told) == 1
    assert "marginlab/course/lesson07/no_such_picture.png does not show its figure" in told[0]


def test_a_picture_carries_its_digest_and_is_small(chromium_path: str, tmp_path: Path) -> None:
    stills.draw([Still(tmp_path / "line.png", line_figure)], chromium_path)
    file = (tmp_path / "line.png").read_bytes()
    assert stills.digest(line_figure()).encode() in file
    assert file[16:24] == bytes([0, 0, 5, 70, 0, 0, 0, 180])  # 1,350 x 180: 1.5 dots a pixel
    assert len(file) < 10_000


def test_without_a_browser_the_pictures_not_drawn_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stills, "BROWSERS", ("no-such-browser",))
    line = Still(tmp_path / "line.png", line_figure)
    told = list(stills.refresh(redraw=True, stills={"line": line}))
    assert told[0].startswith("the pictures line were not drawn: none of no-such-browser")


def test_every_still_is_drawn_when_asked_and_else_the_stale_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chromium_path: str
) -> None:
    drawn: list[Still] = []
    monkeypatch.setattr(stills, "draw", lambda some, _: drawn.extend(some))
    fresh, stale = (Still(tmp_path / f"{name}.png", line_figure) for name in ("fresh", "stale"))
    monkeypatch.setattr(Still, "png", lambda still: b"" if still is fresh else None)
    both = {"fresh": fresh, "stale": stale}
    assert not [
        *stills.refresh(redraw=False, stills=both),
        *stills.refresh(redraw=True, stills=both),
    ]
    assert drawn == [stale, fresh, stale]


@pytest.fixture
def chromium_path() -> str:
    found = next(filter(None, map(shutil.which, stills.BROWSERS)), None)
    if found is None:
        assert not os.environ.get("CI"), "Chromium must be there when CI is set"
        pytest.skip("Chromium is not installed, so no picture can be drawn here")
    return found
