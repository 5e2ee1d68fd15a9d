"""The line from a companion: reports come through, and nothing that is none does any harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.mirror.line import LONGEST_BYTES, MOST_A_SECOND, LineReader, encode
from kiosk.mirror.messages import Alive, Drawn, Pressed, Ready, Report, Snapshot, Touched
from kiosk.mirror.sent import Sent
from tests.session.stories import Story

REPORTS: list[Report] = [Ready(), Alive(), Drawn(3), Touched(), Pressed(3, "bill_1:toggle")]
SENT = b"".join(map(encode, REPORTS))


@pytest.mark.parametrize("cut", range(1, len(SENT), 7))
def test_reports_come_through_however_they_are_cut(cut: int) -> None:
    reader = LineReader()
    pieces = [SENT[at : at + cut] for at in range(0, len(SENT), cut)]
    assert [report for piece in pieces for report in reader.feed(piece, 0.0)] == REPORTS
    assert reader.dropped == 0


NONSENSE = [
    b"",
    b"\x00\xff",
    b"null",
    b'{"type":"Pressed","no":1}',
    b'{"type":"Pressed","no":"1","label":"pay"}',
    b'{"type":"PayTapped"}',
    b"[" * 5000,
]


@pytest.mark.parametrize("line", NONSENSE)
def test_nonsense_is_counted_and_what_follows_is_heard(line: bytes) -> None:
    reader = LineReader()
    assert reader.feed(line + b"\n" + encode(Drawn(1)), 0.0) == [Drawn(1)]
    assert reader.dropped == 1


def test_a_picture_of_our_own_is_no_report(story: Story) -> None:
    snapshot = Sent("first").next(story.session)
    assert isinstance(snapshot, Snapshot)
    reader = LineReader()
    assert reader.feed(encode(snapshot), 0.0) == []
    assert reader.dropped == 1


def test_a_line_without_end_is_not_kept_and_counts_for_every_length_of_it() -> None:
    reader = LineReader()
    for _ in range(20):
        assert reader.feed(b"x" * LONGEST_BYTES, 0.0) == []
    dropped = reader.dropped
    assert dropped >= 8
    assert reader.feed(b"\n" + encode(Alive()), 0.0) == [Alive()]
    assert reader.dropped == dropped + 1


def test_more_than_fifty_reports_a_second_are_not_heard() -> None:
    reader = LineReader()
    line = encode(Touched())
    assert len(reader.feed(line * 80, 10.0)) == MOST_A_SECOND
    assert reader.dropped == 80 - MOST_A_SECOND
    assert len(reader.feed(line * 80, 10.5)) == MOST_A_SECOND / 2
    assert len(reader.feed(line * 80, 60.0)) == MOST_A_SECOND


@given(st.lists(st.binary(max_size=300) | st.sampled_from([SENT, b"\n"]), max_size=20))
def test_nothing_upsets_the_reader(pieces: list[bytes]) -> None:
    reader = LineReader()
    heard = [report for piece in pieces for report in reader.feed(piece, 0.0)]
    lines = b"".join(pieces).count(b"\n")
    assert len(heard) + reader.dropped == lines
