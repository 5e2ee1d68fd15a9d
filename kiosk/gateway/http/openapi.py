"""The OpenAPI document as strict as the code: messages that refuse unknown fields and items say so."""

from typing import Any

import msgspec
from litestar._openapi.schema_generation import SchemaCreator
from litestar._openapi.schema_generation.plugins.struct import StructSchemaPlugin
from litestar.openapi.spec import Schema
from litestar.typing import FieldDefinition


class StrictStructs(StructSchemaPlugin):
    @staticmethod
    def is_plugin_supported_type(value: Any) -> bool:
        return isinstance(value, type) and issubclass(value, msgspec.Struct)

    def to_openapi_schema(self, field_definition: FieldDefinition, schema_creator: SchemaCreator) -> Schema:
        schema = super().to_openapi_schema(field_definition, schema_creator)
        if field_definition.type_.__struct_config__.forbid_unknown_fields:
            schema.additional_properties = False
        for field in (schema.properties or {}).values():
            if isinstance(field, Schema):
                _drop_anything(field)
        return schema


def _drop_anything(field: Schema) -> None:
    """The framework reads `tuple[X, ...]` with a length as an array of X or of anything."""
    items = field.items
    if isinstance(items, Schema) and items.one_of:
        kept = [each for each in items.one_of if each != Schema()]
        field.items = kept[0] if len(kept) == 1 else Schema(one_of=kept)
