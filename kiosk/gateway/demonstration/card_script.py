"""A card session as a script: a generator that yields steps, is sent the answers, and returns the end. Pure.

Its state is the list of answers so far: whoever has that plays the script again and gets the same next step,
in any process. What has been said to the card decides what a card that leaves means.
"""

from collections.abc import Callable, Generator, Sequence
from typing import TypeAlias

import msgspec

from kiosk.gateway.demonstration.meter_records import MeterRecord, Purchase
from kiosk.gateway.parties.prepaid_adapters import CardDone
from kiosk.wire.loads import CardAct, CardAnswer, CardRefusal, CardStep

DONE = "9000"


class Say(msgspec.Struct, frozen=True):
    """`changes`: from here on something may stand on the card that did not before."""

    act: CardAct
    changes: bool = False


class Seen(msgspec.Struct, frozen=True):
    """What a card said, proved to be the company's. `purchase` is the newest that is whole.

    `blocked`: it takes no code or key any more, or the next wrong one would be its last.
    """

    purchase: Purchase
    meter: MeterRecord
    blocked: bool = False


Ended: TypeAlias = CardDone | Seen
Script: TypeAlias = Generator[Say, CardAnswer, Ended]


class OutOfTurn(Exception):
    """An answer to a step that was not asked."""


def played(make: Callable[[], Script], answers: Sequence[CardAnswer]) -> CardStep | Ended:
    """The turn after these answers."""
    script, changed, waiting = make(), False, list(answers)
    try:
        said = next(script)
        for no in range(1, len(waiting) + 1):
            answer = waiting[no - 1]
            if answer.step_no != no:
                raise OutOfTurn
            changed |= said.changes
            if answer.gone:
                return CardDone("unknown" if changed else "refused", "card_gone")
            said = script.send(answer)
    except StopIteration as end:
        ended: Ended = end.value
        return ended
    return CardStep(len(waiting) + 1, said.act)


def changes_next(make: Callable[[], Script], answers: Sequence[CardAnswer]) -> bool:
    """Whether the step after these answers may change the card."""
    script = make()
    said = next(script)
    for answer in answers:
        said = script.send(answer)
    return said.changes


def refused(reason: CardRefusal, *, proven: bool = False) -> CardDone:
    return CardDone("refused", reason, proven)


def standing_of(seen: Seen) -> CardRefusal | None:
    """Why the card takes no further load; None, it does."""
    if seen.blocked:
        return "blocked"
    if not seen.meter.activated:
        return "not_activated"
    if seen.purchase.load_no > seen.meter.load_no:
        return "never_in_meter" if seen.meter.load_no == 0 else "holds_units"
    return None
