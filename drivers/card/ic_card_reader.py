"""The IC-card reader: a motorised slot with contacts, cards recognised by profiles that are data.

Reads the number and gives the card back; or holds it inside, its chip awake, and relays what the kiosk says
to it. Captures a forgotten one only if told to. Has no keys; says nothing by itself to a chip but what reads.
"""

import logging
from collections.abc import Callable, Sequence

from drivers.card import port
from drivers.card.card_transport import CardTransport, CardUnitFault, MisfitCard, NoChip, Refused
from drivers.card.chip import GONE, UNKNOWN, Chip, ChipAnswer, ChipCommand, ChipKind
from drivers.card.cpu_card import CpuCard
from drivers.card.crt310.transport import Crt310
from drivers.card.holding import Holding, held_cpu_card, held_memory_card
from drivers.card.keeping import NEVER
from drivers.card.port import Answered, CardHeld, CardKept, CardRead, CardUnreadable, Unreadable
from drivers.card.position import OUTSIDE, StopAt
from drivers.card.profiles import CardProfile
from drivers.card.slot_reader import SlotReader
from drivers.card.slot_user import SlotNews
from drivers.clock import DeviceClock
from drivers.events import DeviceEvent, Emit
from drivers.models import Parts
from drivers.owner import SLICE_S
from drivers.status import Status
from drivers.trace import Trace
from drivers.transport import Transport

_log = logging.getLogger(__name__)


class IcCardReader(SlotReader[CardTransport]):
    """Implements `port.CardReader`. Profiles are tried in their order."""

    stop_at = StopAt.CONTACTS
    news = SlotNews(
        inserted=port.CardInserted(),
        misfit=CardUnreadable(Unreadable.UNSUPPORTED_CARD),
        ejected=port.CardEjected(),
        taken=port.CardTaken(),
        found_at_start=port.CardFoundAtStart(),
        jammed=port.CardJammed(),
        out_of_sight=port.CardOutOfSight(),
    )

    def __init__(
        self,
        open_line: Callable[[], Transport],
        clock: DeviceClock,
        emit: Emit,
        profiles: Sequence[CardProfile],
        name: str = "card_reader",
        trace: Trace | None = None,
        make_transport: Callable[[Transport, DeviceClock], CardTransport] = Crt310,
        keep_after_s: int = NEVER,
    ) -> None:
        self._profiles = tuple(profiles)
        parts = Parts(name, open_line, clock, emit, {}, trace)
        super().__init__(parts, make_transport, lambda: SLICE_S, keep_after_s)
        self._holding = Holding(clock)
        self._stepping = False

    def arm(self) -> None:
        self._holding.wanted = False
        super().arm()

    def arm_to_hold(self) -> None:
        self._holding.wanted = True
        super().arm()

    def exchange(self, command: ChipCommand, answered: Answered) -> None:
        self.owner.submit(lambda line: answered(self._step(line, command)), lambda reason: answered(UNKNOWN))

    def force_eject(self) -> None:
        """A step that a chip has begun is not broken off: it ends within two seconds."""
        if self._stepping:
            self.owner.submit(self._slot.force_eject, self._forced_eject_failed)
        else:
            super().force_eject()

    @property
    def card_stays(self) -> bool:
        return self._holding.lasts

    def let_go(self, transport: CardTransport) -> None:
        self._holding.let_go(transport)

    def read_card(self, transport: CardTransport, line: Transport) -> DeviceEvent | None:
        """Only an IC card of a known kind may be kept: any other may be somebody's identity card."""
        self._holding.end()
        try:
            outcome = self._outcome(transport)
        except CardUnitFault:
            self._tell(CardUnreadable(Unreadable.DAMAGED))
            raise
        if isinstance(outcome, Unreadable) and transport.status().position in OUTSIDE:
            outcome = Unreadable.REMOVED_EARLY
        if isinstance(outcome, Unreadable):
            self._tell(CardUnreadable(outcome))
            return None
        self._tell(outcome)
        return CardKept(outcome.card_kind, outcome.number_masked) if outcome.card_kind else None

    def _outcome(self, transport: CardTransport) -> CardRead | CardHeld | Unreadable:
        """A refusal for the card's sake is the card's; one for the unit's passes through."""
        card = CpuCard(transport)
        try:
            chip = card.power_on()
            outcome = self._held(transport, card, chip) if self._holding.wanted else self._read(card, chip)
            if not isinstance(outcome, CardHeld):
                card.power_off()
        except MisfitCard:
            return Unreadable.UNSUPPORTED_CARD
        except NoChip:
            return self._without_chip(transport)
        except Refused as refusal:
            if refusal.status is not Status.MODULE_FAULT:
                raise
            return self._without_chip(transport)
        return outcome

    def _without_chip(self, transport: CardTransport) -> Unreadable:
        recognised = transport.recognises_card()
        return Unreadable.UNSUPPORTED_CARD if recognised else Unreadable.UPSIDE_DOWN

    def _read(self, card: CpuCard, chip: Chip) -> CardRead | Unreadable:
        return self._read_by_profile(card) if chip.kind is ChipKind.CPU else Unreadable.UNSUPPORTED_CARD

    def _held(self, transport: CardTransport, card: CpuCard, chip: Chip) -> CardHeld | Unreadable:
        """Also a card that no profile knows: whose it is, others say."""
        if chip.kind is ChipKind.CPU:
            outcome = held_cpu_card(chip, self._read_by_profile(card))
        else:
            outcome = held_memory_card(chip, transport)
        if isinstance(outcome, CardHeld):
            self._holding.begin(chip)
        return outcome

    def _step(self, line: Transport, command: ChipCommand) -> ChipAnswer:
        transport = self._slot.held_card(line)
        if transport is None:
            return GONE
        self._stepping = True
        try:
            answer = self._holding.run(transport, command)
            gone = answer.status is None and transport.status().position in OUTSIDE
            return GONE if gone else answer
        except CardUnitFault as fault:  # whoever looks at the slot next sees to it
            _log.warning("%s: a step for a chip: %s", self.owner.name, fault)
            return UNKNOWN
        finally:
            self._stepping = False

    def _read_by_profile(self, card: CpuCard) -> CardRead | Unreadable:
        for profile in self._profiles:
            if card.transmit(profile.select_apdu) is None:
                continue
            number = profile.number_in(card.transmit(profile.read_apdu) or b"")
            return Unreadable.DAMAGED if number is None else CardRead(number, profile.kind)
        return Unreadable.UNSUPPORTED_CARD
