"""A desk reader for IC cards, reached through PC/SC: no motor, so a card is asked out, not moved out.

Reads the number and lets the card go; or keeps its chip awake and relays what the kiosk says. Has no keys.
"""

from collections.abc import Callable, Sequence
from typing import Final

from drivers.card import port
from drivers.card.chip import GONE, UNKNOWN, Chip, ChipAnswer, ChipCommand, ChipKind
from drivers.card.holding import Holding, held_cpu_card, held_memory_card
from drivers.card.port import Answered, CardHeld, CardRead, CardUnreadable, Unreadable
from drivers.card.profiles import CardProfile
from drivers.clock import DeviceClock
from drivers.events import DeviceEvent, Emit, Identity
from drivers.named_line import NamedLine
from drivers.owner import PortOwner
from drivers.pcsc.contacts import DeskContacts
from drivers.pcsc.icc import CardBroken, CardGone, CardMute, ReaderDialogue
from drivers.trace import Trace
from drivers.transport import Transport
from drivers.vocabulary import DeviceState

_LISTEN_S: Final = 0.25
_HEARTBEAT_S: Final = 5.0


class DeskCardReader:
    """Implements `card.port.CardReader`. `CardEjected` means here: done, take the card.

    A card is read when it comes in while armed; one that lies there from before is asked out, for it may be
    somebody else's. Profiles are tried in their order.
    """

    def __init__(
        self,
        name: str,
        open_line: Callable[[], Transport],
        clock: DeviceClock,
        emit: Emit,
        profiles: Sequence[CardProfile],
        trace: Trace | None = None,
    ) -> None:
        self._open_line = open_line
        self._clock = clock
        self._profiles = tuple(profiles)
        self._identity = Identity()
        self._dialogue: ReaderDialogue | None = None
        self._armed = False
        self._present = False
        self._holding = Holding(clock)
        self._held = False
        self._news: list[bool] = []
        self._ask_at_s = 0.0
        self.owner = PortOwner(name, self._open, clock, self, emit, trace=trace)

    def start(self) -> None:
        self.owner.start()

    def close(self) -> None:
        self.owner.close()

    def arm(self) -> None:
        self._holding.wanted, self._armed = False, True

    def arm_to_hold(self) -> None:
        """Nothing but the words on the screen holds a card in a desk reader."""
        self._holding.wanted, self._armed = True, True

    def exchange(self, command: ChipCommand, answered: Answered) -> None:
        self.owner.submit(lambda line: answered(self._step(command)), lambda reason: answered(UNKNOWN))

    def disarm(self) -> None:
        self._armed = False

    def eject(self) -> None:
        self.owner.submit(self._ask_out, _ignore)

    # -- in the owner's thread --------------------------------------------------------------------

    def begin(self, line: Transport) -> None:
        self._news.clear()
        self._held = False
        line.drain()
        self._dialogue = ReaderDialogue(self.owner.name, line, self._clock, self._news.append)
        present = self._look()
        self.owner.identified(self._identity)
        self.owner.report(DeviceState.ONLINE, f"{self.owner.name}: ready")
        if present:
            self._present = True
            self._tell(port.CardFoundAtStart())
            self._tell(port.CardEjected())
        else:
            self._card_gone()

    def turn(self, line: Transport) -> None:
        if self._clock.monotonic_s() >= self._ask_at_s:
            self._news.append(self._look())
        elif not self._news:
            self._reader.listen(_LISTEN_S)
        self._hear_news()
        if self._held and not self._holding.lasts:
            self._let_go()

    def watch(self, button_pressed: bool) -> None:
        """The red button belongs to the identity card's slot."""

    def end(self, line: Transport) -> None:
        if self._present and self._dialogue is not None:
            self._dialogue.power_off()

    @property
    def _reader(self) -> ReaderDialogue:
        assert self._dialogue is not None, "the owner begins before it gives turns"
        return self._dialogue

    def _open(self) -> Transport:
        line = self._open_line()
        self._identity = line.identity() if isinstance(line, NamedLine) else Identity()
        return line

    def _look(self) -> bool:
        present = self._reader.card_present()
        self._ask_at_s = self._clock.monotonic_s() + _HEARTBEAT_S
        return present

    def _card_there(self) -> None:
        if self._present:
            return
        self._present = True
        if self._armed:
            self._tell(port.CardInserted())
            self._read()
        if self._present and not self._held:
            self._tell(port.CardEjected())

    def _hear_news(self) -> None:
        while self._news:
            if self._news.pop(0):
                self._card_there()
            else:
                self._card_gone()

    def _card_gone(self) -> None:
        self._held = False
        if self._present:
            self._present = False
            self._tell(port.CardTaken())

    def _read(self) -> None:
        outcome = self._outcome()
        if outcome is Unreadable.REMOVED_EARLY:
            self._tell(CardUnreadable(outcome))
            self._card_gone()
        else:
            self._tell(CardUnreadable(outcome) if isinstance(outcome, Unreadable) else outcome)

    def _outcome(self) -> CardRead | CardHeld | Unreadable:
        try:
            chip = DeskContacts(self._reader).woken()
            outcome = self._held_card(chip) if self._holding.wanted else self._read_chip(chip)
            if not isinstance(outcome, CardHeld):
                self._reader.power_off()
        except CardGone:
            return Unreadable.REMOVED_EARLY
        except CardMute:
            return Unreadable.UPSIDE_DOWN
        except CardBroken:
            return Unreadable.DAMAGED
        return outcome

    def _read_chip(self, chip: Chip) -> CardRead | Unreadable:
        return self._read_by_profile() if chip.kind is ChipKind.CPU else Unreadable.UNSUPPORTED_CARD

    def _held_card(self, chip: Chip) -> CardHeld | Unreadable:
        if chip.kind is ChipKind.CPU:
            outcome = held_cpu_card(chip, self._read_by_profile())
        else:
            outcome = held_memory_card(chip, DeskContacts(self._reader))
        if isinstance(outcome, CardHeld):
            self._holding.begin(chip)
            self._held = True
        return outcome

    def _step(self, command: ChipCommand) -> ChipAnswer:
        self._hear_news()
        if not self._held:
            return GONE
        answer = self._holding.run(DeskContacts(self._reader), command)
        gone = answer.status is None and not self._reader.card_present()
        return GONE if gone else answer

    def _let_go(self) -> None:
        self._held = False
        self._holding.let_go(DeskContacts(self._reader))
        self._tell(port.CardEjected())

    def _read_by_profile(self) -> CardRead | Unreadable:
        for profile in self._profiles:
            if self._reader.transmit(profile.select_apdu) is None:
                continue
            number = profile.number_in(self._reader.transmit(profile.read_apdu) or b"")
            return Unreadable.DAMAGED if number is None else CardRead(number, profile.kind)
        return Unreadable.UNSUPPORTED_CARD

    def _ask_out(self, line: Transport) -> None:
        if self._held:
            self._let_go()
        elif self._present:
            self._tell(port.CardEjected())

    def _tell(self, event: DeviceEvent) -> None:
        self.owner.outbox.put(event)


def _ignore(reason: str) -> None:
    """A reader without a line asks out whatever it holds when it is back."""
