"""`marginlab teach …` as it is typed: useful without arguments, one sentence for what is not right."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from marginlab.app.command import main
from tests.lessons import ROOT

KNOWN = ", ".join(path.name[:2] for path in sorted((ROOT / "lessons").glob("[0-9]*.ipynb")))
WORDS = ("plan", "guide", "answers", "handout", "mail")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to write into."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("word", WORDS)
def test_a_word_needs_no_arguments(
    word: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["teach", word]) == 0
    told = capsys.readouterr()
    written = [path.name for path in here.iterdir()]
    if word in ("plan", "mail"):
        assert written == []
        assert len(told.out.splitlines()) > 20
    else:
        assert written == [f"marginlab-{word}.html"]
        assert (
            told.err
            == f"marginlab-{word}.html is written; open it in a browser, and print it there.\n"
        )


def test_one_lesson_is_chosen_by_its_number(here: Path) -> None:
    for typed in ("2", "02"):
        assert main(["teach", "guide", typed, "--out", "two.html"]) == 0
        page = (here / "two.html").read_text(encoding="utf-8")
        assert "<h2>2. Where the wall stands</h2>" in page
        assert page.count('<section class="lesson">') == 1


def test_a_plan_is_printed_and_written(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["teach", "plan", "100", "--start", "9:30", "--out", "plan.html"]) == 0
    said, page = capsys.readouterr().out, (here / "plan.html").read_text(encoding="utf-8")
    for text in (said, page):
        assert "the track of 90, the longest track that fits into 100" in text
        assert "09:30" in text
        assert "11:10" in text


def test_the_paper_is_chosen(here: Path) -> None:
    for paper, size in (("a4", "A4"), ("letter", "letter")):
        assert main(["teach", "handout", "0", "--paper", paper, "--out", "it.html"]) == 0
        assert f"size: {size};" in (here / "it.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["plan", "long"], "argument minutes: was long; allowed are whole minutes from 1 to 1000"),
        (["plan", "0"], "argument minutes: was 0; allowed are whole minutes from 1 to 1000"),
        (["plan", "-5"], "was -5"),
        (["plan", "60.5"], "argument minutes: was 60.5; allowed are whole minutes from 1 to 1000"),
        (["plan", "--start", "25:00"], "argument --start: was 25:00; allowed is a time of the day"),
        (["plan", "--start", "noon"], "argument --start: was noon; allowed is a time of the day"),
        (["handout", "--paper", "a3"], "argument --paper: invalid choice: 'a3'"),
        (["dance"], "invalid choice: 'dance'"),
        ([], "the following arguments are required: word"),
    ],
)
def test_nonsense_is_told(typed: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["teach", *typed])
    assert ended.value.code == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert told in last


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["plan", "59"], "the length was 59 minutes; the shortest track takes 60."),
        (["mail", "10"], "the length was 10 minutes; the shortest track takes 60."),
        (["guide", "99"], f"lesson was '99'; there are {KNOWN}."),
        (["answers", "two"], f"lesson was 'two'; there are {KNOWN}."),
        (
            ["answers", "--out", "no/such/place.html"],
            "no/such/place.html could not be written: No such file or directory.",
        ),
        (["plan", "--out", "."], ". could not be written: Is a directory."),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    typed: list[str], told: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["teach", *typed])
    assert str(ended.value.code) == told
    assert capsys.readouterr().out == ""
    assert list(here.iterdir()) == []


WITHOUT = """
import sys
for name in ("jinja2", "latex2mathml", "markdown_it", "mdit_py_plugins", "markupsafe"):
    sys.modules[name] = None
from marginlab.app.command import main
sys.exit(main(["teach", *sys.argv[1:]]))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "typed", [["guide"], ["handout"], ["answers"], ["plan", "--out", "p.html"]]
)
def test_without_its_extra_a_page_is_one_sentence(typed: list[str], here: Path) -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT, *typed], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "is not installed here, which this needs; run: " in done.stderr
    assert list(here.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("typed", [["plan"], ["mail"]])
def test_text_needs_no_extra(typed: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT, *typed], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
