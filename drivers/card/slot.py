"""The life of a card in a motorised slot: let in, read, always given back, whatever happens.

Shared by the identity-card and the IC-card reader, which say through `SlotUser` how a card is read. Where a
card is comes from the sensors at every turn, never from what was commanded. `keeping.py`: one forgotten.
"""

import logging
from collections.abc import Callable
from typing import Generic

from drivers.card.card_transport import CardUnitFault, UnitRestarted
from drivers.card.draw_in import drawn_in
from drivers.card.keeping import NEVER, Keeping
from drivers.card.position import AT_EXIT, GONE, MISFITS, OUTSIDE, Capture, Position, SlotStatus
from drivers.card.second_chances import SecondChances
from drivers.card.slot_user import SlotNews, SlotUser, T
from drivers.card.who_answers import stranger_on
from drivers.clock import DeviceClock
from drivers.events import DeviceEvent
from drivers.models import Parts
from drivers.owner import SLICE_S, DeviceSilent, PortOwner
from drivers.status import Status
from drivers.transport import Transport
from drivers.vocabulary import DeviceState

_log = logging.getLogger(__name__)

_BUSY_POLL_S = 0.2
_IDLE_POLL_S = 1.0


class CardSlot(Generic[T]):
    def __init__(
        self,
        parts: Parts,
        make_transport: Callable[[Transport, DeviceClock], T],
        user: SlotUser[T],
        news: SlotNews,
        slice_s: Callable[[], float] = lambda: SLICE_S,
        keep_after_s: int = NEVER,
    ) -> None:
        self.owner = PortOwner(
            parts.name, parts.open_line, parts.clock, self, parts.emit, slice_s, parts.trace
        )
        self._clock = parts.clock
        self._make_transport = make_transport
        self._user = user
        self._news = news
        self._keeping = Keeping(parts.clock, keep_after_s)
        self._armed = False
        self._line: Transport | None = None
        self._transport: T | None = None
        self._position = Position.EMPTY
        self._held = False
        """The card inside has been read and stays there until its reader lets it go."""
        self._jam_told = False
        self._fault: CardUnitFault | None = None
        self._chances = SecondChances(parts.clock)
        self._tell = self.owner.outbox.put

    # -- asked by the kiosk, from any thread --------------------------------------------------------

    def arm(self) -> None:
        """Let a card in as soon as the slot is free."""
        self._armed = True
        self.owner.submit(self._wake, _ignore)

    def disarm(self) -> None:
        """Let no further card in. A card inside is still given back."""
        self._armed = False
        self.owner.submit(self._wake, _ignore)

    def eject(self) -> None:
        """Give back what is inside."""
        self.owner.submit(self._eject, _ignore)

    @property
    def holds_card(self) -> bool:
        """As the sensors last said; still true when the line was lost with a card inside."""
        return self._position not in OUTSIDE | AT_EXIT

    def held_card(self, line: Transport) -> T | None:
        """The transport around a card that was read and has stayed inside; None without one."""
        return self._transport_on(line) if self._held else None

    # -- the owner's device -------------------------------------------------------------------------

    def begin(self, line: Transport) -> None:
        try:
            self._bring_up(self._transport_on(line), line)
        except DeviceSilent as silence:
            stranger = stranger_on(line)
            raise DeviceSilent(f"{silence}; {stranger}" if stranger else str(silence)) from silence

    def turn(self, line: Transport) -> None:
        transport = self._transport_on(line)
        try:
            if self._fault is not None and self._chances.due:
                self._bring_up(transport, line)
            else:
                self._serve(transport, line)
        except CardUnitFault as fault:
            self._recover(fault, transport, line)
        busy = self._armed or self._position is not Position.EMPTY
        self.owner.idle(line, _BUSY_POLL_S if busy else _IDLE_POLL_S)

    def watch(self, button_pressed: bool) -> None:
        self._user.watch(button_pressed)

    def end(self, line: Transport) -> None:
        transport = self._transport_on(line)
        try:
            if transport.take_over().position not in OUTSIDE:
                transport.eject()
            transport.close_entry()
        except CardUnitFault as fault:
            _log.warning("%s: closed in spite of a fault: %s", self.owner.name, fault)

    def force_eject(self, line: Transport) -> None:
        """A command for the owner's urgent lane."""
        try:
            position = self._transport_on(line).force_eject()
        except CardUnitFault as fault:
            _log.error("%s: forced eject: %s", self.owner.name, fault)
            position = None if self.holds_card else self._position
        self._note(position)

    # -- inside -------------------------------------------------------------------------------------

    def _bring_up(self, transport: T, line: Transport) -> None:
        """Give back what is inside before the reset, so that no reset decides about a person's card."""
        self._fault = self._keeping.trouble = None
        try:
            self._give_back_found(transport)
            transport.reset()
            identity = self._user.check(transport, line)
        except CardUnitFault as fault:
            self._stand_down(fault)
        else:
            self.owner.identified(identity)
            self._report_well()

    def _give_back_found(self, transport: T) -> None:
        position = transport.take_over().position
        if position in OUTSIDE:
            self._note(position)
            return
        self._keeping.forget_card()
        if self._position is not Position.OFFERED:  # else its owner knows
            self._position = position
            self._tell(self._news.found_at_start)
        self._note(transport.eject())

    def _serve(self, transport: T, line: Transport) -> None:
        status = transport.status()
        if self._keeping.bin_is_full(status.bin_full):
            self._report_well()
        if status.position not in OUTSIDE:
            self._serve_card(transport, line, status)
            return
        self._note(status.position)
        wanted_open = self._armed and self._fault is None and status.position is Position.EMPTY
        if wanted_open and not status.entry_open:
            transport.open_entry(self._user.stop_at)
        elif status.entry_open and not wanted_open:
            transport.close_entry()

    def _serve_card(self, transport: T, line: Transport, status: SlotStatus) -> None:
        if self._jam_told or self._keeping.in_doubt:  # it is to go out, and nothing else
            self._keeping.forget_card()
            if self._chances.due:
                self._note(transport.eject())
            return
        if status.position is Position.OFFERED:
            self._serve_offered(transport, status)
            return
        if self._held:
            if not self._user.card_stays:
                self._move_out(transport)
            return
        self._position = status.position  # known from now on, also if the line is lost
        if status.position is Position.HELD_AT_FRONT:
            self._position = drawn_in(transport, line, self._clock)
        if self._position in OUTSIDE:
            return
        transport.close_entry()
        self._keeping.forget_card()
        fault = self._read(transport, line) if self._armed and self._fault is None else None
        self._held = fault is None and self._user.card_stays
        if not self._held:
            self._move_out(transport)
        if fault is not None:
            raise fault

    def _move_out(self, transport: T) -> None:
        """A card that may be kept is held at the exit."""
        self._user.let_go(transport)
        self._note(transport.eject() if self._keeping.news is None else transport.offer())

    def _serve_offered(self, transport: T, status: SlotStatus) -> None:
        """A card that lies at the exit, held so that it could be drawn in again."""
        self._note(status.position)
        if not self._keeping.lies_at_exit(status.bin_full):
            return
        ended = self._keeping.capture(transport)
        _log.warning("%s: a card lay forgotten at the exit: %s", self.owner.name, ended.name)
        if ended in {Capture.BIN_FULL, Capture.FAILED}:
            self._note(transport.eject())
        else:
            told = {Capture.KEPT: self._keeping.news, Capture.TAKEN: self._news.taken}
            self._gone(told.get(ended, self._news.out_of_sight))
        self._report_well()

    def _read(self, transport: T, line: Transport) -> CardUnitFault | None:
        """A fault is handed back, not raised: first the card must leave."""
        self._tell(self._news.inserted)
        if self._position in MISFITS:
            self._tell(self._news.misfit)
            return None
        try:
            self._keeping.card_read(self._user.read_card(transport, line))
        except CardUnitFault as fault:
            return fault
        return None

    def _eject(self, line: Transport) -> None:
        if self._position is Position.OFFERED:
            return  # it is out already
        try:
            self._move_out(self._transport_on(line))
        except CardUnitFault as fault:
            self._stand_down(fault)

    def _note(self, position: Position | None) -> None:
        """Tell what the sensors' news means; None is a card that would not move."""
        self._held = False
        if position is None:
            self._chances.put_off()
            if not self._jam_told:
                self._jam_told = True
                self._tell(self._news.jammed)
                reason = "a card is stuck inside: open the slot"
                self.owner.report(DeviceState.HARDWARE_ERROR, reason, Status.MEDIA_JAMMED)
            return
        if self._jam_told:
            self._jam_told = False
            self._report_well()
        if position in GONE and self._keeping.in_doubt and self._transport is not None:
            kept = self._keeping.is_kept(self._transport, position)
            self._gone(self._keeping.news if kept else self._news.out_of_sight)
            return
        before, self._keeping.in_doubt = self._position, False
        if position is Position.CAPTURED and before is Position.EMPTY:
            return  # still on its way into the bin; that it is kept has been told
        self._position = position
        if position in AT_EXIT and before not in AT_EXIT:
            self._tell(self._news.ejected)
        elif position is Position.EMPTY and before is not Position.EMPTY:
            self._gone(self._news.taken)

    def _gone(self, told: DeviceEvent | None) -> None:
        self._position = Position.EMPTY
        self._keeping.forget_card()
        if told is not None:
            self._tell(told)

    def _report_well(self) -> None:
        if self._fault is None and not self._jam_told:
            self.owner.report(DeviceState.ONLINE, *self._keeping.slot_told())

    def _recover(self, fault: CardUnitFault, transport: T, line: Transport) -> None:
        """One reset, then escalation."""
        if self._fault is None and (isinstance(fault, UnitRestarted) or self._chances.may_reset):
            _log.warning("%s: %s; bringing it up anew", self.owner.name, fault)
            self._chances.resets()
            self._bring_up(transport, line)
        else:
            self._stand_down(fault)

    def _stand_down(self, fault: CardUnitFault) -> None:
        if self._fault is None:
            _log.warning("%s: %s", self.owner.name, fault)
            self._chances.put_off()
        self._fault = fault
        jammed = (Status.MEDIA_JAMMED,) if self._jam_told else ()
        self.owner.report(fault.state, str(fault), fault.status, *jammed)

    def _transport_on(self, line: Transport) -> T:
        """What is known about a transport belongs to its line: a fresh line starts from nothing."""
        if self._transport is None or line is not self._line:
            self._line, self._transport = line, self._make_transport(line, self._clock)
        return self._transport

    def _wake(self, line: Transport) -> None:
        """Only ends the pause: the next turn sees whether a card is wanted."""


def _ignore(reason: str) -> None:
    """A slot without a line is brought up anew, which ejects whatever is inside."""
