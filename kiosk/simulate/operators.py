"""Acts of people at a counter, at the service desk and in the office, while payments are under way."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.simulate.office import PEOPLE

if TYPE_CHECKING:
    from kiosk.simulate.world import World

_PAUSED_MS = (60_000, 600_000)
_OFFICE = ("office", "gateway")


def act(world: "World") -> None:
    acts = (_abandon, _pay_at_the_counter, _correct, _replay, _pause, _day_end, _day_end, _pay_out, _pay_out)
    world.chance.choice(acts)(world)


def _abandon(world: "World") -> None:
    """At the service desk a payment is abandoned."""
    payments = [stored.payment for stored in world.store.payments.values() if not stored.payment.final]
    if payments:
        payment = world.chance.choice(payments)
        world.note("operator", "abandons {}", payment.payment_id)
        world.front().serve("cancel", (payment.payment_id,), lambda _: None)


def _pay_at_the_counter(world: "World") -> None:
    """At a biller's own counter a bill is paid."""
    bill = world.chance.choice(list(world.town.bills.values()))
    world.town.billers[bill.biller_id].pay_elsewhere(bill.bill_no)


def _correct(world: "World") -> None:
    """A biller corrects a bill."""
    bill = world.chance.choice(list(world.town.bills.values()))
    if not world.town.billers[bill.biller_id].is_paid(bill.bill_no):
        bill.version, bill.due_fen = bill.version + 1, bill.due_fen + 100


def _replay(world: "World") -> None:
    """A request is sent again with another sum."""
    gateway, sent = world.front(), list(world.judge.agreed.values())
    stored = {each.payment_id: world.store.load(each.payment_id) for each in sent}
    known = [each for each in sent if (of := stored[each.payment_id]) and of.fingerprint is not None]
    if known and gateway.up:
        request = world.chance.choice(known)
        first, *others = request.bills
        bill = replace(first, amount_fen=first.amount_fen + 1)
        other = replace(request, bills=(bill, *others), amount_fen=request.amount_fen + 1)
        before = stored[request.payment_id]
        gateway.serve("submit", (other,), lambda answer: world.judge.replayed(request, before, answer))


def _pause(world: "World") -> None:
    """Nothing new is taken for a biller for a while; what is under way goes on."""
    biller_id = world.chance.choice(list(world.town.billers))
    world.note("operator", "pauses {}", biller_id)
    world.town.paused[biller_id] = None
    world.engine.after(world.chance.choice(_PAUSED_MS), world.town.paused.pop, biller_id, None)


def _day_end(world: "World") -> None:
    """The billers' files of the day prove what became of the legs that are held."""
    world.day_ends.end_day()


def _pay_out(world: "World") -> None:
    """In the office one person approves what is owed and one pays it out; if it is the same one, then not."""
    owed = list(world.office.owed())
    for case in world.chance.sample(owed, min(2, len(owed))):
        approves, pays = world.chance.choice(PEOPLE), world.chance.choice(PEOPLE)
        _ask(world, "approve", case, approves)
        for wait_ms in (2_000, 5_000, 20_000):  # until somebody answers, and once more to be sure
            world.engine.after(wait_ms, _ask, world, "pay_out", case, pays)


def _ask(world: "World", what: str, case: str, by: str) -> None:
    def arrive() -> None:
        world.front().serve(what, (case, by), answered)

    def answered(answer: object) -> None:
        if what == "pay_out":
            world.network.send(_OFFICE, world.office.told, case, by, answer)

    world.network.send(_OFFICE, arrive)
