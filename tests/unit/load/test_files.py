"""Reading the user's files: which are found, how they are named, and what is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reconciler.load.files import (
    MAX_FILES,
    Inputs,
    Source,
    find_project,
    name_of,
    read_file,
    read_paths,
    read_patterns,
)
from reconciler.load.guards import MAX_BYTES
from reconciler.model.diagnostic import Diagnostic, Span


def write(path: Path, text: str = "version: 1\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def names(inputs: Inputs) -> list[str]:
    assert inputs.diagnostics == ()
    return [source.name for source in inputs.sources]


def codes(inputs: Inputs) -> list[str]:
    return [diagnostic.code for diagnostic in inputs.diagnostics]


def test_the_project_file_is_found_upwards(tmp_path: Path) -> None:
    project = write(tmp_path / "reconciler.yaml")
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert find_project(tmp_path / "a" / "b") == project
    assert find_project(tmp_path) == project


def test_the_nearest_project_file_wins(tmp_path: Path) -> None:
    write(tmp_path / "reconciler.yaml")
    inner = write(tmp_path / "a" / "reconciler.yaml")
    assert find_project(tmp_path / "a") == inner


def test_without_a_project_file_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "reconciler.yaml").mkdir()
    assert find_project(tmp_path) is None


def test_patterns_give_named_texts_in_order_without_repeats(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", "deep/c.yaml", "note.txt"):
        write(tmp_path / "schedules" / name, name)
    inputs = read_patterns(["schedules/*.yaml", "schedules/**/*", "schedules/a.yml"], tmp_path)
    assert inputs.sources == (
        Source("schedules/a.yml", b"a.yml"),
        Source("schedules/b.yaml", b"b.yaml"),
        Source("schedules/deep/c.yaml", b"deep/c.yaml"),
    )
    assert inputs.diagnostics == ()


@pytest.mark.parametrize(
    "pattern",
    ["../secret.yaml", "a/../../secret.yaml", "/etc/*.yaml", "~/x.yaml", "http://example.com/x.yaml",
     "file:x.yaml", "C:/x.yaml", "a\\b.yaml", "", "x\0.yaml", "passwd", "x.json", "a**/x.yaml"],
)  # fmt: skip
def test_patterns_that_lead_elsewhere_are_refused(pattern: str, tmp_path: Path) -> None:
    write(tmp_path / "secret.yaml")
    inputs = read_patterns([pattern], tmp_path / "project")
    assert inputs.sources == ()
    assert codes(inputs) == ["FIL005"]


def test_a_pattern_without_a_match_is_an_error_at_its_place(tmp_path: Path) -> None:
    write(tmp_path / "schedules" / "note.txt")
    place = Span("reconciler.yaml", 2, 13, 2, 31)
    inputs = read_patterns(["schedules/*"], tmp_path, [place])
    assert [(d.code, d.span) for d in inputs.diagnostics] == [("FIL006", place)]


def test_a_link_that_leads_out_of_the_project_is_refused_and_shown(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside.yaml")
    project = tmp_path / "project"
    project.mkdir()
    (project / "link.yaml").symlink_to(outside)
    inputs = read_patterns(["*.yaml"], project)
    assert inputs.sources == ()
    assert codes(inputs) == ["FIL007"]
    assert "outside.yaml" in inputs.diagnostics[0].summary


def test_a_linked_folder_outside_of_the_project_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "outside" / "a.yaml")
    project = tmp_path / "project"
    project.mkdir()
    (project / "more").symlink_to(tmp_path / "outside")
    assert codes(read_patterns(["more/*.yaml"], project)) == ["FIL007"]


def test_a_link_inside_the_project_is_the_same_file(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "a.yaml")
    assert names(read_patterns(["*.yaml"], tmp_path)) == ["a.yaml"]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "b.yaml")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "a.yaml")
    (tmp_path / "loop").symlink_to(tmp_path)
    inputs = read_patterns(["*.yaml"], tmp_path)
    assert inputs.sources == ()
    assert codes(inputs)
    assert read_paths([tmp_path], tmp_path).sources == ()


def test_a_root_that_is_itself_reached_by_a_link_is_fine(tmp_path: Path) -> None:
    write(tmp_path / "real" / "a.yaml")
    (tmp_path / "alias").symlink_to(tmp_path / "real")
    assert names(read_patterns(["*.yaml"], tmp_path / "alias")) == ["a.yaml"]


def test_named_files_and_folders_are_read(tmp_path: Path) -> None:
    write(tmp_path / "reconciler.yaml")
    write(tmp_path / "a.yaml")
    write(tmp_path / "more" / "deep" / "c.yml")
    write(tmp_path / ".hidden" / "d.yaml")
    assert names(read_paths([tmp_path], tmp_path)) == ["a.yaml", "more/deep/c.yml"]
    assert names(read_paths([tmp_path / "more", tmp_path / "a.yaml"], tmp_path)) == [
        "a.yaml",
        "more/deep/c.yml",
    ]


def test_a_file_outside_of_the_root_keeps_the_name_it_was_given(tmp_path: Path) -> None:
    path = write(tmp_path / "elsewhere" / "a.yaml")
    assert name_of(path, tmp_path / "project") == path.as_posix()
    assert names(read_paths([path], tmp_path / "project")) == [path.as_posix()]


def test_a_folder_without_yaml_is_an_error(tmp_path: Path) -> None:
    write(tmp_path / "note.txt")
    assert codes(read_paths([tmp_path], tmp_path)) == ["FIL008"]


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    assert codes(read_paths([tmp_path / "none.yaml"], tmp_path)) == ["FIL001"]


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    assert codes(read_paths([write(tmp_path / "a.json")], tmp_path)) == ["FIL004"]


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert codes(read_paths([tmp_path / "pipe.yaml"], tmp_path)) == ["FIL002"]
    assert codes(read_patterns(["*.yaml"], tmp_path)) == ["FIL002"]


def test_a_device_behind_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    assert codes(read_paths([tmp_path / "zero.yaml"], tmp_path)) == ["FIL002"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_closed_folder_inside_a_folder_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml")
    write(tmp_path / "closed" / "b.yaml").parent.chmod(0)
    assert codes(read_paths([tmp_path], tmp_path)) == ["FIL003"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable for root")
def test_an_unreadable_file_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path / "a.yaml")
    path.chmod(0)
    assert codes(read_paths([path], tmp_path)) == ["FIL003"]


def test_a_path_that_no_file_can_have_is_an_error(tmp_path: Path) -> None:
    result = read_file(Path("x" * 5000 + ".yaml"), tmp_path)
    assert isinstance(result, Diagnostic)
    assert result.code == "FIL003"
    assert codes(read_paths([Path("x" * 5000 + ".yaml"), Path("x\0.yaml")], tmp_path)) == ["FIL003"] * 2


def test_a_huge_file_is_read_one_byte_beyond_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES * 3)
    result = read_file(path, tmp_path)
    assert isinstance(result, Source)
    assert len(result.text) == MAX_BYTES + 1


def test_more_files_than_anybody_has_are_an_error(tmp_path: Path) -> None:
    for number in range(MAX_FILES + 1):
        (tmp_path / f"{number:04}.yaml").touch()
    inputs = read_patterns(["*.yaml"], tmp_path)
    assert len(inputs.sources) == MAX_FILES
    assert codes(inputs) == ["FIL009"]
