"""Stand-ins for programs of the system: shell scripts that do well, badly, or nothing for ever."""

import os
import select
from pathlib import Path

from kiosk.voice.waves import Recording, tone, written

SAID: Recording = tone(0.05)
SAID_WAVE = written(SAID)
PATIENCE_S = 20
"""Longer than any of this takes; only a failing test waits that long."""

HANG = "exec 3> {folder}/alive; echo yes >&3; sleep 600 & wait"
"""Starts a child and never ends; while one of the two lives, a pipe of the test's is open."""


class Programs:
    """Makes them in `folder`; `heard` and `arguments` tell what the last one was given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "said.wav").write_bytes(SAID_WAVE)

    def make(self, body: str) -> str:
        program = self.folder / "program"
        keeps = f'printf "%s\\n" "$@" > {self.folder}/arguments; cat > {self.folder}/heard'
        program.write_text(f"#!/bin/sh\n{keeps}\n{body.format(folder=self.folder)}\n")
        program.chmod(0o700)
        return str(program)

    def says(self) -> str:
        return self.make("cat {folder}/said.wav")

    def hangs(self) -> str:
        os.mkfifo(self.folder / "alive")
        self._alive = os.open(self.folder / "alive", os.O_RDONLY | os.O_NONBLOCK)
        return self.make(HANG)

    def wait_until_started(self) -> None:
        """For one that hangs."""
        assert select.select([self._alive], [], [], PATIENCE_S)[0]
        assert os.read(self._alive, 100) == b"yes\n"

    def are_gone(self) -> bool:
        """Whether the one that hangs and its child have ended, or end now."""
        try:
            while select.select([self._alive], [], [], PATIENCE_S)[0]:
                if not os.read(self._alive, 100):
                    return True
        finally:
            os.close(self._alive)
        return False

    @property
    def heard(self) -> bytes:
        return (self.folder / "heard").read_bytes()

    @property
    def arguments(self) -> list[str]:
        return (self.folder / "arguments").read_text().splitlines()
