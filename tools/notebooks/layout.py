"""What the Markdown reader would drop, swallow or stumble over in a source, with its line.

jupytext gives the tags of a `+++` line to the Markdown cell that follows, and drops them without a
word where a code cell follows. It takes a misspelt tag, a second `tags`, a fence that stays open and
an option behind the first line of code as they stand. Each would hand a solution or an instructor's
cell to the learners, so each is refused here, before the source is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise, takewhile
from typing import Any

import yaml
from jupytext.myst import get_parser

CUT_TAGS = {"solution", "instructor"}
TAGS = CUT_TAGS | {"key"}  # key: the cell that shows a lesson's main answer
CELL_KEYS = {"tags", "jupyter"}
FENCE = "```{code-cell} ipython3"
CODE_CELL = ("{code-cell}", "{code-cell} ipython3")
MEANT_FOR_ONE = re.compile(r"\{\s*code.?cell", re.IGNORECASE)
# An option of MyST, Quarto or a light script where it is a line of code or a comment.
MEANT_FOR_AN_OPTION = re.compile(r"\s*(:\w+:|#\||#.*\btags\s*[:=])")

Problem = tuple[int, str]  # the line, counted from one, and what is wrong there


class Strict(yaml.SafeLoader):
    """YAML in which a key stands once; PyYAML's own loader takes the last one without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The keys and values of a node."""
        before: list[str] = []
        for key, _ in node.value:
            if key.value in before:
                said = f"`{key.value}` stands twice"
                raise yaml.MarkedYAMLError(problem=said, problem_mark=key.start_mark)
            before.append(key.value)
        return super().construct_mapping(node, deep)


class Unread(ValueError):
    """A text is no YAML: the line, counted from zero, and the reason."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def from_yaml(text: str) -> Any:
    """What a text of YAML says; raises Unread."""
    try:
        return yaml.load(text, Strict)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unread(mark.line if mark else 0, error.problem or "unreadable") from None
    except (yaml.YAMLError, ValueError) as error:  # a character or a day that there is not
        raise Unread(0, " ".join(str(error).split())) from None


def problems(text: str) -> Iterator[Problem]:
    """All that is wrong with the cells of a source's text, in its order."""
    lines = text.splitlines()
    tokens = [token for token in get_parser().parse(text + "\n") if token.level == 0]
    tokens = [token for token in tokens if token.nesting >= 0]  # what begins, not what ends
    cells = {}  # the code cells, by the line of their fence
    for token, following in pairwise([*tokens, None]):
        line = token.map[0]
        if token.type == "fence" and token.info in CODE_CELL:
            cells[line] = token
            yield from _code_cell(token, lines)
        elif token.type == "fence" and "{" in token.info and not MEANT_FOR_ONE.search(token.info):
            yield line + 1, f"the fence {token.info.strip()} is none that a notebook can show"
        elif token.type == "myst_block_break" and token.content:
            yield from ((line + 1, told) for told in _block_break(token.content))
            if following is None or _is_cell(following) or following.type == token.type:
                yield (
                    line + 1,
                    (
                        "what stands behind +++ is given to a Markdown cell, and none follows; "
                        "a code cell's tags stand in it as :tags: [solution]"
                    ),
                )
        elif token.type in ("myst_line_comment", "myst_target"):
            yield line + 1, "learners would read this line; an instructor's cell is tagged so"
    yield from _hidden(lines, cells)


def _is_cell(token: Any) -> bool:
    return token.type == "fence" and token.info in CODE_CELL


def _hidden(lines: list[str], cells: dict[int, Any]) -> Iterator[Problem]:
    """Lines that mean to open a code cell and open none."""
    for number, text in enumerate(lines):
        if not MEANT_FOR_ONE.search(text) or number in cells:
            continue
        outer = [line for line, token in cells.items() if line < number < token.map[1]]
        yield (
            number + 1,
            (
                f"the code cell of line {outer[0] + 1} is not closed before this line"
                if outer
                else f"this opens no code cell; wanted at the line's beginning: {FENCE}"
            ),
        )


def _block_break(content: str) -> Iterator[str]:
    """What is wrong with what stands behind `+++`."""
    try:
        json.loads(content)
        metadata = from_yaml(content)  # which lets a key stand once
    except ValueError as error:
        yield f"what stands behind +++ is no JSON: {error}"
    else:
        yield from _metadata(metadata)


def _code_cell(token: Any, lines: list[str]) -> Iterator[Problem]:
    """What is wrong with a code cell's fence, options and lines."""
    first, end = token.map[0], min(token.map[1], len(lines))
    if end - first < 2 or not lines[end - 1].strip().startswith(token.markup):
        yield first + 1, f"the code cell has no closing {token.markup}"
        return
    inside = token.content.splitlines()
    if any(map(MEANT_FOR_ONE.search, inside)):  # it is not closed where it should be: see _hidden
        return
    if inside and inside[0].startswith("---"):
        block = list(takewhile(lambda line: not line.startswith("---"), inside[1:]))
        taken, begins = len(block) + 2, first + 3
        if taken > len(inside):
            yield first + 2, "the cell's options have no closing ---"
            return
    else:
        option = list(takewhile(lambda line: line.startswith(":"), inside))
        block, taken, begins = [line[1:] for line in option], len(option), first + 2
    try:
        options = from_yaml("\n".join(block))
    except Unread as error:
        yield begins + error.line, f"the cell's options are no YAML: {error}"
    else:
        yield from ((begins, told) for told in _metadata({} if options is None else options))
    for number, text in enumerate(inside[taken:], first + 2 + taken):
        if MEANT_FOR_AN_OPTION.match(text):
            yield (
                number,
                (
                    f"`{text.strip()}` is a line of code here; options, such as :tags: [solution], "
                    "stand right below the fence"
                ),
            )
    if not "".join(inside[taken:]).strip():
        yield first + 1, "the code cell is empty"


def _metadata(metadata: Any) -> Iterator[str]:
    """What is wrong with a cell's metadata, wherever it stands."""
    if not isinstance(metadata, dict):
        yield f"a cell's options were {metadata!r}; wanted are keys with values: :tags: [solution]"
        return
    unknown = ", ".join(sorted(map(str, metadata.keys() - CELL_KEYS)))
    if unknown:
        yield f"the cell has {unknown} as metadata, not only {' and '.join(sorted(CELL_KEYS))}"
    tags = metadata.get("tags", [])
    if not isinstance(tags, list):
        yield f"`tags` was {tags!r}; wanted: a list such as [solution]"
        return
    for tag in tags:
        if tag not in sorted(TAGS):
            yield f"the tag {tag!r} is none; there are {', '.join(sorted(TAGS))}"
