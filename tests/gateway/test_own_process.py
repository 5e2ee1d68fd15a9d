"""The gateway as a process of its own: its measures on a port of their own, its log in JSON."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import requests

from kiosk import places
from kiosk.gateway.http.loopback import listen


def free_port() -> int:
    with listen(0) as listener:
        port: int = listener.getsockname()[1]
    return port


def test_measures_and_log_of_a_gateway_by_itself(tmp_path: Path) -> None:
    port, metrics_port = free_port(), free_port()
    command = [sys.executable, "-m", "kiosk", "gateway", "--db", f"sqlite:///{tmp_path / 'gateway.db'}"]
    ports = ["--demo-data", "--port", str(port), "--metrics-port", str(metrics_port)]
    with subprocess.Popen([*command, *ports], cwd=places.ROOT, stderr=subprocess.PIPE, text=True) as process:
        try:
            first = process.stderr.readline() if process.stderr else ""
            told = requests.get(f"http://127.0.0.1:{metrics_port}/metrics", timeout=10).text
            health = requests.get(f"http://127.0.0.1:{port}/metrics", timeout=10)
        finally:
            process.send_signal(signal.SIGINT)
    said = json.loads(first)
    assert said["event"] == f"gateway on http://127.0.0.1:{port}"
    assert "kiosk_gateway_driver_lag_seconds 0.0" in told
    assert health.status_code == 404, "only the port of their own shows them"
