"""The signature base (RFC 9421, section 2.5): the exact bytes that are signed, from a message's parts."""

from collections.abc import Iterable, Mapping

import msgspec

from kiosk.wire.signing.structured import Component, Covered, Malformed, bare, read_bytes


class Request(msgspec.Struct, frozen=True):
    """`path` and `query` as they stand in the request line; `query` without its question mark.

    `fields` has names in small letters, as `fields_of` makes them.
    """

    method: str
    authority: str
    path: str
    query: str
    fields: Mapping[str, str]

    def value(self, component: Component) -> str:
        """Raises Malformed when the request has no such component."""
        match component:
            case Component("@method", ()):
                return self.method
            case Component("@authority", ()):
                return self.authority.lower()
            case Component("@path", ()):
                return self.path or "/"
            case Component("@query", ()):
                return f"?{self.query}"
        return field_value(self.fields, component)


class Answer(msgspec.Struct, frozen=True):
    """An answer and the request that it answers, which components with `;req` are of."""

    status: int
    fields: Mapping[str, str]
    request: Request

    def value(self, component: Component) -> str:
        """Raises Malformed when neither message has such a component."""
        if ("req", True) in component.parameters:
            rest = tuple(each for each in component.parameters if each[0] != "req")
            return self.request.value(Component(component.name, rest))
        return str(self.status) if component == Component("@status") else field_value(self.fields, component)


def fields_of(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Lines of one field are joined in their order (RFC 9421, section 2.1)."""
    fields: dict[str, str] = {}
    for name, value in headers:
        lowered, stripped = name.lower(), value.strip(" \t")
        fields[lowered] = f"{fields[lowered]}, {stripped}" if lowered in fields else stripped
    return fields


def field_value(fields: Mapping[str, str], component: Component) -> str:
    """A whole field, or with `;key` one member of a dictionary of byte sequences. Raises Malformed."""
    if component.name not in fields:
        raise Malformed("a covered field is missing")
    whole = fields[component.name]
    match component.parameters:
        case ():
            return whole
        case (("key", str(key)),):
            members = read_bytes(whole)
            if key in members:
                return bare(members[key])
    raise Malformed("a covered component is missing")


def signature_base(covered: Covered, values: Iterable[str]) -> bytes:
    """`values` of the covered components in their order. Raises Malformed for what no header may hold."""
    lines = [f"{component}: {value}" for component, value in zip(covered.components, values, strict=True)]
    lines.append(f'"@signature-params": {covered}')
    if any("\n" in line or "\r" in line for line in lines):
        raise Malformed("a line break in a value")
    try:
        return "\n".join(lines).encode("ascii")
    except UnicodeEncodeError:
        raise Malformed("a value beyond ASCII") from None
