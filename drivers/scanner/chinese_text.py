"""Bytes of a scanned code as text: codes on Chinese bills seldom say which encoding they use."""


def chinese_text(data: bytes) -> str:
    """UTF-8 where that fits (other text hardly ever does by chance), else GB18030."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")
