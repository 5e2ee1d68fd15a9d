"""The command that pauses a biller by hand, at the gateway's own machine."""

from datetime import datetime
from pathlib import Path
from random import Random

from sqlalchemy.exc import SQLAlchemyError

from kiosk.gateway.parties import pauses
from kiosk.gateway.parties.biller_rules import BillersFileWrong, billers_with
from kiosk.gateway.sql.faults import CommitUnknown, in_words
from kiosk.gateway.sql.open_database import open_database
from kiosk.gateway.steady_time import CHINA


class NotPaused(Exception):
    """Nothing was changed, or nobody knows; the text says which and why."""


def pause_biller(
    db_url: str, biller_id: str, until: datetime | None, own_billers: Path | None, *, resume: bool
) -> str:
    """What holds now, in words. `until` without a zone is local time. Raises NotPaused."""
    try:
        known = [rules.biller_id for rules in billers_with(own_billers).rules]
    except (OSError, BillersFileWrong) as error:
        raise NotPaused(str(error)) from error
    if biller_id not in known:
        raise NotPaused(f"no biller {biller_id}; there are {', '.join(known)}")
    until = until if until is None or until.tzinfo else until.replace(tzinfo=CHINA)
    said = "" if until is None else until.replace(tzinfo=None).isoformat(" ", "minutes")
    if until is not None and until <= datetime.now(CHINA):
        raise NotPaused(f"{said} is over: nothing was changed; to end a pause, give --resume")
    try:
        _write(db_url, biller_id, until, resume=resume)
    except CommitUnknown as error:
        raise NotPaused(
            "the database did not answer: it is not known whether this holds; give the same command again"
        ) from error
    except SQLAlchemyError as error:
        raise NotPaused(f"the database cannot be opened: {in_words(error)}") from error
    ends = f"until {said}" if until else "until it is resumed"
    return f"{biller_id} takes payments again" if resume else f"{biller_id} is paused {ends}"


def _write(db_url: str, biller_id: str, until: datetime | None, *, resume: bool) -> None:
    until_ms = None if until is None else round(until.timestamp() * 1000)
    database = open_database(db_url, Random())
    try:
        if resume:
            database.write(lambda connection: pauses.resume(connection, biller_id))
        else:
            database.write(lambda connection: pauses.pause(connection, biller_id, until_ms))
    finally:
        database.close()
