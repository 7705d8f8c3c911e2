"""Options that several commands share, each group gathered into one frozen value.

A command gets `Reading` (how a PDF is read, and what that may take) instead of a row of single
options; the same value goes on to the pipeline and to the archive.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pmpdf.errors import Unreadable

if TYPE_CHECKING:
    from pmpdf.archive.worker import Limits
    from pmpdf.pipeline import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

LANGUAGE = click.Choice(["de", "en"])


@dataclass(frozen=True, slots=True)
class Reading:
    """How PDFs are read."""

    settings: Settings
    limits: Limits


class Size(click.ParamType[int]):
    """An amount of memory: 800M, 1.5G, or bytes."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?", str(value).strip(), re.I)
        if not found:
            self.fail(f"{value!r} is no amount of memory; write 800M or 1.5G.", param, ctx)
        power = " KMGT".index(found[2].upper() or " ")
        return int(float(found[1]) * 1024**power)


vocabulary_option = click.option(
    "--vocabulary",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Words of your house beside the built-in ones, in TOML: read, and printed as headings.",
)


def reading_options(*, redo: bool = False, page_only: bool = False) -> Callable[[Command], Command]:
    """Options about reading PDFs; the command gets them as `reading`.

    In `batch` the short name --force means to do everything again, so that the option that takes
    any document is --any there. `page_only` is for a command that never takes the record inside
    a report: it has no --from-page.
    """
    force = ["--any", "force"] if redo else ["--force", "force"]
    from_page = click.option(
        "--from-page",
        is_flag=True,
        help="Read the pages also of our own reports, not the record that they carry.",
    )
    options = [
        click.option("--password", metavar="TEXT", help="Password of an encrypted PDF."),
        click.option(
            "--password-file",
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE",
            help="The same, from the first line of a file.",
        ),
        click.option(*force, is_flag=True, help="Read also what is no post-mortem."),
        click.option(
            "--verify", is_flag=True, help="Read with both readers and warn where they differ."
        ),
        click.option("--no-ocr", is_flag=True, help="Leave pages that are pictures unread."),
        from_page,
        vocabulary_option,
        click.option(
            "--timeout",
            type=click.FloatRange(min=0, min_open=True),
            default=60.0,
            show_default=True,
            metavar="SECONDS",
            help="Time that reading one file may take.",
        ),
        click.option(
            "--page-timeout",
            type=click.FloatRange(min=0, min_open=True),
            default=20.0,
            show_default=True,
            metavar="SECONDS",
            help="Time that reading one page may take.",
        ),
        click.option(
            "--memory",
            type=Size(),
            default="1G",
            show_default=True,
            metavar="SIZE",
            help="Memory that reading one file may take.",
        ),
        click.option(
            "--max-pages",
            type=click.IntRange(min=1),
            default=2000,
            show_default=True,
            metavar="N",
            help="Pages that a file may have.",
        ),
    ]

    if page_only:
        options = [option for option in options if option is not from_page]

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def with_reading(*args: Any, **options: Any) -> Any:
            return command(*args, reading=_reading(options), **options)

        decorated: Any = with_reading
        for option in reversed(options):
            decorated = option(decorated)
        return decorated  # type: ignore[no-any-return]

    return decorate


def _reading(options: dict[str, Any]) -> Reading:
    """Take the options about reading out of all options."""
    from pmpdf.archive.worker import Limits
    from pmpdf.pipeline import Settings

    password, password_file = options.pop("password"), options.pop("password_file")
    if password_file is not None:
        password = _first_line(password_file)
    limits = Limits(options.pop("timeout"), options.pop("page_timeout"), options.pop("memory"))
    settings = Settings(
        password=password,
        vocabulary=options.pop("vocabulary"),
        force=options.pop("force"),
        verify=options.pop("verify"),
        max_pages=options.pop("max_pages"),
        ocr=not options.pop("no_ocr"),
        own_record=not options.pop("from_page", True),
    )
    return Reading(settings, limits)


def _first_line(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as stream:
            return stream.readline().rstrip("\r\n")
    except UnicodeDecodeError:
        raise Unreadable(f"the password file {path} is not UTF-8 text.") from None
    except OSError as error:
        raise Unreadable(f"cannot read the password file {path}: {error.strerror}.") from None


def printing_options(command: Command) -> Command:
    """Options about making reports; the command gets them as `printing`."""
    options = [
        click.option(
            "--brand",
            type=click.Path(file_okay=False, path_type=Path),
            metavar="DIR",
            help="Folder with brand.toml, logo and fonts; without it a neutral brand.",
        ),
        click.option(
            "--pages",
            type=click.Choice(["fit", "exactly-two"]),
            default="fit",
            show_default=True,
            help="More than two pages where two do not suffice, or an error.",
        ),
        click.option(
            "--embed",
            type=click.Choice(["public", "full", "none"]),
            default="public",
            show_default=True,
            help="Which record goes into the report: what is printed, all of it, or none.",
        ),
        click.option(
            "--date",
            type=click.DateTime(["%Y-%m-%d"]),
            metavar="YYYY-MM-DD",
            help="Date of the document; without it SOURCE_DATE_EPOCH, or the incident's last day.",
        ),
    ]

    @functools.wraps(command)
    def with_printing(*args: Any, **options: Any) -> Any:
        from pmpdf.archive.worker import Printing

        date = options.pop("date")
        printing = Printing(
            brand=options.pop("brand"),
            pages=options.pop("pages"),
            embed=options.pop("embed"),
            date=date.replace(tzinfo=UTC) if date else None,
        )
        return command(*args, printing=printing, **options)

    decorated: Any = with_printing
    for option in reversed(options):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]


def language_option(command: Command) -> Command:
    """`--language de|en`."""
    return click.option(
        "--language", type=LANGUAGE, help="Language of the report; the record's own without it."
    )(command)
