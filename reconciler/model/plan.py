"""What would be done, and why: the whole instruction, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reconciler.model.activity import Activity
from reconciler.model.diagnostic import Diagnostic
from reconciler.model.hindrance import Hindrance
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence, Removal
from reconciler.model.schedule import Location
from reconciler.model.window import Window


class ActionKind(StrEnum):
    """What is to be done about one class."""

    CREATE = "create"
    """The booking system lacks it; `apply` creates it."""
    NO_OP = "no-op"
    """It is there, and equal in every field that the files declare."""
    HOLD = "hold"
    """It is wanted, but creating it now might double it or would be refused: a person decides."""
    REPORT = "report"
    """It is there and deviates from the files; nothing is written, it is only said."""


class Reason(StrEnum):
    """Why an action is what it is. Closed; each member is worded in `render/wording.py`."""

    MISSING = "missing"
    """Nothing in the booking system could be this class."""
    IN_PLACE = "in_place"
    """Its own marker was found, and no declared field differs."""
    IN_PLACE_UNMARKED = "in_place_unmarked"
    """Same start, service and teacher; it carries no marker of this class, so somebody else made it."""
    FROZEN = "frozen"
    """It starts within the protected near future."""
    DOUBTFUL_STAFF = "doubtful_staff"
    """An activity of the same service starts at the same time with another teacher."""
    DOUBTFUL_TIME = "doubtful_time"
    """An activity of the same service and teacher lies on the same day at another time."""
    DOUBTFUL_SERVICE = "doubtful_service"
    """An activity of the same teacher starts at the same time with another service."""
    DOUBTFUL_TIE = "doubtful_tie"
    """Several pairs are possible, and choosing one would be a guess."""
    DOUBTFUL_RENAMED = "doubtful_renamed"
    """Its class was renamed in the files, and an activity with an old mark stands on another day."""
    IN_DOUBT = "in_doubt"
    """An earlier apply sent it and lost the answer; it may still land."""
    CLASH = "clash"
    """A live activity that is not this class occupies its teacher or room."""
    TOO_CLOSE = "too_close"
    """A live activity that is not in the files leaves its room or its teacher too little time."""
    DIFFERS = "differs"
    """It is there, and declared fields differ."""
    DUPLICATE = "duplicate"
    """A second activity carries the same marker or fills the same slot."""
    SURPLUS = "surplus"
    """It carries our marker, but the files no longer declare it."""
    UNDECLARED = "undeclared"
    """Nobody declared it, and it carries no marker of ours."""
    NATIVE_SCHEDULE = "native_schedule"
    """The booking system's own recurring schedule made it; it is not ours to touch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One declared field that differs. `field` is a name of ClassDetails, or "start"."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One line of a plan: an occurrence, an activity, or a pair of them."""

    kind: ActionKind
    reason: Reason
    occurrence: Occurrence | None = None
    activity: Activity | None = None
    changes: tuple[FieldChange, ...] = ()
    others: tuple[Activity, ...] = ()
    """The activities that make the case doubtful, or are in the way."""
    hindrances: tuple[Hindrance, ...] = ()
    """How `others` are in the way, for a clash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A limit that a plan must keep. If it is not passed, the plan is shown but not applicable."""

    name: str
    limit: str
    actual: str
    passed: bool
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRead:
    """What was read of one location, for the record."""

    count: int
    """Activities in the window that are not deleted."""
    digest: str
    """SHA-256 over the comparable facts of the activities, in order of start and id."""
    read_from: datetime
    """Aware; the first instant that the read covers. Earlier classes are the past."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationPlan:
    """The plan of one location."""

    location: Location
    names: Names
    actions: tuple[Action, ...]
    """Creates, holds, no-ops and reports; ordered by start, then address or id."""
    gates: tuple[Gate, ...]
    live: LiveRead
    past: int
    """Declared occurrences in the window that have already started: neither read nor written."""
    unpublished: int = 0
    """Selected occurrences that are not there yet, and lie beyond what is published: not created."""
    removals: tuple[Removal, ...] = ()
    """What rules took out of the same dates and selection, neither past nor beyond what is published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """From what a plan was made."""

    digest: str
    """SHA-256 over the names and bytes of all files read."""
    files: tuple[str, ...]
    git_revision: str | None
    dirty: bool | None
    tzdata: str
    holidays: str | None
    """Version of the tables of holidays, None if none was asked."""
    calendars: tuple[str, ...] = ()
    """Keys of the calendars that policies name, ascending: `DE-BE`, `bridge-days`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What part of the timetable was asked for: recorded in the plan, and used again by apply."""

    window: Window
    season: str | None = None
    locations: tuple[str, ...] = ()
    """Keys of locations; empty means all."""
    targets: tuple[str, ...] = ()
    """Globs over addresses to keep; empty means all."""
    excludes: tuple[str, ...] = ()
    """Globs over addresses to leave out."""
    tags: tuple[str, ...] = ()
    """Only classes with one of these tags; empty means all."""
    files: tuple[str, ...] = ()
    """Names of the schedule files whose classes were asked for; empty means all."""

    @property
    def partial(self) -> bool:
        """Whether the plan covers only part of what is declared in its window."""
        return bool(self.targets or self.excludes or self.tags or self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requests:
    """What the plan costs."""

    read: int
    """Requests that reading took."""
    write: int
    """Creates that applying will send."""
    eta_s: int | None
    """Seconds that an apply of it takes at the set pace, reads and checks included; None without a pace."""
    check: int = 0
    """Requests that looking at what was made will take: some on the way, and everything at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The whole plan. Plain data: it can be written, read back, compared and shown anywhere."""

    environment: str
    sandbox: bool
    """Whether it was made against the local stand-in."""
    edition: str
    paths: tuple[str, ...]
    """What was asked to be planned: paths relative to the project's root."""
    selection: Selection
    locations: tuple[LocationPlan, ...]
    inputs: Inputs
    requests: Requests
    diagnostics: tuple[Diagnostic, ...]
    made_at: datetime
    """Aware; the clock of the run."""
    details: bool = False
    """Whether activities were read one by one where the list lacks fields."""
    expires_at: datetime | None = None
    """Aware; after that it is not applied any more. None for never."""

    @property
    def complete(self) -> bool:
        """Whether it covers everything that is declared in its window."""
        return not self.selection.partial

    @property
    def gates_passed(self) -> bool:
        """Whether no guard objects."""
        return all(gate.passed for location in self.locations for gate in location.gates)
