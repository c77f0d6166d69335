"""Where others find this machine."""

from __future__ import annotations

import io
import re
import socket
from ipaddress import ip_address

import pytest
import segno

from marginlab.teach import addresses
from marginlab.teach.server import opened
from tests.teach.conftest import HOSTS

CARDS = [
    ip_address(text)
    for text in (
        "127.0.0.1",
        "::1",
        "192.0.2.7",
        "2001:db8::7",
        "169.254.3.4",
        "fe80::1",
        "198.51.100.7",
    )
]


class Socket:
    """A socket that is bound somewhere."""

    def __init__(self, host: str) -> None:
        self.family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._host = host

    def getsockname(self) -> tuple[str, int]:
        return self._host, 8000


class Terminal(io.StringIO):
    encoding = "UTF-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "of_this_machine", lambda: CARDS)


@pytest.mark.parametrize(
    ("hosts", "found"),
    [
        ([], "http://localhost:{}/"), (["127.0.0.1"], "http://localhost:{}/"),
        (["127.0.0.2"], "http://127.0.0.2:{}/"), (["192.0.2.7"], "http://192.0.2.7:{}/"),
    ],
)  # fmt: skip
def test_this_machine_finds_what_it_serves_where_that_is_heard(
    hosts: list[str], found: str
) -> None:
    class Bound:
        def __init__(self, host: str) -> None:
            self.host = host

        def getsockname(self) -> tuple[str, int]:
            return self.host, 8000

    sockets = [Bound(host) for host in hosts or ["0.0.0.0", "::"]]
    assert addresses.here(sockets) == found.format(8000)


@pytest.mark.parametrize(
    ("hosts", "others"),
    [
        (["0.0.0.0", "::"], ["192.0.2.7", "2001:db8::7", "198.51.100.7"]),
        (["0.0.0.0"], ["192.0.2.7", "198.51.100.7"]), (["::"], ["2001:db8::7"]),
        (["127.0.0.1", "198.51.100.7"], ["198.51.100.7"]), (["127.0.0.1", "::1"], []),
    ],
)  # fmt: skip
def test_others_are_told_numbers_that_reach_this_machine(
    hosts: list[str], others: list[str]
) -> None:
    found = addresses.heard([Socket(host) for host in hosts], CARDS)
    assert [str(number) for number in found] == others


@pytest.mark.parametrize(
    ("number", "url"),
    [("192.0.2.7", "http://192.0.2.7:8000/"), ("2001:db8::7", "http://[2001:db8::7]:8000/")],
)
def test_an_address_is_written_as_a_browser_takes_it(number: str, url: str) -> None:
    assert addresses.url(ip_address(number), 8000) == url


@pytest.mark.parametrize(
    ("remote", "own"),
    [
        ("127.0.0.1", True), ("127.0.0.2", True), ("::1", True), ("192.0.2.7", True),
        ("::ffff:192.0.2.7", True), ("fe80::1%eth0", True), ("192.0.2.8", False),
        ("::ffff:192.0.2.8", False), ("2001:db8::8", False),
    ],
)  # fmt: skip
def test_it_is_known_who_is_this_machine_itself(remote: str, own: bool) -> None:
    assert addresses.is_own(CARDS, remote) == own


def test_the_addresses_of_this_machine_can_be_opened() -> None:
    found = addresses.of_this_machine()
    assert ip_address("127.0.0.1") in found
    assert len(found) == len(set(found))
    for number in found:
        if not number.is_link_local:
            for one in opened([str(number)], 0):
                one.close()


@pytest.mark.usefixtures("cards")
def test_a_room_is_told_numbers_and_what_to_do_where_they_do_not_open() -> None:
    assert list(addresses.told([Socket("0.0.0.0"), Socket("::")])) == [
        "On this machine: http://localhost:8000/",
        "In this room: http://192.0.2.7:8000/",
        "          or: http://[2001:db8::7]:8000/",
        "          or: http://198.51.100.7:8000/",
        addresses.HIDDEN,
        addresses.PLAIN_HTTP,
    ]


@pytest.mark.usefixtures("cards")
def test_this_machine_alone_is_told_no_more() -> None:
    here = "On this machine: http://localhost:8000/"
    assert list(addresses.told([Socket("127.0.0.1")])) == [here]
    first, *_ = addresses.told([Socket("192.0.2.7")])
    assert first == "In this room: http://192.0.2.7:8000/"  # localhost would not open


def test_a_machine_in_no_network_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    lonely = [number for number in CARDS if number.is_loopback or number.is_link_local]
    monkeypatch.setattr(addresses, "of_this_machine", lambda: lonely)
    assert list(addresses.told([Socket("0.0.0.0"), Socket("::")]))[1:] == [addresses.ALONE]


@pytest.mark.parametrize("host", HOSTS)
def test_real_sockets_are_read_as_well(host: str) -> None:
    sockets = opened([host], 0)
    port = sockets[0].getsockname()[1]
    assert list(addresses.told(sockets)) == [f"On this machine: http://localhost:{port}/"]
    for one in sockets:
        one.close()


def test_the_picture_shows_every_module_of_the_code_light_on_dark() -> None:
    url = "http://192.0.2.7:8000/"
    modules = []
    for line in addresses.picture(url).splitlines():
        inner = re.fullmatch(r"\x1b\[97;40m([ ▀▄█]+)\x1b\[0m", line)
        assert inner  # whatever colours the terminal has
        modules += [
            [sign not in "▀█" for sign in inner[1]],
            [sign not in "▄█" for sign in inner[1]],
        ]
    quiet = 4  # light modules around a code, as ISO/IEC 18004 asks
    code = [[bool(dark) for dark in row] for row in segno.make(url, micro=False).matrix]
    size = len(code)
    assert [row[quiet : quiet + size] for row in modules[quiet : quiet + size]] == code
    around = [*modules[:quiet], *modules[quiet + size : size + 2 * quiet]]
    assert not any(any(row) for row in around)
    assert {len(row) for row in modules} == {size + 2 * quiet}


def test_only_a_terminal_is_shown_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    links = ["http://192.0.2.7:8000/"]
    assert list(addresses.invitation(links)) == [f"In this room: {links[0]}"]
    monkeypatch.setattr("sys.stdout", Terminal())
    assert list(addresses.invitation(links))[1:] == [addresses.picture(links[0])]
    monkeypatch.setattr(Terminal, "encoding", "cp1252")  # which has no such letters
    assert list(addresses.invitation(links)) == [f"In this room: {links[0]}"]
