"""Text as it is kept (文字): NFC, trimmed, without control or direction marks; punctuation beside 汉字 full-width."""

import re
import unicodedata

STATION_NAME = "乡镇（街道）社工站"

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WIDE = str.maketrans("(),:;?!", "（），：；？！")
_BESIDE_HAN = re.compile(
    f"(?<=[{_HAN}])\\([^()]*\\)|\\([^()]*\\)(?=[{_HAN}])|（[^()（）]*\\)|(?<=[{_HAN}])[(),:;?!]|[(),:;?!](?=[{_HAN}])"
)


def clean(text: str) -> str:
    """The text as stored: NFC, trimmed, hidden characters gone; rare characters survive."""
    return _HIDDEN.sub("", unicodedata.normalize("NFC", text)).strip() if text else ""


def hidden_marks(text: str) -> bool:
    """Whether a name carries control or direction marks, which no name may."""
    return bool(_HIDDEN.search(text))


def widen(text: str) -> str:
    """Half-width punctuation beside 汉字 made full-width."""
    return _BESIDE_HAN.sub(lambda found: found.group().translate(_WIDE), text)


def half_width(text: str) -> str:
    """Full-width letters and digits made half-width, for numbers that people type."""
    return unicodedata.normalize("NFKC", text)
