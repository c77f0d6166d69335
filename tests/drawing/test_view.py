"""The Python half of the picture; what the browser does with it is tested in browser/."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from marginlab.drawing.canvas import WIDTH
from marginlab.drawing.ink import PALETTE
from marginlab.drawing.view import PlotView

STYLE = Path(__file__).parents[2] / "marginlab" / "drawing" / "widgets.css"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[dict, list[bytes]]]:
    sent: list[tuple[dict, list[bytes]]] = []
    monkeypatch.setattr(
        PlotView, "send", lambda self, content, buffers: sent.append((content, buffers))
    )
    return sent


def test_every_hearer_gets_every_act_as_plain_data() -> None:
    view, one, other = PlotView(), [], []
    view.on_act(one.append)
    view.on_act(other.append)
    click = {"kind": "click", "subplot": "x2", "x": 56_400.2, "y": 12.5}
    view._handle_custom_msg(click, [])
    assert one == other == [click]


def test_after_every_drop_the_page_is_told_to_draw_anew() -> None:
    view = PlotView()
    view._handle_custom_msg({"kind": "click", "subplot": "x", "x": 1.0, "y": 1.0}, [])
    assert view.heard == 0
    for count in (1, 2):
        view._handle_custom_msg({"kind": "shape", "index": 0}, [])
        assert view.heard == count


def test_the_library_is_sent_to_a_page_that_has_none(sent: list) -> None:
    view, acts = PlotView(), []
    view.on_act(acts.append)
    view._handle_custom_msg({"kind": "library"}, [])
    [(content, [script])] = sent
    assert content == {"kind": "library"}
    assert script.startswith(b"/**\n* plotly.js")
    assert acts == []


def test_the_browser_tells_how_wide_the_column_is() -> None:
    view = PlotView()
    assert view.width == WIDTH
    view._handle_custom_msg({"kind": "width", "width": 480}, [])
    assert view.width == 480
    assert {480, WIDTH} < set(view.steps)


@pytest.mark.parametrize(("theme", "selector"), [
    ("light", ".marginlab {"), ("dark", '[data-jp-theme-light="false"] .marginlab {'),
])  # fmt: skip
def test_the_style_sheet_uses_the_colours_of_the_figures(theme: str, selector: str) -> None:
    _, _, rest = STYLE.read_text().partition(f"\n{selector}")
    rule = rest.partition("}")[0]
    names = {"ink": "ink", "paper": "paper", "quiet": "axis", "rule": "grid", "stop": "wall"}
    colours = dict(re.findall(r"--(\w+): (#\w{6});", rule))
    assert colours == {name: PALETTE[theme][role] for name, role in names.items()}
