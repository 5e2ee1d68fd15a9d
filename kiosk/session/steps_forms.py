"""Where a resident stands who asks for a service: one question a screen, the whole of it, its number."""

from typing import TypeAlias

from msgspec import Struct

from kiosk.session.forms import Draft, FiledRequest
from kiosk.session.household import Problem
from kiosk.session.secret import Secret


class AskField(Struct, frozen=True, tag=True):
    """The question at place `at` of the form. `typed` is a number that is its owner's. `resumed`: gone on
    with, so that what was answered before and still holds is not asked again."""

    draft: Draft
    at: int = 0
    page: int = 0
    typed: Secret = Secret("")
    problem: Problem | None = None
    resumed: bool = False


class LayDocument(Struct, frozen=True, tag=True):
    """The document at place `at` of the form shall be laid before the camera. `seen` is what the camera makes
    of what is there now, empty while it has said nothing. `another`: the page that was photographed last may
    still lie there, and is not meant."""

    draft: Draft
    at: int = 0
    seen: str = ""
    another: bool = False


class DocumentTaken(Struct, frozen=True, tag=True):
    """Its last page was photographed: well enough, and is there another?"""

    draft: Draft
    at: int = 0


class ConfirmRequest(Struct, frozen=True, tag=True):
    """All that was answered, and who will read it: nothing has left yet, or nobody knows whether it has."""

    draft: Draft


class SendingRequest(Struct, frozen=True, tag=True):
    """Nothing can be changed now; `request` is the question that is under way."""

    draft: Draft
    request: int


class RequestFiled(Struct, frozen=True, tag=True):
    """It has arrived, and this is its number. `problem`: why there was no paper."""

    filed: FiledRequest
    problem: Problem | None = None


class PrintingSlip(Struct, frozen=True, tag=True):
    filed: FiledRequest


class TakeSlip(Struct, frozen=True, tag=True):
    filed: FiledRequest
    confirmed: bool


FillingStep: TypeAlias = AskField | LayDocument | DocumentTaken | ConfirmRequest
"""Where a resident still answers."""

FiledStep: TypeAlias = SendingRequest | RequestFiled | PrintingSlip | TakeSlip
