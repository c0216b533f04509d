"""The two encodings of tables in Chinese offices (文字编码): UTF-8 and GB18030. Anything else is refused."""

import codecs

from django.utils.translation import gettext as _

from yimi.core.errors import Invalid, invalid

# GB18030 can read almost any bytes, as rare characters. Real text is nearly all in the 6,763 of GB 2312.
_USUAL = 0.7
_ENOUGH = 4
_ASCII = 0x7F


def decoded(content: bytes) -> str:
    """The text of the bytes; `Invalid` names the first row that is in neither encoding."""
    marked = content.startswith(codecs.BOM_UTF8)
    content = content.removeprefix(codecs.BOM_UTF8)
    if b"\x00" in content or content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _refused(b"", 0)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _refuse(content, error.start) if marked else _gb18030(content)


def _gb18030(content: bytes) -> str:
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        return _refuse(content, error.start)
    wide = [char for char in text if not char.isascii()]
    usual = sum(map(_is_usual, wide))
    if len(wide) >= _ENOUGH and usual < _USUAL * len(wide):
        return _refuse(content, next(at for at, byte in enumerate(content) if byte > _ASCII))
    return text


def _is_usual(char: str) -> bool:
    try:
        return bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _refuse(content: bytes, at: int) -> str:
    raise _refused(content, at)


def _refused(content: bytes, at: int) -> Invalid:
    row = content.count(b"\n", 0, at) + 1
    message = _("第 %(row)s 行：文字编码不是 UTF-8 或 GB18030，无法读取。请在 Excel 中另存为 .xlsx 后再导入。")
    return invalid(f"rows.{row}", message % {"row": row})
