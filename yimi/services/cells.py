"""How the cells of an imported table are read (单元格): kinds, outcomes, what is done to a file, minutes."""

import re

from django.utils.translation import gettext as _

from yimi.core.files.cells import read_choice
from yimi.core.text import half_width

from .fields import FileAction, Outcome
from .models import Kind

_MINUTES = re.compile(r"(\d{1,6})(?:分钟|分)?")

# What stations write in their own tables, beside the labels and codes of the house.
_KINDS = {
    "走访": Kind.HOME_VISIT,
    "入户": Kind.HOME_VISIT,
    "入户探访": Kind.HOME_VISIT,
    "电话探访": Kind.REMOTE_VISIT,
    "视频探访": Kind.REMOTE_VISIT,
    "面谈": Kind.OFFICE_TALK,
    "个案": Kind.CASE_SESSION,
    "小组": Kind.GROUP_SESSION,
    "活动": Kind.ACTIVITY,
    "宣传": Kind.PUBLICITY,
    "资料审查": Kind.PAPER_CHECK,
}
_OUTCOMES = {
    "": Outcome.SEEN,
    "已见到": Outcome.SEEN,
    "见到": Outcome.SEEN,
    "已见": Outcome.SEEN,
    "拒访": Outcome.DECLINED,
}
_ACTIONS = {"": FileAction.NONE, "新建": FileAction.NEW, "建档": FileAction.NEW, "更新": FileAction.UPDATE}


def read_kind(text: str) -> str:
    return read_choice(text, Kind, _KINDS)


def read_outcome(text: str) -> str:
    return read_choice(text, Outcome, _OUTCOMES)


def read_action(text: str) -> str:
    return read_choice(text, FileAction, _ACTIONS)


def read_minutes(text: str) -> int | None:
    found = _MINUTES.fullmatch(half_width(text))
    if text and not found:
        raise ValueError(_("填分钟数，例如 40。"))
    return int(found.group(1)) if found else None
