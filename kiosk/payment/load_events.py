"""What a load is told, and what it asks its shell to do once the state that allows it is committed. Pure.

An answer that never came is an event too ("unknown"); unknown is never success.
"""

from typing import Literal

import msgspec


class LoadDue(msgspec.Struct, frozen=True, tag=True):
    """Its timer, or somebody who cannot wait for it."""


class LoadReported(msgspec.Struct, frozen=True, tag=True):
    """The company's answer about a load over the line."""

    kind: Literal["loaded", "under_way", "meter_offline", "refused", "not_found", "closed", "unknown"]


class TokenReported(msgspec.Struct, frozen=True, tag=True):
    """loaded: the meter had taken it before the way was closed. refused: this meter takes no digits."""

    kind: Literal["token", "loaded", "refused", "unknown"]
    token: str | None = None


class TakenBackReported(msgspec.Struct, frozen=True, tag=True):
    """taken_back: it can never be in a meter any more, and the sale is undone. Else it stands where it is."""

    kind: Literal["taken_back", "loaded", "token", "unknown"]


class LoadRefundReported(msgspec.Struct, frozen=True, tag=True):
    """accepted: the refund order is in. done: a query confirmed the money went back."""

    kind: Literal["accepted", "done", "unknown"]


class SessionBegun(msgspec.Struct, frozen=True, tag=True):
    """A card is in a reader, and a kiosk asks for the steps to write it."""

    session_id: str
    kiosk_id: str


class SessionHeard(msgspec.Struct, frozen=True, tag=True):
    """The kiosk has answered a step: the session is alive."""

    session_id: str


class SessionEnded(msgspec.Struct, frozen=True, tag=True):
    """`proven`, of refused: the card was read and holds nothing of this load."""

    session_id: str
    result: Literal["written", "refused", "unknown"]
    proven: bool = False


class WrittenConfirmed(msgspec.Struct, frozen=True, tag=True):
    """The company knows that it is on the card."""


class RemoteAsked(msgspec.Struct, frozen=True, tag=True):
    """The resident would rather have it sent to the meter, and its company can do that."""


class GiveBackAsked(msgspec.Struct, frozen=True, tag=True):
    pass


class OfficeTold(msgspec.Struct, frozen=True, tag=True):
    """What its company has found out about a card that can be asked no more, as the office was told it."""

    found: Literal["on_card", "not_on_card"]


LoadEvent = (
    LoadDue
    | LoadReported
    | TokenReported
    | TakenBackReported
    | LoadRefundReported
    | SessionBegun
    | SessionHeard
    | SessionEnded
    | WrittenConfirmed
    | RemoteAsked
    | GiveBackAsked
    | OfficeTold
)


class SendLoad(msgspec.Struct, frozen=True, tag=True):
    """The same reference again: it loads once."""


class QueryLoad(msgspec.Struct, frozen=True, tag=True):
    pass


class AskToken(msgspec.Struct, frozen=True, tag=True):
    """Fence and answer in one: the company closes the way over the line before it gives digits."""


class TakeBack(msgspec.Struct, frozen=True, tag=True):
    """The fence before a refund."""


class RefundLoad(msgspec.Struct, frozen=True, tag=True):
    pass


class QueryLoadRefund(msgspec.Struct, frozen=True, tag=True):
    pass


class ConfirmWritten(msgspec.Struct, frozen=True, tag=True):
    pass


LoadAct = SendLoad | QueryLoad | AskToken | TakeBack | RefundLoad | QueryLoadRefund | ConfirmWritten
