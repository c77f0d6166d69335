"""Whether another device came: the two address families of this machine play laptop and telephone."""

from __future__ import annotations

import asyncio
import time
from http.client import HTTPConnection

import pytest

from marginlab.teach import reach
from marginlab.teach.server import opened
from tests.teach.conftest import HOSTS

pytestmark = pytest.mark.skipif(len(HOSTS) < 2, reason="needs both address families")
LAPTOP, TELEPHONE = HOSTS if len(HOSTS) == 2 else ("", "")


def tried(
    *requests: tuple[str, str, str], seconds: float = 0.3
) -> tuple[reach.Reach, list[tuple[int, bytes]]]:
    """What is known after these requests, each (host, method, path), and what they were answered."""
    known, sockets = reach.Reach(lambda remote: remote == LAPTOP), opened(HOSTS, 0)
    port = sockets[0].getsockname()[1]
    answers = []

    def ask() -> None:
        for host, how, path in requests:
            line = HTTPConnection(host, port, timeout=20)
            line.request(how, path)
            answer = line.getresponse()
            answers.append((answer.status, answer.read()))
            line.close()

    async def both() -> None:
        await asyncio.gather(reach.wait(known, sockets, seconds), asyncio.to_thread(ask))

    asyncio.run(both())
    return known, answers


def test_where_nobody_comes_nobody_is_reported() -> None:
    known, _ = tried()
    assert (known.tried, known.device, known.rate) == (True, False, None)


def test_the_laptop_itself_is_no_device() -> None:
    known, answers = tried(
        (LAPTOP, "GET", "/"), (LAPTOP, "GET", "/sample"), (LAPTOP, "POST", "/done")
    )
    assert (known.device, known.rate) == (False, None)
    assert b"This device reaches the laptop" in answers[0][1]
    assert answers[2] == (200, b"This is the laptop itself. Open the page on another device.")


def test_a_device_that_opens_the_page_is_reported_though_it_measures_nothing() -> None:
    known, _ = tried((TELEPHONE, "GET", "/"))
    assert (known.device, known.rate) == (True, None)


def test_a_device_is_measured_by_this_machines_clock() -> None:
    begun = time.monotonic()
    known, answers = tried(
        (TELEPHONE, "GET", "/"),
        (TELEPHONE, "GET", "/sample"),
        (TELEPHONE, "POST", "/done"),
        seconds=20,
    )
    assert time.monotonic() - begun < 15  # it does not wait for more
    assert len(answers[1][1]) == reach.SAMPLE
    assert known.device
    assert known.rate is not None
    assert known.rate > reach.SAMPLE * 8 / (time.monotonic() - begun)


def test_who_says_done_without_a_sample_is_refused() -> None:
    sample, done = (TELEPHONE, "GET", "/sample"), (TELEPHONE, "POST", "/done")
    known, answers = tried(done)
    assert (answers[0][0], known.rate) == (409, None)
    _, answers = tried(sample, done, done)
    assert [status for status, _ in answers] == [200, 200, 409]


def test_nothing_of_it_is_kept_by_a_browser() -> None:
    assert [status for status, _ in tried((TELEPHONE, "GET", "/other"))[1]] == [404]
