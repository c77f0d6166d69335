#!/usr/bin/env bash
# jupytext==1.19.6 (seen 2026-11-27)
# In MyST Markdown, +++ {"tags": [...]} gives its tags to the Markdown cell that follows. If a
# {code-cell} follows instead, the tags vanish: the cell gets none, nothing warns, and writing the
# notebook back to text leaves the line out, so a round trip deletes it from the source.
# Output seen: "Markdown cell: ['solution']; code cell: none; lines with +++ 2 -> 1 after a round trip".
# Why it matters: a course that cuts cells tagged solution from the learner's edition would publish
# that solution. Use :tags: inside the fence, and refuse a +++ line with metadata above one.
# No report of this one found; jupyter-side tag loss for another reason: jupytext/jupytext#1024.
set -euo pipefail
lab="$(mktemp -d)"
trap 'rm -rf "$lab"' EXIT
cd "$lab"
unset PYTHONPATH
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check jupytext==1.19.6
venv/bin/python - <<'PY'
import sys

import jupytext

text = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  name: python3
  display_name: Python 3
---

Which price ends the position?

+++ {"tags": ["solution"]}

The price at which equity equals maintenance margin.

+++ {"tags": ["solution"]}

```{code-cell} ipython3
(6000 - 600) / (1 - 0.004)
```
"""
notebook = jupytext.reads(text, fmt="md:myst")
prose, code = notebook.cells[1:]
before = text.count("+++")
after = jupytext.writes(notebook, fmt="md:myst").count("+++")
seen = (prose.metadata.get("tags"), code.cell_type, code.metadata.get("tags"), before, after)
if seen != (["solution"], "code", None, 2, 1):
    sys.exit(f"changed: Markdown tags, cell, code tags and +++ lines before and after are now {seen}")
print(f"Markdown cell: {seen[0]}; code cell: none; lines with +++ {before} -> {after} after a round trip")
PY
