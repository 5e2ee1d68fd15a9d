"""Planted bugs that only great troubles show: a lost process, a new version, a full disk, people's acts."""

from typing import Any

from msgspec.structs import replace

from kiosk.gateway.payments.acts import perform
from kiosk.payment.legs import Leg
from kiosk.payment.saga_acts import Act, PostLeg, QueryPosting
from kiosk.payment.saga_events import Event, PostReported
from kiosk.payment.saga_state import Payment, PaymentState, open_payment, to
from kiosk.runtime.journal import Note
from kiosk.simulate.build import Build, migrated
from kiosk.simulate.day_files import DayEnds, DayFile
from kiosk.simulate.gateway import Gateway
from kiosk.simulate.office import Office
from kiosk.wire.payments import PaymentRequest


def process_keeps_its_own_time() -> Build:
    """What a process with a clock ahead leaves behind comes due for the others when their clocks say so."""

    class Alone(Gateway):
        def keep_up(self) -> None:
            pass

    return Build(gateway=Alone)


def next_version_misreads_a_reversal() -> Build:
    """A charge that the last version is reversing is reversed to the next."""

    def misread(payment: Payment) -> Payment:
        if payment.state is not PaymentState.REVERSING:
            return migrated(payment)
        return to(payment, PaymentState.REVERSED, due_ms=None, reason="timed_out")

    return Build(migrated=misread)


def found_note_acknowledged_on_a_full_disk() -> Build:
    """The kiosk is told of a case that could not be stored."""

    class Obliging(Gateway):
        def found(self, kiosk_id: str, note: Note) -> str:
            return "case" if self._world.disk_full else super().found(kiosk_id, note)

    return Build(gateway=Obliging)


def sum_cut_down_to_the_limit() -> Build:
    """What is over the limit of today is charged as far as that reaches."""

    class Cutting(Gateway):
        def opened(self, request: PaymentRequest) -> Payment:
            payment = super().opened(request)
            if payment.reason != "over_limit":
                return payment
            legs = tuple(replace(leg, amount_fen=min(leg.amount_fen, 5_000)) for leg in payment.legs)
            amount_fen = sum(leg.amount_fen for leg in legs)
            cut = replace(payment, legs=legs, amount_fen=amount_fen, reason=None, state=PaymentState.CREATED)
            return open_payment(cut)

    return Build(gateway=Cutting)


def paused_biller_counts_as_refusing() -> Build:
    """Nothing is to go to a paused biller, so what is on its way there goes back."""

    def performs(outside: Any, payment: Payment, act: Act, phone_code: str | None) -> Event:
        if isinstance(act, PostLeg | QueryPosting):
            leg = payment.legs[act.leg]
            if outside.billers[leg.biller_id].paused:
                return PostReported(act.leg, "rejected", None, leg.posting_ref)
        return perform(outside, payment, act, phone_code)

    return Build(perform=performs)


def file_of_a_day_that_is_not_over() -> Build:
    """What a biller's file does not have yet is taken never to come."""

    class Hasty(DayEnds):
        def over(self, leg: Leg, file: DayFile) -> bool:
            return True

    return Build(day_ends=Hasty)


def file_of_before_overlooked() -> Build:
    """What the newest file has not is taken to be in none."""

    class Forgetful(DayEnds):
        def complete(self, biller_id: str, up_to: int) -> bool:
            return True

    return Build(day_ends=Forgetful)


def paid_out_on_one_word() -> Build:
    """Whoever approves may pay."""

    class Trusting(Office):
        def approved(self, case: str, by: str) -> bool:
            return True

    return Build(office=Trusting)


def paid_out_each_time_it_is_asked() -> Build:
    """A case that was paid out stays open for whoever asks again."""

    class Generous(Office):
        def still_open(self, case: str) -> bool:
            return True

    return Build(office=Generous)
