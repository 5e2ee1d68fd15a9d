"""Debian's own PC/SC service with its virtual reader, started for a test and seen by nobody else.

The service keeps its socket in a fixed folder, so it gets a view of the disk of its own (a mount namespace),
and is reached through that view. Needs the packages pcscd and vsmartcard-vpcd, and a kernel that lets
its users have namespaces.
"""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
_IN_ITS_OWN_VIEW = 'mkdir -p /run/pcscd && mount -t tmpfs tmpfs /run/pcscd && exec "$@"'
_PATIENCE_S = 20.0


class RealService:
    """`ports` of the virtual reader's two slots; readers are named "Virtual PCD 00 00" and "... 00 01"."""

    def __init__(self, config: Path, port: int) -> None:
        self.ports = (port, port + 1)
        self.socket = config.parent / "pcscd.comm"
        """Where the service is met, also by one that was started anew."""
        self.readers = config
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        pcscd = ["pcscd", "--foreground", "--config", str(self.readers)]
        self._process = subprocess.Popen(
            ["unshare", "--map-root-user", "--mount", "sh", "-c", _IN_ITS_OWN_VIEW, "sh", *pcscd],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.socket.unlink(missing_ok=True)
        self.socket.symlink_to(f"/proc/{self._process.pid}/root/run/pcscd/pcscd.comm")
        deadline_s = time.monotonic() + _PATIENCE_S
        while not self.socket.exists():
            assert self._process.poll() is None, "pcscd did not start"
            assert time.monotonic() < deadline_s, "pcscd made no socket"
            time.sleep(0.02)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(_PATIENCE_S)
            self._process = None


@contextmanager
def real_service(folder: Path) -> Iterator[RealService]:
    port = _free_port()
    config = folder / "readers"
    config.mkdir()
    (config / "virtual_reader").write_text(
        'FRIENDLYNAME "Virtual PCD"\n'
        f"DEVICENAME /dev/null:{port:#x}\nLIBPATH {_DRIVER}\nCHANNELID {port:#x}\n",
        encoding="ascii",
    )
    service = RealService(config, port)
    service.start()
    try:
        yield service
    finally:
        service.stop()


def _free_port() -> int:
    """Two in a row, one for each slot."""
    while True:
        with socket.create_server(("0.0.0.0", 0)) as first:
            port = first.getsockname()[1]
            try:
                socket.create_server(("0.0.0.0", port + 1)).close()
            except OSError:
                continue
            return port
