"""Opens the SQLite file of a stand-in: schema, durability, and what to say if it cannot be used."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from reconciler.sandbox.errors import StoreError

SCHEMA_VERSION = 1
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
CREATE INDEX room_use_activity ON room_use(activity_id);
CREATE TABLE appointment(id INTEGER PRIMARY KEY AUTOINCREMENT, activity_id INTEGER NOT NULL,
  seats INTEGER NOT NULL, cancelled INTEGER NOT NULL DEFAULT 0);
CREATE INDEX appointment_activity ON appointment(activity_id);
CREATE TABLE history(id INTEGER PRIMARY KEY AUTOINCREMENT, method TEXT, path TEXT, query TEXT, body TEXT,
  status INTEGER, received_at REAL, committed_at REAL, fault TEXT);
"""


def open_database(database: Path | None, durability: str) -> sqlite3.Connection:
    """A connection that leaves transactions to its user; None is memory. Raises StoreError."""
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
