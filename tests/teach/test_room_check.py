"""`teach check`: what it says of power, edition and network, and the rung that follows."""

from __future__ import annotations

import errno
import re
import socket
import time
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest

from marginlab.app.folder import edition_name
from marginlab.teach import addresses, reach, room_check
from tests.teach.conftest import FILES, packed


def own_site(path: Path) -> Path:
    """A site of the edition that is installed here."""
    said = f'{{"store": "{edition_name()}"}}'.encode()
    return packed(path / "own.zip", {"marginlab/course.json": said})


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
def test_a_rate_leads_to_its_rung(mbit: float, rung: str, tmp_path: Path) -> None:
    """Twenty learners at 5 Mbit/s wait for a quarter of an hour."""
    wait = room_check.minutes(20, mbit)
    assert room_check.rung(wait, site=True) == rung
    assert room_check.rung(wait, site=True, reachable=False) == room_check.STICK
    assert room_check.rung(wait, site=False) == room_check.NO_SITE
    first, second, *_ = room_check.verdict(None, mbit, 20, site=own_site(tmp_path), reachable=True)
    assert first.endswith(f" at {mbit} Mbit/s (assumed).")
    assert second == f"What will work here: {rung}."


def test_what_was_measured_counts_and_not_what_was_assumed(tmp_path: Path) -> None:
    site = own_site(tmp_path)
    first, second, *others = room_check.verdict(5e6, 100, 20, site=site, reachable=True)
    assert "at 5 Mbit/s (measured by one device" in first
    assert second == f"What will work here: {room_check.STICK}."
    assert [re.findall(r"\d+", line)[0] for line in others] == ["5", "20", "100"]


def test_devices_that_do_not_reach_this_machine_lead_to_the_stick(tmp_path: Path) -> None:
    site = own_site(tmp_path)
    _, second, *_ = room_check.verdict(None, 100, 20, site=site, reachable=False)
    assert second == f"What will work here: {room_check.STICK}."


def test_a_site_of_another_edition_is_not_recommended_as_if_it_were_this_one(
    tmp_path: Path,
) -> None:
    other = packed(tmp_path / "other.zip", FILES)
    _, second, *_ = room_check.verdict(None, 100, 20, site=other, reachable=True)
    assert second == (
        f"What will work here: {room_check.FOR_ALL}, "
        "with the lessons of another edition than is installed here."
    )


def test_without_a_site_no_device_is_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    began = time.monotonic()
    code = room_check.check(None, hosts=[], port=0, learners=20, mbit=20, wait=600)
    said = capsys.readouterr().out
    assert time.monotonic() - began < 60
    assert code == 1
    assert "?      network   no device is waited for, since there is no site to show" in said
    assert "`marginlab` on each laptop shows the same course" in said
    assert f"What will work here: {room_check.NO_SITE}." in said


def test_a_port_of_the_system_has_a_cure_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(port: int, host: str | None) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(room_check.server, "bind_sockets", refuse)
    site = own_site(tmp_path)
    for port, found, remedy in (
        (80, "port 80 is kept for the system", "choose one from 1024 with --port"),
        (8000, "port 8000 cannot be opened (Permission denied)", "choose another with --port"),
    ):
        assert room_check.check(site, hosts=[], port=port, learners=20, mbit=20, wait=5) == 1
        assert f"WRONG  port      {found}\n{'':16} {remedy}\n" in capsys.readouterr().out


def test_a_host_that_is_elsewhere_has_a_cure_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site, hosts = own_site(tmp_path), ["192.0.2.1"]  # of documentation, RFC 5737
    assert room_check.check(site, hosts=hosts, port=0, learners=20, mbit=20, wait=5) == 1
    said = capsys.readouterr().out
    assert "WRONG  port      192.0.2.1 is no address of this machine\n" in said
    assert "leave --host away for all that it has" in said


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
    told = battery is not None and battery[1] is not None
    assert finding.verdict == ("WRONG" if mend else "ok" if told else "?")


def test_a_system_that_knows_nothing_of_batteries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(room_check.psutil, "sensors_battery", raising=False)
    finding = room_check.power()
    assert finding.found.startswith("cannot be told from here")
    assert finding.verdict == "?"


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
    assert finding.verdict == "?"


def test_a_site_of_another_edition_is_told(tmp_path: Path) -> None:
    finding = room_check.site_finding(own_site(tmp_path))
    assert (finding.found.endswith(", as installed here"), finding.remedy) == (True, "")
    finding = room_check.site_finding(packed(tmp_path / "other.zip", FILES))
    assert f"marginlab 9 abcdef, but {edition_name()} is installed here" in finding.found
    assert finding.remedy
    assert room_check.site_finding(None).remedy


@pytest.mark.parametrize(
    ("facts", "verdict", "found", "remedy"),
    [
        ({}, "?", "not tried whether one reaches this machine", ""),
        ({"tried": True}, "WRONG", "none came from another address", addresses.HIDDEN),
        ({"tried": True, "device": True}, "ok", "a device reached me, but measured nothing", ""),
        (
            {"tried": True, "device": True, "rate": 12.34e6},
            "ok",
            "a device reached me and loads 12.3 Mbit/s",
            "",
        ),
    ],
)
def test_a_device_is_reported_only_when_one_came(
    facts: dict[str, object], verdict: str, found: str, remedy: str
) -> None:
    finding = room_check.device(known(**facts))
    assert (finding.verdict, finding.found, finding.remedy) == (verdict, found, remedy)


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
    assert f"WRONG  port      port {port} is taken\n{'':16} choose another with --port\n" in said
    assert "What will work here: " in said


def test_a_machine_that_nobody_can_reach_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = packed(tmp_path / "site.zip", FILES)
    code = room_check.check(site, hosts=["127.0.0.1"], port=0, learners=20, mbit=20, wait=60)
    said = capsys.readouterr().out
    assert (code, addresses.ALONE in said) == (1, True)
    assert "a device reached me" not in said
