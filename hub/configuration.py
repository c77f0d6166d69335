"""What JupyterHub is told: the seats and their password, the proxy, the culler, the course in each seat.

A `jupyterhub_config.py` in the folder in which the hub is started is read after it, as JupyterHub always
does: there stand certificates, another way to log in, or another spawner.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from traitlets.config import Config

SECONDS_TO_START = 600  # of a seat, where a whole class logs in at once


@dataclass(frozen=True, slots=True)
class Hub:
    """A hub on this machine, for as many learners as it has seats.

    host: the address that it listens on, a number or localhost; port: its own and the next two, which
    only this machine reaches; folder: what it keeps, and the seats' files where they have no accounts;
    idle: after how long without a click a seat is stopped [min]; accounts: a system account a seat.
    Raises ValueError for an address that others reach where all seats are of one account.
    """

    host: str
    port: int
    seats: tuple[str, ...]
    folder: Path
    idle: int
    accounts: bool = False

    def __post_init__(self) -> None:
        if not (self.accounts or self.host == "localhost" or ip_address(self.host).is_loopback):
            raise ValueError(
                f"{self.host} can be reached from outside, and without --accounts every learner could "
                "read and change what the others and you have here; allowed are 127.0.0.1, ::1 and "
                "localhost, or --accounts as root, which gives each seat a system account."
            )

    @property
    def address(self) -> str:
        """Where learners open it."""
        return self._url(self.host, self.port)

    @property
    def inside(self) -> str:
        """Where it answers on this machine, without its proxy."""
        return self._url("127.0.0.1", self.port + 1)

    @staticmethod
    def _url(host: str, port: int) -> str:
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    def configuration(self, proxy: list[str], password: str, token: str) -> Config:
        """It as JupyterHub wants it told.

        proxy: the words that start one; password: everybody's; token: of whoever starts all seats.
        """
        c = Config()
        c.JupyterHub.bind_url = self.address
        c.JupyterHub.hub_bind_url = self.inside
        c.ConfigurableHTTPProxy.api_url = self._url("127.0.0.1", self.port + 2)
        c.ConfigurableHTTPProxy.command = proxy
        c.ConfigurableHTTPProxy.pid_file = str(self.folder / "proxy.pid")
        c.JupyterHub.db_url = f"sqlite:///{self.folder / 'hub.sqlite'}"
        c.JupyterHub.cookie_secret_file = str(self.folder / "cookie-secret")

        c.Authenticator.allowed_users = set(self.seats)
        c.SharedPasswordAuthenticator.user_password = password
        if self.accounts:
            c.JupyterHub.authenticator_class = "hub.accounts.Accounts"
            c.LocalAuthenticator.create_system_users = True
            c.JupyterHub.spawner_class = "localprocess"
        else:
            c.JupyterHub.authenticator_class = "shared-password"
            c.JupyterHub.spawner_class = "simple"
            c.SimpleLocalProcessSpawner.home_dir_template = str(
                self.folder / "seats" / "{username}"
            )

        # The learner's own command: it copies what is missing of the course, and overwrites nothing.
        c.Spawner.cmd = [sys.executable, "-m", "marginlab", "start", "--hub"]
        c.Spawner.start_timeout = c.Spawner.http_timeout = SECONDS_TO_START

        culler = f"--timeout={60 * self.idle}"
        c.JupyterHub.services = [
            {"name": "culler", "command": [sys.executable, "-m", "jupyterhub_idle_culler", culler]},
            {"name": "starter", "api_token": token},
        ]
        read = ["list:users", "read:users:activity", "read:servers"]
        c.JupyterHub.load_roles = [
            {"name": "culler", "services": ["culler"], "scopes": [*read, "delete:servers"]},
            {"name": "starter", "services": ["starter"], "scopes": ["servers"]},
        ]
        return c


def seats(count: int) -> tuple[str, ...]:
    """Their names, which are also those to log in with: seat-01 and so on, nobody's own."""
    width = max(2, len(str(count)))
    return tuple(f"seat-{number:0{width}}" for number in range(1, count + 1))
