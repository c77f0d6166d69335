"""What holds for tests and notebooks alike.

None reads or writes a learner's progress: a mark or a verdict that somebody keeps in this folder would
change what the notebooks show. nbval's kernels need no ports. A cell that takes too long is told as
that, and the cells after it are told nothing about. What `-m quick` runs is chosen here by a rule, so
that a new test needs no mark.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import nbval.kernel
import pytest
from jupyter_client.manager import KernelManager

from tools.notebooks.kernels import listening

ROOT = Path(__file__).parent
QUICK = "quick"
# Where a browser or a kernel is started, a site, a wheel or a notebook is built.
UNHURRIED = tuple(ROOT / name for name in ("tests/browser", "tests/tools", "lessons", "exercises"))


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Names a progress file in which nothing stands yet, and one day for all; kernels inherit both."""
    folder = tempfile.TemporaryDirectory(prefix="marginlab-")
    config.add_cleanup(folder.cleanup)
    os.environ["MARGINLAB_PROGRESS"] = str(Path(folder.name) / "progress.json")
    os.environ["MARGINLAB_TODAY"] = "2026-11-27"

    def manager(**traits: Any) -> KernelManager:
        sockets = tempfile.mkdtemp(dir=folder.name)
        return KernelManager(**traits, **listening(Path(sockets)))

    nbval.kernel.KernelManager = manager


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Lets the cells after one that took too long fail, but does not ask them to.

    nbval marks them xfail, which this project's settings make strict: healthy ones would turn red.
    """
    if getattr(item.parent, "timed_out", False):
        item.own_markers = [mark for mark in item.own_markers if mark.name != "xfail"]
        item.add_marker(pytest.mark.xfail(reason="a cell before it took too long", strict=False))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leaves the unhurried folders unread where only quick tests are asked for."""
    return True if config.option.markexpr == QUICK and collection_path in UNHURRIED else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Calls quick what stands elsewhere and is not marked slow, as more than a second of one core is."""
    for item in items:
        if not {*UNHURRIED} & {*item.path.parents} and not item.get_closest_marker("slow"):
            item.add_marker(QUICK)
