"""The invariants of loads find what they are for: a load that is lost, loaded twice, given back too."""

from collections.abc import Iterable

from msgspec.structs import replace

from kiosk.payment.invariants import Violation
from kiosk.payment.invariants_claims import live_bills, wrong_claims
from kiosk.payment.invariants_loads import (
    LoadOutside,
    in_two_places,
    load_waits_too_long,
    loads_not_at_rest,
    unowed,
    wrong_load,
    wrong_load_edge,
    wrong_load_money,
    wrong_load_step,
    wrong_load_words,
)
from kiosk.payment.ledger import clearing_of, load_entries
from kiosk.payment.legs import LegState
from kiosk.payment.load_state import Load, LoadState, owed_loads
from kiosk.payment.saga_state import Payment, PaymentState

from .load_world import DIGITS, a_load
from .saga_world import payment

NOBODY = LoadOutside({}, {}, frozenset(), frozenset())
DAY_MS = 24 * 3_600_000


def prepaid(state: LegState = LegState.POSTED) -> Payment:
    bought = payment((11230, 5000))
    bill, leg = bought.legs
    legs = (
        replace(bill, state=LegState.POSTED),
        replace(leg, kind="prepaid", state=state, load_way="card", load_no=7),
    )
    return replace(bought, legs=legs, state=PaymentState.POSTED)


def outside(load: Load, **held: object) -> LoadOutside:
    return replace(NOBODY, **held)


def rules(found: Iterable[Violation]) -> list[str]:
    return [violation.rule for violation in found]


def test_a_load_comes_about_as_its_leg_is_posted_and_only_then() -> None:
    posting, posted = prepaid(LegState.POSTING), prepaid()
    (load,) = owed_loads(posting, posted, 5)
    assert (load.load_id, load.leg, load.load_no, load.state) == ("post-1", 1, 7, LoadState.CARD_WAITING)
    assert (load.due_ms, load.created_ms, load.refundable) == (None, 5, True)
    assert not [*owed_loads(posted, posted, 6)]
    assert [*owed_loads(None, posted, 5)] == [load]
    fewer = replace(posting, legs=posting.legs[:1])  # what cash leaves over is a leg of its own
    assert [*owed_loads(fewer, posted, 5)] == [load]
    legs = (posted.legs[0], replace(posted.legs[1], load_way="meter"))
    (over_the_line,) = owed_loads(None, replace(posted, legs=legs), 5)
    assert (over_the_line.state, over_the_line.due_ms) == (LoadState.WAITING, 5)


def test_what_is_paid_and_posted_owes_exactly_one_load_of_its_sum() -> None:
    bought = prepaid()
    load = next(owed_loads(None, bought, 0))
    assert not [*unowed(bought, [load])]
    assert rules(unowed(bought, [])) == ["I21"]
    assert rules(unowed(bought, [load, load])) == ["I21"]
    assert rules(unowed(bought, [replace(load, amount_fen=1)])) == ["I21"]
    assert rules(unowed(prepaid(LegState.REFUNDED), [load])) == ["I21"]


def test_a_load_in_two_places_is_found() -> None:
    load = a_load()
    there = {load.load_id: 5000}
    assert rules(in_two_places(load, outside(load, loaded_fen={load.load_id: 10_000}))) == ["I21"]
    assert rules(in_two_places(load, outside(load, loaded_fen=there, refunded={"refund"}))) == ["I9"]
    assert rules(in_two_places(load, outside(load, tokens={load.load_id: DIGITS}, refunded={"refund"}))) == [
        "I9"
    ]
    voucher = replace(load, state=LoadState.VOUCHER)
    assert rules(in_two_places(voucher, outside(load, loaded_fen=there))) == ["I9"]
    assert not [*in_two_places(load, NOBODY)]


def test_a_word_that_meter_and_company_do_not_bear_out_is_found() -> None:
    load = a_load()
    for state in (LoadState.LOADED, LoadState.WRITTEN, LoadState.REFUNDING, LoadState.VOUCHER):
        assert "I21" in rules(wrong_load(replace(load, state=state), NOBODY))
    token = replace(load, state=LoadState.TOKEN, token=DIGITS)
    assert rules(wrong_load(token, NOBODY)) == ["I21"]
    assert not [*wrong_load(token, outside(load, tokens={load.load_id: DIGITS}))]
    waiting = replace(load, state=LoadState.CARD_WAITING)
    assert rules(wrong_load(waiting, outside(load, loaded_fen={load.load_id: 5000}))) == ["I21"]
    taken = outside(load, taken_back=frozenset({load.load_id}))
    assert rules(wrong_load(waiting, taken)) == ["I21"]
    assert not [*wrong_load(replace(load, state=LoadState.RETURNING), taken)]
    assert rules(wrong_load(replace(load, state=LoadState.REFUNDED), taken)) == ["I21"]


def test_a_load_that_contradicts_itself_is_found() -> None:
    load, kept = a_load(), a_load(refundable=False)
    wrong = [
        replace(load, state=LoadState.TOKEN),
        replace(load, token=DIGITS),
        replace(kept, state=LoadState.REFUNDING),
        replace(load, state=LoadState.VOUCHER),
        replace(load, state=LoadState.CARD_WAITING, unsure=True),
    ]
    assert [rules(wrong_load_words(each)) for each in wrong] == [["I21"]] * 5
    assert not [*wrong_load_words(replace(load, state=LoadState.CARD_UNSURE, unsure=True))]


def test_an_end_that_changes_and_a_way_that_is_none_are_found() -> None:
    ended = replace(a_load(), state=LoadState.REFUNDED)
    assert rules(wrong_load_step(ended, replace(ended, token=DIGITS), "LoadDue")) == ["I5"]
    assert rules(wrong_load_edge("load", "token", "LoadDue", "refunding")) == ["I5"]
    assert not [*wrong_load_edge("load", "token", "LoadDue", "token")]


def test_the_ledger_owes_what_is_on_its_way_back() -> None:
    returning = replace(a_load(), state=LoadState.RETURNING)
    refunding = replace(returning, state=LoadState.REFUNDING)
    refunded = replace(returning, state=LoadState.REFUNDED)
    taken = [*load_entries(returning, refunding, "clearing:wechat")]
    back = [*taken, *load_entries(refunding, refunded, "clearing:wechat")]
    assert not [*wrong_load_money(refunding, taken), *wrong_load_money(refunded, back)]
    assert rules(wrong_load_money(refunded, taken)) == ["I6"]
    assert rules(wrong_load_money(refunding, [])) == ["I6"]
    assert clearing_of(payment()) == "clearing:wechat"


def test_who_waits_too_long_and_who_is_not_at_rest_is_named() -> None:
    waiting, card = a_load(), a_load("card")
    assert rules(load_waits_too_long(waiting, 2 * DAY_MS + 1)) == ["I4"]
    assert not [*load_waits_too_long(waiting, 2 * DAY_MS), *load_waits_too_long(card, 20 * DAY_MS)]
    assert rules(loads_not_at_rest([waiting, card])) == ["I4"]


def test_a_meter_is_claimed_until_its_load_has_ended() -> None:
    bought = prepaid()
    assert [*live_bills(bought)] == ["bill-0"]
    assert [*live_bills(bought, {"post-1"})] == ["bill-0", "bill-1"]
    claims = dict.fromkeys(["bill-0", "bill-1"], bought.payment_id)
    assert not [*wrong_claims([bought], claims, {"post-1"})]
    assert rules(wrong_claims([bought], claims)) == ["I14"]
    assert rules(wrong_claims([bought], {"bill-0": bought.payment_id}, {"post-1"})) == ["I14"]
