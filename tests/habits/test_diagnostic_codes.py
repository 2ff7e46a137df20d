"""Every code that the package can give is shown by a test and explained to users, and the other way round."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from reconciler.expand import expand
from reconciler.load import Project, Source, load_project, load_schedule
from reconciler.load.files import read_patterns
from reconciler.model.diagnostic import Diagnostic

ROOT = Path(__file__).parents[2]
CODE = re.compile(r'"((?:YML|SCH|CHK|RRL|EXP|FIL|PLN)[0-9]{3})"')
ROW = re.compile(r"^\| ((?:YML|SCH|CHK|RRL|EXP|FIL|PLN)[0-9]{3}) \|(.*)\|$", re.MULTILINE)
CELL = re.compile(r"(?<!\\)\|")

UNIT_TESTS = {
    "YML001": "tests/unit/load/test_document.py",
    "YML018": "tests/unit/load/test_document.py",
    "CHK020": "tests/unit/load/test_build.py",
    "CHK031": "tests/unit/load/test_publish.py",
    "CHK043": "tests/unit/load/test_ics.py",
    "CHK044": "tests/unit/load/test_ics.py",
    "CHK046": "tests/unit/load/test_calendars.py",
    "FIL010": "tests/unit/load/test_beside.py",
    "CHK086": "tests/unit/load/test_unused.py",
    "CHK084": "tests/unit/load/test_house.py",
    "CHK064": "tests/unit/load/test_availability.py",
    "CHK078": "tests/unit/load/test_travel.py",
    "CHK075": "tests/unit/load/test_placing.py",
    "EXP018": "tests/unit/expand/test_checks.py",
    **{f"FIL{n:03}": "tests/unit/load/test_files.py" for n in (1, 2, 3, 4, 7, 8, 9)},
    **{f"PLN{n:03}": "tests/unit/render/test_planfile.py" for n in range(1, 8)},
}
"""What no single file can show -> the test that does."""

SOME_FILE = "schedules/autumn.yaml"
"""What the documentation writes where a message names its own file."""


class Row(NamedTuple):
    """One row of docs/diagnostics.md."""

    severity: str
    meaning: str
    example: str
    remedy: str


def codes_of_the_package() -> set[str]:
    sources = (ROOT / "reconciler").rglob("*.py")
    return {code for path in sources for code in CODE.findall(path.read_text(encoding="utf-8"))}


def rows() -> dict[str, Row]:
    text = (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8")
    found = {code: Row(*(cell.strip() for cell in CELL.split(rest))) for code, rest in ROW.findall(text)}
    assert len(found) == len(ROW.findall(text))
    return found


def rejects() -> dict[str, set[Path]]:
    """Code -> the files whose first line expects it."""
    found: dict[str, set[Path]] = {}
    for path in (ROOT / "tests" / "rejects").glob("*.yaml"):
        first = path.read_bytes().split(b"\n", 1)[0].decode("ascii")
        for code in first.removeprefix("# expect: ").split():
            found.setdefault(code, set()).add(path)
    return found


def findings_of(path: Path) -> tuple[Diagnostic, ...]:
    source = Source(path.name, path.read_bytes())
    if ".project." not in path.name:
        read = load_schedule([source], Project())
        return read.diagnostics + (expand(read.schedule).diagnostics if read.schedule else ())
    loaded = load_project(source)
    if loaded.project is None:
        return loaded.diagnostics
    return read_patterns(loaded.project.schedules, path.parent, loaded.project.schedule_spans).diagnostics


def test_every_code_is_shown_by_a_wrong_file_or_by_a_named_test() -> None:
    assert codes_of_the_package() == set(rejects()) | set(UNIT_TESTS)
    assert set(rejects()).isdisjoint(UNIT_TESTS)


@pytest.mark.parametrize("code", sorted(UNIT_TESTS))
def test_a_named_test_is_about_its_code(code: str) -> None:
    assert f'"{code}"' in (ROOT / UNIT_TESTS[code]).read_text(encoding="utf-8")


def test_every_code_has_a_row_in_the_documentation_and_no_row_is_left_over() -> None:
    assert set(rows()) == codes_of_the_package()


@pytest.mark.parametrize("code", sorted(rows()))
def test_a_row_says_what_is_really_said(code: str) -> None:
    row = rows()[code]
    assert row.meaning.endswith(".")
    assert row.remedy.endswith(".")
    found = [one for path in rejects().get(code, ()) for one in findings_of(path) if one.code == code]
    if found:
        assert row.severity in {one.severity.value for one in found}
        example = row.example.strip("`").strip().replace("\\|", "|")
        assert example in {one.summary.replace(one.span.file, SOME_FILE) for one in found if one.span}
