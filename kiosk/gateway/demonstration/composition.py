"""Puts the demonstration's outside world together for the gateway."""

import msgspec

from kiosk.gateway.acts import Outside
from kiosk.gateway.biller_rules import BillerBook
from kiosk.gateway.database import Database
from kiosk.gateway.demonstration.acquirer import SimulatedCardAcquirer
from kiosk.gateway.demonstration.biller import SimulatedBiller, simulated_billers
from kiosk.gateway.demonstration.phone_code_provider import SimulatedPhoneCodeProvider
from kiosk.gateway.demonstration.register import DemonstrationRegister
from kiosk.gateway.demonstration.residents import residents, words
from kiosk.gateway.demonstration.world import World
from kiosk.gateway.steady_time import SteadyTime
from kiosk.payment.timers import SagaTimers


class Demonstration(msgspec.Struct, frozen=True):
    world: World
    register: DemonstrationRegister
    outside: Outside
    acquirer: SimulatedCardAcquirer
    billers: dict[str, SimulatedBiller]


def demonstration(
    database: Database, book: BillerBook, time: SteadyTime, timers: SagaTimers
) -> Demonstration:
    """A new database is a fresh start: nobody has paid anything yet."""
    world = World(database, time)
    households, used_words = residents(book), words()
    billers = simulated_billers(book, used_words, households, world)
    acquirer = SimulatedCardAcquirer(world)
    providers = {
        "wechat": SimulatedPhoneCodeProvider(world, "wechat", timers.wechat),
        "alipay": SimulatedPhoneCodeProvider(world, "alipay", timers.alipay),
    }
    outside = Outside(providers=providers, acquirer=acquirer, billers=billers)
    register = DemonstrationRegister(book, used_words, households)
    return Demonstration(world, register, outside, acquirer, billers)
