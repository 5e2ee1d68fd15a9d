"""Who and what the gateway shall know, set at its own machine by whoever may write its database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from sqlalchemy import Connection, make_url
from sqlalchemy.exc import SQLAlchemyError

from kiosk.gateway.gateway import Gateway, open_gateway
from kiosk.gateway.settings import GatewaySettings
from kiosk.gateway.sql.faults import CommitUnknown, in_words
from kiosk.gateway.steady_time import Clock, SystemClock
from kiosk.gateway.trust import operators
from kiosk.gateway.trust.key_file import KeyFileWrong
from kiosk.gateway.trust.unlock import DEMONSTRATION_OPERATOR, DEMONSTRATION_TOKEN
from kiosk.wire.operators import MachineNumber
from kiosk.wire.unlock import KEY_BYTES

SYSTEM_CLOCK = SystemClock()


class NotEnrolled(Exception):
    """Nothing was changed; the text says why, and never repeats a key or a token."""

    begins = "nothing was changed"


class NotKnown(NotEnrolled):
    """Whether anything was changed nobody knows; the text says how to find out."""

    begins = "it is not known whether anything was changed"


def enrol_operator(db_url: str, name: str, key_file: Path | None = None) -> tuple[str, operators.Enrolled]:
    """The token, to be handed to the operator, for it can never be shown again; and whether an earlier one of
    this name counts no longer. Raises NotEnrolled."""
    if name == DEMONSTRATION_OPERATOR:
        raise NotEnrolled(f"the name {name} belongs to the demonstration")
    try:
        token = operators.new_token(name)
    except ValueError as error:
        raise NotEnrolled(str(error)) from None
    with gateway_of(db_url, key_file=key_file) as gateway:
        now_ms = gateway.parts.time.now_ms()
        verdict = gateway.parts.database.write(
            lambda connection: operators.enrol_operator(connection, token, now_ms)
        )
    return token, verdict


def revoke_operator(db_url: str, name: str, key_file: Path | None = None) -> None:
    """Raises NotEnrolled."""
    with gateway_of(db_url, key_file=key_file) as gateway:
        now_ms = gateway.parts.time.now_ms()
        known = gateway.parts.database.write(
            lambda connection: operators.revoke_operator(connection, name, now_ms)
        )
    if not known:
        raise NotEnrolled("there is no operator of this name")


def enrol_machine(
    db_url: str, machine_number: str, machine_key: Path, key_file: Path | None = None
) -> operators.Enrolled:
    """`machine_key` is a copy of the machine's. Raises NotEnrolled."""
    check_number(machine_number)
    key = key_from(machine_key)
    with gateway_of(db_url, key_file=key_file) as gateway:
        now_ms, seals = gateway.parts.time.now_ms(), gateway.parts.seals
        return gateway.parts.database.write(
            lambda connection: operators.enrol_machine(connection, seals, machine_number, key, now_ms)
        )


def enrol_demonstration(db_url: str, clock: Clock, machine_number: str, key: bytes) -> None:
    """The demonstration's own machine and operator. Raises sqlalchemy.exc.SQLAlchemyError."""
    with _opened(db_url, clock) as gateway:
        now_ms, seals = gateway.parts.time.now_ms(), gateway.parts.seals

        def enrol(connection: Connection) -> None:
            if operators.authenticated(connection, DEMONSTRATION_TOKEN) is None:
                operators.enrol_operator(connection, DEMONSTRATION_TOKEN, now_ms)
            if operators.key_of(connection, seals, machine_number) != key:
                operators.enrol_machine(connection, seals, machine_number, key, now_ms)

        gateway.parts.database.write(enrol)


def check_number(machine_number: str) -> None:
    """Raises NotEnrolled."""
    try:
        msgspec.convert(machine_number, MachineNumber)
    except msgspec.ValidationError:
        raise NotEnrolled("a machine's number has capital letters, digits and hyphens, at most 20") from None


def key_from(path: Path) -> bytes:
    """A machine's key. Raises NotEnrolled."""
    try:
        key = path.read_bytes()
    except OSError as error:
        raise NotEnrolled(f"{path}: {error.strerror}") from None
    if len(key) != KEY_BYTES:
        raise NotEnrolled(f"{path}: {len(key)} bytes where a machine's key has {KEY_BYTES}")
    return key


@contextmanager
def gateway_of(db_url: str, clock: Clock = SYSTEM_CLOCK, key_file: Path | None = None) -> Iterator[Gateway]:
    """`key_file` is the gateway's, by default the one beside its database.

    Raises NotEnrolled where the database is not there, or it or its key file cannot be opened or used, and
    NotKnown where the answer to the last step never came.
    """
    try:
        check_there(db_url)
        with _opened(db_url, clock, key_file) as gateway:
            yield gateway
    except KeyFileWrong as error:
        raise NotEnrolled(str(error)) from None
    except CommitUnknown:
        raise NotKnown(
            "the database did not answer the last step; when it answers again, see what is there (python -m "
            "kiosk cases) and give the same command again: what was done is not done twice"
        ) from None
    except SQLAlchemyError as error:
        raise NotEnrolled(f"the database cannot be used: {in_words(error)}; see --db") from None
    except ModuleNotFoundError as error:
        raise NotEnrolled(f"no driver for this database: {error}; SQLite is built in") from None


def check_there(db_url: str) -> None:
    """A mistyped address must not make a gateway's database that no gateway uses. Raises NotEnrolled."""
    try:
        url = make_url(db_url)
    except ValueError:  # the library would repeat a piece of the address, perhaps of its password
        raise NotEnrolled("the port in the database's address is no number; see --db") from None
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        raise NotEnrolled(
            f"{url.database}: no gateway has its database there; start the gateway, or see --db"
        )


@contextmanager
def _opened(db_url: str, clock: Clock, key_file: Path | None = None) -> Iterator[Gateway]:
    """As the gateway opens it, so that its tables are as the gateway wants them; nothing is driven."""
    gateway = open_gateway(db_url, GatewaySettings(public_url="", key_file=key_file), clock)
    try:
        yield gateway
    finally:
        gateway.close()
