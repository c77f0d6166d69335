"""What a release consists of: `python -m tools.release OUT` makes all of it in the new folder OUT.

    marginlab-X.tar.gz              the sources
    marginlab-X-py3-none-any.whl    what pip installs, built from these sources and from nothing else
    site.zip                        the browser edition, as `marginlab teach serve` looks for it
    SHA256SUMS                      to be checked with: sha256sum -c SHA256SUMS

Nothing is made of a checkout with changes that no commit holds, or whose files disagree about the
version. Same commit and same tools: same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

import marginlab
from tools.site import edition
from tools.site.environment import FOLDER, ROOT, run

SUMS = "SHA256SUMS"


def main(argv: list[str] | None = None) -> int:
    """Runs the command line; 0 when all is well, else 1 and what is in the way, a sentence each."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.release", description="Makes what a release consists of."
    )
    parser.add_argument("out", type=Path, metavar="OUT", help="a new folder outside the checkout")
    out = parser.parse_args(argv).out.resolve()
    try:
        if wrong := obstacles(ROOT, marginlab.__version__, out):
            raise ValueError("\n".join(wrong))
        release(out)
    except (OSError, RuntimeError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    for path in sorted(out.iterdir()):
        print(f"{path.stat().st_size:>12,} bytes  {path.name}")
    return 0


def obstacles(root: Path, version: str, out: Path) -> list[str]:
    """What stands in the way of a release of this version from the checkout, a sentence each."""
    found = []
    if out.exists() or out.is_relative_to(root):
        found.append(f"OUT was {out}; name a new folder outside the checkout.")
    status = run(["git", "-c", "safe.directory=*", "status", "--porcelain"], root)
    if changed := [line[3:] for line in status.splitlines()]:
        found.append(f"No commit holds these changes: {', '.join(changed)}.")
    cited = re.search(r"^version: *(.+?) *$", (root / "CITATION.cff").read_text("utf-8"), re.M)
    if cited is None or cited[1] != version:
        named = f"version {cited[1]}" if cited else "no version"
        found.append(f"CITATION.cff names {named}; marginlab is {version}.")
    heading = rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$"
    if not re.search(heading, (root / "CHANGELOG.md").read_text("utf-8"), re.M):
        found.append(f"CHANGELOG.md has no heading `## [{version}] - ` with the day.")
    return found


def release(out: Path) -> None:
    """Makes the folder, once all that it is to hold is there."""
    with tempfile.TemporaryDirectory() as name:
        made = Path(name) / "made"
        distributions(ROOT, made)
        site = Path(name) / "site"
        edition.build(site, FOLDER)
        shutil.move(edition.packed(site), made)
        (made / SUMS).write_text(sums(made), encoding="utf-8")
        shutil.move(made, out)


def distributions(root: Path, out: Path) -> tuple[Path, Path]:
    """The sources of a checkout packed into the folder, and the wheel that these alone give."""
    hatchling = [sys.executable, "-m", "hatchling", "build", "-d", out, "-t"]
    run([*hatchling, "sdist"], root)
    [sources] = out.glob("*.tar.gz")
    with tempfile.TemporaryDirectory() as name:
        with tarfile.open(sources) as packed:
            packed.extractall(name, filter="data")
        [unpacked] = Path(name).iterdir()
        run([*hatchling, "wheel:standard"], unpacked)
    [wheel] = out.glob("*.whl")
    return sources, wheel


def sums(folder: Path) -> str:
    """The checksum of each file in the folder, in the form that sha256sum reads."""
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(folder.iterdir())
    )


if __name__ == "__main__":
    sys.exit(main())
