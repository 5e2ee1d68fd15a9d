"""A receipt printer that others made: the emulator `emupos` from PyPI, run as a process of its own.

Nothing of ours is in it. It needs Python 3.13, so it lives in an environment of its own and is found by the
variable EMUPOS or on the search path.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import requests
from PIL import Image

HOW_TO_GET_IT = (
    "the independent printer emulator is not here. To install it beside the kiosk:",
    "  python3.13 -m venv build/emupos && build/emupos/bin/pip install emupos==0.4.0",
    "  EMUPOS=build/emupos/bin/emupos make bench ARGS=printer",
)
_STARTS_S = 30.0
_ANSWERS_S = 30.0


def found_emulator() -> Path | None:
    named = os.environ.get("EMUPOS") or shutil.which("emupos")
    return Path(named).absolute() if named and Path(named).exists() else None


class IndependentPrinter:
    """One printer of a running emulator. `freeze` stops its process: the line stays, all is silent."""

    def __init__(self, program: Path, folder: Path) -> None:
        self._program = program
        self._folder = folder
        self._printer_port, self._api_port = _free_ports(2)
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"socket://127.0.0.1:{self._printer_port}"
        (folder / "emupos.yaml").write_text(
            f"schema: 1\napi: {{ host: 127.0.0.1, port: {self._api_port} }}\n"
            "devices:\n  - id: hut\n    type: printer\n    profile: epson-tm-t20iii\n"
            f"    connections:\n      - tcp: {{ port: {self._printer_port} }}\n",
            encoding="utf-8",
        )

    def start(self) -> None:
        self._process = subprocess.Popen(
            [self._program, "run"], cwd=self._folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline_s = time.monotonic() + _STARTS_S
        while time.monotonic() < deadline_s:
            try:
                self.receipts()
            except requests.ConnectionError:
                time.sleep(0.1)
            else:
                return
        raise TimeoutError(f"{self._program} does not answer within {_STARTS_S:.0f} s")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def receipts(self) -> int:
        """How many slips it has cut."""
        return len(self._ask("GET", "receipts").json())

    def last_receipt(self) -> Image.Image:
        """Its own rendering of the newest slip."""
        return Image.open(BytesIO(self._ask("GET", "receipts/latest/image").content))

    def fault(self, name: str) -> None:
        """paper-near-end, paper-out, cover-open or offline."""
        self._ask("PUT", f"faults/{name}")

    def mend(self, name: str) -> None:
        self._ask("DELETE", f"faults/{name}")

    def _ask(self, method: str, what: str) -> requests.Response:
        url = f"http://127.0.0.1:{self._api_port}/api/v1/devices/hut/{what}"
        answer = requests.request(method, url, timeout=_ANSWERS_S)
        answer.raise_for_status()
        return answer

    def _signal(self, number: int) -> None:
        if self._process is not None:
            self._process.send_signal(number)


@contextmanager
def running(program: Path) -> Iterator[IndependentPrinter]:
    with TemporaryDirectory() as folder:
        printer = IndependentPrinter(program, Path(folder))
        try:
            printer.start()
            yield printer
        finally:
            printer.stop()


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
