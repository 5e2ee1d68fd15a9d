"""The register of cards left behind, as the technician's mode asks for it: on the worker's thread alone."""

import logging
from typing import TypeAlias

from kiosk.supplies.card_register import CardRegister, CardRegisterFailed
from kiosk.technician.effects import EndCard, EnterCard, ReadCards
from kiosk.technician.events import CardEnded, CardEntered, CardsRead, Failed

_log = logging.getLogger(__name__)

Asked: TypeAlias = ReadCards | EnterCard | EndCard
Answered: TypeAlias = CardsRead | CardEntered | CardEnded | Failed


def answer(register: CardRegister | None, asked: Asked) -> Answered:
    """`register` is None where its file is damaged; the log has told of that when it was opened."""
    if register is None:
        return _refused(asked)
    try:
        match asked:
            case ReadCards():
                return CardsRead(register.entries())
            case EnterCard(card):
                return CardEntered(register.enter(card))
            case EndCard(gone):
                return CardEnded(register.end(gone))
    except CardRegisterFailed as error:
        _log.error("%s", error)
        return _refused(asked)


def _refused(asked: Asked) -> Answered:
    return CardsRead(None) if isinstance(asked, ReadCards) else Failed("card")
