"""Every lesson in the engines that are not Chromium's, as somebody uses it who has one of them.

In the browser edition, in Firefox ESR and in WebKitGTK, which is Safari's engine: open, Run All, keys on a
slider, a mark, an answer, saved and opened again. What is drawn and said is what the desktop computes.
By itself, from the folder tests: python -m browser.other_engines [SITE]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat

from marginlab.course.book import ITEMS
from marginlab.practice.item import Number
from tests.browser.desktop import agrees, drawn_by_desktop, plain
from tests.browser.drivers import Driver, firefox, webkit
from tests.browser.lab import DRAWN, HOST
from tests.browser.net import shown
from tests.browser.test_browser_edition import (
    EXERCISES,
    LESSONS,
    ROWS,
    outputs,
)  # fmt: skip
from tests.lessons import Lesson
from tools.site import edition
from tools.site.environment import FOLDER

ENGINES: tuple[Callable[[], AbstractContextManager[Driver]], ...] = (firefox, webkit)

# What the scripts below share: the notebook, its panels, the words and the plot of one.
PAGE = """
  const content = globalThis.jupyterapp?.shell.currentWidget?.content;
  const panel = (n) => document.querySelectorAll('.marginlab-panel')[n];
  const graph = (n) => panel(n)?.querySelector('.marginlab-plot.js-plotly-plot');
  const bar = document.querySelector('.marginlab-bar');
"""


def script(parameters: str, body: str) -> str:
    """A function of these parameters that knows the page."""
    return f"async ({parameters}) => {{ {PAGE} {body} }}"


# The bar offers the download as soon as the notebook stands there.
OPENED = script("", "return bar?.lastChild.hidden === false")
READY = script(
    "", "return bar?.querySelector('[role=status]').textContent.includes('Python is ready.')"
)
CLEARED = script(
    "",
    """await jupyterapp.commands.execute('notebook:clear-all-cell-outputs');
    return content.widgets.every((cell) => !cell.model.outputs?.length && !cell.model.executionCount)""",
)
TO_RUN = script(
    "",
    """const button = bar.querySelector('button.first');
    button?.focus();
    return !!button && document.activeElement === button""",
)
RAN = script(
    "",
    """const code = content.widgets.filter((cell) => cell.model.type === 'code');
    return code.every((cell) => cell.model.executionCount !== null)
      && ![...document.querySelectorAll('.jp-InputPrompt')].some((one) => one.textContent.includes('*'))""",
)
# Once Python of before is gone, what is stored of each panel, whole.
PICTURED = script(
    "",
    """const pictures = [...document.querySelectorAll('.marginlab-stored img')];
    await Promise.all(pictures.map((one) => one.decode()));
    return pictures.length > 1 && pictures.every((one) => one.naturalWidth > 800)""",
)
RUN = script("", "jupyterapp.commands.execute('notebook:run-all-cells')")
REMEMBERED = script(
    "",
    """const panels = [...document.querySelectorAll('.marginlab-panel')];
    return panels.some((one) => one.textContent.includes('You said '))""",
)
WHOLE = script("", "return content.model.toJSON()")
PLOTTED = script("n", "panel(n)?.scrollIntoView(); return !!graph(n)")
FOCUS = script(
    "n, selector",
    "const one = panel(n).querySelector(selector); one.focus(); return document.activeElement === one",
)
SHOWS = script(
    "n",
    f"""const drawn = ({DRAWN})(graph(n));
    const said = panel(n).querySelector('.marginlab-say').textContent;
    return [said, graph(n).getAttribute('aria-label'), drawn]""",
)
ASKING = script(
    "",
    """return [...document.querySelectorAll('.marginlab-panel')].findIndex((one) =>
      [...one.querySelectorAll('button')].some((two) => two.textContent === 'Place my mark'))""",
)
SAYS = script("n, words", "return panel(n).textContent.includes(words)")
TO_PLACE = script(
    "n",
    """[...panel(n).querySelectorAll('button')].find((one) => one.textContent === 'Place my mark').focus()""",
)
STUB = script(
    "text",
    """const at = content.widgets.findIndex((cell) => cell.model.sharedModel.getSource().includes(text));
    content.activeCellIndex = at;
    content.widgets[at].node.scrollIntoView();
    content.widgets[at].node.querySelector('.cm-content').focus();
    return at""",
)
CARD = script(
    "at, words",
    "return content.widgets[at].node.querySelector('.jp-OutputArea')?.textContent.includes(words)",
)
SAVED = script("", "return !jupyterapp.shell.currentWidget.context.model.dirty")
MASTERED = (
    "(n) => document.querySelectorAll('[data-items]')[n]?.textContent.includes('Mastered: 1 of')"
)
TROUBLE = "() => document.getElementById('trouble').textContent"


class Visit:
    """A learner with one of the browsers, on the pages of the edition; counts what was done there."""

    def __init__(self, driver: Driver, port: int) -> None:
        self.driver, self.acts = driver, 0
        self.marked: set[str] = set()  # the lessons in which a mark was placed
        self._root = f"http://{HOST}:{port}"

    def open(self, path: str) -> None:
        """Opens a notebook, or with no path the course map."""
        page = f"notebooks/index.html?path={path}" if path else ""
        self.driver.open(f"{self._root}/{page}")
        if path:
            self.driver.until(f"{path} is opened", OPENED)
        self.acts += 1

    def run_all(self, source: Any) -> None:
        """Presses the bar's button; every cell shows what it showed on the desktop."""
        name = source.path.stem
        self.driver.until("the stored outputs are cleared", CLEARED)
        self.driver.until(f"Python is ready for {name}", READY)
        self.driver.until("the bar's button has the focus", TO_RUN)
        self.driver.press("Enter")
        self.driver.until(f"Run All of {name} has ended", RAN)
        found = outputs(self.driver.run(WHOLE))
        wanted = outputs(nbformat.read(source.notebook, as_version=4))
        differ = [
            i for i, (one, other) in enumerate(zip(found, wanted, strict=True)) if one != other
        ]
        assert not differ, f"{self.driver.name}: code cells {differ} of {name} show something else"
        self.acts += 1

    def slide(self, row: Lesson) -> None:
        """Presses a key on a slider three times; words and drawing become those of the desktop."""
        panel, n = row.puzzle(), row.place
        self.driver.until("the panel is drawn", PLOTTED, n)
        self._focus(n, f'input[aria-label="{row.control["label"]}"]')
        self.driver.press(*[row.moved[1]] * 3)
        row.move(panel, 3)
        words, wanted = plain(panel.view.say), drawn_by_desktop(panel.view.figure)
        for _ in range(100):
            said, alt, drawn = self.driver.run(SHOWS, n)
            found = {f"{one.get('xaxis') or 'x'}/{one['name']}": one for one in drawn}
            if words in said and alt == panel.view.alt and agrees(found, wanted):
                break
        else:
            raise AssertionError(f"{self.driver.name}: {said!r} or what is drawn is not {words!r}")
        self.acts += 1

    def mark(self) -> None:
        """Moves a mark with the keyboard and places it; the truth is drawn beside it."""
        n = self.driver.run(ASKING)
        self._focus(n, "input[type=range]")
        self.driver.press(*["ArrowLeft"] * 3)
        self.driver.until("the mark is told", SAYS, n, "Your mark: ")
        self.driver.run(TO_PLACE, n)
        self.driver.press("Enter")
        self.driver.until("the placed mark is told", SAYS, n, "You said ")
        self.driver.until("the truth is drawn", PLOTTED, n)
        self.acts += 1

    def answer(self, item: Number) -> str:
        """Types an answer in place of the blank and runs it: it is correct. Gives back what was typed."""
        typed = [f"answer = {round(float(item.answer), 4)}", f'check("{item.id}", answer)']
        at = self.driver.run(STUB, f'check("{item.id}"')
        self.driver.press("a", holding="Control")
        self.driver.press(*typed[0], "Enter", *typed[1])
        self.driver.press("Enter", holding="Shift")
        self.driver.until(
            f"exercise {item.id} is correct", CARD, at, f"Correct, exercise {item.id}"
        )
        self.acts += 1
        return typed[0]

    def saved(self) -> None:
        """Waits until the notebook is kept, which happens by itself."""
        self.driver.until("the notebook is kept", SAVED)
        self.acts += 1

    def finds_again(self, typed: dict[str, str]) -> None:
        """Comes another time: outputs, pictures, marks and answers are there, and what was mastered."""
        self.driver.again()
        for path, words in typed.items():
            self.open(path)
            cells = self.driver.run(WHOLE)["cells"]
            assert all(one["execution_count"] for one in cells if one["cell_type"] == "code"), path
            assert any(words in one["source"] for one in cells), f"{path} has lost {words}"
            if path.startswith("lessons/"):
                self.driver.until(f"{path} shows its stored pictures", PICTURED)
        self._finds_marks(typed)
        self.open("")
        for number in range(len(typed) // 2):
            self.driver.until(f"lesson {number} has one mastered exercise", MASTERED, number)
        assert self.driver.run(TROUBLE) == ""

    def _finds_marks(self, paths: Iterable[str]) -> None:
        """A lesson that is run again shows the mark of before, and asks no more."""
        for path in self.marked.intersection(paths):
            self.open(path)
            self.driver.until(f"Python is ready for {path}", READY)
            self.driver.run(RUN)
            self.driver.until(f"{path} has found its mark again", REMEMBERED)

    def _focus(self, n: int, selector: str) -> None:
        self.driver.until(f"{selector} has the focus", FOCUS, n, selector)


def course(visit: Visit, count: int) -> None:
    """The first lessons with their exercises, then all of them again."""
    typed = {}
    for lesson in LESSONS[:count]:
        stem = lesson.path.stem
        visit.open(f"lessons/{stem}.ipynb")
        visit.run_all(lesson)
        visit.slide(ROWS[lesson.front["number"]])
        if visit.driver.run(ASKING) >= 0:
            visit.mark()
            visit.marked.add(f"lessons/{stem}.ipynb")
        visit.saved()
        typed[f"lessons/{stem}.ipynb"] = "import"
    for exercise in EXERCISES[:count]:
        stem = exercise.path.stem
        first = next(i for i in ITEMS.values() if i.notebook == stem and isinstance(i, Number))
        visit.open(f"exercises/{stem}.ipynb")
        visit.run_all(exercise)
        typed[f"exercises/{stem}.ipynb"] = visit.answer(first)
        visit.saved()
    visit.finds_again(typed)


def told(count: int, site: Path | None = None) -> Iterator[str | Exception]:
    """Goes through the first lessons in each engine: what was done there, or what failed."""
    with TemporaryDirectory() as folder:
        if site is None:
            edition.build(site := Path(folder) / "site", FOLDER)
        with shown(site) as port:
            for engine in ENGINES:
                try:
                    with engine() as driver:
                        visit = Visit(driver, port)
                        course(visit, count)
                        yield f"{visit.acts} acts in {driver.name}"
                except (AssertionError, RuntimeError, OSError) as error:
                    yield error


def failures(count: int) -> list[str]:
    """What fails in the first lessons, a sentence an engine."""
    return [str(one) for one in told(count) if isinstance(one, Exception)]


def main(site: Path | None = None) -> str:
    """Goes through the whole course; the line that says so. Raises what failed first."""
    acts = list(told(len(LESSONS), site))
    for one in acts:
        if isinstance(one, Exception):
            raise one
    return f"{len(LESSONS)} lessons and {len(EXERCISES)} sets of exercises: {', '.join(map(str, acts))}"


if __name__ == "__main__":
    print(main(*map(Path, sys.argv[1:])))
