"""`python -m hub`: a JupyterHub on this machine, every seat started before class."""

from __future__ import annotations

import argparse
import os
import secrets
import socket
import sys
import threading
import time
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path

from hub import proxy
from hub.configuration import Hub, seats
from hub.starter import started
from marginlab.app.arguments import path, whole
from marginlab.app.folder import folder_problem

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another on a board


def main(argv: list[str] | None = None) -> None:
    """Runs the hub until Ctrl+C. A `SystemExit` carries the sentence to tell."""
    told = _parser().parse_args(argv)
    folder = told.folder.absolute()
    try:
        hub = Hub(told.host, told.port, seats(told.seats), folder, told.idle, told.accounts)
    except ValueError as error:
        raise SystemExit(str(error)) from None
    if problem := _problem(hub):
        raise SystemExit(problem)
    try:
        words = proxy.command()
    except RuntimeError as error:
        raise SystemExit(f"{proxy.NAME} could not be fetched: {error}.") from None
    os.umask(0o077)  # what is kept is for nobody else, nor what learners write
    folder.mkdir(parents=True, exist_ok=True)
    _serve(hub, words, _password(folder / "password"))


def _serve(hub: Hub, words: list[str], password: str) -> None:
    """Hands this process to JupyterHub, which writes into a log; the terminal is for what matters."""
    from jupyterhub.app import JupyterHub

    terminal = os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1)
    log = hub.folder / "hub.log"
    with log.open("ab") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    token = secrets.token_hex(16)

    def start_seats() -> None:
        begun, ready = time.monotonic(), 0
        for start in started(hub, token):
            ready += not start.problem
            how = f"failed, see {log}: {start.problem}" if start.problem else "ready"
            print(f"{start.seat}  {how} after {start.seconds:.0f} s", file=terminal)
        seconds = time.monotonic() - begun
        print(f"{ready} of {len(hub.seats)} seats are ready, after {seconds:.0f} s", file=terminal)

    print(
        f"{hub.address}  log in as {hub.seats[0]} to {hub.seats[-1]}, password {password}\n"
        f"The log is {log}; Ctrl+C ends the hub, and what was written stays.",
        file=terminal,
    )
    threading.Thread(target=start_seats, daemon=True).start()
    try:
        JupyterHub.instance(config=hub.configuration(words, password, token))
        JupyterHub.launch_instance([])
    except SystemExit as end:
        if end.code:
            print(f"JupyterHub ended; why stands in {log}", file=terminal)
        raise


def _problem(hub: Hub) -> str | None:
    """Why no hub can be started; None when all is well."""
    if find_spec("jupyterhub") is None:
        wanted = Path(__file__).with_name("requirements.txt")
        held = wanted.parents[1] / "constraints.txt"
        how = f"{sys.executable} -m pip install -c {held} -r {wanted}"
        return f"JupyterHub is not installed here; run `{how}`."
    if hub.accounts and os.geteuid() != 0:
        return "--accounts gives each seat a system account, which only root may; run it with sudo."
    for port, host in enumerate((hub.host, "127.0.0.1", "127.0.0.1"), hub.port):
        try:
            family, *_, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            socket.create_server(place[:2], family=family).close()
        except OSError as error:
            why = os.strerror(error.errno or 0)
            return f"port {port} of {host} cannot be opened ({why}); name another --port or --host."
    return folder_problem(hub.folder)


def _password(kept: Path) -> str:
    """The room's password, made once and then kept, so that it is the same after the break."""
    try:
        if not kept.exists():
            kept.write_text("".join(secrets.choice(LETTERS) for _ in range(10)), encoding="ascii")
        password = kept.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        password = ""
    if not password:
        raise SystemExit(
            f"{kept} holds no password that could be read; delete it, and one is made."
        )
    return password


def _host(text: str) -> str:
    """Reads an address."""
    try:
        return text if text == "localhost" else str(ip_address(text))
    except ValueError:
        told = f"was {text or 'empty'}; allowed are an address in numbers and localhost"
        raise argparse.ArgumentTypeError(told) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m hub", description="A JupyterHub on this machine, every seat started."
    )
    told = "how many learners there are (default: %(default)s)"
    parser.add_argument("--seats", type=whole(1, 500), default=20, help=told)
    told = "the address to listen on (default: %(default)s, this machine alone)"
    parser.add_argument("--host", type=_host, default="127.0.0.1", help=told)
    told = "its port; the next two are used as well (default: %(default)s)"
    parser.add_argument("--port", type=whole(1, 65533), default=8000, help=told)
    told = "what the hub keeps: log, password, and the seats' files (default: %(default)s)"
    parser.add_argument("--folder", type=path, default=Path("marginlab-hub"), help=told)
    told = "after how many minutes without a click a seat is stopped (default: %(default)s)"
    parser.add_argument("--idle", type=whole(1, 10_000), default=120, help=told)
    told = "give each seat a system account of its own; as root, and needed for other machines"
    parser.add_argument("--accounts", action="store_true", help=told)
    return parser


if __name__ == "__main__":
    main()
