"""The invariants of words that are worth money find what they are for: one told wrong, one that is lost."""

from msgspec.structs import replace

from kiosk.payment.invariants_told import lost_for_its_payer, wrong_word_of_worth
from kiosk.payment.load_state import Load, LoadState

from .load_world import DIGITS, a_load

TOKEN = replace(a_load(), state=LoadState.TOKEN, token=DIGITS)
VOUCHER = replace(a_load(), state=LoadState.VOUCHER)


def is_lost(load: Load, *, told_again: bool, fetched: bool) -> bool:
    found = [each.rule for each in lost_for_its_payer(load, told_again=told_again, fetched=fetched)]
    assert found in ([], ["I22"])
    return bool(found)


def test_what_nobody_was_told_is_told_again_or_has_been_fetched() -> None:
    for load in (TOKEN, VOUCHER):
        assert is_lost(load, told_again=False, fetched=False)
        assert not is_lost(load, told_again=True, fetched=False)
    assert not is_lost(VOUCHER, told_again=False, fetched=True)


def test_what_is_in_the_meter_or_on_its_way_has_no_number_to_lose() -> None:
    for state in set(LoadState) - {LoadState.TOKEN, LoadState.VOUCHER}:
        assert not is_lost(replace(a_load(), state=state), told_again=False, fetched=False)


def test_what_is_told_is_what_it_has() -> None:
    assert [*wrong_word_of_worth(TOKEN, DIGITS, "number")] == []
    assert [*wrong_word_of_worth(VOUCHER, "number", "number")] == []
    wrong = [(TOKEN, "number"), (VOUCHER, DIGITS), (a_load(), DIGITS)]
    for load, said in wrong:
        (found,) = wrong_word_of_worth(load, said, "number")
        assert found.rule == "I22"
        assert DIGITS not in str(found), "it is worth money to whoever reads it"
