"""Where a resident stands who wants to know which accounts they have."""

from typing import TypeAlias

from msgspec import Struct

from kiosk.session.household import Findings, Problem


class ListNumbers(Struct, frozen=True, tag=True):
    """Their accounts, masked; the numbers themselves go on paper. `problem`: why none came."""

    findings: Findings
    problem: Problem | None = None


class PrintingNumbers(Struct, frozen=True, tag=True):
    """`request` is the paper that is under way."""

    findings: Findings
    request: int


class TakeNumbers(Struct, frozen=True, tag=True):
    request: int
    confirmed: bool


NumbersStep: TypeAlias = ListNumbers | PrintingNumbers | TakeNumbers
