"""The process of one kiosk over all its lives, with the devices that outlive it."""

import json
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import msgspec

from kiosk.payment.methods import Method
from kiosk.places import ROOT
from kiosk.wiring.acquirer import SandboxAcquirer
from tests.power.hardware import Hardware, come_to_rest
from tests.power.kiosk_client import Orders
from tests.system.processes import own_folders

FINISH_WITHIN_S = 600.0
"""A charge whose request died with the gateway is proven not to be one after six minutes."""
_HOUSEHOLDS_EACH = 120
_ACCEPTORS = ("ssp", "id003")


class KioskLife:
    """`said` is everything it told. `power` says whether the devices lose theirs when it is killed."""

    def __init__(
        self,
        number: int,
        folder: Path,
        url: str,
        chance: random.Random,
        methods: tuple[Method, ...],
        bug: str = "",
    ) -> None:
        self.state = folder / f"kiosk-{number}"
        self.state.mkdir()
        self.kiosk_id = f"HUT-{self.state.name.upper()}"
        self.said: list[list[object]] = []
        self.hardware = Hardware(
            _ACCEPTORS[number % len(_ACCEPTORS)], SandboxAcquirer(url), random.Random(chance.random())
        )
        self._orders = Orders(
            state=str(self.state),
            url=url,
            seed=0,
            first=1 + number * _HOUSEHOLDS_EACH,
            last=1 + (number + 1) * _HOUSEHOLDS_EACH,
            methods=methods,
            devices=self.hardware.devices,
            bug=bug,
        )
        self._environment = own_folders(self.state)
        self._chance = chance
        self._process: subprocess.Popen[str] | None = None
        self._listener: threading.Thread | None = None

    def start(self, *, finish: bool = False) -> None:
        self.hardware.restore_power()
        orders = msgspec.structs.replace(self._orders, seed=self._chance.getrandbits(32), finish=finish)
        with (self.state / "log.txt").open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.power.kiosk_client", msgspec.json.encode(orders).decode()],
                cwd=ROOT,
                env=self._environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self._listener = threading.Thread(target=self._listen, args=(self._process,), daemon=True)
        self._listener.start()

    def kill(self, *, power: bool = False) -> None:
        """With `power` its devices lose theirs, too."""
        if power:
            self.hardware.cut_power()
        if self._process is not None and self._listener is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._listener.join()
            self._process = None

    def begin_to_finish(self) -> None:
        """Alone on a line that holds, until its journal owes nothing."""
        self.kill()
        self.hardware.leave()
        self.start(finish=True)

    def finish(self) -> None:
        assert self._process is not None
        assert self._process.wait(FINISH_WITHIN_S) == 0, (self.state / "log.txt").read_text()[-2000:]
        come_to_rest(self.hardware)

    def close(self) -> None:
        self.kill()
        self.hardware.close()

    def told(self, word: str) -> list[list[object]]:
        return [said for said in self.said if said[0] == word]

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        with process.stdout as pipe:
            for line in pipe:
                if line.endswith("\n"):  # a word cut in two was not said
                    self.said.append(json.loads(line))
