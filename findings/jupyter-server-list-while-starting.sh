#!/usr/bin/env bash
# jupyter_server==2.21.1, ipykernel==7.4.0 (seen 2026-11-27)
# A kernel stands in the server's list from before its process is launched, but gets its first
# `last_activity` only after that. A page that lists the kernels in between (JupyterLab does so every
# few seconds) gets no list: `list_kernels` skips a kernel that has gone, not one that is beginning, and
# the request ends with status 500.
# Output seen: "while a kernel begins: TraitError; before and after: 0 and 1 kernels".
# Why it matters: with several notebooks open on one server, opening one puts an error into the console
# of another. Who tests that a console stays empty has one page at a time begin its kernel.
set -euo pipefail
lab="$(mktemp -d)"
trap 'rm -rf "$lab"' EXIT
cd "$lab"
unset PYTHONPATH
export JUPYTER_DATA_DIR="$lab/data" JUPYTER_CONFIG_DIR="$lab/config" IPYTHONDIR="$lab/ipython"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check jupyter_server==2.21.1 ipykernel==7.4.0
venv/bin/python - <<'PY'
import asyncio
import sys

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager


def listed(manager):
    try:
        return len(manager.list_kernels())
    except Exception as error:
        return type(error).__name__


async def watch():
    manager = AsyncMappingKernelManager()
    before = listed(manager)
    begun = asyncio.create_task(manager.start_kernel())
    during = []
    while not begun.done():
        during.append(listed(manager))
        await asyncio.sleep(0)
    after = listed(manager)
    await manager.shutdown_kernel(await begun, now=True)
    return before, [one for one in during if isinstance(one, str)], after


before, errors, after = asyncio.run(watch())
if (before, set(errors), after) != (0, {"TraitError"}, 1):
    sys.exit(f"changed: listing before, during and after a start now gives {before}, {set(errors)}, {after}")
print(f"while a kernel begins: {errors[0]}; before and after: {before} and {after} kernels")
PY
