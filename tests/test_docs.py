"""The documentation cannot rot: what there is, is documented, and what is documented, works."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from pmpdf.archive.summary import OUTCOMES
from pmpdf.cli import cli
from pmpdf.errors import ExitCode, PmpdfError, error_named

ROOT = Path(__file__).parent.parent
COMMANDS = (ROOT / "docs" / "commands.md").read_text()
ARCHIVE = (ROOT / "docs" / "archive.md").read_text()
WARNINGS = (ROOT / "docs" / "warnings.md").read_text()
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SAYS_CODE = {"Warning", "Notice", "Doubt", "warn", "note", "Finding"}
NAMES = cli.list_commands(click.Context(cli))


def options_of(name: str) -> Iterator[str]:
    for parameter in cli.commands[name].params:
        if isinstance(parameter, click.Option):
            yield from (word for word in parameter.opts if word != "--debug")


def parts(text: str) -> dict[str, str]:
    """The sections of a page by their headings."""
    found = re.split(r"^## (.+)$", text, flags=re.M)
    return dict(zip(found[1::2], found[2::2], strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_every_command_and_option_is_documented(name: str) -> None:
    sections = parts(COMMANDS)
    text = sections[f"pmpdf {name}"]
    for shared in ("Reading", "Printing"):
        if f"(#{shared.lower()})" in text:
            text += sections[shared]
    for option in options_of(name):
        assert f"`{option}`" in text, f"docs/commands.md says nothing about {name} {option}"


def test_every_exit_code_is_documented() -> None:
    rows = re.findall(r"^\| (\d+) \|", parts(COMMANDS)["Exit codes"], re.M)
    assert [int(row) for row in rows] == [code.value for code in ExitCode]


def test_every_outcome_is_documented_with_its_exit_code() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| .* \| (\d+) \|$", ARCHIVE, re.M))
    assert set(rows) == set(OUTCOMES)
    for error in map(error_named, _error_names()):
        if error.outcome != "internal":
            assert rows[error.outcome] == str(error.code.value)


def _error_names() -> list[str]:
    def below(error: type[PmpdfError]) -> list[str]:
        return [error.__name__, *(name for e in error.__subclasses__() for name in below(e))]

    return below(PmpdfError)


def codes_said() -> set[tuple[str, str]]:
    """Every warning code in the source, with the file that says it."""
    found = set()
    for path in sorted((ROOT / "pmpdf").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                code = node.args[0]
                if name in SAYS_CODE and isinstance(code, ast.Constant):
                    found.add((path.name, str(code.value)))
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_DOUBTS":
                found |= {(path.name, str(code)) for code in ast.literal_eval(node.value)}
    return found


def test_every_warning_code_is_documented() -> None:
    said = codes_said()
    assert len(said) > 20
    for file, code in said:
        page = COMMANDS if file == "check.py" else WARNINGS
        assert f"`{code}`" in page, f"no page says what {code} ({file}) means"


def test_no_warning_is_documented_that_nobody_says() -> None:
    source = "".join(path.read_text() for path in (ROOT / "pmpdf").rglob("*.py"))
    for code in re.findall(r"^\| `(\w+)` \|", WARNINGS, re.M):
        assert f'"{code}"' in source, code


def shown_commands() -> list[tuple[str, str]]:
    """Every `$ pmpdf ...` line of the pages."""
    return [
        (page.name, line)
        for page in PAGES
        for line in re.findall(r"^\$ (pmpdf .+)$", page.read_text(), re.M)
    ]


@pytest.mark.parametrize(("page", "line"), shown_commands())
def test_shown_commands_are_understood(page: str, line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    words = words[: next((i for i, w in enumerate(words) if w in ("|", ">", "&&")), len(words))]
    if words[0].startswith("-"):
        return
    command = cli.commands[words[0]]
    known = {word for p in command.params for word in (*p.opts, *p.secondary_opts)} | {"--help"}
    for word in words[1:]:
        assert not word.startswith("--") or word.split("=")[0] in known, f"{page}: {line}"


def test_the_compose_file_is_sound() -> None:
    """Its services say what the commands above it say, and the options are ours."""
    (text,) = re.findall(r"```yaml\n(.+?)```", (ROOT / "docs" / "scaling.md").read_text(), re.S)
    services = yaml.safe_load(text)["services"]
    assert set(services) == {"scheduler", "worker", "batch"}
    words = shlex.split(services["batch"]["command"])
    known = {word for p in cli.commands["batch"].params for word in p.opts}
    assert words[:2] == ["pmpdf", "batch"]
    assert {word for word in words if word.startswith("--")} <= known
    assert words[-1] in services["worker"]["command"]


def runnable() -> list[str]:
    """Commands of the README about the samples."""
    return [line for page, line in shown_commands() if page == "README.md" and "samples/" in line]


@pytest.mark.parametrize("line", runnable())
def test_commands_of_the_readme_run(line: str, tmp_path: Path) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    line = line.replace("pmpdf", f"{shlex.quote(sys.executable)} -m pmpdf", 1)
    done = subprocess.run(["bash", "-c", line], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
