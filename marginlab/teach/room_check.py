"""What this room allows, looked at before class: `marginlab teach check`.

Power, addresses, port and edition are looked up. Whether devices reach this machine, and how fast, only
another device can show. What follows is the rung of the ladder that will work.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from socket import socket

import psutil

from marginlab.app.folder import edition_name
from marginlab.teach import addresses, reach, server

LESSON_BYTES = (
    24_000_000  # a first lesson, packed; the browser edition's own test holds it to a tenth
)
PATIENCE = 5  # minutes that a class waits while it is welcomed
RATES = (5, 20, 100)  # Mbit/s: a crowded network, a usual one, a good one
FOR_ALL, STICK = "the browser edition for all", "the USB stick"
NO_SITE = (
    "slides and votes (`marginlab teach room`), paper, and `marginlab` on each laptop that has it"
)
# Commands that keep a machine awake while another runs, by the system that has them.
AWAKE = {
    "systemd-inhibit": "systemd-inhibit --what=idle:sleep:handle-lid-switch",
    "caffeinate": "caffeinate -is",
}


@dataclass(frozen=True)
class Finding:
    """What was looked at, what was found, and what mends it. known: whether it could be told."""

    subject: str
    found: str
    remedy: str = ""
    known: bool = True

    @property
    def verdict(self) -> str:
        """In a word, or a sign."""
        if self.remedy:
            return "WRONG"
        return "ok" if self.known else "?"


def minutes(learners: int, mbit: float) -> float:
    """How long all learners load their first lesson together, at this rate of the network."""
    return learners * LESSON_BYTES * 8 / (mbit * 1e6) / 60


def rung(wait: float, *, site: bool, reachable: bool = True) -> str:
    """What of the ladder will work where all have loaded after these minutes."""
    if not site:
        return NO_SITE
    return FOR_ALL if reachable and wait <= PATIENCE else STICK


def check(
    site: Path | None, *, hosts: list[str], port: int, learners: int, mbit: float, wait: float
) -> int:
    """Prints a line for each thing looked at, then the rung; 1 where something has to be mended."""
    known = reach.Reach(partial(addresses.is_own, addresses.of_this_machine()))
    wrong = [_say(finding) for finding in findings(site, hosts, port, known, wait)]
    reachable = known.device or not known.tried
    lines = verdict(known.rate, mbit, learners, site=site, reachable=reachable)
    print("", *lines, sep="\n")
    return int(any(wrong))


def findings(
    site: Path | None, hosts: list[str], port: int, known: reach.Reach, wait: float
) -> Iterator[Finding]:
    """All that is looked at, each as soon as it is known; on the way another device is asked for."""
    yield from (site_finding(site), power(), awake())
    try:
        sockets = server.opened(hosts, port)
    except OSError as error:
        found, _, remedy = str(error).partition("; ")
        yield Finding("port", found, remedy)
    else:
        yield Finding("port", f"{port} is free")
        heard = addresses.heard(sockets, addresses.of_this_machine())
        if site is None:
            told = "no device is waited for, since there is no site to show"
            yield Finding("network", told, known=False)
        elif heard and wait:
            links = [addresses.url(number, port) for number in heard]
            asyncio.run(_asked(known, sockets, wait, links))
        elif not heard:
            yield Finding("network", "nothing that others could use", addresses.ALONE)
        for one in sockets:
            one.close()
    yield device(known)


async def _asked(known: reach.Reach, sockets: list[socket], wait: float, links: list[str]) -> None:
    """Asks for another device and waits for it; said in here, Ctrl+C ends no more than the wait."""
    print(f"\nOpen this on another device; {wait:g} s at most, Ctrl+C goes on without one.")
    print(*addresses.invitation(links), "", sep="\n", flush=True)
    await reach.wait(known, sockets, wait)


def _say(finding: Finding) -> bool:
    """Prints a finding, and what to do about it; whether there is something to do."""
    print(f"{finding.verdict:<6} {finding.subject:<9} {finding.found}")
    if finding.remedy:
        print(f"{'':16} {finding.remedy}", flush=True)
    return bool(finding.remedy)


def site_finding(site: Path | None) -> Finding:
    """Whether the site is there, and of the edition that is installed."""
    if site is None:
        remedy = f"{server.MAKE_ONE}, and name it with --site; {server.WITHOUT_ONE}"
        return Finding("site", "there is none here", remedy)
    theirs, ours = server.edition_of(site), edition_name()
    if theirs == ours:
        return Finding("site", f"{site}: {theirs}, as installed here")
    return Finding("site", f"{site}: {theirs}, but {ours} is installed here", server.MAKE_ONE)


def power() -> Finding:
    """Whether the machine stands on mains."""
    look = getattr(psutil, "sensors_battery", None)  # which some systems do not have
    battery = look() if look else None
    if battery is None or battery.power_plugged is None:
        told = "cannot be told from here, or there is no battery"
        return Finding("power", told, known=False)
    left = f"its battery holds {battery.percent:.0f} %"
    if battery.power_plugged:
        return Finding("power", f"plugged in, {left}")
    return Finding("power", f"on battery, {left}", "plug it in: who serves a room uses much power")


def awake() -> Finding:
    """How to keep the machine awake; that it sleeps cannot be seen beforehand."""
    told = "whether it falls asleep cannot be told from here; "
    for program, command in AWAKE.items():
        if shutil.which(program):
            told += f"this keeps it awake: {command} marginlab teach serve"
            return Finding("sleep", told, known=False)
    told += "switch sleep off in its settings, for the closed lid too"
    return Finding("sleep", told, known=False)


def device(known: reach.Reach) -> Finding:
    """What another device has shown."""
    if not known.tried:
        return Finding("device", "not tried whether one reaches this machine", known=False)
    if not known.device:
        return Finding("device", "none came from another address", addresses.HIDDEN)
    if known.rate is None:
        return Finding("device", "a device reached me, but measured nothing")
    return Finding("device", f"a device reached me and loads {known.rate / 1e6:.3g} Mbit/s")


def verdict(
    rate: float | None, mbit: float, learners: int, *, site: Path | None, reachable: bool
) -> Iterator[str]:
    """How long all load, and the rung, first for this room and then for others."""
    here = mbit if rate is None else rate / 1e6
    whence = "assumed" if rate is None else "measured by one device, which all will share"
    wait = minutes(learners, here)
    yield (
        f"{learners} learners load their first lesson in about {wait:.1f} minutes at {here:.3g} "
        f"Mbit/s ({whence})."
    )
    there = site is not None
    same = site is None or server.edition_of(site) == edition_name()
    but = "" if same else ", with the lessons of another edition than is installed here"
    yield f"What will work here: {rung(wait, site=there, reachable=reachable)}{but}."
    for other in RATES:
        wait = minutes(learners, other)
        yield f"  at {other:>3} Mbit/s: {wait:5.1f} minutes, {rung(wait, site=there)}"
