"""The project's own files, as the architecture tests read them."""

import ast
from functools import cache
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).resolve().parents[2]
CODE = ("kiosk", "drivers", "screens")

_NOT_OURS = {".git", ".venv", ".hypothesis", "build", "demo-out", "__pycache__"}
Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files(*folders: str, ending: str = ".py") -> tuple[Path, ...]:
    """Files of ours below the folders (all of the project when none is given), in a fixed order."""
    tops = [ROOT / folder for folder in folders] or [ROOT]
    found = (path for top in tops for path in top.rglob(f"*{ending}") if path.is_file())
    return tuple(sorted(path for path in found if not _foreign(path)))


def _foreign(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return any(part in _NOT_OURS or part.endswith("_cache") for part in parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(module: ast.AST) -> list[Function]:
    return [node for node in ast.walk(module) if isinstance(node, Function)]


def place(path: Path, node: ast.expr | ast.stmt | ast.excepthandler | None = None) -> str:
    """`kiosk/app.py:12`, as an editor opens it."""
    name = path.relative_to(ROOT).as_posix()
    return f"{name}:{node.lineno}" if node else name


def docstrings(module: ast.Module) -> set[int]:
    """The ids of the nodes that are docstrings or stand alone as a text under a name."""
    return {
        id(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
