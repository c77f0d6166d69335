from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

import marginlab
from marginlab.app import command as command_line
from marginlab.app.copies import Step
from marginlab.app.doctor import Finding
from marginlab.app.folder import (
    copy_course,
    course,
    digest,
    handed,
    manifest,
    notebooks,
    save_manifest,
)
from marginlab.app.served import LEAVE_OPEN
from marginlab.course.ideas import NAMES
from marginlab.practice import progress

MARGINLAB = [sys.executable, "-m", "marginlab"]
SECONDS_TO_START = 60


def told(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*MARGINLAB, *words], cwd=folder, capture_output=True, text=True)


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """A running `marginlab --no-browser`: its folder, its port, the address that it printed."""
    tmp_path, port = tmp_path_factory.mktemp("started"), a_free_port()
    home = tmp_path / "home"
    home.mkdir()
    words = [*MARGINLAB, "--no-browser", "--port", str(port), "--folder", "mine"]
    with (tmp_path / "words").open("wb") as file:
        server = subprocess.Popen(
            words, cwd=tmp_path, stdout=file, stderr=file, env={**os.environ, "HOME": str(home)}
        )
    try:
        end = time.monotonic() + SECONDS_TO_START
        address = None
        while address is None:
            text = (tmp_path / "words").read_text(encoding="utf-8")
            assert server.poll() is None, text
            assert time.monotonic() < end, text
            address = re.search(rf"http://127\.0\.0\.1:{port}/\S+", text)
            time.sleep(0.1)
        yield tmp_path, port, address[0]
    finally:
        server.terminate()
        server.wait(timeout=30)


def test_the_course_opens_at_its_first_lesson(started):
    folder, port, address = started
    notebooks = sorted(path.name for path in (course() / "lessons").glob("*.ipynb"))
    copies = sorted(path.name for path in (folder / "mine" / "lessons").glob("*.ipynb"))
    assert copies == notebooks
    words = (folder / "words").read_text(encoding="utf-8")
    assert re.search(r"mine: \d+ notebooks copied, 0 kept as they were$", words, re.M)
    page, _, token = address.partition("?token=")
    assert page.endswith(f"/lab/tree/lessons/{notebooks[0]}")

    # Only who has the token is let in.
    root = f"http://127.0.0.1:{port}"
    with urlopen(f"{root}/api/contents/lessons?token={token}") as answer:
        assert notebooks[0] in {item["name"] for item in json.load(answer)["content"]}
    with pytest.raises(HTTPError, match="403"):
        urlopen(f"{root}/api/contents/lessons")

    # JupyterLab neither asks about news nor looks for updates.
    setting = "@jupyterlab/apputils-extension:notification"
    with urlopen(f"{root}/lab/api/settings/{setting}?token={token}") as answer:
        properties = json.load(answer)["schema"]["properties"]
    assert properties["fetchNews"]["default"] == "false"
    assert properties["checkForUpdates"]["default"] is False
    with urlopen(f"{root}/lab?token={token}") as answer:
        assert '"buildCheck": false' in answer.read().decode()

    # Once it answers, the terminal says what to do with it, after all that Jupyter has to say.
    end = time.monotonic() + SECONDS_TO_START
    while LEAVE_OPEN not in (words := (folder / "words").read_text(encoding="utf-8")):
        assert time.monotonic() < end, words
        time.sleep(0.1)
    assert words.rindex(LEAVE_OPEN) > words.rindex(address)

    # Its kernel says what to do where a learner gets stuck, before any cell was run.
    with urlopen(f"{root}/api/kernelspecs?token={token}") as answer:
        found = json.load(answer)
    assert found["default"] == "python3"
    assert "--ext=marginlab.stumbles" in found["kernelspecs"]["python3"]["spec"]["argv"]

    # The user's own settings were not touched.
    assert not (folder / "home" / ".jupyter").exists()


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="needs Linux")
def test_the_server_listens_on_this_machine_only(started):
    port = f"{started[1]:04X}"
    rows = [
        row.split()
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        if Path(table).exists()
        for row in Path(table).read_text(encoding="ascii").splitlines()[1:]
    ]
    listening = [row[1] for row in rows if row[3] == "0A" and row[1].endswith(f":{port}")]
    assert listening == [f"0100007F:{port}"]  # 127.0.0.1, as the kernel writes it


@pytest.mark.slow
def test_the_doctor_finds_nothing_wrong_here(tmp_path):
    ran = told("doctor", folder=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    *lines, empty, last, command = ran.stdout.splitlines()
    assert {line.split()[0] for line in lines} == {"ok"}
    subjects = [line[7:20].strip() for line in lines]
    assert subjects == [
        *("Python", "anywidget", "ipywidgets", "jupyterlab", "plotly", "sympy"),
        *("front end", "front end", "front end", "folder", "port", "kernel"),
    ]
    assert (empty, last, command.strip()) == (
        "",
        "All is well. Run:",
        f"{sys.executable} -m marginlab",
    )
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_tells_all_that_is_wrong_and_the_first_command_that_mends(monkeypatch, capsys):
    found = [
        Finding("Python", "3.11.7"),
        Finding("folder", "/x is a file", "marginlab --folder course"),
        Finding("port", "9 is taken", "marginlab --port 10"),
    ]
    monkeypatch.setattr(command_line, "findings", lambda folder, port: iter(found))
    assert command_line.main(["doctor"]) == 1
    assert (
        capsys.readouterr().out
        == """\
ok     Python       3.11.7
WRONG  folder       /x is a file
WRONG  port         9 is taken

Run this, then `marginlab doctor` once more:
    marginlab --folder course
"""
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("--port 0", "was 0; allowed are whole numbers from 1 to 65535"),
        ("--port x", "was x; allowed are whole numbers from 1 to 65535"),
        ("start --port 65536", "was 65536; allowed are whole numbers from 1 to 65535"),
        ("--folder taken", "taken is a file, not a folder; name another one with --folder."),
        ("--folder taken/below", "taken is a file, not a folder; name another one"),
        ("--hub", "--hub is for a JupyterHub, which starts a learner's server with it."),
        ("begin", "invalid choice: 'begin' (choose from"),
        ("update --folder nowhere", "there is no course in"),
        ("reset", "the following arguments are required: notebook"),
        ("reset 02 --folder nowhere", "there is no course in"),
        ("reset no-such --folder .", "'no-such' fits none; name one of lessons/"),
    ],
)
def test_bad_input_gets_one_sentence_and_no_traceback(words, sentence, tmp_path):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    ran = told(*words.split(), folder=tmp_path)
    assert ran.returncode != 0
    assert sentence in ran.stderr
    assert "Traceback" not in ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_taken_port_gets_one_sentence_and_nothing_is_copied(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        ran = told("--no-browser", "--port", str(server.getsockname()[1]), folder=tmp_path)
    assert ran.returncode == 1
    assert re.fullmatch(r"port \d+ cannot be opened \(.+\); name another one .+\n", ran.stderr)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_gets_one_sentence(tmp_path, monkeypatch):
    def full(folder):
        raise OSError(28, "No space left on device", str(folder / "lessons"))

    monkeypatch.setattr(command_line, "copy_course", full)
    with pytest.raises(SystemExit, match="lessons could not be written: No space left"):
        command_line.main(["--folder", str(tmp_path)])


def test_update_prints_a_line_a_file_and_a_dry_run_changes_nothing(tmp_path):
    copy_course(tmp_path / "mine")
    names = sorted(notebooks())
    (tmp_path / "mine" / names[0]).unlink()
    (tmp_path / "mine" / names[1]).write_text("my notes", encoding="utf-8")
    dry = told("update", "--dry-run", "--folder", "mine", folder=tmp_path)
    assert dry.stdout.startswith(
        f"Nothing is changed; `{sys.executable} -m marginlab update` would do this:\n"
    )
    assert not (tmp_path / "mine" / names[0]).exists()
    ran = told("update", "--folder", "mine", folder=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert dry.stdout.endswith(ran.stdout)
    lines = {line[12:].split("  ")[0]: line[:11].strip() for line in ran.stdout.splitlines()}
    assert lines == dict.fromkeys(names, "up to date") | {names[0]: "restored", names[1]: "kept"}
    assert (tmp_path / "mine" / names[1]).read_text(encoding="utf-8") == "my notes"


def test_an_update_that_could_not_write_ends_with_one(tmp_path, monkeypatch, capsys):
    failed = [Step("lessons/02.ipynb", "failed", "no space left on device")]
    monkeypatch.setattr(command_line, "update", lambda folder, dry_run: iter(failed))
    assert command_line.main(["update", "--folder", str(tmp_path)]) == 1
    assert "failed      lessons/02.ipynb  no space left on device" in capsys.readouterr().out


def test_reset_says_where_the_old_one_is(tmp_path):
    copy_course(tmp_path / "mine")
    name = next(name for name in notebooks() if name.startswith("exercises/"))
    (tmp_path / "mine" / name).write_text("my answers", encoding="utf-8")
    ran = told("reset", name, "--folder", "mine", folder=tmp_path)
    archived = f"archive/{name.removesuffix('.ipynb')}-1.ipynb"
    assert ran.stdout == f"reset       {name}  yours is now {archived}\n"
    assert (tmp_path / "mine" / archived).read_text(encoding="utf-8") == "my answers"
    assert (tmp_path / "mine" / name).read_bytes() == handed(course() / name)


def test_the_command_finds_the_course_in_which_it_stands(tmp_path, monkeypatch):
    monkeypatch.delenv(progress.VARIABLE, raising=False)
    copy_course(tmp_path / "mine")
    kept = {"verdicts": {"correct": 1}, "met": [], "cured": []}
    progress.save({"version": 1, "exercises": {"2.1": kept}}, tmp_path / "mine" / progress.FILE)
    for place in ("mine", "mine/exercises"):
        assert told("progress", folder=tmp_path / place).stdout.startswith("Mastered: 1 of ")
        assert "no course" not in told("update", "--dry-run", folder=tmp_path / place).stderr
    assert told("progress", folder=tmp_path).stdout.startswith("Mastered: 0 of ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine"]


@pytest.mark.parametrize(
    ("typed", "on_path", "words"),
    [
        (".venv/bin/marginlab", False, ".venv/bin/marginlab"),
        ("{here}/.venv/bin/marginlab", False, ".venv/bin/marginlab"),
        ("{here}/.venv/bin/marginlab", True, "marginlab"),
        ("{here}/.venv/bin/pytest", False, "marginlab"),
    ],
)
def test_the_command_names_itself_as_it_works_here(typed, on_path, words, tmp_path, monkeypatch):
    program = tmp_path / ".venv" / "bin" / "marginlab"
    program.parent.mkdir(parents=True)
    program.touch(mode=0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(program.parent) if on_path else "")
    monkeypatch.setattr(sys, "argv", [typed.format(here=tmp_path), "progress"])
    assert command_line.called() == words


def test_progress_is_told_on_the_command_line_too(tmp_path, monkeypatch):
    monkeypatch.delenv(progress.VARIABLE, raising=False)
    (tmp_path / "mine").mkdir()
    kept = {"verdicts": {"correct": 1}, "met": ["an idea"], "cured": ["an idea"]}
    progress.save({"version": 1, "exercises": {"2.1": kept}}, tmp_path / "mine" / progress.FILE)
    ran = told("progress", "--folder", "mine", folder=tmp_path)
    assert ran.returncode == 0, ran.stderr
    first, waiting, cured, following = ran.stdout.splitlines()
    assert re.fullmatch(r"Mastered: 1 of \d+ exercises: 2\.1\.", first)
    assert waiting == "1 due: 2.1."
    assert cured == "Wrong ideas met and cured: an idea."
    assert following.startswith("Next: exercise ")


def test_progress_is_written_as_text_and_over_nothing(tmp_path, monkeypatch):
    monkeypatch.delenv(progress.VARIABLE, raising=False)
    kept = tmp_path / "mine" / progress.FILE
    kept.parent.mkdir()
    entry = {"verdicts": {"correct": 1}, "met": ["fixed-wall"], "cured": []}
    progress.save({"version": 1, "exercises": {"2.1": entry}}, kept)
    printed = told("progress", "--folder", "mine", "--export", folder=tmp_path).stdout
    assert f"wrong idea: {NAMES['fixed-wall']}, not put right yet" in printed
    ran = told("progress", "--folder", "mine", "--export", "mine.txt", folder=tmp_path)
    assert ran.stdout == f"mine.txt: all that {progress.FILE} holds, as text\n"
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == printed
    again = told("progress", "--folder", "mine", "--export", "mine.txt", folder=tmp_path)
    assert (again.returncode, again.stderr) == (1, "mine.txt could not be written: file exists.\n")
    kept.write_text("{")
    damaged = told("progress", "--folder", "mine", "--export", folder=tmp_path)
    assert (damaged.returncode, damaged.stdout) == (1, "")
    assert "is damaged" in damaged.stderr


def test_start_tells_of_a_newer_edition_and_touches_nothing(tmp_path, monkeypatch, capsys):
    copy_course(tmp_path)
    name = next(iter(notebooks()))
    (tmp_path / name).write_text("first edition", encoding="utf-8")
    save_manifest(tmp_path, {**manifest(tmp_path), name: digest(b"first edition")})
    monkeypatch.setattr(command_line.runpy, "run_module", lambda *_, **__: None)
    monkeypatch.setattr(sys, "argv", [])
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "")
    command_line.main(["--folder", str(tmp_path)])
    assert "a newer edition of 1: `marginlab update` brings it" in capsys.readouterr().out
    assert (tmp_path / name).read_text(encoding="utf-8") == "first edition"


def test_without_jupyterlab_the_doctor_is_recommended(tmp_path, monkeypatch):
    monkeypatch.setattr(command_line, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="JupyterLab is not installed here; `marginlab doctor`"):
        command_line.main(["--folder", str(tmp_path)])


def test_the_version_is_the_packages(tmp_path):
    assert told("--version", folder=tmp_path).stdout == f"marginlab {marginlab.__version__}\n"
