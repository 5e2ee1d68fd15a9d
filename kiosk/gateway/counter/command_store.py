"""Remote commands in SQL: each with its history, and logs that kiosks have sent. Functions work inside the
caller's transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from kiosk.gateway.counter.command_states import OPEN, TOLD, CommandState
from kiosk.gateway.sql.counted import counted
from kiosk.gateway.sql.insert_new import insert_new
from kiosk.gateway.sql.schema_counter_commands import kiosk_command, kiosk_command_event, kiosk_log
from kiosk.wire.commands import Command, Order, OrderKind

GATEWAY, KIOSK = "gateway", "kiosk"
"""Who acts, where no operator does."""
_COLUMN = kiosk_command.c


class KeptCommand(msgspec.Struct, frozen=True):
    """`told` is what is signed. `reason`: what came of it, in a word; `figures`: of a self-test."""

    command_id: str
    kiosk_id: str
    kind: OrderKind
    told: bytes
    state: CommandState
    ordered_by: str
    issued_ms: int
    expires_ms: int
    changed_ms: int
    reason: str | None
    figures: tuple[int, ...]

    @property
    def order(self) -> Order:
        return msgspec.json.decode(self.told, type=Command).order


class CommandEvent(msgspec.Struct, frozen=True):
    """`act` is the state that it came to; `about` a reason, or nothing."""

    at_ms: int
    act: str
    by: str
    about: str


def enter(connection: Connection, command: Command, by: str, now_ms: int) -> bool:
    """Whether there was none with its id."""
    row = {
        "command_id": command.command_id,
        "kiosk_id": command.kiosk_id,
        "kind": command.order.__struct_config__.tag,
        "told": msgspec.json.encode(command),
        "state": "queued",
        "ordered_by": by,
        "issued_ms": command.issued_ms,
        "expires_ms": command.expires_ms,
        "changed_ms": now_ms,
        "reason": None,
        "figures": "",
    }
    if insert_new(connection, kiosk_command, [row]) != 1:
        return False
    note(connection, command.command_id, "queued", by, now_ms)
    return True


def comes_to(
    connection: Connection,
    command: KeptCommand,
    state: CommandState,
    by: str,
    now_ms: int,
    reason: str = "",
    figures: tuple[int, ...] = (),
) -> bool:
    """Whether it was as `command` has it until now; whoever comes first has changed it."""
    values = {"state": state, "changed_ms": now_ms, "reason": reason or None}
    mine = (_COLUMN.command_id == command.command_id) & (_COLUMN.state == command.state)
    text = " ".join(map(str, figures))
    changed = connection.execute(update(kiosk_command).where(mine).values(values | {"figures": text}))
    if changed.rowcount == 1:
        note(connection, command.command_id, state, by, now_ms, reason)
    return changed.rowcount == 1


def note(
    connection: Connection, command_id: str, act: CommandState, by: str, now_ms: int, about: str = ""
) -> None:
    """Into the history of a command whose row is taken."""
    event = kiosk_command_event.c
    steps = select(func.count()).select_from(kiosk_command_event).where(event.command_id == command_id)
    step = connection.execute(steps).scalar_one() + 1
    row = {"command_id": command_id, "step": step, "at_ms": now_ms, "act": act, "by": by, "about": about}
    connection.execute(insert(kiosk_command_event), row)


def by_id(connection: Connection, command_id: str) -> KeptCommand | None:
    found = select(kiosk_command).where(_COLUMN.command_id == command_id)
    row = connection.execute(found).mappings().one_or_none()
    return None if row is None else _kept(row)


def history(connection: Connection, command_id: str) -> Sequence[CommandEvent]:
    event = kiosk_command_event.c
    found = select(event.at_ms, event.act, event.by, event.about).where(event.command_id == command_id)
    return [CommandEvent(*row) for row in connection.execute(found.order_by(event.step))]


def told_to(connection: Connection, kiosk_id: str, now_ms: int, most: int) -> Sequence[KeptCommand]:
    """What the kiosk is to be told, the oldest first."""
    waits = (_COLUMN.kiosk_id == kiosk_id) & _COLUMN.state.in_(sorted(TOLD))
    found = select(kiosk_command).where(waits, _COLUMN.expires_ms > now_ms)
    oldest = found.order_by(_COLUMN.issued_ms, _COLUMN.command_id).limit(most)
    return [_kept(row) for row in connection.execute(oldest).mappings()]


def open_at(connection: Connection, kiosk_id: str) -> int:
    mine = (_COLUMN.kiosk_id == kiosk_id) & _COLUMN.state.in_(sorted(OPEN))
    return connection.execute(select(func.count()).select_from(kiosk_command).where(mine)).scalar_one()


def run_out(connection: Connection, before_ms: int, most: int) -> Sequence[KeptCommand]:
    """Those whose time was over by then."""
    over = _COLUMN.state.in_(sorted(OPEN)) & (_COLUMN.expires_ms <= before_ms)
    found = select(kiosk_command).where(over).order_by(_COLUMN.expires_ms).limit(most)
    return [_kept(row) for row in connection.execute(found).mappings()]


def listed(
    connection: Connection, where: Sequence[ColumnElement[bool]], first: int, most: int
) -> tuple[Sequence[KeptCommand], int]:
    """The newest first, and how many there are, as far as anybody counts."""
    of = counted(connection, kiosk_command, where)
    found = select(kiosk_command).where(*where).order_by(_COLUMN.issued_ms.desc(), _COLUMN.command_id)
    rows = connection.execute(found.offset(first).limit(most)).mappings()
    return [_kept(row) for row in rows], of


def keep_log(connection: Connection, command_id: str, lines: Sequence[str], now_ms: int) -> bool:
    """The first that comes stays."""
    text = msgspec.json.encode(lines).decode()
    return insert_new(connection, kiosk_log, [_log_row(command_id, text, now_ms)]) == 1


def log_of(connection: Connection, command_id: str) -> tuple[str, ...] | None:
    found = select(kiosk_log.c.lines).where(kiosk_log.c.command_id == command_id)
    text = connection.execute(found).scalar_one_or_none()
    return None if text is None else msgspec.json.decode(text, type=tuple[str, ...])


def _log_row(command_id: str, lines: str, now_ms: int) -> dict[str, Any]:
    return {"command_id": command_id, "at_ms": now_ms, "lines": lines}


def _kept(row: Mapping[Any, Any]) -> KeptCommand:
    values = {str(name): value for name, value in row.items()}
    values["figures"] = tuple(int(each) for each in values["figures"].split())
    return msgspec.convert(values | {"told": bytes(values["told"])}, KeptCommand, builtin_types=(bytes,))
