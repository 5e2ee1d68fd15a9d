"""Nobody does both halves of a pay-out under two names: not with a colleague's first password either."""

import re

import pytest

from kiosk.gateway.trust.hands import SAME_HANDS_DAYS
from kiosk.gateway.trust.staff import Role
from tests.gateway.operator.staff_room import Person, StaffRoom, goes_to, said
from tests.gateway.operator.test_case_pages import acts_offered, does, voucher

NEW = "seven grey herons by the lake"
REFUSED = "403 Nothing was paid. In the last 30 days"
DAY_S = 86_400


def handed(person: Person, path: str, **form: str) -> str:
    """The first password that is shown."""
    answer = person.post(path, form)
    shown = re.search(r'id="first-password">([^<]+)<', answer.text)
    assert shown, said(answer)
    return shown[1]


def as_somebody(room: StaffRoom, name: str, first: str) -> Person:
    """Whoever has the first password, once they have chosen another."""
    person = Person(room.town, name)
    person.sign_in(first)
    token = person.get("/operator/password").text.split('name="form_token" value="')[1][:64]
    form = {"form_token": token, "old": first, "new": NEW, "again": NEW}
    assert person.post_alone("/operator/password", form).status_code == 200
    assert person.sign_in(NEW).status_code == 303
    return person


def enrolled(room: StaffRoom, by: Person, name: str, role: str = "clerk") -> Person:
    return as_somebody(room, name, handed(by, "/operator/people", name=name, role=role))


def reset(room: StaffRoom, by: Person, name: str) -> Person:
    return as_somebody(room, name, handed(by, f"/operator/people/{name}/reset"))


def test_whoever_has_enrolled_the_payer_does_not_approve_for_them(room_anywhere: StaffRoom) -> None:
    room = room_anywhere
    number, anna = voucher(room.town), room.signed_in("anna", Role.SUPERVISOR)
    bert = enrolled(room, anna, "bert")
    assert does(anna, "approve", number) == f"/operator/cases/{number}?done=approve"
    assert acts_offered(bert, number) == []
    assert "You cannot carry this out" in said(bert.get(f"/operator/cases/{number}"))
    assert does(bert, "pay_out", number).startswith(REFUSED)
    assert room.town.balance_fen("cash:office") == 0
    assert room.audit("case_pay_out") == [("bert", "case_pay_out", number, "same_hands")]
    cleo = room.signed_in("cleo", Role.SUPERVISOR)
    assert does(cleo, "approve", number) == f"/operator/cases/{number}?done=approve"
    assert acts_offered(bert, number) == ["pay_out"]
    assert does(bert, "pay_out", number) == f"/operator/cases/{number}?done=pay_out"


def test_whoever_has_reset_the_payer_does_not_approve_for_them(room: StaffRoom) -> None:
    number, anna = voucher(room.town), room.signed_in("anna", Role.SUPERVISOR)
    room.enrol("bert", Role.CLERK)
    does(anna, "approve", number)
    bert = reset(room, anna, "bert")
    assert does(bert, "pay_out", number).startswith(REFUSED)
    dora = room.signed_in("dora", Role.CLERK)
    assert goes_to(dora.post(f"/operator/cases/{number}/pay_out"))


def test_whoever_has_reset_the_approver_does_not_pay_out(room: StaffRoom) -> None:
    number, anna = voucher(room.town), room.signed_in("anna", Role.SUPERVISOR)
    room.enrol("cleo", Role.SUPERVISOR)
    cleo = reset(room, anna, "cleo")
    assert does(cleo, "approve", number) == f"/operator/cases/{number}?done=approve"
    assert does(anna, "pay_out", number).startswith(REFUSED)


@pytest.mark.parametrize("through", ["one", "two"])
def test_nor_through_others(room: StaffRoom, through: str) -> None:
    """Both by one supervisor, or the payer by somebody whom that supervisor has enrolled."""
    number, anna = voucher(room.town), room.signed_in("anna", Role.SUPERVISOR)
    cleo = enrolled(room, anna, "cleo", "supervisor")
    bert = enrolled(room, anna if through == "one" else cleo, "bert")
    does(cleo if through == "one" else anna, "approve", number)
    assert does(bert, "pay_out", number).startswith(REFUSED)


def test_after_a_month_they_are_two_people(room: StaffRoom) -> None:
    number, anna = voucher(room.town), room.signed_in("anna", Role.SUPERVISOR)
    enrolled(room, anna, "bert")
    does(anna, "approve", number)
    room.town.clock.advance(SAME_HANDS_DAYS * DAY_S - 60)
    bert = Person(room.town, "bert")
    bert.sign_in(NEW)
    assert does(bert, "pay_out", number).startswith(REFUSED)
    room.town.clock.advance(61)
    assert does(bert, "pay_out", number) == f"/operator/cases/{number}?done=pay_out"


def test_a_role_or_a_lock_hands_over_no_password(room: StaffRoom) -> None:
    number, anna = voucher(room.town), room.signed_in("anna", Role.SUPERVISOR)
    bert = room.signed_in("bert", Role.VIEWER)
    assert goes_to(anna.post("/operator/people/bert/role", {"role": "clerk"}))
    does(anna, "approve", number)
    assert does(bert, "pay_out", number) == f"/operator/cases/{number}?done=pay_out"
