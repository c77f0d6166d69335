"""What holds for all tests: hypothesis sets no deadline, because no test here is a race, and no question
that one test asked anew waits in the next."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _nothing_waits() -> Iterator[None]:
    """The course's book forgets, as a new kernel's does, what waits for an answer."""
    yield
    if book := sys.modules.get("marginlab.course.book"):
        vars(book.BOOK).pop("_waiting", None)
