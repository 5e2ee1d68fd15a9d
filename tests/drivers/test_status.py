"""A serious status hides its lesser, and only what has settled is told."""

from hypothesis import given
from hypothesis import strategies as st

from drivers.status import Level, Status, level_of, normalised

ALL = st.sets(st.sampled_from(Status))


def test_a_device_that_cannot_be_reached_has_no_other_trouble_to_tell() -> None:
    assert normalised(set(Status)) == (Status.NOT_AVAILABLE,)


def test_serious_words_hide_their_lesser() -> None:
    assert normalised({Status.PAPER_OUT, Status.PAPER_LOW}) == (Status.PAPER_OUT,)
    assert normalised({Status.COVER_OPEN, Status.PAPER_OUT}) == (Status.COVER_OPEN,)
    assert normalised({Status.BOX_REMOVED, Status.BOX_FULL}) == (Status.BOX_REMOVED,)
    assert normalised({Status.TOO_HOT, Status.MODULE_FAULT}) == (Status.TOO_HOT,)


def test_what_is_not_related_stands_side_by_side_the_gravest_first() -> None:
    seen = normalised({Status.PAPER_LOW, Status.CUTTER_FAULT, Status.IDENTITY_CHANGED})
    assert seen == (Status.CUTTER_FAULT, Status.PAPER_LOW, Status.IDENTITY_CHANGED)


def test_a_fault_left_while_busy_is_told_until_the_device_has_settled() -> None:
    before = (Status.MEDIA_JAMMED,)
    assert normalised({Status.BUSY}, before) == before
    assert normalised((), before) == ()


def test_busy_after_all_was_well_is_told() -> None:
    assert normalised({Status.BUSY}) == (Status.BUSY,)


@given(ALL)
def test_normalising_keeps_the_level_and_changes_nothing_the_second_time(found: set[Status]) -> None:
    told = normalised(found)
    assert level_of(told) is level_of(found)
    assert normalised(told) == told
    assert set(told) <= found


@given(ALL, ALL)
def test_an_error_seen_is_always_told_as_an_error(found: set[Status], earlier: set[Status]) -> None:
    told = normalised(found, normalised(earlier))
    if level_of(found) is Level.ERROR:
        assert level_of(told) is Level.ERROR
