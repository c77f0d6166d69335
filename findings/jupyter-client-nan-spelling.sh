#!/usr/bin/env bash
# jupyter_client==8.10.0 with and without orjson==3.13.0 (seen 2026-11-27)
# How a nan in a widget's state or a figure crosses to the page is decided by a package nobody imports:
# plain jupyter_client sends the *string* "nan"; with orjson installed it packs with that and sends
# null; and one int beyond 64 bits in the same message makes orjson fall back, so it is "nan" again.
# Output seen: 'alone: {"p": "nan"}; beside orjson: {"p":null}; with 2**70 in the message: "nan"'.
# Why it matters: "no liquidation price" is a nan. A view that tests for null or isNaN is right in one
# environment and draws a text in the next. Send None and finite numbers only.
# Related: jupyter/jupyter_client#1064 (orjson as default packer), #706 (nan and inf).
set -euo pipefail
lab="$(mktemp -d)"
trap 'rm -rf "$lab"' EXIT
cd "$lab"
unset PYTHONPATH
export JUPYTER_CONFIG_DIR="$lab/config"
python3 -m venv venv
cat >probe.py <<'PY'
import sys
import warnings

from jupyter_client.session import Session

warnings.simplefilter("ignore")
message = {"p": float("nan")}
if sys.argv[1:]:
    message["count"] = 2**70
print(Session(key=b"a key for the signature").pack(message).decode())
PY
venv/bin/pip install -q --disable-pip-version-check jupyter_client==8.10.0
alone="$(venv/bin/python probe.py)"
venv/bin/pip install -q --disable-pip-version-check orjson==3.13.0
beside="$(venv/bin/python probe.py)"
large="$(venv/bin/python probe.py with-a-large-int)"
if [ "$alone" != '{"p": "nan"}' ] || [ "$beside" != '{"p":null}' ] ||
    [ "$large" != '{"p": "nan", "count": 1180591620717411303424}' ]; then
    echo "changed: alone '$alone', beside orjson '$beside', with 2**70 '$large'" >&2
    exit 1
fi
echo "alone: $alone; beside orjson: $beside; with 2**70 in the message: \"nan\""
