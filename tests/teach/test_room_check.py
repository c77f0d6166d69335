"""`teach check`: what it says of power, edition and network, and the rung that follows."""

from __future__ import annotations

import re
import socket
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest

from marginlab.app.folder import edition_name
from marginlab.teach import addresses, reach, room_check
from tests.teach.conftest import FILES, packed


def known(**facts: object) -> reach.Reach:
    found = reach.Reach(lambda _: True)
    for name, fact in facts.items():
        setattr(found, name, fact)
    return found


@pytest.mark.parametrize(("learners", "mbit"), [(1, 1.0), (20, 5.0), (20, 20.0), (50, 100.0)])
def test_minutes_are_bytes_over_rate(learners: int, mbit: float) -> None:
    seconds = Fraction(learners * 8 * room_check.LESSON_BYTES) / Fraction(mbit * 10**6)
    assert room_check.minutes(learners, mbit) == pytest.approx(float(seconds / 60))


@pytest.mark.parametrize(
    ("mbit", "rung"), [(5, room_check.STICK), (20, room_check.FOR_ALL), (100, room_check.FOR_ALL)]
)
def test_a_rate_leads_to_its_rung(mbit: float, rung: str) -> None:
    """Twenty learners at 5 Mbit/s wait for a quarter of an hour."""
    wait = room_check.minutes(20, mbit)
    assert room_check.rung(wait, site=True) == rung
    assert room_check.rung(wait, site=True, reachable=False) == room_check.STICK
    assert room_check.rung(wait, site=False) == room_check.PAPER
    first, second, *_ = room_check.verdict(None, mbit, 20, site=True, reachable=True)
    assert first.endswith(f" at {mbit} Mbit/s (assumed).")
    assert second == f"What will work here: {rung}."


def test_what_was_measured_counts_and_not_what_was_assumed() -> None:
    first, second, *others = room_check.verdict(5e6, 100, 20, site=True, reachable=True)
    assert "at 5 Mbit/s (measured by one device" in first
    assert second == f"What will work here: {room_check.STICK}."
    assert [re.findall(r"\d+", line)[0] for line in others] == ["5", "20", "100"]


def test_devices_that_do_not_reach_this_machine_lead_to_the_stick() -> None:
    _, second, *_ = room_check.verdict(None, 100, 20, site=True, reachable=False)
    assert second == f"What will work here: {room_check.STICK}."


@pytest.mark.parametrize(
    ("battery", "found", "mend"),
    [
        (None, "cannot be told from here, or there is no battery", False),
        ((80.2, None), "cannot be told from here, or there is no battery", False),
        ((80.2, True), "plugged in, its battery holds 80 %", False),
        ((53.0, False), "on battery, its battery holds 53 %", True),
    ],
)
def test_power(
    monkeypatch: pytest.MonkeyPatch, battery: tuple[float, bool] | None, found: str, mend: bool
) -> None:
    seen = battery and SimpleNamespace(percent=battery[0], power_plugged=battery[1])
    monkeypatch.setattr(room_check.psutil, "sensors_battery", lambda: seen, raising=False)
    finding = room_check.power()
    assert (finding.found, bool(finding.remedy)) == (found, mend)


def test_a_system_that_knows_nothing_of_batteries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(room_check.psutil, "sensors_battery", raising=False)
    assert room_check.power().found.startswith("cannot be told from here")


@pytest.mark.parametrize(
    ("program", "told"),
    [
        (
            "systemd-inhibit",
            "keeps it awake: systemd-inhibit --what=idle:sleep:handle-lid-switch marginlab",
        ),
        ("caffeinate", "keeps it awake: caffeinate -is marginlab teach serve"),
        ("", "switch sleep off in its settings, for the closed lid too"),
    ],
)
def test_sleep_is_never_promised(monkeypatch: pytest.MonkeyPatch, program: str, told: str) -> None:
    monkeypatch.setattr(room_check.shutil, "which", lambda name: name if name == program else None)
    finding = room_check.awake()
    assert "cannot be told from here" in finding.found
    assert told in finding.found


def test_a_site_of_another_edition_is_told(tmp_path: Path) -> None:
    same = {"marginlab/course.json": f'{{"store": "{edition_name()}"}}'.encode()}
    finding = room_check.site_finding(packed(tmp_path / "same.zip", same))
    assert (finding.found.endswith(", as installed here"), finding.remedy) == (True, "")
    finding = room_check.site_finding(packed(tmp_path / "other.zip", FILES))
    assert f"marginlab 9 abcdef, but {edition_name()} is installed here" in finding.found
    assert finding.remedy
    assert room_check.site_finding(None).remedy


@pytest.mark.parametrize(
    ("facts", "found", "remedy"),
    [
        ({}, "not tried whether one reaches this machine", ""),
        ({"tried": True}, "none came from another address", addresses.HIDDEN),
        ({"tried": True, "device": True}, "a device reached me, but measured nothing", ""),
        (
            {"tried": True, "device": True, "rate": 12.34e6},
            "a device reached me and loads 12.3 Mbit/s",
            "",
        ),
    ],
)
def test_a_device_is_reported_only_when_one_came(
    facts: dict[str, object], found: str, remedy: str
) -> None:
    finding = room_check.device(known(**facts))
    assert (finding.found, finding.remedy) == (found, remedy)


def test_a_port_that_is_taken_does_not_end_the_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = packed(tmp_path / "site.zip", FILES)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code = room_check.check(site, hosts=["127.0.0.1"], port=port, learners=20, mbit=20, wait=5)
    said = capsys.readouterr().out
    assert code == 1
    assert f"WRONG  port      port {port} is taken" in said
    assert "What will work here: " in said


def test_a_machine_that_nobody_can_reach_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = packed(tmp_path / "site.zip", FILES)
    code = room_check.check(site, hosts=["127.0.0.1"], port=0, learners=20, mbit=20, wait=60)
    said = capsys.readouterr().out
    assert (code, addresses.ALONE in said) == (1, True)
    assert "a device reached me" not in said
