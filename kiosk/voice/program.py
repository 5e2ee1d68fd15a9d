"""A program of the system under way: bounded in time, in a process group of its own, killed with it.

Input and output are files in memory, so that nobody waits for a pipe and nothing is left on a disk.
"""

import os
import resource
import signal
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from typing import BinaryIO, Final

MOST_BYTES: Final = 128 * 2**20
"""A program gone mad is ended by the system before it fills the memory. Speech needs 44 kB a second, but the
sound libraries behind these programs begin by setting 64 MiB aside."""

_COMPLAINT_BYTES: Final = 200
_GONE_WITHIN_S: Final = 1.0
"""A killed process that waits for its hardware cannot end; it is left to the system."""


class Program:
    """Started when made. Raises OSError where it cannot be.

    `complaint` is the end of what it wrote on its standard error, once it is closed.
    """

    def __init__(self, command: Sequence[str], given: bytes) -> None:
        self.complaint = ""
        with ExitStack() as opened:
            given_file, self._output, self._complaints = (
                opened.enter_context(_memory_file(name)) for name in ("given", "output", "complaints")
            )
            given_file.write(given)
            given_file.seek(0)
            self._process = subprocess.Popen(
                command,
                stdin=given_file,
                stdout=self._output,
                stderr=self._complaints,
                start_new_session=True,
            )
            with suppress(ProcessLookupError):  # it may have finished already
                resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES))
            self._opened = opened.pop_all()

    def wait(self, within_s: float) -> int | None:
        """Its exit status once it has ended; None where it had not by then."""
        try:
            return self._process.wait(within_s)
        except subprocess.TimeoutExpired:
            return None

    def kill(self) -> None:
        """With all it has started; at once, from any thread."""
        if self._process.poll() is None:
            with suppress(ProcessLookupError):  # it may end between the two lines
                os.killpg(self._process.pid, signal.SIGKILL)

    def close(self) -> bytes:
        """Kills what still runs; the output so far. Call it once, from the thread that waits."""
        self.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_GONE_WITHIN_S)
        with self._opened:
            complaint = _all_of(self._complaints)[-_COMPLAINT_BYTES:].decode(errors="replace")
            self.complaint = " ".join(complaint.split())
            return _all_of(self._output)


def _memory_file(name: str) -> BinaryIO:
    return os.fdopen(os.memfd_create(name), "w+b", buffering=0)


def _all_of(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read()
