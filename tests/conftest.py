"""The pages to be read, for the tests that look at them and for those that open them in a browser."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from filelock import FileLock

from tools.site import environment, reading

MOVING = ("02",)  # the lesson whose pictures move there; all of them would take a minute


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the pages, made by the first worker that asks for it."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with FileLock(shared / "reading.lock"):
        if not (shared / "reading").is_dir():
            try:
                tools = environment.Tools(environment.FOLDER)
            except RuntimeError as error:
                (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
                    f"the pages' pictures need Node, which could not be fetched: {error}"
                )
            reading.add(tools, shared / "growing", MOVING)
            (shared / "growing").rename(shared / "reading")
    return shared / "reading" / reading.FOLDER
