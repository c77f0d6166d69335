"""Who may log in where every learner has a system account: JupyterHub's two halves put together."""

from __future__ import annotations

from jupyterhub.auth import LocalAuthenticator
from jupyterhub.authenticators.shared import SharedPasswordAuthenticator


class Accounts(SharedPasswordAuthenticator, LocalAuthenticator):
    """One password for the room, and a system account for each seat, made when it is missing."""
