"""What a technician can have a device do: how it is, read, give back, scan, print, take a note."""

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from drivers.card import port as card
from drivers.cash import port as cash
from drivers.events import DeviceEvent, StatusChanged
from drivers.idcard import port as idcard
from drivers.printer.port import PaperChanged, PrintDone, PrintFailed
from drivers.scanner.port import CodeSeen
from drivers.scanner.symbologies import SYMBOLOGIES
from drivers.vocabulary import DeviceState, Paper
from drivers.workshop.asked import Asked, NotPossible
from drivers.workshop.hearing import Bench
from drivers.workshop.pictures import demonstration_receipt, picture_of
from drivers.workshop.telling import status_facts, xfs

Verb: TypeAlias = Callable[[Asked], bool]
"""Whether the device did what was asked."""

_WORKING = frozenset({DeviceState.ONLINE, DeviceState.DEVICE_BUSY, DeviceState.USER_ERROR})
_MOVES_WITHIN_S = 30.0
_PRINTS_WITHIN_S = 60.0


def status(asked: Asked) -> bool:
    with asked.bench().open() as bench:
        told = bench.settle()
        facts = status_facts(told) | msgspec.to_builtins(bench.identity)
        paper = bench.last(PaperChanged)
        if asked.is_printer:
            facts["paper"] = xfs(paper.paper if paper else Paper.UNKNOWN)
        asked.teller.say({"device": facts.pop("device"), **facts})
    return told.state in _WORKING


def read_id_card(asked: Asked) -> bool:
    return _read(asked, idcard.IdCardRead, idcard.IdCardUnreadable, idcard.IdCardTaken, idcard.IdCardJammed)


def read_card(asked: Asked) -> bool:
    return _read(asked, card.CardRead, card.CardUnreadable, card.CardTaken, card.CardJammed)


def _read(
    asked: Asked,
    read: type[DeviceEvent],
    unreadable: type[DeviceEvent],
    taken: type[DeviceEvent],
    jammed: type[DeviceEvent],
) -> bool:
    with asked.bench().open() as bench:
        if not _ready(asked, bench):
            return False
        bench.device.arm()
        asked.teller.hint("Insert a card.")
        outcome = bench.wait_for(read, unreadable, jammed, within_s=asked.wait_s)
        asked.teller.event(outcome)
        if not isinstance(outcome, jammed):
            asked.teller.hint("Take the card.")
            asked.teller.event(bench.wait_for(taken, jammed, within_s=asked.wait_s))
    return isinstance(outcome, read)


def eject_id_card(asked: Asked) -> bool:
    return _eject(asked, (idcard.IdCardEjected, idcard.IdCardJammed), idcard.IdCardJammed)


def eject_card(asked: Asked) -> bool:
    return _eject(asked, (card.CardEjected, card.CardJammed), card.CardJammed)


def _eject(asked: Asked, outcomes: tuple[type[DeviceEvent], ...], jammed: type[DeviceEvent]) -> bool:
    """A driver that comes up gives back by itself what it finds inside; then it is asked once more."""
    with asked.bench().open() as bench:
        well = _ready(asked, bench)
        bench.device.eject()
        seen = [event for event in bench.heard if isinstance(event, outcomes)]
        for event in seen:
            asked.teller.event(event)
        if not seen:
            asked.teller.say({"event": "nothing_inside"})
    return well and not any(isinstance(event, jammed) for event in seen)


def scan(asked: Asked) -> bool:
    with asked.bench().open() as bench:
        if not _ready(asked, bench):
            return False
        bench.device.arm(frozenset(SYMBOLOGIES))
        asked.teller.hint("Show a code.")
        for _ in range(asked.count):
            asked.teller.event(bench.wait_for(CodeSeen, within_s=asked.wait_s))
    return True


def print_picture(asked: Asked) -> bool:
    image = demonstration_receipt() if asked.image is None else picture_of(asked.image)
    with asked.bench().open() as bench:
        if not _ready(asked, bench):
            return False
        bench.device.print_image("bench", image)
        ended = bench.wait_for(PrintDone, PrintFailed, within_s=_PRINTS_WITHIN_S)
        asked.teller.event(ended)
    return isinstance(ended, PrintDone)


def accept_notes(asked: Asked) -> bool:
    """Each note is stacked and its credit acknowledged, or given back; a technician's note pays nothing."""
    with asked.bench().open() as bench:
        if not _ready(asked, bench):
            return False
        known = bench.last(cash.NotesKnown)
        if known is None or not known.values_fen:
            raise NotPossible("the acceptor tells no values of notes; check its data set")
        bench.device.enable(frozenset(known.values_fen) - {0})
        asked.teller.hint("Insert a note.")
        for _ in range(asked.count):
            if not _one_note(asked, bench):
                return False
        bench.device.disable()
    return True


def _one_note(asked: Asked, bench: Bench) -> bool:
    while True:
        event = bench.wait_for(
            cash.NoteInEscrow, cash.NoteCredited, cash.NoteReturned, cash.NoteRefused, within_s=asked.wait_s
        )
        asked.teller.event(event)
        match event:
            case cash.NoteInEscrow() if asked.give_back:
                bench.device.reject()
            case cash.NoteInEscrow(credit_id):
                bench.device.accept(credit_id)
            case cash.NoteCredited(credit_id):
                bench.device.credit_recorded(credit_id)
                asked.teller.event(bench.wait_for(cash.NoteStacked, within_s=_MOVES_WITHIN_S))
                return True
            case cash.NoteReturned():
                return asked.give_back


def _ready(asked: Asked, bench: Bench) -> bool:
    told: StatusChanged = bench.settle()
    if told.state is not DeviceState.ONLINE:
        asked.teller.event(told)
    return told.state in _WORKING


VERBS: dict[tuple[str, str], Verb] = {
    **{(device, "status"): status for device in ("idcard", "card", "scanner", "printer", "cash", "terminal")},
    ("idcard", "read"): read_id_card,
    ("idcard", "eject"): eject_id_card,
    ("card", "read"): read_card,
    ("card", "eject"): eject_card,
    ("scanner", "scan"): scan,
    ("printer", "print"): print_picture,
    ("cash", "accept"): accept_notes,
}
