"""A payment terminal that speaks the reference dialect, remembers its sales and has a hand to use it."""

from typing import Final

from drivers.simulation.acts import Acts
from drivers.simulation.device import SimulatedDevice
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
    Found,
    FrameDecoder,
    Identified,
    Identify,
    LastResult,
    Message,
    Prompt,
    Reverse,
    Reversed,
    Sale,
    State,
    TerminalMessage,
    Unknown,
    Working,
    encode,
)
from drivers.terminal.hand_words import terminal_acts
from drivers.terminal.port import DeclineReason, TerminalStage

_UNITS: Final = (
    Identified("SIMULATED-T1", "1.0.0", "T0000001"),
    Identified("SIMULATED-T1", "1.0.0", "T0000002"),
)

_REPEATS: Final = 3


class SimulatedTerminal(SimulatedDevice):
    """Never charges the same reference twice; its memory of results outlives the power."""

    def __init__(self, acquirer: AcquirerLink) -> None:
        super().__init__("payment terminal")
        self._acquirer = acquirer
        self._decoder = FrameDecoder()
        self._deal: Deal | None = None
        self._results: dict[str, TerminalMessage] = {}
        self._to_reverse: str | None = None
        self._last_frame = b""
        self._repeated = 0
        self._decline_next: DeclineReason | None = None
        self._results_to_lose = 0
        self._silent_after_approval = False
        self._trouble: Working | None = None
        self._unit = 0
        self._now_s = 0.0

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

    def speak_again(self) -> None:
        with self.hand():
            self.faults.silent = self._silent_after_approval = False

    def tamper(self) -> None:
        """It finds itself opened: from now on it sells nothing."""
        with self.hand():
            self._trouble = Working.TAMPERED

    def break_down(self) -> None:
        with self.hand():
            self._trouble = Working.FAULT

    def mend(self) -> None:
        with self.hand():
            self._trouble = None

    def exchange(self) -> None:
        """Another unit of the same model, which knows nothing of the sales before it."""
        with self.hand():
            self._unit = (self._unit + 1) % len(_UNITS)
            self._results.clear()

    def acts(self) -> Acts:
        return super().acts() | terminal_acts(self)

    # -- the line -----------------------------------------------------------------------------------

    def due(self, now_s: float) -> bytes:
        self._ask_acquirer(now_s)
        return super().due(now_s)

    def next_due_s(self) -> float | None:
        with self.lock:
            if self._to_reverse is not None:
                return 0.0
            said_s = super().next_due_s()
            times = [said_s] if said_s is not None else []
            if self._deal is not None:
                times.append(self._deal.next_s)
            return min(times, default=None)

    def _heard(self, data: bytes, now_s: float) -> None:
        for found in self._decoder.feed(data):
            self._take(found)

    def _settle(self, now_s: float) -> None:
        self._now_s = now_s

    def _power_lost(self) -> None:
        """A sale that was not yet authorised is forgotten."""
        self._deal = self._to_reverse = None
        self._decoder = FrameDecoder()

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
            self.faults.silent |= self._silent_after_approval and isinstance(result, Approved)
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

    def _take(self, found: Found) -> None:
        if found == Acknowledged(well=False):
            self._repeat()
        elif isinstance(found, Broken):
            self._say(self._now_s, bytes((NAK,)))
        elif not isinstance(found, Acknowledged):
            self._say(self._now_s, bytes((ACK,)))
            self._obey(found)

    def _repeat(self) -> None:
        if self._repeated < _REPEATS:
            self._repeated += 1
            self._say(self._now_s, self._last_frame)

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
                self._send(State(self._working))
            case Identify():
                self._send(_UNITS[self._unit])
            case _:
                return

    @property
    def _working(self) -> Working:
        if self._trouble is not None:
            return self._trouble
        return Working.IDLE if self._deal is None else Working.BUSY

    def _begin(self, sale: Sale) -> None:
        known = self._results.get(sale.reference)
        if known is not None:
            self._send(known)
        elif self._trouble is not None:
            self._send(Declined(sale.reference, DeclineReason.REFUSED))
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
        self._last_frame, self._repeated = encode(message), 0
        self._say(self._now_s, self._last_frame)
