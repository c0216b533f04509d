"""Sending a register's table, and saying which of its columns is which (导入底册)."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.accounts.models import User
from yimi.core.errors import invalid
from yimi.exchange import actions as exchange
from yimi.registers.headings import FIELDS, HOUSEHOLD, MEMBER, PART
from yimi.registers.queries import areas_to_update
from yimi.registers.reading import source_of
from yimi.registers.updating import area_of, check_day

KIND = "register"


@transaction.atomic
def send_register(
    *, by: User, name: str, content: bytes, area: str, source: str, as_of: date, is_whole: bool, category: str = ""
) -> Any:
    """Take in the table of a register (上传底册) of a place in reach; it is read and checked in the background."""
    if area not in {each.code for each in areas_to_update(by)}:
        raise invalid("area", _("请选择您范围内的区划。"))
    options = {"area": area, "source": source, "as_of": as_of.isoformat(), "is_whole": is_whole, "category": category}
    source_of(options)
    check_day(area_of(options), options)
    return exchange.receive_table(KIND, by=by, name=name, content=content, options=options)


@transaction.atomic
def name_columns(pk: UUID, *, by: User, header: int, columns: Mapping[int, str]) -> Any:
    """Say which column is which (对应列); it is remembered for the next table of the same source."""
    named = {str(at): field for at, field in columns.items() if field}
    unknown = sorted({field for field in named.values() if field not in FIELDS})
    if unknown:
        raise invalid("columns", _("没有“%(value)s”这个选项。") % {"value": unknown[0]})
    once = [field for field in named.values() if not field.startswith(PART)]
    if twice := sorted({field for field in once if once.count(field) > 1}):
        raise invalid("columns", _("“%(name)s”选了两次。") % {"name": FIELDS[twice[0]]})
    if "name" not in once:
        raise invalid("columns", _("请指明哪一列是姓名。"))
    layout = HOUSEHOLD if any(field.startswith(PART) for field in named.values()) else MEMBER
    return exchange.choose_columns(pk, by=by, options={"header": header, "columns": named, "layout": layout})
