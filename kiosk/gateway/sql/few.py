"""A condition that few rows meet, said to the database that does not find it out.

SQLite takes all values of a column for equally frequent: of a column where nearly all rows are alike it does
not know that the few others are asked for, and reads all rows in their order
(sqlite.org/lang_corefunc.html#likelihood). PostgreSQL knows by itself.
"""

from typing import Any, Self

from sqlalchemy import Boolean
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType

_SHARE = 0.001


class Few(FunctionElement[bool]):
    """Around one condition."""

    inherit_cache = True
    type = Boolean()

    def self_group(self, against: OperatorType | None = None) -> Self:
        """As it is: SQLAlchemy would ask SQLite whether it equals 1, and no index answers that."""
        return self


@compiles(Few)
def _as_it_is(few: Few, compiler: SQLCompiler, **more: Any) -> str:
    return compiler.process(few.clauses, **more)


@compiles(Few, "sqlite")
def _rarely(few: Few, compiler: SQLCompiler, **more: Any) -> str:
    return f"likelihood({compiler.process(few.clauses, **more)}, {_SHARE})"
