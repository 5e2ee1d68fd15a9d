"""A technician before a machine: buttons are pressed by their name on the display, as a finger would.

Every view on the way is looked at: its words exist, no two buttons share a name, no PIN is in it.
"""

from collections.abc import Iterator

from msgspec import Struct

from kiosk.selftest.model import Part, PartState, TestSpec
from kiosk.session.secret import Secret
from kiosk.session.view import Button, Text
from kiosk.technician import events as t
from kiosk.technician import mode as reducer
from kiosk.technician.effects import CheckPin, Effect, KeepExchange, RecordAct
from kiosk.technician.events import Event
from kiosk.technician.lockout import Lockout, Tried, WasRight, after
from kiosk.technician.model import Mode
from kiosk.technician.rules import ModeRules
from kiosk.technician.safety import Safety
from kiosk.technician.show import view
from kiosk.technician.supplies import CashBox, PaperRoll, Supplies
from kiosk.technician.view import CellTouched, Desk, TechnicianView
from kiosk.texts import load_texts

ZH = load_texts("zh")
PIN, WRONG_PIN = "40917283", "40917284"
NIGHT_WALL_S = 1_795_269_900.0
"""21 November 2026, 22:05 in Shanghai."""

TESTS = (
    TestSpec("id_reader.module", "id_reader", guided=False, limit_s=5),
    TestSpec("card_reader.card_through", "card_reader", guided=True, limit_s=20),
    TestSpec("printer.print_and_read", "printer", guided=True, limit_s=30),
    TestSpec("touch.grid", "touch", guided=True, limit_s=60),
    TestSpec("display.colours", "display", guided=True, limit_s=60),
    TestSpec("disk.space", "disk", guided=False, limit_s=5),
)
RULES = ModeRules("LFL-380-01", TESTS, has_note_acceptor=True, demonstration=True)
SAFE = Safety(at_rest=True)
PARTS: tuple[Part, ...] = ("id_reader", "card_reader", "printer", "touch", "display", "disk")
SUPPLIES = Supplies(
    PaperRoll(NIGHT_WALL_S - 86400 * 3, 412, 61_800),
    CashBox("417", NIGHT_WALL_S - 86400 * 20, {500: 2, 2000: 1, 10000: 3}),
)


def parts_of(value: object) -> Iterator[Struct]:
    """A struct and all structs inside it."""
    if isinstance(value, Struct):
        yield value
        for name in value.__struct_fields__:
            yield from parts_of(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from parts_of(item)


def words(text: Text | None) -> str:
    return ZH.resolve(text) if text else ""


def check_view(mode: Mode) -> None:
    """What holds of every view. Raises for a word that is missing."""
    shown = view(mode)
    if shown is None:
        return
    for part in parts_of(shown):
        if isinstance(part, Text):
            words(part)
    names = [part.name for part in parts_of(shown) if isinstance(part, Button)]
    assert len(names) == len(set(names)), f"two buttons of one name: {sorted(names)}"
    assert PIN not in repr((shown, mode))
    assert PIN[:4] not in repr(shown)


class Bench:
    """One machine in a technician's hands. `answers` what the wiring would, unless told otherwise."""

    def __init__(self, rules: ModeRules = RULES) -> None:
        self.mode, first = reducer.start(rules)
        self.effects: list[Effect] = list(first)
        self.modes = [self.mode]
        self.lockout = Lockout()
        self.feed(t.Ticked(100.0, NIGHT_WALL_S))
        self.feed(t.SafetyChanged(SAFE))
        self.feed(t.PartsChanged(tuple(PartState(part, "online", "ok") for part in PARTS)))
        self.feed(t.SuppliesChanged(SUPPLIES, None))

    def feed(self, event: Event | CellTouched) -> tuple[Effect, ...]:
        self.mode, effects = reducer.step(self.mode, event)
        self.effects += effects
        self.modes.append(self.mode)
        check_view(self.mode)
        return effects

    def passes(self, seconds: float) -> None:
        """In ticks of a second, or of a hundredth of the time where it is long."""
        tick_s = max(1.0, seconds / 100)
        while seconds > 0:
            step_s = min(tick_s, seconds)
            self.feed(t.Ticked(self.mode.now_s + step_s, self.mode.wall_s + step_s))
            seconds -= step_s

    def leaps(self, seconds: float) -> None:
        self.feed(t.Ticked(self.mode.now_s + seconds, self.mode.wall_s + seconds))

    # -- what is seen ---------------------------------------------------------------------------------

    @property
    def view(self) -> TechnicianView:
        shown = view(self.mode)
        assert shown is not None, "the display is the residents'"
        return shown

    @property
    def desk(self) -> Desk:
        return self.view.desk

    @property
    def notice(self) -> str:
        return words(self.view.notice)

    def button(self, name: str) -> Button:
        for part in parts_of(self.view):
            if isinstance(part, Button) and part.name == name:
                return part
        found = [part.name for part in parts_of(self.view) if isinstance(part, Button)]
        raise AssertionError(f"no button {name!r} among {found}")

    def asked(self, kind: type[Effect]) -> list[Effect]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def said(self) -> str:
        return "\n".join(words(part) for part in parts_of(self.view) if isinstance(part, Text))

    # -- what is done ---------------------------------------------------------------------------------

    def taps(self, *names: str) -> None:
        for name in names:
            button = self.button(name)
            assert button.enabled, f"{name} is off: {words(button.reason)}"
            assert isinstance(button.event, Event)
            self.feed(button.event)

    def types(self, digits: str) -> None:
        for digit in digits:
            self.taps(f"digit_{digit}")

    def opens_door(self) -> None:
        self.feed(t.DoorChanged(is_open=True))
        self.passes(2)

    def tries(self, pin: str = PIN, technician: str = "07") -> None:
        """Number and PIN; the gate answers as it would."""
        self.types(technician + pin)
        self.gate_answers()

    def gate_answers(self) -> None:
        check = self.effects[-1]
        assert isinstance(check, CheckPin), check
        self.lockout = after(self.lockout, Tried("04711234"))
        right = check.pin == Secret(PIN)
        self.lockout = after(self.lockout, WasRight()) if right else self.lockout
        self.feed(t.PinChecked("right" if right else "wrong", check.technician, self.lockout))

    def signs_in(self) -> None:
        self.opens_door()
        self.tries()
        assert self.mode.state == "active"

    def records(self, number: int = 12, case: int = 0) -> None:
        """The store answers the act that was handed to it."""
        record = self.asked(RecordAct)[-1]
        assert isinstance(record, RecordAct)
        act = record.act
        numbered = {**{name: getattr(act, name) for name in act.__struct_fields__}, "number": number}
        if "case" in numbered:
            numbered["case"] = case
        self.feed(t.ActRecorded(type(act)(**numbered)))
        self.feed(t.SuppliesChanged(Supplies(), None))

    def power_goes(self) -> "Bench":
        """Another machine that finds on the disk what this one put there last."""
        kept = [effect.exchange for effect in self.effects if isinstance(effect, KeepExchange)]
        other = Bench(self.mode.rules)
        other.feed(t.SuppliesChanged(self.mode.supplies, kept[-1] if kept else None))
        return other
