"""The self-test as an operator asks for it from afar: the machine is closed to residents, every test that
needs nobody is run, and it opens again.

A technician who comes meanwhile has the machine from then on, and it is theirs to open.
"""

from collections.abc import Callable
from typing import Protocol

from kiosk.selftest.model import Result
from kiosk.selftest.prompt import Attendance
from kiosk.session.events import Event, TechnicianLeft, TechnicianTookOver
from kiosk.session.model import Session


class UnattendedRunner(Protocol):
    """`kiosk.selftest.runner.Runner`, as far as it is used here."""

    @property
    def running(self) -> bool: ...
    def start(self, names: None, attendance: Attendance) -> bool: ...


class RemoteSelfTest:
    """`technician_is_in`: somebody is at the machine's inside, or about to be; `taken_over` is told whose the
    devices are; `latest` has the last result of every test by its name. `begin` and `found` belong to one
    thread."""

    def __init__(
        self,
        runner: UnattendedRunner,
        latest: Callable[[], dict[str, Result]],
        session: Callable[[], Session],
        post: Callable[[Event], None],
        taken_over: Callable[[bool], None],
        technician_is_in: Callable[[], bool],
    ) -> None:
        self._runner = runner
        self._latest = latest
        self._session = session
        self._post = post
        self._taken_over = taken_over
        self._technician_is_in = technician_is_in
        self._last_number = 0
        self._waits = False

    @property
    def technician_here(self) -> bool:
        return self._technician_is_in()

    def begin(self) -> bool:
        """Closes the machine; the tests start once nobody is being served."""
        if self._runner.running or self._technician_is_in():
            return False
        self._waits = True
        self._post(TechnicianTookOver())
        return True

    def found(self) -> tuple[int, int, int] | None:
        """How many tests passed, failed, were not done; None while they run."""
        if self._waits:
            self._start()
            return None
        if self._runner.running:
            self._hold()
            return None
        self._open()
        since = [each.outcome for each in self._latest().values() if each.number > self._last_number]
        return since.count("passed"), since.count("failed"), since.count("not_done")

    def _start(self) -> None:
        self._hold()
        if self._session().technician == "here":
            self._waits = False
            self._last_number = max((each.number for each in self._latest().values()), default=0)
            self._runner.start(None, "nobody")

    def _hold(self) -> None:
        """Also where a technician who came meanwhile has gone again, and opened the machine."""
        session = self._session()
        if session.technician == "here":
            self._taken_over(True)
        elif session.at_rest():
            self._post(TechnicianTookOver())

    def _open(self) -> None:
        if not self._technician_is_in():
            self._taken_over(False)
            self._post(TechnicianLeft())
