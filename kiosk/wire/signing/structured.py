"""Structured fields (RFC 9651), as much as signatures and digests need. Reading is stricter than the RFC.

Nothing is repaired: a repeated key, an unusual padding or a number too long is refused, so that one value has
one form.
"""

import base64
import binascii
import re
from collections.abc import Callable
from typing import Final, TypeAlias, TypeVar

import msgspec

Bare: TypeAlias = str | int | bytes | bool
Parameters: TypeAlias = tuple[tuple[str, Bare], ...]
T = TypeVar("T")

MOST_CHARACTERS: Final = 2048

_KEY: Final = re.compile(r"[a-z*][a-z0-9_.*-]*")
_INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?![0-9.])")
_STRING: Final = re.compile(r'"((?:[ !#-\[\]-~]|\\["\\])*)"')
_BYTES: Final = re.compile(r":([A-Za-z0-9+/]*={0,2}):")


class Malformed(ValueError):
    """No structured field of the kind expected. Says nothing of what was read."""


class Component(msgspec.Struct, frozen=True):
    """A covered component: a field in small letters, or a derived one such as `@method`."""

    name: str
    parameters: Parameters = ()

    def __str__(self) -> str:
        return bare(self.name) + parameters(self.parameters)


class Covered(msgspec.Struct, frozen=True):
    """An inner list of components with its parameters: one member of Signature-Input."""

    components: tuple[Component, ...]
    parameters: Parameters

    def __str__(self) -> str:
        listed = " ".join(str(component) for component in self.components)
        return f"({listed}){parameters(self.parameters)}"


def bare(value: Bare) -> str:
    """Raises Malformed for text that is no printable ASCII."""
    match value:
        case bool():
            return f"?{value:d}"
        case int():
            return str(value)
        case bytes():
            return f":{base64.b64encode(value).decode()}:"
    if not (value.isascii() and value.isprintable()):
        raise Malformed("text beyond printable ASCII")
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def parameters(given: Parameters) -> str:
    return "".join(f";{key}" if value is True else f";{key}={bare(value)}" for key, value in given)


def read_covered(text: str) -> dict[str, Covered]:
    """A Signature-Input field. Raises Malformed."""
    return _Reader(text).dictionary(lambda reader: reader.covered())


def read_bytes(text: str) -> dict[str, bytes]:
    """A Signature or Content-Digest field. Raises Malformed."""
    return _Reader(text).dictionary(lambda reader: reader.byte_sequence())


class _Reader:
    def __init__(self, text: str) -> None:
        if len(text) > MOST_CHARACTERS:
            raise Malformed("too long")
        self._text = text.strip(" ")
        self._at = 0

    def dictionary(self, member: Callable[["_Reader"], T]) -> dict[str, T]:
        members: dict[str, T] = {}
        while True:
            key = self._take(_KEY)
            self._expect("=")
            if key in members:
                raise Malformed("a key comes twice")
            members[key] = member(self)
            if self._at == len(self._text):
                return members
            self._skip_blanks()
            self._expect(",")
            self._skip_blanks()

    def covered(self) -> Covered:
        self._expect("(")
        components: list[Component] = []
        while not self._next_is(")"):
            if components:
                self._expect(" ")
            components.append(Component(self._string(), self._parameters()))
        self._expect(")")
        return Covered(tuple(components), self._parameters())

    def byte_sequence(self) -> bytes:
        written = self._take(_BYTES)[1:-1]
        try:
            content = base64.b64decode(written, validate=True)
        except binascii.Error:
            raise Malformed("no base 64") from None
        if base64.b64encode(content).decode() != written:
            raise Malformed("base 64 of another form")
        return content

    def _parameters(self) -> Parameters:
        found: dict[str, Bare] = {}
        while self._next_is(";"):
            self._expect(";")
            key = self._take(_KEY)
            if key in found:
                raise Malformed("a parameter comes twice")
            found[key] = self._bare() if self._next_is("=") else True
        return tuple(found.items())

    def _bare(self) -> Bare:
        self._expect("=")
        if self._next_is('"'):
            return self._string()
        return self.byte_sequence() if self._next_is(":") else int(self._take(_INTEGER))

    def _string(self) -> str:
        return re.sub(r"\\(.)", r"\1", self._take(_STRING)[1:-1])

    def _take(self, kind: re.Pattern[str]) -> str:
        found = kind.match(self._text, self._at)
        if found is None:
            raise Malformed("something else is expected here")
        self._at = found.end()
        return found.group()

    def _next_is(self, sign: str) -> bool:
        return self._text.startswith(sign, self._at)

    def _expect(self, sign: str) -> None:
        if not self._next_is(sign):
            raise Malformed("something else is expected here")
        self._at += 1

    def _skip_blanks(self) -> None:
        while self._next_is(" ") or self._next_is("\t"):
            self._at += 1
