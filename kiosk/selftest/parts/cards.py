"""A card through a slot: in, read, out, taken. What stands on it is never kept, nor told to anybody."""

from functools import partial
from typing import Final

from msgspec import Struct

from drivers.card import port as card
from drivers.events import DeviceEvent
from drivers.idcard import port as idcard
from kiosk.selftest.attempt import DOES_NOT_WORK, Attempt, Failed
from kiosk.selftest.equipment import Equipment
from kiosk.selftest.model import Part, TestSpec
from kiosk.selftest.parts.answering import answering, fitted
from kiosk.selftest.procedure import Procedure
from kiosk.selftest.prompt import Prompt

READ_S: Final = 15.0
"""Three tries of a worn card, at the slowest line speed."""

OUT_S: Final = 20.0
"""Two tries to move it out and one reset with ejection, eight seconds each at most."""

_LIMIT_S: Final = READ_S + OUT_S + 5.0


class Slot(Struct, frozen=True):
    """What a slot tells, in its own port's events. `good_enough`: reasons of a reading unit that works, shown
    a card it does not know; any card will do for the test."""

    part: Part
    insert: Prompt
    take: Prompt
    inserted: type[DeviceEvent]
    read: type[DeviceEvent]
    unreadable: type[DeviceEvent]
    ejected: type[DeviceEvent]
    taken: type[DeviceEvent]
    jammed: type[DeviceEvent]
    good_enough: frozenset[str] = frozenset()


ID_SLOT: Final = Slot(
    part="id_reader",
    insert=Prompt("insert_id_card", "id_card_in", (DOES_NOT_WORK,), step=1, of=2),
    take=Prompt("take_card", "id_card_out", (DOES_NOT_WORK,), step=2, of=2),
    inserted=idcard.IdCardInserted,
    read=idcard.IdCardRead,
    unreadable=idcard.IdCardUnreadable,
    ejected=idcard.IdCardEjected,
    taken=idcard.IdCardTaken,
    jammed=idcard.IdCardJammed,
)
CARD_SLOT: Final = Slot(
    part="card_reader",
    insert=Prompt("insert_ic_card", "ic_card_in", (DOES_NOT_WORK,), step=1, of=2),
    take=Prompt("take_card", "ic_card_out", (DOES_NOT_WORK,), step=2, of=2),
    inserted=card.CardInserted,
    read=card.CardRead,
    unreadable=card.CardUnreadable,
    ejected=card.CardEjected,
    taken=card.CardTaken,
    jammed=card.CardJammed,
    good_enough=frozenset({card.Unreadable.UNSUPPORTED_CARD.value}),
)


def _card_through(attempt: Attempt, slot: Slot) -> None:
    fitted(attempt, slot.part)
    reader = getattr(attempt.equipment.devices, slot.part)
    reader.arm()
    attempt.await_person(slot.insert, slot.inserted)
    inserted_s = attempt.clock.monotonic_s()
    outcome = attempt.event(READ_S, slot.read, slot.unreadable, slot.ejected, slot.jammed)
    reader.disarm()
    _comes_out(attempt, slot, outcome)
    attempt.measure("in_to_out", f"{attempt.clock.monotonic_s() - inserted_s:.1f} s")
    attempt.await_person(slot.take, slot.taken)
    _was_read(slot, outcome)


def _comes_out(attempt: Attempt, slot: Slot, outcome: DeviceEvent | None) -> None:
    has_moved = isinstance(outcome, (slot.ejected, slot.jammed))
    moved = outcome if has_moved else attempt.event(OUT_S, slot.ejected, slot.jammed)
    if isinstance(moved, slot.jammed):
        raise Failed("media_jammed", "the sensors still see the card inside")
    if moved is None:
        raise Failed("card_not_ejected", f"no word of it after {OUT_S:.0f} s")


def _was_read(slot: Slot, outcome: DeviceEvent | None) -> None:
    if outcome is None or isinstance(outcome, slot.ejected):
        raise Failed("card_not_read", "the reader did not say what it read")
    if isinstance(outcome, slot.unreadable):
        why = str(getattr(outcome, "reason", ""))
        if why not in slot.good_enough:
            raise Failed("module_fault" if why == "module_fault" else "card_not_read", why)


def _make_safe(equipment: Equipment, slot: Slot) -> None:
    """Nothing more goes in, and what is inside comes out."""
    reader = getattr(equipment.devices, slot.part)
    if reader is not None:
        reader.disarm()
        reader.eject()


def _through(name: str, slot: Slot, needs: str) -> Procedure:
    return Procedure(
        TestSpec(name, slot.part, guided=True, limit_s=_LIMIT_S),
        partial(_card_through, slot=slot),
        hears=(slot.part,),
        needs=(needs,),
        make_safe=partial(_make_safe, slot=slot),
    )


PROCEDURES: Final = (
    answering("id_reader.module", "id_reader"),
    _through("id_reader.card_through", ID_SLOT, needs="id_reader.module"),
    answering("card_reader.sensors", "card_reader"),
    _through("card_reader.card_through", CARD_SLOT, needs="card_reader.sensors"),
)
