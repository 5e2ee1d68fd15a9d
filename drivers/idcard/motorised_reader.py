"""The identity-card reader: a SAM_V module inside a CRT-310 motorised slot, and the red button.

Reads at once, always gives the card back, and by itself throws it out after a three-second hold, whatever
the kiosk is doing. Never keeps a card and never keeps what a card said.
"""

import logging
from collections.abc import Callable
from typing import TypeVar

from drivers.card import commands
from drivers.card.commands import OUTSIDE
from drivers.card.crt310 import Crt310
from drivers.card.frames import Frame
from drivers.card.slot import CardSlot
from drivers.clock import DeviceClock
from drivers.events import DeviceEvent, Emit
from drivers.idcard import port
from drivers.idcard.hold import SAMPLE_EVERY_S, Hold, HoldTimer
from drivers.idcard.port import IdCardRead, IdCardUnreadable, Unreadable
from drivers.idcard.sam_v import ModuleFault, NoCardFound, NotRead, SamV
from drivers.idcard.text_block import IdCardText
from drivers.owner import SLICE_S
from drivers.transport import Transport

Result = TypeVar("Result")

_log = logging.getLogger(__name__)


class MotorisedIdReader:
    """Implements `port.IdReader`. `open_line` opens the serial line that transport and module share."""

    def __init__(
        self,
        open_line: Callable[[], Transport],
        clock: DeviceClock,
        emit: Emit,
        name: str = "id_reader",
    ) -> None:
        self._clock = clock
        self._slot = CardSlot(name, open_line, clock, emit, self, self._slice_s)
        self._hold = HoldTimer()
        self._twin_pressed = False
        self.owner = self._slot.owner

    def start(self) -> None:
        self.owner.start()

    def close(self) -> None:
        self.owner.close()

    def arm(self) -> None:
        self._slot.arm()

    def disarm(self) -> None:
        self._slot.disarm()

    def eject(self) -> None:
        self._slot.eject()

    def button_down(self) -> None:
        self._twin_pressed = True

    def button_up(self) -> None:
        self._twin_pressed = False

    @property
    def stop_at(self) -> Frame:
        return commands.STOP_AT_RADIO

    def check(self, crt: Crt310, line: Transport) -> None:
        crt.lend_line()
        fault = _outcome_of(SamV(line, self._clock).check)
        crt.take_line_back()
        if isinstance(fault, ModuleFault):
            raise fault

    def read_card(self, crt: Crt310, line: Transport) -> None:
        crt.lend_line()
        outcome = _outcome_of(SamV(line, self._clock).read_card)
        if isinstance(outcome, IdCardText):
            self._tell(IdCardRead(outcome.name, outcome.number, outcome.kind, outcome.last_day))
        crt.take_line_back()
        if isinstance(outcome, NotRead | NoCardFound):
            self._tell(IdCardUnreadable(self._reason(outcome, crt)))
        elif isinstance(outcome, ModuleFault):
            self._tell(IdCardUnreadable(Unreadable.MODULE_FAULT))
            raise outcome

    def watch(self, button_pressed: bool) -> None:
        match self._hold.sample(button_pressed or self._twin_pressed, self._clock.monotonic_s()):
            case Hold.GROWING:
                self._tell(port.EjectHold(self._hold.held_s))
            case Hold.LET_GO:
                self._tell(port.EjectHold(None))
            case Hold.COMPLETE:
                # A display that lost the finger's release must not leave the wired button without effect.
                self._twin_pressed = False
                self._tell(port.ForcedEject(self._hold.held_s))
                self.owner.preempt(self._slot.force_eject, self._forced_eject_failed)
            case Hold.NOTHING:
                pass

    def _slice_s(self) -> float:
        """While nobody holds the button and no card is inside, nothing hangs on milliseconds."""
        return SAMPLE_EVERY_S if self._hold.running or self._slot.holds_card else SLICE_S

    def card_inserted(self) -> None:
        self._tell(port.IdCardInserted())

    def card_ejected(self) -> None:
        self._tell(port.IdCardEjected())

    def card_taken(self) -> None:
        self._tell(port.IdCardTaken())

    def card_found_at_start(self) -> None:
        self._tell(port.IdCardFoundAtStart())

    def card_jammed(self) -> None:
        self._tell(port.IdCardJammed())

    def _forced_eject_failed(self, reason: str) -> None:
        """Unknown is never success: with a card last seen inside, somebody must come and look."""
        _log.error("forced eject did not reach the reader: %s", reason)
        if self._slot.holds_card:
            self._tell(port.IdCardJammed())

    def _reason(self, problem: NotRead | NoCardFound, crt: Crt310) -> Unreadable:
        if crt.status().position in OUTSIDE:
            return Unreadable.REMOVED_EARLY
        if isinstance(problem, NotRead):
            return problem.reason
        # A card the module cannot feel: one with contacts is some other card, else the chip is turned away.
        return Unreadable.UPSIDE_DOWN if crt.card_type().unrecognised else Unreadable.NOT_AN_ID_CARD

    def _tell(self, event: DeviceEvent) -> None:
        self.owner.outbox.put(event)


def _outcome_of(question: Callable[[], Result]) -> Result | NotRead | NoCardFound | ModuleFault:
    """What the module said, as a value: the line must be taken back before anybody acts on it. An urgent
    command or a lost line passes through; whoever handles it takes the line back."""
    try:
        return question()
    except (NotRead, NoCardFound, ModuleFault) as problem:
        return problem
