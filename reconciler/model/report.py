"""What became of a plan: one outcome for each operation."""

from __future__ import annotations

from dataclasses import dataclass

from reconciler.model.occurrence import Occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """The booking system has it now."""

    occurrence: Occurrence
    activity_id: int
    recovered: bool = False
    """Its answer was lost; it was found by looking."""
    differs: str = ""
    """What of it is not as it was sent, in words; "" if nothing is known to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The booking system said no, in its own words; nothing was created."""

    occurrence: Occurrence
    status: int
    message: str
    """Untrusted text of the API."""
    field_errors: tuple[tuple[str, str], ...] = ()
    """Wire field and message, untrusted."""
    stop: bool = False
    """Going on is pointless: the tokens are dead, or the location is not ours."""
    sent: bool = True
    """False if the request surely never left: no connection could be made."""
    retry_after_s: float | None = None
    """Seconds after which the booking system asks to be tried again, if it said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """The answer was lost or makes no sense: the class may or may not exist. Never retried blindly."""

    occurrence: Occurrence
    message: str
    activity_ids: tuple[int, ...] = ()
    """Activities that a person must look at, ascending; empty if none was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAttempted:
    """The run ended before its turn."""

    occurrence: Occurrence
    message: str


Outcome = Created | Refused | Unknown | NotAttempted


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All outcomes of one apply, in the order of the plan."""

    outcomes: tuple[Outcome, ...]

    @property
    def created(self) -> tuple[Created, ...]:
        """What was created."""
        return tuple(o for o in self.outcomes if isinstance(o, Created))

    @property
    def refused(self) -> tuple[Refused, ...]:
        """What was refused."""
        return tuple(o for o in self.outcomes if isinstance(o, Refused))

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """What a person or the next plan must look at."""
        return tuple(o for o in self.outcomes if isinstance(o, Unknown))

    @property
    def not_attempted(self) -> tuple[NotAttempted, ...]:
        """What was left when the run ended."""
        return tuple(o for o in self.outcomes if isinstance(o, NotAttempted))
