"""What any booking system must do that calls itself this API: numbered clauses over raw HTTP.

Each clause takes a `Backend` and raises AssertionError if it is broken. It writes only to days
of its own, a year and more ahead, and cancels what it made, so that a person can run the list
against a test account as well. The docstring of a clause begins with its source: DOC (the
published reference), VENDOR (the vendor's own client), INF (our inference).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

import httpx

MEDIA_TYPE = "application/vnd.api.v2+json"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """Where to run the clauses. Teachers and rooms must be free on the days from `first_day` on."""

    url: str
    """Base of version 2, without a slash at the end."""
    partner_token: str
    user_token: str
    edition: Literal["activities", "events"]
    location_id: int
    timezone: str
    staff_ids: tuple[int, int]
    """Two teachers who both give the service."""
    service_id: int
    room_id: int
    label_id: int
    first_day: datetime
    """Local midnight of a day in the future; a hundred days from it on are used."""
    may_book: bool
    """Whether clauses may take seats, which may notify clients."""

    @property
    def path(self) -> str:
        family = "companies" if self.edition == "activities" else "locations"
        return f"/{family}/{self.location_id}/{self.edition}"


class Api:
    """One clause's connection: it knows its own days, and cancels what it created when it ends."""

    def __init__(self, backend: Backend, clause: int) -> None:
        self.backend = backend
        self.day = backend.first_day + timedelta(days=2 * clause)
        authorization = f"Bearer {backend.partner_token}, User {backend.user_token}"
        self.http = httpx.Client(
            base_url=backend.url,
            headers={"Accept": MEDIA_TYPE, "Authorization": authorization},
            trust_env=False,
        )
        self._mine: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for activity_id in self._mine:
            self.http.delete(f"{self.backend.path}/{activity_id}")
        self.http.close()

    def at(self, hour: int, minute: int = 0) -> str:
        return str(self.day + timedelta(hours=hour, minutes=minute))

    def body(self, **other: object) -> Row:
        body: Row = {
            "staff_id": self.backend.staff_ids[0],
            "service_id": self.backend.service_id,
            "resource_instance_ids": [],
            "label_ids": [],
            "date": self.at(10),
            "length": 3600,
            "capacity": 8,
            "technical_break_duration": 0,
        }
        return {key: value for key, value in (body | other).items() if value is not ...}

    def post(self, **other: object) -> httpx.Response:
        answer = self.http.post(self.backend.path, json=self.body(**other))
        if answer.status_code == 201:
            self._mine.append(answer.json()["data"]["id"])
        return answer

    def create(self, **other: object) -> Row:
        answer = self.post(**other)
        assert answer.status_code == 201, answer.text
        row: Row = answer.json()["data"]
        return row

    def put(self, activity_id: str, **other: object) -> httpx.Response:
        return self.http.put(f"{self.backend.path}/{activity_id}", json=self.body(**other))

    def get(self, activity_id: str, *includes: str) -> httpx.Response:
        return self.http.get(f"{self.backend.path}/{activity_id}", params={"include[]": list(includes)})

    def delete(self, activity_id: str) -> httpx.Response:
        return self.http.delete(f"{self.backend.path}/{activity_id}")

    def book(self, activity_id: str, seats: int) -> httpx.Response:
        client = {"id": None, "name": "Test", "phone": "", "email": "", "surname": "", "patronymic": ""}
        client |= {"gender": None, "birthday": None, "custom_field_values": {}, "agreements": {}}
        name = "records" if self.backend.edition == "activities" else "appointments"
        body = {"client": client, "clients_count": seats}
        return self.http.post(f"{self.backend.path}/{activity_id}/{name}", json=body)

    def list(self, **other: object) -> httpx.Response:
        asked: Row = {"filter[from]": self.at(0), "filter[to]": self.at(23, 59)}
        return self.http.get(self.backend.path, params=asked | other)

    def ids(self, **other: object) -> list[str]:
        answer = self.list(**other)
        assert answer.status_code == 200, answer.text
        return [str(row["id"]) for row in answer.json()["data"]]

    def look_up(self, version: str, path: str) -> Any:
        base = self.backend.url.removesuffix("/v2")
        answer = self.http.get(f"{base}/{version}{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]


def refused(answer: httpx.Response, status: int, field: str = "") -> None:
    """The answer is this failure, in the legacy envelope, with an error for this field."""
    assert answer.status_code == status, answer.text
    envelope = answer.json()
    assert envelope["success"] is False
    assert envelope["data"] is None
    if status != 404:
        assert envelope["meta"]["message"]
    if field:
        assert envelope["meta"]["errors"][field], envelope


Clause = Callable[[Api], None]
CLAUSES: list[Clause] = []


def clause(check: Clause) -> Clause:
    """Adds a function to the contract; its place in the list is its number."""
    CLAUSES.append(check)
    return check


def run(backend: Backend, check: Clause) -> None:
    """Runs one clause on days of its own."""
    with Api(backend, CLAUSES.index(check)) as api:
        check(api)


# Transport


@clause
def needs_the_media_type(api: Api) -> None:
    """DOC: version 2 answers 400 without its media type, and tolerates a charset."""
    refused(api.http.get(api.backend.path, headers={"Accept": "application/json"}), 400)
    accepted = f"{MEDIA_TYPE}; charset=utf-8"
    asked = {"filter[from]": api.at(0), "filter[to]": api.at(1)}
    answer = api.http.get(api.backend.path, headers={"Accept": accepted}, params=asked)
    assert answer.status_code == 200


@clause
def needs_both_tokens(api: Api) -> None:
    """DOC: 401 without tokens, with one of them, or with tokens that do not exist."""
    for authorization in ("", f"Bearer {api.backend.partner_token}", "Bearer wrong, User wrong"):
        refused(api.http.get(api.backend.path, headers={"Authorization": authorization}), 401)


@clause
def unknown_places_are_404(api: Api) -> None:
    """DOC: an activity that does not exist, and a location that does not exist."""
    refused(api.get("999999999999"), 404)
    path = api.backend.path.replace(f"/{api.backend.location_id}/", "/999999999999/")
    refused(api.http.post(path, json=api.body()), 404)


# Creating


@clause
def create_answers_the_resource(api: Api) -> None:
    """DOC: 201 with a JSON:API resource: id a string, meta an empty list, every attribute there."""
    answer = api.post(
        capacity=11, color="#00ff7f", instructions="Bring a mat", stream_link="https://x.test/1"
    )
    assert answer.status_code == 201, answer.text
    document = answer.json()
    assert document["data"]["type"] == "activity"
    assert isinstance(document["data"]["id"], str)
    assert document["meta"] == []
    attributes = document["data"]["attributes"]
    expected = {"staff_id": api.backend.staff_ids[0], "master_id": api.backend.staff_ids[0]}
    expected |= {"service_id": api.backend.service_id, "capacity": 11, "clients_count": 0, "length": 3600}
    expected |= {"color": "#00ff7f", "instructions": "Bring a mat", "stream_link": "https://x.test/1"}
    expected |= {"comment": None, "schedule_id": None}
    assert {key: attributes[key] for key in expected} == expected
    assert attributes.get("deleted", False) is False


@clause
def start_is_local_time_of_the_location(api: Api) -> None:
    """DOC: `date` is the wall clock with an offset without a colon, `timestamp` the same instant."""
    attributes = api.create(date=api.at(18, 30))["attributes"]
    local = (api.day + timedelta(hours=18, minutes=30)).replace(tzinfo=ZoneInfo(api.backend.timezone))
    assert attributes["date"] == local.strftime("%Y-%m-%dT%H:%M:%S%z")
    assert attributes["timestamp"] == int(local.timestamp())


@clause
def created_is_listed_once(api: Api) -> None:
    """DOC: the list of its day shows it, once."""
    made = api.create()
    assert api.ids() == [made["id"]]


@clause
def list_row_has_the_shape_of_its_edition(api: Api) -> None:
    """DOC: JSON:API resources in the events edition, flat rows with `datetime` in the activities edition."""
    made = api.create(comment="note")
    answer = api.list().json()
    row = answer["data"][0]
    if api.backend.edition == "events":
        assert row["id"] == made["id"]
        assert row["attributes"]["timestamp"] == made["attributes"]["timestamp"]
        assert row["attributes"]["comment"] == "note"
        return
    assert answer["success"] is True
    assert isinstance(answer["meta"]["pagination"], dict)
    assert row["id"] == int(made["id"])
    assert row["company_id"] == api.backend.location_id
    assert row["datetime"].startswith(made["attributes"]["date"][:19])
    assert (row["staff_id"], row["service_id"]) == (api.backend.staff_ids[0], api.backend.service_id)
    assert row["comment"] == "note"
    assert {"name", "description", "created_at"} <= set(row)


@clause
def get_answers_what_create_answered(api: Api) -> None:
    """DOC: the same resource."""
    made = api.create(comment="note")
    assert api.get(made["id"]).json()["data"] == made


@clause
def rooms_and_labels_are_read_through_includes(api: Api) -> None:
    """DOC: relationships only when included, each side-load once, numbers of people's names with it."""
    made = api.create(resource_instance_ids=[api.backend.room_id], label_ids=[api.backend.label_id])
    assert "relationships" not in made
    document = api.get(made["id"], "resource_instances", "labels", "staff", "service").json()
    related = document["data"]["relationships"]
    assert related["resource_instances"]["data"] == [
        {"type": "resource_instance", "id": str(api.backend.room_id)}
    ]
    assert related["labels"]["data"] == [{"type": "label", "id": str(api.backend.label_id)}]
    assert related["staff"]["data"]["id"] == str(api.backend.staff_ids[0])
    named = {(each["type"], each["id"]): each["attributes"] for each in document["included"]}
    assert len(named) == len(document["included"]) == 4
    assert named["staff", str(api.backend.staff_ids[0])]["name"]
    assert named["service", str(api.backend.service_id)]["title"]


@clause
def any_text_comes_back_as_it_was(api: Api) -> None:
    """INF: comments keep every character; identity depends on it."""
    note = "Ünïcode 🧘 <b>&amp;</b> \u202e | # rc #rc:0123456789ab"
    made = api.create(comment=note)
    assert made["attributes"]["comment"] == note
    assert api.get(made["id"]).json()["data"]["attributes"]["comment"] == note


# The technical break


@clause
def no_break_leaves_the_length(api: Api) -> None:
    """VENDOR: 0 means none, the stored length is the sent one."""
    assert api.create(technical_break_duration=0)["attributes"]["length"] == 3600


@clause
def a_sent_break_is_inside_the_length(api: Api) -> None:
    """DOC: service time is length minus break, readable through duration_details only."""
    made = api.create(technical_break_duration=600)
    assert made["attributes"]["length"] == 3600
    details = api.get(made["id"], "duration_details").json()["included"][0]
    assert details["id"] == made["id"]
    assert details["attributes"] == {"services_duration": 3000, "technical_break_duration": 600}


@clause
def an_omitted_break_is_appended(api: Api) -> None:
    """VENDOR (live): the location's default break is added to the sent length; null is the same."""
    for hour, value in ((10, ...), (15, None)):
        made = api.create(technical_break_duration=value, date=api.at(hour))
        details = api.get(made["id"], "duration_details").json()["included"][0]["attributes"]
        assert details["services_duration"] == 3600
        assert made["attributes"]["length"] == 3600 + details["technical_break_duration"]


@clause
def a_break_must_be_shorter_than_the_length(api: Api) -> None:
    """INF for the first, DOC limits for the others."""
    refused(api.post(length=600, technical_break_duration=600), 422, "technical_break_duration")
    refused(api.post(technical_break_duration=100), 422, "technical_break_duration")
    refused(api.post(length=7200, technical_break_duration=3900), 422, "technical_break_duration")


# Validation


@clause
def required_fields_are_required(api: Api) -> None:
    """DOC: each of the seven; room and label lists may be empty but not missing."""
    for key in ("service_id", "resource_instance_ids", "label_ids", "date", "length", "capacity"):
        refused(api.post(**{key: ...}), 422, key)
    assert api.post(staff_id=...).status_code == 422


@clause
def lengths_have_limits(api: Api) -> None:
    """DOC: 1 to 86400 seconds, a multiple of 300."""
    for length in (0, -300, 3601, 86700):
        refused(api.post(length=length), 422, "length")


@clause
def the_date_has_one_form(api: Api) -> None:
    """DOC: exactly `YYYY-MM-DD HH:MM:SS`, no offset, a real day."""
    good = api.at(10)
    day = good[:10]
    bad = (
        good[:16],
        good.replace(" ", "T"),
        f"{good}+01:00",
        f" {good}",
        f"{good}\n",
        day,
        "",
        f"{day} 24:00:00",
    )
    for date in (*bad, "2031-02-30 10:00:00", 1_900_000_000):
        refused(api.post(date=date), 422, "date")


@clause
def texts_have_limits(api: Api) -> None:
    """DOC: a comment has 1 to 255 characters, instructions up to 500, colours are lower case."""
    assert len(api.create(comment="ä" * 255)["attributes"]["comment"]) == 255
    refused(api.post(comment="ä" * 256), 422, "comment")
    refused(api.post(comment=""), 422, "comment")
    refused(api.post(comment=None), 422, "comment")
    refused(api.post(instructions="x" * 501), 422, "instructions")
    for color in ("#00FF7F", "00ff7f", "#fff", "red"):
        refused(api.post(color=color), 422, "color")


@clause
def ids_and_numbers_are_checked(api: Api) -> None:
    """DOC: at least 1; and no truth values, which some languages take for numbers."""
    refused(api.post(capacity=0), 422, "capacity")
    refused(api.post(service_id=0), 422, "service_id")
    refused(api.post(capacity=True), 422, "capacity")
    assert api.post(resource_instance_ids=[0]).status_code == 422
    assert api.post(label_ids="31").status_code == 422


@clause
def unknown_ids_are_refused(api: Api) -> None:
    """INF (the vendor hints at 404): nothing is created with a teacher, service, room or label unknown."""
    for key in ("staff_id", "service_id"):
        assert api.post(**{key: 999999999999}).status_code in (404, 422)
    for key in ("resource_instance_ids", "label_ids"):
        assert api.post(**{key: [999999999999]}).status_code in (404, 422)
    assert api.ids() == []


@clause
def all_errors_come_at_once(api: Api) -> None:
    """DOC: `meta.errors` is an object of fields with lists of messages."""
    errors = api.post(length=1, capacity=0, date="soon").json()["meta"]["errors"]
    assert {"length", "capacity", "date"} <= set(errors)
    assert all(isinstance(messages, list) for messages in errors.values())


@clause
def the_past_is_refused(api: Api) -> None:
    """INF: neither a create nor a change may start before now."""
    refused(api.post(date="2020-01-06 10:00:00"), 422, "date")
    made = api.create()
    refused(api.put(made["id"], date="2020-01-06 10:00:00"), 422, "date")


# Conflicts


@clause
def a_busy_teacher_is_409(api: Api) -> None:
    """VENDOR: any overlap, however small; and the refused class is not there afterwards."""
    made = api.create(date=api.at(10))
    for hour, minute in ((10, 0), (9, 5), (10, 55)):
        refused(api.post(date=api.at(hour, minute)), 409)
    assert api.ids() == [made["id"]]


@clause
def a_repeated_create_is_409(api: Api) -> None:
    """INF from the rule above: the only natural protection against a class that is created twice."""
    api.create(comment="#rc:0123456789ab")
    refused(api.post(comment="#rc:0123456789ab"), 409)
    assert len(api.ids()) == 1


@clause
def touching_is_no_conflict(api: Api) -> None:
    """INF: one may start when the other ends."""
    api.create(date=api.at(10))
    api.create(date=api.at(11))
    api.create(date=api.at(9))
    assert len(api.ids()) == 3


@clause
def a_busy_room_is_409(api: Api) -> None:
    """VENDOR: another teacher, the same room; without the room it is fine."""
    api.create(resource_instance_ids=[api.backend.room_id])
    other = api.backend.staff_ids[1]
    refused(api.post(staff_id=other, resource_instance_ids=[api.backend.room_id]), 409)
    api.create(staff_id=other)


@clause
def force_lifts_conflicts_and_nothing_else(api: Api) -> None:
    """DOC for conflicts, INF for the rest."""
    api.create()
    api.create(force=True)
    refused(api.post(force=True, length=3601), 422, "length")
    refused(api.post(force=True, capacity=0), 422, "capacity")
    refused(api.post(force=True, date="2020-01-06 10:00:00"), 422, "date")


@clause
def the_break_occupies_the_teacher(api: Api) -> None:
    """DOC: the break is part of the length, and so of the time that is taken."""
    api.create(date=api.at(10), length=3600, technical_break_duration=900)
    refused(api.post(date=api.at(10, 50)), 409)


# Lists


@clause
def a_list_from_the_past_is_refused(api: Api) -> None:
    """DOC, VENDOR (live): 422, unless cancelled ones are asked for as well."""
    past: Row = {"filter[from]": "2020-01-01 00:00:00"}
    assert api.list(**past).status_code == 422
    assert api.list(**past, **{"filter[include_deleted]": 1}).status_code == 200


@clause
def a_list_needs_its_range(api: Api) -> None:
    """DOC: both ends, in their form, the later one later."""
    assert api.http.get(api.backend.path).status_code == 422
    assert api.list(**{"filter[to]": api.at(0)}).status_code == 422
    assert api.list(**{"filter[from]": api.at(0)[:10]}).status_code == 422
    assert api.list(**{"filter[from]": f"{api.at(0)}+01:00"}).status_code == 422


@clause
def pages_join_up(api: Api) -> None:
    """DOC: each edition has its own paging; each activity comes once, by ascending start (VENDOR)."""
    made = [api.create(date=api.at(hour))["id"] for hour in (8, 9, 10, 11, 12)]
    seen: list[str] = []
    for number in range(3):
        turn = {"offset": 2 * number} if api.backend.edition == "activities" else {"page": number + 1}
        seen += api.ids(limit=2, **turn)
    assert seen == made


@clause
def a_page_has_a_size(api: Api) -> None:
    """DOC: 1 to 250."""
    for limit in (0, -1, 251, "many"):
        assert api.list(limit=limit).status_code == 422
    assert api.list(limit=250).status_code == 200


@clause
def filters_narrow_the_list(api: Api) -> None:
    """DOC for teachers and services, VENDOR for weekdays and order."""
    first = api.create(date=api.at(10))["id"]
    second = api.create(date=api.at(12), staff_id=api.backend.staff_ids[1])["id"]
    weekday = api.day.isoweekday()
    assert api.ids(**{"filter[master_ids][]": api.backend.staff_ids[1]}) == [second]
    assert api.ids(**{"filter[master_ids][]": list(api.backend.staff_ids)}) == [first, second]
    assert api.ids(**{"filter[service_ids][]": api.backend.service_id}) == [first, second]
    assert api.ids(**{"filter[service_ids][]": 999999999999}) == []
    assert api.ids(**{"filter[weekdays][]": weekday}) == [first, second]
    assert api.ids(**{"filter[weekdays][]": weekday % 7 + 1}) == []
    assert api.ids(**{"filter[sort]": "desc"}) == [second, first]


# Changing and cancelling


@clause
def replace_changes_all_and_keeps_the_id(api: Api) -> None:
    """DOC: 200; rooms and labels that are not sent again are gone."""
    made = api.create(resource_instance_ids=[api.backend.room_id], label_ids=[api.backend.label_id])
    answer = api.put(
        made["id"], date=api.at(14), capacity=9, staff_id=api.backend.staff_ids[1], comment="new"
    )
    assert answer.status_code == 200, answer.text
    document = api.get(made["id"], "resource_instances", "labels").json()["data"]
    assert document["id"] == made["id"]
    assert document["attributes"]["capacity"] == 9
    assert document["attributes"]["staff_id"] == api.backend.staff_ids[1]
    assert document["attributes"]["comment"] == "new"
    assert document["attributes"]["date"][11:16] == "14:00"
    assert document["relationships"]["resource_instances"]["data"] == []
    assert document["relationships"]["labels"]["data"] == []


@clause
def replace_keeps_a_break_that_is_not_sent(api: Api) -> None:
    """DOC: omitted or null keeps the break, and adds nothing."""
    made = api.create(technical_break_duration=600)
    for value in (..., None):
        assert api.put(made["id"], technical_break_duration=value).status_code == 200
        document = api.get(made["id"], "duration_details").json()
        assert document["data"]["attributes"]["length"] == 3600
        assert document["included"][0]["attributes"]["technical_break_duration"] == 600


@clause
def replace_clears_texts_with_null(api: Api) -> None:
    """DOC: null clears; empty text is refused."""
    made = api.create(comment="note", instructions="mat", color="#00ff7f", stream_link="https://x.test/1")
    answer = api.put(made["id"], comment=None, instructions=None, color=None, stream_link=None)
    assert answer.status_code == 200, answer.text
    attributes = answer.json()["data"]["attributes"]
    assert not attributes["comment"]
    assert [attributes[key] for key in ("instructions", "color", "stream_link")] == ["", "", ""]
    refused(api.put(made["id"], comment=""), 422, "comment")


@clause
def replace_checks_conflicts_but_not_with_itself(api: Api) -> None:
    """VENDOR: a longer class in its own place is fine, in another's place it is 409."""
    made = api.create(date=api.at(10))
    api.create(date=api.at(12))
    assert api.put(made["id"], date=api.at(10, 30), length=5400).status_code == 200
    refused(api.put(made["id"], date=api.at(11, 30)), 409)
    assert api.get(made["id"]).json()["data"]["attributes"]["date"][11:16] == "10:30"


@clause
def delete_is_soft(api: Api) -> None:
    """DOC, VENDOR: 204 without a body; gone from lists, still readable, listed again if asked for."""
    made = api.create()
    answer = api.delete(made["id"])
    assert answer.status_code == 204
    assert answer.content == b""
    assert api.ids() == []
    assert api.get(made["id"]).json()["data"]["attributes"]["deleted"] is True
    rows = api.list(**{"filter[include_deleted]": 1}).json()["data"]
    assert [str(row["id"]) for row in rows] == [made["id"]]


@clause
def delete_frees_the_time(api: Api) -> None:
    """DOC: teacher and rooms are free at once."""
    made = api.create(resource_instance_ids=[api.backend.room_id])
    api.delete(made["id"])
    again = api.create(resource_instance_ids=[api.backend.room_id])
    assert again["id"] != made["id"]


@clause
def what_is_cancelled_stays_cancelled(api: Api) -> None:
    """INF: a second DELETE and a PUT find nothing; no call brings it back."""
    made = api.create()
    api.delete(made["id"])
    assert api.delete(made["id"]).status_code in (204, 404)
    api.put(made["id"])
    assert api.get(made["id"]).json()["data"]["attributes"]["deleted"] is True


# Bookings


def _booked(api: Api, *, seats: int, capacity: int) -> str:
    made: str = api.create(capacity=capacity)["id"]
    answer = api.book(made, seats)
    assert answer.status_code == 201, answer.text
    assert answer.json()["data"]["type"] == "record"
    return made


@clause
def bookings_take_seats(api: Api) -> None:
    """DOC: `clients_count` counts people; capacity holds (INF)."""
    if not api.backend.may_book:
        return
    made = _booked(api, seats=2, capacity=3)
    assert api.get(made).json()["data"]["attributes"]["clients_count"] == 2
    assert api.book(made, 2).status_code == 422
    assert api.get(made).json()["data"]["attributes"]["clients_count"] == 2


@clause
def the_capacity_filter_means_free_seats(api: Api) -> None:
    """DOC: at least so many free places."""
    if not api.backend.may_book:
        return
    made = _booked(api, seats=2, capacity=3)
    assert api.ids(**{"filter[capacity]": 1}) == [made]
    assert api.ids(**{"filter[capacity]": 2}) == []


@clause
def capacity_cannot_fall_below_the_booked(api: Api) -> None:
    """VENDOR hint: 422; equal is fine, and the bookings stay."""
    if not api.backend.may_book:
        return
    made = _booked(api, seats=2, capacity=3)
    refused(api.put(made, capacity=1), 422, "capacity")
    assert api.put(made, capacity=2).status_code == 200
    assert api.get(made).json()["data"]["attributes"]["clients_count"] == 2


@clause
def delete_does_not_ask_about_bookings(api: Api) -> None:
    """DOC, VENDOR: it is never refused, and cancels every booking. The check is the client's job."""
    if not api.backend.may_book:
        return
    made = _booked(api, seats=1, capacity=3)
    assert api.delete(made).status_code == 204


# Look-ups


@clause
def the_location_names_its_zone(api: Api) -> None:
    """DOC: `timezone_name` is an IANA name."""
    found = api.look_up("v1", f"/company/{api.backend.location_id}")
    assert found["id"] == api.backend.location_id
    assert found["timezone_name"] == api.backend.timezone


@clause
def names_can_be_looked_up(api: Api) -> None:
    """DOC: teachers, group services, room instances and labels, by their v1 paths."""
    location = api.backend.location_id
    staff: list[Mapping[str, Any]] = api.look_up("v1", f"/staff/{location}")
    assert set(api.backend.staff_ids) <= {int(each["id"]) for each in staff}
    services = api.look_up("v1", f"/activity/{location}/services")
    assert api.backend.service_id in {int(each["id"]) for each in services}
    resources = api.look_up("v1", f"/resources/{location}")
    assert api.backend.room_id in {int(room["id"]) for each in resources for room in each["instances"]}
    labels = api.look_up("v1", f"/labels/{location}/activity")
    assert api.backend.label_id in {int(each["id"]) for each in labels}


@clause
def names_can_be_looked_up_in_version_2(api: Api) -> None:
    """DOC: teachers, services and tags as JSON:API resources."""
    location = api.backend.location_id
    for path, known in (
        ("team_members", api.backend.staff_ids[0]),
        ("services", api.backend.service_id),
        ("tags?entity=activity", api.backend.label_id),
    ):
        rows = api.look_up("v2", f"/locations/{location}/{path}")
        assert str(known) in {row["id"] for row in rows}
