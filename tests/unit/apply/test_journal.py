"""The journal: what was written can be read back, and damage is found."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from builders import an_occurrence

from reconciler.apply.journal import (
    Journal,
    JournalError,
    decode_record,
    encode_record,
    payload_digest,
    read_journal,
)
from reconciler.model.report import Created, NotAttempted, Refused, Unknown

HEADER = {"environment": "studio", "plan": "ab" * 32}
ONE = an_occurrence()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal" / "run.jsonl"


def a_run(path: Path) -> bytes:
    with Journal(path, HEADER) as journal:
        journal.intent(1, ONE, 1)
        journal.outcome(1, Created(occurrence=ONE, activity_id=77))
        journal.end(interrupted=False)
    return path.read_bytes()


def test_what_was_written_is_read_back(path: Path) -> None:
    a_run(path)
    read = read_journal(path)
    assert read.torn is False
    assert [record["type"] for record in read.records] == ["run", "intent", "outcome", "end"]
    run, intent, outcome, end = read.records
    assert run == {"type": "run", **HEADER}
    assert (intent["operation"], intent["attempt"]) == (1, 1)
    assert (intent["address"], intent["marker"]) == (ONE.address, ONE.marker)
    assert (intent["start"], intent["payload"]) == ("2026-09-07T18:30", payload_digest(ONE))
    assert isinstance(outcome.pop("at"), float)
    assert outcome == {"type": "outcome", "operation": 1, "outcome": "created", "activity_id": 77}
    assert end == {"type": "end", "interrupted": False, "unresolved": 0, "made": 1}


@pytest.mark.parametrize(
    ("outcome", "facts"),
    [
        (
            Refused(occurrence=ONE, status=422, message="No.", field_errors=(("length", "bad"),)),
            {
                "outcome": "refused",
                "status": 422,
                "message": "No.",
                "field_errors": [["length", "bad"]],
                "sent": True,
            },
        ),
        (
            Unknown(occurrence=ONE, message="lost", activity_ids=(7, 8)),
            {"outcome": "unknown", "message": "lost", "activity_ids": [7, 8], "at": 5.0},
        ),
        (
            Created(occurrence=ONE, activity_id=7, recovered=True, differs="seats 1 instead of 2"),
            {
                "outcome": "created",
                "activity_id": 7,
                "recovered": True,
                "differs": "seats 1 instead of 2",
                "at": 5.0,
            },
        ),
        (NotAttempted(occurrence=ONE, message="later"), {"outcome": "not attempted", "message": "later"}),
    ],
)
def test_every_outcome_has_its_facts(path: Path, outcome: Refused, facts: dict[str, object]) -> None:
    with Journal(path, HEADER, clock=lambda: 5.0) as journal:
        journal.outcome(3, outcome)
    assert read_journal(path).records[1] == {"type": "outcome", "operation": 3, **facts}


def test_any_text_survives(path: Path) -> None:
    message = 'a "quoted"\nline \u2028 \x00 \ud800 Zoë 王芳'
    with Journal(path, HEADER) as journal:
        journal.outcome(1, Unknown(occurrence=ONE, message=message))
    assert read_journal(path).records[1]["message"] == message


def test_a_last_line_cut_anywhere_is_left_out(path: Path) -> None:
    whole = a_run(path)
    start = whole.rstrip(b"\n").rindex(b"\n") + 1
    for end in range(start + 1, len(whole)):
        path.write_bytes(whole[:end])
        read = read_journal(path)
        assert read.torn is True
        assert [record["type"] for record in read.records] == ["run", "intent", "outcome"]


def test_a_last_line_with_a_wrong_byte_is_left_out(path: Path) -> None:
    whole = bytearray(a_run(path))
    whole[-5] ^= 1
    path.write_bytes(whole)
    read = read_journal(path)
    assert (read.torn, len(read.records)) == (True, 3)


def test_damage_before_the_last_line_is_an_error_that_names_the_line(path: Path) -> None:
    lines = a_run(path).split(b"\n")
    for number in (1, 2, 3):
        damaged = list(lines)
        damaged[number - 1] = damaged[number - 1].replace(b'"type"', b'"tipe"')
        path.write_bytes(b"\n".join(damaged))
        with pytest.raises(JournalError, match=rf"damaged in line {number}"):
            read_journal(path)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"nonsense",
        b"2 00000000 {}",
        b"-1 00000000 ",
        b"99999999999999999999 00000000 {}",
        encode_record({"a": 1})[:-1] + b" ",
        b"0" + encode_record({"a": 1})[:-1],
        encode_record({"a": 1}).upper()[:-1],
    ],
)
def test_a_line_that_does_not_fit_is_no_record(line: bytes) -> None:
    assert decode_record(line) is None


def test_a_line_that_fits_but_is_no_object_is_no_record() -> None:
    from zlib import crc32

    for body in (b"[]", b"1", b'"x"', b"not json", b"\xff\xfe"):
        assert decode_record(b"%d %08x %s" % (len(body), crc32(body), body)) is None


def test_a_journal_is_its_owners_and_never_continued(path: Path) -> None:
    a_run(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    with pytest.raises(JournalError, match="cannot make the journal"):
        Journal(path, HEADER)


def test_a_missing_journal_cannot_be_read(path: Path) -> None:
    with pytest.raises(JournalError, match="cannot read the journal"):
        read_journal(path)


def test_a_full_disk_is_a_journal_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with Journal(path, HEADER) as journal:
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(JournalError, match="No space left on device"):
            journal.intent(1, ONE, 1)
        monkeypatch.setattr(os, "write", full)
        with pytest.raises(JournalError, match="No space left on device"):
            journal.outcome(1, Unknown(occurrence=ONE, message=""))
        monkeypatch.undo()


def test_a_line_that_was_written_in_part_is_a_journal_error(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Journal(path, HEADER) as journal:
        monkeypatch.setattr(os, "write", lambda _file, _line: 3)
        with pytest.raises(JournalError, match="the disk is full"):
            journal.end(interrupted=False)
        monkeypatch.undo()


def test_the_payload_tells_one_request_from_another() -> None:
    assert payload_digest(ONE) == payload_digest(an_occurrence())
    others = [an_occurrence(capacity=13), an_occurrence(at="18:35"), an_occurrence(break_s=None)]
    assert len({payload_digest(one) for one in (ONE, *others)}) == 4
