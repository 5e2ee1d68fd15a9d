"""A kiosk tells its days by itself: after midnight, at rest, until each has been told whole."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kiosk.backend.errors import GatewayError, GatewayUnreachable
from kiosk.payment.day import day_of
from kiosk.payment.day_totals import Tally
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.day_books import DayBooks
from kiosk.runtime.day_teller import AFTER_MIDNIGHT_S, MARK, DayTeller
from kiosk.runtime.journal import Intent, Journal, JournalDamaged
from kiosk.runtime.no_journal import NoJournal
from kiosk.wire.day_sheet import DaySheetAnswer, DayTold, DayToldAnswer

from .journals import journal_at

NOON = FakeClock().wall_s()
TODAY, TOMORROW = "2026-11-21", "2026-11-22"
DAY_S = 86_400.0


class Gateway:
    def __init__(self) -> None:
        self.told: list[DayTold] = []
        self.fails: GatewayError | None = None

    def tell_day(self, told: DayTold) -> DayToldAnswer:
        if self.fails is not None:
            raise self.fails
        self.told.append(told)
        return DayToldAnswer("kiosk-1", told.date, "2026-11-22T01:00:00+08:00")

    def day_sheet(self, date: str) -> DaySheetAnswer:
        raise GatewayUnreachable("not asked here")

    @property
    def days(self) -> list[str]:
        return [each.date for each in self.told]


class Kiosk:
    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.gateway = Gateway()
        self.is_quiet = True
        self.folder = folder
        self.journal: Journal = journal_at(folder / "journal.db")
        self.switched_on()

    def switched_on(self) -> None:
        books = DayBooks(self.journal, self.gateway, self.clock)
        self.teller = DayTeller(books, self.clock, lambda: self.is_quiet, self.folder / MARK)

    def pays(self, payment_id: str, fen: int = 100) -> None:
        self.journal.intend(Intent(payment_id, fen, "phone_code"), self.clock.wall_s())

    def ends(self, payment_id: str) -> None:
        self.journal.write(payment_id, "result", self.clock.wall_s(), "settled")
        self.journal.write(payment_id, "closed", self.clock.wall_s())

    def passes(self, seconds: float) -> None:
        """A look every thirty seconds, as its worker has it."""
        for _ in range(round(seconds / 30)):
            self.clock.advance(30)
            self.teller.worker.run_pending()

    def past_midnight(self, more_s: float = AFTER_MIDNIGHT_S) -> None:
        self.clock.advance(day_of(date(2026, 11, 22)).from_ms / 1000 - self.clock.wall_s() + more_s)


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    kiosk = Kiosk(tmp_path)
    yield kiosk
    kiosk.journal.close()


def test_a_day_is_told_once_after_its_midnight(kiosk: Kiosk) -> None:
    kiosk.pays("a")
    kiosk.ends("a")
    kiosk.passes(600)
    assert kiosk.gateway.told == [], "it is not over"
    kiosk.past_midnight(60)
    kiosk.passes(600)
    assert kiosk.gateway.told == [], "what began before midnight may still be under way"
    kiosk.past_midnight()
    kiosk.passes(7200)
    assert kiosk.gateway.days == [TODAY]
    assert kiosk.gateway.told[0].totals.settled == Tally(1, 100)


def test_it_is_not_told_while_somebody_stands_there(kiosk: Kiosk) -> None:
    kiosk.pays("a")
    kiosk.ends("a")
    kiosk.past_midnight()
    kiosk.is_quiet = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DayBooks, "days_to_tell", lambda _books: pytest.fail("the journal is left alone"))
        kiosk.teller.look_after()
    kiosk.passes(7200)
    assert kiosk.gateway.told == []
    kiosk.is_quiet = True
    kiosk.passes(60)
    assert kiosk.gateway.days == [TODAY]


def test_without_a_line_it_is_tried_again_more_and_more_seldom(kiosk: Kiosk) -> None:
    kiosk.pays("a")
    kiosk.ends("a")
    kiosk.past_midnight()
    kiosk.gateway.fails = GatewayUnreachable("no connection")
    kiosk.passes(6 * 3600)
    kiosk.gateway.fails = None
    kiosk.passes(3700)
    assert kiosk.gateway.days == [TODAY]


def test_days_that_were_missed_are_told_at_the_start_the_oldest_first(kiosk: Kiosk) -> None:
    kiosk.pays("a")
    kiosk.ends("a")
    kiosk.clock.advance(DAY_S)
    kiosk.pays("b")
    kiosk.ends("b")
    kiosk.clock.advance(3 * DAY_S)
    kiosk.switched_on()
    kiosk.passes(30)
    assert kiosk.gateway.days == [TODAY, TOMORROW]
    kiosk.switched_on()
    kiosk.passes(7200)
    assert kiosk.gateway.days == [TODAY, TOMORROW], "the mark outlives the restart"


def test_a_day_with_an_open_payment_is_told_again_when_that_has_ended(kiosk: Kiosk) -> None:
    kiosk.pays("a")
    kiosk.past_midnight()
    kiosk.passes(60)
    assert [each.totals.is_open for each in kiosk.gateway.told] == [True]
    kiosk.ends("a")
    kiosk.passes(7200)
    assert [each.totals.is_open for each in kiosk.gateway.told] == [True, False]


def test_a_mark_that_cannot_be_read_costs_a_repetition_and_nothing_else(kiosk: Kiosk) -> None:
    kiosk.pays("a")
    kiosk.ends("a")
    kiosk.past_midnight()
    kiosk.passes(60)
    (kiosk.folder / MARK).write_bytes(b"{nonsense")
    kiosk.switched_on()
    kiosk.passes(60)
    assert kiosk.gateway.days == [TODAY, TODAY]


def test_days_longer_ago_than_can_be_asked_are_left_alone(kiosk: Kiosk) -> None:
    kiosk.pays("a")
    kiosk.ends("a")
    kiosk.clock.advance(32 * DAY_S)
    kiosk.passes(600)
    assert kiosk.gateway.told == []


def test_what_is_near_midnight_is_named_with_its_day(kiosk: Kiosk) -> None:
    for payment_id, before_s in (("early", 2000.0), ("late", 10.0)):
        kiosk.clock.advance(day_of(date(2026, 11, 22)).from_ms / 1000 - kiosk.clock.wall_s() - before_s)
        kiosk.pays(payment_id)
        kiosk.ends(payment_id)
    kiosk.clock.advance(20)
    kiosk.pays("next")
    kiosk.ends("next")
    kiosk.past_midnight()
    kiosk.passes(60)
    (told,) = kiosk.gateway.told
    assert [(each.payment_id, each.date) for each in told.near_midnight] == [
        ("late", TODAY),
        ("next", TOMORROW),
    ]


def test_without_a_journal_nothing_is_told(kiosk: Kiosk) -> None:
    """Nothing must not stand for a day on which people paid."""
    journal = NoJournal(JournalDamaged("the chain breaks"))
    books = DayBooks(journal, kiosk.gateway, kiosk.clock)
    assert books.days_to_tell() == ()
    assert not books.tell(date(2026, 11, 21)).whole
    assert kiosk.gateway.told == []
