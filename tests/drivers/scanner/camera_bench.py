"""A camera before which a test holds codes, on a clock that only the camera's own waiting moves."""

from drivers.clock import FakeDeviceClock
from drivers.events import DeviceEvent
from drivers.scanner.camera import CameraScanner
from drivers.scanner.port import CodeSeen
from drivers.scanner.simulated_camera import SimulatedCamera

BILL = frozenset({"code128", "qr"})


class CameraBench:
    def __init__(self) -> None:
        self.clock = FakeDeviceClock()
        self.camera = SimulatedCamera(self.clock)
        self.events: list[DeviceEvent] = []
        self.scanner = CameraScanner("camera", self.camera, self.clock, self.events.append)

    def run_s(self, seconds: float) -> None:
        until_s = self.clock.monotonic_s() + seconds
        while self.clock.monotonic_s() < until_s:
            self.scanner.run_once()

    def codes(self) -> list[tuple[str, str]]:
        return [(event.text, event.symbology) for event in self.events if isinstance(event, CodeSeen)]
