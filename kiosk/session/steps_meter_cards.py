"""Where somebody stands whose meter card is in the slot, or is wanted there; `steps` has all the others."""

from typing import Literal, TypeAlias

from msgspec import Struct

from kiosk.session.household import Problem
from kiosk.session.loads import Load
from kiosk.session.secret import Secret
from kiosk.session.steps_prepaid import Loading


class AskMeterCard(Struct, frozen=True, tag=True):
    """Before money: the card is inside while its company says what stands on it and what may be loaded.

    `number` is what other cards are found by, where it has one; `kind` and `whose` as in IcCardRead.
    """

    wish: str
    request: int
    number: Secret
    kind: str
    whose: str


class InsertPaidCard(Struct, frozen=True, tag=True):
    """Paid: the same card is wanted in the slot. `problem`: why the last try has brought nothing onto it."""

    paid: Loading
    problem: Problem = ""


class WritingCard(Struct, frozen=True, tag=True):
    """The card is inside and must stay there. `held`: its chip is awake; `begun`: it is being written.

    `step_no` counts what the card has been given.
    """

    paid: Loading
    held: bool = False
    begun: bool = False
    step_no: int = 0


class TakePaidCard(Struct, frozen=True, tag=True):
    """The card comes out. `problem`: why nothing is on it, as far as is known; empty once it is written."""

    paid: Loading
    problem: Problem = ""


class RedirectingLoad(Struct, frozen=True, tag=True):
    """What is on no card is to go to the meter over the line, or back to its payer."""

    paid: Loading
    how: Literal["send", "give_back"]


PaidCardStep: TypeAlias = InsertPaidCard | WritingCard | TakePaidCard | RedirectingLoad
MeterCardStep: TypeAlias = AskMeterCard | PaidCardStep


def load_of(step: PaidCardStep) -> Load | None:
    """What was paid for, once the gateway has told of it."""
    return step.paid.outcome.load


def being_written(step: object) -> bool:
    """The IC card must stay where it is, whoever wants it."""
    return isinstance(step, WritingCard)
