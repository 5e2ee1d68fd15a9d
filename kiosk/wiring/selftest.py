"""Builds the self-test of one machine from its devices, journal, gateway and state; gives its report out."""

import random
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from PIL.Image import Image

from drivers.clock import DeviceClock, SystemDeviceClock
from drivers.trace import Trace
from kiosk import places
from kiosk.backend.client import GatewayClient
from kiosk.receipt.lettering import Typefaces
from kiosk.runtime.clock import Clock
from kiosk.runtime.journal import Journal
from kiosk.selftest import traces
from kiosk.selftest.equipment import Devices, Equipment, Host
from kiosk.selftest.every_test import EVERY_TEST
from kiosk.selftest.file_system import file_system
from kiosk.selftest.gateway_time import gateway_wall_s
from kiosk.selftest.history import History
from kiosk.selftest.live_states import PARTS, LiveStates
from kiosk.selftest.model import News, Part, Result, is_out_of_date
from kiosk.selftest.report import Headline, Report, as_json, make_report
from kiosk.selftest.runner import HOST_PARTS, Runner
from kiosk.selftest.simulated_hands import Simulators
from kiosk.selftest.slip import draw_report, draw_short_slip
from kiosk.selftest.software import fingerprint, software_version
from kiosk.selftest.sound import Sound, SystemSound
from kiosk.settings.devices import addresses, simulated
from kiosk.settings.load import Settings
from kiosk.texts import Texts
from kiosk.wiring.devices import NOT_FITTED, Fitted
from kiosk.wiring.hands import Hands
from kiosk.wiring.voice import engine_of


class Ground(Struct):
    """What a machine lends its self-test. `said_unseen`: parts that a simulated person only speaks for."""

    settings: Settings
    fitted: Fitted
    live: LiveStates
    journal: Journal
    client: GatewayClient
    gateway_url: str
    texts: Texts
    clock: Clock
    device_clock: DeviceClock
    state: Path
    chance: random.Random
    said_unseen: tuple[Part, ...] = ()
    sound: Sound | None = None


def live_states_of(settings: Settings) -> LiveStates:
    """To be made with the machine, before any driver speaks: changes alone are told."""
    devices = settings.kiosk.devices
    fitted = {name for name, url in addresses(devices).items() if url != NOT_FITTED}
    if devices.id_reader.url != NOT_FITTED:
        fitted.add("eject_button")
    return LiveStates(part for part in PARTS if part in fitted or part in HOST_PARTS)


class SelfTest:
    """`tell` is called from the runner's threads. Opens its history; `close` gives everything back."""

    def __init__(self, ground: Ground, tell: Callable[[News], None]) -> None:
        self._ground = ground
        self._faces = Typefaces(places.FONTS / "NotoSansSC-Regular.otf", places.FONTS / "NotoSansSC-Bold.otf")
        self.live = ground.live
        self.history = History(ground.state / "selftest.db")
        for result in self.history.latest().values():
            if not is_out_of_date(result, ground.clock.wall_s()):
                self.live.tested(result)
        self.runner = Runner(EVERY_TEST, self._equipment(), self.history, tell)

    def report(self, results: Iterable[Result] | None = None) -> Report:
        """These results, by default the latest of every test, and how every part is now."""
        wall_s = self._ground.clock.wall_s()
        return make_report(
            self._headline(),
            self._latest() if results is None else results,
            self.live.snapshot(),
            self.history.counted(),
            wall_s,
            self.utc_offset_s(),
        )

    def _latest(self) -> list[Result]:
        latest = self.history.latest()
        return [latest[spec.name] for spec in self.runner.specs if spec.name in latest]

    def export(self, folder: Path) -> Path:
        """Write the report as JSON; its file is named by machine and time. Raises OSError."""
        report = self.report()
        moment = report.made_at[:19].replace(":", "").replace("T", "-")
        file = folder / f"selftest-{report.machine}-{moment}.json"
        file.write_bytes(as_json(report))
        return file

    def slip(self) -> Image:
        return draw_report(self.report(), self._ground.texts, self._faces)

    def trace_lines(self, of: dict[str, Trace], most: int = 200) -> tuple[str, ...]:
        """The last messages of these devices, oldest first."""
        offset_s = self.utc_offset_s()
        return tuple(traces.as_line(entry, offset_s) for entry in traces.merged(of.values(), most))

    def utc_offset_s(self) -> int:
        zone = ZoneInfo(self._ground.settings.kiosk.identity.time_zone)
        offset = datetime.fromtimestamp(self._ground.clock.wall_s(), zone).utcoffset()
        return int(offset.total_seconds()) if offset else 0

    def close(self) -> None:
        self.runner.close()
        self.history.close()

    def _headline(self) -> Headline:
        kiosk = self._ground.settings.kiosk
        devices = tuple(name for name in simulated(kiosk.devices) if name in PARTS)
        return Headline(
            machine=kiosk.identity.number,
            software=software_version(),
            settings=fingerprint(self._ground.settings),
            demonstration=kiosk.mode.demonstration,
            simulated=(*devices, *self._ground.said_unseen),
        )

    def _equipment(self) -> Equipment:
        ground = self._ground
        return Equipment(
            devices=self._devices(),
            host=self._host(),
            live=ground.live,
            device_clock=ground.device_clock,
            host_clock=SystemDeviceClock(),
            draw_slip=lambda code: draw_short_slip(code, ground.texts, self._faces),
            new_code=lambda: f"SELFTEST {ground.chance.getrandbits(48):012X}",
        )

    def _devices(self) -> Devices:
        fitted, devices = self._ground.fitted, self._ground.settings.kiosk.devices
        owners = {name: getattr(getattr(fitted, name), "owner", None) for name in fitted.__struct_fields__}
        return Devices(
            id_reader=fitted.id_reader,
            card_reader=fitted.card_reader,
            scanner=fitted.scanner,
            camera=fitted.camera,
            printer=fitted.printer,
            terminal=fitted.terminal,
            note_acceptor=fitted.note_acceptor,
            camera_frames=fitted.camera_frames,
            button_wired=devices.id_reader.button_pin != "none",
            presenter=getattr(fitted.capabilities.get("printer"), "presenter", False),
            checks={name: owner.check for name, owner in owners.items() if owner is not None},
        )

    def _host(self) -> Host:
        ground, kiosk = self._ground, self._ground.settings.kiosk
        return Host(
            clock=ground.clock,
            state=ground.state,
            file_system=file_system,
            journal=ground.journal,
            gateway_url=ground.gateway_url,
            connect_s=kiosk.gateway.connect_s,
            health=ground.client.health,
            gateway_wall_s=lambda: gateway_wall_s(
                ground.gateway_url, kiosk.gateway.read_s, kiosk.gateway.tls
            ),
            tls=kiosk.gateway.tls,
            demonstration=kiosk.mode.demonstration,
            time_zone=kiosk.identity.time_zone,
            sound=ground.sound or SystemSound(),
            voice=engine_of(kiosk.voice),
        )


def simulators_of(hands: Hands) -> Simulators:
    """What `SimulatedHands` can reach of this machine; simulators of a kind are worked alike."""
    reach: dict[str, Any] = dict(hands.by_name())
    return Simulators(
        id_slot=reach.get("id_reader"),
        card_slot=reach.get("card_reader"),
        scanner=reach.get("scanner"),
        camera=hands.camera,
        printer=reach.get("printer"),
        acceptor=reach.get("note_acceptor"),
    )
