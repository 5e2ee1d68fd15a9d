"""A receipt can be checked by anybody who holds it, and by nobody else."""

from .town import Town, refused

APPROVES = "134567890123450000"


def path(url: str | None) -> str:
    assert url is not None
    return url.removeprefix("http://gateway.example")


def test_the_printed_link_verifies_the_receipt(town: Town) -> None:
    paid = town.pay(APPROVES)
    receipt = town.http.get(path(paid.verification_url)).json()
    assert receipt["receipt_no"] == paid.receipt_no
    assert (receipt["amount_fen"], receipt["outcome"]) == (23875, "settled")
    assert receipt["paid_at"] == paid.paid_at


def test_a_telephone_gets_a_page_with_the_same_figures(town: Town) -> None:
    paid = town.pay(APPROVES)
    page = town.http.get(path(paid.verification_url), headers={"accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert paid.receipt_no is not None
    assert [
        each
        for each in (paid.receipt_no, "238.75", "112.30", "2026-11-21", "演示凭条")
        if each not in page.text
    ] == []


def test_a_wrong_code_tells_nothing(town: Town) -> None:
    paid = town.pay(APPROVES)
    wrong = path(paid.verification_url)[:-1] + "?"
    assert refused(town.http.get(wrong)) == (404, "receipt_unknown")
    page = town.http.get(wrong, headers={"accept": "text/html"})
    assert page.status_code == 404
    assert "238.75" not in page.text


def test_receipt_numbers_differ_and_stay(town: Town) -> None:
    first = town.pay(APPROVES)
    bills = town.look_up("account", "3102664200015", scope="household").bills
    second = town.pay("134567890123460000", bills)
    assert first.receipt_no != second.receipt_no
    town.restart()
    assert town.payment(first.payment_id) == first


def test_no_receipt_without_settlement(town: Town) -> None:
    answer = town.pay("134567890123450002")
    assert (answer.receipt_no, answer.verification_code, answer.verification_url) == (None, None, None)
