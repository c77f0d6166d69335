"""A panel of the course, alive in a page without a kernel: its widgets' states go out, acts come in.

The page gets a tree of what stands where, `{"box": ..}`, `{"html": ..}`, and for each picture or row of
controls its module and its state; then, after an act, all that has changed in one message. What comes
back is what these modules send to a kernel, and takes the same way from there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from marginlab.drawing.controls import Controls
from marginlab.drawing.panel import Kept
from marginlab.drawing.view import PlotView

ITS_OWN = ("layout", "tabbable", "tooltip")  # of the widgets' library, which the page has not
Send = Callable[[Mapping[str, Any]], None]


class Alive:
    """One panel and where its messages go; it belongs to a running event loop."""

    def __init__(self, panel: Kept, send: Send) -> None:
        self.panel, self._send = panel, send
        self._parts: dict[str, Any] = {}
        self._changed: dict[str, dict[str, Any]] = {}
        self._due = self._rebuilt = False
        self._watched()

    @property
    def tree(self) -> dict[str, Any]:
        """All that a page needs to show it as it is now."""
        return self._tree(self.panel)

    def hear(self, part: object, message: object) -> None:
        """An act in the page, as its module tells it; what is no part of this panel is nothing.

        A slider that gets the focus neither: the states ahead of it would be computed while others wait.
        """
        widget = self._parts.get(part) if isinstance(part, str) else None
        acts = isinstance(message, dict) and "focus" not in message
        if isinstance(widget, PlotView | Controls) and acts:
            data = {"method": "custom", "content": message}
            widget.comm.handle_msg({"content": {"data": data}, "buffers": []})

    def _watched(self) -> None:
        self._parts = {widget.model_id: widget for widget in _widgets(self.panel)}
        for widget in self._parts.values():
            widget.observe(self._note)

    def _unwatched(self) -> None:
        for widget in self._parts.values():
            widget.unobserve(self._note)

    def _note(self, change: Mapping[str, Any]) -> None:
        name, widget = change["name"], change["owner"]
        if name == "children":
            self._rebuilt = True
        elif name in _synced(widget):
            self._changed.setdefault(widget.model_id, {})[name] = change["new"]
        else:
            return
        if not self._due:
            self._due = True
            asyncio.get_running_loop().call_soon(self._tell)

    def _tell(self) -> None:
        self._due = False
        changed, self._changed = self._changed, {}
        if self._rebuilt:
            self._rebuilt = False
            self._unwatched()
            self._watched()
            self._send({"panel": self.tree})
        elif changed:
            self._send({"changed": changed})

    def _tree(self, widget: Any) -> dict[str, Any]:
        look = " ".join(widget._dom_classes)
        if isinstance(widget, PlotView | Controls):
            state = {name: getattr(widget, name) for name in _synced(widget)}
            module = "view" if isinstance(widget, PlotView) else "controls"
            return {"module": module, "id": widget.model_id, "state": state}
        if hasattr(widget, "children"):
            return {"box": [self._tree(child) for child in widget.children], "look": look}
        return {"html": widget.value, "id": widget.model_id, "look": look}


def _widgets(widget: Any) -> list[Any]:
    """A widget and all that stand in it."""
    return [widget, *(one for child in getattr(widget, "children", ()) for one in _widgets(child))]


def _synced(widget: Any) -> list[str]:
    """The names of the state that a page draws from."""
    if isinstance(widget, PlotView | Controls):
        return [n for n in widget.keys if not n.startswith("_") and n not in ITS_OWN]
    return ["value"] if hasattr(widget, "value") else []
