"""What the terminal says once the course can be opened.

Jupyter Server loads it as an extension of its own; only a server that `marginlab` starts does.
"""

from __future__ import annotations

from typing import Any

LEAVE_OPEN = "The course is open. Leave this window open while you learn; Ctrl+C, twice, ends it."


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    # The server's loop runs this when it begins to answer, after all that Jupyter itself has to say.
    server.io_loop.add_callback(lambda: print(f"\n{LEAVE_OPEN}\n", flush=True))
