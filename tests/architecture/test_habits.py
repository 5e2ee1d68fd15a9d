"""Habits that no linter of ours checks: honest errors in the code, honest tests."""

import ast
from collections.abc import Iterator

from .source import CODE, Function, docstrings, files, functions, place, tree

# The only places that may catch everything: the worker loops, Kivy's exception handler and main.
CATCH_ALL = {
    "drivers/outbox.py",
    "drivers/owner.py",
    "drivers/scanner/camera.py",
    "kiosk/gateway/http/server.py",
    "kiosk/gateway/payments/driver.py",
    "kiosk/gateway/payments/load_driver.py",
    "kiosk/gateway/rounds.py",
    "kiosk/runtime/workers.py",
    "kiosk/app.py",
    "kiosk/__main__.py",
}
TELLS = {"raises", "warns", "deprecated_call", "fail"}
PROOFS = {
    "real_service.py",
    "failover.py",
    "hardware.py",
    "planted.py",
    "fault_proxy.py",
    "kills.py",
    "kiosk_client.py",
    "standby.py",
}
"""Support of `make prove`: it waits for programs, of others or our own in processes that are killed."""
AVOIDED = {"sleep", "skip", "skipif", "xfail", "importorskip"}


def named(node: ast.AST | None) -> str:
    """The last name of `time.sleep`, `sleep` or `pytest.mark.skip(...)`."""
    match node:
        case ast.Call(func=inner):
            return named(inner)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def real_sleep_or_skip(node: ast.AST) -> bool:
    """`bench.clock.sleep(...)` takes the fake clock's time and nobody else's."""
    function = node.func if isinstance(node, ast.Call) else node
    on_a_clock = isinstance(function, ast.Attribute) and named(function.value).endswith("clock")
    return named(function) in AVOIDED and not on_a_clock


def catch_alls(module: ast.Module) -> Iterator[ast.ExceptHandler]:
    for node in ast.walk(module):
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if node.type is None or {"Exception", "BaseException"} & {named(kind) for kind in kinds}:
                yield node


def test_nobody_catches_everything_but_the_named_boundaries() -> None:
    caught = [
        place(path, node)
        for path in files(*CODE)
        if place(path) not in CATCH_ALL
        for node in catch_alls(tree(path))
    ]
    assert caught == []


def test_tests_never_sleep_nor_skip() -> None:
    """Benchmarks are no tests: what they measure has to take its time."""
    avoided = [
        place(path, node)
        for path in files("tests")
        if "benchmarks" not in path.parts and path.name not in PROOFS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call | ast.Attribute) and real_sleep_or_skip(node)
    ]
    assert avoided == []


def calls(function: Function) -> set[str]:
    return {named(node) for node in ast.walk(function) if isinstance(node, ast.Call)}


def asserting_names() -> set[str]:
    """Functions of the tests that assert something themselves or through another such function."""
    everything = [function for path in files("tests") for function in functions(tree(path))]
    found = set(TELLS)
    found |= {
        function.name
        for function in everything
        if any(isinstance(node, ast.Assert) for node in ast.walk(function))
    }
    while more := {function.name for function in everything if calls(function) & found} - found:
        found |= more
    return found


def test_every_test_asserts_something() -> None:
    asserting = asserting_names()
    idle = [
        place(path, function)
        for path in files("tests")
        for function in functions(tree(path))
        if function.name.startswith("test_")
        and not any(isinstance(node, ast.Assert) for node in ast.walk(function))
        and not calls(function) & asserting
    ]
    assert idle == []


def test_the_pure_rooms_ask_no_clock() -> None:
    """They may reckon with dates, which needs `datetime`; the import contracts cannot tell the two apart."""
    asked = [
        place(path, node)
        for path in files("kiosk/session", "kiosk/payment", "kiosk/technician")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and named(node) in {"now", "today", "utcnow"}
    ]
    assert asked == []


def has_chinese(text: str) -> bool:
    """Han characters; full-width signs are no words."""
    return any("㐀" <= sign <= "鿿" or "豈" <= sign <= "龎" or sign >= "\U00020000" for sign in text)


def test_residents_words_are_not_in_the_code() -> None:
    spoken = []
    for path in files(*CODE):
        module = tree(path)
        silent = docstrings(module)
        for node in ast.walk(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
                # Protocol data written as escapes has no Chinese in the source, and may stay.
                written = has_chinese(node.value) and ast.get_source_segment(
                    path.read_text(encoding="utf-8"), node
                )
                spoken += [place(path, node)] if written and has_chinese(written) else []
    for path in files(*CODE, ending=".kv"):
        lines = (line.partition("#")[0] for line in path.read_text(encoding="utf-8").splitlines())
        spoken += [f"{place(path)}:{number}" for number, line in enumerate(lines, 1) if has_chinese(line)]
    assert spoken == []
