#!/usr/bin/env bash
# nbval==0.11.0 with ipywidgets==8.1.9 and ipykernel==7.4.0 (seen 2026-11-27)
# A widget's text/plain is its repr, and ipywidgets cuts that at 110 characters; nbval skips the
# widget view and its state. So the cut text is all that a strict check compares, and a number
# behind the cut can change unseen: two panels with two liquidation prices have one and the same text.
# Output seen: "text/plain is the same 110 characters and … for both prices; strict nbval with the other price: passes".
# Why it matters: a wrong formula behind a panel leaves the notebook check green. A panel should
# bring a _repr_mimebundle_ of its own with every number in text/plain.
set -euo pipefail
lab="$(mktemp -d)"
trap 'rm -rf "$lab"' EXIT
cd "$lab"
unset PYTHONPATH PYTEST_ADDOPTS
export JUPYTER_DATA_DIR="$lab/data" JUPYTER_CONFIG_DIR="$lab/config" IPYTHONDIR="$lab/ipython"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check nbval==0.11.0 pytest==9.2.0 ipykernel==7.4.0 \
    nbformat==5.11.1 nbclient==0.11.0 ipywidgets==8.1.9
venv/bin/python - <<'PY'
import subprocess
import sys

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

SOURCE = """from ipywidgets import HTML
HTML("A long of 0.1 BTC, entered at 60,000 with a margin of 600 and a maintenance rate of 0.4 %, ends at {price}")"""


def executed(price):
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = new_notebook(cells=[new_code_cell(SOURCE.format(price=price))], metadata=spec)
    return NotebookClient(notebook).execute()


stored, other = executed("54,216.87"), executed("65,737.05")
texts = [notebook.cells[0].outputs[0]["data"]["text/plain"] for notebook in (stored, other)]
stored.cells[0].source = other.cells[0].source
nbformat.write(stored, "panel.ipynb")
run = [sys.executable, "-m", "pytest", "-q", "--nbval", "-p", "no:cacheprovider", "panel.ipynb"]
code = subprocess.run(run, capture_output=True).returncode
if texts[0] != texts[1] or len(texts[0]) != 111 or code != 0:
    sys.exit(f"changed: the two texts are now {texts} and strict nbval ends with {code}")
print(f"text/plain is the same 110 characters and … for both prices; strict nbval with the other price: passes")
PY
