"""Where the course runs: on a learner's own machine, on a server of many, or in a browser.

In the browser edition files lie in the browser's storage. Python reaches it through a service worker;
where a page may have none (over plain http), what is kept lives as long as that page does. There the page
hears of each verdict and mark, so that a learner who has joined a room may be counted.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

STORAGE = Path("/drive")  # where JupyterLite mounts the browser's storage
SERVER = "JUPYTERHUB_USER"  # the variable by which a hub tells each of its servers whose it is
SESSION_ONLY = (
    "Your progress is kept only until this page is closed: here the browser gives Python no storage. "
    "Over https it does."
)
ON_A_SERVER = "Your mark is kept on this server: who runs the server could read it, nobody else."
ON_THIS_MACHINE = "Nobody sees your mark but you: it stays in the course's folder on this machine."
IN_THIS_BROWSER = "Nobody sees your mark but you: it stays in this browser."
ON_THIS_PAGE = "Nobody sees your mark but you: it is forgotten when this page is closed."
IN_A_ROOM = "The room counts your mark while its vote is open, without your name."


def in_a_browser() -> bool:
    """Whether Python itself runs there."""
    return sys.platform == "emscripten"


def lasts() -> bool:
    """Whether what is kept outlives this kernel: everywhere but in a browser without its storage."""
    return not in_a_browser() or STORAGE.exists()


def seen() -> str:
    """Who sees a mark that is placed here, and where it stays, as HTML: in a browser once more for a room."""
    if in_a_browser():
        alone = IN_THIS_BROWSER if lasts() else ON_THIS_PAGE
        return (
            f'<span class="marginlab-alone">{alone}</span>'
            f'<span class="marginlab-joined">{IN_A_ROOM}</span>'
        )
    return ON_A_SERVER if SERVER in os.environ else ON_THIS_MACHINE


def tell_page(**said: Any) -> None:
    """Tells the page of the browser edition; nobody else has a page that hears Python."""
    try:
        from marginlab_page import tell
    except ImportError:
        return
    tell(json.dumps(said))
