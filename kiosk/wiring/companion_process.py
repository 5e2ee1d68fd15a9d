"""One life of a companion: its process and the two pipes to it, none of which anybody ever waits for.

All on one thread. A pipe that is full keeps nobody: what was to follow is left out for a newer picture.
"""

import os
import select
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

GOES_WITHIN_S: Final = 1.0
"""After its input was closed; then it is killed."""

_CHUNK_BYTES: Final = 64 * 1024


class CompanionProcess:
    """Started when made. Raises OSError where it cannot be. `silent`: its complaints are not told again."""

    def __init__(self, command: Sequence[str], *, silent: bool) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if silent else None,
            start_new_session=True,  # a key that ends the kiosk at a terminal lets the kiosk end this one
            bufsize=0,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input, self._output = self._process.stdin.fileno(), self._process.stdout.fileno()
        self._begun, self._next = b"", b""
        for pipe in (self._input, self._output):
            os.set_blocking(pipe, False)

    def offer(self, line: bytes) -> None:
        """In place of whatever has been offered and is not on its way yet."""
        self._next = line

    def turn(self, bell: int, most_s: float) -> bytes | None:
        """Writes what the pipe takes, and what has come; None once the companion has closed its end.

        Returns when there is news, when something can be read from `bell`, or after `most_s`.
        """
        waiting = select.poll()
        for each in (bell, self._output):
            waiting.register(each, select.POLLIN)
        if self._begun or self._next:
            waiting.register(self._input, select.POLLOUT)
        ready = dict(waiting.poll(most_s * 1000))
        if self._input in ready:
            self._write()
        return self._read() if self._output in ready else b""

    def _write(self) -> None:
        """A pipe that is closed takes everything; reading tells of it."""
        self._begun, self._next = (self._begun, self._next) if self._begun else (self._next, b"")
        try:
            self._begun = self._begun[os.write(self._input, self._begun) :]
        except BlockingIOError:
            return
        except BrokenPipeError:
            self._begun = self._next = b""

    def _read(self) -> bytes | None:
        try:
            return os.read(self._output, _CHUNK_BYTES) or None
        except BlockingIOError:
            return b""

    def end(self, *, patient: bool) -> str:
        """Closes everything; how it ended, in words. `patient` gives it time to end by itself."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        if patient:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(GOES_WITHIN_S)
        status = self._process.poll()
        if status is not None:
            return f"status {status}"
        with suppress(ProcessLookupError):  # it may end between the two lines
            os.killpg(self._process.pid, signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):  # one that waits for its hardware is left to the system
            self._process.wait(GOES_WITHIN_S)
        return "killed"
