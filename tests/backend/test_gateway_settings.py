"""What the settings say of the gateway is tried at the start, and told with file and key."""

import shutil
from pathlib import Path
from random import Random

import pytest

from kiosk import places
from kiosk.backend.errors import GatewayUnreachable
from kiosk.gateway.commands.kiosk_enrolment import enrol_kiosk
from kiosk.gateway.sql.open_database import open_database
from kiosk.runtime.clock import FakeClock
from kiosk.settings import check_config, load_settings
from kiosk.wiring.gateway_client import SEQUENCE_FILE, gateway_client

from .authority import Authority

NUMBER = "LFL-380-01"
ELSEWHERE = 'url = "https://gateway.example"'


class Machine:
    """A demonstration's settings, whose gateway section a test fills in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "config"
        shutil.copytree(places.CONFIG, self.config)
        self.key = folder / "signing.key"
        database = f"sqlite:///{folder / 'gateway.db'}"
        open_database(database, Random(1)).close()
        enrol_kiosk(database, NUMBER, "hmac-sha256", self.key, 14, FakeClock())
        self.authority = Authority(folder, "ours")
        self.certificate, self.certificate_key = self.authority.issue("kiosk")

    def faults(self, *lines: str, demonstration: bool = True) -> list[str]:
        """Of the gateway's section, without the file's name."""
        path = self.config / "kiosk.toml"
        text = (places.CONFIG / "kiosk.toml").read_text(encoding="utf-8")
        text = text.replace('url = "embedded"', "\n".join(lines) + "\n#")
        text = text if demonstration else text.replace("demonstration = true", "demonstration = false")
        path.write_text(text, encoding="utf-8")
        found = (line.removeprefix(f"{path}: ") for line in check_config(self.config))
        return [line for line in found if line.startswith("gateway.")]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_everything_that_is_named_right_is_in_order(machine: Machine) -> None:
    lines = (
        ELSEWHERE,
        f'key_file = "{machine.key}"',
        f'ca_file = "{machine.authority.ca_file}"',
        f'certificate_file = "{machine.certificate}"',
        f'certificate_key_file = "{machine.certificate_key}"',
    )
    assert machine.faults(*lines) == machine.faults(*lines, demonstration=False) == []


@pytest.mark.parametrize("url", ["embedded", "http://127.0.0.1:8390", "http://localhost"])
def test_unsigned_is_for_a_demonstration_on_this_machine(machine: Machine, url: str) -> None:
    assert machine.faults(f'url = "{url}"') == []
    (fault,) = machine.faults(f'url = "{url}"', demonstration=False)
    assert fault.startswith("gateway.url" if url == "embedded" else 'gateway.key_file: found ""')


@pytest.mark.parametrize("demonstration", [True, False])
def test_unsigned_is_never_for_a_gateway_elsewhere(machine: Machine, demonstration: bool) -> None:
    (fault,) = machine.faults(ELSEWHERE, demonstration=demonstration)
    assert fault.startswith('gateway.key_file: found ""; allowed: the file that enrol-kiosk wrote')


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda key: key.unlink(), "No such file or directory"),
        (lambda key: key.write_bytes(b"{}"), "no file of a kiosk's key"),
        (lambda key: key.write_text(key.read_text().replace(NUMBER, "LFL-1")), "the key of another kiosk"),
        (lambda key: key.chmod(0o644), "mode 644"),
    ],
)
def test_a_key_file_that_cannot_be_used_is_named(machine: Machine, spoil: object, said: str) -> None:
    assert callable(spoil)
    spoil(machine.key)
    (fault,) = machine.faults(ELSEWHERE, f'key_file = "{machine.key}"')
    assert fault.startswith(f'gateway.key_file: found "{machine.key}" ({said}')


def test_files_of_tls_that_cannot_be_used_are_named(machine: Machine) -> None:
    signed = (ELSEWHERE, f'key_file = "{machine.key}"')
    junk = machine.folder / "junk.pem"
    junk.write_bytes(b"no certificate")
    (fault,) = machine.faults(*signed, f'ca_file = "{junk}"')
    assert fault.startswith(f'gateway.ca_file: found "{junk}"')
    (fault,) = machine.faults(*signed, 'ca_file = "/no/such/file"')
    assert "No such file" in fault
    (fault,) = machine.faults(*signed, f'certificate_file = "{machine.certificate}"')
    assert fault.startswith("gateway.certificate_key_file")
    (fault,) = machine.faults(*signed, f'certificate_key_file = "{machine.certificate_key}"')
    assert fault.startswith("gateway.certificate_file")
    _other, other_key = machine.authority.issue("other")
    pair = (f'certificate_file = "{machine.certificate}"', f'certificate_key_file = "{other_key}"')
    (fault,) = machine.faults(*signed, *pair)
    assert fault.startswith(f'gateway.certificate_file: found "{machine.certificate} with')
    machine.certificate_key.chmod(0o640)
    pair = (
        f'certificate_file = "{machine.certificate}"',
        f'certificate_key_file = "{machine.certificate_key}"',
    )
    (fault,) = machine.faults(*signed, *pair)
    assert "chmod 600" in fault


def test_tls_without_https_is_a_slip(machine: Machine) -> None:
    (fault,) = machine.faults('url = "http://127.0.0.1"', f'ca_file = "{machine.authority.ca_file}"')
    assert fault.startswith("gateway.ca_file")
    assert "nothing without an https:// address" in fault


def test_the_machine_signs_with_what_the_settings_name(machine: Machine) -> None:
    assert machine.faults('url = "http://127.0.0.1:9"', f'key_file = "{machine.key}"') == []
    kiosk = load_settings(machine.config).kiosk
    client = gateway_client(kiosk, kiosk.gateway.url, machine.folder, FakeClock())
    with pytest.raises(GatewayUnreachable):
        client.health()
    client.close()
    assert (machine.folder / SEQUENCE_FILE).exists(), "a number was set aside before anything was sent"
