"""A machine whose effects reach fakes: readers, scanners, a gateway that says little, and workers."""

from PIL.Image import Image

from kiosk.backend.errors import GatewayUnreachable
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.effects import Desks, EffectRunner, Services, Slots
from kiosk.runtime.journal import Journal
from kiosk.runtime.look_ups import LookUps
from kiosk.runtime.meter_cards import MeterCards
from kiosk.runtime.payments import Payments
from kiosk.runtime.pictures import Pictures
from kiosk.runtime.prepaid_meters import PrepaidMeters
from kiosk.runtime.receipts import Receipts
from kiosk.runtime.recharge_cards import RechargeCards
from kiosk.session.effects import (
    Effect,
)
from kiosk.session.events import (
    Event,
)
from kiosk.texts import load_texts
from kiosk.wire.account_numbers import AccountNumbersAnswer, AccountNumbersRequest
from kiosk.wire.bills import HouseholdAnswer, LookUpAnswer, LookUpRequest
from kiosk.wire.history import HistoriesAnswer
from kiosk.wire.loads import LoadAnswer, LoadsAnswer, PrepaidAnswer
from kiosk.wire.paid import PaidAnswer
from kiosk.wire.recharge_cards import RechargeCardAnswer, RechargeCardRequest
from tests.runtime.no_errands import NoErrands
from tests.runtime.scripted_gateway import ScriptedGateway, answer
from tests.session import facts


class FakeReader:
    def __init__(self) -> None:
        self.done: list[str] = []

    def arm(self) -> None:
        self.done.append("arm")

    def arm_to_hold(self) -> None:
        self.done.append("arm to hold")

    def disarm(self) -> None:
        self.done.append("disarm")

    def eject(self) -> None:
        self.done.append("eject")

    def button_down(self) -> None:
        self.done.append("button down")

    def button_up(self) -> None:
        self.done.append("button up")


class FakeScanner:
    def __init__(self) -> None:
        self.sees: frozenset[str] = frozenset()

    def arm(self, symbologies: frozenset[str]) -> None:
        self.sees = symbologies

    def disarm(self) -> None:
        self.sees = frozenset()

    def arm_for_document(self, *, another: bool = False) -> None:
        self.sees = frozenset({"another paper" if another else "a paper"})


class AnyGateway(ScriptedGateway):
    def prepaid(self, request: LookUpRequest) -> PrepaidAnswer:
        return PrepaidAnswer(())

    def of_payment(self, payment_id: str) -> LoadsAnswer:
        told = LoadAnswer(f"{'0193' * 8}-0", payment_id, "water", "meter", "loaded", 2000, "phone_code")
        return LoadsAnswer((told,))

    def send(self, load_id: str) -> LoadAnswer:
        raise GatewayUnreachable("loads")

    def give_back(self, load_id: str) -> LoadAnswer:
        raise GatewayUnreachable("loads")

    def look_up(self, request: LookUpRequest) -> LookUpAnswer:
        return LookUpAnswer(None)

    def look_back(self, request: LookUpRequest) -> HistoriesAnswer:
        return HistoriesAnswer(HouseholdAnswer("h1", "Z**", "Road 380"), ())

    def paid(self, request: LookUpRequest) -> PaidAnswer:
        return PaidAnswer(HouseholdAnswer("h1", "Z**", "Road 380"), ())

    def account_numbers(self, request: AccountNumbersRequest) -> AccountNumbersAnswer:
        return AccountNumbersAnswer(HouseholdAnswer("h1", "Z**", "Road 380"))

    def recharge_card(self, request: RechargeCardRequest) -> RechargeCardAnswer:
        return RechargeCardAnswer("usable", "**** 7895", 20000, 8770)

    def health(self) -> object:
        return None


class Machine:
    """All that effects may reach, with nothing behind it. `work` lets the workers do what they were given."""

    def __init__(self, clock: FakeClock, journal: Journal, told: list[Event], *, fitted: bool = True) -> None:
        self.told = told
        self.wiped = 0
        self.gateway = AnyGateway()
        self.gateway.says(answer("working"))
        self.id_reader, self.card_reader = FakeReader(), FakeReader()
        self.scanners = (FakeScanner(), FakeScanner())
        self.look_ups = LookUps(self.gateway, clock, told.append)
        self.payments = Payments(
            self.gateway, journal, clock, told.append, kiosk_id="k", new_id=lambda: "p1", terminal=None
        )
        self.receipts = Receipts(
            None, _no_drawing, load_texts("zh"), facts.RULES, journal, clock, told.append
        )
        slots = Slots(None, None, ())
        if fitted:
            eyes, camera = self.scanners, self.scanners[1]
            slots = Slots(self.id_reader, self.card_reader, eyes, camera=camera)
        cards = RechargeCards(self.gateway, self.look_ups.worker, told.append, "k")
        self.prepaid = PrepaidMeters(self.gateway, self.gateway, clock, told.append)
        self.errands = NoErrands()
        self.pictures = Pictures()
        self.asked_by_staff: list[Effect] = []
        self.asked_of_services: list[Effect] = []
        asked = self.asked_of_services.append
        self.perform = EffectRunner(
            slots,
            self.look_ups,
            self.payments,
            self.receipts,
            Services(*5 * [asked], self.pictures, asked, asked),
            Desks(cards, self.prepaid, MeterCards(self.errands, self.gateway, told.append)),
            self._wipe,
            self.asked_by_staff.append,
        )

    def _wipe(self) -> None:
        self.wiped += 1

    def work(self) -> None:
        for room in (self.look_ups, self.payments, self.receipts, self.prepaid, self.errands):
            room.worker.run_pending()


def _no_drawing(*_: object) -> Image:
    raise AssertionError("nothing is to be drawn without a printer")
