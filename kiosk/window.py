"""The only file that sees screens, machine and Kivy together. Import it after `prepare_kivy`."""

import gc
import logging
import random
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Thread
from typing import Any, cast

from kivy.base import runTouchApp, stopTouchApp
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.uix.widget import Widget

from drivers.clock import SystemDeviceClock
from drivers.simulation.scenario import Step, read_scenario
from kiosk import places
from kiosk.bench.bench import Bench
from kiosk.mirror.sides import heard_from, touch_of, view_at
from kiosk.runtime.clock import SystemClock
from kiosk.session import show
from kiosk.session.events import Event as SessionEvent
from kiosk.session.events import ScreenTouched
from kiosk.session.model import DisplaySide, Session
from kiosk.session.view import Comfort
from kiosk.settings.devices import simulated
from kiosk.settings.load import Settings
from kiosk.technician.events import EntryAsked
from kiosk.technician.events import Event as TechnicianEvent
from kiosk.technician.events import ScreenTouched as TechnicianTouched
from kiosk.technician.view import TechnicianView
from kiosk.wiring.companion import Companion
from kiosk.wiring.given_settings import GivenSettings
from kiosk.wiring.half_of_window import HalfOfWindow, NoSecondDisplay
from kiosk.wiring.machine import TICK_EVERY_S, Machine, Surroundings
from kiosk.wiring.second_display import SecondDisplay
from kiosk.wiring.technician_machinery import open_vendor_mode
from kiosk.wiring.voice import fit_speaker
from screens.bench_panel.desk import Desk
from screens.bench_panel.panel import BenchPanel
from screens.dressing import Panel, look_for
from screens.fitting import Fitting
from screens.helper.either_host import EitherHost
from screens.keep_going import in_words, keep_going
from screens.spanning import Spanning
from screens.technician.host import TechnicianHost
from screens.technician.shared_display import SharedDisplay
from screens.theme import Look

_log = logging.getLogger(__name__)


class KioskWindow:
    """Made, run and closed on one thread. `first_frame` is called once, when the first screen is seen.

    Raises `BadScenario`.
    """

    def __init__(
        self,
        settings: Settings,
        fitting: Fitting,
        gateway_url: str,
        first_frame: Callable[[], None],
        scenario: Path | None = None,
        companion: Sequence[str] = (),
        given: GivenSettings | None = None,
    ) -> None:
        self._ending, self._last_failure = False, ""
        self.begins_anew = False
        self._first_frame = first_frame
        clock = SystemClock()
        around = Surroundings(
            clock=clock,
            device_clock=SystemDeviceClock(),
            state=places.state_folder(),
            gateway_url=gateway_url,
            wake=Clock.create_trigger(self._drain),
            changed=self._changed,
            wipe=gc.collect,
            chance=random.SystemRandom(),
            restart=self._end_and_begin_anew,
            given=given,
        )
        self.machine = Machine(settings, around)
        self._story = read_scenario(scenario, self.machine.hands.by_name()) if scenario else None
        self._told_to_stop = Event()
        self.vendor_mode = open_vendor_mode(settings, self.machine, around, self._technician_sees)
        self.speaker = fit_speaker(settings.kiosk, clock, self.machine.languages.resolver)
        self.host = self._host("first", fitting.first, clock, lambda: self._tell_technician(EntryAsked()))
        self.display = SharedDisplay(self.host, self._technician_host(self.host.surroundings.look, clock))
        shown = self._fit_second(fitting, companion, clock)
        Window.set_title(self.machine.texts["frame.brand"])
        self.bench: Bench | None = None
        self.panel: BenchPanel | None = None
        if simulated(settings.kiosk.devices):
            self._add_bench(shown, clock)
        else:
            Window.add_widget(shown)

    def run(self) -> None:
        """Until the window is closed, or SIGINT or SIGTERM arrive."""
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signal_number, self._end)
        keep_going(self._failed)
        Window.bind(on_flip=self._seen)
        Clock.schedule_interval(self._tick, TICK_EVERY_S)
        if self.vendor_mode is not None:
            self.vendor_mode.start()
        self.speaker.start()
        self.machine.start()
        self.second.start()
        if self._story is not None:
            story = (SystemDeviceClock(), self._told_to_stop, _tell_step)
            Thread(target=self._story.play, args=story, name="scenario", daemon=True).start()
        runTouchApp()

    def close(self) -> None:
        """Silence, cards out, ports closed."""
        self.speaker.hush()
        self._told_to_stop.set()
        if self.bench is not None:
            self.bench.worker.stop()
        if self.vendor_mode is not None:
            self.vendor_mode.break_off()
        self.machine.stop()
        self.second.stop()
        if self.vendor_mode is not None:
            self.vendor_mode.stop()
        self.speaker.stop()

    def _technician_host(self, look: Look, clock: SystemClock) -> TechnicianHost:
        return TechnicianHost(
            look,
            send=self._tell_technician,
            resolve=self.machine.texts.resolve,
            monotonic_s=clock.monotonic_s,
            touched=lambda: self._tell_technician(TechnicianTouched()),
        )

    def _host(
        self,
        side: DisplaySide,
        panel: Panel,
        clock: SystemClock,
        knocked: Callable[[], None] | None = None,
    ) -> EitherHost:
        return EitherHost(
            look_for(panel, Comfort()),
            send=lambda event: self._send(side, event),
            resolve=self.machine.texts.resolve,
            monotonic_s=clock.monotonic_s,
            touched=lambda: self._touched(touch_of(self.machine.store.session, side)),
            knocked=knocked,
            panel=panel,
            resolve_in=self.machine.languages.resolver,
        )

    def _fit_second(self, fitting: Fitting, companion: Sequence[str], clock: SystemClock) -> Widget:
        """What fills the window. `companion`: the second display is a program of its own; see `Fitting`."""
        self.second: SecondDisplay | NoSecondDisplay = NoSecondDisplay()
        post = self.machine.post
        if companion:
            beside = Companion(companion, clock, Clock.create_trigger(self._drain))
            self.second = SecondDisplay(beside, clock, post, self._touched)
        elif fitting.second is not None:
            other = self._host("second", fitting.second, clock)
            self.second = HalfOfWindow(other.render, post)
            return Spanning(fitting, self.display, other)
        return self.display

    def _add_bench(self, shown: Widget, clock: SystemClock) -> None:
        refresh = Clock.create_trigger(lambda _dt: self._refresh_bench())
        bench = Bench(self.machine.hands, clock, random.SystemRandom(), changed=refresh)
        panel = BenchPanel(bench.view(), Window.height, bench.press, clock.monotonic_s)
        Window.add_widget(Desk(shown, panel))
        bench.worker.start()
        self.bench, self.panel = bench, panel

    def _refresh_bench(self) -> None:
        if self.bench is not None and self.panel is not None:
            self.bench.pass_time()
            self.panel.show(self.bench.view())

    def _tick(self, _elapsed_s: float) -> None:
        if self._ending:
            stopTouchApp()
            return
        self.machine.tick()
        self.second.tick()
        if self.vendor_mode is not None:
            self.vendor_mode.tick()
        self._refresh_bench()

    def _seen(self, *_: Any) -> None:
        """Called just before the first frame reaches the display; a turn later it is there."""
        Window.unbind(on_flip=self._seen)
        Clock.schedule_once(lambda _dt: self._first_frame(), 0)

    def _end(self, *_: Any) -> None:
        """A signal may arrive in the middle of anything, so the next tick does the work."""
        self._ending = True

    def _end_and_begin_anew(self) -> None:
        """From any thread."""
        self.begins_anew = True
        self._ending = True

    def _failed(self, error: Exception) -> None:
        """A fault in every frame is told once."""
        failure = in_words(error)
        if failure != self._last_failure:
            self._last_failure = failure
            _log.error("the screen failed with %s", failure)

    def _drain(self, _elapsed_s: float) -> None:
        self.second.hear()
        self.machine.drain()
        if self.vendor_mode is not None:
            self.vendor_mode.drain()

    def _changed(self, session: Session) -> None:
        """The second display is told first: it draws while this one does."""
        self.second.show(session)
        self.host.render(view_at(session, "first"))
        self.speaker.show(show.view(session))

    def _touched(self, touch: SessionEvent) -> None:
        """A helper's finger cuts no word off that is said to a resident."""
        if isinstance(touch, ScreenTouched):
            self.speaker.hush()
        self.machine.post(touch)

    def _send(self, side: DisplaySide, event: object) -> None:
        """Buttons carry the session's own events, which the screens hand back unread."""
        heard = heard_from(self.machine.store.session, side, event)
        if heard is not None:
            self.machine.post(heard)

    def _technician_sees(self, view: TechnicianView | None) -> None:
        self.display.show_technician(view)

    def _tell_technician(self, event: object) -> None:
        """As `_send`; nobody listens where the files of access cannot be used."""
        if self.vendor_mode is not None:
            self.vendor_mode.post(cast(TechnicianEvent, event))


def _tell_step(step: Step, seen: str) -> None:
    """Without what the act is done with: codes and numbers are in no log, even simulated ones."""
    act = step.do.split(maxsplit=1)[0]
    _log.info("scenario at %g s: %s %s%s", step.at_s, step.device, act, f": {seen}" if seen else "")
