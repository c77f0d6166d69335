#!/usr/bin/env bash
# ipykernel==7.4.0 with ipywidgets==8.1.9 and jupyter_client==8.10.0 (seen 2026-11-27)
# A front end that opens a subshell for widgets (JupyterLab 4.6 does) has its first message on a comm
# handled in the main thread and the later ones in the subshell's thread: a message goes where the
# comm itself last sent from, whatever subshell_id its header names. decimal's context belongs to the
# thread, so precision 50 set in a cell holds for the first move of a slider and is 28 from the second.
# Output seen: "cell sets 50; first move: 50 in the main thread; second move: 28 elsewhere".
# Why it matters: the same callback rounds differently at its second call. Use decimal.localcontext
# in the function that computes. Subshells came with ipython/ipykernel#1249 and
# jupyterlab/jupyterlab#17363; no report of this effect found.
set -euo pipefail
lab="$(mktemp -d)"
trap 'rm -rf "$lab"' EXIT
cd "$lab"
unset PYTHONPATH
export JUPYTER_DATA_DIR="$lab/data" JUPYTER_CONFIG_DIR="$lab/config" IPYTHONDIR="$lab/ipython"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check ipykernel==7.4.0 ipywidgets==8.1.9 jupyter_client==8.10.0
venv/bin/python - <<'PY'
import subprocess
import sys

from jupyter_client.manager import start_new_kernel

manager, client = start_new_kernel(kernel_name="python3", stderr=subprocess.DEVNULL)


def until_idle(request):
    messages = []
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") == request:
            messages.append(message)
            if message["content"].get("execution_state") == "idle":
                return messages


def move(value, subshell):
    data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
    message = client.session.msg("comm_msg", {"comm_id": slider, "data": data})
    message["header"]["subshell_id"] = subshell
    client.shell_channel.send(message)
    until_idle(message["header"]["msg_id"])


try:
    opened = until_idle(
        client.execute(
            "import decimal, ipywidgets, threading\n"
            "decimal.getcontext().prec = 50\n"
            "seen = []\n"
            "slider = ipywidgets.IntSlider()\n"
            "def note(change):\n"
            "    here = threading.current_thread() is threading.main_thread()\n"
            "    seen.append((decimal.getcontext().prec, here))\n"
            "slider.observe(note, 'value')"
        )
    )
    models = {
        message["content"]["data"]["state"].get("_model_name"): message["content"]["comm_id"]
        for message in opened
        if message["msg_type"] == "comm_open"
    }
    slider = models["IntSliderModel"]
    request = client.session.msg("create_subshell_request", {})
    client.control_channel.send(request)
    subshell = client.get_control_msg(timeout=60)["content"]["subshell_id"]
    move(1, subshell)
    move(2, subshell)
    asked = until_idle(client.execute("print(seen)"))
    seen = "".join(message["content"]["text"] for message in asked if message["msg_type"] == "stream").strip()
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
if seen != "[(50, True), (28, False)]":
    sys.exit(f"changed: precision, and whether the thread is the main one, are now {seen} at the two moves")
print("cell sets 50; first move: 50 in the main thread; second move: 28 elsewhere")
PY
