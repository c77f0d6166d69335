"""The notebooks of the course and the stills that they show, made from what is edited."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = "python -m tools.notebooks"
