"""Where the kernels that run notebooks listen: on sockets in a folder, where a machine has such.

A kernel manager looks for free ports before it starts a kernel. Until the kernel takes them another
program may have one, and the kernel dies; nbclient and nbval do not start it again, as a server does.
"""

from __future__ import annotations

from pathlib import Path

import zmq


def listening(folder: Path) -> dict[str, str]:
    """What the manager of one kernel is told; the folder is for this kernel alone and exists."""
    # Not left to the manager: it names sockets without a folder, and a kernel may run in another one.
    return {"transport": "ipc", "ip": str(folder / "kernel")} if zmq.has("ipc") else {}
