"""Real processes of the kiosk: started, spoken to over pipes, and killed without a warning."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import requests

from kiosk.places import ROOT

PATIENCE_S = 60.0


def own_folders(folder: Path) -> dict[str, str]:
    """An environment whose home and XDG folders are all below `folder`."""
    places = {"HOME": folder / "home"}
    places |= {f"XDG_{name}_HOME": folder / name.lower() for name in ("STATE", "CACHE", "DATA", "CONFIG")}
    for place in places.values():
        place.mkdir(parents=True, exist_ok=True)
    without_display = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    return without_display | {name: str(place) for name, place in places.items()}


class KioskProcess:
    """`told` is all it said on standard output, `log` the file of its standard error."""

    def __init__(self, folder: Path, gateway_url: str, *, with_cash: bool = False) -> None:
        self._with_cash = ["cash"] if with_cash else []
        self.state = folder / "state"
        self.log = folder / "log.txt"
        self.told: list[str] = []
        self._folder = folder
        self._gateway_url = gateway_url
        self._answers: SimpleQueue[str] = SimpleQueue()
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        environment = own_folders(self._folder)
        command = [sys.executable, "-m", "tests.system.kiosk_process", str(self.state), self._gateway_url]
        command += self._with_cash
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        assert self._answer() == ["ready"]

    def does(self, act: str, *arguments: str) -> Any:
        """Let its resident do something; the outcome of a payment where that is what they wait for."""
        self._say(act, *arguments)
        done, found = self._answer()
        assert done == "done", found
        return found

    def kill(self) -> None:
        """As a power cut does: nothing is finished, nothing is said."""
        process = self._running()
        process.send_signal(signal.SIGKILL)
        self._forget(process)

    def stop(self) -> None:
        process = self._running()
        self._say("stop")
        assert self._answer() == ["stopped"]
        self._forget(process)

    def close(self) -> None:
        if self._process is not None:
            self.kill()

    def _forget(self, process: subprocess.Popen[str]) -> None:
        process.wait(PATIENCE_S)
        if process.stdin is not None:
            process.stdin.close()
        self._process = None

    def _running(self) -> subprocess.Popen[str]:
        assert self._process is not None, "the kiosk does not run"
        return self._process

    def _say(self, *words: str) -> None:
        pipe = self._running().stdin
        assert pipe is not None
        pipe.write(json.dumps(words) + "\n")
        pipe.flush()

    def _answer(self) -> list[Any]:
        try:
            line = self._answers.get(timeout=PATIENCE_S)
        except Empty:
            raise AssertionError(f"the kiosk does not answer; its log:\n{self._end_of_log()}") from None
        return list(json.loads(line))

    def _listen(self, process: subprocess.Popen[str]) -> None:
        if process.stdout is not None:
            with process.stdout as pipe:
                for line in pipe:
                    self.told.append(line)
                    self._answers.put(line)

    def _end_of_log(self) -> str:
        return self.log.read_text()[-2000:]


class GatewayProcess:
    """`python -m kiosk gateway` with its demonstration households on a port of its own; `fast` runs the same
    gateway in a time that is twenty times as fast."""

    def __init__(self, folder: Path, *, fast: bool = False) -> None:
        self._fast = fast
        self.db_path = folder / "gateway.db"
        self._log = folder / "gateway-log.txt"
        self._environment = own_folders(folder)
        self._process: subprocess.Popen[bytes] | None = None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        address, port = f"sqlite:///{self.db_path}", str(self._port)
        command = ["kiosk", "gateway", "--demo-data", "--port", port, "--db", address]
        if self._fast:
            command = ["tests.power.fast_gateway", address, port]
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        give_up_s = time.monotonic() + PATIENCE_S
        while not self._answers():
            assert time.monotonic() < give_up_s, self._log.read_text()[-2000:]
            assert self._process.poll() is None, self._log.read_text()[-2000:]

    def kill(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(PATIENCE_S)
            self._process = None

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/v1/health", timeout=1).ok
        except requests.RequestException:
            return False
