"""Eyes for an apply: the session's reading client as the `Looker` that `reconciler.apply` asks for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from reconciler import pipeline
from reconciler.altegio.errors import AltegioError
from reconciler.apply.looking import LookFailedError, Sight
from reconciler.cli.session import Session
from reconciler.model.occurrence import Occurrence
from reconciler.model.plan import FieldChange
from reconciler.model.schedule import Location
from reconciler.render.wording import FIELDS


class Lookout:
    """Looks at the locations of a schedule. It has no way to write."""

    def __init__(self, session: Session, locations: Iterable[Location]) -> None:
        self._session = session
        self._locations = {location.key: location for location in locations}

    def look(self, location: str, first: datetime, last: datetime) -> Sight:
        """All live activities of the location from `first` to `last`, local and naive.

        Raises:
            LookFailedError: when there is no list that is complete for certain.
        """
        now = self._session.clock.now()
        try:
            return Sight(
                *pipeline.look(self._session.reader, self._locations[location], now, first, last),
            )
        except AltegioError as error:
            raise LookFailedError(str(error)) from error

    def differences(self, occurrence: Occurrence, activity_id: int) -> str:
        """What of this activity is not as the occurrence says, in words; "" if all of it is.

        Raises:
            LookFailedError: when the activity cannot be read.
        """
        try:
            found = pipeline.differences(self._session.reader, occurrence, activity_id)
        except AltegioError as error:
            raise LookFailedError(str(error)) from error
        return words_of(found)


_VIEW_NAMES = {"room_ids": "resource_instance_ids", "link": "stream_link"}


def words_of(changes: Iterable[FieldChange]) -> str:
    """`length 80 min instead of 60 min; seats 8 instead of 12`: what is there, and what was wanted."""
    return "; ".join(map(_words, changes))


def _words(change: FieldChange) -> str:
    name = FIELDS.get(_VIEW_NAMES.get(change.field, change.field), change.field)
    before, after = (_value(change.field, value) for value in (change.before, change.after))
    return f"{name} {before} instead of {after}"


def _value(field: str, value: object) -> str:
    if field in ("length_s", "break_s") and isinstance(value, int):
        return f"{value // 60} min"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return "none" if value in (None, "") else str(value)
