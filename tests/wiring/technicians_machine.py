"""A machine without devices or window: real session, gate and stores, and drivers' events told by hand.

Workers' jobs are done when `settle` says so, on the test's own thread.
"""

from pathlib import Path

from PIL import Image

from drivers.door.port import DoorOpened
from drivers.events import DeviceEvent
from kiosk import places
from kiosk.access.demonstration import DEMONSTRATION_PIN
from kiosk.access.entry_log import EntryLog
from kiosk.access.gate import Gate
from kiosk.receipt.lettering import Typefaces
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.store import Store
from kiosk.selftest.model import Answered, PartState
from kiosk.session.events import Ticked
from kiosk.supplies.card_register import FILE, CardRegister
from kiosk.supplies.slip import draw_slip
from kiosk.supplies.store import SupplyStore
from kiosk.technician.events import Event
from kiosk.technician.view import TechnicianView
from kiosk.texts import load_texts
from kiosk.wiring.box_counter import BoxCounter
from kiosk.wiring.technician import VendorMode
from kiosk.wiring.technician_work import Machinery
from tests.session import facts
from tests.technician.bench import RULES, parts_of, words

FACES = Typefaces(places.FONTS / "NotoSansSC-Regular.otf", places.FONTS / "NotoSansSC-Bold.otf")
ZH = load_texts("zh")


class Runner:
    """Stands in for the self-test's own."""

    def __init__(self) -> None:
        self.running = False
        self.started: list[tuple[str, ...]] = []
        self.answers: list[Answered] = []

    def start(self, names: tuple[str, ...]) -> bool:
        if self.running:
            return False
        self.running = True
        self.started.append(names)
        return True

    def answer(self, answered: Answered) -> None:
        self.answers.append(answered)

    def cancel(self) -> None:
        self.running = False


class Slot:
    def __init__(self) -> None:
        self.is_open = False

    def arm(self) -> None:
        self.is_open = True

    def disarm(self) -> None:
        self.is_open = False


class TechniciansMachine:
    """`folder` is its disk; another machine on the same folder is this one switched on again."""

    def __init__(self, folder: Path, *, with_store: bool = True, with_register: bool = True) -> None:
        self.folder, self.with_register = folder, with_register
        self.clock = FakeClock()
        self.runner, self.slot = Runner(), Slot()
        self.printed: list[tuple[str, Image.Image]] = []
        self.view: TechnicianView | None = None
        self.session_store = Store(facts.RULES, lambda _effect: None, lambda _session: None, lambda: None)
        self.session_store.open()
        store = SupplyStore(folder / "supplies.db", self.clock.wall_s()) if with_store else None
        self.mode = VendorMode(self._machinery(store), wake=lambda: None, changed=self._changed)
        self.mode._work.worker.start = lambda: None  # jobs are done by `settle`
        self.box = BoxCounter(self.clock)
        self.box.open(store, self.mode.senses.notes_counted)
        self.mode.start()
        self.passes(1)

    def _machinery(self, store: SupplyStore | None) -> Machinery:
        access = self.folder / "access"
        return Machinery(
            rules=RULES,
            gate=Gate(access, "LFL-380-01", self.clock, demonstration=True),
            entry_log=EntryLog(access / "entries.jsonl", self.clock),
            store=store,
            cards=CardRegister(self.folder / FILE) if self.with_register else None,
            runner=self.runner,
            staff_slot=self.slot,
            clock=self.clock,
            session=lambda: self.session_store.session,
            post_to_session=self.session_store.post,
            parts=lambda: (PartState("printer", "online", "ok"),),
            past_results=lambda _most: (),
            trace_lines=lambda part: (f"trace of {part or 'all'}",),
            export=lambda: self.folder / "selftest.json",
            draw_report=lambda: Image.new("1", (576, 800)),
            draw=lambda document: draw_slip(document, ZH, FACES),
            print_picture=self._print,
        )

    def _print(self, job_id: str, picture: Image.Image) -> bool:
        self.printed.append((job_id, picture))
        return True

    def _changed(self, view: TechnicianView | None) -> None:
        self.view = view

    def settle(self) -> None:
        """Until nothing is left to do for anybody."""
        for _ in range(5):
            self.mode._work.worker.run_pending()
            self.session_store.drain()
            self.mode.drain()

    def passes(self, seconds: float) -> None:
        for _ in range(max(1, round(seconds / 0.5))):
            self.clock.advance(0.5)
            self.session_store.post(Ticked(self.clock.monotonic_s(), self.clock.wall_s()))
            self.session_store.drain()
            self.mode.tick()
            self.settle()

    def hears(self, device: str, event: DeviceEvent) -> None:
        self.mode.heard(device, event)
        self.settle()

    def counts(self, credit_id: str, value_fen: int) -> None:
        """The cash desk has written a note down."""
        self.box.note_credited(credit_id, value_fen)
        self.settle()

    def taps(self, *names: str) -> None:
        for name in names:
            assert self.view is not None, "the display is the residents'"
            found = {
                part.name: part for part in parts_of(self.view) if hasattr(part, "event") and part.enabled
            }
            event = found[name].event
            assert isinstance(event, Event)
            self.mode.post(event)
            self.settle()

    def types(self, digits: str) -> None:
        self.taps(*(f"digit_{digit}" for digit in digits))

    def says(self) -> str:
        return words(self.view.notice) if self.view else ""

    def switched_off(self) -> None:
        for kept in (self.mode._machinery.store, self.mode._machinery.cards):
            if kept is not None:
                kept.close()


def signs_in(machine: TechniciansMachine) -> None:
    """Through the open door."""
    machine.hears("door", DoorOpened())
    machine.passes(2)
    machine.types("07" + DEMONSTRATION_PIN.value)
