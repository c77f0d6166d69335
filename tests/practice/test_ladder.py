"""Every ladder: what was worked out by hand, what each wrong idea gives; and what counts for nothing."""

from __future__ import annotations

import json
import re
from itertools import combinations, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlab.course.book import BOOK, ITEMS, ladders, rungs
from marginlab.practice import progress
from marginlab.practice.item import Expression, Item, Order, is_rung
from marginlab.practice.order import OUT_OF_ORDER
from marginlab.practice.trees import Unreadable, tree, value

ROOT = Path(__file__).parents[2]
RUNGS = rungs()


def every(kind: type[Item]) -> pytest.MarkDecorator:
    chosen = [item for item in RUNGS.values() if isinstance(item, kind)]
    return pytest.mark.parametrize("item", chosen, ids=lambda item: item.id)


# Worked out on paper: the right formula, and what each wrong idea gives.
FORMULAS: dict[str, tuple[str, dict[str, str]]] = {
    "1.L2": ("q*(1 + f)", {
        "one-fee": "q",
        "fee-on-margin": "q*(1 + f/L)",
        "sides-swapped": "q*(1 - f)",
    }),
    "1.L4": ("P*(1 - f)/(1 + f)", {
        "one-fee": "P/(1 + f)",
        "fee-on-margin": "P*(L - f)/(L + f)",
        "sides-swapped": "P*(1 + f)/(1 - f)",
    }),
    "2.L2": ("q*(1 + m + f)", {
        "equity-zero": "q",
        "kappa-turned": "q*(1 - kappa)",
        "closing-fee-forgotten": "q*(1 + m)",
    }),
    "2.L4": ("E/(E - (1 - kappa)*P)", {
        "equity-zero": "E/(E - P)",
        "entry-value": "E/(E + kappa*E - P)",
        "kappa-turned": "E/(E - (1 + kappa)*P)",
        "closing-fee-forgotten": "E/(E - (1 - m)*P)",
    }),
    "3.L2": ("q*E + W", {
        "margin-for-wallet": "q*E + M",
        "margin-twice": "q*E + W + M",
        "free-part": "q*E + W - M",
    }),
    "3.L4": ("W/(E - (1 - kappa)*P)", {
        "margin-for-wallet": "M/(E - (1 - kappa)*P)",
        "margin-twice": "(W + M)/(E - (1 - kappa)*P)",
        "free-part": "(W - M)/(E - (1 - kappa)*P)",
        "equity-zero": "W/(E - P)",
    }),
    "4.L2": ("q*E + M + a", {
        "requirement-still": "q*E + M + a - kappa*q*E",
        "whole-margin": "q*E + a",
    }),
    "4.L4": ("kappa*q*P + q*(E - P) - M", {
        "requirement-still": "kappa*q*E + q*(E - P) - M",
        "whole-margin": "kappa*q*P + q*(E - P)",
        "equity-zero": "q*(E - P) - M",
    }),
    "5.L2": ("q*E*(1 + n*r) + M", {
        "payer-swapped": "q*E*(1 - n*r) + M",
        "funding-on-margin": "q*E + M*(1 + n*r)",
    }),
    "5.L4": ("(M/(q*E) - kappa)/r", {
        "funding-on-margin": "(M - kappa*q*E)/(r*M)",
        "until-margin-empty": "M/(r*q*E)",
        "closing-fee-forgotten": "(M - m*q*E)/(r*q*E)",
    }),
    "6.L2": ("E - P - gap", {
        "filled-at-stop": "E - P",
        "gap-turned": "E - P + gap",
        "risk-over-value": "E",
    }),
    "6.L4": ("E + gap + R/q", {
        "filled-at-stop": "E + R/q",
        "gap-turned": "E - gap + R/q",
    }),
    "7.L2": ("V*(1 + kappa)", {
        "requirement-still": "V",
        "kappa-turned": "V*(1 - kappa)",
    }),
    "7.L4": ("W/(x + kappa*(1 - x))", {
        "requirement-still": "W/(x + kappa)",
        "equity-zero": "W/x",
        "kappa-turned": "W/(x - kappa*(1 - x))",
    }),
    "8.L2": ("q*(1 + kappa)", {
        "equity-zero": "q",
        "closing-fee-forgotten": "q*(1 + m)",
    }),
    "8.L4": ("(M + A)/(E - (1 - kappa)*P)", {
        "offset-forgotten": "M/(E - (1 - kappa)*P)",
        "equity-zero": "M/(E - P)",
        "closing-fee-forgotten": "(M + A)/(E - (1 - m)*P)",
    }),
    "9.L2": ("-q*(1 - kappa)", {
        "equity-zero": "-q",
        "kappa-turned": "-q*(1 + kappa)",
    }),
    "9.L4": ("M/((1 + kappa)/P - 1/E)", {
        "equity-zero": "M/(1/P - 1/E)",
        "sides-swapped": "M/(1/E - (1 - kappa)/P)",
    }),
    "10.L2": ("E - p*Pliq", {
        "chances-swapped": "E - (1 - p)*Pliq",
        "lost-end-forgotten": "E",
    }),
    "10.L4": ("(E - (1 - p)*P)/p", {
        "chances-swapped": "(E - p*P)/(1 - p)",
    }),
    "11.L2": ("1 - kappa", {
        "closing-fee-forgotten": "1 - m",
    }),
    "11.L4": ("1/(x + kappa*(1 + x))", {
        "equity-zero": "1/x",
        "entry-value": "1/(x + kappa)",
        "sides-swapped": "1/(x + kappa*(1 - x))",
    }),
}  # fmt: skip
# The right lines in order, as one writes them on paper.
LINES = {
    "1.L3": (
        r"q\,(E - P) = f q E + f q P",
        r"P \cdot q\,(1+f) = q E\,(1-f)",
        r"P = E\,\frac{1-f}{1+f}",
    ),
    "2.L3": (
        r"M + q\,(E - P) = \kappa q P",
        r"P \cdot q\,(1+\kappa) = q E + M",
        r"P = \frac{q E + M}{q\,(1+\kappa)}",
    ),
    "3.L3": (
        r"W + q\,(E - P) = \kappa q P",
        r"P \cdot q\,(1+\kappa) = q E + W",
        r"P = \frac{q E + W}{q\,(1+\kappa)}",
    ),
    "4.L3": (
        r"M + a + q\,(E - P) = \kappa q P",
        r"P \cdot q\,(1+\kappa) = q E + M + a",
        r"P = \frac{q E + M + a}{q\,(1+\kappa)}",
    ),
    "5.L3": (
        r"M + n r q E + q\,(E - P) = \kappa q P",
        r"P \cdot q\,(1+\kappa) = n r q E + q E + M",
        r"P = \frac{n r q E + q E + M}{q\,(1+\kappa)}",
    ),
    "6.L3": (
        r"q\,(E - P - \mathit{gap}) = R",
        r"q \cdot (E - P - \mathit{gap}) = R",
        r"q = \frac{R}{E - P - \mathit{gap}}",
    ),
    "7.L3": (
        r"W - x V = \kappa V + \kappa x V",
        r"x \cdot V\,(1+\kappa) = W - \kappa V",
        r"x = \frac{W - \kappa V}{V\,(1+\kappa)}",
    ),
    "8.L3": (
        r"M + q\,(E - P) = \kappa q P - A",
        r"P \cdot q\,(1+\kappa) = q E + M + A",
        r"P = \frac{q E + M + A}{q\,(1+\kappa)}",
    ),
    "9.L3": (
        r"M + \frac{q\,(1 - P/E)}{P} = \frac{\kappa q}{P}",
        r"P \cdot (M - q/E) = q\,(\kappa-1)",
        r"P = \frac{q\,(1-\kappa)}{q/E - M}",
    ),
    "10.L3": (
        r"P\,(1 - p) + P_{\mathrm{liq}} p = E",
        r"P \cdot (1 - p) = E - P_{\mathrm{liq}} p",
        r"P = \frac{E - P_{\mathrm{liq}} p}{1 - p}",
    ),
    "11.L3": (
        r"\frac{1}{L} - x = \kappa - \kappa x",
        r"x \cdot (1-\kappa) = 1/L-\kappa",
        r"x = \frac{1/L-\kappa}{1-\kappa}",
    ),
}


def test_every_lesson_that_derives_something_has_a_ladder_and_a_solution_to_repair() -> None:
    deriving = {
        int(path.name[:2])
        for path in (ROOT / "lessons" / "src").glob("[0-9]*.md")
        if "\n## Derive it\n" in path.read_text(encoding="utf-8")
    }
    assert ladders().keys() == deriving
    parts = ("L2", "L3", "L4", "R1", "R2", "R3")
    assert list(RUNGS) == [f"{lesson}.{part}" for lesson in ladders() for part in parts]
    assert not RUNGS.keys() & ITEMS.keys()


# ---- formulas ---------------------------------------------------------------------------------


@pytest.mark.parametrize("key", FORMULAS)
def test_a_formula_worked_out_by_hand_is_correct_and_each_wrong_one_gets_its_diagnosis(
    key: str,
) -> None:
    item = RUNGS[key]
    right, wrong = FORMULAS[key]
    assert BOOK.judged(item, right).kind == "correct"
    assert wrong.keys() == {one.idea for one in item.wrong}
    for idea, answer in wrong.items():
        verdict = BOOK.judged(item, answer)
        assert (verdict.kind, verdict.idea) == ("this looks like", idea)
        assert next(one.cure for one in item.wrong if one.idea == idea) in verdict.text


def test_every_formula_was_worked_out_by_hand() -> None:
    assert FORMULAS.keys() == {item.id for item in RUNGS.values() if isinstance(item, Expression)}
    assert LINES.keys() == {item.id for item in RUNGS.values() if isinstance(item, Order)}


@every(Expression)
def test_right_and_wrong_formulas_differ_at_every_point(item: Expression) -> None:
    for point in item.points:
        values = [abs(number) for number in (point.truth, *point.wrong)]
        assert len(set(values)) == len(values)


@every(Expression)
def test_neither_a_hint_nor_the_prompt_holds_the_formula(item: Expression) -> None:
    point = item.points[0]
    for span in re.findall(r"`\"?([^`\"]*)\"?`", " ".join((item.prompt, *item.hints))):
        try:
            read = tree(span, point.letters)
        except Unreadable:
            continue
        assert value(read, point.letters) != point.truth


@pytest.mark.parametrize("lesson", ladders())
def test_the_missing_step_is_asked_for_without_the_line_below_it(lesson: int) -> None:
    ladder = ladders()[lesson]
    *_, gathered, solved = ladder.faded.right.steps()
    prompt = ladder.rungs[0].prompt
    assert solved.latex not in prompt
    assert gathered.latex not in prompt
    assert prompt.count("boxed") == 1


# ---- lines in their order ---------------------------------------------------------------------


@every(Order)
def test_the_right_lines_are_those_worked_out_by_hand_and_not_the_first_ones(item: Order) -> None:
    shown = dict(zip(item.letters, item.lines, strict=True))
    assert tuple(shown[letter].strip("$") for letter in item.answer) == LINES[item.id]
    assert len(set(item.lines)) == len(item.lines)
    assert item.answer != item.letters[: len(item.answer)]


@every(Order)
def test_any_way_of_writing_the_order_is_read(item: Order) -> None:
    for mark in (" ", "", ", ", " > ", "->", "; "):
        assert BOOK.judged(item, mark.join(item.answer)).kind == "correct"
        assert BOOK.judged(item, mark.join(item.answer.lower())).kind == "correct"


@every(Order)
def test_another_order_of_the_right_lines_is_told_by_the_line_that_comes_too_early(
    item: Order,
) -> None:
    for order in permutations(item.answer):
        answer = "".join(order)
        verdict = BOOK.judged(item, answer)
        if answer == item.answer:
            continue
        assert (verdict.kind, verdict.idea) == ("this looks like", OUT_OF_ORDER)
        [early] = re.findall(r"Line `(\w)` stands before", verdict.text)
        later = item.answer[: item.answer.index(early)]
        assert any(answer.index(line) > answer.index(early) for line in later)


@every(Order)
def test_each_stray_line_is_diagnosed_wherever_it_stands(item: Order) -> None:
    assert set(item.strays) | set(item.answer) == set(item.letters)
    assert {wrong.idea for wrong in item.strays.values()} == {wrong.idea for wrong in item.wrong}
    for letter, wrong in item.strays.items():
        for at in range(len(item.answer) + 1):
            answer = item.answer[:at] + letter + item.answer[at:]
            verdict = BOOK.judged(item, answer)
            assert (verdict.kind, verdict.idea) == ("this looks like", wrong.idea)
            assert f"`{letter}`" in verdict.text


@every(Order)
def test_the_order_of_a_wrong_idea_is_diagnosed_as_that_idea(item: Order) -> None:
    for wrong in item.wrong:
        verdict = BOOK.judged(item, wrong.formula(None))
        assert (verdict.kind, verdict.idea) == ("this looks like", wrong.idea)


@every(Order)
def test_an_order_with_a_line_missing_is_almost_right(item: Order) -> None:
    for answer in combinations(item.answer, len(item.answer) - 1):
        assert BOOK.judged(item, " ".join(answer)).kind == "almost"


# ---- what all of them hold to -----------------------------------------------------------------


@every(Item)
def test_the_code_that_solves_it_is_judged_correct(item: Item) -> None:
    said: list[tuple[str, str]] = []
    exec(item.solved, {"check": lambda e, answer: said.append((e, BOOK.judged(item, answer).kind))})
    assert said == [(item.id, "correct")]


@every(Item)
def test_hints_differ_and_a_cure_is_one_sentence_that_leads_to_a_heading(item: Item) -> None:
    assert len(set(item.hints)) == 3
    source = (ROOT / "lessons" / "src" / f"{item.taught_in}.md").read_text(encoding="utf-8")
    headings = set(re.findall(r"^#+ +(.*?) *$", source, re.MULTILINE))
    for wrong in item.wrong:
        assert wrong.cure.endswith(".")
        assert not re.search(r"[.!?] [A-Z]", wrong.cure), wrong.cure
        assert wrong.see in headings
    for text in (item.prompt, item.solution, *item.hints):
        assert text.count("`") % 2 == text.count("**") % 2 == text.count("$") % 2 == 0


@every(Item)
@pytest.mark.parametrize("blank", [None, ..., "", "  ", "____"], ids=repr)
def test_a_blank_is_not_tried(item: Item, blank: object) -> None:
    assert BOOK.judged(item, blank).kind == "not tried"


HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text("ABCDEFGHI ,>-"),
    st.text("qEPMWkap()*/+-123 "),
    st.integers(),
    st.floats(),
    st.binary(max_size=9),
    st.lists(st.text(max_size=3), max_size=4),
)


@every(Item)
@given(answer=HOSTILE)
def test_whatever_is_answered_a_verdict_comes(item: Item, answer: object) -> None:
    found = BOOK.judged(item, answer)
    assert found.text
    if isinstance(item, Order) and found.kind == "correct":
        assert isinstance(answer, str)
        assert re.sub(r"[\s,>;.-]", "", answer).upper() == item.answer


# ---- in the book ------------------------------------------------------------------------------


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / progress.FILE
    monkeypatch.setenv(progress.VARIABLE, str(path))
    return path


@pytest.mark.parametrize("way", ["2.L2", "2.l2", " 2.L2 "])
def test_a_rung_is_found_in_any_writing(way: str, kept: Path) -> None:
    assert BOOK.check(way, "q*(1 + kappa)").kind == "correct"
    assert "hint" in repr(BOOK.hint(way)).lower()
    assert "2.L2" in repr(BOOK.reveal(way))


def test_a_rung_passed_at_the_first_try_is_folded_and_one_passed_later_is_not(kept: Path) -> None:
    def folded(card: object) -> bool:
        bundle: dict[str, str] = card._repr_mimebundle_()  # type: ignore[attr-defined]
        shown = bundle["text/markdown"]
        assert shown.startswith("<details><summary>") is shown.endswith("</details>")
        return shown.startswith("<details>")

    assert not folded(BOOK.ladder(2))
    BOOK.check("2.L2", "q*(1 + kappa)")
    BOOK.check("2.L3", "A B")
    BOOK.check("2.L3", RUNGS["2.L3"].answer)  # type: ignore[attr-defined]
    BOOK.check("2.R1", 3)
    BOOK.check("2.1", ITEMS["2.1"].answer)  # type: ignore[attr-defined]
    assert folded(BOOK.ladder(2))
    assert folded(BOOK.task("2.L2"))
    assert "boxed" in repr(BOOK.task("2.L2"))
    assert not any(map(folded, map(BOOK.task, ("2.L3", "2.L4", "2.R1", "2.1", "3.L2"))))
    kept.write_text("damaged", encoding="utf-8")
    assert not folded(BOOK.task("2.L2"))


def test_rungs_are_kept_and_count_for_nothing(kept: Path) -> None:
    before = repr(BOOK.my_map())
    for item in RUNGS.values():
        exec(item.solved, {"check": BOOK.check})
    BOOK.check("2.L4", "E/(E - P)")
    entries = json.loads(kept.read_text(encoding="utf-8"))["exercises"]
    assert entries["2.L4"]["met"] == ["equity-zero"]
    assert entries.keys() == RUNGS.keys()
    assert entries["8.R3"]["verdicts"] == {"correct": 1}
    assert f"Mastered: 0 of {len(ITEMS)} exercises" in repr(BOOK.progress())
    assert repr(BOOK.my_map()) == before


@pytest.mark.parametrize("lesson", [0, 99, -1, "x", None, 2.5, True])
def test_a_ladder_that_there_is_not_is_told(lesson: object) -> None:
    told = repr(BOOK.ladder(lesson))  # type: ignore[arg-type]
    assert "There is no such ladder; lessons with one: 1, 2, 3" in told


def test_what_a_rung_is_says_its_id() -> None:
    assert [key for key in RUNGS if is_rung(key)] == [key for key in RUNGS if ".L" in key]
    assert not any(map(is_rung, ITEMS))
