"""A gateway, and the machines that were enrolled at it."""

from collections.abc import Callable
from pathlib import Path

from kiosk.backend.client import GatewayClient
from kiosk.backend.sequence import Sequence
from kiosk.backend.signer import Signer
from kiosk.gateway.commands.kiosk_enrolment import enrol_kiosk
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.runtime.clock import FakeClock
from kiosk.wire.signing.key_file import KioskKeys, decode
from kiosk.wire.signing.keys import Algorithm

KIOSK = "LFL-380-01"


class Hut:
    """A gateway, and the machines that were enrolled at it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FakeClock()
        self.db_url = f"sqlite:///{folder / 'gateway.db'}"
        self.gateway = EmbeddedGateway(folder / "gateway.db", self.clock)
        self.url = self.gateway.start()
        self.clients: list[GatewayClient] = []

    def enrol(
        self, name: str = "key", algorithm: Algorithm = "hmac-sha256", overlap_days: int = 14
    ) -> KioskKeys:
        enrol_kiosk(self.db_url, KIOSK, algorithm, self.folder / name, overlap_days, self.clock)
        return decode((self.folder / name).read_bytes(), KIOSK)

    def client(self, keys: KioskKeys, wall_s: Callable[[], float] | None = None) -> GatewayClient:
        """A machine switched on, with the numbers it has left."""
        signer = Signer(keys, Sequence(self.folder / "sequence"), wall_s or self.clock.wall_s)
        self.clients.append(GatewayClient(self.url, KIOSK, signer=signer))
        return self.clients[-1]

    def close(self) -> None:
        for client in self.clients:
            client.close()
        self.gateway.stop()
