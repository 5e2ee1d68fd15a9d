"""A gateway on a port of its own with something on every page, for browsers."""

from collections.abc import Sequence
from pathlib import Path

import httpx
import msgspec

from kiosk.gateway.cases import cases
from kiosk.gateway.cases.load_cases import LOAD_WAITS
from kiosk.gateway.counter.publication import KINDS
from kiosk.gateway.demonstration.bulletin import publish_once
from kiosk.gateway.demonstration.residents import residents, words
from kiosk.gateway.demonstration.supplies import CardSupply, supplies_by_biller
from kiosk.gateway.http.operator.words import LANGUAGES
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.gateway.office.case_lists import case_page
from kiosk.gateway.office.usage import HOUR_MS, UsageFolding
from kiosk.gateway.parties.biller_rules import shipped_biller_book
from kiosk.gateway.trust import operators
from kiosk.gateway.trust.unlock import DEMONSTRATION_TOKEN
from kiosk.runtime.clock import FakeClock
from kiosk.wire.commands import CommandReport, LogLines, SendLogs
from kiosk.wire.loads import LoadAnswer
from tests.gateway.against_document import APPROVES
from tests.gateway.card_loads_desk import COMPANY, SUPPLY, Card, Company, Reader, surround_with
from tests.gateway.cash_desk import Slot, bills_of, found
from tests.gateway.estate import Estate
from tests.gateway.heartbeats import LATER_RUN, NO_PAPER, WELL, beat
from tests.gateway.loads_desk import load_of, order
from tests.gateway.operator.browser import Browser
from tests.gateway.operators_desk import KEY, MACHINE
from tests.gateway.place import Place
from tests.gateway.request_desk import MANY, REPAIR, WANG, ZHANG, Desk, number_of
from tests.gateway.town import Town

_LOST = ("on_card", "not_on_card_en", "not_on_card_zh", "give_back")
"""Loads whose cards are lost, by the act that ends them."""


class Office:
    """`load_id` is a payment whose load waits for its card; `lost` are the cases of others, whose cards are
    lost. The hours of what was paid are over and folded;
    afterwards the clock stands still."""

    def __init__(self, folder: Path) -> None:
        self._clock = clock = FakeClock()
        self._heard = 0
        town = Town(Place.file(folder), clock)
        left_open = Slot(town, bills_of(town, "electricity"))
        left_open.put_in(2_000)
        town.after(3 * 86_400, left_open.payment_id)
        self.left_open = _only_case(town, "cash_left_open")
        self.payment_id = town.pay(APPROVES, bills_of(town, "water")).payment_id
        town.after(60, self.payment_id)
        slot = Slot(town, bills_of(town, "gas"))
        slot.put_in(2_000)
        self.voucher = str(slot.close().legs[1].voucher_no)
        self.cash_id = slot.payment_id
        supplies = [each.supply_no for each in _supplies()]
        surround_with(town, Company(known={SUPPLY, *supplies}))
        self.lost = {
            end: _lost(town, Card(supply_no), number, begun=end != "give_back")
            for number, (end, supply_no) in enumerate(zip(_LOST, supplies, strict=False))
        }
        self.load_id = _bought(town, Card(), len(_LOST)).payment_id
        self.found_note = str(found(town, "n-1", 5_000).json()["case_no"])
        self.unknown_notes = {
            language: str(found(town, f"n-{language}", 0).json()["case_no"]) for language in LANGUAGES
        }
        clock.advance(2 * HOUR_MS / 1000)
        assert UsageFolding(town.gateway.parts.database, town.gateway.parts.time).fold() > 72
        estate = Estate(town)
        estate.beats(NO_PAPER, 10)
        estate.beats(WELL, 1, "kiosk-2")
        [alarm] = estate.alarms.page().rows
        self.alarm = alarm.number
        publications = town.gateway.counter.publications
        publish_once(publications, town.gateway.parts.time.now())
        self.publications = [publications.page(kind).rows[0].publication.entry_id for kind in KINDS]
        self.command = "command-with-log"
        commands = town.gateway.counter.commands
        commands.give(self.command, "kiosk-1", SendLogs(), 3_600, lambda _connection: "demonstration-clerk")
        commands.exchange("kiosk-1", (), None)
        commands.take_log("kiosk-1", LogLines(self.command, ("WARNING kiosk.printer: paper is low",)))
        commands.exchange("kiosk-1", (CommandReport(self.command, "done"),), None)
        self.request = number_of(Desk(town, MANY, ZHANG).send_whole())
        self.repair = number_of(Desk(town, REPAIR, WANG).send_whole())
        self.repairs = {language: number_of(Desk(town, REPAIR, WANG).send_whole()) for language in LANGUAGES}
        self.machine = _unlocked_here(town)
        town.close()
        self._gateway = EmbeddedGateway(folder / "gateway.sqlite", clock)
        self.url = self._gateway.start()

    def close(self) -> None:
        self._gateway.stop()

    def sign_in(self, browser: Browser, role: str, language: str = "en") -> None:
        browser.forget()
        browser.open(f"{self.url}/operator/sign-in?lang={language}")
        browser.type("name", f"demonstration-{role}")
        browser.type("password", "only-for-trying-out")
        browser.press("main button")

    def hears(self, *reports: CommandReport) -> None:
        """A heartbeat of kiosk-2, which has started anew."""
        self._heard += 1
        wall_ms = round(self._clock.wall_s() * 1000)
        beats = beat(self._heard, WELL, run=LATER_RUN, wall_ms=wall_ms, reports=reports)
        path = f"{self.url}/v1/kiosks/kiosk-2/heartbeats"
        answer = httpx.post(
            path, content=msgspec.json.encode(beats), headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 200, answer.text


def _unlocked_here(town: Town) -> str:
    """The number of a machine whose keypad the demonstration's operator unlocks."""
    database, now_ms, seals = (
        town.gateway.parts.database,
        town.gateway.parts.time.now_ms(),
        town.gateway.parts.seals,
    )
    database.write(lambda at: operators.enrol_machine(at, seals, MACHINE, KEY, now_ms))
    database.write(lambda at: operators.enrol_operator(at, DEMONSTRATION_TOKEN, now_ms))
    return MACHINE


def _supplies() -> Sequence[CardSupply]:
    return supplies_by_biller(words(), residents(shipped_biller_book()))[COMPANY]


def _bought(town: Town, card: Card, number: int) -> LoadAnswer:
    """With a code that nobody has shown before."""
    end = Reader(town, card).session("read").end
    assert end is not None
    assert end.meter is not None
    bought = town.submit(order(end.meter, phone_code=f"1345678901{number:04d}0000"))
    return load_of(town, bought.payment_id)


def _lost(town: Town, card: Card, number: int, *, begun: bool) -> str:
    """The case of a load that was cut off while it was written, or never begun."""
    parts, load_id = town.gateway.parts, _bought(town, card, number).load_id
    if begun:
        Reader(town, card, pulled_at=2).session("write", load_id)
    now_ms = parts.time.now_ms()
    assert parts.database.write(lambda at: cases.open_case(at, LOAD_WAITS, load_id, 5_000, now_ms))
    with parts.database.reading() as connection:
        case = cases.by_ref(connection, LOAD_WAITS, load_id)
    assert case is not None
    return case.number


def _only_case(town: Town, kind: str) -> str:
    with town.gateway.parts.database.reading() as connection:
        [found] = case_page(connection, "open", kind, None, 2).cases
    return found.number
