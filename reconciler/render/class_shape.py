"""The shape of one class in a view: its details, names and place in the files. Types only."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class NamesView(TypedDict):
    """The names that people wrote; None where nothing is said."""

    service: str | None
    staff: str | None
    rooms: list[str] | None
    labels: list[str] | None


class DetailsView(TypedDict):
    """One class, desired or observed. None: not declared, or unknown."""

    start: str
    timezone: str
    utc: str | None
    length_s: int | None
    break_s: int | None
    service_id: int | None
    staff_id: int | None
    resource_instance_ids: list[int] | None
    label_ids: list[int] | None
    capacity: int | None
    comment: str | None
    color: str | None
    instructions: str | None
    stream_link: str | None
    names: NamesView
    force: NotRequired[Literal[True]]
    """Sent even though its teacher or room may be busy: the class says `allow_overlap` or `may_overlap`."""


class StepView(TypedDict):
    """One rule that had a part in an occurrence."""

    kind: str
    text: str
    file: str
    line: int


class OriginView(TypedDict):
    """Where in the files."""

    file: str
    line: int
