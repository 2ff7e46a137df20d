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
from typing import Literal

from reconciler.sandbox.errors import StoreError
from reconciler.sandbox.rows import ActivityRow, Catalogue, RecordedRequest

SCHEMA_VERSION = 1
LONGEST_S = 86400 + 3600
"""Longest activity in seconds: a day, and a default break that was appended."""
KEPT_REQUESTS = 100_000

_SCHEMA = """
CREATE TABLE location(id INTEGER PRIMARY KEY, facts TEXT NOT NULL);
CREATE TABLE named(location_id INTEGER, kind TEXT, id INTEGER, facts TEXT NOT NULL,
  PRIMARY KEY(location_id, kind, id)) WITHOUT ROWID;
CREATE TABLE activity(id INTEGER PRIMARY KEY AUTOINCREMENT, location_id INTEGER NOT NULL,
  start_local TEXT NOT NULL, start_utc INTEGER NOT NULL, offset TEXT NOT NULL, weekday INTEGER NOT NULL,
  staff_id INTEGER NOT NULL, service_id INTEGER NOT NULL, capacity INTEGER NOT NULL,
  length_s INTEGER NOT NULL, break_s INTEGER NOT NULL, room_ids TEXT NOT NULL, label_ids TEXT NOT NULL,
  comment TEXT, color TEXT NOT NULL, instructions TEXT NOT NULL, stream_link TEXT NOT NULL,
  clients_count INTEGER NOT NULL, schedule_id INTEGER, deleted INTEGER NOT NULL, created_at TEXT NOT NULL);
CREATE INDEX activity_start ON activity(location_id, start_local, id, deleted);
CREATE INDEX activity_staff ON activity(location_id, staff_id, start_utc) WHERE deleted=0;
CREATE TABLE room_use(location_id INTEGER, room_id INTEGER, start_utc INTEGER, activity_id INTEGER,
  PRIMARY KEY(location_id, room_id, start_utc, activity_id)) WITHOUT ROWID;
CREATE TABLE appointment(id INTEGER PRIMARY KEY AUTOINCREMENT, activity_id INTEGER NOT NULL,
  seats INTEGER NOT NULL, cancelled INTEGER NOT NULL DEFAULT 0);
CREATE INDEX appointment_activity ON appointment(activity_id);
CREATE TABLE history(id INTEGER PRIMARY KEY AUTOINCREMENT, method TEXT, path TEXT, query TEXT, body TEXT,
  status INTEGER, received_at REAL, committed_at REAL, fault TEXT);
"""
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
    "asc": f"{_SELECT}{_WITHIN} ORDER BY start_local,id LIMIT :limit OFFSET :offset",
    "desc": f"{_SELECT}{_WITHIN} ORDER BY start_local DESC,id DESC LIMIT :limit OFFSET :offset",
}
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


class Store:
    """One connection. `catalogues` are the locations that it knows, by id."""

    def __init__(self, database: Path | None, durability: Literal["off", "normal", "full"]) -> None:
        self.lock = threading.Lock()
        self.catalogues: dict[int, Catalogue] = {}
        self._db = _open(database, durability)

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
        return [ActivityRow._make(row) for row in self._db.execute(_LIST[order], within)]

    def count(self, within: dict[str, object]) -> int:
        """Rows on all pages."""
        return int(self._db.execute(_COUNT, within).fetchone()[0])

    def live(self, location_id: int) -> list[ActivityRow]:
        """All activities that are not cancelled, by start."""
        sql = f"{_SELECT} WHERE location_id=? AND deleted=0 ORDER BY start_local,id"
        return [ActivityRow._make(row) for row in self._db.execute(sql, (location_id,))]

    def add(self, row: ActivityRow) -> ActivityRow:
        """Insert it; an id of 0 is replaced by the next free one."""
        values = (row.id or None, *row[1:])
        row = row._replace(id=int(self._db.execute(_INSERT, values).lastrowid or 0))
        self._use_rooms(row)
        return row

    def replace(self, row: ActivityRow) -> None:
        """Overwrite the activity with this id."""
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
        self._db.execute("UPDATE activity SET deleted=1, clients_count=0 WHERE id=?", (row.id,))
        self._db.execute("UPDATE appointment SET cancelled=1 WHERE activity_id=?", (row.id,))

    def book(self, row: ActivityRow, seats: int) -> int:
        """Take seats; the id of the booking."""
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


def _open(database: Path | None, durability: str) -> sqlite3.Connection:
    name = ":memory:" if database is None else str(database)
    try:
        if database is not None:
            database.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(
            name, timeout=10, isolation_level=None, check_same_thread=False, cached_statements=64
        )
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"cannot open the sandbox's database {name}: {error}") from error
    try:
        _prepare(db, name, durability)
    except sqlite3.Error as error:
        db.close()
        message = f"cannot use {name} as the sandbox's database: {error}; remove it to start afresh"
        raise StoreError(message) from error
    except StoreError:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection, name: str, durability: str) -> None:
    db.execute("PRAGMA journal_mode=WAL")
    db.execute(f"PRAGMA synchronous={durability}")
    db.execute("BEGIN IMMEDIATE")
    version = db.execute("PRAGMA user_version").fetchone()[0]
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if version == 0 and tables == 0:
        for statement in _SCHEMA.split(";"):
            db.execute(statement)
        db.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
    elif version != SCHEMA_VERSION:
        db.execute("ROLLBACK")
        raise StoreError(
            f"{name} was not made by this version of the sandbox; remove it, or name another database"
        )
    db.execute("DELETE FROM history WHERE id<=(SELECT max(id) FROM history)-?", (KEPT_REQUESTS,))
    db.execute("COMMIT")
