"""The session: everything there is to know between idle and goodbye, as one frozen value."""

from typing import Literal, TypeAlias

from msgspec import Struct, field

from kiosk.session.forms import Person
from kiosk.session.household import Outcome, Problem, Slot
from kiosk.session.rules import Rules
from kiosk.session.secret import Secret
from kiosk.session.steps import Idle, Step
from kiosk.session.view import Comfort

DeviceName: TypeAlias = Literal[
    "id_reader", "card_reader", "scanner", "camera", "printer", "terminal", "note_acceptor"
]
SlotState: TypeAlias = Literal["empty", "inside", "offered", "jammed"]
OverlayKind: TypeAlias = Literal[
    "help",
    "still_there",
    "leave",
    "card_out",
    "card_kept",
    "card_out_of_sight",
    "stop_notes",
    "swap",
    "sound",
]
Expected: TypeAlias = Literal["", "bill", "pay_code", "recharge_code"]
Paper: TypeAlias = Literal["full", "low", "out", "jammed", "unknown"]
Technician: TypeAlias = Literal["away", "coming", "here"]
"""`coming` waits until nobody is being served; `here` has the devices, and nothing starts by itself."""
DisplaySide: TypeAlias = Literal["first", "second"]
PadAsks: TypeAlias = Literal["pin", "serial"]


class Armed(Struct, frozen=True):
    """Which inputs are open. `scanner` says what a code would mean here; `hold` that an IC card stays inside
    until it is asked out; `document` that a paper is to be photographed, and `another` that it is not the one
    that was photographed last."""

    scanner: Expected = ""
    id_card: bool = False
    ic_card: bool = False
    hold: bool = False
    notes: bool = False
    document: bool = False
    another: bool = False


class Overlay(Struct, frozen=True):
    """A question over the screen; `since_s` is when it came up, `leaf` the part of it that is shown, from 0,
    and `over` the question it has come up over."""

    kind: OverlayKind
    since_s: float
    leaf: int = 0
    over: "Overlay | None" = None


class Helper(Struct, frozen=True):
    """One of the staff, who has signed in to help the resident at hand. Seconds are of the steady clock.

    `seen_s` is their last sign of life. `acting`: they press for the resident. `sees_since_s`: the resident
    has held the button that shows them what was typed since then. `told` is the stem of what came of their
    last wish, `found` the payment they looked up, and `copy_of` the one whose copy is being printed.
    """

    name: str
    since_s: float
    seen_s: float
    acting: bool = False
    sees_since_s: float | None = None
    told: str = ""
    found: Outcome | None = None
    copy_of: str = ""


class HelperPad(Struct, frozen=True):
    """The helper's own keys: for their number and PIN, or for a receipt's serial number.

    `problem` is the stem of what was wrong; after too many tries the pad is closed until `closed_until_s`.
    `waiting`: what was typed is being checked, which is the question `request`.
    """

    asks: PadAsks
    digits: Secret = Secret("")
    problem: str = ""
    closed_until_s: float = 0.0
    waiting: bool = False
    request: int = 0
    touched_s: float = 0.0


class Session(Struct, frozen=True):
    """Everything there is to know between idle and goodbye.

    `entered_s` is when the step began and `touched_s` when somebody last gave a sign of life, both
    on the steady clock. `requests` counts look-ups and payments, so that late answers are known,
    and `helper_requests` what helpers ask.
    `errand` is the name of the service that is asked for, empty while somebody pays bills;
    `person` whoever has shown their identity card for it.
    `faults` holds the devices that do not work now, with the stem of the reason. `closed` is why no
    payment may begin (a damaged journal, say); empty while all is well. `taken` are the services of which
    the gateway takes requests, None while it has not said so. The code window is
    closed until `window_rests_until_s`. The first screen tells of a card left behind
    until `card_left_until_s`. Nobody may put in a note while the machine says `cash_off`, which it does
    until it knows better. `comfort` is how the machine looks and sounds for whoever is there. `leaf` is the
    part that is shown of a screen that does not fit at once, from 0. `reached_s` is when everything was
    put within reach, or back. `said` counts how often somebody asked
    to hear a screen again. `resident_at` is the display that is the resident's, where there are two;
    `helper_display` whether the other one is there, and `at_panel` whether a helper has the only one.
    """

    rules: Rules
    step: Step
    now_s: float = 0.0
    wall_s: float = 0.0
    entered_s: float = 0.0
    touched_s: float = 0.0
    requests: int = 0
    helper_requests: int = 0
    misses: int = 0
    errand: str = ""
    person: Person | None = None
    armed: Armed = Armed()
    overlay: Overlay | None = None
    faults: dict[DeviceName, str] = field(default_factory=dict)
    slots: dict[Slot, SlotState] = field(default_factory=dict)
    paper: Paper = "full"
    gateway_up: bool = True
    taken: frozenset[str] | None = None
    closed: Problem = ""
    cash_off: bool = True
    technician: Technician = "away"
    held_s: float | None = None
    window_rests_until_s: float = 0.0
    card_left_until_s: float = 0.0
    comfort: Comfort = Comfort()
    leaf: int = 0
    said: int = 0
    reached_s: float | None = None
    helper: Helper | None = None
    pad: HelperPad | None = None
    resident_at: DisplaySide = "first"
    helper_display: bool = False
    at_panel: bool = False

    def may_ask_gateway(self) -> bool:
        return self.gateway_up and not self.closed

    def works(self, device: DeviceName) -> bool:
        return device not in self.faults

    def in_step_s(self) -> float:
        return self.now_s - self.entered_s

    def quiet_s(self) -> float:
        """How long nobody has given a sign of life on the screen that stands now."""
        return self.now_s - max(self.touched_s, self.entered_s)

    def alone_s(self) -> float:
        """The same, counting what a helper does on their display or keys as well."""
        seen_s = self.helper.seen_s if self.helper else 0.0
        pressed_s = self.pad.touched_s if self.pad else 0.0
        return min(self.quiet_s(), self.now_s - max(seen_s, pressed_s))

    def slot(self, slot: Slot) -> SlotState:
        return self.slots.get(slot, "empty")

    def holds_a_card(self) -> bool:
        return any(state != "empty" for state in self.slots.values())

    def at_rest(self) -> bool:
        """Nobody is being served, and nothing of anybody's is in the machine."""
        return isinstance(self.step, Idle) and not self.holds_a_card()
