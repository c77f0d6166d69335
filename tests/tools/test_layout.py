"""What the Markdown reader would take for something else is refused, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.small import EXERCISE, LESSON, SLUG, code, lay_out, problems, refusal

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
