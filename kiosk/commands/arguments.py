"""What commands are given, as argparse types: whoever mistypes one is told what it should look like."""

import argparse
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

from kiosk import places

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def database_argument() -> argparse.ArgumentParser:
    """A parent for commands that use the gateway's database; see `db_url`."""
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument(
        "--db", type=_database, default=None, help="database address, such as sqlite:///gateway.db"
    )
    return parent


def key_file_argument() -> argparse.ArgumentParser:
    """A parent for commands that open the keys in the gateway's database."""
    parent = argparse.ArgumentParser(add_help=False)
    told = "the gateway's key file, see gateway-keys; by default beside a database that is a file"
    parent.add_argument("--key-file", type=Path, default=None, help=told)
    return parent


def config_argument() -> argparse.ArgumentParser:
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument("--config", type=Path, default=places.CONFIG, help="folder of the settings")
    return parent


def db_url(arguments: argparse.Namespace) -> str:
    """Without --db, the embedded gateway's. Raises NoFolder."""
    return arguments.db or f"sqlite:///{places.state_folder() / 'gateway.db'}"


def scale(given: str) -> float:
    """Raises ArgumentTypeError for a size nobody could read or no display could show."""
    try:
        wanted = float(given)
    except ValueError:
        wanted = 0.0
    if not 0.25 <= wanted <= 2.0:
        raise argparse.ArgumentTypeError(f"{given!r} is no number from 0.25 to 2")
    return wanted


def new_folder(given: str) -> Path:
    """Made if missing, so that a place nobody can write to is known before the work."""
    folder = Path(given)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{given}: {error.strerror}; give another folder") from error
    return folder


def day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{given!r} is no day such as 2026-11-21") from None


def moment(given: str) -> datetime:
    try:
        return datetime.fromisoformat(given)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{given!r} is no time such as 2026-11-21T18:30") from None


def days(given: str) -> int:
    if not (given.isascii() and given.isdigit() and int(given) <= 366):
        raise argparse.ArgumentTypeError(f"{given!r} is no number of days from 0 to 366")
    return int(given)


def port(given: str) -> int:
    if not (given.isascii() and given.isdigit() and int(given) <= 65535):
        raise argparse.ArgumentTypeError(f"{given!r} is no port from 0 to 65535")
    return int(given)


def source_file(given: str) -> tuple[str, Path]:
    source, _, path = given.partition("=")
    if not source or not path:
        raise argparse.ArgumentTypeError(f"{given!r} is not SOURCE=PATH")
    return source, Path(path)


def _database(given: str) -> str:
    """Nothing of it is repeated: it may hold a password, whole or in pieces."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        make_url(given)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise argparse.ArgumentTypeError(
            "that is no database address such as sqlite:///gateway.db or postgresql+psycopg://host:5432/name"
        ) from None
    return given
