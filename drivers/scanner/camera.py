"""A camera as a code scanner: looks only while armed, decodes only when what it sees has changed.

It photographs papers, too (`document_watch`). Keeps no picture beyond the next one, and none on disk; of the
paper it has photographed last, where its lines are, until it looks for codes again.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from msgspec import Struct

from drivers.clock import DeviceClock
from drivers.events import DeviceIdentified, Emit, Identity, StatusChanged
from drivers.outbox import Outbox
from drivers.scanner.frame_source import CameraLost, FrameSource
from drivers.scanner.port import CodeSeen
from drivers.scanner.recent import RecentCodes
from drivers.status import Status, normalised
from drivers.vocabulary import DeviceState

if TYPE_CHECKING:
    from drivers.scanner.decode import Code
    from drivers.scanner.document_change import Imprint
    from drivers.scanner.document_watch import DocumentWatch
    from drivers.scanner.picture import Picture
    from drivers.scanner.watching import Scene

_log = logging.getLogger(__name__)

_BUSY_LOOK_S = 0.1
_QUIET_LOOK_S = 0.4
"""Before a still scene two looks a second are enough, and cost about a hundredth of a core."""

_STAY_BUSY_S = 3.0
_FIRST_RETRY_S = 0.5
_LAST_RETRY_S = 5.0
_NOTHING_TO_DO_S = 3600.0


class _Wish(Struct, frozen=True, eq=False):
    """What to look for; each is a wish of its own, though it may be for the same."""

    codes: frozenset[str] = frozenset()
    document: bool = False
    another: bool = False

    @property
    def any(self) -> bool:
        return self.document or bool(self.codes)


class CameraScanner:
    """`start()` gives it its own thread; without it, `run_once()` steps it, which is how tests drive it."""

    def __init__(self, name: str, source: FrameSource, clock: DeviceClock, emit: Emit) -> None:
        self.name = name
        self.outbox = Outbox(name, emit)
        self._source = source
        self._clock = clock
        self._wish = _Wish()
        self._was_disarmed = False
        self._open = False
        self._state: DeviceState | None = None
        self._identity: Identity | None = None
        self._another = False
        self._retry_after_s = _FIRST_RETRY_S
        self._recent = RecentCodes(clock)
        self._in_sight: tuple[Code, ...] = ()
        self._scene: Scene | None = None
        self._watch: DocumentWatch | None = None
        self._watched: _Wish | None = None
        self._last_paper: Imprint | None = None
        self._busy_until_s = 0.0
        self._woken = threading.Event()
        self._closing = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self.outbox.start()
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._thread.start()

    def close(self, patience_s: float = 3.0) -> None:
        self._closing = True
        self._woken.set()
        if self._thread is None:
            self._shut()
        else:
            self._thread.join(patience_s)
        self.outbox.close(patience_s)

    def arm(self, symbologies: frozenset[str]) -> None:
        """Raises nothing here for an unknown symbology: it is looked up in the camera's thread."""
        self._was_disarmed |= not symbologies
        self._wish = _Wish(frozenset([*symbologies]))  # a set of its own: scenes are told apart by it
        self._woken.set()

    def arm_for_document(self, *, another: bool = False) -> None:
        self._was_disarmed = True
        self._wish = _Wish(document=True, another=another)
        self._woken.set()

    def disarm(self) -> None:
        self.arm(frozenset())

    # -- in the camera's thread -------------------------------------------------------------------

    def run_once(self) -> None:
        """One look, or one wait for something to do."""
        try:
            if self._state is not DeviceState.ONLINE:
                self._open_source()  # also while nobody wants it: one that is missing is not asked for codes
            elif self._wish.any:
                self._look(self._wish)
            else:
                self._shut()
                self._wait(_NOTHING_TO_DO_S)
        except CameraLost as loss:
            self._shut()
            self._report(DeviceState.NO_DEVICE, str(loss), Status.NOT_AVAILABLE)
            self.outbox.deliver()
            self._wait(self._retry_after_s)
            self._retry_after_s = min(self._retry_after_s * 2, _LAST_RETRY_S)
        self.outbox.deliver()

    def _look(self, wish: _Wish) -> None:
        if self._was_disarmed:  # perhaps so shortly that this thread did not see it
            self._was_disarmed = False
            self._forget()
        if not wish.document:
            self._last_paper = None
        self._open_source()
        quiet = not wish.document and self._clock.monotonic_s() >= self._busy_until_s
        picture = self._source.frame(_QUIET_LOOK_S if quiet else _BUSY_LOOK_S)
        if wish is not self._wish:
            return  # the picture may be older than the wish
        if wish.document:
            self._look_for_document(picture, wish)
        elif picture is None:
            self._scene, self._in_sight = None, ()
        else:
            self._study(picture, wish)

    def _look_for_document(self, picture: Picture | None, wish: _Wish) -> None:
        from drivers.scanner.document_watch import DocumentWatch  # noqa: PLC0415  # as below

        if self._watch is None or self._watched is not wish:
            before = self._last_paper if wish.another else None
            self._watch, self._watched = DocumentWatch(self._clock, before), wish
        news = self._watch.look(picture)
        if news is not None and wish is self._wish:
            if self._watch.imprint is not None:
                self._last_paper = self._watch.imprint
            self.outbox.put(news)

    def _study(self, picture: Picture, wish: _Wish) -> None:
        # Imported here, in the camera's own thread: they take long and must not delay the first screen.
        from drivers.scanner.decode import Effort, decode  # noqa: PLC0415
        from drivers.scanner.watching import Scene  # noqa: PLC0415

        wanted = wish.codes
        if self._scene is None or self._scene.wanted is not wanted:
            self._scene = Scene(wanted)
        match self._scene.look(picture):
            case "changed":
                self._busy_until_s = self._clock.monotonic_s() + _STAY_BUSY_S
                effort = Effort.LIVE
            case "settled":
                effort = Effort.STILL
            case "the same":
                for code in self._in_sight:
                    self._recent.is_news(code)
                return
        self._in_sight = decode(picture, wanted, already_seen=frozenset(self._in_sight), effort=effort)
        if wish is not self._wish:
            return  # read for somebody who does not ask any more
        for code in self._in_sight:
            if self._recent.is_news(code):
                self.outbox.put(CodeSeen(code.text, code.symbology))

    def _open_source(self) -> None:
        if not self._open:
            self._source.open()
            self._open = True
            self._retry_after_s = _FIRST_RETRY_S
            self._identify(self._source.identity())
            self._report(DeviceState.ONLINE, f"{self.name}: open")

    def _shut(self) -> None:
        """A camera nobody needs looks at nobody."""
        if self._open:
            self._source.close()
            self._open = False
        self._forget()

    def _forget(self) -> None:
        """What lies before the camera now is news to whoever asks next."""
        self._scene, self._in_sight = None, ()
        self._watch = self._watched = None
        self._recent.forget()

    def _wait(self, seconds: float) -> None:
        self._clock.wait(self._woken, seconds)
        self._woken.clear()

    def _identify(self, identity: Identity) -> None:
        """Another camera than before is a warning until the kiosk ends."""
        known, self._identity = self._identity, identity
        self._another |= known is not None and known != identity
        if known != identity:
            self.outbox.put(DeviceIdentified(self.name, identity, changed=known is not None))

    def _report(self, state: DeviceState, reason: str, *seen: Status) -> None:
        if state is not self._state:
            self._state = state
            statuses = normalised((*seen, Status.IDENTITY_CHANGED) if self._another else seen)
            self.outbox.put(StatusChanged(self.name, state, reason, statuses))

    def _run(self) -> None:
        while not self._closing:
            try:
                self.run_once()
            except Exception:  # noqa: BLE001  # a worker loop: a faulty picture must not end the looking
                _log.exception("%s: fault while looking; going on", self.name)
                self._shut()
                self._report(
                    DeviceState.HARDWARE_ERROR, "fault in the driver; see the log", Status.MODULE_FAULT
                )
                self._wait(_LAST_RETRY_S)
        self._shut()
