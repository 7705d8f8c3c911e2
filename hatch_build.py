"""Builds the wheel's compiled modules, where there is a C compiler.

The modules that see every word (`modules` in pyproject.toml) are compiled with mypyc, which makes
them about twice as fast. Nothing else changes: where they cannot be compiled, the wheel has the
same modules as Python, and an editable install always has.

mypyc is at its best with classes that are its own, and msgspec's are not. So the values of these
modules, which are `Struct` in the source, get a plain form first, line by line, so that a traceback
names the lines of the source.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """Adds the compiled modules to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable" or os.environ.get("PMPDF_PURE"):
            return
        self._folder = tempfile.TemporaryDirectory(prefix="pmpdf-")
        try:
            made = compiled(Path(self.root), self.config["modules"], Path(self._folder.name))
        except (Exception, SystemExit) as error:  # compilers fail in ways of their own
            self.app.display_warning(f"pmpdf stays uncompiled, and slower: {error}")
            return
        build_data["force_include"].update({str(path): name for path, name in made})
        build_data["pure_python"] = False
        build_data["infer_tag"] = True


def compiled(root: Path, modules: list[str], folder: Path) -> list[tuple[Path, str]]:
    """Compile modules (patterns of paths); the libraries made, each with its place in the wheel."""
    from mypyc.build import mypycify
    from setuptools import Extension
    from setuptools.dist import Distribution

    shutil.copytree(root / "pmpdf", folder / "pmpdf", ignore=shutil.ignore_patterns("*.so"))
    paths = [path for pattern in modules for path in sorted(folder.glob(pattern))]
    for path in paths:
        path.write_text(plain_form(path.read_text(encoding="utf-8")), encoding="utf-8")
    names = [str(path.relative_to(folder)) for path in paths]
    here = Path.cwd()
    os.chdir(folder)
    try:
        extensions = mypycify(
            ["--ignore-missing-imports", *names],
            group_name="pmpdf",
            opt_level="2",
            debug_level="0",
            multi_file=True,
            target_dir="c",
        )
        for path in sorted(Path("pmpdf").rglob("*.c")):  # what is written in C already
            name = ".".join(path.with_suffix("").parts)
            extensions.append(Extension(name, [str(path)]))
        command = Distribution({"ext_modules": extensions}).get_command_obj("build_ext")
        command.build_lib, command.build_temp = "lib", "objects"
        command.ensure_finalized()
        command.run()
    finally:
        os.chdir(here)
    library = folder / "lib"
    ending = sysconfig.get_config_var("EXT_SUFFIX")
    return [(path, str(path.relative_to(library))) for path in library.rglob(f"*{ending}")]


def plain_form(source: str) -> str:
    """A module with its Structs as plain classes, and its constants said to be constant.

    Every statement keeps its line.
    """
    tree = ast.parse(source)
    lines = source.split("\n")
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and _bases(node) == ["Struct"]:
            _make_plain(node, lines)
            if any(keyword.arg == "gc" for keyword in node.keywords):
                _without_collector(node, lines)
        elif isinstance(node, ast.ClassDef) and node.name == "Plain":
            _without_collector(node, lines)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if re.fullmatch(r"_?[A-Z][A-Z0-9_]+", name) and len(node.targets) == 1:
                at = node.lineno - 1
                lines[at] = lines[at].replace(f"{name} =", f"{name}: Final =", 1)
    text = "\n".join(lines)
    plain = "from pmpdf.values import Plain"
    text = re.sub(r"^from msgspec import Struct.*$", plain, text, flags=re.M)
    future = "from __future__ import annotations"
    typing = "from typing import TYPE_CHECKING, ClassVar, Final"
    check = "if TYPE_CHECKING: from mypy_extensions import mypyc_attr"
    return text.replace(f"{future}\n\n", f"{future}; {typing}\n{check}\n", 1)


def _without_collector(node: ast.ClassDef, lines: list[str]) -> None:
    """Say that a class is never part of a cycle: the garbage collector need not look at it."""
    assert not lines[node.lineno - 2].strip(), f"no empty line over {node.name}"
    lines[node.lineno - 2] = "@mypyc_attr(acyclic=True)"


def _bases(node: ast.ClassDef) -> list[str]:
    return [base.id for base in node.bases if isinstance(base, ast.Name)]


def _make_plain(node: ast.ClassDef, lines: list[str]) -> None:
    """Give a Struct its own `__init__`, on the empty line behind its fields."""
    head = node.lineno - 1
    lines[head] = f"class {node.name}(Plain):"
    names, parameters, statements = [], [], []
    for field in node.body:
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
            continue
        name, kind, default = field.target.id, ast.unparse(field.annotation), field.value
        names.append(name)
        if isinstance(default, ast.Call) and ast.unparse(default.func) == "field":
            factory = ast.unparse(default.keywords[0].value)
            parameters.append(f"{name}: {kind} | None = None")
            statements.append(f"self.{name} = {factory}() if {name} is None else {name}")
        else:
            given = f" = {ast.unparse(default)}" if default is not None else ""
            parameters.append(f"{name}: {kind}{given}")
            statements.append(f"self.{name} = {name}")
        for at in range(field.lineno - 1, field.end_lineno or field.lineno):
            lines[at] = ""
        lines[field.lineno - 1] = f"    {name}: {kind}"
        last = field.end_lineno or field.lineno
    listed = "".join(f"{name!r}, " for name in names)
    lines[last - 1] = f"    {names[-1]}: {kind}; FIELDS: ClassVar[tuple[str, ...]] = ({listed})"
    assert not lines[last].strip(), f"no empty line behind the fields of {node.name}"
    signature = ", ".join(["self", *parameters])
    lines[last] = f"    def __init__({signature}) -> None: {'; '.join(statements)}"
