"""The flat identity-card reader: a SAM_V module under a plate, with a line of its own and a red button.

Nothing holds the card, so nothing can give it back: to eject means to stop the radio and let the kiosk ask
the person to lift the card off. Never keeps what a card said.
"""

import logging
from collections.abc import Callable
from typing import Final

from drivers.card.who_answers import stranger_on
from drivers.clock import DeviceClock
from drivers.events import DeviceEvent, Emit, Identity
from drivers.idcard import port
from drivers.idcard.hold import NOTICED_WITHIN_S, SAMPLE_EVERY_S
from drivers.idcard.plate import Plate, Removal
from drivers.idcard.port import IdCardRead, IdCardUnreadable, Unreadable
from drivers.idcard.red_button import RedButton
from drivers.idcard.sam_v import ModuleFault, ModuleSilent, NoCardFound, NotRead
from drivers.owner import DeviceSilent, PortOwner
from drivers.trace import Trace
from drivers.transport import Transport
from drivers.vocabulary import DeviceState

_log = logging.getLogger(__name__)

_POLL_S: Final = 0.3
_POLL_AFTER_READ_S: Final = 0.8
_IDLE_POLL_S: Final = 1.0
_TRY_AGAIN_S: Final = 5.0
_SURE_AFTER: Final = 2
"""So many times in a row it must be felt no more, before the card is said to be gone."""


class FlatIdReader:
    """Implements `port.IdReader`."""

    def __init__(
        self,
        open_line: Callable[[], Transport],
        clock: DeviceClock,
        emit: Emit,
        name: str = "id_reader",
        removal: Removal = Removal.READ,
        trace: Trace | None = None,
    ) -> None:
        self.owner = PortOwner(name, open_line, clock, self, emit, self._slice_s, trace)
        self._clock = clock
        self._removal = removal
        self._button = RedButton(clock, self._tell, self._let_go_now)
        self._armed = False
        self._card_lies = False
        self._was_read = False
        self._offered = False
        """Told to be free to be lifted off."""
        self._not_felt = 0
        self._fault: ModuleFault | None = None
        self._try_again_at_s = 0.0

    def start(self) -> None:
        self.owner.start()

    def close(self) -> None:
        self.owner.close()

    def arm(self) -> None:
        self._armed = True
        self.owner.submit(self._wake, _ignore)

    def disarm(self) -> None:
        self._armed = False

    def eject(self) -> None:
        self.owner.submit(self._stop_radio, _ignore)

    def button_down(self) -> None:
        self._button.twin(pressed=True)

    def button_up(self) -> None:
        self._button.twin(pressed=False)

    # -- the owner's device -------------------------------------------------------------------------

    def begin(self, line: Transport) -> None:
        try:
            self._bring_up(self._plate(line))
        except DeviceSilent as silence:
            stranger = stranger_on(line)
            raise DeviceSilent(f"{silence}; {stranger}" if stranger else str(silence)) from silence

    def turn(self, line: Transport) -> None:
        plate = self._plate(line)
        try:
            if self._fault is None:
                self._serve(plate)
            elif self._clock.monotonic_s() >= self._try_again_at_s:
                self._bring_up(plate)
        except ModuleSilent as silence:
            raise DeviceSilent(str(silence)) from silence
        except ModuleFault as fault:
            _log.warning("%s: %s; bringing it up anew", self.owner.name, fault)
            self._bring_up(plate)
        self.owner.idle(line, self._pause_s())

    def watch(self, button_pressed: bool) -> None:
        self._button.watch(button_pressed)

    def end(self, line: Transport) -> None:
        """Nothing holds a card here."""

    # -- inside -------------------------------------------------------------------------------------

    def _bring_up(self, plate: Plate) -> None:
        self._fault = None
        try:
            plate.stop_radio()
            number = plate.module.identify()
            self._look_for_card_left_behind(plate)
        except ModuleSilent as silence:
            raise DeviceSilent(str(silence)) from silence
        except ModuleFault as fault:
            self._fault = fault
            self._try_again_at_s = self._clock.monotonic_s() + _TRY_AGAIN_S
            self.owner.report(fault.state, str(fault), fault.status)
        else:
            self.owner.identified(Identity("SAM_V", serial=number))
            self.owner.report(DeviceState.ONLINE, "identity-card reader is ready")

    def _look_for_card_left_behind(self, plate: Plate) -> None:
        """After a reset: a card that lies there is new to the module."""
        self._was_read = False
        if not plate.feels_new_card():
            return
        if not self._card_lies:
            self._begin_presentation()
            self._tell(port.IdCardFoundAtStart())
        if not self._offered:
            self._offer()

    def _serve(self, plate: Plate) -> None:
        if self._card_lies:
            self._watch_for_removal(plate)
        elif self._armed and plate.feels_new_card():
            self._begin_presentation()
            self._tell(port.IdCardInserted())
            self._read(plate)
            self._offer()

    def _read(self, plate: Plate) -> None:
        try:
            text = plate.module.read_card()
        except NotRead as problem:
            self._tell(IdCardUnreadable(problem.reason))
            plate.stop_radio()  # it may have been read by the module, though not by us
        except NoCardFound:
            self._tell(IdCardUnreadable(Unreadable.REMOVED_EARLY))
        except ModuleFault:
            self._tell(IdCardUnreadable(Unreadable.MODULE_FAULT))
            self._offer()
            raise
        else:
            self._was_read = True
            self._tell(IdCardRead(text.name, text.number, text.kind, text.last_day, text.address))

    def _watch_for_removal(self, plate: Plate) -> None:
        self._not_felt = 0 if plate.still_feels_card(self._was_read) else self._not_felt + 1
        if self._not_felt >= _SURE_AFTER:
            self._card_lies = False
            self._tell(port.IdCardTaken())

    def _begin_presentation(self) -> None:
        self._card_lies, self._was_read, self._offered, self._not_felt = True, False, False, 0

    def _offer(self) -> None:
        """The person may lift it off."""
        self._offered = True
        self._tell(port.IdCardEjected())

    def _let_go_now(self) -> None:
        self.owner.preempt(self._stop_radio, self._not_stopped)

    def _stop_radio(self, line: Transport) -> None:
        """All there is to do; the person lifts the card off."""
        self._plate(line).stop_radio()
        self._was_read = False  # after the reset the card is new to the module
        if self._card_lies:
            self._offer()

    def _not_stopped(self, reason: str) -> None:
        """The card is free all the same: nothing holds it."""
        _log.warning("%s: radio not stopped: %s", self.owner.name, reason)
        if self._card_lies:
            self._offer()

    def _pause_s(self) -> float:
        if self._card_lies:
            return _POLL_AFTER_READ_S if self._was_read else _POLL_S
        return _POLL_S if self._armed else _IDLE_POLL_S

    def _slice_s(self) -> float:
        return SAMPLE_EVERY_S if self._button.is_timed or self._card_lies else NOTICED_WITHIN_S

    def _plate(self, line: Transport) -> Plate:
        return Plate(line, self._clock, self._removal)

    def _tell(self, event: DeviceEvent) -> None:
        self.owner.outbox.put(event)

    def _wake(self, line: Transport) -> None:
        """Nothing to do but to end the pause."""


def _ignore(reason: str) -> None:
    """A reader without a line is brought up anew and looks what lies on its plate."""
