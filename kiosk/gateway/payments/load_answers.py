"""A load as the kiosk is told it: its machine's states in the words of the wire."""

from collections.abc import Iterable, Mapping

import msgspec

from kiosk.gateway.steady_time import local_time
from kiosk.payment.load_state import Load, LoadState
from kiosk.payment.methods import Method
from kiosk.wire import load_words as wire
from kiosk.wire.loads import LoadAnswer

_WORDS: dict[LoadState, wire.LoadState] = {
    LoadState.WAITING: "waiting",
    LoadState.LOADING: "loading",
    LoadState.TOKEN_DUE: "loading",
    LoadState.CARD_WAITING: "card_waiting",
    LoadState.WRITING: "writing",
    LoadState.CARD_UNSURE: "card_unsure",
    LoadState.WRITTEN: "loaded",
    LoadState.RETURNING: "returning",
    LoadState.REFUNDING: "returning",
    LoadState.LOADED: "loaded",
    LoadState.TOKEN: "token",
    LoadState.REFUNDED: "returned",
    LoadState.VOUCHER: "voucher",
}


class LoadFacts(msgspec.Struct, frozen=True):
    """What a payment's answer tells of a load."""

    state: wire.LoadState
    way: wire.LoadWay

    @property
    def given_back(self) -> bool:
        return self.state in wire.GIVEN_BACK


def load_answer(load: Load, method: str, voucher_no: str | None, *, may_be_sent: bool) -> LoadAnswer:
    """`may_be_sent`: it waits for its card, and its meter is on the line."""
    told_method: Method = msgspec.convert(method, Method)
    return LoadAnswer(
        load_id=load.load_id,
        payment_id=load.payment_id,
        utility=load.utility,
        way=load.way,
        state=_WORDS[load.state],
        amount_fen=load.amount_fen,
        method=told_method,
        token=load.token,
        voucher_no=voucher_no,
        may_be_sent=may_be_sent,
        paid_at=local_time(load.created_ms).isoformat(),
    )


def facts_by_leg(loads: Iterable[Load]) -> Mapping[int, LoadFacts]:
    return {load.leg: LoadFacts(_WORDS[load.state], load.way) for load in loads}
