"""Which passwords are refused (弱密码): those that a guesser who knows the account and the province would try early."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from yimi.core.pinyin import lazy_pinyin

STRONG_ENOUGH = 3  # of 4: "safely unguessable: moderate protection from offline attack"
_READ_AT_MOST = 72
# What people here reach for first, beside the lists that zxcvbn brings.
_LOCAL = (
    "yimi", "hainan", "hainansheng", "haikou", "sanya", "danzhou", "qiongzhong", "qionghai", "wenchang", "wanning",
    "lingshui", "wuzhishan", "shegong", "shegongzhan", "shehuigongzuo", "minzheng", "minzhengju", "woaini", "woai",
    "wode", "mima", "zhongguo", "jiayou", "5201314", "1314520", "qwer1234", "qwertyuiop", "1qaz2wsx", "a123456",
)  # fmt: skip


class StrengthValidator:
    """Refuses a password that is quickly guessed, knowing the account's name and local words (zxcvbn)."""

    def validate(self, password: str, user: Any = None) -> None:
        known = [*_LOCAL, *_about(user)]
        if zxcvbn(password[:_READ_AT_MOST], user_inputs=known)["score"] < STRONG_ENOUGH:
            raise ValidationError(self.get_help_text(), code="password_too_weak")

    def get_help_text(self) -> str:
        return _("这个密码容易被猜到。换成几个不相干的词，或不含姓名、地名、连续数字的组合。")


def _about(user: Any) -> list[str]:
    """The words that a guesser would take from the account itself."""
    if user is None:
        return []
    syllables = lazy_pinyin(user.name)
    return [user.username, user.name, "".join(syllables), *syllables, "".join(each[0] for each in syllables if each)]
