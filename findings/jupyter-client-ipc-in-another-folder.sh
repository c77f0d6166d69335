#!/usr/bin/env bash
# jupyter_client==8.10.0, ipykernel==7.4.0, pyzmq==27.3.0 (seen 2026-11-28)
# With transport "ipc" a manager names the sockets of a kernel "kernel-ipc-1" to "-5", without a folder.
# A kernel that is started with a cwd makes them there, its manager looks for them in its own folder, and
# the two never meet: no error names a path, the wait for the kernel runs out. Two kernels in one folder
# get the same names as well. With an absolute `ip` both are well.
# Output seen: 'same folder: ready; another folder: did not respond; absolute ip: ready'.
# Why it matters: "ipc" is the usual advice against ports that another program takes before the kernel
# does, and whatever runs notebooks (nbclient, nbval) starts kernels in the notebook's folder.
# Related: jupyter/nbconvert#1502 (sockets in a read-only folder), nteract/papermill#511 (taken ports).
set -euo pipefail
lab="$(mktemp -d)"
trap 'rm -rf "$lab"' EXIT
cd "$lab"
unset PYTHONPATH
export JUPYTER_CONFIG_DIR="$lab/config" JUPYTER_RUNTIME_DIR="$lab/runtime"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check jupyter_client==8.10.0 ipykernel==7.4.0 pyzmq==27.3.0
mkdir elsewhere sockets
cat >probe.py <<'PY'
from pathlib import Path

from jupyter_client.manager import KernelManager


def reached(folder, **more):
    """Whether a kernel that was started in the folder answers its manager within 8 seconds."""
    manager = KernelManager(kernel_name="python3", transport="ipc", **more)
    manager.start_kernel(cwd=folder)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=8)
        return "ready"
    except RuntimeError as error:
        return "did not respond" if "didn't respond" in str(error) else str(error)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


here = Path.cwd()
said = {
    "same folder": reached(here),
    "another folder": reached(here / "elsewhere"),
    "absolute ip": reached(here / "elsewhere", ip=str(here / "sockets" / "kernel")),
}
print("; ".join(f"{what}: {how}" for what, how in said.items()))
PY
told="$(venv/bin/python probe.py 2>errors.txt)" || { tail -n 5 errors.txt >&2; exit 1; }
if [ "$told" != "same folder: ready; another folder: did not respond; absolute ip: ready" ]; then
    echo "changed: $told" >&2
    exit 1
fi
echo "$told"
