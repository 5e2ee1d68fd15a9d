"""The contacts of a desk reader as `holding` knows them: a chip woken, and one command after another."""

from drivers.card.card_transport import NoChip
from drivers.card.chip import DONE, GONE, UNKNOWN, Apdu, Chip, ChipAnswer, ChipCommand, ChipKind
from drivers.pcsc import memory_card
from drivers.pcsc.icc import CardBroken, CardGone, CardMute, ReaderDialogue


class DeskContacts:
    """Implements `Contacts`. A reader asks nothing twice by itself, and says when a card has left."""

    def __init__(self, reader: ReaderDialogue) -> None:
        self._reader = reader

    def power_on(self) -> Chip:
        try:
            return self.woken()
        except (CardGone, CardMute, CardBroken) as nothing:
            raise NoChip from nothing

    def woken(self) -> Chip:
        """Raises `CardGone`, `CardMute` and `CardBroken`. A memory card has to be named to the reader."""
        reset_answer = self._reader.power_on()
        if not reset_answer.endswith(memory_card.RESET_ANSWER):
            return Chip(ChipKind.CPU, reset_answer)
        if self._reader.exchange(memory_card.SELECT_TYPE) != DONE:
            raise CardBroken
        return Chip(ChipKind.SLE4442, memory_card.RESET_ANSWER)

    def power_off(self) -> None:
        self._reader.power_off()

    def run(self, command: ChipCommand) -> ChipAnswer:
        try:
            if not isinstance(command, Apdu):
                return memory_card.answer_of(command, self._reader.exchange(memory_card.apdu_of(command)))
            response = self._reader.exchange(command.command)
        except CardGone:
            return GONE
        except (CardBroken, CardMute):
            return UNKNOWN
        return ChipAnswer(response[:-2], response[-2:]) if len(response) >= len(DONE) else UNKNOWN
