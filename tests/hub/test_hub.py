"""Two learners at a hub of this machine, and whom it does not serve."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from urllib.error import HTTPError

import pytest

from marginlab.app.folder import notebooks
from tests.hub.learner import HUB, ROOT, Learner, Running, free_ports, running

SEATS = ("seat-01", "seat-02")
BY_HAND = "CI" not in os.environ  # .ci/run installs it
NOT_HERE = BY_HAND and find_spec("jupyterhub") is None
NOT_INSTALLED = "JupyterHub is not installed; hub/README.md says how"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*HUB, *words], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "2001:db8::7"])
def test_where_all_seats_are_of_one_account_no_other_machine_is_served(
    host: str, tmp_path: Path
) -> None:
    ran = run("--host", host, "--folder", str(tmp_path / "hub"))
    assert ran.returncode == 1
    assert re.fullmatch(rf"{host} can be reached from outside, .+\.\n", ran.stderr), ran.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("--host example.org", "was example.org; allowed are an address in numbers and localhost"),
        ("--seats 0", "was 0; allowed are whole numbers from 1 to 500"),
        ("--port 65534", "was 65534; allowed are whole numbers from 1 to 65533"),
    ],
)
def test_bad_input_gets_one_sentence(words: str, sentence: str) -> None:
    ran = run(*words.split())
    assert ran.returncode == 2
    assert ran.stderr.endswith(f"{sentence}\n")


@pytest.mark.skipif(NOT_HERE, reason=NOT_INSTALLED)
@pytest.mark.parametrize("kept", [b"", b"\n", b"caf\xe9", None])
def test_a_password_that_cannot_be_read_gets_one_sentence(
    kept: bytes | None, tmp_path: Path
) -> None:
    folder = tmp_path / "hub"
    folder.mkdir()
    if kept is None:
        (folder / "password").mkdir()
    else:
        (folder / "password").write_bytes(kept)
    ran = run("--port", str(free_ports()), "--folder", str(folder))
    assert ran.returncode == 1
    assert ran.stderr == (
        f"{folder / 'password'} holds no password that could be read; delete it, and one is made.\n"
    )


@pytest.mark.skipif(NOT_HERE, reason=NOT_INSTALLED)
@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_taken_port_gets_one_sentence_and_nothing_is_kept(which: int, tmp_path: Path) -> None:
    port = free_ports()
    with socket.create_server(("127.0.0.1", port + which)):
        ran = run("--port", str(port), "--folder", str(tmp_path / "hub"))
    told = rf"port {port + which} of 127\.0\.0\.1 cannot be opened \(.+\); name another .+\.\n"
    assert re.fullmatch(told, ran.stderr), ran.stderr
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A hub with two seats, both started."""
    if NOT_HERE:
        pytest.skip(NOT_INSTALLED)
    with ExitStack() as stack:
        try:
            hub = stack.enter_context(running(tmp_path_factory.mktemp("hub"), len(SEATS)))
        except RuntimeError as error:
            if BY_HAND and "could not be fetched" in str(error):
                pytest.skip(str(error))
            raise
        yield hub


@pytest.mark.slow
def test_two_learners_log_in_and_find_the_course(hub: Running) -> None:
    first = next(name for name in notebooks() if name.startswith("lessons/00"))
    learners = {seat: Learner(hub) for seat in SEATS}
    for seat, learner in learners.items():
        assert learner.log_in(seat, hub.password) == f"{hub.address}/user/{seat}/lab/tree/{first}"
        for part in ("lessons", "exercises"):
            listed = learner.ask(f"/user/{seat}/api/contents/{part}")["content"]
            there = {file["path"] for file in listed}
            assert there == {name for name in notebooks() if name.startswith(f"{part}/")}
        kernels = learner.ask(f"/user/{seat}/api/kernelspecs")["kernelspecs"]
        assert "--ext=marginlab.stumbles" in kernels["python3"]["spec"]["argv"]
    with pytest.raises(HTTPError, match="403"):
        learners["seat-01"].ask("/user/seat-02/api/contents")
    for seat, password in ("seat-01", "a guess"), ("seat-03", hub.password):
        with pytest.raises(HTTPError, match="403"):
            Learner(hub).log_in(seat, password)


@pytest.mark.slow
def test_an_edited_notebook_outlives_its_server_and_a_deleted_one_comes_back(hub: Running) -> None:
    learner, seat = Learner(hub), "/user/seat-01/api/contents/"
    learner.log_in("seat-01", hub.password)
    edited, deleted = [name for name in notebooks() if name.startswith("lessons/0")][2:4]
    notebook = learner.ask(seat + edited)["content"]
    notebook["cells"][0]["source"] = "# Mine"
    learner.ask(seat + edited, "PUT", {"type": "notebook", "format": "json", "content": notebook})
    learner.ask(seat + deleted, "DELETE")
    kept = hub.folder / "seats" / "seat-01" / "marginlab-course"
    written = (kept / edited).read_bytes()
    assert b"# Mine" in written

    server = "/hub/api/users/seat-01/server"
    learner.ask(server, "DELETE")
    assert learner.ask("/hub/api/users/seat-01")["server"] is None
    learner.ask(server, "POST")
    learner.log_in("seat-01", hub.password)
    assert learner.ask(seat + edited)["content"]["cells"][0]["source"] == "# Mine"
    assert (kept / edited).read_bytes() == written
    assert learner.ask(seat + deleted)["name"] == Path(deleted).name
