"""A real university's sports year: every date as its source prints it, through the real command."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from real.differences import (
    Dated,
    activity_differences,
    dated,
    expansion_differences,
    expected_activities,
    numbers_of,
)
from real.rehearse import main
from real.season import FILE, NO_CHANGES, PLAN, Season, open_season
from real.source import VARIABLE, Source, lessons_of, read_source, source_path, why_absent
from real.translate import Translation, translate

from reconciler.model.marker import marker_of, split_marker


@pytest.fixture(scope="module")
def source() -> Source:
    path = source_path()
    if not path.is_file():
        pytest.skip(why_absent())
    return read_source(path)


@pytest.fixture(scope="module")
def translation(source: Source) -> Translation:
    return translate(source)


@pytest.fixture
def season(tmp_path: Path, source: Source, translation: Translation) -> Season:
    return open_season(tmp_path, source, translation)


def test_our_reading_of_the_source_gives_the_sources_dates(source: Source) -> None:
    """The list that activities are compared with is proven by the digest, not by us."""
    read = [Dated(course.id, start, end, "") for course, _, start, end in lessons_of(source)]
    ours: Mapping[str, Any] = {
        **numbers_of(read, (course.id for course in source.courses)),
        "digest_utc": source.expected["digest_utc"],
    }
    assert expansion_differences(source, ours) == []


def test_the_expectation_covers_what_its_description_says(source: Source) -> None:
    assert set(source.expected) == {
        "count_total", "per_class", "first_dates", "last_date", "busiest_week", "digest", "digest_utc",
    }  # fmt: skip


def test_there_is_nothing_to_complain_about(season: Season) -> None:
    validated = season.run("validate", FILE, "--format", "json")
    assert validated.status == 0, validated
    view = json.loads(validated.out)
    assert (view["valid"], view["diagnostics"]) == (True, [])


def test_expand_gives_exactly_the_sources_dates(season: Season, source: Source) -> None:
    expanded = season.run("expand", FILE, "--format", "json")
    assert expanded.status == 0, expanded.err
    numbers = numbers_of(dated(json.loads(expanded.out)), (course.id for course in source.courses))
    assert expansion_differences(source, numbers) == []


def test_exactly_the_classes_that_clash_say_that_they_may(season: Season, translation: Translation) -> None:
    strict = "".join(
        line for line in translation.text.splitlines(keepends=True) if "allow_overlap" not in line
    )
    (season.folder / FILE).write_text(strict, encoding="utf-8")
    validated = season.run("validate", FILE, "--format", "json")
    assert validated.status == 65
    found = json.loads(validated.out)["diagnostics"]
    assert {each["code"] for each in found} == {"EXP016"}
    named = {
        word.removeprefix(f"{translation.location}/") for each in found for word in each["summary"].split()
    }
    assert named & {line.removeprefix("  - id: ") for line in strict.splitlines()} == translation.overlapping


@pytest.mark.slow
def test_the_whole_year_is_planned_and_applied_and_planned_again(
    season: Season, source: Source, translation: Translation
) -> None:
    total = source.expected["count_total"]
    planned = season.run("plan", FILE, "--out", PLAN)
    assert planned.status == 0, planned.err
    assert f"Plan: {total} to add, 0 to change, 0 to destroy." in planned.out
    applied = season.run("apply", PLAN)
    assert applied.status == 0, applied.err
    assert f"Apply complete: {total} added, 0 changed, 0 destroyed." in applied.out
    again = season.run("plan", FILE)
    assert (again.status, again.out) == (0, NO_CHANGES), again

    kept = season.kept()
    expected = expected_activities(lessons_of(source), translation)
    assert len(expected) == total
    assert activity_differences(expected, kept.activities, translation) == []
    assert Counter(method for method in kept.requests if method != "GET") == {"POST": total}
    by_marker = {
        marker_of(1, f"{translation.location}/{lesson.course.id}/{lesson.day}"): lesson.course.id
        for lesson in lessons_of(source)
    }
    forced = {by_marker[str(split_marker(body["comment"])[1])] for body in kept.creates if "force" in body}
    assert forced == translation.overlapping


def test_without_the_source_a_rehearsal_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "absent.json"))
    assert main() == 1
    assert "../shared/data/real/unifr-sport-2017-18.json" in capsys.readouterr().err


def test_a_source_of_another_kind_ends_a_rehearsal_with_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.json"
    other.write_text('{"slug": "other"}', encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(other))
    assert main() == 1
    assert "is not a timetable of this kind" in capsys.readouterr().err
