"""Carries out a fault: does the work or not, answers or not, and puts on record what was done.

Takes the fault that is due, the request and the ways out of the server; returns when the fault
is over. What is on record is what was really done and sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, replace
from typing import Any

from reconciler.sandbox.delivery import (
    Line,
    Receive,
    Send,
    body_of,
    deliver,
    headers_of,
    raw_answer,
    until_gone,
)
from reconciler.sandbox.desk import Desk, Incoming, Operation
from reconciler.sandbox.exchange import Answer
from reconciler.sandbox.faults import Fault
from reconciler.sandbox.spoiling import with_fields, without_rows

_NOISE = b"\x00\x01SSH-2.0-OpenSSH_9.6\r\n\xff\xfe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """One request that a fault hits."""

    fault: Fault
    desk: Desk
    incoming: Incoming
    operations: Mapping[str, Operation]
    scope: MutableMapping[str, Any]
    receive: Receive
    send: Send

    async def run(self) -> None:
        """Carries the fault out to its end."""
        action = self.fault.action
        if action in {"error", "error after commit", "error then commit", "redirect"}:
            await self._answer_otherwise()
        elif action in {"drop", "drop unread", "drop after commit", "drop then commit"}:
            await self._drop()
        elif action in {"reset", "reset after commit", "silence", "silence after commit"}:
            await self._fall_silent()
        elif action in {"drip", "torn head", "torn chunk", "noise"}:
            await self._speak_raw()
        elif action in {"stale list", "small pages", "torn pages", "change answer"}:
            await self._mislead()
        else:
            await self._spoil()

    async def _answer_otherwise(self) -> None:
        """An answer of the fault's own, with or without the work."""
        fault, body, headers = self.fault, self.fault.body.encode(), self._headers()
        if fault.action == "redirect":
            headers.append((b"location", body))
        if fault.action == "error after commit":
            self._work(sent=fault.status)
        elif fault.action != "error then commit":
            self._note(fault.status)
        if fault.action != "error then commit":
            await deliver(self.send, fault.status, body, headers)
            return
        received = self.desk.stamp()
        await deliver(self.send, fault.status, body, headers)
        await asyncio.sleep(fault.seconds)
        self._work(sent=fault.status, received=received)

    async def _drop(self) -> None:
        received = self.desk.stamp()
        if self.fault.action == "drop after commit":
            self._work(sent=0)
        elif self.fault.action != "drop then commit":
            self._note(0)
        await Line(self.scope).hang_up()
        if self.fault.action == "drop then commit":
            await asyncio.sleep(self.fault.seconds)
            self._work(sent=0, received=received)

    async def _fall_silent(self) -> None:
        if self.fault.action.endswith("after commit"):
            self._work(sent=0)
        else:
            self._note(0)
        if self.fault.action.startswith("silence"):
            await until_gone(self.receive)
        else:
            await Line(self.scope).reset()

    async def _speak_raw(self) -> None:
        """The true answer, in bytes that no server would send."""
        answer, line = self._work(), Line(self.scope)
        body, headers = body_of(answer), [*headers_of(answer, self.desk.now()), *self._headers()]
        match self.fault.action:
            case "noise":
                line.write(_NOISE)
            case "torn head":
                line.write(raw_answer(answer.status, body, headers)[:12])
            case "torn chunk":
                line.write(raw_answer(answer.status, body, headers, chunked=True))
            case _:
                await line.drip(raw_answer(answer.status, body, headers), self.fault.seconds)
        await line.hang_up()

    async def _mislead(self) -> None:
        """An answer that looks sound and is not true."""
        fault, options = self.fault, self.desk.options
        if fault.action == "small pages":
            options = replace(options, page_cap=fault.rows)
        elif fault.action == "torn pages":
            options = replace(options, page_slip=fault.rows)
        answer = self.desk.answer(self.incoming, self.operations, fault=fault.action, options=options)
        if fault.action == "stale list":
            answer = answer._replace(document=without_rows(answer.document, self._hidden()))
        elif fault.action == "change answer":
            answer = answer._replace(document=with_fields(answer.document, fault.fields))
        headers = [*headers_of(answer, self.desk.now()), *self._headers()]
        await deliver(self.send, answer.status, body_of(answer), headers)

    async def _spoil(self) -> None:
        """The true answer, late, damaged, or the last one for a while."""
        fault, received = self.fault, self.desk.stamp()
        if fault.action == "wait":
            await asyncio.sleep(fault.seconds)
        answer = self._work(received=received)
        if fault.action == "wait after commit":
            await asyncio.sleep(fault.seconds)
        body, headers = body_of(answer), [*headers_of(answer, self.desk.now()), *self._headers()]
        if fault.action == "garbage":
            await deliver(self.send, 200, fault.body.encode(), headers)
        elif fault.action == "torn answer":
            await deliver(self.send, answer.status, body, headers, whole=False)
            await Line(self.scope).hang_up()
        elif fault.action == "refuse connections":
            # The port is closed first, or a quick client would get in before the door is shut.
            port = self.scope["state"]["port"]
            port.shut()
            await deliver(self.send, answer.status, body, [*headers, (b"connection", b"close")])
            await port.open_after(fault.seconds)
        else:
            await deliver(self.send, answer.status, body, headers)

    def _work(self, *, sent: int | None = None, received: float | None = None) -> Answer:
        return self.desk.answer(
            self.incoming, self.operations, fault=self.fault.action, sent=sent, received=received
        )

    def _note(self, status: int) -> None:
        self.desk.note(self.incoming, status, self.fault.action)

    def _headers(self) -> list[tuple[bytes, bytes]]:
        return [(name.lower().encode(), value.encode()) for name, value in self.fault.headers]

    def _hidden(self) -> frozenset[int]:
        """Ids that a stale list does not show."""
        if self.fault.seconds > 0:
            return self.desk.made_within(self.fault.seconds)
        return frozenset({self.desk.newest_id()})
