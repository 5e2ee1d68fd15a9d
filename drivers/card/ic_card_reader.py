"""The IC-card reader: CPU cards in a CRT-310 motorised slot, recognised by profiles that are data.

Reads the number and gives the card back. Writes nothing to any card and holds no keys.
"""

from collections.abc import Callable, Sequence

from drivers.card import commands, port
from drivers.card.commands import OUTSIDE
from drivers.card.cpu_card import CpuCard, NoChip
from drivers.card.crt310 import Crt310
from drivers.card.dialogue import Refused
from drivers.card.frames import Frame
from drivers.card.port import CardRead, CardUnreadable, Unreadable
from drivers.card.profiles import CardProfile
from drivers.card.slot import CardSlot
from drivers.clock import DeviceClock
from drivers.events import DeviceEvent, Emit
from drivers.transport import Transport


class IcCardReader:
    """Implements `port.CardReader`. Profiles are tried in their order."""

    def __init__(
        self,
        open_line: Callable[[], Transport],
        clock: DeviceClock,
        emit: Emit,
        profiles: Sequence[CardProfile],
        name: str = "card_reader",
    ) -> None:
        self._profiles = tuple(profiles)
        self._slot = CardSlot(name, open_line, clock, emit, self)
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

    @property
    def stop_at(self) -> Frame:
        return commands.STOP_AT_CONTACTS

    def check(self, crt: Crt310, line: Transport) -> None:
        """The contacts are part of the transport, which has answered already."""

    def read_card(self, crt: Crt310, line: Transport) -> None:
        outcome = self._outcome(crt)
        if isinstance(outcome, Unreadable) and crt.status().position in OUTSIDE:
            outcome = Unreadable.REMOVED_EARLY
        self._tell(CardUnreadable(outcome) if isinstance(outcome, Unreadable) else outcome)

    def watch(self, button_pressed: bool) -> None:
        """The red button belongs to the identity card's slot."""

    def card_inserted(self) -> None:
        self._tell(port.CardInserted())

    def card_ejected(self) -> None:
        self._tell(port.CardEjected())

    def card_taken(self) -> None:
        self._tell(port.CardTaken())

    def card_found_at_start(self) -> None:
        self._tell(port.CardFoundAtStart())

    def card_jammed(self) -> None:
        self._tell(port.CardJammed())

    def _outcome(self, crt: Crt310) -> CardRead | Unreadable:
        card = CpuCard(crt)
        try:
            card.power_on()
            outcome = self._read_by_profile(card)
            card.power_off()
        except (NoChip, Refused):
            recognised = not crt.card_type().unrecognised
            return Unreadable.UNSUPPORTED_CARD if recognised else Unreadable.UPSIDE_DOWN
        return outcome

    def _read_by_profile(self, card: CpuCard) -> CardRead | Unreadable:
        for profile in self._profiles:
            if card.transmit(profile.select_apdu) is None:
                continue
            number = profile.number_in(card.transmit(profile.read_apdu) or b"")
            return Unreadable.DAMAGED if number is None else CardRead(number, profile.kind)
        return Unreadable.UNSUPPORTED_CARD

    def _tell(self, event: DeviceEvent) -> None:
        self.owner.outbox.put(event)
