#!/usr/bin/env bash
# nbval==0.11.0, pytest==9.2.0, ipykernel==7.4.0 (seen 2026-11-27)
# Strict `pytest --nbval` groups a cell's outputs by kind (stdout, stderr, each mime type) before it
# compares them. So a stored cell whose answer stands above its question passes although the run
# prints the question first; within one kind (two display_data of text/plain) the order does count.
# Of a stored error it compares name and message, never the traceback: a wrong line passes.
# Output seen: "answer above question: passes; two displays swapped: fails; traceback of another line: passes".
# Why it matters: a lesson's stored page can read in an order that no run produces, with a green check.
# Compare the list of outputs yourself where order teaches.
set -euo pipefail
lab="$(mktemp -d)"
trap 'rm -rf "$lab"' EXIT
cd "$lab"
unset PYTHONPATH PYTEST_ADDOPTS
export JUPYTER_DATA_DIR="$lab/data" JUPYTER_CONFIG_DIR="$lab/config" IPYTHONDIR="$lab/ipython"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check nbval==0.11.0 pytest==9.2.0 ipykernel==7.4.0 nbformat==5.11.1
venv/bin/python - <<'PY'
import subprocess
import sys

import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output


def shown(text):
    return new_output("display_data", data={"text/plain": repr(text)})


def strict_check(name, source, outputs, **metadata):
    cell = new_code_cell(source, outputs=outputs, execution_count=1, metadata=metadata)
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(new_notebook(cells=[cell], metadata=spec), f"{name}.ipynb")
    run = [sys.executable, "-m", "pytest", "-q", "--nbval", "-p", "no:cacheprovider", f"{name}.ipynb"]
    return {0: "passes", 1: "fails"}[subprocess.run(run, capture_output=True).returncode]


question = new_output("stream", name="stdout", text="Which price?\n")
raised = new_output("error", ename="ValueError", evalue="too much", traceback=["a line of another cell"])
seen = [
    strict_check("kinds", 'print("Which price?")\ndisplay("54,217")', [shown("54,217"), question]),
    strict_check("same", 'display("first")\ndisplay("second")', [shown("second"), shown("first")]),
    strict_check("error", 'raise ValueError("too much")', [raised], tags=["raises-exception"]),
]
if seen != ["passes", "fails", "passes"]:
    sys.exit(f"changed: outputs of two kinds swapped, of one kind swapped, another traceback now give {seen}")
print(f"answer above question: {seen[0]}; two displays swapped: {seen[1]}; traceback of another line: {seen[2]}")
PY
