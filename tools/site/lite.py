"""JupyterLite around the notebooks: which apps, which extensions, which settings."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.site.environment import Tools, epoch
from tools.site.wheels import KERNEL

# What draws a lesson; whatever else is installed stays out of the site.
EXTENSIONS = (KERNEL, "@jupyter-widgets/jupyterlab-manager", "anywidget", "jupyterlab-plotly")
APPS = ("notebooks", "edit", "tree")
PYTHON = "static/pyodide"  # where it stands in the site
OVERRIDES = {
    # All cells stand on the page at once: a calm notebook to read and to search, and a panel that is
    # out of sight when its cell runs is drawn all the same.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    # Work that is kept in the browser should not be two minutes behind.
    "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 5},
    # Title and way back stand in the bar above.
    "@jupyter-notebook/application-extension:top": {"visible": "no"},
    # Light or dark as the course map is.
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
}


def build(
    tools: Tools, folder: Path, out: Path, contents: Path, packages: Sequence[str], store: str
) -> None:
    """Builds the site `out`, but for Python, in a folder that is made, with the learner's files.

    packages: what Python loads at once; store: the name under which the browser keeps the work.
    """
    kernel = {
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"indexURL": f"./{PYTHON}/", "packages": [*packages]},
        "pyodideUrl": "./marginlab/python.js",
    }
    data: dict[str, Any] = {
        "appName": "marginlab",
        "contentsStorageName": store,
        "settingsStorageName": store,
        "workspacesStorageName": store,
        "enableMemoryStorage": True,
        "exposeAppInBrowser": True,
        "faviconUrl": "./favicon.ico",
        "litePluginSettings": {f"{KERNEL}:kernel": kernel},
    }
    config = {
        "apps": [*APPS],
        "contents": [str(contents)],
        "output_dir": str(out),
        "federated_extensions": [str(tools.extension(name)) for name in EXTENSIONS],
        "ignore_sys_prefix": ["federated_extensions"],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "source_date_epoch": epoch(),
    }
    folder.mkdir()
    write(
        folder / "jupyter-lite.json",
        {"jupyter-config-data": data, "jupyter-lite-schema-version": 0},
    )
    write(folder / "overrides.json", OVERRIDES)
    write(folder / "jupyter_lite_config.json", {"LiteBuildConfig": config})
    shutil.rmtree(out, ignore_errors=True)
    tools.python("-m", "jupyterlite_core", "build", "--lite-dir", folder, folder=folder)


def write(path: Path, what: dict[str, Any]) -> None:
    """Stores JSON in one order."""
    path.write_text(json.dumps(what, indent=1, sort_keys=True) + "\n", encoding="utf-8")
