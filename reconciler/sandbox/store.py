"""The store: activities, bookings, catalogues and the history of requests, in one SQLite database.

It keeps local wall time together with the instant, cancels softly, and commits only when told to.
It knows nothing of HTTP. All methods must be called by one thread at a time (`lock`).
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple, cast

from reconciler.sandbox.database import open_database
from reconciler.sandbox.rows import ActivityRow, Catalogue, RecordedRequest

LONGEST_S = 86400 + 3600
"""Longest activity in seconds: a day, and a default break that was appended."""

_COLUMNS = ",".join(ActivityRow._fields)
_SELECT = f"SELECT {_COLUMNS} FROM activity"  # noqa: S608 - column names of our own
_INSERT = f"INSERT INTO activity({_COLUMNS}) VALUES({','.join('?' * len(ActivityRow._fields))})"
_UPDATE = f"UPDATE activity SET {','.join(f'{c}=?' for c in ActivityRow._fields[1:])} WHERE id=?"  # noqa: S608 - the same
_WITHIN = (
    " WHERE location_id=:location AND start_local>=:low AND start_local<=:last AND deleted<=:deleted"
    " AND (:staff IS NULL OR staff_id IN (SELECT value FROM json_each(:staff)))"
    " AND (:services IS NULL OR service_id IN (SELECT value FROM json_each(:services)))"
    " AND (:rooms IS NULL OR EXISTS (SELECT 1 FROM json_each(room_ids) AS mine"
    "   JOIN json_each(:rooms) AS asked ON asked.value=mine.value))"
    " AND (:weekdays IS NULL OR weekday IN (SELECT value FROM json_each(:weekdays)))"
    " AND (:free=0 OR capacity-clients_count>=:free)"
    " AND (:reaching IS NULL OR start_utc+length_s>:reaching)"
    " AND (:search='' OR instr(lower(instructions),lower(:search))"
    "   OR service_id IN (SELECT value FROM json_each(:titled)))"
)
_LIST = {
    "asc": f"{_SELECT}{_WITHIN} AND (start_local>:low OR id>:beyond)"
    " ORDER BY start_local,id LIMIT :limit OFFSET :offset",
    "desc": f"{_SELECT}{_WITHIN} AND (start_local<:last OR id<:beyond)"
    " ORDER BY start_local DESC,id DESC LIMIT :limit OFFSET :offset",
}
_FIRST = {"asc": 0, "desc": 2**62}
_COUNT = f"SELECT count(*) FROM activity{_WITHIN}"  # noqa: S608 - the same
_BUSY = (
    " AND start_utc>:start-:longest AND start_utc<:start+:length AND start_utc+length_s>:start"
    " AND activity.id<>:besides AND deleted=0 ORDER BY start_utc LIMIT 1"
)
_BUSY_STAFF = f"{_SELECT} WHERE location_id=:location AND staff_id=:staff{_BUSY}"
_BUSY_ROOM = (
    f"{_SELECT} WHERE id IN (SELECT activity_id FROM room_use WHERE location_id=:location"  # noqa: S608 - the same
    " AND room_id IN (SELECT value FROM json_each(:rooms))"
    f" AND start_utc>:start-:longest AND start_utc<:start+:length){_BUSY}"
)


class _Bookmark(NamedTuple):
    """Where a page ended, so that the next one need not count its way there."""

    asked: tuple[object, ...]
    state: tuple[int, int]
    """Own edits, and SQLite's counter of those of other connections."""
    offset: int
    start_local: str
    id: int


class Store:
    """One connection. `catalogues` are the locations that it knows, by id."""

    def __init__(self, database: Path | None, durability: Literal["off", "normal", "full"]) -> None:
        self.lock = threading.Lock()
        self.catalogues: dict[int, Catalogue] = {}
        self._edits = 0
        self._bookmark: _Bookmark | None = None
        self._db = open_database(database, durability)

    def execute(self, sql: str, values: Iterable[object] = ()) -> sqlite3.Cursor:
        """One statement, for stocking."""
        return self._db.execute(sql, tuple(values))

    def begin(self) -> None:
        """Start a transaction that may write; waits for another process that writes."""
        self._db.execute("BEGIN IMMEDIATE")

    @property
    def in_transaction(self) -> bool:
        """Whether `begin` is not yet answered by `commit` or `rollback`."""
        return self._db.in_transaction

    def commit(self) -> None:
        """Keep what was written since `begin`."""
        self._db.execute("COMMIT")

    def rollback(self) -> None:
        """Forget what was written since `begin`; harmless without one."""
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def close(self) -> None:
        """Release the file."""
        self._db.close()

    def activity(self, location_id: int, activity_id: int) -> ActivityRow | None:
        """One activity, cancelled or not."""
        found = self._db.execute(f"{_SELECT} WHERE id=? AND location_id=?", (activity_id, location_id))
        row = found.fetchone()
        return None if row is None else ActivityRow._make(row)

    def activities(self, within: dict[str, object], order: Literal["asc", "desc"]) -> list[ActivityRow]:
        """One page. `within` gives every parameter of the list statement, see activities.py."""
        asked = (order, *(value for key, value in within.items() if key != "offset"))
        state = (self._edits, int(self._db.execute("PRAGMA data_version").fetchone()[0]))
        offset = cast("int", within["offset"])
        within = within | {"beyond": _FIRST[order]}
        mark = self._bookmark
        if mark is not None and (mark.asked, mark.state, mark.offset) == (asked, state, offset):
            edge = "low" if order == "asc" else "last"
            within |= {edge: mark.start_local, "beyond": mark.id, "offset": 0}
        rows = [ActivityRow._make(row) for row in self._db.execute(_LIST[order], within)]
        if rows:
            end = offset + len(rows)
            self._bookmark = _Bookmark(asked, state, end, rows[-1].start_local, rows[-1].id)
        return rows

    def count(self, within: dict[str, object]) -> int:
        """Rows on all pages."""
        return int(self._db.execute(_COUNT, within).fetchone()[0])

    def live(self, location_id: int) -> list[ActivityRow]:
        """All activities that are not cancelled, by start."""
        sql = f"{_SELECT} WHERE location_id=? AND deleted=0 ORDER BY start_local,id"
        return [ActivityRow._make(row) for row in self._db.execute(sql, (location_id,))]

    def add(self, row: ActivityRow) -> ActivityRow:
        """Insert it; an id of 0 is replaced by the next free one."""
        self._edits += 1
        values = (row.id or None, *row[1:])
        row = row._replace(id=int(self._db.execute(_INSERT, values).lastrowid or 0))
        self._use_rooms(row)
        return row

    def replace(self, row: ActivityRow) -> None:
        """Overwrite the activity with this id."""
        self._edits += 1
        self._db.execute(
            "DELETE FROM room_use WHERE activity_id=? AND location_id=?", (row.id, row.location_id)
        )
        self._db.execute(_UPDATE, (*row[1:], row.id))
        self._use_rooms(row)

    def _use_rooms(self, row: ActivityRow) -> None:
        if row.room_ids != "[]":
            uses = [(row.location_id, room, row.start_utc, row.id) for room in json.loads(row.room_ids)]
            self._db.executemany("INSERT INTO room_use VALUES(?,?,?,?)", uses)

    def cancel(self, row: ActivityRow) -> None:
        """Cancel it softly, and every booking in it."""
        self._edits += 1
        self._db.execute("UPDATE activity SET deleted=1, clients_count=0 WHERE id=?", (row.id,))
        self._db.execute("UPDATE appointment SET cancelled=1 WHERE activity_id=?", (row.id,))

    def book(self, row: ActivityRow, seats: int) -> int:
        """Take seats; the id of the booking."""
        self._edits += 1
        self._db.execute("UPDATE activity SET clients_count=clients_count+? WHERE id=?", (seats, row.id))
        sql = "INSERT INTO appointment(activity_id,seats) VALUES(?,?)"
        return int(self._db.execute(sql, (row.id, seats)).lastrowid or 0)

    def busy(self, row: ActivityRow) -> tuple[Literal["staff", "room"], ActivityRow] | None:
        """What stands in the way of this row: a live activity with its teacher or one of its rooms."""
        asked = {
            "location": row.location_id, "staff": row.staff_id, "rooms": row.room_ids, "besides": row.id,
            "start": row.start_utc, "length": row.length_s, "longest": LONGEST_S,
        }  # fmt: skip
        found = self._db.execute(_BUSY_STAFF, asked).fetchone()
        if found is not None:
            return "staff", ActivityRow._make(found)
        if row.room_ids == "[]":
            return None
        found = self._db.execute(_BUSY_ROOM, asked).fetchone()
        return None if found is None else ("room", ActivityRow._make(found))

    def record(self, request: RecordedRequest) -> None:
        """Put a request on record; its `order` is given by the store."""
        self._db.execute(
            "INSERT INTO history(method,path,query,body,status,received_at,committed_at,fault)"
            " VALUES(?,?,?,?,?,?,?,?)",
            request[1:],
        )

    def history(self) -> tuple[RecordedRequest, ...]:
        """All requests on record, oldest first."""
        columns = "id,method,path,query,body,status,received_at,committed_at,fault"
        found = self._db.execute(f"SELECT {columns} FROM history ORDER BY id")  # noqa: S608 - column names
        return tuple(RecordedRequest._make(row) for row in found)
