"""Where others find this machine: its addresses as numbers, a picture to scan, and what hides it.

A machine's name resolves in few rooms, its numbers in all. No packet is sent to find them.
"""

from __future__ import annotations

import io
import socket
import sys
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address

import psutil
import segno

Address = IPv4Address | IPv6Address
# Of documentation (RFC 5737, RFC 3849): which of our addresses would speak to one is all that is asked.
FAR_AWAY = {socket.AF_INET: "198.51.100.1", socket.AF_INET6: "2001:db8::1"}
HIDDEN = (
    "Where nothing opens on another device, this network hides devices from one another, as guest "
    "networks do, or a firewall guards the port: let them join this machine's own hotspot or a small "
    "router, or hand out the site on a USB stick."
)
ALONE = (
    "No other device can reach this machine, which is in no network: open its hotspot, join a "
    "network, or hand out the site on a USB stick."
)
PLAIN_HTTP = "Over plain http the browsers keep edits, but progress only until a page is closed."
WHITE_ON_BLACK, AS_BEFORE = "\033[97;40m", "\033[0m"  # a terminal's own colours may be the reverse


def address(text: str) -> Address:
    """An address as a number, without the name of a network card; IPv4 in IPv6's clothes is IPv4."""
    number = ip_address(text.partition("%")[0])
    return getattr(number, "ipv4_mapped", None) or number


def of_this_machine() -> list[Address]:
    """The addresses of the network cards that are up, those that speak to the world first."""
    cards = psutil.net_if_stats()
    found = [
        address(one.address)
        for card, ones in psutil.net_if_addrs().items()
        if cards[card].isup
        for one in ones
        if one.family in FAR_AWAY
    ]
    first = [_towards(family) for family in FAR_AWAY]
    return sorted(dict.fromkeys(found), key=lambda one: (one not in first, one.version))


def _towards(family: socket.AddressFamily) -> Address | None:
    """The address with which this machine would speak to one far away."""
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((FAR_AWAY[family], 9))
        except OSError:
            return None
        return address(probe.getsockname()[0])


def is_own(own: Sequence[Address], remote: str) -> bool:
    """Whether a request came from this machine itself, which has these addresses."""
    number = address(remote)
    return number.is_loopback or number in own


def heard(sockets: Sequence[socket.socket], own: Sequence[Address]) -> list[Address]:
    """The addresses on which others can reach these sockets.

    Those that hold for one cable only (169.254.…, fe80::…) are left out: browsers take none with the
    name of a network card.
    """
    bound = [(one.family, address(one.getsockname()[0])) for one in sockets]
    every = {family for family, number in bound if number.is_unspecified}
    numbers = [number for number in own if _family(number) in every]
    numbers += [number for _, number in bound if not number.is_unspecified]
    usable = (one for one in numbers if not (one.is_loopback or one.is_link_local))
    return list(dict.fromkeys(usable))


def _family(number: Address) -> socket.AddressFamily:
    return socket.AF_INET if number.version == 4 else socket.AF_INET6


def url(number: Address, port: int) -> str:
    """What is typed into a browser."""
    return f"http://[{number}]:{port}/" if number.version == 6 else f"http://{number}:{port}/"


def picture(text: str) -> str:
    """A QR code out of letters, for a terminal of any colours."""
    out = io.StringIO()
    segno.make(text, micro=False).terminal(out, compact=True)
    return "\n".join(f"{WHITE_ON_BLACK}{line}{AS_BEFORE}" for line in out.getvalue().splitlines())


def drawing(text: str) -> str:
    """A QR code as a data address, for a page."""
    return str(segno.make(text, micro=False).svg_data_uri(scale=9, border=2))


def here(sockets: Sequence[socket.socket]) -> str:
    """Where this machine itself finds these sockets."""
    numbers, port = [address(one.getsockname()[0]) for one in sockets], sockets[0].getsockname()[1]
    if any(number.is_unspecified or str(number) in ("127.0.0.1", "::1") for number in numbers):
        return f"http://localhost:{port}/"
    return url(numbers[0], port)


def told(sockets: Sequence[socket.socket], page: str = "") -> Iterator[str]:
    """Where a page behind these sockets is found, line by line."""
    port = sockets[0].getsockname()[1]
    numbers = [address(one.getsockname()[0]) for one in sockets]
    if any(number.is_unspecified or number.is_loopback for number in numbers):
        yield f"On this machine: {here(sockets)}{page}"
    if all(number.is_loopback for number in numbers):
        return
    others = [url(number, port) + page for number in heard(sockets, of_this_machine())]
    if not others:
        yield ALONE
        return
    yield from invitation(others)
    yield HIDDEN
    yield PLAIN_HTTP


def invitation(others: Sequence[str]) -> Iterator[str]:
    """The addresses for other devices, the likeliest first and, in a terminal, as a picture."""
    first, *more = others
    yield f"In this room: {first}"
    yield from (f"{'or: ':>14}{other}" for other in more)
    if sys.stdout.isatty() and "utf" in sys.stdout.encoding.lower():
        yield picture(first)
