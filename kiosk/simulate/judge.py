"""Watches a world from outside and holds every invariant against it, at its moment or at the end.

It sees what nobody in the world sees at once: both journals, the gateway's store, the providers' and billers'
books, the papers in the residents' hands.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from kiosk.gateway.payment_store import Change, StoredPayment
from kiosk.gateway.problems import Refused
from kiosk.gateway.settings import RechargeTries
from kiosk.payment import (
    invariants,
    invariants_cards,
    invariants_claims,
    invariants_kiosk,
    invariants_ledger,
    invariants_limits,
)
from kiosk.payment.attempt import Attempt, Happening
from kiosk.payment.invariants import Violation
from kiosk.payment.ledger import LedgerTransaction
from kiosk.payment.legs import LegState, total_fen
from kiosk.payment.load_state import Load
from kiosk.payment.saga_state import Payment, PaymentState
from kiosk.session.household import Outcome
from kiosk.simulate import judge_loads
from kiosk.simulate.billers import Owed, Posting
from kiosk.simulate.clocks import MIDNIGHT_S
from kiosk.simulate.day_end import unreconciled
from kiosk.simulate.judge_cards import CardJudge
from kiosk.simulate.judge_told import ToldJudge
from kiosk.simulate.orders import Order, Orders
from kiosk.wire.payments import PaymentRequest

if TYPE_CHECKING:
    from kiosk.simulate.kiosk import Kiosk
    from kiosk.simulate.world import World

_MOST_TOLD = 20


class Judge:
    def __init__(self, world: "World") -> None:
        self.violations: list[Violation] = []
        self.agreed: dict[str, PaymentRequest] = {}
        """What each resident was shown and agreed to, by payment."""
        self.cards = CardJudge(world)
        self.told = ToldJudge(world)
        self._world = world
        self._kiosk_of: dict[str, Kiosk] = {}
        self._postings: list[tuple[str, int, int]] = []
        self._originals: Counter[str] = Counter()
        self._acknowledged: dict[str, list[str]] = {}
        self._wrong_codes: list[tuple[str, int]] = []
        self._times_agree = not world.faults.wall_jumps

    def hold(self, found: Iterable[Violation]) -> None:
        for violation in found:
            if len(self.violations) < _MOST_TOLD:
                self.violations.append(violation)
                self._world.note("judge", "{}", violation)

    # -- at their moment ------------------------------------------------------------------------------

    def intended(self, kiosk: "Kiosk", request: PaymentRequest) -> None:
        self._kiosk_of[request.payment_id] = kiosk

    def created(self, stored: StoredPayment) -> None:
        payment = stored.payment
        if payment.legs:
            agreed = self.agreed.get(payment.payment_id)
            agreed_fen = max(agreed.amount_fen, agreed.recharge_fen or 0) if agreed else None
            meant_fen = self._meant_fen(payment.payment_id)
            self.hold(invariants_kiosk.taken_in_unmeant(payment, agreed_fen, meant_fen))
        if not payment.final and any(leg.limited_account for leg in payment.legs):
            self.hold(invariants_limits.day_limit_passed(self._payments(), payment))

    def changed(self, before: Payment, changes: Sequence[Change]) -> None:
        for change in changes:
            after = change.after
            self._world.edges.payment(before, after, change.cause)
            if before.state is not after.state or before.legs is not after.legs:
                self.hold(invariants.wrong_step(before, after, change.cause))
                self.hold(invariants.wrong_sums(after))
                if self._world.recording:
                    self._tell_step(before, after, change.cause)
                if after.reason == "recharge_unknown" and after.state is PaymentState.DECLINED:
                    begun_ms = after.created_ms - round(MIDNIGHT_S * 1000)
                    self._wrong_codes.append((after.kiosk_id, begun_ms))
            before = after

    def load_owed(self, load: Load) -> None:
        judge_loads.owed(self._world, load)

    def load_changed(self, before: Load, after: Load, cause: str) -> None:
        self.hold(judge_loads.changed(self._world, before, after, cause))

    def _tell_step(self, before: Payment, after: Payment, cause: str) -> None:
        legs = [leg.state.value for leg in after.legs]
        told = (after.payment_id, before.state.value, after.state.value, cause, legs)
        self._world.note("gateway", "{}: {} -> {} ({}) {}", *told)

    def stepped(self, kiosk: "Kiosk", before: Attempt, event: Happening, after: Attempt) -> None:
        """An attempt has come to another phase."""
        cause = type(event).__name__
        self._world.edges.attempt(before.phase, cause, after.phase)
        self.hold(invariants_kiosk.wrong_phase(after.payment_id, before.phase, cause, after.phase))
        self._world.note(kiosk.name, "{}: {} -> {} ({})", after.payment_id, before.phase, after.phase, cause)

    def ordered(self, orders: Orders, order: Order) -> None:
        """A provider has got an order it did not have."""
        self._world.note(orders.name, "has an order {} of {} fen", order.order_no, order.amount_fen)
        payment = self._payment_of(order.order_no)
        self.hold(invariants_kiosk.ordered_unasked(order.amount_fen, payment, order.order_no))

    def sale(self, kiosk: "Kiosk", payment_id: str, amount_fen: int) -> None:
        """The terminal asks for a card."""
        if "card_started" not in kiosk.journal.history(payment_id):
            self.hold([Violation("I8", payment_id, "a card is asked for that is not written down")])
        if amount_fen != self.agreed[payment_id].amount_fen:
            self.hold([Violation("I12", payment_id, f"the terminal asks for {amount_fen} fen")])

    def paid(self, order: Order) -> None:
        """A payer's money has come in: nobody else's may be in for the same bill."""
        open_loads = judge_loads.open_ids(self._world)
        live = {
            leg.bill_id: other.payment_id
            for other in self._payments()
            for leg in other.legs
            if leg.kind != "prepaid" or leg.state is not LegState.POSTED or leg.posting_ref in open_loads
            if self._holds(other, leg.refund_no, leg.posting_ref)
        }
        payment = self._payment_of(order.order_no)
        if payment is not None:
            bills = [leg.bill_id for leg in payment.legs]
            self.hold(invariants_claims.charged_twice(bills, live, payment.payment_id))

    def posted(self, owed: Owed, posting: Posting) -> None:
        self._postings.append((owed.bill_id, posting.amount_fen, owed.due_fen))
        self.hold(invariants.posted_twice(p for p in self._postings if p[0] == owed.bill_id))

    def paper(self, kiosk: "Kiosk", said: Outcome) -> None:
        """An original comes out of the printer."""
        if said.kind in {"settled", "part_settled"}:
            self._originals[said.payment_id] += 1
            self.hold(invariants_kiosk.second_original(self._originals))
            told = [number for number, leg in enumerate(said.legs) if leg.state == "posted"]
            claimed = [self._at_biller(said.payment_id, number) for number in told]
            self.hold(invariants_kiosk.false_paper(said.kind, claimed, said.payment_id))

    def not_begun(self, payment_id: str) -> None:
        """The resident was told that nothing was sent."""
        if payment_id in self._world.sent:
            self.hold([Violation("I10", payment_id, "said not to be sent, and sent")])

    def acknowledged(self, kiosk: "Kiosk", payment_id: str, kind: str) -> None:
        """Somebody was told that the entry is on the disk."""
        self._acknowledged.setdefault(kiosk.name, []).append(f"{payment_id} {kind}")

    def rebooted(self, kiosk: "Kiosk") -> None:
        """What the disk holds is what was acknowledged; from now on everybody has read it."""
        durable = [f"{entry.payment_id} {entry.kind}" for entry in kiosk.journal.entries]
        told = self._acknowledged.get(kiosk.name, [])
        self.hold(invariants_kiosk.forgotten(kiosk.name, told, durable))
        self._acknowledged[kiosk.name] = durable

    def replayed(self, request: PaymentRequest, before: StoredPayment | None, answer: object) -> None:
        """I11, I16: another content under a used id is refused and changes nothing."""
        refused = isinstance(answer, Refused) and answer.code == "idempotency_key_reused"
        if not refused or self._world.store.load(request.payment_id) != before:
            self.hold(
                [Violation("I11", request.payment_id, "other content under the same id was not refused")]
            )

    def guessed(self, kiosk_id: str, rules: RechargeTries) -> None:
        """Somebody was told that a code is no card's. To a clock a day ahead all tries are long ago."""
        now_ms = self._world.engine.now_ms
        if self._times_agree:
            since_ms, most = now_ms - rules.within_s * 1000, (rules.most_per_kiosk, rules.most_over_all)
            self.hold(invariants_limits.guessed_on(kiosk_id, self._wrong_codes, since_ms, *most))
        self._wrong_codes.append((kiosk_id, now_ms))

    # -- at the end -----------------------------------------------------------------------------------

    def unsettled(self, *, held_allowed: bool) -> list[Violation]:
        """What an hour after the last fault nobody may find any more."""
        found = list(invariants.not_at_rest(self._payments(), held_allowed=held_allowed))
        found += judge_loads.unsettled(self._world)
        held = {p.payment_id for p in self._payments() if held_allowed and not p.final}
        for kiosk in self._world.kiosks:
            open_intents = [each for each in kiosk.journal.open_intents() if each not in held]
            found += invariants_kiosk.unclosed(kiosk.name, open_intents)
            found += invariants_cards.sessions_owed(kiosk.name, kiosk.cards.disk.files)
        return found

    def rest(self) -> None:
        """Everything is final: all books must tell the same."""
        world = self._world
        for payment in self._payments():
            outside = self._outside(payment)
            self.hold(invariants.wrong_money(payment, outside))
            self.hold(invariants.wrong_sums(payment))
            entries = self._entries(payment.payment_id)
            self.hold(invariants_ledger.unbalanced(payment.payment_id, entries))
            self.hold(invariants_ledger.wrong_suspense(payment, entries))
        self.hold(
            invariants_claims.wrong_claims(self._payments(), world.store.claims, judge_loads.open_ids(world))
        )
        self.hold(judge_loads.at_rest(world))
        self.hold(self.cards.at_rest())
        self.hold(self.told.at_rest())
        self.hold(invariants_limits.wrong_counts(self._payments(), world.store.counted))
        kept = {
            orders.name: sum(o.net_fen for o in orders.orders.values()) for orders in world.every_orders()
        }
        self.hold(
            invariants_ledger.wrong_balances(invariants_ledger.CLEARING, world.store.ledger.values(), kept)
        )
        boxes = {kiosk.name: sum(kiosk.acceptor.box.values()) for kiosk in world.kiosks}
        cash = (*world.store.ledger.values(), *world.cash.found_ledger)
        self.hold(invariants_ledger.wrong_balances(invariants_ledger.BOXES, cash, boxes))
        self.hold(world.office.wrong())
        self.hold(unreconciled(world))
        for kiosk in world.kiosks:
            for payment_id in kiosk.journal.intents():
                said = kiosk.journal.result(payment_id)
                if said is not None and not self._undecided(said, payment_id):
                    self.hold(invariants_kiosk.another_end(payment_id, said, self._payment(payment_id)))

    # -- what it sees ---------------------------------------------------------------------------------

    def _undecided(self, said: str, payment_id: str) -> bool:
        """Notes came for a payment that had ended: people settle them, and nobody was told of an end."""
        payment = self._payment(payment_id)
        return said == "pending" and payment is not None and payment.method == "cash"

    def _payments(self) -> list[Payment]:
        return [stored.payment for stored in self._world.store.payments.values()]

    def _payment(self, payment_id: str) -> Payment | None:
        stored = self._world.store.payments.get(payment_id)
        return stored.payment if stored else None

    def _payment_of(self, order_no: str) -> Payment | None:
        return self._payment(self._world.payment_id_of(order_no))

    def _entries(self, payment_id: str) -> list[LedgerTransaction]:
        return [entry for key, entry in self._world.store.ledger.items() if key[0] == payment_id]

    def _meant_fen(self, payment_id: str) -> int | None:
        kiosk = self._kiosk_of.get(payment_id)
        if kiosk is None or payment_id not in kiosk.journal.intents():
            return None
        intent = kiosk.journal.intent(payment_id)
        return max(intent.amount_fen, intent.face_fen)

    def _orders(self, payment: Payment) -> list[Order]:
        """Of all providers and under all numbers, also such as nobody should have made."""
        number = payment.payment_id.replace("-", "")
        every = chain.from_iterable(orders.orders.values() for orders in self._world.every_orders())
        return [order for order in every if order.order_no.startswith(number)]

    def _outside(self, payment: Payment) -> invariants.Outside:
        orders = self._orders(payment)
        loads = judge_loads.refund_numbers(self._world)
        number = payment.payment_id.replace("-", "")
        postings = chain.from_iterable(each.postings.values() for each in self._world.town.billers.values())
        return invariants.Outside(
            paid_fen=sum(order.amount_fen for order in orders if order.paid)
            + self._world.cash.inside_fen(payment.payment_id),
            returned_fen=sum(order.returned_fen for order in orders if order.paid)
            + total_fen(payment.legs, LegState.VOUCHER)
            - sum(fen for order in orders for no, (fen, _) in order.refunds.items() if no in loads),
            posted_fen={
                posting.posting_ref: posting.amount_fen
                for posting in postings
                if posting.state == "posted" and posting.posting_ref.startswith(number)
            },
            refunded=frozenset(no for order in orders for no in order.refunds) - loads,
        )

    def _holds(self, payment: Payment, refund_no: str, posting_ref: str) -> bool:
        """Whether a payer's money is in this leg and neither given back nor at the biller."""
        orders = self._orders(payment)
        return any(o.paid and not o.closed and refund_no not in o.refunds for o in orders)

    def _at_biller(self, payment_id: str, leg: int) -> bool:
        payment = self._payment(payment_id)
        if payment is None:
            return False
        of = payment.legs[leg]
        return self._world.town.billers[of.biller_id].holds(of.posting_ref)
