"""What holds for tests and notebooks alike.

None reads or writes a learner's progress: a mark or a verdict that somebody keeps in this folder would
change what the notebooks show. A cell that takes too long is told as that, and the cells after it are
told nothing about.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Names a progress file in a fresh folder, in which nothing stands yet; kernels inherit it."""
    folder = tempfile.TemporaryDirectory(prefix="marginlab-")
    config.add_cleanup(folder.cleanup)
    os.environ["MARGINLAB_PROGRESS"] = str(Path(folder.name) / "progress.json")


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Lets the cells after one that took too long fail, but does not ask them to.

    nbval marks them xfail, which this project's settings make strict: healthy ones would turn red.
    """
    if getattr(item.parent, "timed_out", False):
        item.own_markers = [mark for mark in item.own_markers if mark.name != "xfail"]
        item.add_marker(pytest.mark.xfail(reason="a cell before it took too long", strict=False))
