"""A payment terminal that speaks the reference dialect, remembers its sales and has a hand to use it."""

from drivers.terminal.acquirer import AcquirerLink, AcquirerSilent, Authorised
from drivers.terminal.deal import Deal
from drivers.terminal.frames import (
    ACK,
    NAK,
    Acknowledged,
    Approved,
    Broken,
    Cancel,
    Declined,
    Enquiry,
    FrameDecoder,
    LastResult,
    Message,
    Prompt,
    Reverse,
    Reversed,
    Sale,
    State,
    TerminalMessage,
    Unknown,
    encode,
)
from drivers.terminal.port import DeclineReason, TerminalStage
from drivers.transport import TransportLost, WorkedByHand


class SimulatedTerminal(WorkedByHand):
    """Never charges the same reference twice; its memory of results outlives the power."""

    def __init__(self, acquirer: AcquirerLink) -> None:
        super().__init__()
        self._acquirer = acquirer
        self._decoder = FrameDecoder()
        self._deal: Deal | None = None
        self._results: dict[str, TerminalMessage] = {}
        self._to_reverse: str | None = None
        self._sending = b""
        self._last_frame = b""
        self._decline_next: DeclineReason | None = None
        self._results_to_lose = 0
        self._silent_after_approval = False
        self._silent = False
        self._powered = True
        self._plugged_in = True

    # -- the hand -----------------------------------------------------------------------------------

    @property
    def stage(self) -> TerminalStage | None:
        """What its display asks for; None while it shows nothing."""
        with self.lock:
            return self._deal.stage if self._deal is not None else None

    def insert_card(self, card: str) -> bool:
        """A card by its synthetic number, of which four digits are kept. False: not wanted now."""
        with self.hand():
            deal = self._deal
            wanted = deal is not None and deal.card_inserted(card[-4:])
            self._follow(deal)
            return wanted

    def enter_pin(self, *, right: bool = True) -> bool:
        with self.hand():
            deal = self._deal
            wanted = deal is not None and deal.pin_entered(right)
            self._follow(deal)
            return wanted

    def take_card(self) -> bool:
        """False: there is none. Taken too early, it ends the sale."""
        with self.hand():
            deal = self._deal
            if deal is None or not deal.card_inside:
                return False
            deal.card_taken()
            self._follow(deal)
            return True

    def press_cancel(self) -> None:
        with self.hand():
            self._give_up(DeclineReason.CANCELLED)

    def decline_next(self, reason: DeclineReason) -> None:
        with self.hand():
            self._decline_next = reason

    def lose_results(self, count: int = 1) -> None:
        """So many results go astray on the line; asked again after that, the terminal knows."""
        with self.hand():
            self._results_to_lose = count

    def fall_silent_after_approval(self) -> None:
        """The card is charged and then nothing more is heard, until `speak_again`."""
        with self.hand():
            self._silent_after_approval = True

    def fall_silent(self) -> None:
        with self.hand():
            self._silent = True

    def speak_again(self) -> None:
        with self.hand():
            self._silent = self._silent_after_approval = False

    def cut_power(self) -> None:
        """A sale that was not yet authorised is forgotten."""
        with self.hand():
            self._powered = False
            self._deal = self._to_reverse = None
            self._sending = b""

    def restore_power(self) -> None:
        with self.hand():
            self._powered = True
            self._decoder = FrameDecoder()

    def unplug(self) -> None:
        with self.hand():
            self._plugged_in = False

    def plug_in(self) -> None:
        with self.hand():
            self._plugged_in = True

    # -- the line -----------------------------------------------------------------------------------

    def receive(self, data: bytes, now_s: float) -> None:
        with self.lock:
            self._fail_if_unplugged()
            if not self._powered:
                return
            for found in self._decoder.feed(data):
                self._take(found)

    def due(self, now_s: float) -> bytes:
        self._ask_acquirer(now_s)
        with self.lock:
            self._fail_if_unplugged()
            data, self._sending = self._sending, b""
            return data if self._powered and not self._silent else b""

    def next_due_s(self) -> float | None:
        with self.lock:
            if self._sending or self._to_reverse is not None:
                return 0.0
            return self._deal.next_s if self._deal is not None else None

    def button_pressed(self) -> bool:
        return False

    def _fail_if_unplugged(self) -> None:
        if not self._plugged_in:
            raise TransportLost("simulated payment terminal: unplugged")

    def _ask_acquirer(self, now_s: float) -> None:
        """Without the lock while the acquirer takes its time: a hand must not wait for a network."""
        with self.lock:
            deal, reference = self._deal, self._to_reverse
            self._to_reverse = None
            if deal is not None:
                deal.advance(now_s)
                self._follow(deal)
            wants_answer = deal is not None and deal.wants_answer
        if reference is not None:
            answer = self._reversal(reference)
            with self.lock:
                self._results[reference] = answer
                self._send(answer)
        if deal is not None and wants_answer:
            result = self._authorisation(deal)
            with self.lock:
                self._note(deal, result)

    def _note(self, deal: Deal, result: TerminalMessage) -> None:
        if self._deal is deal:  # else the power went while the acquirer was asked
            self._silent |= self._silent_after_approval and isinstance(result, Approved)
            self._results[deal.reference] = result
            deal.answered(result)
            self._follow(deal)

    def _authorisation(self, deal: Deal) -> TerminalMessage:
        declined, self._decline_next = self._decline_next, None
        if declined is not None:
            return Declined(deal.reference, declined)
        try:
            answer = self._acquirer.authorise(deal.reference, deal.amount_fen, deal.last4)
        except AcquirerSilent:
            return Unknown(deal.reference)
        if isinstance(answer, Authorised):
            return Approved(
                deal.reference, deal.amount_fen, deal.last4, answer.approval_code, answer.retrieval_reference
            )
        return Declined(deal.reference, answer.reason)

    def _reversal(self, reference: str) -> TerminalMessage:
        try:
            self._acquirer.reverse(reference)
        except AcquirerSilent:
            return Unknown(reference)
        return Reversed(reference)

    def _take(self, found: Message | Acknowledged | Broken) -> None:
        if found == Acknowledged(well=False):
            self._sending += self._last_frame
        elif isinstance(found, Broken):
            self._sending += bytes((NAK,))
        elif not isinstance(found, Acknowledged):
            self._sending += bytes((ACK,))
            self._obey(found)

    def _obey(self, message: Message) -> None:
        match message:
            case Sale():
                self._begin(message)
            case LastResult(reference):
                self._tell(self._results.get(reference, Unknown(reference)))
            case Reverse(reference):
                self._to_reverse = reference
            case Cancel():
                self._give_up(DeclineReason.CANCELLED)
            case Enquiry():
                self._send(State(busy=self._deal is not None))
            case _:
                return

    def _begin(self, sale: Sale) -> None:
        known = self._results.get(sale.reference)
        if known is not None:
            self._send(known)
        elif self._deal is None:
            self._deal = Deal(sale.reference, sale.amount_fen)
            self._follow(self._deal)
        elif self._deal.reference != sale.reference:
            self._send(Declined(sale.reference, DeclineReason.REFUSED))

    def _give_up(self, reason: DeclineReason) -> None:
        if self._deal is not None:
            self._deal.given_up(reason)
            self._follow(self._deal)

    def _follow(self, deal: Deal | None) -> None:
        """Tell the host what the display asks for now; the result only when the card is out, so that
        nobody walks away without it."""
        if deal is None or self._deal is not deal:
            return
        if deal.result is not None and deal.over:
            self._results[deal.reference] = deal.result
            self._deal = None
            self._tell(deal.result)
        elif deal.stage is not deal.shown:
            deal.shown = deal.stage
            self._send(Prompt(deal.stage))

    def _tell(self, result: TerminalMessage) -> None:
        if self._results_to_lose:
            self._results_to_lose -= 1
        else:
            self._send(result)

    def _send(self, message: TerminalMessage) -> None:
        self._last_frame = encode(message)
        self._sending += self._last_frame
