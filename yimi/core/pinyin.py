"""How characters are read (拼音): the one door to pypinyin, with its dictionary of phrases kept small.

As it comes, each of 47,000 phrases has lists and texts of its own for syllables that are the same four hundred
again and again, and everything is held twice. Nothing here changes how a phrase is read.
"""

from pypinyin import lazy_pinyin, phrases_dict, pinyin_dict
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

__all__ = ["PHRASES_DICT", "PINYIN_DICT", "lazy_pinyin", "to_normal"]


def _share() -> None:
    """Let the same syllable be the same list in all phrases, and the originals of the copies go."""
    known: dict[tuple[str, ...], list[str]] = {}
    for phrase, syllables in PHRASES_DICT.items():
        PHRASES_DICT[phrase] = [known.setdefault(tuple(each), each) for each in syllables]
    phrases_dict.phrases_dict, pinyin_dict.pinyin_dict = PHRASES_DICT, PINYIN_DICT


_share()
