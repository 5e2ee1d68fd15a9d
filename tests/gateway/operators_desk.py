"""An operator's desk beside a town's gateway: enrolled machines and people, and what the audit says."""

from typing import Any

import httpx
import msgspec
from sqlalchemy import Connection, select

from kiosk.gateway.sql.schema_operators import operator_audit
from kiosk.gateway.trust import operators

from .town import Town

MACHINE, OTHER_MACHINE = "LFL-380-01", "LFL-380-02"
KEY, OTHER_KEY = bytes(range(32)), bytes(range(32, 64))
CHALLENGE = "12345678"

Line = tuple[str, str, str, str]
"""Operator, machine, act and verdict."""


class Desk:
    def __init__(self, town: Town) -> None:
        self.town = town
        self.token = self.enrol("li-wei")
        self.enrol_machine(MACHINE, KEY)
        self.enrol_machine(OTHER_MACHINE, OTHER_KEY)

    @property
    def now_ms(self) -> int:
        return self.town.gateway.parts.time.now_ms()

    def enrol(self, name: str) -> str:
        token, now_ms = operators.new_token(name), self.now_ms

        def enrol(connection: Connection) -> str:
            return operators.enrol_operator(connection, token, now_ms)

        self.town.gateway.parts.database.write(enrol)
        return token

    def enrol_machine(self, number: str, key: bytes) -> None:
        now_ms, seals = self.now_ms, self.town.gateway.parts.seals

        def enrol(connection: Connection) -> str:
            return operators.enrol_machine(connection, seals, number, key, now_ms)

        self.town.gateway.parts.database.write(enrol)

    def end_demonstration(self) -> None:
        """The same database, served for real."""
        self.town._settings = msgspec.structs.replace(self.town._settings, demonstration=False)
        self.town.restart()

    def ask(
        self, challenge: Any = CHALLENGE, number: str = MACHINE, token: str | None = None
    ) -> httpx.Response:
        shown = self.token if token is None else token
        path = f"/v1/operator/machines/{number}/unlock-code"
        return self.town.post(path, {"challenge": challenge}, Authorization=f"Bearer {shown}")

    def audit(self, act: str = "unlock_code") -> list[Line]:
        """Sorted, for lines of one moment have no order."""
        line = operator_audit.c
        found = select(line.operator, line.machine_number, line.act, line.verdict).where(line.act == act)
        with self.town.gateway.parts.database.reading() as connection:
            return sorted((who, what, did, came) for who, what, did, came in connection.execute(found))
