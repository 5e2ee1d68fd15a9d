"""The life of a card in a motorised slot: let in, read, always given back, whatever happens.

Shared by the identity-card and the IC-card reader, which say through `SlotUser` how a card is read and whom
to tell. Where a card is comes from the sensors at every turn, never from what was commanded.
"""

import logging
from collections.abc import Callable
from typing import Protocol

from drivers.card.commands import OUTSIDE, Position
from drivers.card.crt310 import Crt310
from drivers.card.dialogue import CardUnitFault
from drivers.card.frames import Frame
from drivers.clock import DeviceClock
from drivers.events import Emit
from drivers.owner import SLICE_S, PortOwner
from drivers.transport import Transport
from drivers.vocabulary import DeviceState

_log = logging.getLogger(__name__)

_BUSY_POLL_S = 0.2
_IDLE_POLL_S = 1.0
_DRAW_IN_S = 2.0
"""How long a card may be seen at the front while the motor draws it in."""
_TRY_AGAIN_S = 5.0
"""Between two attempts to move a stuck card out, or to bring a faulty unit back."""


class SlotUser(Protocol):
    """What is behind the slot. All methods run in the owner's thread."""

    @property
    def stop_at(self) -> Frame:
        """Where an inserted card shall stop."""
        ...

    def check(self, crt: Crt310, line: Transport) -> None:
        """Is the reading unit well? Raises `CardUnitFault` if not."""
        ...

    def read_card(self, crt: Crt310, line: Transport) -> None:
        """Read the card inside and tell the result, good or bad. Raises `CardUnitFault` after telling."""
        ...

    def watch(self, button_pressed: bool) -> None:
        """Once a slice, also in the middle of a read."""
        ...

    def card_inserted(self) -> None: ...

    def card_ejected(self) -> None: ...

    def card_taken(self) -> None: ...

    def card_found_at_start(self) -> None: ...

    def card_jammed(self) -> None: ...


class CardSlot:
    def __init__(
        self,
        name: str,
        open_line: Callable[[], Transport],
        clock: DeviceClock,
        emit: Emit,
        user: SlotUser,
        slice_s: Callable[[], float] = lambda: SLICE_S,
    ) -> None:
        self.owner = PortOwner(name, open_line, clock, self, emit, slice_s)
        self._clock = clock
        self._user = user
        self._armed = False
        self._line: Transport | None = None
        self._crt: Crt310 | None = None
        self._position = Position.EMPTY
        self._jam_told = False
        self._fault: CardUnitFault | None = None
        self._try_again_at_s = 0.0

    def arm(self) -> None:
        """From any thread: let a card in as soon as the slot is free."""
        self._armed = True
        self.owner.submit(self._wake, _ignore)

    def disarm(self) -> None:
        """From any thread: let no further card in. A card inside is still given back."""
        self._armed = False
        self.owner.submit(self._wake, _ignore)

    def eject(self) -> None:
        """From any thread: give back what is inside."""
        self.owner.submit(lambda line: self._give_back(self._crt_on(line)), _ignore)

    def force_eject(self, line: Transport) -> None:
        """A command for the owner's urgent lane."""
        self._note(self._crt_on(line).force_eject())

    @property
    def holds_card(self) -> bool:
        """As the sensors last said; still true when the line was lost with a card inside."""
        return self._position not in OUTSIDE

    def begin(self, line: Transport) -> None:
        self._bring_up(self._crt_on(line), line)

    def turn(self, line: Transport) -> None:
        crt = self._crt_on(line)
        try:
            if self._fault is not None and self._clock.monotonic_s() >= self._try_again_at_s:
                self._bring_up(crt, line)
            else:
                self._serve(crt, line)
        except CardUnitFault as fault:
            self._stand_down(fault)
        busy = self._armed or self._position is not Position.EMPTY
        self.owner.idle(line, _BUSY_POLL_S if busy else _IDLE_POLL_S)

    def watch(self, button_pressed: bool) -> None:
        self._user.watch(button_pressed)

    def end(self, line: Transport) -> None:
        crt = self._crt_on(line)
        if crt.take_over().position not in OUTSIDE:
            crt.eject()
        crt.close_entry()

    def _bring_up(self, crt: Crt310, line: Transport) -> None:
        """Give back what is inside before the reset, so that no reset decides about a person's card."""
        self._fault = None
        try:
            self._give_back_found(crt)
            crt.reset()
            self._user.check(crt, line)
        except CardUnitFault as fault:
            self._stand_down(fault)
        else:
            self._report_well()

    def _give_back_found(self, crt: Crt310) -> None:
        position = crt.take_over().position
        if position in OUTSIDE:
            self._note(position)
            return
        self._position = position
        self._user.card_found_at_start()
        self._give_back(crt)

    def _serve(self, crt: Crt310, line: Transport) -> None:
        status = crt.status()
        if status.position not in OUTSIDE:
            self._serve_card(crt, line, status.position)
            return
        self._note(status.position)
        wanted_open = self._armed and self._fault is None and status.position is Position.EMPTY
        if wanted_open and not status.entry_open:
            crt.open_entry(self._user.stop_at)
        elif status.entry_open and not wanted_open:
            crt.close_entry()

    def _serve_card(self, crt: Crt310, line: Transport, position: Position) -> None:
        if self._jam_told:
            if self._clock.monotonic_s() >= self._try_again_at_s:
                self._give_back(crt)
            return
        if position is Position.HELD_AT_FRONT:
            position = self._drawn_in(crt, line)
        if position in OUTSIDE:
            return
        self._position = position
        crt.close_entry()
        fault = self._read(crt, line) if self._armed and self._fault is None else None
        self._give_back(crt)
        if fault is not None:
            raise fault

    def _read(self, crt: Crt310, line: Transport) -> CardUnitFault | None:
        """A fault is handed back, not raised: first the card must leave."""
        self._user.card_inserted()
        try:
            self._user.read_card(crt, line)
        except CardUnitFault as fault:
            return fault
        return None

    def _drawn_in(self, crt: Crt310, line: Transport) -> Position:
        deadline_s = self._clock.monotonic_s() + _DRAW_IN_S
        while (position := crt.status().position) is Position.HELD_AT_FRONT:
            if self._clock.monotonic_s() >= deadline_s:
                break
            line.read(_BUSY_POLL_S / 2)
        return position

    def _give_back(self, crt: Crt310) -> None:
        self._note(crt.eject())

    def _note(self, position: Position | None) -> None:
        """Tell what the sensors' news means; None is a card that would not move."""
        if position is None:
            self._try_again_at_s = self._clock.monotonic_s() + _TRY_AGAIN_S
            if not self._jam_told:
                self._jam_told = True
                self._user.card_jammed()
                self.owner.report(DeviceState.HARDWARE_ERROR, "a card is stuck inside: open the slot")
            return
        if self._jam_told:
            self._jam_told = False
            self._report_well()
        before, self._position = self._position, position
        if position is Position.EJECTED and before not in OUTSIDE:
            self._user.card_ejected()
        elif position is Position.EMPTY and before is not Position.EMPTY:
            self._user.card_taken()

    def _report_well(self) -> None:
        if self._fault is None and not self._jam_told:
            self.owner.report(DeviceState.ONLINE, "card slot is ready")

    def _stand_down(self, fault: CardUnitFault) -> None:
        if self._fault is None:
            _log.warning("%s: %s", self.owner.name, fault)
            self._try_again_at_s = self._clock.monotonic_s() + _TRY_AGAIN_S
        self._fault = fault
        self.owner.report(DeviceState.HARDWARE_ERROR, str(fault))

    def _crt_on(self, line: Transport) -> Crt310:
        """What is known about a transport belongs to its line: a fresh line starts from nothing."""
        if self._crt is None or line is not self._line:
            self._line, self._crt = line, Crt310(line, self._clock)
        return self._crt

    def _wake(self, line: Transport) -> None:
        """Nothing to do but to end the pause: the next turn sees whether a card is wanted."""


def _ignore(reason: str) -> None:
    """A slot without a line is brought up anew, which ejects whatever is inside."""
