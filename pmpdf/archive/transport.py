"""A job whose files lie in a storage: fetched to this machine, done here, brought back.

The child process that reads a file sees only files of this machine; what it made is brought to
the storage by the process around it, which no PDF can hurt.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec

from pmpdf.archive.storage import Store
from pmpdf.archive.walk import LONGEST_NAME
from pmpdf.archive.worker import Answer, Far, Job, Made, ReportOrder, ReportResult, source_sha256
from pmpdf.errors import CannotWrite, PmpdfError, Unreadable

RECORD = "record.json"


def carry(job: Job, far: Far, read: Callable[[Job], Answer]) -> Answer:
    """Do a job of which something lies in a storage."""
    with tempfile.TemporaryDirectory(prefix="pmpdf-") as name:
        desk = Path(name)
        try:
            near = _fetched(job, far, desk)
        except _NotFetched as failure:
            return failure.answer
        if far.unless is not None and source_sha256(near.source) == far.unless:
            return Answer(same=True, sha256=far.unless)
        answer = read(near)
        if far.out is not None:
            try:
                answer = _brought(job, far, answer)
            except PmpdfError as error:
                return Answer(error=CannotWrite.__name__, message=error.message)
        return _without_desk(answer, name)


class _NotFetched(Exception):
    def __init__(self, answer: Answer) -> None:
        self.answer = answer


def _fetched(job: Job, far: Far, desk: Path) -> Job:
    """The job with everything that it opens or writes on this machine."""
    changes: dict[str, object] = {"far": None}
    if far.archive is not None and job.from_record is None:
        changes["source"] = _fetch(far.archive, job.source, desk / "in" / _file_name(job.source))
    if far.out is not None:
        if job.from_record is not None:
            target = desk / "out" / _file_name(job.from_record)
            changes["from_record"] = _fetch(far.out, job.from_record, target)
        if job.record is not None:
            changes["record"] = str(desk / RECORD)
        changes["reports"] = tuple(_near_order(order, far, desk) for order in job.reports)
    return msgspec.structs.replace(job, **changes)


def _near_order(order: ReportOrder, far: Far, desk: Path) -> ReportOrder:
    translation = order.translation
    if translation is not None and far.out is not None:
        translation = _fetch(far.out, translation, desk / "out" / _file_name(translation))
    target = str(desk / f"report.{order.language}.pdf")
    return msgspec.structs.replace(order, target=target, translation=translation)


def _fetch(store: Store, path: str, target: Path) -> str:
    target.parent.mkdir(exist_ok=True)
    try:
        store.fetch(path, target)
    except FileNotFoundError:
        raise _NotFetched(_refused("it is not there any more.", again=False)) from None
    except PermissionError:
        raise _NotFetched(_refused("the storage denies access.", again=False)) from None
    except OSError as error:
        words = f"it cannot be fetched: {error}"
        raise _NotFetched(_refused(words, again=True)) from None
    return str(target)


def _refused(message: str, *, again: bool) -> Answer:
    return Answer(error=Unreadable.__name__, message=message, again=again)


def _file_name(path: str) -> str:
    """The last part of a path, as far as a file system can hold it."""
    name = path.rpartition("/")[2]
    raw = os.fsencode(name)
    return name if len(raw) <= LONGEST_NAME else hashlib.sha256(raw).hexdigest() + ".pdf"


def _brought(job: Job, far: Far, answer: Answer) -> Answer:
    """Bring what was made into OUT, under the names that the job gave it."""
    assert far.out is not None
    targets = {order.language: order.target for order in job.reports}
    made = answer.made and _bring(far.out, answer.made, job.record or "")
    reports = tuple(
        msgspec.structs.replace(result, made=_bring(far.out, result.made, targets[result.language]))
        if result.made is not None
        else result
        for result in answer.reports
    )
    return msgspec.structs.replace(answer, made=made, reports=reports)


def _bring(store: Store, made: Made, path: str) -> Made:
    content = Path(os.fsdecode(made.target)).read_bytes()
    store.write(path, content)
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    return msgspec.structs.replace(made, target=os.fsencode(path), md5=md5)


def _without_desk(answer: Answer, desk: str) -> Answer:
    """Messages name a file by its name alone: where it lay meanwhile is nobody's business."""

    def plain(text: str) -> str:
        return text.replace(f"{desk}/in/", "").replace(f"{desk}/out/", "").replace(f"{desk}/", "")

    def plain_report(result: ReportResult) -> ReportResult:
        return msgspec.structs.replace(result, message=plain(result.message))

    return msgspec.structs.replace(
        answer,
        message=plain(answer.message),
        details=plain(answer.details),
        reports=tuple(map(plain_report, answer.reports)),
    )
