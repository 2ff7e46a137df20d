"""Files include others: each is read once, and none from outside of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconciler.load import Project, load_schedule
from reconciler.load.files import Inputs, read_patterns
from reconciler.load.includes import Included, with_included

HEAD = """\
version: 1
locations:
  mitte: {id: 101, timezone: Europe/Berlin}
  nord: {id: 102, timezone: Europe/Berlin}
services: {Yoga: 501}
"""
NAMES = "version: 1\nstaff: {Anna: %d}\n"
CLASS = 'classes: [{id: yoga, service: Yoga, staff: Anna, every: mon, at: "18:30-19:30", capacity: 9, %s}]\n'
DATES = "from: 2026-09-07, to: 2026-10-04"


def included(root: Path, files: dict[str, str], *first: str) -> Included:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return with_included(read_patterns(first, root), root)


def codes(found: Included) -> list[str]:
    return [one.code for one in found.inputs.diagnostics]


def names(found: Included) -> list[str]:
    return [source.name for source in found.inputs.sources]


def test_patterns_are_relative_to_the_file_that_includes(tmp_path: Path) -> None:
    files = {
        "a/x.yaml": "include: [rooms.yaml, s/*.yaml, ../top.yaml]\n",
        "a/rooms.yaml": "",
        "a/s/1.yaml": "",
    }
    found = included(tmp_path, files | {"top.yaml": "", "rooms.yaml": ""}, "a/x.yaml")
    assert codes(found) == []
    assert names(found) == ["a/rooms.yaml", "a/s/1.yaml", "a/x.yaml", "top.yaml"]
    assert found.included_by["top.yaml"] == ("a/x.yaml",)


def test_rings_and_repeats_are_harmless(tmp_path: Path) -> None:
    files = {"a.yaml": "include: '*.yaml'\n", "b.yaml": "include: [a.yaml, a.yaml, b.yaml]\n"}
    found = included(tmp_path, files, "a.yaml", "b.yaml")
    assert names(found) == ["a.yaml", "b.yaml"]
    assert found.included_by == {"a.yaml": ("b.yaml",), "b.yaml": ("a.yaml",)}


@pytest.mark.parametrize(
    "pattern", ["../../x.yaml", "/etc/x.yaml", "https://example.com/x.yaml", "a\\b.yaml", "x.txt", "../../*"]
)
def test_what_leads_out_is_refused_where_it_is_written(tmp_path: Path, pattern: str) -> None:
    found = included(tmp_path, {"a/x.yaml": f"version: 1\ninclude: ['{pattern}']\n"}, "a/x.yaml")
    (finding,) = found.inputs.diagnostics
    assert finding.code == "FIL005"
    assert str(finding.span) == "a/x.yaml:2:11"
    assert "relative to this file" in finding.hint


def test_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("version: 1\n", encoding="utf-8")
    root = tmp_path / "project"
    root.mkdir()
    (root / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    assert codes(included(root, {"x.yaml": "include: link.yaml\n"}, "x.yaml")) == ["FIL007"]


def test_a_pattern_that_matches_nothing_is_an_error(tmp_path: Path) -> None:
    assert codes(included(tmp_path, {"x.yaml": "include: [romms.yaml]\n"}, "x.yaml")) == ["FIL006"]


def test_a_folder_with_brackets_is_only_a_folder(tmp_path: Path) -> None:
    found = included(tmp_path, {"[a]/x.yaml": "include: y.yaml\n", "[a]/y.yaml": ""}, "*/x.yaml")
    assert names(found) == ["[a]/x.yaml", "[a]/y.yaml"]


def test_files_that_include_nothing_are_taken_as_they_are(tmp_path: Path) -> None:
    found = included(tmp_path, {"x.yaml": "classes: [{id: a, comment: 'include: b'}]\n"}, "x.yaml")
    assert (names(found), found.included_by) == (["x.yaml"], {})


def test_a_file_that_cannot_be_followed_includes_nothing(tmp_path: Path) -> None:
    assert names(included(tmp_path, {"x.yaml": "include: [\n"}, "x.yaml")) == ["x.yaml"]


def test_what_is_asked_for_brings_what_it_includes(tmp_path: Path) -> None:
    files = {"a.yaml": "include: b.yaml\n", "b.yaml": "include: c.yaml\n", "c.yaml": "", "d.yaml": ""}
    found = included(tmp_path, files, "*.yaml")
    assert found.belonging_to(["a.yaml"]) == ("a.yaml", "b.yaml", "c.yaml")
    assert found.belonging_to([]) == ()


def test_an_included_file_is_about_the_location_of_the_file_that_includes_it(tmp_path: Path) -> None:
    files = {
        "chain.yaml": HEAD + CLASS % (DATES + ", locations: all"),
        "mitte.yaml": "version: 1\nlocation: mitte\ninclude: names/m.yaml\n",
        "names/m.yaml": NAMES % 11,
        "nord.yaml": "version: 1\nlocation: nord\ninclude: [names/n.yaml]\n",
        "names/n.yaml": NAMES % 21,
    }
    found = included(tmp_path, files, "*.yaml")
    loaded = load_schedule(found.inputs.sources, Project(), tmp_path, included_by=found.included_by)
    assert loaded.diagnostics == ()
    assert loaded.schedule is not None
    staff = {one.location.key: one.classes[0].settings.staff_id for one in loaded.schedule.timetables}
    assert staff == {"mitte": 11, "nord": 21}


def test_nothing_is_read_without_files(tmp_path: Path) -> None:
    assert with_included(Inputs(sources=()), tmp_path).inputs.sources == ()
