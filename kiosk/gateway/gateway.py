"""The gateway put together on one database: what the HTTP handlers ask and the server drives."""

import secrets
from random import Random

import msgspec

from kiosk.gateway.counter.alarm_rules import alarm_book_with
from kiosk.gateway.counter.counter import Counter, counter_on
from kiosk.gateway.demonstration.composition import (
    Demonstration,
    demonstration,
    demonstration_providers,
)
from kiosk.gateway.office.cash_office import CashOffice
from kiosk.gateway.office.day_sheets import DaySheets
from kiosk.gateway.office.load_office import LoadOffice
from kiosk.gateway.parties.adapters import CardRecord, HouseholdRecord
from kiosk.gateway.parties.biller_rules import BillerBook, shipped_biller_book
from kiosk.gateway.parties.pauses import Pauses
from kiosk.gateway.parties.provider_rules import ProviderBook, shipped_providers
from kiosk.gateway.payments.account_numbers import AccountNumbers
from kiosk.gateway.payments.acts import Outside
from kiosk.gateway.payments.bill_desk import BillDesk
from kiosk.gateway.payments.biller_turns import BillerTurns
from kiosk.gateway.payments.card_sessions import CardSessions
from kiosk.gateway.payments.cash import Cash
from kiosk.gateway.payments.copies import Copies
from kiosk.gateway.payments.driver import Driver
from kiosk.gateway.payments.histories import Histories
from kiosk.gateway.payments.history_desk import HistoryDesk
from kiosk.gateway.payments.known_bills import KnownBills
from kiosk.gateway.payments.loads import Loads
from kiosk.gateway.payments.look_up import LookUps
from kiosk.gateway.payments.paid import Paid
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.payments.payments import Payments
from kiosk.gateway.payments.receipts import Receipts
from kiosk.gateway.payments.recharge_cards import RechargeCards
from kiosk.gateway.payments.sql_payment_store import SqlPaymentStore, latest_ms
from kiosk.gateway.rate_limit import RateLimit
from kiosk.gateway.settings import GatewaySettings
from kiosk.gateway.sql.open_database import open_database
from kiosk.gateway.steady_time import Clock, SteadyTime
from kiosk.gateway.trust.key_file import KeyFileWrong
from kiosk.gateway.trust.own_secret import own_tokens
from kiosk.gateway.trust.sealed_rows import seals_of


class Gateway(msgspec.Struct, frozen=True):
    parts: Parts
    driver: Driver
    payments: Payments
    cash: Cash
    cash_office: CashOffice
    load_office: LoadOffice
    day_sheets: DaySheets
    look_ups: LookUps
    histories: Histories
    paid: Paid
    account_numbers: AccountNumbers
    desk: BillDesk
    known_bills: KnownBills
    look_up_limit: RateLimit
    receipts: Receipts
    copies: Copies
    recharge_cards: RechargeCards
    loads: Loads
    card_sessions: CardSessions
    counter: Counter
    demonstration: Demonstration | None

    def close(self) -> None:
        self.parts.database.close()


class _NoCustomers:
    """The register of a gateway that serves no biller yet."""

    def by_account(self, biller_id: str, number: str) -> HouseholdRecord | None:
        return None

    def by_id_card(self, id_number: str) -> tuple[HouseholdRecord, ...]:
        return ()

    def by_card(self, card_number: str) -> CardRecord | None:
        return None


def open_gateway(
    db_url: str, settings: GatewaySettings, clock: Clock, process_name: str | None = None
) -> Gateway:
    """`process_name` must differ between processes; by default it is a new one.

    Raises sqlalchemy.exc.SQLAlchemyError when the database cannot be opened, ProviderUnknown when somebody
    takes money under no rules, KeyFileWrong when the database's keys cannot be opened with the key file,
    AlarmRulesWrong for rules of alarms that are none.
    """
    process_name = process_name or secrets.token_hex(8)
    database = open_database(db_url, Random(process_name), settings.isolation)
    try:
        seals = seals_of(database, db_url, settings.key_file)
        codes = own_tokens(database, seals)
    except KeyFileWrong:
        database.close()
        raise
    with database.reading() as connection:
        time = SteadyTime(clock, latest_ms(connection))
    providers = _providers(settings)
    timers = msgspec.structs.replace(settings.timers, providers=providers.timers().providers)
    settings = msgspec.structs.replace(settings, timers=timers)
    book = settings.billers or shipped_biller_book()
    shown = None
    if settings.demonstration:
        shown = demonstration(database, book, time, timers, settings.own_households)
    outside = shown.outside if shown else Outside(providers={}, acquirer=None, billers={})
    once = {"card": outside.acquirer, "recharge_card": outside.issuers}
    timers.need([*outside.providers, *(name for name, there in once.items() if there)])
    parts = Parts(
        process_name=process_name,
        settings=settings,
        database=database,
        store=SqlPaymentStore(database, codes),
        codes=codes,
        time=time,
        book=(book if shown else BillerBook(())).asking(Pauses(database, time).now),
        register=shown.register if shown else _NoCustomers(),
        outside=outside,
        providers=providers,
        seals=seals,
    )
    return assemble(parts, shown)


def _providers(settings: GatewaySettings) -> ProviderBook:
    if settings.providers is not None:
        return settings.providers
    return demonstration_providers() if settings.demonstration else shipped_providers()


def assemble(parts: Parts, shown: Demonstration | None = None) -> Gateway:
    turns, known_bills = BillerTurns(parts), KnownBills(parts.database)
    desk, history_desk = BillDesk(parts, turns), HistoryDesk(parts, turns)
    loads = Loads(parts, known_bills)
    driver = Driver(parts, desk.forget, loads.driver.wake)
    return Gateway(
        parts=parts,
        driver=driver,
        payments=Payments(parts, driver, desk, known_bills),
        cash=Cash(parts, driver),
        cash_office=CashOffice(parts, driver),
        load_office=LoadOffice(parts, loads.driver),
        day_sheets=DaySheets(parts.database, parts.time),
        desk=desk,
        known_bills=known_bills,
        look_ups=LookUps(parts, desk, known_bills),
        histories=Histories(parts, history_desk),
        paid=Paid(parts, history_desk, known_bills),
        account_numbers=AccountNumbers(parts),
        look_up_limit=RateLimit(parts.time, parts.settings.look_ups_per_minute),
        receipts=Receipts(parts),
        copies=Copies(parts),
        recharge_cards=RechargeCards(parts, known_bills),
        loads=loads,
        card_sessions=CardSessions(parts, loads),
        counter=counter_on(parts, alarm_book_with(parts.settings.own_alarm_rules)),
        demonstration=shown,
    )
