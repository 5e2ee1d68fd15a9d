"""The identity-card reader: a SAM_V module inside a CRT-310 motorised slot, and the red button.

Reads at once, always gives the card back, and by itself throws it out after a three-second hold, whatever
the kiosk is doing. Never keeps a card and never keeps what a card said.
"""

from collections.abc import Callable
from typing import TypeVar

from drivers.card.crt310.transport import Crt310
from drivers.card.position import OUTSIDE, StopAt
from drivers.card.slot_reader import SlotReader
from drivers.card.slot_user import SlotNews
from drivers.clock import DeviceClock
from drivers.events import Emit, Identity
from drivers.idcard import port
from drivers.idcard.hold import NOTICED_WITHIN_S, SAMPLE_EVERY_S
from drivers.idcard.port import IdCardRead, IdCardUnreadable, Unreadable
from drivers.idcard.red_button import RedButton
from drivers.idcard.sam_v import ModuleFault, NoCardFound, NotRead, SamV
from drivers.idcard.text_block import IdCardText
from drivers.models import Parts
from drivers.trace import Trace
from drivers.transport import Transport

Result = TypeVar("Result")


class MotorisedIdReader(SlotReader[Crt310]):
    """Implements `port.IdReader`. `open_line` opens the serial line that transport and module share."""

    stop_at = StopAt.RADIO
    news = SlotNews(
        inserted=port.IdCardInserted(),
        misfit=IdCardUnreadable(Unreadable.NOT_AN_ID_CARD),
        ejected=port.IdCardEjected(),
        taken=port.IdCardTaken(),
        found_at_start=port.IdCardFoundAtStart(),
        jammed=port.IdCardJammed(),
    )

    def __init__(
        self,
        open_line: Callable[[], Transport],
        clock: DeviceClock,
        emit: Emit,
        name: str = "id_reader",
        trace: Trace | None = None,
    ) -> None:
        self._clock = clock
        super().__init__(Parts(name, open_line, clock, emit, {}, trace), Crt310, self._slice_s)
        self._button = RedButton(clock, self._tell, self.force_eject)

    def button_down(self) -> None:
        self._button.twin(pressed=True)

    def button_up(self) -> None:
        self._button.twin(pressed=False)

    def watch(self, button_pressed: bool) -> None:
        self._button.watch(button_pressed)

    def check(self, transport: Crt310, line: Transport) -> Identity:
        """The number that the police know the module by stands for the whole reader."""
        slot = transport.identify()
        transport.lend_line()
        number = _outcome_of(SamV(line, self._clock).identify)
        transport.take_line_back()
        if not isinstance(number, str):
            raise number
        return Identity(f"{slot.model} + SAM_V", slot.firmware, number)

    def read_card(self, transport: Crt310, line: Transport) -> None:
        """An identity card is never one to be kept."""
        transport.lend_line()
        outcome = _outcome_of(SamV(line, self._clock).read_card)
        if isinstance(outcome, IdCardText):
            read = IdCardRead(outcome.name, outcome.number, outcome.kind, outcome.last_day, outcome.address)
            self._tell(read)
        transport.take_line_back()
        if isinstance(outcome, NotRead | NoCardFound):
            self._tell(IdCardUnreadable(self._reason(outcome, transport)))
        elif isinstance(outcome, ModuleFault):
            self._tell(IdCardUnreadable(Unreadable.MODULE_FAULT))
            raise outcome

    def _slice_s(self) -> float:
        return SAMPLE_EVERY_S if self._button.is_timed or self._slot.holds_card else NOTICED_WITHIN_S

    def _reason(self, problem: NotRead | NoCardFound, transport: Crt310) -> Unreadable:
        if transport.status().position in OUTSIDE:
            return Unreadable.REMOVED_EARLY
        if isinstance(problem, NotRead):
            return problem.reason
        # A card the module cannot feel: one with contacts is some other card, else the chip is turned away.
        return Unreadable.NOT_AN_ID_CARD if transport.recognises_card() else Unreadable.UPSIDE_DOWN


def _outcome_of(question: Callable[[], Result]) -> Result | NotRead | NoCardFound | ModuleFault:
    """What the module said, as a value: the line must be taken back before anybody acts on it. An urgent
    command or a lost line passes through; whoever handles it takes the line back."""
    try:
        return question()
    except (NotRead, NoCardFound, ModuleFault) as problem:
        return problem
