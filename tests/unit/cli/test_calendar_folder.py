"""The folder of calendars: what is ours is known, what is not ours is never touched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reconciler.cli.calendar_folder import LIST, Written, refuse_impossible, write_folder
from reconciler.cli.exits import Exit
from reconciler.cli.stop import Stop

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//schedule-reconciler//EN\r\n"
ANNA, BEN = f"{HEAD}anna\r\n", f"{HEAD}ben\r\n"
BOTH = {"desired/mitte/anna.ics": ANNA, "desired/mitte/ben.ics": BEN}
ONLY_ANNA = {"desired/mitte/anna.ics": ANNA}


def withdrawn(text: str) -> str | None:
    return None if "withdrawn" in text else f"{text}withdrawn\r\n"


def run(root: Path, texts: dict[str, str], whole: frozenset[str] = frozenset({"desired"})) -> Written:
    return write_folder(root, texts, withdrawn, whole)


def text_of(root: Path, path: str) -> str:
    return (root / path).read_bytes().decode()


def test_a_calendar_that_nobody_needs_any_more_takes_off_its_classes_once(tmp_path: Path) -> None:
    assert run(tmp_path, BOTH) == Written(2, (), ())
    assert run(tmp_path, ONLY_ANNA) == Written(1, ("desired/mitte/ben.ics",), ())
    assert text_of(tmp_path, "desired/mitte/ben.ics") == f"{BEN}withdrawn\r\n"
    assert run(tmp_path, ONLY_ANNA) == Written(1, (), ())
    assert run(tmp_path, BOTH) == Written(2, (), ())
    assert text_of(tmp_path, "desired/mitte/ben.ics") == BEN


def test_a_part_of_the_timetable_takes_nothing_off(tmp_path: Path) -> None:
    run(tmp_path, BOTH)
    assert run(tmp_path, ONLY_ANNA, frozenset()) == Written(1, (), ())
    assert run(tmp_path, {}, frozenset({"proposed"})) == Written(0, (), ())
    assert text_of(tmp_path, "desired/mitte/ben.ics") == BEN


def test_what_somebody_changed_stays_and_is_named(tmp_path: Path) -> None:
    run(tmp_path, BOTH)
    (tmp_path / "desired/mitte/ben.ics").write_text("mine")
    assert run(tmp_path, ONLY_ANNA) == Written(1, (), ("desired/mitte/ben.ics",))
    assert text_of(tmp_path, "desired/mitte/ben.ics") == "mine"


def test_what_somebody_deleted_is_forgotten(tmp_path: Path) -> None:
    run(tmp_path, BOTH)
    (tmp_path / "desired/mitte/ben.ics").unlink()
    assert run(tmp_path, ONLY_ANNA) == Written(1, (), ())
    assert list(json.loads((tmp_path / LIST).read_text())["calendars"]) == ["desired/mitte/anna.ics"]


def test_a_calendar_of_ours_that_was_put_there_by_hand_stays(tmp_path: Path) -> None:
    run(tmp_path, ONLY_ANNA)
    archive = tmp_path / "desired/archive.ics"
    archive.write_bytes(BEN.encode())
    assert run(tmp_path, ONLY_ANNA) == Written(1, (), ())
    assert archive.read_bytes() == BEN.encode()


def test_a_file_of_somebody_else_is_not_overwritten_and_nothing_else_is_written(tmp_path: Path) -> None:
    (tmp_path / "desired/mitte").mkdir(parents=True)
    (tmp_path / "desired/mitte/ben.ics").write_text("holidays of Ben")
    with pytest.raises(Stop) as refused:
        run(tmp_path, BOTH)
    assert refused.value.status == Exit.ERROR
    assert "desired/mitte/ben.ics" in refused.value.summary
    assert not (tmp_path / "desired/mitte/anna.ics").exists()
    assert not (tmp_path / LIST).exists()


@pytest.mark.parametrize(
    "path",
    [
        "../outside.ics",
        "desired/../../outside.ics",
        "/etc/x.ics",
        "desired\\x.ics",
        "desired/x.txt",
        "",
        "x.ics",
    ],
)
def test_a_forged_list_reaches_nothing_outside(tmp_path: Path, path: str) -> None:
    outside = tmp_path / "outside.ics"
    outside.write_bytes(BEN.encode())
    root = tmp_path / "calendars"
    root.mkdir()
    digest = "0" * 64
    (root / LIST).write_text(json.dumps({"made_by": "schedule-reconciler", "calendars": {path: digest}}))
    assert run(root, ONLY_ANNA, frozenset({"desired", "..", ""})) == Written(1, (), ())
    assert outside.read_bytes() == BEN.encode()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "calendars", tmp_path / "elsewhere.ics"
    run(root, BOTH)
    ben = root / "desired/mitte/ben.ics"
    elsewhere.write_bytes(ben.read_bytes())
    ben.unlink()
    ben.symlink_to(elsewhere)
    assert run(root, ONLY_ANNA) == Written(1, (), ("desired/mitte/ben.ics",))
    assert elsewhere.read_bytes() == BEN.encode()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"made_by": "me"}', "[" * 100_000, "\xff"])
def test_a_list_of_somebody_else_is_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / LIST).write_text(text, encoding="latin-1")
    assert run(tmp_path, BOTH) == Written(2, (), ())
    assert (tmp_path / LIST).read_text(encoding="latin-1") == text


def test_a_place_that_cannot_be_a_folder_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for impossible in (tmp_path / "file", tmp_path / "file/below/it"):
        with pytest.raises(Stop) as refused:
            refuse_impossible(impossible)
        assert refused.value.status == Exit.USAGE
    refuse_impossible(tmp_path)
    refuse_impossible(tmp_path / "new/folders")
    refuse_impossible(tmp_path / ("x" * 300))
