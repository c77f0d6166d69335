"""`marginlab teach …` as it is typed: useful without arguments, one sentence for what is not right."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from marginlab.app.command import main
from marginlab.teach.syllabus import Syllabus

LESSONS = Path(__file__).parents[2] / "lessons" / "src"
THERE = ", ".join(sorted(path.stem[:2] for path in LESSONS.glob("[0-9]*.md")))
WORDS = ("plan", "guide", "answers", "handout", "mail", "sheets")


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


def test_a_lesson_of_its_own_takes_nothing_from_all_of_them(here: Path) -> None:
    for typed in (["guide"], ["guide", "2"], ["answers", "02"], ["handout", "5"]):
        assert main(["teach", *typed]) == 0
    wanted = {"guide", "guide-02", "answers-02", "handout-05"}
    assert {path.name for path in here.iterdir()} == {f"marginlab-{name}.html" for name in wanted}


def test_a_letter_says_what_is_still_to_be_filled_in(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["teach", "mail", "--place", "room 7", "--out", "letter.txt"]) == 0
    said = capsys.readouterr()
    assert (here / "letter.txt").read_text(encoding="utf-8") == said.out
    assert "Where: room 7\n" in said.out
    assert said.err.splitlines() == [
        "letter.txt is written; send it, or paste it into a mail.",
        "Still to be filled in: date, address (--date, --address).",
    ]
    assert main(["teach", "mail", "--date", "3 May", "--place", "7", "--address", "a.example"]) == 0
    assert capsys.readouterr().err == ""


def test_help_names_the_tracks(capsys: pytest.CaptureFixture[str]) -> None:
    for word in ("plan", "mail"):
        with pytest.raises(SystemExit):
            main(["teach", word, "--help"])
        told = " ".join(capsys.readouterr().out.split())
        lengths = [str(track.minutes) for track in Syllabus.installed().tracks]
        assert f"the longest track that fits is taken, of {', '.join(lengths)} " in told


@pytest.mark.parametrize("word", [*WORDS, "serve", "room", "report", "check"])
def test_an_unknown_option_is_told_with_the_usage_of_its_word(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["teach", word, "--loudly"])
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.startswith(f"usage: marginlab teach {word} ")
    assert said.endswith(f"marginlab teach {word}: error: unrecognized arguments: --loudly\n")


def test_a_plan_is_printed_and_written(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["teach", "plan", "100", "--start", "9:30", "--out", "plan.html"]) == 0
    said, page = capsys.readouterr().out, (here / "plan.html").read_text(encoding="utf-8")
    for text in (said, page):
        assert "09:30 to 11:00: the track of 90, the longest that fits into 100" in text


def test_the_paper_is_chosen(here: Path) -> None:
    for paper, size in (("a4", "A4"), ("letter", "letter")):
        assert main(["teach", "handout", "0", "--paper", paper, "--out", "it.html"]) == 0
        assert f"size: {size};" in (here / "it.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["plan", "long"], "argument minutes: was long; allowed are whole numbers from 1 to 1000"),
        (["plan", "0"], "argument minutes: was 0; allowed are whole numbers from 1 to 1000"),
        (["plan", "-5"], "was -5"),
        (["plan", ""], "argument minutes: was empty; allowed are whole numbers from 1 to 1000"),
        (["plan", "--start", ""], "argument --start: was empty; allowed is a time of the day"),
        (["guide", "--out", ""], "argument --out: was empty; allowed is the name of a file"),
        (["serve", ""], "argument SITE: was empty; allowed is the name of a file or folder"),
        (["mail", "--place", "a\nb"], "argument --place: was 'a\\nb'; allowed is one line of text"),
        (["mail", "--date", ""], "argument --date: was ''; allowed is one line of text"),
        (["plan", "60.5"], "argument minutes: was 60.5; allowed are whole numbers from 1 to 1000"),
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
        (["guide", ""], f"lesson was ''; there are {THERE}."),
        (["guide", "99"], f"lesson was '99'; there are {THERE}."),
        (["answers", "two"], f"lesson was 'two'; there are {THERE}."),
        (
            ["answers", "--out", "no/such/place.html"],
            "no/such/place.html could not be written: there is no folder no/such.",
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
    assert done.returncode == 0
    assert "not installed" not in done.stderr


MARGINLAB = [sys.executable, "-m", "marginlab", "teach"]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="its pipes break in another way")
@pytest.mark.parametrize("typed", [["plan"], ["mail"], ["--help"], ["check", "--wait", "0"]])
def test_who_reads_no_more_is_told_nothing(typed: list[str], here: Path) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    done = subprocess.run(
        [*MARGINLAB, *typed], stdout=writes, stderr=subprocess.PIPE, text=True, cwd=here
    )
    os.close(writes)
    said = [line for line in done.stderr.splitlines() if not line.startswith("Still to be")]
    swallowed = [0] if typed == ["--help"] else []  # by some versions of argparse
    assert done.returncode in (141, *swallowed)
    assert said == []


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk here")
@pytest.mark.parametrize("typed", [["plan"], ["mail"], ["check", "--wait", "0"]])
def test_a_full_disk_is_one_sentence(typed: list[str], here: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*MARGINLAB, *typed], stdout=full, stderr=subprocess.PIPE, text=True, cwd=here
        )
    assert done.returncode == 1
    assert done.stderr.endswith("this could not be printed: No space left on device.\n")
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_letter_that_the_output_does_not_know_is_one_sentence(here: Path) -> None:
    env = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "1"}
    typed = ["mail", "--date", "1", "--place", "Caf\u00e9", "--address", "a.example"]
    done = subprocess.run([*MARGINLAB, *typed], capture_output=True, text=True, cwd=here, env=env)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "'\\xe9' cannot be printed in ascii; set PYTHONIOENCODING=utf-8 and run it again.\n"
    )
