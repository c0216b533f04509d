"""The first start (首次启动): the data folder, the migrations, the demo province."""

import os
import secrets
import shutil
import sys
from io import StringIO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from yimi import demo
from yimi.accounts import actions as accounts
from yimi.accounts.places import place
from yimi.core import clock
from yimi.core.actors import SYSTEM
from yimi.core.errors import RuleBroken
from yimi.core.journal import anchors
from yimi.core.models import State
from yimi.core.permissions import Role
from yimi.figures import fold

FIRST = {"sysadmin": Role.SYSTEM_ADMIN, "secadmin": Role.SECURITY_ADMIN, "auditadmin": Role.AUDIT_ADMIN}
KEY, LOADING, DONE = "first_load", "loading", "done"
SHOWN = "province"  # the demo account whose password tells what the others' is
ACCOUNTS = (
    "province leader county-469030 head-469030104 worker-469030104-1 centre-469024 sysadmin secadmin auditadmin auditor"
)


def prepare() -> str:
    """Everything before the server may start; gives the lines to tell when it has."""
    call_command("check", stdout=StringIO())  # what is wrong goes to stderr and stops the start
    migrate()
    if settings.YIMI_PROFILE != "demo":
        return first_administrators()
    password = load_demo() or "与首次启动时显示的相同（用 YIMI_DEMO_PASSWORD 可重设）"
    return f"演示账号 {ACCOUNTS}\n密码 {password}\n"


def first_administrators() -> str:
    """The three administrators of an installation that has no account yet; their passwords are told this once."""
    if get_user_model()._base_manager.exists():
        return ""
    told = "首次启动，三位管理员的初始密码（只显示这一次，首次登录须修改）\n"
    with transaction.atomic():
        for username, role in FIRST.items():
            user, password = accounts.create_user(by=SYSTEM, username=username, name=str(role.label))
            accounts.grant(user, role, place("province"), by=SYSTEM, from_on=clock.today(), because="首次启动")
            told += f"{username} {password}\n"
    return told


def migrate() -> None:
    """Make the data folder, closed to others, and bring the database up to this version."""
    settings.YIMI_DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.YIMI_DATA.chmod(0o700)
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    fold.adopt()


def load_demo() -> str | None:
    """Load the demo province into an empty database; gives the password of its accounts where it is known.

    A first load that was killed is thrown away and begun again.
    """
    if _state() == LOADING:
        print("上次载入没有完成，重新开始。", file=sys.stderr)
        _throw_away()
        migrate()
    given = os.environ.get("YIMI_DEMO_PASSWORD")
    if _state() == DONE:
        return given and _use_password(given)
    if get_user_model()._base_manager.exists():
        raise RuleBroken("数据库里已有数据，不能载入演示省。", code="not_empty")
    password = given or secrets.token_urlsafe(12)
    _load(password)
    return password


def _load(password: str) -> None:
    print("首次启动：正在载入演示数据，约一分钟……", file=sys.stderr, flush=True)
    State.objects.create(key=KEY, value=LOADING)
    demo.load(password=password)
    State.objects.filter(key=KEY).update(value=DONE)


def _state() -> str | None:
    return State.objects.filter(key=KEY).values_list("value", flat=True).first()


def _use_password(password: str) -> str:
    """Give the demo accounts that still share one password the one asked for now."""
    users = get_user_model()._base_manager
    shown = users.filter(username=SHOWN).first()
    if shown and not shown.check_password(password):
        users.filter(password=shown.password).update(password=make_password(password))
    return password


def _throw_away() -> None:
    """Drop every table, whatever guards its rows, and the anchors of the journal that was in them."""
    with connection.schema_editor() as editor:
        for table in connection.introspection.table_names():
            editor.execute(editor.sql_delete_table % {"table": editor.quote_name(table)})
    shutil.rmtree(anchors.folder(), ignore_errors=True)
