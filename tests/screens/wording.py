"""Words for hand-made views: said as they are, so that these views do not follow the residents' texts."""

from kiosk.session.view import Button, ComfortStrip, Fact, Frame, ScreenView, Text, Tone, text

LITERAL = "literal"


def w(words: str) -> Text:
    return text(LITERAL, words=words)


def resolve(words: Text) -> str:
    """What `kiosk.texts` does on the kiosk."""
    if words.key == "frame.progress":
        return f"第 {words.args['done']} 步 / 共 {words.args['of']} 步"
    if words.key == "frame.help_short":
        return "帮忙"
    assert words.key == LITERAL, f"a screen made up the text {words.key!r}"
    return str(words.args["words"])


def button(
    name: str,
    label: str,
    note: str = "",
    icon: str | None = None,
    tone: Tone = "plain",
    off: str = "",
) -> Button:
    """`off` is the reason it cannot be pressed. It sends its own name."""
    return Button(
        name,
        w(label),
        f"{name} tapped",
        note=w(note) if note else None,
        icon=icon,
        tone=tone,
        enabled=not off,
        reason=w(off) if off else None,
    )


def fact(label: str, value: str) -> Fact:
    return Fact(w(label), value)


EXIT = button("exit", "退出", tone="danger")
BACK = button("back", "返回")
HELP = button("help", "找人帮忙")
STRIP = ComfortStrip(
    size=button("comfort_size", "字再大"),
    theme=button("comfort_theme", "换黑底"),
    reach=button("comfort_reach", "放低"),
    sound=button("comfort_sound", "声音"),
    repeat=button("comfort_repeat", "再说一遍"),
    language=button("comfort_language", "English"),
)


def frame(exit_: Button | None = EXIT, back: Button | None = BACK, primary: Button | None = None) -> Frame:
    machine, phone = w("机号 LFL-380-01"), w("服务热线 962740")
    return Frame(w("便民缴费"), "19:41", phone, machine, exit_, back, HELP, primary, STRIP)


def screen(name: str, title: str, prompt: str, **parts: object) -> ScreenView:
    fields: dict[str, object] = {"frame": frame(), "banner": w("演示 · 不会真的扣钱")} | parts
    # The names of a view's parts are checked by ScreenView itself when it is made.
    return ScreenView(name, title=w(title), prompt=w(prompt), spoken=w(title), **fields)  # type: ignore[arg-type]
