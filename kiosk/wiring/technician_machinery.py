"""Lends a machine to its technician's mode: self-test, session, printer, files of access and supplies."""

import logging
from collections.abc import Callable
from functools import partial

from PIL.Image import Image

from kiosk import places
from kiosk.access.entry_log import EntryLog
from kiosk.access.gate import Gate
from kiosk.access.keys import KeyDamaged
from kiosk.access.pins import PinsDamaged
from kiosk.durable import own_folder
from kiosk.receipt.lettering import Typefaces
from kiosk.selftest.model import News, Part
from kiosk.settings.load import Settings
from kiosk.supplies.card_register import FILE, CardRegister, CardRegisterDamaged
from kiosk.supplies.slip import draw_slip
from kiosk.supplies.store import SuppliesDamaged, SupplyStore
from kiosk.technician.events import Failed, SelfTestTold
from kiosk.technician.rules import ModeRules
from kiosk.technician.slip import SlipDocument
from kiosk.technician.view import TechnicianView
from kiosk.texts import Texts
from kiosk.wiring.machine import Machine, Surroundings
from kiosk.wiring.remote_tests import RemoteSelfTest
from kiosk.wiring.selftest import SelfTest
from kiosk.wiring.technician import VendorMode
from kiosk.wiring.technician_day import read_day
from kiosk.wiring.technician_work import Machinery

_log = logging.getLogger(__name__)

MOST_TRACE_LINES = 400


def open_vendor_mode(
    settings: Settings,
    machine: Machine,
    around: Surroundings,
    changed: Callable[[TechnicianView | None], None],
) -> VendorMode | None:
    """None where the files of access cannot be used: residents are served, no technician gets in, and the
    log says what to do."""
    gate = _gate(settings, around)
    if gate is None:
        return None

    def tell(news: News) -> None:
        mode.post(SelfTestTold(news))

    selftest = machine.make_selftest(tell)
    machinery = _machinery(settings, machine, around, gate, selftest)
    mode = VendorMode(machinery, around.wake, changed)
    tests = RemoteSelfTest(
        selftest.runner,
        selftest.history.latest,
        machinery.session,
        machine.post,
        machinery.taken_over,
        lambda: mode.mode.state != "inactive",
    )
    machine.remote.hands.lend_tests(tests)
    machine.switchboard.technician = mode.heard
    machine.kept_cards.tell_technician = lambda: mode.post(Failed("card"))
    machine.lookout.lend_figures(machinery.store)
    machine.cash.lend_figures(machinery.store, lambda: mode.cash_stays_off, mode.senses.notes_counted)
    if machine.printer is not None:
        machine.printer.will_print = mode.senses.will_print
    return mode


def _machinery(
    settings: Settings, machine: Machine, around: Surroundings, gate: Gate, selftest: SelfTest
) -> Machinery:
    fitted = machine.devices
    reports = own_folder(around.state / "reports")
    rules = ModeRules(
        machine_number=settings.kiosk.identity.number,
        tests=selftest.runner.specs,
        has_note_acceptor=fitted.note_acceptor is not None,
        utc_offset_s=selftest.utc_offset_s(),
        demonstration=settings.kiosk.mode.demonstration,
    )
    return Machinery(
        rules=rules,
        gate=gate,
        entry_log=EntryLog(around.state / "access" / "entries.jsonl", around.clock),
        store=_supplies(around),
        cards=_register(around),
        runner=selftest.runner,
        staff_slot=fitted.card_reader,
        clock=around.clock,
        session=lambda: machine.store.session,
        post_to_session=machine.post,
        parts=selftest.live.snapshot,
        past_results=lambda most: selftest.history.of(None, most),
        trace_lines=partial(_trace_lines, machine, selftest),
        export=lambda: selftest.export(reports),
        draw_report=selftest.slip,
        draw=partial(_draw, machine.texts),
        print_picture=partial(_print_picture, machine),
        read_day=partial(read_day, machine.day_books),
        taken_over=partial(setattr, machine.switchboard, "technician_here"),
        close=selftest.close,
    )


def _gate(settings: Settings, around: Surroundings) -> Gate | None:
    number, demonstration = settings.kiosk.identity.number, settings.kiosk.mode.demonstration
    try:
        return Gate(around.state / "access", number, around.clock, demonstration=demonstration)
    except (OSError, KeyDamaged, PinsDamaged) as error:
        _log.critical("no technician can get in: %s", error)
        return None


def _supplies(around: Surroundings) -> SupplyStore | None:
    try:
        return SupplyStore(around.state / "supplies.db", around.clock.wall_s())
    except SuppliesDamaged as error:
        _log.critical("cash stays off: %s", error)
        return None


def _register(around: Surroundings) -> CardRegister | None:
    try:
        return CardRegister(around.state / FILE)
    except CardRegisterDamaged as error:
        _log.critical("cards left behind are not entered: %s", error)
        return None


def _trace_lines(machine: Machine, selftest: SelfTest, part: Part | None) -> tuple[str, ...]:
    """Newest first. The red button is on the line of the reader it belongs to."""
    device = "id_reader" if part == "eject_button" else part
    traces = machine.devices.traces
    chosen = {name: trace for name, trace in traces.items() if device in (None, name)}
    return tuple(reversed(selftest.trace_lines(chosen, MOST_TRACE_LINES)))


def _draw(texts: Texts, document: SlipDocument) -> Image:
    faces = Typefaces(places.FONTS / "NotoSansSC-Regular.otf", places.FONTS / "NotoSansSC-Bold.otf")
    return draw_slip(document, texts, faces)


def _print_picture(machine: Machine, job_id: str, picture: Image) -> bool:
    printer = machine.devices.printer
    if printer is None:
        return False
    printer.print_image(job_id, picture)
    return True
