"""Absences and qualifications, as they are written."""

from __future__ import annotations

import pytest
from unit.load.timetables import USUAL, codes, days, load, timetable

from reconciler.model.staffing import Absence, Cover, Spell, Staffing

CLASS = 'classes:\n  - {id: yoga, every: mon, at: "18:30"}\n'


def staffing(more: str, head: str = USUAL) -> Staffing:
    found = timetable(f"{head}{CLASS}{more}").staffing
    assert found is not None
    return found


def absence(fields: str) -> Absence:
    ((found,),) = staffing(f"absences: [{{staff: Anna, on: 2026-10-05, {fields}}}]\n").absences.values()
    return found


def test_a_file_that_says_nothing_about_people_has_no_staffing() -> None:
    assert timetable(USUAL + CLASS).staffing is None


@pytest.mark.parametrize(("cover", "expected"), [("Ben", Cover(12)), ("cancel", Cover(None))])
def test_an_absence_names_a_cover_or_cancels(cover: str, expected: Cover) -> None:
    assert absence(f"cover: {cover}").cover == expected


def test_an_absence_may_answer_for_single_classes_and_hold_for_a_part_of_a_day() -> None:
    found = absence('after: "15:00", except: {yoga: Ben}, because: dentist')
    assert found.cover is None
    assert found.by_class == {"yoga": Cover(12)}
    assert found.when == Spell((days("2026-10-05", "2026-10-05"),), 15 * 60, None)
    assert found.because == "dentist"


def test_absences_stand_by_person_whatever_their_order() -> None:
    one, two = "{staff: Anna, on: 2026-10-05, cover: Ben}", "{staff: Ben, on: 2026-10-06, cover: Anna}"
    first = staffing(f"absences: [{one}, {two}]\n").absences
    other = staffing(f"absences: [{two}, {one}]\n").absences
    assert set(first) == set(other) == {11, 12}
    assert [each.cover for each in first[11]] == [each.cover for each in other[11]]


def test_who_lists_services_gives_only_these() -> None:
    head = USUAL.replace("Anna: 11", "Anna: {id: 11, services: [Yoga, Aqua]}")
    assert staffing("", head).qualified[11].service_ids == {501, 502}
    assert 12 not in staffing("", head).qualified


def test_a_service_that_nobody_declares_is_refused() -> None:
    assert codes(USUAL.replace("Anna: 11", "Anna: {id: 11, services: Yogga}") + CLASS) == ["CHK004"]


def test_names_that_begin_with_to_be_announced_are_placeholders() -> None:
    head = USUAL.replace("Anna: 11", "Anna: 11, to be announced: 90, to be announced 2: 91")
    assert staffing("", head).placeholder_ids == {90, 91}


def test_without_a_placeholder_no_class_can_wait_for_its_teacher() -> None:
    assert codes(USUAL + CLASS + "absences: [{staff: Anna, on: 2026-10-05, cover: to be announced}]\n") == [
        "CHK060"
    ]


def test_an_answer_for_an_unknown_class_is_refused_with_the_nearest_id() -> None:
    loaded = load(USUAL + CLASS + "absences: [{staff: Anna, on: 2026-10-05, except: {yogaa: cancel}}]\n")
    (found,) = loaded.diagnostics
    assert (found.code, found.hint) == ("CHK061", 'did you mean "yoga"?')


def test_a_part_of_a_day_cannot_end_before_it_begins() -> None:
    wrong = 'absences: [{staff: Anna, on: 2026-10-05, after: "15:00", before: "12:00", cover: Ben}]\n'
    assert codes(USUAL + CLASS + wrong) == ["CHK008"]


def outages(more: str) -> dict[int, list[int | None]]:
    """Room -> where its classes go."""
    found = staffing(more).outages
    return {room: [outage.move_to for outage in some] for room, some in found.items()}


@pytest.mark.parametrize(("then", "expected"), [("cancel", None), ("move to small hall", 32)])
def test_an_outage_cancels_or_moves(then: str, expected: int | None) -> None:
    assert outages(f"room_outages: [{{room: big hall, on: 2026-10-05, then: {then}}}]\n") == {31: [expected]}


def test_an_outage_may_be_about_several_rooms() -> None:
    more = "room_outages: [{room: [big hall, small hall], on: 2026-10-05, then: cancel}]\n"
    assert outages(more) == {31: [None], 32: [None]}


def test_a_closure_that_says_where_to_move_is_an_outage_and_closes_nothing() -> None:
    more = "closures: [{on: 2026-10-05, rooms: [big hall], then: move to small hall}]\n"
    assert outages(more) == {31: [32]}
    assert timetable(USUAL + CLASS + more).closures == ()


def test_a_closure_that_cancels_is_a_closure() -> None:
    found = timetable(f"{USUAL}{CLASS}closures: [{{on: 2026-10-05, rooms: [big hall], then: cancel}}]\n")
    assert found.staffing is None
    assert len(found.closures) == 1


@pytest.mark.parametrize("then", ["move to hall", "move to  "])
def test_the_other_room_must_have_a_name(then: str) -> None:
    wrong = f'room_outages: [{{room: big hall, on: 2026-10-05, then: "{then}"}}]\n'
    assert codes(USUAL + CLASS + wrong) == ["CHK004"]


def test_who_gives_no_services_at_all_gives_none() -> None:
    head = USUAL.replace("Ben: 12", "Ben: {id: 12, services: []}")
    assert staffing("", head).qualified[12].service_ids == frozenset()


def test_other_services_of_one_person_in_another_file_are_refused() -> None:
    one = USUAL.replace("Ben: 12", "Ben: {id: 12, services: Yoga}") + CLASS
    more = "version: 1\nlocation: mitte\nstaff: {Ben: {id: 12, services: %s}}\n"
    assert codes(one, more % "[Yoga, Aqua]") == ["CHK003"]
    assert load(one, more % "[Yoga]").schedule is not None
