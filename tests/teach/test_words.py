"""`marginlab teach serve`, `room` and `check` as they are typed: one sentence for all that is not right."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from marginlab.app.command import main
from marginlab.app.doctor import pip
from marginlab.teach import room_check, words
from tests.teach.conftest import FILES, packed

MARGINLAB = [sys.executable, "-m", "marginlab", "teach"]


def refused(*typed: str) -> str:
    """The sentence with which the command ends."""
    with pytest.raises(SystemExit) as ended:
        main(["teach", *typed])
    told = str(ended.value.code)
    assert "\n" not in told
    return told


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_a_site_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    make_one = (
        "bring a release's site.zip, or make one in a checkout: python -m tools.site build site"
    )
    alone = "without one, `marginlab` on each laptop shows the same course"
    assert refused("serve") == f"there is no site.zip here; {make_one}; {alone}"
    assert refused("serve", "there.zip") == f"there.zip does not exist; {make_one}"
    (tmp_path / "site").mkdir()
    for typed in (["serve"], ["serve", "site"], ["check"], ["check", "--site", "site"]):
        assert refused(*typed) == f"site holds no browser edition; {make_one}"


@pytest.mark.parametrize(
    "said", [b"", b"{}", b"[]", b"no JSON", b"\xff", b"7", b"[" * 100_000, b'{"store": ""}']
)
def test_a_site_that_does_not_say_what_it_is_is_none(tmp_path: Path, said: bytes) -> None:
    spoilt = packed(tmp_path / "site.zip", FILES | {"marginlab/course.json": said})
    folder = tmp_path / "folder"
    (folder / "marginlab").mkdir(parents=True)
    (folder / "marginlab" / "course.json").write_bytes(said)
    for site in (str(spoilt), str(folder)):
        for typed in (["serve", site], ["check", "--site", site]):
            assert refused(*typed).startswith(
                f"{site} holds no browser edition; bring a release's "
            )


def test_a_zip_that_is_damaged_is_no_site(tmp_path: Path) -> None:
    site = packed(tmp_path / "site.zip", FILES)
    whole = site.read_bytes()
    head = whole.index(b"marginlab/course.json") + len("marginlab/course.json")
    site.write_bytes(whole[:head] + b"\xff" * 20 + whole[head + 20 :])
    assert refused("serve", str(site)).startswith(f"{site} holds no browser edition; ")


@contextmanager
def begun(command: list[str], folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A command that is at work, and has ended when this has.

    Ctrl+C counts for it also where the tests run in the background, for which shells ignore it.
    """
    pipe, heeds = subprocess.PIPE, partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(
        command, cwd=folder, stdout=pipe, stderr=pipe, text=True, preexec_fn=heeds
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="a folder in which one stands stays there")
def test_who_stands_in_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f'rmdir "{gone}" && exec "$0" -m marginlab teach serve'
    done = subprocess.run(
        ["sh", "-c", command, sys.executable], cwd=gone, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("there is no site.zip here; ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("word", "missing"),
    [("serve", "tornado"), ("serve", "segno"), ("check", "psutil"), ("check", "tornado")],
)
def test_what_is_not_installed_is_named_with_the_command_that_brings_it(
    word: str, missing: str, tmp_path: Path
) -> None:
    code = f"""
import sys
sys.modules[{missing!r}] = None  # as if it were not there
from marginlab.app.command import main
main(["teach", {word!r}])"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (1, "")
    bring = pip("marginlab[teach]")
    assert done.stderr == f"{missing} is not installed here, which this needs; run: {bring}\n"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["check", "--learners", "0"], "was 0; allowed are whole numbers from 1 to 1000"),
        (["check", "--learners", "many"], "was many; allowed are whole numbers from 1 to 1000"),
        (["check", "--mbit", "nan"], "was nan; allowed are numbers from 0.1 to 10000"),
        (["check", "--wait", "-1"], "was -1; allowed are numbers from 0 to 3600"),
        (["serve", "--port", "65536"], "was 65536; allowed are whole numbers from 1 to 65535"),
        (["dance"], "invalid choice: 'dance'"),
        ([], "the following arguments are required: word"),
    ],
)
def test_nonsense_is_told(typed: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["teach", *typed])
    assert told in capsys.readouterr().err


def test_check_works_without_arguments_and_says_what_it_assumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(words, "WAIT", 0)  # nobody else is here
    assert main(["teach", "check"]) == 1
    said = capsys.readouterr().out
    assert said.startswith(
        f"Assumed: {words.LEARNERS} learners (--learners); {words.MBIT} Mbit/s where no device measures "
        "it (--mbit); a site is still to come (--site).\n"
    )
    assert f"What will work here: {room_check.NO_SITE}." in said


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no Ctrl+C can be sent there")
def test_the_site_that_lies_here_is_shown_until_ctrl_c(tmp_path: Path) -> None:
    packed(tmp_path / "site.zip", FILES)
    port = free_port()
    command = [*MARGINLAB, "serve", "--host", "127.0.0.1", "--port", port]
    with begun(command, tmp_path) as server:
        assert server.stdout
        assert server.stdout.readline() == "Showing site.zip, marginlab 9 abcdef.\n"
        assert server.stdout.readline() == f"On this machine: http://localhost:{port}/\n"
        assert server.stdout.readline() == "Stop it with Ctrl+C.\n"
        second = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert second.stderr == f"port {port} is taken; choose another with --port\n"
        assert (second.returncode, second.stdout) == (1, "")
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0
        assert server.stderr
        assert server.stderr.read() == ""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk here")
def test_what_is_shown_to_nobody_ends_without_a_traceback(tmp_path: Path) -> None:
    packed(tmp_path / "site.zip", FILES)
    command = [*MARGINLAB, "serve", "--host", "127.0.0.1", "--port"]
    reads, writes = os.pipe()
    os.close(reads)
    pipe = subprocess.PIPE
    gone = subprocess.run([*command, free_port()], cwd=tmp_path, stdout=writes, stderr=pipe)
    os.close(writes)
    assert (gone.returncode, gone.stderr) == (141, b"")
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*command, free_port()], cwd=tmp_path, stdout=full, stderr=pipe)
    assert done.stderr == b"this could not be printed: No space left on device.\n"


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no Ctrl+C can be sent there")
def test_who_goes_on_without_a_device_is_told_that_none_came(tmp_path: Path) -> None:
    packed(tmp_path / "site.zip", FILES)
    command = [*MARGINLAB, "check", "--wait", "60", "--port", free_port()]
    with begun(command, tmp_path) as check:
        assert check.stdout
        for line in check.stdout:
            if line.startswith("In this room: "):
                check.send_signal(signal.SIGINT)
                break
            if "nothing that others could use" in line:
                pytest.skip("this machine is in no network")
        said = check.stdout.read()
        assert check.wait(20) == 1
    assert "WRONG  device    none came from another address" in said
    assert "What will work here: the USB stick, with the lessons of another edition" in said


def test_a_class_is_held_until_ctrl_c_and_says_where_its_pages_are(tmp_path: Path) -> None:
    """Without a site beside it too; what it prints opens the pages, and no other key does."""
    port = free_port()
    typed = [*MARGINLAB, "room", "60", "--host", "127.0.0.1", "--port", port]
    with begun(typed, tmp_path) as class_room:
        assert class_room.stdout
        told = []
        for line in class_room.stdout:
            told.append(line.rstrip())
            if line.startswith("Stop it"):
                break
        pages = [line.partition("http")[1] + line.partition("http")[2] for line in told]
        stage, console, seat = (page for page in pages if page)
        for page in (stage, console, seat):
            with urlopen(page, timeout=10) as answer:
                assert answer.status == 200
        with pytest.raises(HTTPError):
            urlopen(stage[:-1], timeout=10)
        class_room.send_signal(signal.SIGINT)
        assert class_room.wait(10) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_class_that_cannot_be_held_is_told_in_a_sentence(tmp_path: Path) -> None:
    assert refused("room", "20") == "the length was 20 minutes; the shortest track takes 60"
    assert refused("room", "--site", "there.zip").startswith("there.zip does not exist; ")
