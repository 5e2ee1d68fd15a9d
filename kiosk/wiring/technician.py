"""The technician's mode on a real machine: carries its effects out, and tells it what machine and hands do.

Stepped on the machine's own thread, like the session; whatever may block is done by one worker.
"""

from collections import deque
from collections.abc import Callable
from typing import TypeAlias

from drivers.events import DeviceEvent
from kiosk.session import events as session_events
from kiosk.session.steps import InsertNotes, Paying
from kiosk.technician import effects as does
from kiosk.technician import events as told
from kiosk.technician import mode as reducer
from kiosk.technician.effects import Effect
from kiosk.technician.events import Event
from kiosk.technician.model import SignIn
from kiosk.technician.safety import Safety
from kiosk.technician.show import view
from kiosk.technician.view import CellTouched, TechnicianView
from kiosk.wiring.technician_work import Machinery, Work

Heard: TypeAlias = Event | CellTouched


class VendorMode:
    """`wake` may be called from any thread and must bring `drain` to run on the machine's own; `changed` is
    told each new view, None when the display is the residents' again."""

    def __init__(
        self,
        machinery: Machinery,
        wake: Callable[[], None],
        changed: Callable[[TechnicianView | None], None],
    ) -> None:
        self._machinery = machinery
        self._wake = wake
        self._changed = changed
        self._events: deque[Heard] = deque()
        self._view: TechnicianView | None = None
        self._returning = False
        self.mode, self._first_effects = reducer.start(machinery.rules)
        self._work = Work(machinery, self.post)
        self.senses = self._work.senses

    @property
    def cash_stays_off(self) -> bool:
        """Nobody may put in a note: the box is out, is not counted, or cannot be counted."""
        return self._machinery.store is None or self.mode.cash_stays_off

    def start(self) -> None:
        """Take up an exchange that a power cut broke off. Before the drivers start."""
        self._work.worker.start()
        self.senses.tell_supplies()
        for effect in self._first_effects:
            self._perform(effect)
        self.drain()

    def break_off(self) -> None:
        """The kiosk closes down: no test may hold a device. Before the drivers stop."""
        self._machinery.runner.cancel()

    def stop(self) -> None:
        """After the drivers; what is open is found again at the next start."""
        self._machinery.close()
        self._work.worker.stop()
        for kept in (self._machinery.store, self._machinery.cards):
            if kept is not None:
                kept.close()

    def post(self, event: Heard) -> None:
        """From any thread; never blocks and never drops."""
        self._events.append(event)
        self._wake()

    def heard(self, device: str, event: DeviceEvent) -> None:
        """What a driver tells, from its own thread; the session and the self-test hear the same."""
        self.senses.heard(device, event)

    def tick(self) -> None:
        """Tell the mode the time and how things stand; to be called as often as the session's own tick."""
        clock, machinery = self._machinery.clock, self._machinery
        self._look()
        if self.mode.state != "inactive" and (parts := machinery.parts()) != self.mode.parts:
            self.post(told.PartsChanged(parts))
        if self._returning and not machinery.runner.running:
            self._returning = False
            self.post(told.DevicesBack())
        self.post(told.Ticked(clock.monotonic_s(), clock.wall_s()))

    def drain(self) -> None:
        """Step through everything that has come; on the machine's thread alone."""
        while self._events:
            self.mode, effects = reducer.step(self.mode, self._events.popleft())
            for effect in effects:
                self._perform(effect)
        shown = view(self.mode)
        if shown != self._view:
            self._view = shown
            self._changed(shown)

    def _look(self) -> None:
        """Whether it is safe, by the session and what the drivers told; and that the session lets go."""
        session = self._machinery.session()
        safety = Safety(
            at_rest=session.at_rest(),
            holding_cards=self.senses.holding_cards(session),
            holding_notes=self.senses.holding_notes(),
            money_in_flight=isinstance(session.step, Paying | InsertNotes),
        )
        if safety != self.mode.safety:
            self.post(told.SafetyChanged(safety))
        ours = self.mode.state in ("active", "exit_pending") or isinstance(self.mode.page, SignIn)
        if ours and session.technician == "coming" and session.at_rest():
            self._machinery.post_to_session(session_events.TechnicianTookOver())

    # -- effects -------------------------------------------------------------------------------------

    def _perform(self, effect: Effect) -> None:
        match effect:
            case does.CloseToResidents():
                self._machinery.post_to_session(session_events.TechnicianCame())
            case does.TakeOver():
                self._machinery.taken_over(True)
                self._machinery.post_to_session(session_events.TechnicianTookOver())
            case does.OpenToResidents():
                self._machinery.taken_over(False)
                self._machinery.post_to_session(session_events.TechnicianLeft())
            case does.ReturnDevices():
                self._machinery.runner.cancel()
                self._returning = True
            case does.OpenStaffSlot(is_open):
                self._open_staff_slot(is_open)
            case does.StartTests(tests):
                if not self._machinery.runner.start(tests):
                    self.post(told.Failed("tests"))
            case does.AnswerAsk(answered):
                self._machinery.runner.answer(answered)
            case does.CancelRun():
                self._machinery.runner.cancel()
            case _:
                self._work.do(effect)

    def _open_staff_slot(self, is_open: bool) -> None:
        self.senses.staff_slot_open = is_open
        slot = self._machinery.staff_slot
        if slot is not None:
            slot.arm() if is_open else slot.disarm()
