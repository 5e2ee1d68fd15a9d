"""`python -m kiosk demo`: plays journeys one after the other and writes pictures, receipts and a summary.

Each journey starts with a gateway of its own, filled anew, so that the same bills are owed every time.
"""

import gc
import itertools
import random
import shutil
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from drivers.clock import DeviceClock, ScaledDeviceClock, SystemDeviceClock
from kiosk import places
from kiosk.demonstration.clock import DemonstrationClock
from kiosk.demonstration.customer import Customer
from kiosk.demonstration.hand_luggage import Luggage
from kiosk.demonstration.helpers_hand import HelpersHand
from kiosk.demonstration.journeys import ENDS, JOURNEYS
from kiosk.demonstration.stage import JourneyFailed, Stage
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.runtime.clock import Clock, SystemClock
from kiosk.session import show
from kiosk.session.view import Comfort, Language, Size, Theme
from kiosk.settings.load import Settings
from kiosk.wiring.checked_settings import load_settings
from kiosk.wiring.machine import Machine, Surroundings
from kiosk.wiring.technician_machinery import open_vendor_mode

ARRIVED = "arrived"
"""The state of a journey that ends with a request at the gateway."""

DEVICE_SPEED = 10.0
"""Simulated devices run this much faster than real ones, unless --realtime."""


class Played(Struct, frozen=True):
    """One journey as it went; `modelled_seconds` is an elder's time, `machine_seconds` the real one here.

    Of whoever came to know something `state` is "read", and nothing is said of a payment.
    Of whoever asked for a service it is "arrived", with the number of the request.
    """

    journey: str
    taps: int
    leaves: int
    digits: int
    screens: int
    notes: int
    modelled_seconds: float
    machine_seconds: float
    state: str
    payment_id: str = ""
    amount_fen: int = 0
    receipt_no: str = ""
    request_no: str = ""


class Wanted(Struct, frozen=True):
    """What to play, with each of `comforts`, and by whose `hand`: the resident's, or a helper's. Pictures
    given stand in for the drawn bill and phone code."""

    journeys: tuple[str, ...]
    out: Path
    orientation: str
    bill_image: Path | None = None
    pay_code_image: Path | None = None
    realtime: bool = False
    comforts: tuple[Comfort, ...] = (Comfort(),)
    hand: str = "resident"


def comforts(size: str, theme: str, language: str) -> tuple[Comfort, ...]:
    """All that fit these words; "all" fits every one."""
    wanted = itertools.product(get_args(Size), get_args(Theme), get_args(Language))
    return tuple(
        Comfort(size=each, theme=colours, language=words)
        for each, colours, words in wanted
        if size in {str(each), "all"} and theme in {colours, "all"} and language in {words, "all"}
    )


def play(config: Path, wanted: Wanted) -> int:
    """0 when every journey came to the end it was meant to; 1 tells which did not, and where it stood."""
    settings = load_settings(config)
    display = next(
        (d for d in settings.displays.display.values() if d.orientation == wanted.orientation), None
    )
    if display is None:
        print(f"{config / 'displays.toml'}: no display is {wanted.orientation}", file=sys.stderr)
        return 1
    wanted.out.mkdir(parents=True, exist_ok=True)
    stage = Stage(display, places.cache_folder() / "kivy")
    played: list[Played] = []
    failed = False
    for comfort in wanted.comforts:
        so = "" if len(wanted.comforts) == 1 else f"{comfort.size}-{comfort.theme}-{comfort.language}"
        for name in wanted.journeys:
            print(f"{so:>12} {name:>9}: " if so else f"{name:>9}: ", end="", flush=True)
            try:
                played.append(_play_one(stage, _as_wanted(settings, comfort), wanted, name, wanted.out / so))
            except JourneyFailed as error:
                failed = True
                print(f"failed: {error}")
            else:
                print(_line(played[-1]))
    summary = msgspec.json.format(msgspec.json.encode({"journeys": played}))
    (wanted.out / "summary.json").write_bytes(summary + b"\n")
    print(f"pictures and summary.json are in {wanted.out}")
    as_meant = all(journey.state == ENDS.get(journey.journey, "settled") for journey in played)
    return 0 if as_meant and not failed else 1


def _as_wanted(settings: Settings, comfort: Comfort) -> Settings:
    """A machine that looks so before anybody has changed it."""
    usual = replace(settings.kiosk.comfort, size=comfort.size, theme=comfort.theme)
    identity = replace(settings.kiosk.identity, language=comfort.language)
    return replace(settings, kiosk=replace(settings.kiosk, comfort=usual, identity=identity))


def _line(journey: Played) -> str:
    return (
        f"{journey.state}, {journey.taps} taps, {journey.digits} digits, {journey.screens} screens, "
        f"{journey.modelled_seconds:.1f} s modelled, {journey.machine_seconds:.1f} s machine"
        + (f", leaves turned: {journey.leaves}" if journey.leaves else "")
    )


def _play_one(stage: Stage, settings: Settings, wanted: Wanted, name: str, folder: Path) -> Played:
    out = folder / name
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with TemporaryDirectory(dir=places.state_folder(), prefix="demonstration-") as state:
        gateway = EmbeddedGateway(Path(state) / "gateway.db", SystemClock(), demo_data=True)
        url = gateway.start()
        clock = DemonstrationClock()
        around = _surroundings(stage, clock, Path(state), url, wanted.realtime)
        machine = Machine(settings, around)
        mode = open_vendor_mode(settings, machine, around, lambda _view: None)
        stage.play_on(machine, out, mode, clock.skip)
        if mode is not None:
            mode.start()
        machine.start()
        try:
            return _journey(stage, machine, wanted, name, out)
        finally:
            machine.stop()
            if mode is not None:
                mode.stop()
            gateway.stop()


def _surroundings(stage: Stage, clock: Clock, state: Path, url: str, realtime: bool) -> Surroundings:
    devices: DeviceClock = SystemDeviceClock() if realtime else ScaledDeviceClock(DEVICE_SPEED)
    return Surroundings(
        clock=clock,
        device_clock=devices,
        state=state,
        gateway_url=url,
        wake=lambda: None,
        changed=lambda session: stage.host.render(show.view(session)),
        wipe=gc.collect,
        chance=random.Random(),
    )


def _journey(stage: Stage, machine: Machine, wanted: Wanted, name: str, out: Path) -> Played:
    helper = HelpersHand(stage, machine) if wanted.hand == "helper" else None
    customer = Customer(stage, Luggage(machine, wanted.bill_image, wanted.pay_code_image), helper)
    began_s = time.monotonic()
    JOURNEYS[name](customer)
    took_s = time.monotonic() - began_s
    if machine.hands.printer is not None:
        for slip in machine.hands.printer.printed():
            slip.save(out / "receipt.png")
    played = Played(
        journey=name,
        taps=customer.taps_made,
        leaves=customer.leaves_turned,
        digits=customer.digits_typed,
        screens=customer.screens_read,
        notes=customer.notes_put_in,
        modelled_seconds=customer.modelled_seconds,
        machine_seconds=round(took_s, 3),
        state="read",
    )
    if customer.filed is not None:
        return replace(played, state=ARRIVED, request_no=customer.filed.number)
    if customer.done is None:
        if customer.learned:
            return played
        raise JourneyFailed("the journey ended without an outcome")
    outcome = customer.done.outcome
    return replace(
        played,
        payment_id=outcome.payment_id,
        state=outcome.kind,
        amount_fen=outcome.amount_fen,
        receipt_no=outcome.receipt_no,
    )
