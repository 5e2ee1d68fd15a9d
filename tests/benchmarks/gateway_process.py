"""The gateway as a process of its own, so that what is measured is the kiosk alone."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from kiosk import places


@contextmanager
def gateway_process(folder: Path) -> Iterator[str]:
    """Its base URL, once it answers; demonstration data in a fresh database in `folder`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "kiosk", "gateway", "--demo-data", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--db", f"sqlite:///{folder / 'gateway.db'}"], cwd=places.ROOT, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/v1/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(url: str) -> None:
    for _ in range(200):
        try:
            urlopen(url, timeout=1).close()
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the gateway did not come up within 20 s")
