"""The file a kiosk signs by: its own key, and the one that proves the gateway's answers. JSON, secret."""

import base64
import binascii

import msgspec

from kiosk.wire.signing.keys import Algorithm, SigningKey, VerifyingKey


class KeyFileWrong(ValueError):
    """Says what is wrong, and nothing of what the file holds."""


class KioskKeys(msgspec.Struct, frozen=True):
    own: SigningKey
    gateways: VerifyingKey


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kiosk_id: str
    key_id: str
    algorithm: Algorithm
    key: str
    gateway_key_id: str
    gateway_key: str


def encode(kiosk_id: str, keys: KioskKeys) -> bytes:
    own, gateways = keys.own, keys.gateways
    file = _File(
        kiosk_id, own.key_id, own.algorithm, _text(own.material), gateways.key_id, _text(gateways.material)
    )
    return msgspec.json.format(msgspec.json.encode(file)) + b"\n"


def decode(content: bytes, kiosk_id: str) -> KioskKeys:
    """Raises KeyFileWrong, also for the file of another kiosk."""
    try:
        file = msgspec.json.decode(content, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise KeyFileWrong("no file of a kiosk's key as enrol-kiosk writes it") from None
    if file.kiosk_id != kiosk_id:
        raise KeyFileWrong("the key of another kiosk")
    try:
        own = SigningKey(file.key_id, file.algorithm, _bytes(file.key))
        return KioskKeys(own, VerifyingKey(file.gateway_key_id, file.algorithm, _bytes(file.gateway_key)))
    except (ValueError, binascii.Error):
        raise KeyFileWrong("a key of the wrong length or form") from None


def _text(material: bytes) -> str:
    return base64.b64encode(material).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
