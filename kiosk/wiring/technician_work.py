"""What the technician's mode asks for that reads, writes or reckons long, done in turn by one worker."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from msgspec import Struct
from PIL.Image import Image

from kiosk.access.entry_log import EntryLog, unanswered_call
from kiosk.access.gate import Gate
from kiosk.runtime.clock import Clock
from kiosk.runtime.workers import Job, Worker
from kiosk.selftest.jobs import job_of
from kiosk.selftest.model import Answered, Part, PartState, Result
from kiosk.session.events import Event as SessionEvent
from kiosk.session.model import Session
from kiosk.supplies.card_register import CardRegister
from kiosk.supplies.slip import DOTS_A_MM
from kiosk.supplies.store import SuppliesFailed, SupplyStore
from kiosk.technician import effects as does
from kiosk.technician import events as told
from kiosk.technician.effects import Effect
from kiosk.technician.events import Event
from kiosk.technician.lockout import Lockout
from kiosk.technician.rules import ModeRules
from kiosk.technician.slip import SlipDocument
from kiosk.technician.supplies import Act, CashExchange
from kiosk.wiring import technician_cards
from kiosk.wiring.technician_senses import Senses, entry_lines

_log = logging.getLogger(__name__)

PAST_RESULTS = 500


class TestRunner(Protocol):
    """`kiosk.selftest.runner.Runner`, as far as it is used here."""

    @property
    def running(self) -> bool: ...
    def start(self, names: tuple[str, ...]) -> bool: ...
    def answer(self, answered: Answered) -> None: ...
    def cancel(self) -> None: ...


class StaffSlot(Protocol):
    """The card reader, as a technician's card is read by it."""

    def arm(self) -> None: ...
    def disarm(self) -> None: ...


class Machinery(Struct):
    """What a machine lends its technician's mode. `store` is None where the file of supplies is damaged,
    `cards` where that of the cards left behind is.

    `print_picture` takes a job's name and a picture and says whether there is a printer; `taken_over` is told
    whose the devices are.
    """

    rules: ModeRules
    gate: Gate
    entry_log: EntryLog
    store: SupplyStore | None
    cards: CardRegister | None
    runner: TestRunner
    staff_slot: StaffSlot | None
    clock: Clock
    session: Callable[[], Session]
    post_to_session: Callable[[SessionEvent], None]
    parts: Callable[[], tuple[PartState, ...]]
    past_results: Callable[[int], tuple[Result, ...]]
    trace_lines: Callable[[Part | None], tuple[str, ...]]
    export: Callable[[], Path]
    draw_report: Callable[[], Image]
    draw: Callable[[SlipDocument], Image]
    print_picture: Callable[[str, Image], bool]
    read_day: Callable[[str], told.DayRead | told.Failed] = lambda _date: told.Failed("day")
    taken_over: Callable[[bool], None] = lambda _is_ours: None
    close: Callable[[], None] = lambda: None


class Work:
    """`do` returns at once; every job that breaks is told as failed, so that nobody waits in vain."""

    def __init__(self, machinery: Machinery, post: Callable[[Event], None]) -> None:
        self._machinery = machinery
        self._post = post
        self._lockout = Lockout()
        self.worker = Worker("technician", machinery.clock, idle=self._pass_time)
        self.senses = Senses(post, self._in_turn, machinery.gate, machinery.store, machinery.clock)

    def do(self, effect: Effect) -> None:
        machinery, gate = self._machinery, self._machinery.gate
        match effect:
            case does.AskLockout():
                self._in_turn(lambda: self._post(told.LockoutTold(gate.lockout())))
            case does.CheckPin(technician, pin):
                broken = told.PinChecked("broken", technician, self._lockout)
                self._in_turn(lambda: self._post(gate.check_pin(technician, pin)), broken)
            case does.CheckResponse(response):
                wrong = told.ResponseChecked(False, self._lockout)
                self._in_turn(lambda: self._post(gate.check_response(response)), wrong)
            case does.WriteEntry():
                self._in_turn(lambda: machinery.entry_log.write(effect))
            case does.ReadResults():
                self._in_turn(lambda: self._post(told.ResultsRead(machinery.past_results(PAST_RESULTS))))
            case does.ReadLines("trace", part):
                self._in_turn(lambda: self._post(told.LinesRead("trace", part, machinery.trace_lines(part))))
            case does.ReadLines("entries"):
                self._in_turn(lambda: self._post(self._entries()), told.Failed("lines"))
            case does.ReadCall():
                self._in_turn(
                    lambda: self._post(told.CallRead(unanswered_call(machinery.entry_log.entries())))
                )
            case does.ExportReport():
                self._in_turn(self._export, told.Failed("report"))
            case does.PrintReport():
                self._in_turn(lambda: self._print("report", machinery.draw_report), told.Failed("print"))
            case does.PrintSlip(document):
                self._in_turn(
                    lambda: self._print(document.name, lambda: machinery.draw(document)), told.Failed("print")
                )
            case does.ReadActs():
                self._in_turn(self._read_acts, told.Failed("lines"))
            case does.KeepExchange(exchange):
                self._in_turn(lambda: self._keep(exchange), told.Failed("draft"))
            case does.RecordAct(act):
                self._in_turn(lambda: self._record(act), told.Failed("act"))
            case does.ReadDay(date):
                self._in_turn(lambda: self._post(machinery.read_day(date)), told.Failed("day"))
            case does.ReadCards() | does.EnterCard() | does.EndCard():
                self._in_turn(
                    lambda: self._post(technician_cards.answer(machinery.cards, effect)), told.Failed("card")
                )
            case _:
                raise AssertionError(f"nobody does {type(effect).__name__}")

    def _in_turn(self, job: Job, failed: Event | None = None) -> None:
        self.worker.submit(job, None if failed is None else lambda: self._post(failed))

    # -- on the worker's thread ----------------------------------------------------------------------

    def _pass_time(self) -> None:
        self._lockout = self._machinery.gate.lockout()

    def _entries(self) -> told.LinesRead:
        entries = self._machinery.entry_log.entries()
        return told.LinesRead("entries", None, entry_lines(entries, self._machinery.rules))

    def _export(self) -> None:
        try:
            written = self._machinery.export()
        except OSError as error:
            _log.error("no report is written: %s", error.strerror)
            self._post(told.Failed("report"))
        else:
            self._post(told.ReportWritten(written.name))

    def _print(self, name: str, draw: Callable[[], Image]) -> None:
        """The job is known before its end can be told."""
        job_id = job_of(name)
        picture = draw()
        self.senses.own_jobs.add(job_id)
        self.senses.will_print(job_id, picture.height // DOTS_A_MM)
        if not self._machinery.print_picture(job_id, picture):
            self._post(told.Failed("print"))

    def _read_acts(self) -> None:
        store = self._machinery.store
        self._post(told.ActsRead(store.acts() if store else ()))

    def _keep(self, exchange: CashExchange) -> None:
        try:
            _there(self._machinery.store).keep(exchange)
        except SuppliesFailed as error:
            _log.error("the exchange is not kept: %s", error)
            self._post(told.Failed("draft"))

    def _record(self, act: Act) -> None:
        try:
            store = _there(self._machinery.store)
            recorded = store.record(act)
        except SuppliesFailed as error:
            _log.error("%s", error)
            self._post(told.Failed("act"))
        else:
            self._post(told.ActRecorded(recorded))
        self.senses.tell_supplies()


def _there(store: SupplyStore | None) -> SupplyStore:
    if store is None:
        raise SuppliesFailed("the file of supplies is damaged")
    return store
