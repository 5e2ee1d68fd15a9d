"""What staff do about cash: nothing is paid out on one person's word, nothing twice, nothing unrecorded."""

from typing import Any

import httpx
import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from kiosk.gateway.cases import cases
from kiosk.gateway.trust import operators, staff
from kiosk.gateway.trust.staff import Role

from .cash_desk import Slot, at_rest, bills_of, found, open_cases
from .town import Town, answered, refused

OFFICE = "cash:office"
WHY = "counted twice, nothing was missing"


class Counter:
    """Two people at the counter, each with a token."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.tokens = {name: operators.new_token(name) for name in ("wang", "zhao")}
        for token in self.tokens.values():
            town.gateway.parts.database.write(lambda c, token=token: operators.enrol_operator(c, token, 0))

    def does(self, name: str, what: str, number: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.tokens[name]}"}
        body = {"words": WHY} if what == "explanation" else None
        return self.town.http.post(f"/v1/operator/cases/{number}/{what}", headers=headers, json=body)

    def reads(self, path: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self.tokens['wang']}"}
        return self.town.http.get(f"/v1/operator/cases{path}", headers=headers)


def voucher(town: Town) -> str:
    slot = Slot(town, bills_of(town, "gas"))
    slot.put_in(2_000)
    number = slot.close().legs[1].voucher_no
    assert number is not None
    return number


def test_a_voucher_is_paid_out_by_one_and_approved_by_another(town: Town) -> None:
    counter, number = Counter(town), voucher(town)
    assert refused(counter.does("wang", "pay-out", number)) == (403, "second_person_needed")
    assert counter.does("wang", "approval", number).status_code == 200
    assert refused(counter.does("wang", "pay-out", number)) == (403, "second_person_needed")
    paid = counter.does("zhao", "pay-out", number).json()
    assert (paid["state"], paid["closed_how"], paid["fen"]) == ("closed", "paid_out", 2_000)
    assert [(act["act"], act["by"]) for act in paid["history"]] == [
        ("opened", "gateway"),
        ("approved", "wang"),
        ("paid_out", "zhao"),
    ]
    assert refused(counter.does("zhao", "pay-out", number)) == (409, "case_closed")
    assert (town.balance_fen("refund_payable"), town.balance_fen(OFFICE)) == (0, -2_000)
    at_rest(town, 2_000)


def test_every_act_by_token_is_on_record_done_or_refused(town: Town) -> None:
    counter, number = Counter(town), voucher(town)
    counter.does("wang", "approval", number)
    counter.does("wang", "pay-out", number)
    counter.does("zhao", "pay-out", number)
    counter.tokens["wang"] = operators.new_token("wang")
    assert refused(counter.does("wang", "approval", number)) == (401, "operator_unknown")
    with town.gateway.parts.database.reading() as connection:
        lines = operators.audit_lines(connection, "", 100)
    told = sorted((each.name, each.act, each.about, each.verdict) for each in lines if each.about == number)
    assert told == [
        ("wang", "case_approve", number, "done"),
        ("wang", "case_pay_out", number, "second_person_needed"),
        ("zhao", "case_pay_out", number, "done"),
    ]


def test_an_approval_counts_once_however_often_it_is_given(file_town: Town) -> None:
    counter, number = Counter(file_town), voucher(file_town)
    first = counter.does("wang", "approval", number).json()
    assert counter.does("wang", "approval", number).json() == first


def test_a_found_note_is_paid_out_from_what_is_unclaimed(file_town: Town) -> None:
    counter, number = Counter(file_town), found(file_town, "n-1", 5_000).json()["case_no"]
    counter.does("zhao", "approval", number)
    assert counter.does("wang", "pay-out", number).status_code == 200
    assert (file_town.balance_fen("unclaimed"), file_town.balance_fen(OFFICE)) == (0, -5_000)


def test_a_note_of_unknown_value_is_explained_and_never_paid_out(file_town: Town) -> None:
    counter, number = Counter(file_town), found(file_town, "n-1", 0).json()["case_no"]
    assert refused(counter.does("wang", "approval", number)) == (409, "case_not_payable")
    closed = counter.does("wang", "explanation", number).json()
    assert (closed["closed_how"], closed["history"][-1]["words"]) == ("explained", WHY)


def test_without_a_word_or_for_a_large_sum_nothing_is_explained(town: Town) -> None:
    """A token has the role that its name has at the operator's page; one without a role has a clerk's."""
    counter, database = Counter(town), town.gateway.parts.database
    database.write(lambda at: cases.open_case(at, "ours_only", "wechat/charge/1", 10_001, 0))
    [case] = open_cases(town, "ours_only")
    path, headers = f"/v1/operator/cases/{case.number}/explanation", {}
    headers["Authorization"] = f"Bearer {counter.tokens['wang']}"
    for body in ({"words": ""}, {"words": "  "}, {}, {"words": WHY, "by": "zhao"}):
        assert refused(town.http.post(path, headers=headers, json=body)) == (400, "malformed")
    assert refused(counter.does("wang", "explanation", case.number)) == (403, "supervisor_needed")
    database.write(lambda at: staff.enrol(at, "wang", Role.SUPERVISOR, "", 0))
    assert counter.does("wang", "explanation", case.number).json()["state"] == "closed"


def test_a_case_that_owes_money_is_not_closed_with_a_word(file_town: Town) -> None:
    counter = Counter(file_town)
    number = voucher(file_town)
    assert refused(counter.does("wang", "explanation", number)) == (409, "case_owes_money")
    assert refused(counter.does("wang", "settlement", number)) == (409, "case_not_payable")


def test_what_a_dead_kiosk_left_open_is_settled_from_the_notes_on_record(town: Town) -> None:
    counter, slot = Counter(town), Slot(town)
    slot.put_in(10_000)
    town.after(1_800, slot.payment_id)
    [case] = open_cases(town, "cash_left_open")
    assert refused(counter.does("wang", "explanation", case.number)) == (409, "case_owes_money")
    settled = answered(counter.does("wang", "settlement", case.number))
    assert (settled.outcome, settled.inserted_fen) == ("part_settled", 10_000)
    history = counter.reads(f"/{case.number}").json()["history"]
    assert [(act["act"], act["by"]) for act in history] == [
        ("opened", "gateway"),
        ("taken_as_closed", "wang"),
        ("settled", "gateway"),
    ]
    at_rest(town, 10_000)
    # The kiosk lives after all, and knows of one note more.
    slot.put_in(500, reported=False)
    assert slot.close() == settled
    assert [each.fen for each in open_cases(town, "found_note")] == [500]
    at_rest(town, 10_500)


def test_open_cases_are_listed_by_kind_the_oldest_first(file_town: Town) -> None:
    counter, number = Counter(file_town), voucher(file_town)
    file_town.clock.advance(60)
    late = found(file_town, "n-1", 100).json()["case_no"]
    assert [each["number"] for each in counter.reads().json()["cases"]] == [number, late]
    assert [each["number"] for each in counter.reads("?kind=voucher").json()["cases"]] == [number]
    assert refused(counter.reads("/20000000")) == (404, "case_unknown")


def test_open_cases_come_a_page_at_a_time_and_nobody_who_writes_waits_for_it(file_town: Town) -> None:
    counter = Counter(file_town)
    numbers = []
    for note in range(5):
        file_town.clock.advance(1)
        numbers.append(found(file_town, f"n-{note}", 100).json()["case_no"])
    before = file_town.gateway.parts.database.writes
    seen, after = [], ""
    for _ in range(3):
        page = counter.reads(f"?most=2{after}").json()
        seen.append([each["number"] for each in page["cases"]])
        after = f"&after={page['after']}"
    assert (seen, page["after"]) == ([numbers[:2], numbers[2:4], numbers[4:]], None)
    assert [act["act"] for act in counter.reads("?most=1").json()["cases"][0]["history"]] == ["opened"]
    assert counter.reads(f"/{numbers[0]}").status_code == 200
    assert file_town.gateway.parts.database.writes == before
    assert [refused(counter.reads(f"?{wrong}")) for wrong in ("most=0", "most=101", "after=x")] == [
        (400, "malformed")
    ] * 3


def test_no_answer_lists_more_than_a_page(file_town: Town) -> None:
    counter = Counter(file_town)

    def opened(connection: Connection) -> None:
        for number in range(60):
            cases.open_case(connection, "amount_diff", f"a/{number}", 5, number)

    file_town.gateway.parts.database.write(opened)
    page = counter.reads().json()
    assert len(page["cases"]) == 50
    rest = counter.reads(f"?after={page['after']}").json()
    assert (len(rest["cases"]), rest["after"]) == (10, None)


@pytest.mark.parametrize("header", [None, "Basic x", "Bearer wang.nobody", "Bearer "])
def test_strangers_see_and_do_nothing(file_town: Town, header: str | None) -> None:
    number = voucher(file_town)
    headers = {"Authorization": header} if header else {}
    listed = file_town.http.get("/v1/operator/cases", headers=headers)
    approved = file_town.http.post(f"/v1/operator/cases/{number}/approval", headers=headers)
    assert refused(listed) == refused(approved) == (401, "operator_unknown")


def test_one_difference_has_one_case_and_its_history_is_only_added_to(town: Town) -> None:
    database = town.gateway.parts.database
    opened = [
        database.write(lambda connection: cases.open_case(connection, "amount_diff", "a/1", 5, 1))
        for _ in range(3)
    ]
    assert opened == [True, False, False]
    [case] = open_cases(town, "amount_diff")
    assert database.write(lambda c: cases.close_case(c, case.number, "explained", "wang", 2))
    assert not database.write(lambda c: cases.close_case(c, case.number, "explained", "zhao", 3))
    assert not database.write(lambda c: cases.open_case(c, "amount_diff", "a/1", 5, 4))
    with pytest.raises(DatabaseError):
        database.write(lambda c: c.exec_driver_sql("UPDATE money_case_event SET act = 'nothing'"))
