"""Sending the township's own list of unsafe and low-lying houses (导入镇村名单)."""

from typing import Any
from uuid import UUID

from django.db import transaction

from yimi.accounts.models import User
from yimi.core.permissions import Permission
from yimi.exchange import actions as exchange

from .listing import open_operation

KIND = "emergency_homes"


@transaction.atomic
def send_table(*, by: User, operation: UUID, name: str, content: bytes) -> Any:
    """Take in a table of households (上传镇村名单); it is read and checked in the background."""
    row = open_operation(operation, by, Permission.EMERGENCY_LIST)
    return exchange.receive_table(KIND, by=by, name=name, content=content, options={"operation": str(row.pk)})
