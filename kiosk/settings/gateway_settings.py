"""`[gateway]` of `kiosk.toml`: where the gateway is, how it is known, and what the kiosk signs with."""

import re
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final, TypeAlias

from msgspec import Meta, Struct

from kiosk.backend.tls import Tls
from kiosk.settings.problems import Problem, as_written
from kiosk.wire.signing.key_file import KeyFileWrong, decode

Seconds: TypeAlias = Annotated[int, Meta(ge=1, le=600)]
FilePath: TypeAlias = Annotated[
    str, Meta(pattern=r"^(/[^\0]+)?\Z", max_length=255, description="a file's whole path, beginning with /")
]

_LOOPBACK: Final = re.compile(r"http://(127\.0\.0\.1|localhost|\[::1\])(:[0-9]+)?(/|\Z)")


class GatewayLink(Struct, frozen=True, forbid_unknown_fields=True):
    """Where bills and payments go; `embedded` starts the reference gateway inside the kiosk.

    `key_file` is what enrol-kiosk wrote. `ca_file`: the one authority that may vouch for the gateway, by
    default the system's; `certificate_file` and its key: where the gateway asks who connects.
    """

    url: Annotated[
        str,
        Meta(
            pattern=r"^(embedded|https?://[^/\s?#]+(/[^\s?#]*)?)\Z",
            description='"embedded", or an address beginning with http:// or https://',
        ),
    ]
    connect_s: Seconds = 5
    read_s: Seconds = 20
    screen_wait_s: Annotated[int, Meta(ge=30, le=300)] = 90
    key_file: FilePath = ""
    ca_file: FilePath = ""
    certificate_file: FilePath = ""
    certificate_key_file: FilePath = ""

    @property
    def tls(self) -> Tls:
        return Tls(self.ca_file, self.certificate_file, self.certificate_key_file)


def gateway_contradictions(
    file: str, link: GatewayLink, machine_number: str, *, demonstration: bool
) -> Iterator[Problem]:
    """Also what stands in the files that are named: they are opened here, at the start."""
    secret = link.url.startswith("https://")
    here = link.url == "embedded" or bool(_LOOPBACK.match(link.url))
    if not demonstration and (link.url == "embedded" or not (secret or here)):
        allowed = "with mode.demonstration = false an https:// address, or http:// on this machine"
        yield Problem(file, "gateway.url", as_written(link.url), allowed)
    elif not (link.key_file or (demonstration and here)):
        allowed = "the file that enrol-kiosk wrote; unsigned is for a demonstration on this machine alone"
        yield Problem(file, "gateway.key_file", as_written(link.key_file), allowed)
    elif link.key_file and link.url == "embedded":
        yield Problem(file, "gateway.key_file", as_written(link.key_file), 'nothing with url = "embedded"')
    elif link.key_file:
        yield from _key_problems(file, link.key_file, machine_number)
    yield from _tls_problems(file, link, secret=secret)


def _key_problems(file: str, key_file: str, machine_number: str) -> Iterator[Problem]:
    wanted = f"the file that enrol-kiosk wrote for {machine_number}"
    try:
        decode(Path(key_file).read_bytes(), machine_number)
    except OSError as error:
        yield _wrong(file, "key_file", key_file, error.strerror, wanted)
    except KeyFileWrong as error:
        yield _wrong(file, "key_file", key_file, str(error), wanted)
    else:
        yield from _open_to_others(file, "key_file", key_file)


def _tls_problems(file: str, link: GatewayLink, *, secret: bool) -> Iterator[Problem]:
    named = {
        key: getattr(link, key)
        for key in ("ca_file", "certificate_file", "certificate_key_file")
        if getattr(link, key)
    }
    if named and not secret:
        for key, path in named.items():
            yield Problem(file, f"gateway.{key}", as_written(path), "nothing without an https:// address")
        return
    if "ca_file" in named and (why := _fault_of(Tls(ca_file=link.ca_file))):
        wanted = "a PEM file with the certificate of the gateway's authority"
        yield _wrong(file, "ca_file", link.ca_file, why, wanted)
    if ("certificate_file" in named) != ("certificate_key_file" in named):
        missing = "certificate_file" if "certificate_key_file" in named else "certificate_key_file"
        yield Problem(file, f"gateway.{missing}", '""', "a certificate and its key, or neither")
    elif "certificate_file" in named:
        own = Tls(certificate_file=link.certificate_file, key_file=link.certificate_key_file)
        if why := _fault_of(own):
            path = f"{link.certificate_file} with {link.certificate_key_file}"
            wanted = "two PEM files that belong together: the kiosk's certificate and its key"
            yield _wrong(file, "certificate_file", path, why, wanted)
        else:
            yield from _open_to_others(file, "certificate_key_file", link.certificate_key_file)


def _fault_of(tls: Tls) -> str:
    """Why these files cannot be used, empty when they can."""
    try:
        tls.context()
    except ssl.SSLError as error:
        return error.reason or "no PEM file"
    except OSError as error:
        return error.strerror or "unreadable"
    return ""


def _open_to_others(file: str, key: str, path: str) -> Iterator[Problem]:
    try:
        mode = Path(path).stat().st_mode & 0o777
    except OSError as error:
        yield _wrong(file, key, path, error.strerror, "a file of the kiosk's user")
        return
    if mode & 0o077:
        yield _wrong(file, key, path, f"mode {mode:o}", "a file for the kiosk's user alone: chmod 600")


def _wrong(file: str, key: str, path: str, why: str | None, wanted: str) -> Problem:
    return Problem(file, f"gateway.{key}", f'"{path}" ({why})', wanted)
