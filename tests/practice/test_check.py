"""The exercise engine: what it reads, what it says, and that no answer can break it."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from numbers import Rational
from pathlib import Path
from typing import Any

import pytest
import sympy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marginlab.course.book import BOOK, ITEMS, check, hint, reveal, task
from marginlab.course.lesson03_two_fates.wishes import WISHES
from marginlab.practice import entries, progress
from marginlab.practice.cards import Card
from marginlab.practice.item import Choice
from marginlab.practice.reading import quantity
from marginlab.practice.trees import Unreadable, tree, value
from marginlab.practice.verdicts import ____
from marginlab.theory.terms import SHORT, symbol
from marginlab.venues import BITGET

LETTERS = ("q", "E", "M", "kappa", "N", "Q", "S")
KINDS = {"not tried", "can't read it", "almost", "this looks like", "not yet", "correct"}
ANYWHERE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture(autouse=True)
def _progress_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(progress.VARIABLE, str(tmp_path / "progress.json"))


# ---- numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "number", "mark"),
    [
        (53012, "53012", ""),
        (53012.05, "53012.05", ""),
        (0.0046, "0.0046", ""),
        (Fraction(1, 3), "1/3", ""),
        (Decimal("53012.05"), "53012.05", ""),
        ("53,012.05", "53012.05", ""),
        ("53012", "53012", ""),
        (" 1,234,567 ", "1234567", ""),
        ("2 385.98", "2385.98", ""),
        ("2_385.98", "2385.98", ""),
        ("2\u202f385.98", "2385.98", ""),
        ("$2,385.98", "2385.98", "money"),
        ("-$5", "-5", "money"),
        ("$-5", "-5", "money"),
        ("43.9 USDT", "43.9", "money"),
        ("-9.58 %", "-9.58", "%"),
        ("−9.58\u202f%", "-9.58", "%"),
        ("+9.58%", "9.58", "%"),
        ("18.39x", "18.39", "x"),
        (".5", "0.5", ""),
        ("5.", "5", ""),
        ("1e3", "1000", ""),
        ("4*2500/20", "500", ""),
        ("(4*2500 - 500)/4", "2375", ""),
        (sympy.Integer(7), "7", ""),
        (sympy.Rational(1, 3), "1/3", ""),
        (sympy.Float("2385.98"), "2385.98", ""),
    ],
    ids=repr,
)
def test_a_number_is_read_exactly(answer: object, number: str, mark: str) -> None:
    read = quantity(answer)
    assert (read.value, read.mark) == (Fraction(number), mark)


def test_numpy_numbers_are_numbers() -> None:
    numpy = pytest.importorskip("numpy")
    assert quantity(numpy.float64(0.5)).value == Fraction(1, 2)
    assert quantity(numpy.float32(0.5)).value == Fraction(1, 2)
    assert quantity(numpy.int64(7)).value == 7


class Ratio:
    """A number of another library: exact, and known only by its parts."""

    def __init__(self, above: int, below: int) -> None:
        self.numerator, self.denominator = above, below

    def __float__(self) -> float:
        raise AssertionError("an exact number went through a float")


class Parts(Ratio):
    """One whose parts are methods."""

    def __init__(self, above: int, below: int) -> None:
        self.parts = above, below

    def numerator(self) -> int:
        return self.parts[0]

    def denominator(self) -> int:
        return self.parts[1]


Ratio.numerator = Ratio.denominator = 0  # as the class of a real one tells them


class Declared(Ratio):
    """One that says that it is a rational number."""


Rational.register(Declared)


@ANYWHERE
@given(st.sampled_from([Ratio, Parts, Declared]), st.fractions(max_denominator=10**30))
def test_an_exact_number_is_read_exactly(kind: Any, number: Fraction) -> None:
    answer = kind(number.numerator, number.denominator)
    assert quantity(answer).value == number
    assert "`" in BOOK.judged(ITEMS["2.1"], answer).text


@ANYWHERE
@given(
    st.integers(0, 10**9), st.text("0123456789", min_size=1, max_size=6),
    st.sampled_from(["", ".", " ", "'", "\u202f"]), st.sampled_from(["", "%", " USDT", " USD", " €", "x"]),
    st.sampled_from(["", "-", "−", "+"]),
)  # fmt: skip
def test_a_decimal_comma_is_told_or_parts_thousands(
    whole: int, decimals: str, between: str, mark: str, sign: str
) -> None:
    grouped = f"{whole:,}".replace(",", between)
    text = f"{sign}{grouped},{decimals}{mark}"
    problem, read = "", None
    try:
        read = quantity(text)
    except Unreadable as refused:
        problem = str(refused)
    if read is None:
        assert "Decimals stand behind a point" in problem
        return
    assert len(decimals) == 3
    assert abs(read.value) == int(re.sub(r"\D", "", grouped) + decimals)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("2385,98", "Decimals stand behind a point"),
        ("2.385,98 USDT", "Decimals stand behind a point"),
        ("−9,58 %", "Decimals stand behind a point"),
        ("2 385,98", "Decimals stand behind a point"),
        ((2, 385.98), "a comma makes two numbers"),
        (True, "yes or no"),
        ("about 2400", "Wanted is one number"),
        ("12,34,56", "Wanted is one number"),
        ("5 ETH", "Wanted is one number"),
        ("1/0", "Wanted is one number"),
        (float("nan"), "no finite number"),
        (float("inf"), "no finite number"),
        (Decimal("sNaN"), "no finite number"),
        (Decimal("1e999999"), "digits"),
        (10**400, "digits"),
        (1j, "no real number"),
        ([1], "`list` is no number"),
        (int, "`type` is no number"),
        (sympy.sqrt(2), "float"),
        (sympy.zoo, "float"),
        (BITGET.liquidation_price, "call it with its terms"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_no_number_is_told_why(answer: object, sentence: str) -> None:
    verdict = BOOK.judged(ITEMS["2.1"], answer)
    assert verdict.kind == "can't read it"
    assert sentence in verdict.text


@pytest.mark.parametrize(
    ("exercise", "answer", "sentence"),
    [
        ("2.1", -2385.98, "the sign is not"),
        ("2.3b", "91.22 %", "the sign is not"),
        ("2.3b", -91.22, "divide it by 100"),
        ("9.4", 7.70, "divide it by 100"),
        ("9.6", "56.92", "divide it by 100"),
        ("2.1", "2,385.98 %", "the unit is not"),
        ("2.1", "2,385.98x", "the unit is not"),
        ("2.4", "18.39 USDT", "the unit is not"),
        ("2.3b", "-0.9122x", "the unit is not"),
        ("2.1", 2386, "rounding"),
        ("2.1", 2385, "rounding"),
        ("2.1", 2385.9, "rounding"),
        ("2.1", 2385.97, "rounding"),
        ("2.3a", 43.92, "rounding"),  # 500 + 4 (2385.98 - 2500): the wall was rounded first
        ("2.3b", "-91 %", "rounding"),
        ("2.3b", -0.91, "rounding"),
        ("2.3b", -91, "with its %; and compute with all digits and round once"),
        ("2.4", 18.4, "rounding"),
    ],
)
def test_an_almost_right_number_is_told_what_is_off(
    exercise: str, answer: object, sentence: str
) -> None:
    verdict = BOOK.judged(ITEMS[exercise], answer)
    assert verdict.kind == "almost"
    assert sentence in verdict.text


@pytest.mark.parametrize(("answer", "right"), [("2385.975", True), ("2385.9704", False)])
def test_half_a_cent_off_is_right_and_more_is_not(answer: str, right: bool) -> None:
    # The exact answer is 2,385.97548…
    assert (BOOK.judged(ITEMS["2.1"], answer).kind == "correct") == right


def test_a_wrong_idea_is_recognised_in_percent_without_its_sign() -> None:
    assert BOOK.judged(ITEMS["2.3b"], -4.56).idea == "move-for-roe"


def test_any_other_number_is_not_yet() -> None:
    assert BOOK.judged(ITEMS["2.1"], 2400).kind == "not yet"
    assert BOOK.judged(ITEMS["2.4"], 19).kind == "not yet"


# ---- formulas ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("q + 2*E", 8),
        ("q^2", 4),
        ("q**-2", Fraction(1, 4)),
        ("-q^2", -4),
        ("−q · E × 2 ÷ 4", -3),
        ("κ/2", Fraction(5, 2)),
        ("N + Q + S", 33),
        ("+q - -E", 5),
        ("0.1*q", Fraction(1, 5)),
    ],
)
def test_a_formula_is_read_with_our_own_letters(text: str, number: Fraction) -> None:
    point = {"q": 2, "E": 3, "M": 4, "kappa": 5, "N": 10, "Q": 11, "S": 12}
    exact = {letter: Fraction(n) for letter, n in point.items()}
    assert value(tree(text, LETTERS), exact) == number


def test_sympy_and_derived_formulas_come_in_through_the_same_door() -> None:
    q, E, M, kappa = sympy.symbols("q E M kappa", positive=True)  # noqa: N806
    item = ITEMS["2.5"]
    assert BOOK.judged(item, (M + q * E) / (q * (1 + kappa))).kind == "correct"
    assert BOOK.judged(item, (M + q * E) / (q * (1 + sympy.Symbol("κ")))).kind == "correct"
    assert BOOK.judged(item, BITGET.liquidation_price.at(side=SHORT, offset=0)).kind == "correct"
    assert BOOK.judged(item, symbol("entry_price") + M / q).idea == "equity-zero"


def test_letters_with_a_known_value_are_almost() -> None:
    item = ITEMS["2.5"]
    assert "side d" in BOOK.judged(item, "(M - d*q*E)/(q*(kappa - d))").text
    assert "tier offset" in BOOK.judged(item, BITGET.liquidation_price.at(side=SHORT)).text
    assert BOOK.judged(item, "-(M + q*E)/(q*(1 + kappa))").kind == "almost"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("qE + M", "Write `q*E` instead of `qE`"),
        ("2q", "every multiplication with `*`"),
        ("q(1 + kappa)", "every multiplication with `*`"),
        ("(q + E", "brackets"),
        ("P = q", "equals sign"),
        ("q + z", "`z` is not one of the letters"),
        ("q**E", "whole number"),
        ("q**0.5", "whole number"),
        ("q^7", "whole number"),
        ("((q^6)^6)^6", "too large"),
        ("q^(((9^6)^6)^6)", "whole number"),
        ("q^((((((9^6)^6)^6)^6)^6)^6)", "too large"),
        ("9" * 400, "at most 200 characters"),
        ("9" * 190 + "*q*" + "0.1", None),
        ("1/(q - q)", "divides by zero"),
        ("q + é", "letters, numbers"),
        ("q if 1 else E", "letters, numbers"),
        ("1if q else 2", "letters, numbers"),
        ("lambda: q", "letters, numbers"),
        ("q.real", "letters, numbers"),
        ("1j*q", "letters, numbers"),
        ("True", "letters, numbers"),
        ("__import__('os')", "letters, numbers"),
        ("exit()", "every multiplication"),
        ("(" * 150 + ")" * 150, "at most 200 characters"),
        ("(" * 99 + "q" + ")" * 99, None),
        ("\x00", "letters, numbers"),
        (sympy.E * 2, "a number of its own in sympy"),
        (sympy.sin(sympy.Symbol("q")), "`sin` cannot be compared"),
        (sympy.Eq(sympy.Symbol("q"), 1), "`Equality` cannot be compared"),
        (sum(sympy.symbols("q1:600")), "not one of the letters"),
        ([1], "is no formula"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_no_formula_is_told_why(text: object, sentence: str | None) -> None:
    verdict = BOOK.judged(ITEMS["2.5"], text)
    if sentence is None:
        assert verdict.kind in KINDS
    else:
        assert verdict.kind == "can't read it"
        assert sentence in verdict.text


def test_a_large_sympy_expression_is_refused_before_it_is_walked() -> None:
    q = sympy.Symbol("q")
    tower = sum(q**n for n in range(1, 7)) + sum(sympy.Rational(1, n) * q for n in range(1, 7))
    for _ in range(40):
        tower = sympy.Pow(tower + q, 2, evaluate=False)
    with pytest.raises(Unreadable, match="too large"):
        tree(tower, ["q"])


# ---- choices ----------------------------------------------------------------------------------

[DIP] = [wish for wish in WISHES if wish.id == "3.5b"]


@pytest.mark.parametrize("answer", ["cross", "Cross", " CROSS. ", "'cross'"])
def test_a_word_is_read_whatever_its_case_and_quotes(answer: str) -> None:
    assert BOOK.judged(DIP, answer).kind == "correct"


@pytest.mark.parametrize("answer", ["crossed", "isolated or cross", 2, ["cross"], int, "1"])
def test_what_is_none_of_the_words_is_told_which_there_are(answer: object) -> None:
    verdict = BOOK.judged(DIP, answer)
    assert verdict.kind == "can't read it"
    assert 'Wanted is one of `"isolated"`, `"cross"`, `"neither"`' in verdict.text


def test_a_wrong_word_is_cured_and_never_told_the_right_one_as_such() -> None:
    verdict = BOOK.judged(DIP, "isolated")
    assert verdict.idea == "isolated-for-safe"
    assert "cross" not in verdict.text


def test_every_choice_gets_a_verdict_from_every_answer() -> None:
    for item in WISHES:
        assert isinstance(item, Choice)
        for answer in (Hostile(), HostileNumber(1), Hostile, HostileText("cross"), *CODE):
            assert BOOK.judged(item, answer).kind in KINDS


# ---- functions --------------------------------------------------------------------------------


def right_wall(
    side: float, size: float, entry_price: float, collateral: float, kappa: float
) -> float:
    return (collateral - side * size * entry_price) / (size * (kappa - side))


def test_a_function_is_called_by_its_parameters_names() -> None:
    def turned(kappa: float, collateral: float, entry_price: float, size: float, side: float):  # type: ignore[no-untyped-def]
        return right_wall(side, size, entry_price, collateral, kappa)

    assert BOOK.judged(ITEMS["2.6"], turned).kind == "correct"


@pytest.mark.parametrize("word", ["LONG", "long", "Long"])
@pytest.mark.parametrize("asks", ["side == {}", "side != {other}", "side in ({},)"])
def test_a_side_and_its_words_are_one(word: str, asks: str) -> None:
    other = {"LONG": "SHORT", "long": "short", "Long": "Short"}[word]
    condition = asks.format(repr(word), other=repr(other))
    names: dict[str, Any] = {"right": right_wall}
    exec(
        "def wall(side, size, entry_price, collateral, kappa):\n"
        f"    sign = 1 if {condition} else -1\n"
        "    return right(sign, size, entry_price, collateral, kappa)\n",
        names,
    )
    verdict = BOOK.judged(ITEMS["2.6"], names["wall"])
    assert verdict.kind == "correct"
    assert "without quotes" in verdict.text


def test_a_function_that_turns_the_words_round_is_not_right() -> None:
    def wall(side: Any, size: float, entry_price: float, collateral: float, kappa: float) -> float:
        return right_wall(-1 if side == "LONG" else 1, size, entry_price, collateral, kappa)

    assert BOOK.judged(ITEMS["2.6"], wall).kind == "this looks like"


def test_a_function_with_names_of_its_own_is_called_in_order() -> None:
    item = ITEMS["2.6"]
    assert BOOK.judged(item, lambda d, q, E, M, k: right_wall(d, q, E, M, k)).kind == "correct"  # noqa: N803
    zero = BOOK.judged(item, lambda d, q, E, M, k: E - d * M / q)  # noqa: N803
    assert zero.idea == "equity-zero"


def test_the_smallest_counterexample_is_shown_without_the_right_number() -> None:
    calls = []

    def long_only(**numbers: float) -> float:
        calls.append(numbers)
        return right_wall(**numbers) if numbers["side"] > 0 else 3.0

    verdict = BOOK.judged(ITEMS["2.6"], long_only)
    assert verdict.kind == "not yet"
    first = next(numbers for numbers in calls if numbers["side"] < 0)
    named = ", ".join(f"{name}={number}" for name, number in first.items())
    assert f"`wall({named})` gave `3`. That is too low." in verdict.text
    assert f"{right_wall(**first):,.2f}" not in repr(verdict)
    short = [numbers for numbers in calls if numbers["side"] < 0]
    assert f"the {len(short)} cases out of {len(calls)}" in verdict.text
    digits = [sum(len(str(number)) for number in numbers.values()) for numbers in short]
    assert digits[0] == min(digits)


def test_the_cases_are_the_same_every_time() -> None:
    seen: list[list[tuple[float, ...]]] = []
    for _ in range(2):
        seen.append([])
        BOOK.judged(ITEMS["2.6"], lambda *numbers: seen[-1].append(numbers) or 1.0)
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda *_: 1 / 0, "stopped with `ZeroDivisionError: division by zero`"),
        (lambda *_: sys.exit(), "stopped with `SystemExit`"),
        (lambda *_: undefined, "NameError"),  # type: ignore[name-defined]  # noqa: F821
        (lambda *_: None, "gave nothing; end the function with `return`"),
        (lambda *_: "54,249.55", "gave text; return a number"),
        (lambda *_: float("nan"), "no finite number"),
        (lambda *_: 1j, "no real number"),
        (lambda *_: [1.0], "`list` is no number"),
        (lambda *_: HostileNumber(1), "could not be read"),
        (
            lambda side, size: 1.0,
            "takes `(side, size)`; it is called with 5 numbers: `side`, `size`",
        ),
        (lambda: 1.0, "takes `()`"),
        (right_wall(1, 4, 2500, 500, 0.0046), "Wanted is the function itself"),
        ("wall", "Wanted is the function itself"),
        (len, "takes `(obj, /)`"),
        (int, "could not be read"),
        (BITGET.liquidation_price, "takes `(*, side, size, entry_price"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else type(value).__name__,
)
def test_what_is_no_function_of_these_numbers_is_told_why(answer: object, sentence: str) -> None:
    verdict = BOOK.judged(ITEMS["2.6"], answer)
    assert verdict.kind == "can't read it"
    assert sentence in verdict.text


def test_an_exception_that_cannot_even_be_told_is_still_a_sentence() -> None:
    class Silent(Exception):
        __str__ = Hostile.__repr__  # type: ignore[assignment]

    def fails(*_: float) -> float:
        raise Silent

    assert "stopped with `Silent`" in BOOK.judged(ITEMS["2.6"], fails).text


@pytest.mark.parametrize("blank", [____, ...], ids=repr)
def test_a_function_that_returns_a_blank_is_not_tried(blank: object) -> None:
    assert check("2.6", lambda *_: blank).kind == "not tried"
    assert not progress.file().exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [(lambda wall: -wall, "the sign is not"), (lambda wall: round(wall, 2), "return all digits")],
    ids=["sign", "rounding"],
)
def test_an_almost_right_function_is_told_what_is_off(change: Any, sentence: str) -> None:
    verdict = BOOK.judged(ITEMS["2.6"], lambda *numbers: change(right_wall(*numbers)))
    assert verdict.kind == "almost"
    assert sentence in verdict.text


@pytest.mark.parametrize("kind", [float, Fraction, Decimal], ids=lambda kind: kind.__name__)
def test_a_function_may_return_any_kind_of_number(kind: type) -> None:
    assert BOOK.judged(ITEMS["2.6"], lambda *numbers: kind(right_wall(*numbers))).kind == "correct"


def test_what_a_function_prints_is_shown_for_one_case_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    BOOK.judged(ITEMS["2.6"], lambda *numbers: print("tried") or 1.0)
    assert capsys.readouterr().out == "tried\n"


def test_a_learner_who_interrupts_an_endless_function_is_obeyed() -> None:
    def endless(*_: float) -> float:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        BOOK.judged(ITEMS["2.6"], endless)


# ---- no answer breaks it ----------------------------------------------------------------------


class Hostile:
    """An answer whose every method fails."""

    @property
    def __class__(self) -> Any:
        raise RuntimeError

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        raise RuntimeError

    __str__ = __repr__


class HostileNumber(float):
    def __float__(self) -> float:
        raise RuntimeError

    __repr__ = __str__ = Hostile.__repr__  # type: ignore[assignment]


class HostileText(str):
    __str__ = __repr__ = strip = Hostile.__repr__  # type: ignore[assignment]


CODE = [
    "__import__('os').system('touch ran')",
    "open('ran','w')",
    "().__class__.__bases__[0].__subclasses__()",
    "exec('1')",
    "q.__class__",
    "{q}",
    "f'{q}'",
    "[q for q in (1,)]",
    "9**9**9**9",
    "(lambda: 0)()",
    "print(q)",
    "$\\href{javascript:alert(1)}{x}$",
    "<script>alert(1)</script>",
    "\ud800",
    "\u202e1",
]
VALUES = st.one_of(
    st.text(),
    st.text(alphabet="0123456789.,+-*/^() %$xeEqMκ", max_size=40),
    st.text(alphabet="0123456789", min_size=1, max_size=600),
    st.sampled_from(CODE),
    st.integers(),
    st.integers(min_value=10**300, max_value=10**4400),
    st.floats(),
    st.decimals(),
    st.fractions(),
    st.complex_numbers(),
    st.booleans(),
    st.binary(),
    st.lists(st.integers()),
    st.tuples(st.integers(), st.floats()),
    st.dictionaries(st.text(), st.text()),
    st.sampled_from([None, ..., ____, int, Decimal, sys, len, sympy.oo, sympy.true]),
)
ANSWERS = VALUES | st.functions(like=lambda *numbers: ..., returns=VALUES)


@ANYWHERE
@given(exercise=st.sampled_from(sorted(ITEMS)), answer=ANSWERS)
def test_every_answer_gets_a_verdict(exercise: str, answer: object) -> None:
    verdict = check(exercise, answer)
    assert verdict.kind in KINDS
    bundle = verdict._repr_mimebundle_()
    assert bundle["text/plain"].encode("utf-8")
    assert bundle["text/html"].encode("utf-8")
    assert "<script>alert" not in bundle["text/html"]


@ANYWHERE
@given(item=st.sampled_from(WISHES), answer=ANSWERS)
def test_every_answer_to_a_choice_gets_a_verdict(item: Choice, answer: object) -> None:
    assert BOOK.judged(item, answer).kind in KINDS


@ANYWHERE
@given(text=st.text() | st.sampled_from(CODE))
def test_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    for read in (quantity, lambda answer: tree(answer, LETTERS)):
        with suppress(Unreadable):
            read(text)


@pytest.mark.parametrize("exercise", ITEMS)
def test_an_answer_whose_methods_fail_gets_a_verdict(exercise: str) -> None:
    for answer in (Hostile(), HostileNumber(1), Hostile, HostileText("about 1")):
        assert check(exercise, answer).kind == "can't read it"


def test_arrays_get_a_verdict() -> None:
    numpy = pytest.importorskip("numpy")
    for array in (numpy.arange(3), numpy.array(2.0), numpy.zeros((0,)), numpy.array(["a"])):
        assert check("2.1", array).kind == "can't read it"
        assert check("2.5", array).kind == "can't read it"


@pytest.mark.parametrize("code", CODE)
def test_text_is_never_executed(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for exercise in ITEMS:
        assert check(exercise, code).kind == "can't read it"
    assert not (tmp_path / "ran").exists()


def test_neither_eval_nor_sympify_is_called() -> None:
    folder = Path(sys.modules["marginlab.practice.check"].__file__ or "").parent
    for module in folder.glob("*.py"):
        assert not re.search(r"\b(eval|exec|sympify|parse_expr)\(", module.read_text("utf-8"))


@pytest.mark.parametrize("exercise", ["9.9", "", 3, None, 2.1000001, ["2.1"], "`<b>"], ids=repr)
def test_an_unknown_exercise_is_told_which_exist(exercise: Any) -> None:
    for card in (check(exercise, 1), hint(exercise), reveal(exercise), task(exercise)):
        assert isinstance(card, Card)
        assert "1.1a, 1.1b, 1.2" in repr(card)


def test_an_id_without_quotes_or_in_capitals_is_understood() -> None:
    assert check(2.1, 2385.98).kind == "correct"  # type: ignore[arg-type]
    assert check(" 2.3A ", 43.90).kind == "correct"


# ---- cards ------------------------------------------------------------------------------------


# What JupyterLab 4.6 keeps of a page that it does not trust (rendermime, sanitizer).
KEPT_TAGS = {"div", "p", "strong", "code", "a", "details", "summary", "ol", "li"}
KEPT_ATTRIBUTES = {"style", "lang", "href", "start"}
KEPT_STYLES = {"border-left", "padding", "margin", "max-width", "line-height"}


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words = ""
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        self.attributes += [(name, text or "") for name, text in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


CARDS = [
    check("2.1", ____),
    BOOK.judged(ITEMS["2.1"], 2375),
    BOOK.judged(ITEMS["2.1"], 2385.98),
    BOOK.judged(ITEMS["2.1"], 2400),
    BOOK.judged(ITEMS["2.3b"], -91.22),
    BOOK.judged(ITEMS["2.5"], "<b>q</b>"),
    hint("2.1"),
    hint("2.2", 3),
    hint("2.2", 4),
    reveal("2.4"),
    BOOK.judged(ITEMS["2.6"], lambda side, size, entry_price, collateral, kappa: entry_price),
    BOOK.judged(ITEMS["2.6"], lambda *_: 1 / 0),
    BOOK.judged(DIP, "isolated"),
    reveal("2.6"),
    BOOK.progress(),
]


@pytest.mark.parametrize("card", CARDS, ids=repr)
def test_a_card_uses_only_what_jupyterlab_keeps(card: Card) -> None:
    page = Page(card._repr_mimebundle_()["text/html"])
    assert not page.open
    assert set(page.tags) <= KEPT_TAGS
    assert {name for name, _ in page.attributes} <= KEPT_ATTRIBUTES
    for name, text in page.attributes:
        if name == "style":
            assert {rule.partition(":")[0] for rule in text.split(";")} <= KEPT_STYLES
            assert "var(" not in text


@pytest.mark.parametrize("card", CARDS, ids=repr)
def test_text_and_html_say_the_same(card: Card) -> None:
    bundle = card._repr_mimebundle_()
    html = Page(bundle["text/html"]).words
    for line in bundle["text/plain"].splitlines():
        if not line.startswith(("Stuck?", "To compare:", "More:")):
            assert re.sub(r"^\d+\. ", "", line) in html


@pytest.mark.parametrize("card", CARDS, ids=repr)
def test_a_card_is_the_same_every_time(card: Card) -> None:
    assert card._repr_mimebundle_() == card._repr_mimebundle_()
    assert repr(card) == card._repr_mimebundle_()["text/plain"]


def test_each_kind_has_its_own_icon_word_and_edge() -> None:
    cards = [Card(kind, "2.1", "") for kind in sorted(KINDS)]
    assert len({card.heading.split()[0] for card in cards}) == len(KINDS)
    assert len({re.search("border-left:[^;]*", card._html())[0] for card in cards}) == len(KINDS)  # type: ignore[index]


@pytest.mark.parametrize("exercise", ["2.1", "2.2", "2.3a", "2.3b", "2.4"])
@pytest.mark.parametrize("answer", [1, 2375, -91.22, "x", None])
def test_no_verdict_on_a_wrong_answer_says_the_right_one(exercise: str, answer: object) -> None:
    card = BOOK.judged(ITEMS[exercise], answer)._repr_mimebundle_()
    right = abs(float(ITEMS[exercise].answer))  # type: ignore[attr-defined]
    for text in (f"{right:,.2f}", f"{right:.2f}", f"{right * 100:.2f}"):
        assert text not in card["text/html"].replace("91.22</code>", "")
        assert text not in card["text/plain"].replace("You said −91.22", "")


def test_a_wrong_idea_leads_to_its_place_in_the_lesson() -> None:
    card = BOOK.judged(ITEMS["2.1"], 2375)
    assert 'href="../lessons/02_where_the_wall_stands.ipynb#The-reveal"' in card._html()
    assert "Read: Lesson 2, “The reveal”" in repr(card)


def test_hints_come_one_at_a_time() -> None:
    first, second, third = ITEMS["2.1"].hints
    assert first in repr(hint("2.1"))
    assert second not in repr(hint("2.1"))
    assert second in repr(hint("2.1", 2))
    assert third in repr(hint("2.1", 3))
    assert "hints 1 to 3" in repr(hint("2.1", 4))
    assert [fold.title for fold in hint("2.1", 2).folds] == [
        "Hint 3 of 3",
        "Worked solution with other numbers",
    ]


def test_a_task_is_its_prompt() -> None:
    shown = task("2.1")._repr_mimebundle_()
    assert shown["text/markdown"] == ITEMS["2.1"].prompt
    assert "**" not in shown["text/plain"]


def test_a_power_keeps_its_stars_in_the_echo() -> None:
    assert "q**2*E" in repr(BOOK.judged(ITEMS["2.5"], "q**2*E"))


# ---- progress ---------------------------------------------------------------------------------


def test_a_verdict_is_kept_and_a_blank_is_not() -> None:
    check("2.1", ____)
    assert not progress.file().exists()
    check("2.1", 2375)
    check("2.1", 2385.98)
    entry = progress.load()["exercises"]["2.1"]
    assert entry["verdicts"] == {"this looks like": 1, "correct": 1}
    assert entry["met"] == [*entries.put_right(entry)] == ["equity-zero"]


@pytest.mark.parametrize("sure", [*entries.SURE, " Certain "])
def test_how_sure_one_is_is_kept_if_it_is_said(sure: str) -> None:
    verdict = check("2.1", 2385.98, sure=sure)
    assert (verdict.kind, verdict.note) == ("correct", "")
    word = sure.strip().lower()
    assert entries.said(progress.load()["exercises"]["2.1"]) == {word: (1, 1)}


@pytest.mark.parametrize("sure", ["", None, ____, ...])
def test_nobody_has_to_say_how_sure_one_is(sure: Any) -> None:
    assert check("2.1", 2385.98, sure=sure).note == ""
    assert entries.said(progress.load()["exercises"]["2.1"]) == {}


@pytest.mark.parametrize("sure", ["very", 0.9, [], object(), "certain" * 10**6, b"certain"])
def test_another_word_for_how_sure_one_is_costs_no_verdict(sure: Any) -> None:
    verdict = check("2.1", 2385.98, sure=sure)
    assert verdict.kind == "correct"
    assert "How sure you are was not kept: it is one of guess, fairly sure, certain." in repr(
        verdict
    )
    assert progress.load()["exercises"]["2.1"]["verdicts"] == {"correct": 1}


def test_a_check_works_where_nothing_can_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(progress.VARIABLE, str(tmp_path / "no such folder" / "progress.json"))
    verdict = check("2.1", 2385.98)
    assert verdict.kind == "correct"
    assert "Progress could not be kept here" in repr(verdict)


def test_progress_says_what_is_mastered_met_cured_and_next() -> None:
    assert repr(BOOK.progress()).splitlines() == [
        "→ Progress",
        f"Mastered: 0 of {len(ITEMS)} exercises.",
        f"Next: exercise {next(iter(ITEMS))}.",
    ]
    check("2.1", 2375)
    check("2.2", 2625)
    check("2.2", 2612.98)
    text = repr(BOOK.progress())
    assert f"Mastered: 1 of {len(ITEMS)} exercises: 2.2." in text
    assert "not cured yet: liquidation at equity zero (in 2.1)." in text
    assert "Next: exercise 2.1." in text
    check("2.1", 2385.98)
    back = "put right, they come back after 7 days before they count as cured"
    assert f"{back}: liquidation at equity zero." in repr(BOOK.progress())


def test_looking_at_progress_writes_nothing() -> None:
    BOOK.progress()
    assert not progress.file().exists()
