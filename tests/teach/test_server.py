"""The room's server: the same files from a zip and from a folder, on both address families."""

from __future__ import annotations

import gzip
import io
import os
import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marginlab.teach import server
from tests.teach.conftest import FILES, HOSTS, answering, packed

GZIP = {"Accept-Encoding": "br, gzip"}


def asked(
    port: int,
    path: str,
    headers: dict[str, str] | None = None,
    *,
    host: str = HOSTS[0],
    how: str = "GET",
) -> tuple[int, HTTPMessage, bytes]:
    """Status, headers and body as they come, nothing unpacked."""
    line = HTTPConnection(host, port, timeout=20)
    line.request(how, path, headers=headers or {})
    answer = line.getresponse()
    try:
        return answer.status, answer.headers, answer.read()
    finally:
        line.close()


@pytest.fixture(params=["zip", "folder"])
def port(request: pytest.FixtureRequest, folder: Path) -> Iterator[int]:
    site = packed(folder.with_name("other.zip"), FILES) if request.param == "zip" else folder
    with answering(server.application(site)) as number:
        yield number


@pytest.fixture
def zipped(folder: Path) -> Iterator[tuple[int, Path]]:
    path = packed(folder.with_name("site.zip"), FILES)
    with answering(server.application(folder)) as number:
        yield number, path


def test_strange_addresses_leave_no_word_in_the_terminal(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for site in (folder, packed(tmp_path / "site.zip", FILES)):
        with answering(server.application(site)) as port:
            for path in ("/%ff", "/%2e%2e/%ff", "/none", "/../none"):
                with pytest.raises(HTTPError):
                    urlopen(f"http://127.0.0.1:{port}{path}", timeout=10)
    assert caplog.text == ""


@pytest.mark.parametrize("host", HOSTS)
def test_every_file_comes_as_it_is_to_who_does_not_unpack(port: int, host: str) -> None:
    for name, content in FILES.items():
        status, headers, body = asked(port, f"/{name.replace(' ', '%20')}", host=host)
        assert (status, body) == (200, content), name
        assert "Content-Encoding" not in headers
        assert headers["Content-Length"] == str(len(content))


@pytest.mark.parametrize("host", HOSTS)
def test_every_file_of_the_zip_comes_packed(zipped: tuple[int, Path], host: str) -> None:
    for name, content in FILES.items():
        status, headers, body = asked(zipped[0], f"/{name.replace(' ', '%20')}", GZIP, host=host)
        assert (status, headers["Content-Encoding"]) == (200, "gzip"), name
        assert headers["Content-Length"] == str(len(body))
        assert headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(body) == content


@pytest.mark.parametrize(
    ("accepted", "comes"),
    [
        ("gzip", "gzip"), ("deflate, gzip;q=0.5", "gzip"), ("gzip; q=1.0, *", "gzip"), ("br", None),
        ("gzip;q=0", None), ("br, gzip; q=0.0, deflate", None), ("xgzip2", None), ("", None),
    ],
)  # fmt: skip
def test_packed_bytes_go_only_to_who_takes_them(
    zipped: tuple[int, Path], accepted: str, comes: str | None
) -> None:
    _, headers, _ = asked(zipped[0], "/python.mjs", {"Accept-Encoding": accepted})
    assert headers["Content-Encoding"] == comes


@given(
    files=st.dictionaries(st.text("abc", min_size=1), st.binary(max_size=500), max_size=4),
    big=st.integers(0, 3 * server.PIECE),
    packs=st.sampled_from([ZIP_DEFLATED, ZIP_STORED]),
)
def test_what_is_taken_out_of_a_zip_is_what_was_put_in(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes], big: int, packs: int
) -> None:
    """Also when all are read at once, and where other fields stand between name and content."""
    contents = {f"{name}.txt": content for name, content in files.items()}
    contents |= {server.COURSE: b"{}", "big": os.urandom(big)}
    path = tmp_path_factory.mktemp("zip") / "site.zip"
    with ZipFile(path, "w", packs) as target:
        for name, content in contents.items():
            with target.open(f"here/{name}", "w", force_zip64=len(name) % 2 == 0) as member:
                member.write(content)
    site = server.Archive(path)
    taken = {name: io.BytesIO() for name in contents}
    wanted = [
        (name, site.packed_pieces(member) if packs == ZIP_DEFLATED else site.pieces(member))
        for name, member in site.members.items()
    ]
    while wanted:
        for name, pieces in list(wanted):
            piece = next(pieces, None)
            if piece is None:
                wanted.remove((name, pieces))
            else:
                taken[name].write(piece)
    for name, content in contents.items():
        body = taken[name].getvalue()
        if packs == ZIP_DEFLATED:
            assert len(body) == server.packed_size(site.members[name])
            body = gzip.decompress(body)
        assert body == content


def test_a_file_that_is_cut_off_is_never_taken_for_whole(folder: Path) -> None:
    path = packed(folder.with_name("site.zip"), {server.COURSE: b"{}", "big": os.urandom(200_000)})
    site = server.Archive(path)
    os.truncate(path, 100_000)
    for pieces in (site.pieces, site.packed_pieces):
        with pytest.raises(server.CUT_OFF):
            list(pieces(site.members["big"]))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html"), ("/python.wasm", "application/wasm"), ("/python.mjs", "text/javascript"),
        ("/a%20picture.png", "image/png"), ("/marginlab/course.json", "application/json"),
    ],
)  # fmt: skip
def test_a_file_comes_with_its_kind(port: int, path: str, kind: str) -> None:
    assert asked(port, path)[1]["Content-Type"] == kind


def test_the_head_of_a_file_comes_without_it(port: int) -> None:
    whole, head = (asked(port, "/python.mjs", GZIP, how=how) for how in ("GET", "HEAD"))
    assert head[2] == b""
    for name in ("Content-Length", "Content-Type", "Etag", "Content-Encoding"):
        assert head[1][name] == whole[1][name], name


def test_a_browser_asks_again_and_gets_only_what_changed(zipped: tuple[int, Path]) -> None:
    port, path = zipped
    _, headers, _ = asked(port, "/python.mjs", GZIP)
    assert headers["Cache-Control"] == "no-cache"
    mark = {"If-None-Match": headers["Etag"]}
    assert asked(port, "/python.mjs", GZIP | mark)[0] == 304
    assert asked(port, "/python.mjs", mark)[0] == 200  # unpacked it is another answer
    anew = packed(path.with_name("anew.zip"), FILES | {"python.mjs": b"new"})
    anew.replace(path)
    status, _, body = asked(port, "/python.mjs", GZIP | mark)
    assert (status, gzip.decompress(body)) == (200, b"new")


def test_a_zip_that_goes_while_it_is_shown_may_come_back(zipped: tuple[int, Path]) -> None:
    port, path = zipped
    whole = path.read_bytes()
    for content in (b"", whole[:-100]):  # as another program writes over it
        path.write_bytes(content)
        assert asked(port, "/")[0] == 503
    path.unlink()
    assert asked(port, "/")[0] == 503
    path.write_bytes(whole)
    assert asked(port, "/")[2] == FILES["index.html"]


def test_a_folder_leads_to_its_page(port: int) -> None:
    status, headers, _ = asked(port, "/notebooks?path=lessons")
    assert (status, headers["Location"].partition("?")[0]) == (301, "/notebooks/")
    assert asked(port, "/notebooks/?path=lessons")[2] == FILES["notebooks/index.html"]


@pytest.mark.parametrize(
    "path",
    ["/../other.zip", "/%2e%2e/other.zip", "//etc/passwd", "/%2fetc%2fpasswd", "/no", "/no/"],
)
def test_nothing_but_the_site_is_shown(port: int, path: str) -> None:
    status, headers, body = asked(port, path)
    assert status in (403, 404)
    assert b"Traceback" not in body
    assert headers["Etag"] is None


def test_only_reading_is_answered(port: int) -> None:
    assert asked(port, "/python.mjs", how="POST")[0] == 405


def test_a_site_is_found_by_its_folder_or_its_zip(folder: Path) -> None:
    assert server.found(folder) == folder
    path = packed(folder.with_name("site.zip"), FILES)
    assert server.found(folder) == server.found(path) == path
    assert server.edition_of(folder) == server.edition_of(path) == "marginlab 9 abcdef"
    flat = packed(folder.with_name("flat.zip"), FILES, root="")
    assert server.found(flat) == flat


def test_the_zip_of_another_edition_is_not_taken_for_a_folder(folder: Path) -> None:
    packed(folder.with_name("site.zip"), FILES | {server.COURSE: b'{"store": "older"}'})
    assert server.found(folder) == folder


def test_where_there_is_no_site_a_sentence_says_what_to_bring(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("dear")
    other = packed(tmp_path / "other.zip", {"letter.txt": b"dear"})
    for path in (tmp_path, letter, other):
        with pytest.raises(ValueError, match=f"^{path} holds no browser edition; bring "):
            server.application(path)
    with pytest.raises(ValueError, match=f"^{tmp_path / 'no'} does not exist; bring "):
        server.application(tmp_path / "no")


def test_a_port_is_taken_at_every_address_or_at_none() -> None:
    with socket.socket(socket.AF_INET6) as other:
        other.bind(("::1", 0))
        other.listen()
        number = other.getsockname()[1]
        with pytest.raises(OSError, match=f"^port {number} is taken; choose another with --port$"):
            server.opened(HOSTS, number)
        for one in server.opened(HOSTS[:1], number):  # what was opened before was given back
            one.close()


@pytest.mark.parametrize("host", ["203.0.113.9", "nobody.invalid"])
def test_an_address_of_another_machine_is_refused(host: str) -> None:
    with pytest.raises(OSError, match=f"^{host} is no address of this machine; leave --host away"):
        server.opened([host], 0)
