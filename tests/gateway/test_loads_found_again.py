"""What a load has ended in and is worth money is told again to whoever proves to be its payer; a paid load
whose card is lost is found without the card."""

from http import HTTPStatus
from pathlib import Path

import msgspec
import pytest

from kiosk.gateway.cases import cases
from kiosk.wire.loads import PrepaidAnswer, PrepaidMeter

from .card_sessions import card_of
from .cash_desk import open_cases
from .loads_desk import NO_KEYPAD, OFFLINE, ONLINE, buy, drive, load_of, meter, order
from .test_card_loads_in_readers import CardKiosk
from .test_loads_in_cash import LoadSlot
from .town import Town

HOLDER, BY_CARD = "310108194709030010", "90380503006"
"""An identity card; and an account of its holder that gets no bills and has a card."""
DAY_S = 86_400


def shows_card(town: Town, utility: str) -> tuple[PrepaidMeter, ...]:
    asked = {"by": "id_card", "value": HOLDER, "utility": utility}
    response = town.post("/v1/prepaid-meters", asked)
    assert response.status_code == HTTPStatus.OK, response.text
    return msgspec.json.decode(response.content, type=PrepaidAnswer).meters


def test_digits_are_told_again_for_ninety_days_to_whoever_shows_more_than_a_number(town: Town) -> None:
    payment_id = buy(town, OFFLINE)
    drive(town)
    (found,) = shows_card(town, "water")
    assert (found.state, found.open_load) == ("may_load", None)
    assert found.told_again == (load_of(town, payment_id),)
    assert len(found.told_again[0].token or "") == 20
    assert meter(town, OFFLINE).told_again == ()
    town.clock.advance(91 * DAY_S)
    assert shows_card(town, "water")[0].told_again == ()


def test_the_newest_comes_first_none_is_left_out_and_what_is_in_the_meter_is_not_told(town: Town) -> None:
    bought = []
    for each in range(5):
        bought.append(buy(town, OFFLINE, phone_code=f"13456789012{each:03d}0000"))
        drive(town)
    told = [load.payment_id for load in shows_card(town, "water")[0].told_again]
    assert told == bought[::-1]
    buy(town, ONLINE, phone_code="134567890129990000")
    drive(town, 10)
    assert shows_card(town, "electricity")[0].told_again == ()


def test_a_voucher_is_told_again_until_it_is_fetched(town: Town) -> None:
    slot = LoadSlot(town, NO_KEYPAD)
    slot.put_in(5000)
    slot.close()
    drive(town, 8)
    asked = {"by": "id_card", "value": "310106195206140025", "utility": "water"}
    told = town.post("/v1/prepaid-meters", asked).json()["meters"]
    (kept,) = [load for each in told for load in each["told_again"]]
    (case,) = open_cases(town, "voucher")
    assert (kept["state"], kept["voucher_no"]) == ("voucher", case.number)
    close = town.gateway.parts.database.write
    assert close(lambda connection: cases.close_case(connection, case.number, "paid_out", "anna", 1))
    told = town.post("/v1/prepaid-meters", asked).json()["meters"]
    assert [load for each in told for load in each["told_again"]] == []


def test_an_account_that_is_filled_by_card_is_not_told_that_it_gets_bills(town: Town) -> None:
    found = meter(town, BY_CARD)
    assert (found.state, found.way, found.most_fen, found.balance_fen) == ("by_card", "card", 0, None)
    assert "*" in found.holder_masked


@pytest.mark.parametrize("kind", ["gas", "electricity"])
def test_a_paid_load_is_found_without_its_card(file_town: Town, tmp_path: Path, kind: str) -> None:
    """Also of an account that gets bills, or has a meter on the line as well."""
    town, kiosk = file_town, CardKiosk(file_town, tmp_path).insert(card_of(kind))
    read = kiosk.read()
    paid = town.submit(order(read))
    asked = {"by": "id_card", "value": "310108194002290011", "utility": kind}
    (found,) = [each for each in town.post("/v1/prepaid-meters", asked).json()["meters"] if each["open_load"]]
    assert (found["meter_id"], found["state"], found["way"]) == (read.meter_id, "load_unfinished", "card")
    assert found["open_load"]["payment_id"] == paid.payment_id
    assert town.post(f"/v1/loads/{found['open_load']['load_id']}/give-back", {}).is_success
    drive(town, 5)
    told = town.post("/v1/prepaid-meters", asked).json()["meters"]
    assert [each["open_load"] for each in told] == [None]
