"""What the API says, in its own words: typed decoding of every answer that we read.

Takes the bytes of an answer, returns `Row`s and envelopes, or raises. Lenient where the API is
known to be: unknown fields are ignored, numbers may come as text, an empty object may come as
`[]` and an empty list as `{}`, and fields go by older and newer names. Turning rows into
activities is the work of `rows`. Only home of msgspec.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import msgspec
from msgspec import UNSET, Struct, UnsetType

from reconciler.altegio.complaints import printable
from reconciler.altegio.errors import BadAnswerError

Text = str | None | UnsetType
"""UNSET if the answer lacks the field (unknown), None if it says that there is no text (empty)."""

Decoded = TypeVar("Decoded")


class Thing(Struct, gc=False):
    """A side-loaded teacher, service, room or label."""

    id: int
    name: str | None = None
    title: str | None = None


class Duration(Struct, gc=False):
    """The parts of a class's length, seconds."""

    technical_break_duration: int | None = None


class Facts(Struct, gc=False):
    """The attributes of one activity, whichever edition or age of the API names them."""

    date: str | None = None
    datetime: str | None = None
    timestamp: int | None = None
    length: int | None = None
    staff_id: int | None = None
    team_member_id: int | None = None
    master_id: int | None = None
    service_id: int | None = None
    capacity: int | None = None
    clients_count: int | None = None
    records_count: int | None = None
    comment: Text = UNSET
    color: Text = UNSET
    instructions: Text = UNSET
    stream_link: Text = UNSET
    deleted: bool | None = None
    is_deleted: bool | None = None
    schedule_id: int | None = None
    name: str | None = None
    technical_break_duration: int | None = None
    duration_details: Duration | list[object] | None = None
    resource_instance_ids: list[int] | Mapping[str, object] | None = None
    label_ids: list[int] | Mapping[str, object] | None = None
    resource_instances: list[Thing] | Mapping[str, object] | None = None
    labels: list[Thing] | Mapping[str, object] | None = None
    staff: Thing | list[object] | None = None
    service: Thing | list[object] | None = None


class Ref(Struct, gc=False):
    """A JSON:API pointer to something included."""

    id: int


class ToOne(Struct, gc=False):
    """A relationship to one thing, or to none."""

    data: Ref | list[object] | None = None


class ToMany(Struct, gc=False):
    """A relationship to several things."""

    data: list[Ref] | Mapping[str, object] | None = None


class Relationships(Struct, gc=False):
    """Where the rooms and labels of a JSON:API row stand."""

    resource_instances: ToMany | list[object] | None = None
    labels: ToMany | list[object] | None = None


class Row(Facts, kw_only=True, gc=False):
    """One activity: flat, or JSON:API with its facts in `attributes`."""

    id: int
    attributes: Facts | list[object] | None = None
    relationships: Relationships | list[object] | None = None


class IncludedFacts(Struct, gc=False):
    """What we read of a side-loaded thing."""

    name: str | None = None
    title: str | None = None
    technical_break_duration: int | None = None


class Included(Struct, gc=False):
    """One side-loaded thing of a JSON:API answer."""

    id: int | None = None
    type: str | None = None
    attributes: IncludedFacts | list[object] | None = None


class Pagination(Struct, gc=False):
    """Counts of a list; no edition promises them."""

    total: int | None = None


class Meta(Struct, gc=False):
    """The part of `meta` that paging needs."""

    pagination: Pagination | list[object] | None = None


class ListAnswer(Struct, gc=False):
    """A list of activities. `data` None, or `success` false, means that it is none."""

    data: list[Row] | Mapping[str, object] | None = None
    included: list[Included] | Mapping[str, object] | None = None
    meta: Meta | list[object] | None = None
    success: bool = True


class OneAnswer(Struct, gc=False):
    """A single activity: read by id, or just created."""

    data: Row | list[object] | None = None
    included: list[Included] | Mapping[str, object] | None = None
    success: bool = True


class LocationRow(Struct, gc=False):
    """A location as the v1 API describes it. `timezone` is hours in live answers, a name in old ones."""

    id: int
    title: str | None = None
    timezone_name: str | None = None
    timezone: str | float | None = None


class LocationAnswer(Struct, gc=False):
    """The envelope around a location."""

    data: LocationRow | list[object] | None = None
    success: bool = True


_LIST = msgspec.json.Decoder(ListAnswer, strict=False)
_ONE = msgspec.json.Decoder(OneAnswer, strict=False)
_LOCATION = msgspec.json.Decoder(LocationAnswer, strict=False)


def decode_list(body: bytes) -> ListAnswer:
    """A list answer of either edition. Raises BadAnswerError."""
    return _decoded(_LIST, body)


def decode_one(body: bytes) -> OneAnswer:
    """A single activity of either edition. Raises BadAnswerError."""
    return _decoded(_ONE, body)


def decode_location(body: bytes) -> LocationAnswer:
    """A location of the v1 API. Raises BadAnswerError."""
    return _decoded(_LOCATION, body)


def said(text: Text) -> str | None:
    """What a text field tells: None if the answer lacks it, "" if it says that there is none."""
    if text is UNSET:
        return None
    return text or ""


def encode(body: Mapping[str, object]) -> bytes:
    """A request body as JSON."""
    return msgspec.json.encode(body)


def _decoded(decoder: msgspec.json.Decoder[Decoded], body: bytes) -> Decoded:
    try:
        return decoder.decode(body)
    except (ValueError, RecursionError) as error:
        # Only the library's own words: it names the place and the types, and quotes little.
        fault = printable(str(error))
    raise BadAnswerError(
        "The booking system's answer cannot be understood",
        detail=fault if body else "the answer is empty",
        hint="If this stays, check the environment's `api` and `edition`.",
    )
