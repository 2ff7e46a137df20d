"""Files put together: one timetable for each location, whatever the order of the files."""

from __future__ import annotations

from itertools import permutations

import pytest
from unit.load.timetables import DEFAULTS, HEAD, SEASON, USUAL, codes, load, timetable

MONDAYS = 'classes:\n  - {id: yoga, every: mon, at: "18:30"}\n'
WEDNESDAYS = 'classes:\n  - {id: aqua, every: wed, at: "10:00"}\n'
HOLIDAYS = "public_holidays: {calendar: DE}\n"
PLAIN = "version: 1\nlocation: mitte\n" + DEFAULTS


def test_an_empty_timetable_is_valid_and_has_no_class() -> None:
    assert timetable(HEAD).classes == ()


def test_what_a_file_says_nothing_about_has_its_default() -> None:
    found = timetable(USUAL + MONDAYS)
    assert (found.protect_s, found.marked, found.policies) == (0, True, ())
    assert (found.location.key, found.location.id, found.location.timezone) == ("mitte", 101, "Europe/Berlin")


def test_protection_and_marker_are_read() -> None:
    found = timetable(USUAL + "protect: {next: 2 days}\nmarker: none\n" + MONDAYS)
    assert (found.protect_s, found.marked) == (172800, False)


def test_the_longest_protection_of_several_files_holds_and_one_refusal_of_marks() -> None:
    found = timetable(
        USUAL + "protect: {next: 24h}\n" + MONDAYS,
        PLAIN + "protect: {next: 48h}\nmarker: none\n" + WEDNESDAYS,
    )
    assert (found.protect_s, found.marked) == (172800, False)


def test_the_order_of_files_never_shows() -> None:
    texts = {"a": USUAL + MONDAYS, "b": PLAIN + WEDNESDAYS, "c": PLAIN + "closures:\n  - {on: 2026-10-05}\n"}
    from reconciler.load import Project, Source, load_schedule

    sources = [Source(f"{name}.yaml", text.encode()) for name, text in texts.items()]
    results = {repr(load_schedule(order, Project())) for order in permutations(sources)}
    assert len(results) == 1


def test_classes_come_by_id() -> None:
    ids = [one.id for one in timetable(USUAL + MONDAYS, PLAIN + WEDNESDAYS).classes]
    assert ids == ["aqua", "yoga"]


def test_defaults_belong_to_their_own_file() -> None:
    found = timetable(
        USUAL + MONDAYS,
        PLAIN.replace("capacity: 12", "capacity: 5") + WEDNESDAYS,
    )
    assert [one.settings.capacity for one in found.classes] == [5, 12]


def test_names_and_seasons_of_one_file_serve_all_files_of_the_location() -> None:
    found = timetable(HEAD + SEASON, PLAIN + MONDAYS)
    assert found.classes[0].periods[0].season == "autumn"


def test_two_locations_have_a_timetable_each() -> None:
    nord = USUAL.replace("mitte", "nord").replace("101", "102")
    loaded = load(USUAL + MONDAYS, nord + MONDAYS)
    assert loaded.schedule is not None
    assert [one.location.key for one in loaded.schedule.timetables] == ["mitte", "nord"]


def test_names_of_another_location_are_not_known() -> None:
    nord = USUAL.replace("mitte", "nord").replace("101", "102").replace("Ben: 12", "Carla: 12")
    assert codes(USUAL + MONDAYS, nord + MONDAYS.replace("id: yoga,", "id: yoga, staff: Ben,")) == ["CHK004"]


def test_a_single_declared_location_need_not_be_named() -> None:
    assert timetable(USUAL.replace("location: mitte\n", "") + MONDAYS).location.key == "mitte"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((USUAL + MONDAYS, PLAIN + SEASON), "CHK020"),
        (
            (USUAL + "public_holidays: {calendar: DE}\n", PLAIN + "public_holidays: {calendar: DE}\n"),
            "CHK024",
        ),
        ((USUAL + MONDAYS, PLAIN + MONDAYS), "CHK021"),
        ((USUAL, PLAIN + "staff: {Anna: 99}\n"), "CHK003"),
        ((USUAL, USUAL.replace("101", "102")), "CHK003"),
        ((USUAL, USUAL.replace("mitte", "nord")), "CHK003"),
    ],
    ids=["season", "public holidays", "class", "name", "location", "id of a location"],
)
def test_what_may_be_said_once_is_found_in_two_files(texts: tuple[str, str], expected: str) -> None:
    found = load(*texts).diagnostics
    wrong = [finding for finding in found if finding.code == expected]
    assert wrong
    for finding in wrong:
        assert finding.span is not None
        assert finding.span.file == "b.yaml"
        assert "a.yaml" in finding.summary
        assert finding.hint


def test_all_findings_of_all_files_come_out_of_one_run_in_order() -> None:
    wrong = 'classes:\n  - {id: yoga, staff: Eve, every: mon, at: "18:30", duration: 57m}\n'
    found = load(USUAL + wrong, PLAIN + wrong.replace("yoga", "more")).diagnostics
    assert [finding.code for finding in found] == ["CHK004", "CHK012"] * 2
    assert [finding.span.file for finding in found if finding.span] == ["a.yaml"] * 2 + ["b.yaml"] * 2


def test_a_file_that_cannot_be_read_hides_no_other_files_form() -> None:
    assert codes("version: 1\nclasses: [", "version: 2\n") == ["YML016", "SCH004"]


def test_a_class_of_a_wrong_shape_does_not_hide_what_is_wrong_with_the_others() -> None:
    more = '  - {id: aqua, every: mon, at: "9:00", staff: Eve}\n'
    found = codes(USUAL + MONDAYS.replace("every", "evry") + more)
    assert found == ["SCH001", "CHK004"]


def test_a_broken_class_makes_no_tag_look_unknown() -> None:
    text = 'classes:\n  - {id: yoga, tags: outdoor, staff: Eve, every: mon, at: "18:30"}\n'
    closure = "closures:\n  - {on: 2026-10-05, only: {tags: outdoor}}\n"
    assert codes(USUAL + text + closure) == ["CHK004"]
