"""After a power cut: each state the journal may be found in, and how it comes to its end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.backend.errors import GatewayUnreachable
from kiosk.payment.methods import Method
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.journal import Intent, JournalDamaged
from kiosk.runtime.no_journal import NoJournal
from kiosk.session.events import PaymentRefused
from kiosk.wire.payments import CardResult
from tests.runtime.counter import Counter
from tests.runtime.journals import journal_at
from tests.runtime.scripted_gateway import REFUSED_UNKNOWN, answer
from tests.session import facts

BARRED = answer("not_charged", "cancelled", amount_fen=0, legs=())


@pytest.fixture
def restarted(journal_path: Path, clock: FakeClock) -> Iterator[Counter]:
    """A kiosk that starts on what another one has left."""
    journal = journal_at(journal_path)
    yield Counter(clock, journal)
    journal.close()


def cut_off_after(journal_path: Path, *kinds: str, method: Method = "phone_code") -> None:
    """An earlier run wrote these entries, and then the power failed."""
    journal = journal_at(journal_path)
    journal.intend(Intent("p1", facts.ALL_FEN, method), 1.0)
    for kind in kinds:
        journal.write("p1", kind, 2.0)  # type: ignore[arg-type]  # written out in the tests below
    journal.close()


@pytest.fixture
def after_intent(journal_path: Path) -> None:
    cut_off_after(journal_path)


@pytest.fixture
def after_result(journal_path: Path) -> None:
    cut_off_after(journal_path, "result")


@pytest.fixture
def after_card_started(journal_path: Path) -> None:
    cut_off_after(journal_path, "card_started", method="bank_card")


@pytest.fixture
def after_card_result(journal_path: Path) -> None:
    cut_off_after(journal_path, "card_started", "card_result", method="bank_card")


@pytest.fixture
def after_closed(journal_path: Path) -> None:
    cut_off_after(journal_path, "result", "closed")


@pytest.mark.usefixtures("after_intent")
def test_an_intent_whose_request_never_left_is_barred_and_closed(restarted: Counter) -> None:
    restarted.gateway.says(REFUSED_UNKNOWN, BARRED)
    restarted.recover()
    assert restarted.gateway.calls == ["ask", "cancel"]
    assert [outcome.kind for outcome in restarted.outcomes] == ["not_charged"]
    assert restarted.journal.history("p1") == ("intent", "result", "closed")


@pytest.mark.usefixtures("after_intent")
def test_an_intent_whose_request_arrived_is_followed_to_its_end(restarted: Counter) -> None:
    restarted.gateway.says(answer("working", "posting"), answer("settled"))
    restarted.recover()
    restarted.let_pass(1)
    assert restarted.gateway.calls == ["ask", "ask"]
    assert [outcome.kind for outcome in restarted.outcomes] == ["settled"]
    assert restarted.journal.open_intents() == ()


@pytest.mark.usefixtures("after_intent")
def test_no_request_is_ever_sent_again_after_a_power_cut(restarted: Counter) -> None:
    restarted.gateway.says(GatewayUnreachable())
    restarted.recover()
    restarted.let_pass(120)
    assert set(restarted.gateway.calls) == {"ask"}
    assert len(restarted.gateway.calls) > 20


@pytest.mark.usefixtures("after_intent")
def test_a_wrong_sum_found_after_a_power_cut_is_no_success_either(restarted: Counter) -> None:
    restarted.gateway.says(answer("settled", amount_fen=facts.ALL_FEN - 1))
    restarted.recover()
    assert [outcome.kind for outcome in restarted.outcomes] == ["pending"]
    assert [intent.payment_id for intent in restarted.journal.open_intents()] == ["p1"]


@pytest.mark.usefixtures("after_result")
def test_a_result_without_a_close_is_asked_for_once_more_and_closed(restarted: Counter) -> None:
    restarted.gateway.says(answer("settled"))
    restarted.recover()
    assert restarted.journal.history("p1") == ("intent", "result", "result", "closed")


@pytest.mark.usefixtures("after_card_started")
def test_a_card_payment_is_returned_for_whoever_held_the_card_has_gone(restarted: Counter) -> None:
    restarted.gateway.says(
        answer("card_expected"),
        answer("working", "reversing"),
        answer("not_charged", "late_success_returned"),
    )
    restarted.recover()
    restarted.let_pass(1)
    assert restarted.gateway.calls == ["ask", "cancel", "ask"]
    assert restarted.outcomes[0].detail == "late_success_returned"
    assert ("sale", "p1", str(facts.ALL_FEN)) not in restarted.terminal.asked


@pytest.mark.usefixtures("after_card_started")
def test_the_terminal_is_asked_what_became_of_the_sale_and_its_word_is_reported(restarted: Counter) -> None:
    restarted.gateway.says(GatewayUnreachable())
    restarted.recover()
    assert restarted.terminal.asked == [("last_result", "p1")]
    restarted.gateway.says(answer("settled"))
    restarted.card_finished(CardResult("approved"))
    assert restarted.gateway.calls == ["ask", "report"]
    assert restarted.journal.history("p1")[-3:] == ("card_result", "result", "closed")


@pytest.mark.usefixtures("after_card_result")
def test_a_terminal_whose_word_is_written_down_is_not_asked_again(restarted: Counter) -> None:
    restarted.gateway.says(answer("settled"))
    restarted.recover()
    assert restarted.terminal.asked == []
    assert [outcome.kind for outcome in restarted.outcomes] == ["settled"]


@pytest.mark.usefixtures("after_closed")
def test_what_is_closed_is_not_asked_about(restarted: Counter) -> None:
    restarted.gateway.says(answer("settled"))
    restarted.recover()
    restarted.let_pass(10)
    assert (restarted.gateway.calls, restarted.told) == ([], [])


def test_a_new_resident_does_not_wait_for_all_that_is_left_open(journal_path: Path, clock: FakeClock) -> None:
    """Each unanswered question holds the line for seconds; a phone's code lives for about a minute."""
    journal = journal_at(journal_path)
    for number in range(20):
        journal.intend(Intent(f"old-{number}", 100, "phone_code"), 1.0)
    counter = Counter(clock, journal)
    counter.gateway.says(GatewayUnreachable())
    counter.recover()
    before = len(counter.gateway.calls)
    counter.clock.advance(1)
    counter.pay()
    assert counter.gateway.calls[before] == "submit"
    assert before <= 2
    counter.clock.advance(2)
    counter.run()
    assert counter.gateway.calls[-1] == "submit", "who stands here goes before those who have gone"
    journal.close()


def test_all_that_is_left_open_gets_its_turn(journal_path: Path, clock: FakeClock) -> None:
    journal = journal_at(journal_path)
    for number in range(20):
        journal.intend(Intent(f"old-{number}", 100, "phone_code"), 1.0)
    counter = Counter(clock, journal)
    counter.gateway.says(BARRED)
    counter.recover()
    counter.let_pass(10)
    assert journal.open_intents() == ()
    journal.close()


def test_an_end_that_could_not_be_written_is_told_and_found_again(
    counter: Counter, journal_path: Path, clock: FakeClock
) -> None:
    counter.gateway.says(answer("settled"))
    counter.gateway.before_each_call = counter.journal.close
    counter.pay()
    assert [outcome.kind for outcome in counter.outcomes] == ["settled"], (
        "the resident has paid, and is told so"
    )
    journal = journal_at(journal_path)
    later = Counter(clock, journal)
    later.gateway.says(answer("settled"))
    later.recover()
    assert journal.history("p1") == ("intent", "result", "closed")
    journal.close()


def test_no_new_card_is_taken_before_the_old_sale_is_cleared(journal_path: Path, clock: FakeClock) -> None:
    """What the terminal did before the cut must be known, or a second charge could not be told from it."""
    cut_off_after(journal_path, "card_started", method="bank_card")
    journal = journal_at(journal_path)
    restarted = Counter(clock, journal)
    restarted._number = 1
    restarted.gateway.says(GatewayUnreachable())
    restarted.recover()
    restarted.pay("bank_card")
    assert restarted.told[-1] == PaymentRefused(7, "terminal_off")
    assert journal.history("p2") == ()
    restarted.card_finished(CardResult("declined"))
    restarted.pay("bank_card")
    assert "intent" in journal.history("p3")
    journal.close()


def test_a_phone_is_taken_while_an_old_sale_waits(journal_path: Path, clock: FakeClock) -> None:
    cut_off_after(journal_path, "card_started", method="bank_card")
    journal = journal_at(journal_path)
    restarted = Counter(clock, journal)
    restarted._number = 1
    restarted.gateway.says(GatewayUnreachable())
    restarted.recover()
    restarted.pay("phone_code")
    assert "intent" in journal.history("p2")
    journal.close()


@pytest.mark.parametrize("kinds", [("result", "closed", "printing"), ("result", "closed"), ("result",)])
def test_nothing_is_printed_by_itself_after_a_power_cut(
    journal_path: Path, clock: FakeClock, kinds: tuple[str, ...]
) -> None:
    """Whoever was here has left; cut off while it printed, nobody knows whether there is paper (I7)."""
    cut_off_after(journal_path, *kinds)
    journal = journal_at(journal_path)
    restarted = Counter(clock, journal)
    restarted.gateway.says(answer("settled"))
    restarted.recover()
    restarted.let_pass(5)
    printed = journal.history("p1").count("printing")
    assert printed == kinds.count("printing")
    assert journal.open_intents() == ()
    journal.close()


def test_with_a_damaged_journal_nothing_begins_and_nothing_is_taken_up(clock: FakeClock) -> None:
    closed = Counter(clock, NoJournal(JournalDamaged("journal.db: the chain breaks at entry 7")))
    closed.gateway.says(answer("settled"))
    closed.recover()
    closed.pay()
    assert closed.told == [PaymentRefused(7, "journal_damaged")]
    assert closed.gateway.calls == []
