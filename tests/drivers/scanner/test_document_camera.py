"""A camera that photographs a paper: when it lies well and still, once for each wish, and never a code."""

import cv2
import numpy as np
import pytest

from drivers.events import StatusChanged
from drivers.scanner import document_watch
from drivers.scanner.document_check import Verdict, judge
from drivers.scanner.document_picture import in_the_dark, on_desk, out_of_focus, written_page
from drivers.scanner.picture import Picture
from drivers.scanner.port import TAKEN_BEFORE, DocumentPhotographed, DocumentSeen
from drivers.vocabulary import DeviceState
from tests.drivers.scanner.camera_bench import BILL, CameraBench

PAGE = written_page()
CUT_OFF = on_desk(PAGE, moved_px=(320, 0))


@pytest.fixture
def bench() -> CameraBench:
    bench = CameraBench()
    bench.scanner.arm_for_document()
    bench.run_s(0.5)
    return bench


def seen(bench: CameraBench) -> list[str]:
    return [event.verdict for event in bench.events if isinstance(event, DocumentSeen)]


def photographs(bench: CameraBench) -> list[bytes]:
    return [event.jpeg for event in bench.events if isinstance(event, DocumentPhotographed)]


def test_a_paper_that_lies_well_is_photographed_once(bench: CameraBench) -> None:
    bench.camera.lay_document()
    bench.run_s(5)
    [jpeg] = photographs(bench)
    assert jpeg.startswith(b"\xff\xd8\xff")
    assert len(jpeg) <= document_watch.MOST_BYTES
    taken = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert taken is not None
    assert (taken.shape[1], taken.shape[0]) == pytest.approx((720 + 52, 500 + 30), abs=8)


def test_what_lies_beside_it_is_not_on_the_photograph(bench: CameraBench) -> None:
    desk = on_desk(PAGE)
    desk[0:90, 0:200] = 200
    bench.camera.show_picture(desk)
    bench.run_s(3)
    [jpeg] = photographs(bench)
    taken = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert taken is not None
    assert taken.shape[0] < 560


@pytest.mark.parametrize(
    ("picture", "verdict"),
    [
        (in_the_dark(on_desk(PAGE)), "dark"),
        (CUT_OFF, "cut_off"),
        (out_of_focus(on_desk(PAGE), 4), "blurred"),
    ],
)
def test_what_is_wrong_with_it_is_told_once_and_nothing_is_taken(
    bench: CameraBench, picture: Picture, verdict: str
) -> None:
    bench.camera.show_picture(picture)
    bench.run_s(10)
    assert seen(bench) == [verdict]
    assert photographs(bench) == []


def test_an_empty_desk_is_told_as_such(bench: CameraBench) -> None:
    bench.run_s(2)
    assert seen(bench) == ["nothing"]


def test_pushed_into_the_picture_it_is_taken(bench: CameraBench) -> None:
    bench.camera.show_picture(CUT_OFF)
    bench.run_s(2)
    bench.camera.lay_document()
    bench.run_s(2)
    assert seen(bench) == ["cut_off"]
    assert len(photographs(bench)) == 1


def test_as_long_as_it_moves_it_is_not_taken(bench: CameraBench) -> None:
    for place in range(40):
        bench.camera.show_picture(on_desk(PAGE, moved_px=(place % 2 * 40, 0)))
        bench.scanner.run_once()
    assert photographs(bench) == []
    bench.run_s(3)
    assert len(photographs(bench)) == 1


def test_asked_again_it_takes_another(bench: CameraBench) -> None:
    bench.camera.lay_document()
    bench.run_s(3)
    bench.scanner.disarm()
    bench.run_s(1)
    assert not bench.camera.looking
    bench.scanner.arm_for_document()
    bench.run_s(3)
    assert len(photographs(bench)) == 2


def wants_another(bench: CameraBench) -> None:
    bench.scanner.disarm()
    bench.run_s(1)
    bench.scanner.arm_for_document(another=True)


def test_the_page_that_still_lies_there_is_not_the_next_one(bench: CameraBench) -> None:
    bench.camera.lay_document()
    bench.run_s(3)
    wants_another(bench)
    bench.run_s(5)
    assert len(photographs(bench)) == 1
    assert seen(bench)[-1] == TAKEN_BEFORE
    assert seen(bench).count(TAKEN_BEFORE) == 1
    bench.camera.lay_document(page=2)
    bench.run_s(5)
    assert len(photographs(bench)) == 2
    wants_another(bench)
    bench.run_s(5)
    assert len(photographs(bench)) == 2, "each is the last one in its turn"


def test_a_page_that_was_turned_before_anybody_asked_is_taken(bench: CameraBench) -> None:
    bench.camera.lay_document()
    bench.run_s(3)
    bench.scanner.disarm()
    bench.run_s(1)
    bench.camera.lay_document(page=2)
    bench.scanner.arm_for_document(another=True)
    bench.run_s(3)
    assert len(photographs(bench)) == 2


@pytest.mark.parametrize("gone_s", [0.1, 1.0])
def test_the_very_same_paper_is_taken_again_after_it_was_gone(bench: CameraBench, gone_s: float) -> None:
    """What hides it for a moment is an arm."""
    bench.camera.lay_document()
    bench.run_s(3)
    wants_another(bench)
    bench.run_s(2)
    bench.camera.take_away()
    bench.run_s(gone_s)
    bench.camera.lay_document()
    bench.run_s(5)
    assert len(photographs(bench)) == (2 if gone_s > 0.5 else 1)


def test_an_arm_over_the_page_makes_no_other_page_of_it(bench: CameraBench) -> None:
    bench.camera.lay_document()
    bench.run_s(3)
    wants_another(bench)
    arm = on_desk(PAGE)
    arm[200:, 500:760] = 150
    bench.camera.show_picture(arm)
    bench.run_s(1)
    bench.camera.lay_document()
    bench.run_s(5)
    assert len(photographs(bench)) == 1


def test_a_camera_that_comes_back_still_knows_the_page(bench: CameraBench) -> None:
    bench.camera.lay_document()
    bench.run_s(3)
    wants_another(bench)
    bench.camera.unplug()
    bench.run_s(3)
    bench.camera.plug_in()
    bench.run_s(8)
    assert len(photographs(bench)) == 1


def test_whoever_comes_next_may_lay_the_same_paper(bench: CameraBench) -> None:
    bench.camera.lay_document()
    bench.run_s(3)
    bench.scanner.arm(BILL)
    bench.run_s(1)
    bench.scanner.arm_for_document(another=True)
    bench.run_s(3)
    assert len(photographs(bench)) == 2, "nothing of it was kept"


def test_it_reads_no_codes_meanwhile_and_photographs_nothing_afterwards(bench: CameraBench) -> None:
    bench.camera.show_code("3102664100017", "code128")
    bench.run_s(0.5)
    assert bench.codes() == []
    bench.scanner.arm(BILL)
    bench.run_s(3)
    assert bench.codes() == [("3102664100017", "code128")]
    assert photographs(bench) == []


def test_a_camera_that_goes_and_comes_goes_on_looking(bench: CameraBench) -> None:
    bench.camera.unplug()
    bench.run_s(3)
    bench.camera.plug_in()
    bench.camera.lay_document()
    bench.run_s(10)
    states = [event.state for event in bench.events if isinstance(event, StatusChanged)]
    assert states == [DeviceState.ONLINE, DeviceState.NO_DEVICE, DeviceState.ONLINE]
    assert len(photographs(bench)) == 1


def test_a_photograph_shows_itself_to_nobody() -> None:
    assert repr(DocumentPhotographed(b"somebody's")) == "DocumentPhotographed(10 bytes)"


def test_one_that_is_too_large_is_made_smaller_and_one_that_stays_so_is_none(
    monkeypatch: pytest.MonkeyPatch, bench: CameraBench
) -> None:
    monkeypatch.setattr(document_watch, "MOST_BYTES", 60_000)
    bench.camera.lay_document()
    bench.run_s(3)
    [jpeg] = photographs(bench)
    assert len(jpeg) <= 60_000
    taken = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert taken is not None
    assert judge(taken).verdict is not Verdict.NOTHING
