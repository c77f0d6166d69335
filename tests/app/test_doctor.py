from __future__ import annotations

import json
import socket
import subprocess
from itertools import islice

import pytest

from marginlab.app import doctor
from marginlab.app.doctor import Finding, findings, port_problem, within


@pytest.mark.parametrize(
    ("release", "ranges", "good"),
    [
        ("7.1.0", ">=7.1,<8", True),
        ("7.1", "<8,>=7.1", True),
        ("7.10.2", ">=7.9,<8", True),
        ("7.0.9", ">=7.1,<8", False),
        ("8.0.0", ">=7.1,<8", False),
        ("8.0.0rc1", ">=7.1,<8", False),
        ("9.0", ">=8.1", True),
        ("not installed", ">=8.1", False),
    ],
)
def test_a_version_is_held_against_its_range(release, ranges, good):
    assert within(release, ranges) is good


def test_one_command_mends_all_packages(monkeypatch, tmp_path):
    asked = ["plotly>=7.1,<8", "sympy>=1.14,<2", "anywidget>=0.11", "numpy>=2; extra == 'test'"]
    there = {"plotly": "6.9.0", "sympy": "1.14.0"}

    def version(name):
        if name not in there:
            raise doctor.PackageNotFoundError(name)
        return there[name]

    monkeypatch.setattr(doctor, "requires", lambda name: asked)
    monkeypatch.setattr(doctor, "version", version)
    packages = list(islice(findings(tmp_path, None), 1, 4))
    assert [finding.found for finding in packages] == [
        "6.9.0, wanted >=7.1,<8",
        "1.14.0, wanted >=1.14,<2",
        "not installed, wanted >=0.11",
    ]
    remedy = packages[0].remedy
    assert remedy.endswith("-m pip install --upgrade 'plotly>=7.1,<8' 'anywidget>=0.11'")
    assert [finding.remedy for finding in packages] == [remedy, "", remedy]


def test_a_front_end_that_jupyterlab_does_not_list_as_enabled_is_found(monkeypatch, tmp_path):
    listed = """JupyterLab v4.6.6
        anywidget v0.11.0 enabled OK
        jupyterlab-plotly v7.1.0 disabled OK
"""
    ran = subprocess.CompletedProcess([], 0, stdout="", stderr=listed)
    monkeypatch.setattr(doctor, "_run", lambda *words: ran)
    monkeypatch.setattr(doctor, "_key_cell", lambda: Finding("kernel", "not run"))
    found = [finding for finding in findings(tmp_path, None) if finding.subject == "front end"]
    assert [(finding.found, finding.remedy.rpartition(" ")[2]) for finding in found] == [
        ("@jupyter-widgets/jupyterlab-manager is not enabled in JupyterLab", "jupyterlab_widgets"),
        ("anywidget v0.11.0", ""),
        ("jupyterlab-plotly is not enabled in JupyterLab", "plotly"),
    ]


@pytest.fixture
def only_the_kernel(monkeypatch, tmp_path):
    """A course whose lesson 2 is the notebook given; its finding is returned."""

    def kernel(*cells: tuple[str, str, list[str]]) -> Finding:
        notebook = {
            "cells": [
                {
                    "cell_type": "code",
                    "execution_count": 1,
                    "id": f"cell-{number}",
                    "metadata": {"tags": tags},
                    "outputs": [
                        {
                            "output_type": "execute_result",
                            "execution_count": 1,
                            "metadata": {},
                            "data": {"text/plain": [said]},
                        }
                    ],
                    "source": [source],
                }
                for number, (source, said, tags) in enumerate(cells)
            ],
            "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        (tmp_path / "lessons").mkdir()
        (tmp_path / "lessons" / "02_wall.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        monkeypatch.setattr(doctor, "course", lambda: tmp_path)
        monkeypatch.setattr(doctor, "_front_end", lambda: iter(()))
        return list(findings(tmp_path, None))[-1]

    return kernel


@pytest.mark.slow
def test_the_key_cell_runs_after_the_first_one_and_is_held_against_the_stored_answer(
    only_the_kernel,
):
    cells = ("x = 3", "", []), ("1 / 0", "never run", []), ("x + 1", "five", ["key"])
    finding = only_the_kernel(*cells)
    assert finding.found == "lesson 2's key cell does not give the stored answer"
    assert finding.remedy


@pytest.mark.slow
def test_a_key_cell_that_fails_is_told_in_one_line(only_the_kernel):
    finding = only_the_kernel(("1 / 0", "", ["key"]))
    assert finding.found == "lesson 2's key cell did not run: ZeroDivisionError: division by zero"
    assert finding.remedy


def test_a_missing_lesson_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "course", lambda: tmp_path)
    monkeypatch.setattr(doctor, "_front_end", lambda: iter(()))
    finding = list(findings(tmp_path, None))[-1]
    assert finding.found == "lesson 2 is missing from this installation"
    assert finding.remedy


def test_a_wrong_folder_and_a_taken_port_get_commands_that_help(monkeypatch, tmp_path):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    monkeypatch.setattr(doctor, "_front_end", lambda: iter(()))
    monkeypatch.setattr(doctor, "_key_cell", lambda: Finding("kernel", "not run"))
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked = server.getsockname()[1]
        *_, folder, port, _ = findings(tmp_path / "taken", asked)
    assert folder.found.startswith(f"{tmp_path / 'taken'} is a file")
    assert folder.remedy.startswith("marginlab --folder ")
    assert port.found.startswith(f"port {asked} cannot be opened")
    assert port_problem(int(port.remedy.removeprefix("marginlab --port "))) is None


def test_a_taken_port_is_told_and_a_closed_one_is_free_again():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert port_problem(port) == (
            f"port {port} cannot be opened (Address already in use); name another one with --port."
        )
    assert port_problem(port) is None
