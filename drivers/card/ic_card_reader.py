"""The IC-card reader: CPU cards in a motorised slot, recognised by profiles that are data.

Reads the number and gives the card back; keeps a forgotten one only if told to. Writes nothing to any card.
"""

from collections.abc import Callable, Sequence

from drivers.card import port
from drivers.card.card_transport import CardTransport, CardUnitFault, MisfitCard, NoChip, Refused
from drivers.card.cpu_card import CpuCard
from drivers.card.crt310.transport import Crt310
from drivers.card.keeping import NEVER
from drivers.card.port import CardKept, CardRead, CardUnreadable, Unreadable
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

    def read_card(self, transport: CardTransport, line: Transport) -> DeviceEvent | None:
        """Only an IC card of a known kind may be kept: any other may be somebody's identity card."""
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
        return CardKept(outcome.card_kind, outcome.number_masked)

    def _outcome(self, transport: CardTransport) -> CardRead | Unreadable:
        """A refusal for the card's sake is the card's; one for the unit's passes through."""
        card = CpuCard(transport)
        try:
            card.power_on()
            outcome = self._read_by_profile(card)
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

    def _read_by_profile(self, card: CpuCard) -> CardRead | Unreadable:
        for profile in self._profiles:
            if card.transmit(profile.select_apdu) is None:
                continue
            number = profile.number_in(card.transmit(profile.read_apdu) or b"")
            return Unreadable.DAMAGED if number is None else CardRead(number, profile.kind)
        return Unreadable.UNSUPPORTED_CARD
