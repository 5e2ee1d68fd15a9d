"""A kiosk killed while it writes a meter card: what was paid is carried on, and nobody pays again."""

from tests.journeys.books import Books
from tests.journeys.codes import wechat
from tests.journeys.line import GatewayLine, Held
from tests.journeys.neighbours import Neighbours, account, owes_one_of_each
from tests.system.processes import PATIENCE_S, KioskProcess
from tests.system.test_power_cuts import the_payment

PAID_FEN = 5000


def test_killed_while_a_card_is_written_it_is_carried_on_without_paying(
    kiosk: KioskProcess, neighbours: Neighbours, line: GatewayLine, books: Books
) -> None:
    number = account(neighbours.one(owes_one_of_each), "gas").number
    kiosk.does("reads", "home")
    kiosk.does("inserts_meter_card", "gas", number)
    kiosk.does("takes_ic_card_back")
    kiosk.does("reads", "bill")
    kiosk.does("taps", "agree", "yuan_50", "pay", "phone_code")
    kiosk.does("shows", wechat("0000"))
    kiosk.does("reads", "present")
    held = Held(forwarded=False)
    line.behave(held, at="/v1/card-sessions/")
    kiosk.does("inserts_meter_card", "gas", number)
    assert held.reached.wait(PATIENCE_S)
    assert list((kiosk.state / "meter_cards").iterdir()), "owed to the gateway, on the disk"
    kiosk.kill()
    line.recover()
    kiosk.start()
    kiosk.does("reads", "home")
    kiosk.does("inserts_meter_card", "gas", number)
    kiosk.does("takes_ic_card_back")
    kiosk.does("ends", "settled")
    payment_id = the_payment(line)
    assert sum(fen for fen in books.moved(payment_id).values() if fen > 0) == PAID_FEN
    asked = [asked for asked in line.asked if asked.verb == "POST" and asked.path == "/v1/payments"]
    assert len(asked) == 1
    assert list((kiosk.state / "meter_cards").iterdir()) == []
    books.check()
