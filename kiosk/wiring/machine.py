"""One kiosk without its screen: devices, gateway, journal, workers and the session, wired and started.

The window, the demonstration, the benchmarks and the system tests all build this same machine.
"""

import random
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from drivers.clock import DeviceClock
from drivers.events import DeviceEvent
from kiosk.runtime.begun_requests import BegunRequests
from kiosk.runtime.boards import Boards
from kiosk.runtime.bulletin_board import FILE as BULLETIN
from kiosk.runtime.bulletin_board import BulletinBoard
from kiosk.runtime.clock import Clock
from kiosk.runtime.copies import FILE as COPIES
from kiosk.runtime.copies import Copies
from kiosk.runtime.day_books import DayBooks
from kiosk.runtime.day_teller import MARK, DayTeller
from kiosk.runtime.effects import Desks, EffectRunner, Slots
from kiosk.runtime.heartbeats import Heartbeats
from kiosk.runtime.journal_care import JournalCare
from kiosk.runtime.look_ups import LookUps
from kiosk.runtime.paid_look_up import PaidLookUps
from kiosk.runtime.payments import Payments
from kiosk.runtime.prepaid_meters import PrepaidMeters
from kiosk.runtime.receipts import Receipts
from kiosk.runtime.recharge_cards import RechargeCards
from kiosk.runtime.store import Store
from kiosk.runtime.workers import Worker
from kiosk.selftest.model import News, Part
from kiosk.selftest.switchboard import Switchboard
from kiosk.session.events import Event, ServiceChanged, Ticked
from kiosk.session.model import Session
from kiosk.session.rules import Rules
from kiosk.session.steps import Idle
from kiosk.settings.assets import with_own_words
from kiosk.settings.load import Settings
from kiosk.settings.session_rules import session_rules
from kiosk.texts import load_languages
from kiosk.wire.heartbeats import HeartbeatAnswer
from kiosk.wiring.acquirer import SandboxAcquirer
from kiosk.wiring.cash import Cash
from kiosk.wiring.counted_printer import CountedPrinter
from kiosk.wiring.devices import Fitter
from kiosk.wiring.gateway_client import gateway_client
from kiosk.wiring.given_settings import GivenSettings
from kiosk.wiring.hands import hands_for
from kiosk.wiring.hearing import Hearing
from kiosk.wiring.helper import HelpersDesk
from kiosk.wiring.journal import open_journal
from kiosk.wiring.kept_cards import KeptCards
from kiosk.wiring.lookout import Lookout
from kiosk.wiring.meter_cards import Between, MeterCardDesk, open_outbox
from kiosk.wiring.own_faces import draw_paper
from kiosk.wiring.payment_ids import PaymentIds
from kiosk.wiring.remote import Remote
from kiosk.wiring.requests import Given, RequestDesk
from kiosk.wiring.selftest import Ground, SelfTest, live_states_of

TICK_EVERY_S = 0.25
"""How finely the session knows the time; the steady clock itself is finer."""


class Surroundings(Struct):
    """What a machine is given: clocks, a folder for its state, and how to reach whoever shows it.

    `wake` may be called from any thread and must bring `Machine.drain` to run on the machine's own;
    `wipe` is called when a resident has gone; `gc.collect` frees the widgets their screens leave in cycles.
    `restart` ends the program so that it is started anew; None where nobody would. `given`: the settings that
    operators gave; None where none are followed.
    """

    clock: Clock
    device_clock: DeviceClock
    state: Path
    gateway_url: str
    wake: Callable[[], None]
    changed: Callable[[Session], None]
    wipe: Callable[[], object]
    chance: random.Random
    restart: Callable[[], None] | None = None
    given: GivenSettings | None = None


class Machine:
    """Built and stepped on one thread: `start`, then `tick` and `drain` for ever, then `stop`.

    `languages.resolver` says what a display shows; `texts` are the Chinese words of paper and of staff.
    """

    def __init__(self, settings: Settings, around: Surroundings) -> None:
        kiosk = settings.kiosk
        self._settings, self._around = settings, around
        self._ticked_s = 0.0
        self._live = live_states_of(settings)
        self.languages = with_own_words(load_languages(), kiosk, settings.utilities)
        self.texts = self.languages.of("zh")
        rules = session_rules(settings, around.clock.wall_s())
        number = rules.machine_number
        self._client = gateway_client(kiosk, around.gateway_url, around.state, around.clock)
        self.hands = hands_for(kiosk.devices, around.device_clock, SandboxAcquirer(around.gateway_url))
        self.devices = Fitter(kiosk.devices, self.hands, around.device_clock, self._heard).fit()
        self.kept_cards = KeptCards(around.state, around.clock)
        self.journal = open_journal(settings, around.state)
        self.care = JournalCare(self.journal, around.clock, self._is_quiet, kiosk.journal.keep_days)
        self.day_books = DayBooks(self.journal, self._client, around.clock)
        self.day_teller = DayTeller(self.day_books, around.clock, self._is_quiet, around.state / MARK)
        self.cash = Cash(self.devices.note_acceptor, self.journal, around.clock, self.post, rules.notes_fen)
        self.look_ups = LookUps(self._client, around.clock, self.post)
        self.desks = self._desks(number)
        self.payments = Payments(
            self._client,
            self.journal,
            around.clock,
            self.post,
            kiosk_id=number,
            new_id=PaymentIds(around.clock, around.chance),
            terminal=self.devices.terminal,
            desk=self.cash.desk,
        )
        printer = self.devices.printer
        self.printer = CountedPrinter(printer) if printer is not None else None
        self.receipts = Receipts(
            self.printer, draw_paper, self.texts, rules, self.journal, around.clock, self.post, self._copies()
        )
        scanners = tuple(name for name in ("scanner", "camera") if getattr(self.devices, name))
        paid = PaidLookUps(self._client, self._client.loads, self.journal)
        self.helpers = HelpersDesk(
            around.state / "access", around.clock, paid, self.post, demonstration=kiosk.mode.demonstration
        )
        self._serve_beside_paying(rules)
        keep = self.requests.pictures.keep
        hearing = Hearing(
            self.post, self.payments, self.receipts, scanners, self.cash.desk, self.helpers.of_card, keep
        )
        self.switchboard = Switchboard(self._live.heard, hearing.heard)
        self.store = Store(rules, self._effects(), around.changed, around.wake)
        self._hear_from_afar()
        if self.journal.trouble:
            self.post(ServiceChanged(self.journal.trouble))

    def _copies(self) -> Copies:
        around = self._around
        ids = PaymentIds(around.clock, around.chance)
        return Copies(self._client, BegunRequests(around.state / COPIES), ids, around.clock)

    def _serve_beside_paying(self, rules: Rules) -> None:
        """What is published, what residents ask for, and the slips with their numbers."""
        around, clock, faces = self._around, self._around.clock, self._settings.photographs
        self.bulletin = BulletinBoard(self._client, rules.machine_number, clock, around.state / BULLETIN)
        self.boards = Boards(self.bulletin, clock, self.post, rules.utc_offset_s, faces)
        given = Given(
            self._client.service_requests,
            self.printer,
            self.receipts,
            self.texts,
            rules,
            clock,
            around.state,
            self.post,
        )
        self.requests = RequestDesk(given)

    def _hear_from_afar(self) -> None:
        """What those behind the counter see of the machine, tell it and ask of it."""
        around, clock = self._around, self._around.clock
        self.remote = Remote(self._settings.kiosk, self.store, self._client, around)
        self.lookout = Lookout(
            self._settings, self._live.snapshot, self._now, self.journal, clock, self.remote
        )
        self.heartbeats = self._heartbeats()

    def _heard(self, device: str, event: DeviceEvent) -> None:
        self.kept_cards.heard(device, event)
        self.meter_cards.heard(device, event)
        self.switchboard.heard(device, event)

    def make_selftest(self, tell: Callable[[News], None], said_unseen: tuple[Part, ...] = ()) -> SelfTest:
        """Whoever made it closes it, before `stop`. One at a time hears the devices."""
        ground = Ground(
            settings=self._settings,
            fitted=self.devices,
            live=self._live,
            journal=self.journal,
            client=self._client,
            gateway_url=self._around.gateway_url,
            texts=self.texts,
            clock=self._around.clock,
            device_clock=self._around.device_clock,
            state=self._around.state,
            chance=self._around.chance,
            said_unseen=said_unseen,
        )
        selftest = SelfTest(ground, tell)
        self.switchboard.test = selftest.runner.heard
        return selftest

    def _desks(self, number: str) -> Desks:
        around = self._around
        outbox = open_outbox(around.state, demonstration=self._settings.kiosk.mode.demonstration)
        between = Between(self.devices.card_reader, self._client.loads, outbox)
        self.meter_cards = MeterCardDesk(between, around.clock, around.device_clock, around.chance, self.post)
        return Desks(
            RechargeCards(self._client, self.look_ups.worker, self.post, number),
            PrepaidMeters(self._client.loads, self._client, around.clock, self.post),
            self.meter_cards.cards,
        )

    def _effects(self) -> EffectRunner:
        fitted = self.devices
        scanners = tuple(scanner for scanner in (fitted.scanner, fitted.camera) if scanner is not None)
        slots = Slots(fitted.id_reader, fitted.card_reader, scanners, self.cash.slot, fitted.camera)
        return EffectRunner(
            slots,
            self.look_ups,
            self.payments,
            self.receipts,
            self.requests.with_boards(self.boards),
            self.desks,
            self._around.wipe,
            self.helpers,
        )

    def start(self) -> None:
        """Devices report when they are ready; nothing here waits for them."""
        self.remote.start()
        self.tick()
        self.store.open()
        self.drain()
        for worker in self._workers():
            worker.start()
        self.cash.recover()
        self.payments.recover()
        for driver in self.devices.all():
            driver.start()

    def post(self, event: Event) -> None:
        """From any thread."""
        self.store.post(self.remote.gate.through(event))

    def tick(self) -> None:
        """Tell the session the time, if that is due."""
        now_s = self._around.clock.monotonic_s()
        if now_s - self._ticked_s >= TICK_EVERY_S:
            self._ticked_s = now_s
            self.post(Ticked(now_s, self._around.clock.wall_s()))
            self.cash.tick()

    def drain(self) -> None:
        self.store.drain()

    def stop(self) -> None:
        """Cards out, ports closed, queues finished; open payments are found again at the next start."""
        for driver in self.devices.all():
            driver.close()
        for worker in self._workers():
            worker.stop()
        self.remote.stop()
        self._client.close()
        self.kept_cards.close()
        self.journal.close()

    def _workers(self) -> tuple[Worker, ...]:
        return (
            self.look_ups.worker,
            self.desks.prepaid.worker,
            self.meter_cards.worker,
            self.payments.worker,
            self.receipts.worker,
            *self.requests.workers,
            self.care.worker,
            self.helpers.worker,
            self.day_teller.worker,
            self.heartbeats.worker,
            *self.remote.workers,
            *self.cash.workers,
        )

    def _heartbeats(self) -> Heartbeats:
        clock = self._around.clock
        own_chance = random.Random(self._around.chance.getrandbits(64))  # drawn from by another thread
        reports = self.remote.commands.reports
        return Heartbeats(self._client, self.lookout.look, self._answered, clock, own_chance, reports)

    def _answered(self, answer: HeartbeatAnswer) -> None:
        self.remote.heard(answer)
        self.bulletin.renew(answer.edition)

    def _is_quiet(self) -> bool:
        return isinstance(self._now().step, Idle)

    def _now(self) -> Session:
        """From any thread."""
        return self.store.session
