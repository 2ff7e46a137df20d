"""How the stand-in behaves where the real booking system leaves room: one frozen value of switches.

Each switch belongs to a row marked "assumed" in docs/sandbox.md; its default is the likeliest behaviour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reconciler.sandbox.faults import Fault

PARTNER_TOKEN = "sandbox-partner-token"  # noqa: S105 - made to be public: it opens nothing but this stand-in
USER_TOKEN = "sandbox-user-token"  # noqa: S105 - the same


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxOptions:
    """The switches. Rates are requests; None means no limit."""

    per_second: int | None = None
    per_minute: int | None = None
    retry_after: Literal["absent", "seconds"] = "absent"
    """Whether a 429 says how long to wait."""

    rows: Literal["documented", "full"] = "documented"
    """Fields of a flat list row of the activities edition: those on the public page, or all."""
    flat_deleted: Literal["when asked", "never"] = "when asked"
    """Whether a documented flat row says `deleted` if cancelled ones were asked for."""
    flat_datetime: Literal["offset", "bare"] = "offset"
    """`datetime` of a flat row: with a colon offset, or local without any."""
    total: Literal["absent", "present"] = "absent"
    """Whether `meta.pagination` of the flat list counts all rows."""
    page_cap: int | None = None
    """Largest page that the server gives, whatever is asked; None leaves it at 250."""
    over_limit: Literal["refuse", "lower"] = "refuse"
    """What happens to a `limit` above 250."""
    range_match: Literal["start", "overlap"] = "start"
    """Whether an activity is listed if it starts in the range, or if any of it lies there."""
    range_end: Literal["included", "excluded"] = "included"
    """Whether an activity that starts exactly at `filter[to]` is listed."""
    past_lists: Literal["refuse", "serve"] = "refuse"
    """What happens to a list from before now that does not ask for cancelled activities."""
    include_deleted: Literal["serve", "refuse"] = "serve"
    """Whether `filter[include_deleted]` is known."""

    past_starts: Literal["refuse", "accept"] = "refuse"
    """What happens to a create or a change that starts before now."""
    unknown_id_status: Literal[404, 422] = 422
    """Answer to a teacher, service, room or label that does not exist."""
    unassigned_service: Literal["refuse", "accept"] = "refuse"
    """What happens if the teacher does not give that service."""
    check_working_hours: bool = True
    """Whether a teacher is busy outside of the working hours that the fixtures give."""
    conflict_flag: bool = True
    """Whether a 409 carries `meta.conflict`."""
    staff_key: Literal["both", "team_member_id"] = "both"
    """Name of the teacher's id in bodies."""
    extra_fields: Literal["ignore", "refuse"] = "ignore"
    """What happens to body fields that the contract does not know."""
    put_omitted: Literal["clear", "keep"] = "clear"
    """What a PUT does to optional texts that it leaves out."""
    second_delete: Literal[404, 204] = 404
    """Answer to cancelling a cancelled activity."""

    page_slip: int = 0
    """Rows by which later pages of a list begin too late, or too early if negative, as if so many
    rows had gone or come since the first page; for faults."""

    durability: Literal["off", "normal", "full"] = "normal"
    """`PRAGMA synchronous` of the store."""
    faults: tuple[Fault, ...] = ()
    """What goes wrong, and when; none by default."""
