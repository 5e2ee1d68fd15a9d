from pathlib import Path

import cv2
import numpy as np
import pytest

from drivers.clock import FakeDeviceClock
from drivers.events import DeviceIdentified, Identity, StatusChanged
from drivers.scanner import decode as decoding
from drivers.scanner import frame_source
from drivers.scanner.code_picture import on_paper
from drivers.scanner.frame_source import CameraLost, VideoSource
from drivers.status import Status
from drivers.vocabulary import DeviceState
from tests.drivers.scanner.camera_bench import BILL, CameraBench


def test_a_code_held_before_the_camera_is_told_once() -> None:
    bench = CameraBench()
    bench.scanner.arm(BILL)
    bench.run_s(1)
    bench.camera.show_code("3102664100017", "code128")
    bench.run_s(20)
    assert bench.codes() == [("3102664100017", "code128")]


def test_it_is_told_again_when_it_was_away_and_not_when_the_hand_only_trembled() -> None:
    bench = CameraBench()
    bench.scanner.arm(BILL)
    for away_s in (0.5, 3.0):
        bench.camera.show_code("3102664100017", "code128")
        bench.run_s(1)
        bench.camera.take_away()
        bench.run_s(away_s)
        bench.camera.show_code("3102664100017", "code128")
        bench.run_s(1)
        bench.camera.take_away()
        bench.run_s(3)
    assert len(bench.codes()) == 3


def test_a_bill_that_lay_still_and_is_pushed_aside_is_not_told_again() -> None:
    bench = CameraBench()
    bench.scanner.arm(BILL)
    bill = on_paper("3102664100017", "code128")
    bench.camera.show_picture(bill)
    bench.run_s(10)
    bench.camera.show_picture(np.roll(bill, 60, axis=1))
    bench.run_s(3)
    assert bench.codes() == [("3102664100017", "code128")]


def test_codes_that_are_not_wanted_are_not_told() -> None:
    bench = CameraBench()
    bench.scanner.arm(frozenset({"qr"}))
    bench.camera.show_code("3102664100017", "code128")
    bench.run_s(3)
    assert bench.codes() == []
    bench.scanner.arm(BILL)
    bench.run_s(1)
    assert bench.codes() == [("3102664100017", "code128")]


def test_a_disarmed_camera_is_closed_and_decodes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = CameraBench()
    bench.scanner.arm(BILL)
    bench.run_s(1)
    assert bench.camera.looking
    bench.scanner.disarm()

    def must_not(*_: object, **__: object) -> None:
        raise AssertionError("decoded while disarmed")

    monkeypatch.setattr(decoding, "decode", must_not)
    bench.camera.show_code("3102664100017", "code128")
    bench.run_s(5)
    assert (bench.camera.looking, bench.codes()) == (False, [])


def test_a_still_scene_is_decoded_twice_and_never_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once quickly, once with every repair; a bill forgotten on the desk costs nothing after that."""
    bench = CameraBench()
    efforts: list[object] = []
    real = decoding.decode

    def counted(*args: object, effort: decoding.Effort, **kwargs: object) -> object:
        efforts.append(effort)
        return real(*args, effort=effort, **kwargs)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(decoding, "decode", counted)
    bench.scanner.arm(BILL)
    grain = np.random.default_rng(1)
    for _ in range(40):
        noisy = on_paper("6901234567892", "ean13") + grain.normal(0, 6, (720, 1280))
        bench.camera.show_picture(np.clip(noisy, 0, 255).astype(np.uint8))
        bench.scanner.run_once()
    assert efforts == [decoding.Effort.LIVE, decoding.Effort.STILL]


def test_a_dark_telephone_is_read_when_it_is_held_still() -> None:
    bench = CameraBench()
    bench.scanner.arm(BILL)
    bench.camera.show_picture(255 - on_paper("136800000000010000", "code128"))
    bench.run_s(3)
    assert bench.codes() == [("136800000000010000", "code128")]


def test_a_picture_file_can_be_held_before_the_simulated_camera(tmp_path: Path) -> None:
    file = tmp_path / "bill.jpg"
    cv2.imwrite(str(file), on_paper("W021380501220261000007245", "qr"))
    bench = CameraBench()
    bench.scanner.arm(BILL)
    bench.camera.show_picture(file)
    bench.run_s(3)
    assert bench.codes() == [("W021380501220261000007245", "qr")]


def test_a_file_that_is_no_picture_is_named(tmp_path: Path) -> None:
    bench = CameraBench()
    with pytest.raises(CameraLost, match=r"bill\.png: missing, or not a picture"):
        bench.camera.show_picture(tmp_path / "bill.png")


def test_an_unplugged_camera_is_told_and_found_again() -> None:
    bench = CameraBench()
    bench.scanner.arm(BILL)
    bench.run_s(1)
    bench.camera.unplug()
    bench.run_s(10)
    bench.camera.plug_in()
    bench.camera.show_code("3102664100017", "code128")
    bench.run_s(10)
    states = [event.state for event in bench.events if isinstance(event, StatusChanged)]
    assert states == [DeviceState.ONLINE, DeviceState.NO_DEVICE, DeviceState.ONLINE]
    assert bench.codes() == [("3102664100017", "code128")]


def test_a_camera_that_nobody_can_ask_for_codes_is_found_again_all_the_same() -> None:
    """The kiosk disarms a window that is missing, and arms it only when it is back."""
    bench = CameraBench()
    bench.scanner.arm(BILL)
    bench.run_s(1)
    bench.camera.unplug()
    bench.run_s(3)
    bench.scanner.disarm()
    bench.camera.plug_in()
    bench.run_s(10)
    states = [event.state for event in bench.events if isinstance(event, StatusChanged)]
    assert states == [DeviceState.ONLINE, DeviceState.NO_DEVICE, DeviceState.ONLINE]
    assert not bench.camera.looking


def test_a_camera_tells_which_one_it_is_and_another_in_its_place_is_a_warning() -> None:
    bench = CameraBench()
    bench.scanner.arm(BILL)
    bench.run_s(1)
    bench.camera.unplug()
    bench.run_s(1)
    setattr(bench.camera, "identity", lambda: Identity(model="another"))  # noqa: B010
    bench.camera.plug_in()
    bench.run_s(10)
    told = [event for event in bench.events if isinstance(event, DeviceIdentified)]
    assert [(event.identity.model, event.changed) for event in told] == [
        ("simulated camera", False),
        ("another", True),
    ]
    statuses = [event.statuses for event in bench.events if isinstance(event, StatusChanged)]
    assert statuses == [(), (Status.NOT_AVAILABLE,), (Status.IDENTITY_CHANGED,)]


def test_a_missing_camera_is_named(tmp_path: Path) -> None:
    source = VideoSource(str(tmp_path / "video9"), FakeDeviceClock())
    with pytest.raises(CameraLost, match=r"video9: no such camera; check its cable"):
        source.open()
    assert source.identity() == Identity()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(13, ""), "add the kiosk's user to the group 'video'"),
        (OSError(16, ""), "in use; stop"),
    ],
)
def test_a_camera_that_may_not_be_opened_says_why(
    monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    def refuse(*asked: object) -> int:
        raise error

    monkeypatch.setattr(frame_source.os, "open", refuse)
    with pytest.raises(CameraLost, match=words):
        VideoSource("/dev/video0", FakeDeviceClock()).open()


class Video:
    """What OpenCV gives for an open camera: `pictures` in order, None for one that failed to come."""

    def __init__(self, pictures: list[object], opened: bool = True) -> None:
        self._pictures = pictures
        self._opened = opened

    def isOpened(self) -> bool:  # noqa: N802
        return self._opened

    def set(self, setting: int, value: int) -> bool:
        return True

    def read(self) -> tuple[bool, object]:
        picture = self._pictures.pop(0)
        return picture is not None, picture

    def release(self) -> None:
        """Nothing to give back."""


def test_two_pictures_may_fail_to_come_but_not_three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "video0").touch()
    picture = np.zeros((4, 4), np.uint8)
    monkeypatch.setattr(cv2, "VideoCapture", lambda path: Video([None, None, picture, None, None, None]))
    source = VideoSource(str(tmp_path / "video0"), FakeDeviceClock())
    source.open()
    assert [source.frame(0.1) is None for _ in range(5)] == [True, True, False, True, True]
    with pytest.raises(CameraLost, match="gives no pictures; check its cable"):
        source.frame(0.1)


def test_a_camera_without_video_says_what_to_try(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "video0").touch()
    monkeypatch.setattr(cv2, "VideoCapture", lambda path: Video([], opened=False))
    with pytest.raises(CameraLost, match="gives no video; stop another program"):
        VideoSource(str(tmp_path / "video0"), FakeDeviceClock()).open()
