"""Slims and compiles wheels; runs inside Pyodide, told the folder of them and the new one.

A compiled module stands in place of its source (sympy then imports in a third of the time); those of
marginlab, which can be read, stand beside it. It names the file where it would be installed, because
a traceback that cannot find its source there asks the web server for it. Contents, order and times
are fixed: same wheels in, same bytes out.
"""

import importlib.util
import marshal
import re
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

SITE = "/lib/python3.14/site-packages/"
READABLE = "marginlab"
WHEN = (2026, 1, 1, 0, 0, 0)

# In any wheel: tests, files for other places than site-packages, and the list of what was in it.
NOBODY = r"(^|/)(tests|benchmarks)/|^[^/]+\.data/|^[^/]+\.dist-info/RECORD$"
DROPPED = {
    "ipython": r"^IPython/sphinxext/",
    # Types of the standard library's modules are kept for those that a cell of this course may use.
    "jedi": r"^jedi/third_party/(django-stubs|typeshed/(stubs|third_party))/|"
    r"^jedi/third_party/typeshed/stdlib/(?!VERSIONS|_typeshed|_collections_abc|_operator|abc|builtins|"
    r"collections|contextlib|copy|dataclasses|datetime|decimal|enum|fractions|functools|io|itertools|json|"
    r"math|numbers|operator|os|pathlib|random|re|statistics|string|sys|time|types|typing)",
    # The site serves the notebooks themselves, and is no place to plan a workshop in.
    "marginlab": r"^marginlab/(notebooks|teach)/",
    "plotly": r"^plotly/(package_data|labextension)/|^jupyterlab_plotly/",
    # Other systems' terminals, and servers for them.
    "prompt_toolkit": r"^prompt_toolkit/(contrib/|"
    r"(input|output|eventloop)/(win32|win32_pipe|windows10|conemu)\.)",
    "pygments": r"^pygments/lexers/(?!__init__|_mapping|diff|python|special)",
    # Branches of mathematics far from a course about margin, what reads or compiles other languages, a
    # window to plot in, and names that sympy itself has given up.
    "sympy": r"^isympy|^sympy/(categories|crypto|diffgeom|holonomic|liealgebras|sandbox|stats|testing|"
    r"vector|parsing/(autolev|latex|c/|fortran/|mathematica|maxima|sym_expr|ast_parser)|"
    r"physics/(?!__init__|units|matrices)|utilities/(autowrap|codegen|_compilation)|"
    r"plotting/pygletplot/(?!__init__)|polys/subresultants_qq_zz|integrals/intpoly|"
    r"matrices/(common|matrices)\.)",
    # How the terminals of many makers draw letters; a page is none of them.
    "wcwidth": r"^wcwidth/table_grapheme_overrides/_known_",
}


def slim(old: Path, new: Path) -> None:
    """Writes the wheel anew without what nobody needs, compiled."""
    name = old.name.split("-")[0]
    dropped = re.compile(f"{NOBODY}|{DROPPED[name]}" if name in DROPPED else NOBODY)
    with ZipFile(old) as source, ZipFile(new, "w", ZIP_DEFLATED, compresslevel=9) as target:
        for path in sorted(n for n in source.namelist() if n[-1] != "/" and not dropped.search(n)):
            content = source.read(path)
            compiled = compile_module(content, path) if path.endswith(".py") else None
            if not compiled or name == READABLE:
                target.writestr(ZipInfo(path, WHEN), content, ZIP_DEFLATED)
            if compiled:
                kept = importlib.util.cache_from_source(path) if name == READABLE else f"{path}c"
                target.writestr(ZipInfo(kept, WHEN), compiled, ZIP_DEFLATED)


def compile_module(source: bytes, path: str) -> bytes | None:
    """The bytes of a module's .pyc that is never checked against its source; None for a template."""
    try:
        code = compile(source, SITE + path, "exec", dont_inherit=True)
    except SyntaxError:
        return None
    unchecked = (1).to_bytes(4, "little")
    return b"".join([
        importlib.util.MAGIC_NUMBER,
        unchecked,
        importlib.util.source_hash(source),
        marshal.dumps(code),
    ])  # fmt: skip


wheels, slimmed = map(Path, sys.argv[1:])
for wheel in sorted(wheels.glob("*.whl")):
    slim(wheel, slimmed / wheel.name)
