"""A new project: its files, and that they appear all together or not at all."""

from __future__ import annotations

import errno
import io
import json
import os
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from reconciler.cli.exits import Exit
from reconciler.cli.starting import RECIPES, lay_out, starter
from reconciler.cli.stop import Stop
from reconciler.expand import expand
from reconciler.load import Source, load_plain, load_project, load_schedule
from reconciler.model.schedule import Schedule

ROOT = Path(__file__).parents[3]
TUESDAY = date(2026, 12, 1)
NAMES = {
    "reconciler.yaml",
    "schedules/winter-2027.yaml",
    "schemas/project.schema.json",
    "schemas/schedule.schema.json",
    ".gitignore",
}


def season_file(files: dict[str, str]) -> str:
    (name,) = [name for name in files if name.startswith("schedules/")]
    return name


def the_schedule(files: dict[str, str]) -> Schedule:
    project = load_project(Source("reconciler.yaml", files["reconciler.yaml"].encode()))
    assert project.project is not None, project.diagnostics
    name = season_file(files)
    loaded = load_schedule([Source(name, files[name].encode())], project.project)
    assert loaded.schedule is not None, loaded.diagnostics
    assert (project.diagnostics, loaded.diagnostics) == ((), ())
    return loaded.schedule


def test_a_project_has_these_files() -> None:
    assert set(starter(TUESDAY, None)) == NAMES
    assert set(starter(TUESDAY, "github")) == NAMES | {".github/workflows/timetable.yml"}
    assert set(starter(TUESDAY, "gitlab")) == NAMES | {".gitlab-ci.yml"}


@pytest.mark.parametrize("days", range(0, 800, 13))
def test_on_any_day_the_timetable_is_valid_and_lies_in_the_future(days: int) -> None:
    today = TUESDAY + timedelta(days=days)
    expanded = expand(the_schedule(starter(today, None)))
    assert expanded.diagnostics == ()
    first, last = expanded.occurrences[0].start.date(), expanded.occurrences[-1].start.date()
    assert (first - today).days in range(1, 8)
    assert first.weekday() == 0
    assert (last - first).days == 82
    assert len(expanded.occurrences) == 63
    assert len(expanded.removals) == 9


@pytest.mark.parametrize("weekday", range(7))
def test_the_season_begins_on_the_next_monday(weekday: int) -> None:
    monday = date(2026, 11, 30)
    files = starter(monday + timedelta(days=weekday), None)
    assert "from: 2026-12-07\n    to: 2027-02-28\n" in files[season_file(files)]


@pytest.mark.parametrize(
    ("today", "name"),
    [
        (date(2026, 12, 1), "winter-2027"),
        (date(2027, 2, 1), "spring-2027"),
        (date(2027, 5, 1), "summer-2027"),
        (date(2027, 8, 30), "autumn-2027"),
        (date(2027, 10, 30), "winter-2027"),
    ],
)
def test_the_season_is_called_after_its_middle(today: date, name: str) -> None:
    assert season_file(starter(today, None)) == f"schedules/{name}.yaml"


@pytest.mark.parametrize("today", [date(2100, 11, 1), date(9999, 12, 31)])
def test_a_clock_at_the_end_of_days_is_refused(today: date) -> None:
    with pytest.raises(Stop) as stopped:
        starter(today, None)
    assert stopped.value.status == Exit.ERROR


def test_the_files_hold_against_the_schemas_beside_them() -> None:
    files = starter(TUESDAY, None)
    for name, which in (("reconciler.yaml", "project"), (season_file(files), "schedule")):
        plain, findings = load_plain(Source(name, files[name].encode()))
        assert not findings
        jsonschema.validate(plain, json.loads(files[f"schemas/{which}.schema.json"]))


def test_the_editor_line_leads_to_a_schema_that_is_written_too() -> None:
    files = starter(TUESDAY, None)
    for name in ("reconciler.yaml", season_file(files)):
        found = re.match(r"# yaml-language-server: \$schema=(\S+)\n", files[name])
        assert found is not None
        target = os.path.normpath(Path(name).parent / found[1]).replace(os.sep, "/")
        assert target in files


def test_the_schemas_are_those_of_the_program() -> None:
    files = starter(TUESDAY, None)
    for which in ("project", "schedule"):
        name = f"schemas/{which}.schema.json"
        assert files[name] == (ROOT / name).read_text(encoding="utf-8")


def test_state_and_plan_stay_out_of_git() -> None:
    assert {".reconciler/", "plan.json"} <= set(starter(TUESDAY, None)[".gitignore"].splitlines())


@pytest.mark.parametrize("recipe", sorted(RECIPES))
def test_the_recipes_are_those_of_the_examples(recipe: str) -> None:
    written = starter(TUESDAY, recipe)[RECIPES[recipe]]
    assert written == (ROOT / "examples" / "ci" / f"{recipe}.yml").read_text(encoding="utf-8")


def test_nothing_is_left_to_fill_in() -> None:
    files = starter(TUESDAY, None)
    for name in ("reconciler.yaml", season_file(files)):
        assert re.findall(r"\$(?!schema=)", files[name]) == []


def test_files_are_laid_out_with_their_folders(tmp_path: Path) -> None:
    lay_out(tmp_path / "a" / "b", {"x/y.txt": "ü\n", "z.txt": "z"})
    assert (tmp_path / "a/b/x/y.txt").read_bytes() == "ü\n".encode()
    assert (tmp_path / "a/b/z.txt").read_text(encoding="utf-8") == "z"


def test_what_is_there_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "c.txt").symlink_to(tmp_path / "nowhere")
    with pytest.raises(Stop) as stopped:
        lay_out(tmp_path, {"a.txt": "1", "b.txt": "2", "c.txt": "3"})
    assert stopped.value.status == Exit.ERROR
    assert "b.txt, c.txt" in stopped.value.summary
    assert "a.txt" not in stopped.value.summary
    assert {path.name for path in tmp_path.iterdir()} == {"b.txt", "c.txt"}
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_where_a_folder_should_be_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "schemas").write_text("mine", encoding="utf-8")
    with pytest.raises(Stop) as stopped:
        lay_out(tmp_path, {"new/a.txt": "1", "schemas/b.txt": "2"})
    assert stopped.value.status == Exit.ERROR
    assert [path.name for path in tmp_path.iterdir()] == ["schemas"]


@pytest.mark.parametrize(
    ("error", "expected"),
    [(OSError(errno.ENOSPC, "No space left"), Stop), (KeyboardInterrupt(), KeyboardInterrupt)],
)
def test_a_full_disk_or_an_interruption_leaves_nothing_behind(
    error: BaseException, expected: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Path.open

    def full(path: Path, *args: Any, **options: Any) -> io.TextIOWrapper:
        if path.name == "c.txt":
            raise error
        return whole(path, *args, **options)  # type: ignore[return-value]  # text, as is asked for

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(expected):
        lay_out(tmp_path / "studio", {"a.txt": "1", "new/b.txt": "2", "c.txt": "3"})
    assert list(tmp_path.iterdir()) == []
