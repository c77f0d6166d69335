from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import marginlab


def loaded_by(statement: str) -> set[str]:
    def modules(code: str) -> set[str]:
        code += "\nimport sys\nprint(*sys.modules)"
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
        return set(ran.stdout.split())

    return modules(statement) - modules("")


def test_importing_the_package_loads_nothing_else():
    assert loaded_by("import marginlab") == {"marginlab", "__future__"}


def test_the_command_line_loads_the_standard_library_only():
    tops = {module.partition(".")[0] for module in loaded_by("import marginlab.__main__")}
    assert tops - sys.stdlib_module_names == {"marginlab"}


@pytest.mark.parametrize("name", marginlab.__all__)
def test_a_public_name_is_the_one_of_its_module(name):
    module = import_module(f"marginlab.{marginlab._MODULE[name]}")
    assert getattr(marginlab, name) is getattr(module, name)


def test_type_checkers_are_told_every_public_name():
    tree = ast.parse(Path(marginlab.__file__).read_text(encoding="utf-8"))
    told = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level == 0]
    homes = {alias.asname: node.module for node in told for alias in node.names if alias.asname}
    assert homes == {name: f"marginlab.{module}" for name, module in marginlab._MODULE.items()}


def test_public_names_are_listed_before_they_are_used():
    code = "import marginlab; assert {'BITGET', 'solve'} <= set(dir(marginlab))"
    assert "sympy" not in loaded_by(code)


def test_a_name_that_does_not_exist_is_an_ordinary_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'liquidation'"):
        marginlab.liquidation  # noqa: B018
