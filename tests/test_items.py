"""Every exercise: its truth, its wrong ideas, its texts. New items are covered by being there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
import yaml

from marginlab.checks import ____, judged
from marginlab.checks.trees import Unreadable, tree, value
from marginlab.items import ITEMS, Expression, Item, Number
from marginlab.terms import show

ROOT = Path(__file__).parents[1]
CURES = {(item.id, wrong.idea): wrong.cure for item in ITEMS.values() for wrong in item.wrong}
NUMBERS = [item for item in ITEMS.values() if isinstance(item, Number)]
EXPRESSIONS = [item for item in ITEMS.values() if isinstance(item, Expression)]
every_item = pytest.mark.parametrize("item", ITEMS.values(), ids=lambda item: item.id)
every_number = pytest.mark.parametrize("item", NUMBERS, ids=lambda item: item.id)
every_expression = pytest.mark.parametrize("item", EXPRESSIONS, ids=lambda item: item.id)

# Worked out by hand, on paper or in the plan of the course, not by this library:
# the right answer, and what each wrong idea gives, each rounded as one would type it.
BY_HAND: dict[str, tuple[float, dict[str, float]]] = {
    "2.1": (2385.98, {
        "liquidation at equity zero": 2375.00,  # 2500 (1 - 1/20)
        "maintenance on the entry value": 2386.50,  # 2500 (1 - 1/20 + 0.0046)
        "closing fee forgotten": 2384.54,  # 2375 / 0.996
        "sign of κ turned": 2364.13,  # 2375 / 1.0046
        "long and short swapped": 2612.98,
    }),
    "2.2": (2612.98, {
        "liquidation at equity zero": 2625.00,
        "maintenance on the entry value": 2613.50,  # 2500 (1 + 1/20 - 0.0046)
        "closing fee forgotten": 2614.54,  # 2625 / 1.004
        "sign of κ turned": 2637.13,  # 2625 / 0.9954
        "long and short swapped": 2385.98,
        "a short as the mirror image of a long": 2614.02,  # 2500 + (2500 - 2385.9755)
    }),
    "2.3a": (43.90, {
        "liquidation at equity zero": 0.00,
        "maintenance on the entry value": 46.00,  # 0.0046 of 10,000
        "closing fee forgotten": 38.18,  # 0.004 of 4 x 2385.9755
        "what was lost taken for what is left": 456.10,  # 500 - 43.90
    }),
    "2.3b": (-0.9122, {
        "liquidation at equity zero": -1.0,
        "price move taken for ROE": -0.0456,  # -114.02 / 2500
        "what is left taken for what was lost": 0.0878,  # 43.90 / 500
        "closing fee forgotten": -0.9237,  # 4 (2384.538 - 2500) / 500
    }),
    "2.4": (18.39, {
        "liquidation at equity zero": 20.0,
        "maintenance on the entry value": 18.32,  # 1 / 0.0546; 18.315 on the edge
        "closing fee forgotten": 18.59,  # 1 / (1 - 0.95 x 0.996)
        "sign of κ turned": 21.92,  # 1 / (1 - 0.95 x 1.0046)
        "long and short swapped": 18.24,  # 1 / (1.05 x 1.0046 - 1)
    }),
    # Lesson 3: q E = 3,000, W = 1,500, M = 300 at 10x and 120 at 25x; 0.05 x 0.9954 = 0.04977.
    "3.1a": (54249.55, {
        "the whole wallet behind an isolated position": 30138.64,
        "liquidation at equity zero": 54000.00,
        "maintenance on the entry value": 54276.00,  # 60000 (1 - 1/10 + 0.0046)
        "closing fee forgotten": 54216.87,  # 54000 / 0.996
    }),
    "3.1b": (57866.18, {
        "the whole wallet behind an isolated position": 30138.64,
        "liquidation at equity zero": 57600.00,
        "maintenance on the entry value": 57876.00,
        "closing fee forgotten": 57831.33,  # 57600 / 0.996
    }),
    "3.2a": (30138.64, {
        "the position's margin taken for the wallet": 54249.55,
        "margin counted twice": 24110.91,  # (3000 - 1800) / 0.04977
        "only the free part of the wallet": 36166.37,  # (3000 - 1200) / 0.04977
        "liquidation at equity zero": 30000.00,
        "closing fee forgotten": 30120.48,  # 30000 / 0.996
    }),
    "3.2b": (30138.64, {
        "the position's margin taken for the wallet": 57866.18,
        "margin counted twice": 27727.55,  # (3000 - 1620) / 0.04977
        "only the free part of the wallet": 32549.73,  # (3000 - 1380) / 0.04977
        "liquidation at equity zero": 30000.00,
        "closing fee forgotten": 30120.48,
    }),
    "3.3": (3000.00, {
        "the position's margin taken for the wallet": 300.00,
        "maintenance added on top of the value": 3013.80,  # 3000 x 1.0046
        "maintenance taken off the value": 2986.20,
    }),
    "3.4": (89587.90, {
        "the position's margin taken for the wallet": 65697.79,  # 66000 / 1.0046
        "liquidation at equity zero": 90000.00,
        "closing fee forgotten": 89641.43,  # 90000 / 1.004
        "sign of κ turned": 90415.91,  # 90000 / 0.9954
        "long and short swapped": 30138.64,
        "a short as the mirror image of a long": 89861.36,  # 120000 - 30138.64
    }),
}  # fmt: skip
FORMULAS_BY_HAND: dict[str, tuple[list[str], dict[str, list[str]]]] = {
    "2.5": (
        [
            "(M + q*E)/(q*(1 + kappa))",
            "(q*E + M) / q / (1 + κ)",
            "(M/q + E)/(1 + m + f)",
            "-(M + q*E)/(q*(-1 - kappa))",
            "E*(1 + 1/L)/(1 + kappa)",
            "(M + q^2*E/q) * (q + q*kappa)**-1",
        ],
        {
            "liquidation at equity zero": ["(M + q*E)/q", "E + M/q", "E*(1 + 1/L)"],
            "maintenance on the entry value": ["E + M/q - kappa*E"],
            "closing fee forgotten": ["(M + q*E)/(q*(1 + m))"],
            "sign of κ turned": ["(M + q*E)/(q*(1 - kappa))"],
            "long and short swapped": ["(q*E - M)/(q*(1 - kappa))"],
            "a short as the mirror image of a long": ["2*E - (q*E - M)/(q*(1 - kappa))"],
            "distance taken for the price": ["(M + q*E)/(q*(1 + kappa)) - E"],
        },
    ),
}


def ways_to_write(answer: float, unit: str) -> Iterator[object]:
    """The same answer as a learner may hand it in."""
    exact = Fraction(str(answer))
    yield from (answer, exact, str(answer))
    if unit in ("percent", "move"):
        percent = exact * 100
        yield from (show(exact, "move"), f"{float(percent):.2f} %", f"{float(percent):.2f}%")
    elif unit == "x":
        yield from (f"{answer}x", f"{answer} x")
    else:
        yield from (f"${answer:,.2f}", f"{answer:,.2f}", f"{answer:.2f} USDT", f"$ {answer:,.2f}")


def failures(item: Item) -> list[str]:
    """What goes wrong when the answers worked out by hand are handed in."""
    if isinstance(item, Number):
        right, wrong = BY_HAND[item.id]
        given: list[tuple[object, str]] = [(w, "") for w in ways_to_write(right, item.unit)]
        for idea, number in wrong.items():
            given += [(way, idea) for way in ways_to_write(number, item.unit)]
    else:
        texts, wrong_texts = FORMULAS_BY_HAND[item.id]
        given = [(text, "") for text in texts]
        given += [(text, idea) for idea, several in wrong_texts.items() for text in several]
    found = []
    for answer, idea in given:
        verdict = judged(item, answer)
        wanted = ("this looks like", idea) if idea else ("correct", "")
        if (verdict.kind, verdict.idea) != wanted:
            found.append(f"{item.id}: {answer!r} gave {verdict.kind} {verdict.idea}, not {wanted}")
        elif idea and CURES[item.id, idea] not in verdict.text:
            found.append(f"{item.id}: {answer!r} is not told how {idea} is cured")
    return found


@every_item
def test_truth_is_correct_and_each_wrong_idea_gets_its_own_diagnosis(item: Item) -> None:
    assert failures(item) == []


@every_item
def test_all_wrong_ideas_were_worked_out_by_hand(item: Item) -> None:
    by_hand = BY_HAND if isinstance(item, Number) else FORMULAS_BY_HAND
    assert set(by_hand[item.id][1]) == {wrong.idea for wrong in item.wrong}


@every_item
def test_removing_a_wrong_idea_is_noticed(item: Item) -> None:
    for at in range(len(item.wrong)):
        without = item.wrong[:at] + item.wrong[at + 1 :]
        assert failures(replace(item, wrong=without)), f"{item.wrong[at].idea} is not missed"


@every_item
def test_swapping_two_wrong_ideas_is_noticed(item: Item) -> None:
    for a, b in combinations(range(len(item.wrong)), 2):
        first, second = item.wrong[a], item.wrong[b]
        ideas = list(item.wrong)
        ideas[a] = replace(first, formula=second.formula)
        ideas[b] = replace(second, formula=first.formula)
        assert failures(replace(item, wrong=tuple(ideas))), f"{first.idea}, {second.idea}"
        swapped_cures = list(item.wrong)
        swapped_cures[a] = replace(first, cure=second.cure)
        swapped_cures[b] = replace(second, cure=first.cure)
        if first.cure != second.cure:
            assert failures(replace(item, wrong=tuple(swapped_cures)))


@every_item
@pytest.mark.parametrize("blank", [____, None, ..., "", "  ", "____"], ids=repr)
def test_blank_is_not_tried(item: Item, blank: object) -> None:
    assert judged(item, blank).kind == "not tried"


@every_number
def test_right_and_wrong_answers_lie_more_than_three_tolerances_apart(item: Number) -> None:
    # By size: a wrong idea is recognised with either sign.
    sizes = [abs(item.answer), *(abs(number) for _, number in item.wrong_answers)]
    assert min(abs(a - b) for a, b in combinations(sizes, 2)) > 3 * item.tolerance


@every_expression
def test_right_and_wrong_formulas_differ_at_every_point(item: Expression) -> None:
    for point in item.points:
        values = [point.truth, *point.wrong]
        assert len({abs(number) for number in values}) == len(values)


@every_number
def test_a_number_has_at_least_three_wrong_ideas(item: Number) -> None:
    assert len(item.wrong) >= 3


@every_item
def test_ideas_of_an_item_have_different_names(item: Item) -> None:
    ideas = [wrong.idea for wrong in item.wrong]
    assert len(set(ideas)) == len(ideas)


@every_item
def test_a_cure_is_one_sentence(item: Item) -> None:
    for wrong in item.wrong:
        assert wrong.cure.endswith(".")
        assert not re.search(r"[.!?] [A-Z]", wrong.cure), wrong.cure


@every_item
def test_a_cure_points_to_a_heading_of_the_lesson(item: Item) -> None:
    source = (ROOT / "lessons" / "src" / f"{item.notebook}.md").read_text(encoding="utf-8")
    headings = set(re.findall(r"^#+ +(.*?) *$", source, re.MULTILINE))
    assert {wrong.see for wrong in item.wrong} <= headings


def numbers_in(text: str) -> set[str]:
    return {n.rstrip(".,").replace(",", "") for n in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


@every_number
def test_no_hint_holds_the_answer(item: Number) -> None:
    for decimals in range(5):
        answer = f"{abs(float(item.answer)):.{decimals}f}"
        percent = f"{abs(float(item.answer)) * 100:.{decimals}f}"
        said = numbers_in(" ".join(item.hints)) - {"0", "1"}
        assert not {answer, percent} & said


@every_expression
def test_no_hint_holds_the_formula(item: Expression) -> None:
    point = item.points[0]
    for span in re.findall(r"`([^`]*)`", " ".join(item.hints)):
        try:
            read = tree(span, point.letters)
        except Unreadable:  # it holds the unknown
            continue
        assert value(read, point.letters) != point.truth


@every_item
def test_there_are_three_different_hints(item: Item) -> None:
    assert len(set(item.hints)) == 3


@every_item
def test_prompt_is_written_from_the_numbers_of_the_item(item: Item) -> None:
    # With other numbers the prompt is another one; nothing that it says twice is typed.
    kept = numbers_in(item.prompt) & numbers_in(item.ask(item.other))
    assert kept <= {"12.34", "0.1234", "2", "0.06"}, "only examples and the common fee stay"
    assert item.ask(item.other) != item.prompt


@every_number
def test_solution_has_other_numbers_and_ends_with_their_answer(item: Number) -> None:
    last = re.findall(r"\*\*([^*]*)\*\*", item.solution)[-1]
    other = Fraction(item.truth(item.other))
    assert last in {show(other, unit) for unit in ("price", "money", "move")}
    assert abs(other - item.answer) > 100 * item.tolerance
    for text in {show(item.answer, unit) for unit in ("price", "money", "move")}:
        assert text not in item.solution


@every_expression
def test_solution_of_a_formula_solves_another_one(item: Expression) -> None:
    other = {point.letters["d"] for point in item.points}
    assert Fraction(item.other.side) not in other


@every_item
def test_every_division_in_a_solution_comes_out(item: Item) -> None:
    text = item.solution.replace("*", "").replace("−", "-").replace("\u202f", "")
    found = re.findall(r"(-?[\d,.]+\d) / ([\d,.]+\d) = (-?[\d,.]+\d)(%?)", text)
    for top, bottom, result, percent in found:
        quotient = Fraction(top.replace(",", "")) / Fraction(bottom.replace(",", ""))
        # Half a unit of the last digit printed, and what rounding the numerator to cents can do.
        shown = Fraction(result.replace(",", "")) / (100 if percent else 1)
        assert abs(quotient - shown) <= Fraction("0.0051") / (100 if percent else 1)
    assert found or isinstance(item, Expression)


@every_item
def test_texts_hold_only_the_marks_that_a_card_can_show(item: Item) -> None:
    for text in (item.prompt, item.solution, *item.hints, *(w.cure for w in item.wrong)):
        assert text.count("`") % 2 == 0
        assert text.count("**") % 2 == 0
        assert not re.search(r"^#|^[-*] |\]\(", text, re.MULTILINE)


def test_the_published_answers_of_lesson_two_stand() -> None:
    published = {"2.1": "2,385.98", "2.2": "2,612.98", "2.3a": "43.90", "2.4": "18.39"}
    assert {i: show(ITEMS[i].answer, "price") for i in published} == published
    assert show(ITEMS["2.3b"].answer, "move") == "−91.22\u202f%"


def test_unknown_exercise_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        ITEMS["9.9"]


# ---- the notebooks ----------------------------------------------------------------------------

SOURCES = sorted((ROOT / "exercises" / "src").glob("[0-9]*.md"))
every_source = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)


def items_of(source: Path) -> list[Item]:
    return [item for item in ITEMS.values() if item.notebook == source.stem]


def front_matter(source: Path) -> dict[str, object]:
    front = yaml.safe_load(source.read_text(encoding="utf-8").split("---\n")[1])
    assert isinstance(front, dict)
    return front


def test_every_item_has_its_notebook() -> None:
    assert {item.notebook for item in ITEMS.values()} == {source.stem for source in SOURCES}


@every_source
def test_stated_minutes_are_those_of_the_items(source: Path) -> None:
    assert front_matter(source)["minutes"] == sum(item.minutes for item in items_of(source))


@every_source
def test_each_item_stands_in_the_notebook_under_its_title(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    for item in items_of(source):
        assert item.lesson == front_matter(source)["number"]
        section = text.partition(f"\n## {item.id} {item.title}\n")[2].partition("\n## ")[0]
        assert f'task("{item.id}")' in section
        assert f'answer = ____\ncheck("{item.id}", answer)' in section


def executed(source: Path, keep: Callable[[object], bool], tmp_path: Path) -> list[str]:
    """The words that the checks of a notebook begin with, run from top to bottom."""
    import jupytext
    import nbclient

    notebook = jupytext.read(source, fmt="md:myst")
    notebook.cells = [cell for cell in notebook.cells if keep(cell)]
    nbclient.NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": tmp_path}}
    ).execute()
    return [
        output["data"]["text/plain"].splitlines()[0]
        for cell in notebook.cells
        if cell.cell_type == "code" and "check(" in cell.source
        for output in cell.outputs
    ]


def is_solution(cell: object) -> bool:
    return "solution" in cell.metadata.get("tags", [])  # type: ignore[attr-defined]


def is_stub(cell: object) -> bool:
    return "____" in cell.source and cell.cell_type == "code"  # type: ignore[attr-defined]


@every_source
def test_untouched_notebook_runs_and_nothing_is_tried(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARGINLAB_PROGRESS", str(tmp_path / "progress.json"))
    said = executed(source, lambda cell: not is_solution(cell), tmp_path)
    assert said == [f"○ Not tried, exercise {item.id}" for item in items_of(source)]
    assert list(tmp_path.iterdir()) == []


@every_source
def test_solved_notebook_runs_and_everything_is_correct(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARGINLAB_PROGRESS", str(tmp_path / "progress.json"))
    said = executed(source, lambda cell: not is_stub(cell), tmp_path)
    assert said == [f"✓ Correct, exercise {item.id}" for item in items_of(source)]
