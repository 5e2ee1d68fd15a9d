"""What staff may do about a load that nobody comes for: tell what its company has found out about a card
that can be asked no more, or give back what surely is on none.

What gives money away on somebody's word alone takes two people. The act, its words in the case and the load's
change are one transaction; the company is asked after it, and the case closes once the load has ended.
"""

from collections.abc import Callable

from sqlalchemy import Connection

from kiosk.gateway.cases import cases
from kiosk.gateway.cases.load_cases import LOAD_WAITS
from kiosk.gateway.office.case_files import (
    APPROVED_RETURN,
    CaseFile,
    file_by_number,
    need_second,
    return_approved_by,
    still_open,
    why_of,
)
from kiosk.gateway.payments import load_rows
from kiosk.gateway.payments.load_driver import Change, LoadDriver
from kiosk.gateway.payments.load_rows import StoredLoad
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.problems import Refused
from kiosk.gateway.trust.who import Who
from kiosk.payment.load import step_load
from kiosk.payment.load_events import GiveBackAsked, LoadEvent, OfficeTold
from kiosk.payment.load_state import LoadState

TOLD_ON_CARD, TOLD_NOT_ON_CARD, GIVEN_BACK = "told_on_card", "told_not_on_card", "given_back"

Check = Callable[[Connection, CaseFile, str, int], None]


class LoadOffice:
    """Every method raises Refused: malformed without a word of why, case_unknown, case_closed,
    case_not_payable for another kind of case, load_moved_on where the load is no longer what it is about;
    and what `who` raises for somebody who may not."""

    def __init__(self, parts: Parts, driver: LoadDriver) -> None:
        self._parts = parts
        self._driver = driver

    def on_card(self, who: Who, number: str, words: str) -> CaseFile:
        """Its company says that the load is on the card: nothing goes back, and the company is told so."""
        return self._tell(who, number, words, TOLD_ON_CARD, OfficeTold("on_card"))

    def approve_return(self, who: Who, number: str, words: str) -> CaseFile:
        """Its company says that the load is not on the card; somebody else gives it back."""
        why, now_ms = why_of(words), self._parts.time.now_ms()

        def approve(connection: Connection) -> CaseFile:
            by = who(connection)
            file, stored = _waiting(connection, number)
            if stored.load.state is not LoadState.CARD_UNSURE:
                raise _moved_on()
            if by not in return_approved_by(file):
                cases.note(connection, number, APPROVED_RETURN, by, now_ms, words=why)
            return file_by_number(connection, number)

        return self._parts.database.write(approve)

    def not_on_card(self, who: Who, number: str, words: str) -> CaseFile:
        """As somebody else has approved it, the company is asked to take it back, and then the money goes
        back. Also second_person_needed and same_hands."""

        def approved(connection: Connection, file: CaseFile, by: str, now_ms: int) -> None:
            need_second(connection, return_approved_by(file), by, now_ms)

        return self._tell(who, number, words, TOLD_NOT_ON_CARD, OfficeTold("not_on_card"), approved)

    def give_back(self, who: Who, number: str, words: str) -> CaseFile:
        """What surely is on no card, for somebody who cannot come to a kiosk: the way it was paid."""
        return self._tell(who, number, words, GIVEN_BACK, GiveBackAsked())

    def _tell(
        self, who: Who, number: str, words: str, act: str, event: LoadEvent, check: Check | None = None
    ) -> CaseFile:
        why, parts = why_of(words), self._parts
        now_ms = parts.time.now_ms()

        def tell(connection: Connection) -> Change:
            by = who(connection)
            file, stored = _waiting(connection, number)
            after, acts = step_load(stored.load, event, now_ms, parts.settings.timers)
            if after == stored.load:
                raise _moved_on()
            if check is not None:
                check(connection, file, by, now_ms)
            saved = load_rows.change(connection, stored, after, type(event).__name__, now_ms)
            cases.note(connection, number, act, by, now_ms, words=why)
            return Change(stored.load, saved, acts)

        self._driver.carry_on(parts.database.write(tell))
        with parts.database.reading() as connection:
            return file_by_number(connection, number)


def _waiting(connection: Connection, number: str) -> tuple[CaseFile, StoredLoad]:
    """The load before its case, as whoever drives it takes them: so nobody waits for the other."""
    ref = file_by_number(connection, number).case.ref
    stored = load_rows.take(connection, ref)
    if still_open(connection, number).kind != LOAD_WAITS:
        raise Refused("case_not_payable", "only a load that waits is handled so")
    if stored is None:
        raise _moved_on()
    return file_by_number(connection, number), stored


def _moved_on() -> Refused:
    return Refused("load_moved_on", "look at the case as it is now")
