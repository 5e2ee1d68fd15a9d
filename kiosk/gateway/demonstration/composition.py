"""Puts the demonstration's outside world together for the gateway."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

import msgspec

from kiosk.gateway.demonstration.account_pasts import MoodyRecords, SimulatedRecords, records_by_biller
from kiosk.gateway.demonstration.acquirer import SimulatedCardAcquirer
from kiosk.gateway.demonstration.biller import Accounts, SimulatedBiller, accounts_by_biller
from kiosk.gateway.demonstration.card_company import SimulatedCardCompany, card_companies
from kiosk.gateway.demonstration.meter_company import SimulatedMeterCompany
from kiosk.gateway.demonstration.meters import Meter, meters_by_biller, meters_of
from kiosk.gateway.demonstration.moods import Moods
from kiosk.gateway.demonstration.moody import MoodyBiller, MoodyCharges
from kiosk.gateway.demonstration.phone_code_provider import SimulatedPhoneCodeProvider
from kiosk.gateway.demonstration.recharge_card_issuer import PARTY as RECHARGE_CARDS
from kiosk.gateway.demonstration.recharge_card_issuer import SimulatedRechargeCardIssuer
from kiosk.gateway.demonstration.recharge_cards import cards_by_biller
from kiosk.gateway.demonstration.register import DemonstrationRegister
from kiosk.gateway.demonstration.residents import households_of, residents, words
from kiosk.gateway.demonstration.supplies import CardSupply, supplies_by_biller
from kiosk.gateway.demonstration.world import World
from kiosk.gateway.parties.biller_rules import BillerBook
from kiosk.gateway.parties.provider_rules import ProviderBook, shipped_providers
from kiosk.gateway.payments.acts import Outside
from kiosk.gateway.sql.database import Database
from kiosk.gateway.steady_time import SteadyTime
from kiosk.payment.timers import SagaTimers

PHONE_CODE_PROVIDERS = ("wechat", "alipay", "unionpay", "ecny")


class Demonstration(msgspec.Struct, frozen=True):
    world: World
    register: DemonstrationRegister
    outside: Outside
    acquirer: SimulatedCardAcquirer
    billers: dict[str, SimulatedBiller]
    moods: Moods
    issuers: Mapping[str, SimulatedRechargeCardIssuer]
    meters: Mapping[str, SimulatedMeterCompany]
    cards: Mapping[str, SimulatedCardCompany]


def demonstration(
    database: Database, book: BillerBook, time: SteadyTime, timers: SagaTimers, own_households: bytes = b""
) -> Demonstration:
    """A new database is a fresh start: nobody has paid anything yet. Raises ProviderUnknown."""
    timers.need([*PHONE_CODE_PROVIDERS, "card", RECHARGE_CARDS])
    world = World(database, time)
    register, accounts, meters, supplies, records = _files(book, own_households)
    sold = _sold_in_advance(meters, supplies)
    billers = {
        biller_id: SimulatedBiller(world, of_biller, book[biller_id].on_account, sold.get(biller_id, ()))
        for biller_id, of_biller in accounts.items()
    }
    meter_companies = {name: SimulatedMeterCompany(world, each) for name, each in meters.items()}
    companies = card_companies(world, supplies)
    acquirer = SimulatedCardAcquirer(world)
    providers = {
        name: SimulatedPhoneCodeProvider(world, name, timers.charge(name)) for name in PHONE_CODE_PROVIDERS
    }
    issuers = {
        biller_id: SimulatedRechargeCardIssuer(world, cards)
        for biller_id, cards in cards_by_biller(book).items()
    }
    moods = Moods(frozenset({*providers, "card", RECHARGE_CARDS}), frozenset(billers))
    outside = Outside(
        providers={name: MoodyCharges(name, each, moods) for name, each in providers.items()},
        acquirer=MoodyCharges("card", acquirer, moods),
        billers={name: MoodyBiller(name, each, moods, time) for name, each in billers.items()},
        issuers={name: MoodyCharges(RECHARGE_CARDS, each, moods) for name, each in issuers.items()},
        meters=meter_companies,
        cards=companies,
        records={name: MoodyRecords(name, each, moods) for name, each in records.items()},
    )
    return Demonstration(
        world, register, outside, acquirer, billers, moods, issuers, meter_companies, companies
    )


_Files = tuple[
    DemonstrationRegister,
    Mapping[str, Accounts],
    Mapping[str, tuple[Meter, ...]],
    Mapping[str, tuple[CardSupply, ...]],
    Mapping[str, SimulatedRecords],
]


@cache
def _files(book: BillerBook, own_households: bytes) -> _Files:
    """The city's and the billers': nobody writes to them, so the gateways of a process share them."""
    households, used_words = (*residents(book), *households_of(own_households)), words()
    register = DemonstrationRegister(book, used_words, households)
    meters = meters_by_biller(used_words, households, meters_of(own_households))
    supplies = supplies_by_biller(used_words, households)
    records = records_by_biller(book, used_words, households)
    accounts = accounts_by_biller(book, used_words, households, records)
    return register, accounts, meters, supplies, records


def _sold_in_advance(
    meters: Mapping[str, Sequence[Meter]], supplies: Mapping[str, Sequence[CardSupply]]
) -> Mapping[str, Sequence[str]]:
    """The numbers of what each biller sells in advance, to meters and on cards."""
    numbers: dict[str, list[str]] = {
        biller_id: [meter.supply_no for meter in of_biller] for biller_id, of_biller in meters.items()
    }
    for biller_id, of_biller in supplies.items():
        numbers.setdefault(biller_id, []).extend(supply.supply_no for supply in of_biller)
    return numbers


@cache
def demonstration_providers() -> ProviderBook:
    """The shipped rules with an invented form for the codes of e-CNY."""
    content = resources.files("kiosk.gateway.demonstration").joinpath("providers.toml").read_bytes()
    return shipped_providers().changed_by(content, "demonstration/providers.toml")
