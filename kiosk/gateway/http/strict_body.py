"""Reads request bodies strictly: JSON only, exact types, no unknown fields, nothing echoed in a refusal."""

from typing import Any, TypeVar

import msgspec
from litestar._openapi.schema_generation import SchemaCreator
from litestar.dto import MsgspecDTO
from litestar.openapi.spec import Reference, Schema
from litestar.typing import FieldDefinition

from kiosk.gateway.problems import Refused

T = TypeVar("T", bound=msgspec.Struct)


class StrictBody(MsgspecDTO[T]):
    """`StrictBody[Message]` as a handler's `dto` decodes the body into exactly that message or refuses."""

    @classmethod
    def create_for_field_definition(cls, *args: Any, **keywords: Any) -> None:
        """The framework's own transfer models are not used."""

    def decode_bytes(self, value: bytes) -> T:
        media_type = self.asgi_connection.headers.get("content-type", "").split(";")[0].strip().lower()
        if media_type != "application/json":
            raise Refused("media_type_wrong", "send application/json")
        try:
            return msgspec.json.decode(value, type=self.model_type)
        except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
            raise Refused("malformed", "the body does not match the schema") from wrong

    @classmethod
    def create_openapi_schema(
        cls, field_definition: FieldDefinition, handler_id: str, schema_creator: SchemaCreator
    ) -> Reference | Schema:
        return schema_creator.for_field_definition(FieldDefinition.from_annotation(cls.model_type))
