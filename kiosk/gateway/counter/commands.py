"""Remote commands at the gateway: given by people on record, signed, told to the kiosk until it says that it
has them, and what became of each.

Who acts is found out inside the transaction of the act, by whoever calls.
"""

from collections.abc import Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, select

from kiosk.gateway.counter import command_store
from kiosk.gateway.counter.command_states import OPEN, CommandState, after
from kiosk.gateway.counter.command_store import GATEWAY, KIOSK, CommandEvent, KeptCommand
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.few import Few
from kiosk.gateway.sql.schema_counter_commands import kiosk_command
from kiosk.gateway.sql.schema_counter_fleet import kiosk_state
from kiosk.gateway.steady_time import SteadyTime
from kiosk.gateway.trust import kiosk_keys
from kiosk.gateway.trust.seals import Seals
from kiosk.gateway.trust.who import Who
from kiosk.wire.commands import (
    LONGEST_S,
    MOST_AT_ONCE,
    SIGNED_AS,
    Command,
    CommandReport,
    LogLines,
    Order,
    OrderKind,
    SignedCommand,
)

MOST_OPEN = 8
"""Of one kiosk; more, and nobody knows what it will do."""
MOST_ROWS = 200
LEAST_S = 300
"""Five heartbeats."""
LATE_MS = 600_000
"""So long after its time a command may still be reported on before it counts as unanswered."""
_IN_ONE_GO = 200


class CommandWish(msgspec.Struct, frozen=True):
    """None and "" filter nothing. open: what is still to be told or done."""

    state: CommandState | None = None
    is_open: bool = False
    kiosk_id: str = ""
    kind: OrderKind | None = None


class CommandPage(msgspec.Struct, frozen=True):
    rows: tuple[KeptCommand, ...]
    of: int


class CommandFile(msgspec.Struct, frozen=True):
    """A command and its history, which begins with the giving. `log` is what the kiosk sent, if it did."""

    command: KeptCommand
    history: tuple[CommandEvent, ...]
    log: tuple[str, ...] | None


class RemoteCommands:
    def __init__(self, database: Database, time: SteadyTime, seals: Seals) -> None:
        self._database = database
        self._time = time
        self._seals = seals

    # -- people's --------------------------------------------------------------------------------------

    def give(self, command_id: str, kiosk_id: str, order: Order, lasts_s: int, who: Who) -> CommandFile:
        """Again with the same id and content, it is given once. `lasts_s`: how long it counts.

        Raises Refused: malformed, record_unknown for a kiosk that was never heard of, rate_limited where too
        many wait for it, idempotency_key_reused.
        """
        now_ms = self._time.now_ms()
        command = _proved(Command(command_id, kiosk_id, order, now_ms, now_ms + lasts_s * 1000), lasts_s)

        def given(connection: Connection) -> CommandFile:
            by = who(connection)
            known = command_store.by_id(connection, command_id)
            if known is not None:
                if (known.kiosk_id, known.order) != (kiosk_id, order):
                    raise Refused("idempotency_key_reused", "this id stands for another command")
                return _file(connection, command_id)
            _take_kiosk(connection, kiosk_id)
            if command_store.open_at(connection, kiosk_id) >= MOST_OPEN:
                raise Refused("rate_limited", "too many commands wait for this kiosk")
            command_store.enter(connection, command, by, now_ms)
            return _file(connection, command_id)

        return self._database.write(given)

    def withdraw(self, command_id: str, who: Who) -> CommandFile:
        """Only while it was not told to the kiosk. Raises Refused: record_unknown, record_closed."""
        now_ms = self._time.now_ms()

        def withdrawn(connection: Connection) -> CommandFile:
            by, known = who(connection), _file(connection, command_id).command
            state = after(known.state, "withdraw")
            if state is None or not command_store.comes_to(connection, known, state, by, now_ms):
                raise Refused("record_closed", "it was told to the kiosk, or is over")
            return _file(connection, command_id)

        return self._database.write(withdrawn)

    def page(self, wish: CommandWish | None = None, first: int = 0, most: int = 50) -> CommandPage:
        """The newest first; `most` up to MOST_ROWS, from the `first`, counted from 0."""
        with self._database.reading() as connection:
            rows, of = command_store.listed(
                connection, _where(wish or CommandWish()), first, min(most, MOST_ROWS)
            )
        return CommandPage(tuple(rows), of)

    def file(self, command_id: str) -> CommandFile:
        """Raises Refused: record_unknown."""
        with self._database.reading() as connection:
            return _file(connection, command_id)

    # -- kiosks' ---------------------------------------------------------------------------------------

    def exchange(
        self, kiosk_id: str, reports: Sequence[CommandReport], key_id: str | None
    ) -> tuple[SignedCommand, ...]:
        """Take down what the kiosk says, and what it is to be told. `key_id` signed its request; None, nobody
        did."""
        now_ms = self._time.now_ms()

        def exchanged(connection: Connection) -> tuple[SignedCommand, ...]:
            for report in reports:
                _take_down(connection, kiosk_id, report, now_ms)
            return tuple(
                self._told(connection, command, key_id, now_ms)
                for command in command_store.told_to(connection, kiosk_id, now_ms, MOST_AT_ONCE)
            )

        return self._database.write(exchanged)

    def take_log(self, kiosk_id: str, log: LogLines) -> int:
        """How many lines are kept; the first log that comes stays. Raises Refused: record_unknown."""
        now_ms = self._time.now_ms()

        def taken(connection: Connection) -> int:
            known = command_store.by_id(connection, log.command_id)
            if known is None or known.kiosk_id != kiosk_id or known.kind != "send_logs":
                raise Refused("record_unknown", "this kiosk was asked for no log under this id")
            command_store.keep_log(connection, log.command_id, log.lines, now_ms)
            return len(command_store.log_of(connection, log.command_id) or ())

        return self._database.write(taken)

    # -- the gateway's ---------------------------------------------------------------------------------

    def run_out(self) -> int:
        """Say of each whose time is over that it is; how many there were, some hundreds at most."""
        now_ms = self._time.now_ms()
        with self._database.reading() as connection:
            over = command_store.run_out(connection, now_ms, _IN_ONE_GO)
        due = [each for each in over if each.state == "queued" or each.expires_ms <= now_ms - LATE_MS]

        def end(connection: Connection) -> int:
            return sum(
                command_store.comes_to(connection, each, state, GATEWAY, now_ms)
                for each in due
                if (state := after(each.state, "run_out")) is not None
            )

        return self._database.write(end) if due else 0

    def _told(
        self, connection: Connection, command: KeptCommand, key_id: str | None, now_ms: int
    ) -> SignedCommand:
        state = after(command.state, "deliver")
        if state is not None:
            command_store.comes_to(connection, command, state, GATEWAY, now_ms)
        signer = key_id and kiosk_keys.key_that_counts(connection, self._seals, key_id, now_ms)
        if not signer:
            return SignedCommand(command.told)
        own = kiosk_keys.shared_key(signer)
        key = own or kiosk_keys.gateways_own(connection, self._seals, now_ms)
        return SignedCommand(command.told, key.key_id, key.sign(SIGNED_AS + command.told))


def _proved(command: Command, lasts_s: int) -> Command:
    """As a kiosk will take it. Raises Refused: malformed."""
    try:
        proven = msgspec.convert(msgspec.to_builtins(command), Command)
    except msgspec.ValidationError:
        raise Refused("malformed", "not as the schema of a command has it") from None
    if not LEAST_S <= lasts_s <= LONGEST_S:
        raise Refused("malformed", f"a command counts for {LEAST_S} to {LONGEST_S} seconds")
    return proven


def _take_kiosk(connection: Connection, kiosk_id: str) -> None:
    """Its row, so that those who command it take turns."""
    mine = select(kiosk_state.c.kiosk_id).where(kiosk_state.c.kiosk_id == kiosk_id).with_for_update()
    if connection.execute(mine).scalar_one_or_none() is None:
        raise Refused("record_unknown", "no heartbeat ever came from this kiosk")


def _take_down(connection: Connection, kiosk_id: str, report: CommandReport, now_ms: int) -> None:
    """What is no news, or of another kiosk's command, is passed over: it would be told for ever."""
    known = command_store.by_id(connection, report.command_id)
    if known is None or known.kiosk_id != kiosk_id:
        return
    state = after(known.state, report.state)
    if state is not None:
        reason = report.reason or ""
        command_store.comes_to(connection, known, state, KIOSK, now_ms, reason, report.figures)


def _file(connection: Connection, command_id: str) -> CommandFile:
    known = command_store.by_id(connection, command_id)
    if known is None:
        raise Refused("record_unknown", "there is no such command")
    history = tuple(command_store.history(connection, command_id))
    return CommandFile(known, history, command_store.log_of(connection, command_id))


def _where(wish: CommandWish) -> list[ColumnElement[bool]]:
    column = kiosk_command.c
    wanted = {"state": wish.state, "kiosk_id": wish.kiosk_id, "kind": wish.kind}
    where = [column[name] == value for name, value in wanted.items() if value]
    return [*where, Few(column.state.in_(sorted(OPEN)))] if wish.is_open else where
