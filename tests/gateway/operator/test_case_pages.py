"""Cases at the operator's page: two people for money, nothing twice, every act on record with its outcome."""

import re

import pytest

from kiosk.gateway.cases import cases
from kiosk.gateway.http.operator.case_pages import PAGE
from kiosk.gateway.office.case_files import MOST_WORDS
from kiosk.gateway.trust.staff import Role
from tests.gateway.cash_desk import Slot, bills_of, found
from tests.gateway.operator.staff_room import Person, StaffRoom, goes_to, said
from tests.gateway.town import Town

WHY = "WeChat paid it back on the 22nd"
ACTS = ("case_approve", "case_pay_out", "case_explain", "case_settle")


def voucher(town: Town) -> str:
    slot = Slot(town, bills_of(town, "gas"))
    slot.put_in(2_000)
    number = slot.close().legs[1].voucher_no
    assert number is not None
    return number


def difference(town: Town, ref: str = "wechat/charge/4200001", opened_ms: int = 0, fen: int = 100) -> str:
    town.gateway.parts.database.write(lambda at: cases.open_case(at, "provider_only", ref, fen, opened_ms))
    with town.gateway.parts.database.reading() as connection:
        case = cases.by_ref(connection, "provider_only", ref)
    assert case is not None
    return case.number


def acts_offered(person: Person, number: str) -> list[str]:
    return re.findall(
        rf'action="/operator/cases/{number}/([a-z_]+)"', person.get(f"/operator/cases/{number}").text
    )


def does(person: Person, act: str, number: str) -> str:
    """Where it leads to, or what is said."""
    answer = person.post(f"/operator/cases/{number}/{act}", {"words": WHY} if act == "explain" else {})
    return goes_to(answer) if answer.status_code == 303 else f"{answer.status_code} {said(answer)}"


def test_a_voucher_is_paid_by_two_people_once(room_anywhere: StaffRoom) -> None:
    room = room_anywhere
    number = voucher(room.town)
    chief, clerk = room.signed_in("anna", Role.SUPERVISOR), room.signed_in("bert", Role.CLERK)
    assert (acts_offered(chief, number), acts_offered(clerk, number)) == (["approve"], [])
    assert does(clerk, "pay_out", number).startswith("403 Somebody else has to approve it first.")
    assert does(chief, "approve", number) == f"/operator/cases/{number}?done=approve"
    assert (acts_offered(chief, number), acts_offered(clerk, number)) == ([], ["pay_out"])
    assert does(chief, "pay_out", number).startswith("403 Somebody else")
    assert does(clerk, "pay_out", number) == f"/operator/cases/{number}?done=pay_out"
    assert does(clerk, "pay_out", number).startswith("409 This case has been closed meanwhile")
    assert (room.town.balance_fen("refund_payable"), room.town.balance_fen("cash:office")) == (0, -2_000)
    assert room.audit(*ACTS) == [
        ("anna", "case_approve", number, "done"),
        ("anna", "case_pay_out", number, "second_person_needed"),
        ("bert", "case_pay_out", number, "case_closed"),
        ("bert", "case_pay_out", number, "done"),
        ("bert", "case_pay_out", number, "second_person_needed"),
    ]


def test_one_name_is_one_person_whether_signed_in_or_with_a_token(room: StaffRoom) -> None:
    from tests.gateway.test_cash_office import Counter  # noqa: PLC0415

    number, by_token = voucher(room.town), Counter(room.town)
    assert by_token.does("wang", "approval", number).status_code == 200
    assert does(room.signed_in("wang", Role.CLERK), "pay_out", number).startswith("403 Somebody else")


@pytest.mark.parametrize(
    ("role", "act", "allowed"),
    [
        (Role.VIEWER, "approve", False),
        (Role.VIEWER, "explain", False),
        (Role.VIEWER, "pay_out", False),
        (Role.CLERK, "approve", False),
        (Role.CLERK, "settle", False),
        (Role.CLERK, "explain", True),
    ],
)
def test_a_role_that_may_not_act_changes_nothing(
    room: StaffRoom, role: Role, act: str, allowed: bool
) -> None:
    number = difference(room.town)
    told = does(room.signed_in("cleo", role), act, number)
    assert told.startswith("/operator/cases/" if allowed else "403 Your role may not do this")
    verdict = "done" if allowed else "not_yours"
    assert room.audit(*ACTS) == [("cleo", f"case_{act}", number, verdict)]


def test_a_case_that_somebody_closes_first_is_shown_as_it_is_now(room: StaffRoom) -> None:
    number = difference(room.town)
    anna, bert = (room.signed_in(name, Role.CLERK) for name in ("anna", "bert"))
    assert acts_offered(anna, number) == acts_offered(bert, number) == ["explain"]
    does(bert, "explain", number)
    answer = anna.post(f"/operator/cases/{number}/explain", {"words": "somebody else's words"})
    assert (answer.status_code, "nothing was done a second time" in said(answer)) == (409, True)
    assert "bert" in answer.text
    assert (WHY in answer.text, "somebody else&#39;s words" in answer.text) == (True, True)
    assert acts_offered(anna, number) == []


def test_a_case_is_closed_with_a_word_of_why_that_stays_in_its_history(room_anywhere: StaffRoom) -> None:
    room = room_anywhere
    number, anna = difference(room.town), room.signed_in("anna", Role.CLERK)
    for words in ("", "  \n ", "x" * (MOST_WORDS + 1)):
        answer = anna.post(f"/operator/cases/{number}/explain", {"words": words})
        assert answer.status_code == 400
    assert acts_offered(anna, number) == ["explain"]
    assert anna.post(f"/operator/cases/{number}/explain", {"words": f" {WHY}\n"}).status_code == 303
    assert WHY in room.signed_in("bert", Role.VIEWER).get(f"/operator/cases/{number}").text
    with room.town.gateway.parts.database.reading() as connection:
        assert [event.words for event in cases.history(connection, number)] == ["", WHY]


@pytest.mark.parametrize(("kind", "fen"), [("provider_only", 10_001), ("journal_set_aside", 0)])
def test_a_large_sum_and_an_unknown_one_are_explained_by_a_supervisor(
    room: StaffRoom, kind: str, fen: int
) -> None:
    database = room.town.gateway.parts.database
    for ref in ("a/1", "a/2"):
        database.write(lambda at, ref=ref: cases.open_case(at, kind, ref, fen, 0))
    with database.reading() as connection:
        first, second = (case.number for case in cases.open_cases(connection))
    clerk, chief = room.signed_in("bert", Role.CLERK), room.signed_in("anna", Role.SUPERVISOR)
    assert acts_offered(clerk, first) == []
    assert "by a colleague whose role may" in said(clerk.get(f"/operator/cases/{first}"))
    assert does(clerk, "explain", first).startswith("403 This is a large sum")
    assert acts_offered(chief, first) == ["explain"]
    assert does(chief, "explain", first).startswith("/operator/cases/")
    assert room.audit("case_explain") == [
        ("anna", "case_explain", first, "done"),
        ("bert", "case_explain", first, "supervisor_needed"),
    ]
    assert acts_offered(chief, second) == ["explain"]


def test_up_to_the_largest_note_a_clerk_explains(room: StaffRoom) -> None:
    number = difference(room.town, fen=10_000)
    assert does(room.signed_in("bert", Role.CLERK), "explain", number).startswith("/operator/cases/")


def test_money_that_is_owed_is_not_closed_with_a_word(room: StaffRoom) -> None:
    number = voucher(room.town)
    assert does(room.signed_in("anna", Role.CLERK), "explain", number).startswith("409 Money is still owed")


def test_whoever_is_removed_while_a_form_is_open_does_nothing(room: StaffRoom) -> None:
    number, anna = difference(room.town), room.signed_in("anna", Role.CLERK)
    token = anna.form_token()
    room.enrol("anna", Role.VIEWER)
    answer = anna.post_alone(f"/operator/cases/{number}/explain", {"form_token": token})
    assert answer.status_code == 401
    assert room.audit(*ACTS) == []


def test_cash_left_open_is_settled_from_the_notes(room: StaffRoom) -> None:
    slot = Slot(room.town, bills_of(room.town, "gas"))
    slot.put_in(2_000)
    room.town.after(3 * 86_400, slot.payment_id)
    [number] = re.findall(
        r'href="/operator/cases/([0-9]+)"',
        room.signed_in("eva", Role.VIEWER).get("/operator/cases?kind=cash_left_open").text,
    )
    anna = room.signed_in("anna", Role.SUPERVISOR)
    assert acts_offered(anna, number) == ["settle"]
    assert does(anna, "settle", number) == f"/operator/cases/{number}?done=settle"
    assert room.town.payment(slot.payment_id).outcome == "part_settled"
    assert does(anna, "settle", number).startswith("409 This case has been closed")


def test_the_list_goes_through_every_case_once(room_anywhere: StaffRoom) -> None:
    room = room_anywhere
    made = {difference(room.town, f"wechat/charge/{n}", n // 7) for n in range(2 * PAGE + 3)}
    anna, path, seen = room.signed_in("anna", Role.VIEWER), "/operator/cases?state=open", []
    while path:
        page = anna.get(path).text
        seen += re.findall(r'href="/operator/cases/([0-9]+)"', page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        path = onward[1].replace("&amp;", "&") if onward else ""
    assert (len(seen), set(seen)) == (len(made), made)


def test_a_kind_is_shown_alone_and_what_is_unknown_shows_nothing(room: StaffRoom) -> None:
    number = difference(room.town)
    found(room.town, "n-1", 5_000)
    anna = room.signed_in("anna", Role.VIEWER)
    page = anna.get("/operator/cases?kind=provider_only").text
    assert re.findall(r'href="/operator/cases/([0-9]+)"', page) == [number]
    assert "nothing to look into" in anna.get("/operator/cases?kind=no_such_kind").text
    assert re.search(r'<span class="figure">2</span><a href="/operator/cases"', anna.get("/operator").text)
