"""What hatch_build.py makes of the modules that it compiles."""

from __future__ import annotations

import ast
import importlib.util
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


def _as_written(path: str) -> ModuleType:
    """A module from its source, be there a compiled one of it or not."""
    spec = importlib.util.spec_from_file_location(f"{Path(path).stem}_as_written", ROOT / path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _hook() -> ModuleType:
    pytest.importorskip("hatchling", reason="hatchling is not installed")
    return _as_written("hatch_build.py")


def _modules() -> list[Path]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    hooks = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]
    return sorted(path for name in hooks["custom"]["modules"] for path in ROOT.glob(name))


def _statements(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            yield node.lineno, type(node).__name__


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.stem)
def test_every_statement_keeps_its_line(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    plain = _hook().plain_form(source)
    assert "(Struct" not in plain
    left = set(_statements(ast.parse(source))) - set(_statements(ast.parse(plain)))
    assert {kind for _, kind in left} <= {"Assign"}  # constants are declared to be such


def test_a_struct_becomes_a_plain_class() -> None:
    plain = _hook().plain_form(
        "from __future__ import annotations\n"
        "from msgspec import Struct, field\n"
        "\n"
        "class Pair(Struct, frozen=True):\n"
        "    first: int\n"
        "    others: list[str] = field(default_factory=list)  # of the pair\n"
        "    second: float = 2.0\n"
        "\n"
        "    def total(self) -> float:\n"
        "        return self.first + self.second\n"
    )
    names = {"Plain": _as_written("pmpdf/values.py").Plain}
    exec(plain.replace("from pmpdf.values import Plain\n", ""), names)
    pair = names["Pair"]
    one, other = pair(1), pair(1)
    assert one == other
    assert one.others == []
    assert one.others is not other.others
    assert one.total() == 3.0
    assert repr(one) == "Pair(first=1, others=[], second=2.0)"
    assert pair(1, ["x"], 3.0) > one


@pytest.mark.parametrize("error", [SystemExit(1), FileNotFoundError("no compiler"), OSError()])
def test_a_failed_compilation_leaves_the_modules_as_python(
    monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    monkeypatch.delenv("PMPDF_PURE", raising=False)
    hook = _hook()
    warnings: list[str] = []

    class App:
        display_warning = staticmethod(warnings.append)

    def failing(*_: object) -> None:
        raise error

    hook.compiled = failing  # type: ignore[attr-defined]
    made = hook.CustomBuildHook(str(ROOT), {"modules": []}, None, None, "", "wheel", App())
    data: dict[str, object] = {"force_include": {}}
    made.initialize("standard", data)
    assert data == {"force_include": {}}
    assert warnings[0].startswith("pmpdf stays uncompiled")
    made.initialize("editable", data)
    assert len(warnings) == 1
