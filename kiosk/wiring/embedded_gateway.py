"""The reference gateway inside the kiosk's process, started beside the screens instead of before them."""

import logging
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from msgspec import Struct

from kiosk.gateway.http.loopback import base_url, listen
from kiosk.runtime.clock import Clock

if TYPE_CHECKING:
    from kiosk.gateway.http.server import EmbeddedGateway

_log = logging.getLogger(__name__)


class OwnMachine(Struct, frozen=True):
    """The machine that this process is: its number, and the key of its technician's keypad."""

    number: str
    key: bytes

    def __repr__(self) -> str:
        return f"OwnMachine({self.number})"


class GatewayBeside:
    """`url` is good at once: whoever calls before the gateway is up waits at its port for the answer.

    `machine` of a demonstration is enrolled by itself, so that its keypad can be unlocked.
    """

    def __init__(
        self, db_path: Path, clock: Clock, *, demo_data: bool, machine: OwnMachine | None = None
    ) -> None:
        self._listener = listen(0)
        self.url = base_url(self._listener)
        self._make = (db_path, clock, demo_data)
        self._machine = machine
        self._gateway: EmbeddedGateway | None = None
        self._thread = Thread(target=self._start, name="gateway start", daemon=True)

    def start(self) -> None:
        """Returns at once. Without it, and where it fails, callers find nobody at the port."""
        self._thread.start()

    def wait_until_started(self) -> None:
        """Until it is up, or will not come."""
        self._thread.join()

    def stop(self) -> None:
        if self._thread.ident is not None:
            self._thread.join()
        if self._gateway is None:
            self._listener.close()
        else:
            self._gateway.stop()

    def _start(self) -> None:
        # Imported here: web server and database take longer to load than the first screen may take.
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

        from kiosk.gateway.http.server import EmbeddedGateway, GatewayNotStarted  # noqa: PLC0415
        from kiosk.gateway.sql.one_server import AlreadyServed  # noqa: PLC0415
        from kiosk.gateway.sql.open_database import SchemaRefused  # noqa: PLC0415
        from kiosk.gateway.trust.key_file import KeyFileWrong  # noqa: PLC0415

        db_path, clock, demo_data = self._make
        gateway = EmbeddedGateway(db_path, clock, demo_data=demo_data, listener=self._listener)
        try:
            gateway.start()
            self._gateway = gateway
            _log.info("operators' page: %s/operator", self.url)
            if demo_data and self._machine is not None:
                self._enrol(self._machine)
        except (SchemaRefused, KeyFileWrong, AlreadyServed) as refused:  # their words say what to do
            _log.critical("%s: the gateway does not start: %s", db_path, refused)
        except (SQLAlchemyError, OSError, GatewayNotStarted) as error:
            _log.critical("%s: the gateway does not start: %s", db_path, type(error).__name__)
        finally:
            if self._gateway is None:
                self._listener.close()

    def _enrol(self, machine: OwnMachine) -> None:
        from kiosk.gateway.commands.enrolment import enrol_demonstration  # noqa: PLC0415
        from kiosk.gateway.http.operator.unlock_pages import PATH  # noqa: PLC0415

        db_path, clock, _demo_data = self._make
        enrol_demonstration(f"sqlite:///{db_path}", clock, machine.number, machine.key)
        _log.info("operator's page to unlock the keypad: %s%s?machine=%s", self.url, PATH, machine.number)
