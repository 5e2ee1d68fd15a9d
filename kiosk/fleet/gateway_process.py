"""A gateway of the fleet's own, as a process, with its demonstration and the fleet's households."""

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import requests
from sqlalchemy import make_url

from kiosk import places
from kiosk.fleet.homes import Home, file_of
from kiosk.gateway.trust.key_file import make_key_file

_UP_WITHIN_S = 60.0
_STEP_S = 0.1
_ENDS_WITHIN_S = 20.0


class GatewayNotThere(Exception):
    """Names what the gateway said, or what was asked of it."""


@contextmanager
def own_gateway(
    db_url: str, key_file: Path, homes: Sequence[Home], folder: Path, pause: Callable[[float], object]
) -> Iterator[str]:
    """Its address, once it answers. The key file is made if it is not there. Raises GatewayNotThere."""
    if not key_file.exists():
        make_key_file(key_file)
    (folder / "households.toml").write_bytes(file_of(homes))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = folder / "gateway-log.txt"
    options = ["--db", db_url, "--port", str(port), "--key-file", str(key_file)]
    options += ["--demo-data", "--households", str(folder / "households.toml")]
    with log.open("a") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "gateway", *options], cwd=places.ROOT, stdout=told, stderr=told
        )
    try:
        wait_for(f"http://127.0.0.1:{port}", pause, lambda: process.poll() is None, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(_ENDS_WITHIN_S)


def wait_for(url: str, pause: Callable[[float], object], lives: Callable[[], bool], log: Path) -> None:
    """Raises GatewayNotThere when it does not come up."""
    waited_s = 0.0
    while not answers(url):
        if not lives() or waited_s > _UP_WITHIN_S:
            raise GatewayNotThere(f"the gateway does not come up: {log.read_text()[-500:].strip()}")
        pause(_STEP_S)
        waited_s += _STEP_S


def answers(url: str) -> bool:
    """Whatever it says: unsigned, it may refuse."""
    try:
        requests.get(f"{url}/v1/health", timeout=2)
    except requests.RequestException:
        return False
    return True


def is_file(db_url: str) -> bool:
    return make_url(db_url).get_backend_name() == "sqlite"
