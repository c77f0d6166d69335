"""No test and no notebook that is checked reads or writes a learner's progress.

A mark or a verdict that somebody keeps in this folder would change what the notebooks show.
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
