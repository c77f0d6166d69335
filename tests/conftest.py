"""What holds for all tests: hypothesis sets no deadline, because no test here is a race, and no question
that one test asked anew waits in the next. And the pages to be read, for the tests that look at them and
for those that open them in a browser."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

MOVING = ("02",)  # the lesson whose pictures move there; all of them would take a minute

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _nothing_waits() -> Iterator[None]:
    """The course's book forgets, as a new kernel's does, what waits for an answer."""
    yield
    if book := sys.modules.get("marginlab.course.book"):
        vars(book.BOOK).pop("_waiting", None)


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the pages, made by the first worker that asks for it."""
    from filelock import (
        FileLock,
    )  # what other tests need not wait for, and the browser's Python lacks

    from tools.site import environment, reading

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
