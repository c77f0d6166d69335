"""A form: filled from a text, blamed where a field is wrong, written and kept by what its desk says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from marginlab.drawing.controls import Field
from marginlab.drawing.form import Desk, Form
from marginlab.drawing.panel import Theme
from marginlab.drawing.words import Words
from marginlab.theory.given import Misread


def scene(*, first: str, second: str) -> tuple[float, float]:
    faults = {
        name: f"{name} was {text!r}; a digit is needed"
        for name, text in {"first": first, "second": second}.items()
        if not text.isdigit()
    }
    if faults:
        raise Misread(faults)
    return float(first), float(second)


def figure(scene: tuple[float, float], width: float = 0) -> dict[str, Any]:
    return {"data": [], "layout": {"title": str(scene)}, "config": {}}


def words(scene: tuple[float, float]) -> Words:
    rows = {name: {"is": f"{value:g}"} for name, value in zip(("a", "b"), scene, strict=True)}
    return Words(f"It is {scene}.", "Two digits.", rows)


class Store:
    """A desk that keeps one text; what is written is the two digits with a comma."""

    text = ""

    def desk(self) -> Desk:
        return Desk(self.read, lambda v: ",".join(v.values()), self.below, self.keep, self.forget)

    def read(self, text: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        first, comma, second = text.partition(",")
        if not comma:
            raise ValueError(f"text was {text!r}; two digits are needed")
        return {"first": first, "second": second}, {"all": text}

    def below(self, scene: Any, also: Mapping[str, Any]) -> str:
        return f"<p>below {scene}, read {also.get('all', 'nothing')}</p>"

    def keep(self, text: str) -> str:
        self.text = text
        return "Kept."

    def forget(self) -> str:
        self.text = ""
        return "Gone."


@pytest.fixture
def form() -> Form:
    return Form([Field("first", "first", value="1"), Field("second", "second", value="2")],
                Theme(scene, figure, words), Store().desk())  # fmt: skip


def test_below_the_picture_stand_its_numbers_a_column_for_each_mode(form: Form) -> None:
    assert '<tr><th scope="col">mode</th><th scope="col">a</th><th scope="col">b</th></tr>' in (
        form.below.value
    )
    assert '<tr><th scope="row">is</th><td>1</td><td>2</td></tr>' in form.below.value
    assert "below (1.0, 2.0), read nothing" in form.below.value
    assert "below (1.0, 2.0), read nothing" in form.html()


def test_each_wrong_field_is_blamed_and_all_else_stays(form: Form) -> None:
    before = form.view.figure, form.view.say, form.below.value
    form.set(first="x", second="")
    assert form.controls.faults == {
        "first": "first was 'x'; a digit is needed",
        "second": "second was ''; a digit is needed",
    }
    assert (form.view.figure, form.view.say, form.below.value) == before
    form.set(second="5")
    assert list(form.controls.faults) == ["first"]
    form.set(first="4")
    assert form.controls.faults == {}
    assert form.scene == (4, 5)


def test_a_text_fills_the_fields_and_what_else_it_said_stands_below(form: Form) -> None:
    form.row.set(text="7,8")
    form.press("fill")
    assert form.values == {"first": "7", "second": "8"}
    assert "read 7,8" in form.below.value
    assert form.told == "Filled in."
    form.fill("7,8")  # the same again is heard, too
    assert form.told == "Filled in."


def test_a_text_that_cannot_be_read_changes_nothing(form: Form) -> None:
    form.fill("7,8")
    form.fill("<b>")
    assert form.told == "text was '<b>'; two digits are needed."
    assert "&lt;b&gt;" in form.reply.value
    assert form.values == {"first": "7", "second": "8"}
    assert "read 7,8" in form.below.value


def test_it_is_written_kept_and_forgotten_by_the_desk() -> None:
    store = Store()
    form = Form([Field("first", "first", value="1"), Field("second", "second", value="2")],
                Theme(scene, figure, words), store.desk())  # fmt: skip
    form.press("write")
    assert form.told == "1,2"
    form.press("keep")
    assert (form.told, store.text) == ("Kept.", "1,2")
    form.press("forget")
    assert (form.told, store.text) == ("Gone.", "")
