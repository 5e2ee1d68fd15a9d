"""Where a resident stands who asks what became of a request, or does not want it any more."""

from typing import TypeAlias

from msgspec import Struct

from kiosk.session.forms import KnownRequest
from kiosk.session.household import Problem
from kiosk.session.secret import Secret


class ChooseRequestWay(Struct, frozen=True, tag=True):
    """By the number on the slip, or by the identity card?"""

    menu_page: int = 0


class TypeRequestNumber(Struct, frozen=True, tag=True):
    back: ChooseRequestWay
    typed: Secret = Secret("")
    problem: Problem | None = None


class AskingRequests(Struct, frozen=True, tag=True):
    """Waiting for what became of it, or of all of a person's; `back` is how it was asked."""

    back: TypeRequestNumber | ChooseRequestWay
    request: int


class ListRequests(Struct, frozen=True, tag=True):
    """All of a person's, the newest first."""

    found: tuple[KnownRequest, ...]
    back: ChooseRequestWay
    page: int = 0


class ReadRequest(Struct, frozen=True, tag=True):
    """One of them; `back` as it was left."""

    known: KnownRequest
    back: ListRequests | TypeRequestNumber


class ConfirmWithdrawal(Struct, frozen=True, tag=True):
    back: ReadRequest


class Withdrawing(Struct, frozen=True, tag=True):
    back: ReadRequest
    request: int


RequestStep: TypeAlias = (
    ChooseRequestWay
    | TypeRequestNumber
    | AskingRequests
    | ListRequests
    | ReadRequest
    | ConfirmWithdrawal
    | Withdrawing
)
