"""Runs tests of the library in Pyodide; tools/site/run.mjs starts it.

It is told the packages of the site, comma by comma, then pytest's words. The current folder holds the
tests, and in wheels/ what they need besides.
"""

import os
import sys
from pathlib import Path
from site import getsitepackages
from zipfile import ZipFile

from pyodide_js import loadPackage

packages, *words = sys.argv[1:]
await loadPackage(packages.split(","))  # noqa: F704 (Pyodide allows it)
for wheel in sorted(Path("wheels").glob("*.whl")):
    ZipFile(wheel).extractall(getsitepackages()[0])
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = "/tmp/hypothesis"
os.mkdir("/drive")  # as if it reached the browser's storage

import pytest  # noqa: E402

if pytest.main(["-p", "no:cacheprovider", "-q", *words]):
    raise RuntimeError("there were failures")
