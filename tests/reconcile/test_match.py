"""One book against ours: exactly the differences that were planted are found, and nothing else."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kiosk.reconcile.day import EDGE_MS, Day, day_of
from kiosk.reconcile.match import Carried, Compared, compare
from kiosk.reconcile.records import Difference, Key, Movement

DAY = day_of(date(2026, 11, 21))
NEXT = day_of(date(2026, 11, 22))
NOON = DAY.from_ms + 12 * 3600 * 1000


def charge(number: str, fen: int = 8640, at_ms: int = NOON) -> Movement:
    return Movement(Key("charge", number), fen, at_ms)


def run(
    ours: list[Movement],
    theirs: list[Movement],
    day: Day = DAY,
    carried: Carried | None = None,
    source: str = "wechat",
) -> Compared:
    """As it is really called: with our movements of the day and its edges; others are found when asked."""
    book = {movement.key: movement for movement in ours}
    near = {
        key: movement
        for key, movement in book.items()
        if day.from_ms - EDGE_MS <= movement.at_ms < day.to_ms + EDGE_MS
    }
    return compare(source, day, near, theirs, book.get, carried or Carried())


def kinds(compared: Compared) -> list[tuple[str, str]]:
    return [(found.kind, found.number) for found in compared.result.differences]


def test_books_that_agree_leave_nothing_over() -> None:
    book = [charge("a"), Movement(Key("refund", "Ra"), 8640, NOON)]
    compared = run(book, book)
    assert (compared.result.matched, compared.result.matched_fen) == (2, 17280)
    assert not compared.result.differences


def test_each_kind_of_difference_has_its_name() -> None:
    compared = run([charge("a", 100), charge("b")], [charge("a", 101), charge("c"), charge("c")])
    assert kinds(compared) == [
        ("amount_differs", "a"),
        ("provider_only", "c"),
        ("told_twice", "c"),
        ("ours_only", "b"),
    ]
    first = compared.result.differences[0]
    assert (first.ours_fen, first.theirs_fen) == (100, 101)


def test_a_billers_differences_are_told_as_the_billers() -> None:
    ours, theirs = Movement(Key("posting", "p-0"), 5, NOON), Movement(Key("posting", "q-0"), 5, NOON)
    compared = run([ours], [theirs], source="biller:water")
    assert kinds(compared) == [("biller_only", "q-0"), ("ours_not_biller", "p-0")]


def test_a_refund_is_not_the_charge_of_the_same_number() -> None:
    refund = Movement(Key("refund", "a"), 8640, NOON)
    assert kinds(run([charge("a")], [refund])) == [("provider_only", "a"), ("ours_only", "a")]


def test_what_we_learnt_days_later_is_still_found() -> None:
    late = charge("a", at_ms=NOON + 3 * 86_400_000)
    compared = run([late], [charge("a")])
    assert not compared.result.differences
    assert compared.result.at_the_edge == 1


def test_the_last_minutes_are_looked_for_in_the_next_days_file() -> None:
    late = charge("a", at_ms=DAY.to_ms - 1)
    first = run([late], [])
    assert not first.result.differences
    assert first.result.at_the_edge == 1
    assert kinds(run([late], [late], NEXT, first.carried)) == []
    assert kinds(run([late], [], NEXT, first.carried)) == [("ours_only", "a")]


def test_the_first_minutes_may_have_been_in_the_day_befores_file() -> None:
    early = charge("a", at_ms=NEXT.from_ms)
    first = run([early], [early])
    assert first.result.at_the_edge == 1
    assert kinds(run([early], [], NEXT, first.carried)) == []


def test_without_that_they_are_missing() -> None:
    assert kinds(run([charge("a", at_ms=NEXT.from_ms)], [], NEXT)) == [("ours_only", "a")]


def test_an_awaited_one_with_another_sum_differs() -> None:
    late = charge("a", at_ms=DAY.to_ms - 1)
    first = run([late], [])
    assert kinds(run([late], [charge("a", 1)], NEXT, first.carried)) == [("amount_differs", "a")]


numbers = st.integers(0, 10_000).map(str)
truths = st.dictionaries(numbers, st.integers(1, 10**7), max_size=60)
faults = st.sampled_from(["none", "none", "ours_only", "provider_only", "amount_differs", "told_twice"])


@given(truths, st.data())
def test_exactly_what_was_planted_is_found(truth: dict[str, int], data: st.DataObject) -> None:
    ours: list[Movement] = []
    theirs: list[Movement] = []
    planted: set[tuple[str, str]] = set()
    for number, fen in truth.items():
        fault = data.draw(faults)
        if fault != "none":
            planted.add((fault, number))
        if fault != "provider_only":
            ours.append(charge(number, fen))
        if fault != "ours_only":
            theirs.append(charge(number, fen + (fault == "amount_differs")))
        if fault == "told_twice":
            theirs.append(charge(number, fen))
    compared = run(ours, data.draw(st.permutations(theirs)))
    assert set(kinds(compared)) == planted
    assert len(compared.result.differences) == len(planted)


@given(st.lists(st.tuples(numbers, st.integers(-EDGE_MS * 2, EDGE_MS * 2)), unique_by=lambda pair: pair[0]))
def test_two_clocks_at_midnight_make_no_difference_over_two_days(pairs: list[tuple[str, int]]) -> None:
    """Both have everything, told up to ten minutes apart: over both days nothing is missing or doubled."""
    ours = [charge(number, at_ms=DAY.to_ms + offset_ms) for number, offset_ms in pairs]
    for shift_ms in (-EDGE_MS + 1, 0, EDGE_MS - 1):
        theirs = [movement._replace(at_ms=movement.at_ms + shift_ms) for movement in ours]
        first = run(ours, [movement for movement in theirs if DAY.holds(movement.at_ms)])
        second = run(
            ours, [movement for movement in theirs if NEXT.holds(movement.at_ms)], NEXT, first.carried
        )
        differences: list[Difference] = [*first.result.differences, *second.result.differences]
        assert differences == []
        assert first.result.matched + second.result.matched == len(ours)
