"""An append-only record of what is about to be done and what became of it.

One file for each run, one record a line: `<length> <crc32> <json>`. An intent is on the disk
(fsync) before its request leaves; an outcome is handed to the operating system at once, which
survives the death of the process, and reaches the disk with the next intent or at the end,
which is all that a power cut can take: the next plan looks again anyway.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zlib import crc32

from reconciler.model.occurrence import Occurrence
from reconciler.model.report import Created, NotAttempted, Outcome, Refused, Unknown


class JournalError(Exception):
    """The journal cannot be written or read; without it nothing may be sent."""


class Journal:
    """The journal of one run, open for appending. A context manager.

    `clock` gives Unix seconds, of the real world also in a rehearsal: a later run must know how
    long ago a request was sent.

    Raises:
        JournalError: when the file cannot be made or a record cannot be flushed.
    """

    def __init__(
        self, path: Path, header: dict[str, object], *, clock: Callable[[], float] = time.time
    ) -> None:
        self.path = path
        self._clock = clock
        self._made = 0
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o600)
        except OSError as error:
            raise JournalError(f"cannot make the journal {path}: {error.strerror}") from error
        self._append({"type": "run", **header})
        self._flush()

    def intent(self, number: int, occurrence: Occurrence, attempt: int) -> None:
        """Record that operation `number` (from 1) is about to be sent, and wait for the disk."""
        self._append(
            {
                "type": "intent",
                "operation": number,
                "attempt": attempt,
                "address": occurrence.address,
                "marker": occurrence.marker,
                "location_id": occurrence.series.location_id,
                "start": occurrence.start.isoformat(timespec="minutes"),
                "service_id": occurrence.details.service_id,
                "staff_id": occurrence.details.staff_id,
                "payload": payload_digest(occurrence),
                "at": round(self._clock(), 3),
            }
        )
        self._flush()

    def outcome(self, number: int, outcome: Outcome) -> None:
        """Record what became of operation `number`."""
        facts = describe(outcome)
        if isinstance(outcome, Unknown | Created):
            facts["at"] = round(self._clock(), 3)
        self._made += isinstance(outcome, Created)
        self._append({"type": "outcome", "operation": number, **facts})

    def resolved(self, number: int, outcome: Outcome) -> None:
        """Record what looking for operation `number` came to, after its answer was lost."""
        self._append({"type": "resolved", "operation": number, **describe(outcome)})

    def end(self, *, interrupted: bool, unresolved: int = 0) -> None:
        """Record that nothing more is sent, how many creates are in doubt and how many were made."""
        self._append(
            {"type": "end", "interrupted": interrupted, "unresolved": unresolved, "made": self._made}
        )
        self._flush()

    def checked(self, *, unresolved: int) -> None:
        """Record that a complete read has shown what was made, and how many creates are in doubt."""
        self._append({"type": "checked", "unresolved": unresolved})
        self._flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)

    def _append(self, record: dict[str, object]) -> None:
        line = encode_record(record)
        try:
            written = os.write(self._file, line)
        except OSError as error:
            raise JournalError(f"cannot write the journal {self.path}: {error.strerror}") from error
        if written != len(line):
            raise JournalError(f"cannot write the journal {self.path}: the disk is full")

    def _flush(self) -> None:
        try:
            os.fsync(self._file)
        except OSError as error:
            raise JournalError(f"cannot flush the journal {self.path}: {error.strerror}") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRecords:
    """What a journal says. `torn` means that its last line was cut short and left out."""

    records: tuple[dict[str, Any], ...]
    torn: bool


def read_journal(path: Path) -> JournalRecords:
    """All records of a journal, oldest first.

    Raises:
        JournalError: when the file cannot be read, or is damaged anywhere but in its last line.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise JournalError(f"cannot read the journal {path}: {error.strerror}") from error
    torn = lines.pop() != b""
    records: list[dict[str, Any]] = []
    for number, line in enumerate(lines, start=1):
        record = decode_record(line)
        if record is None and number == len(lines) and not torn:
            torn = True
        elif record is None:
            raise JournalError(f"the journal {path} is damaged in line {number}")
        else:
            records.append(record)
    return JournalRecords(records=tuple(records), torn=torn)


def encode_record(record: dict[str, object]) -> bytes:
    """One line: length of the JSON in bytes, its CRC-32 in hexadecimal, the JSON, a newline."""
    body = json.dumps(record, separators=(",", ":"), ensure_ascii=True).encode()
    return b"%d %08x %s\n" % (len(body), crc32(body), body)


def decode_record(line: bytes) -> dict[str, Any] | None:
    """The record of a line without its newline; None if length or checksum do not fit."""
    length, _, rest = line.partition(b" ")
    checksum, _, body = rest.partition(b" ")
    if length != b"%d" % len(body) or checksum != b"%08x" % crc32(body):
        return None
    try:
        record = json.loads(body)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def payload_digest(occurrence: Occurrence) -> str:
    """SHA-256 of what would be sent, to tell a retry from a different request."""
    facts = (occurrence.address, occurrence.start.isoformat(), tuple(occurrence.details))
    return sha256(repr(facts).encode()).hexdigest()


def describe(outcome: Outcome) -> dict[str, object]:
    """The plain facts of an outcome, for the journal and the receipt."""
    match outcome:
        case Created():
            facts: dict[str, object] = {"outcome": "created", "activity_id": outcome.activity_id}
            if outcome.recovered:
                facts["recovered"] = True
            if outcome.differs:
                facts["differs"] = outcome.differs
            return facts
        case Refused():
            return {
                "outcome": "refused",
                "status": outcome.status,
                "message": outcome.message,
                "field_errors": [list(pair) for pair in outcome.field_errors],
                "sent": outcome.sent,
            }
        case Unknown():
            facts = {"outcome": "unknown", "message": outcome.message}
            if outcome.activity_ids:
                facts["activity_ids"] = list(outcome.activity_ids)
            return facts
        case NotAttempted():
            return {"outcome": "not attempted", "message": outcome.message}
