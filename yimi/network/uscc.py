"""The unified social credit code (统一社会信用代码, GB 32100-2015): eighteen characters, the last one a check."""

from django.utils.translation import gettext as _

from yimi.core.text import clean, half_width

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I O S V Z
WEIGHTS = [pow(3, place, 31) for place in range(17)]
# 社会团体、社会服务机构、企业: what an agency that runs stations is registered as.
OF_AGENCIES = ("51", "52", "91")


def read_uscc(text: str) -> str:
    """The code as it is kept; raises `ValueError` with Chinese words when it cannot be right."""
    code = half_width(clean(text)).upper().replace(" ", "").replace("-", "")
    if len(code) != 18:
        raise ValueError(_("统一社会信用代码应为 18 位。"))
    if strange := [character for character in code if character not in CHARACTERS]:
        raise ValueError(_("统一社会信用代码里不会有“%(what)s”。") % {"what": strange[0]})
    if code[-1] != check_of(code[:-1]):
        raise ValueError(_("统一社会信用代码的校验位不对，请核对。"))
    return code


def check_of(seventeen: str) -> str:
    total = sum(CHARACTERS.index(character) * weight for character, weight in zip(seventeen, WEIGHTS, strict=True))
    return CHARACTERS[(31 - total % 31) % 31]
