"""The first start with real data (首次启动): somebody must be able to sign in, once, and say who else may."""

import pytest

from yimi.accounts.models import User
from yimi.core.permissions import Role
from yimi.firstload import first_administrators

pytestmark = pytest.mark.django_db


def test_an_installation_without_accounts_gets_its_three_administrators_once():
    told = first_administrators()

    held = {user.username: user.roles() for user in User.objects.unscoped("test")}
    assert held == {
        "sysadmin": {Role.SYSTEM_ADMIN}, "secadmin": {Role.SECURITY_ADMIN}, "auditadmin": {Role.AUDIT_ADMIN}
    }  # fmt: skip
    assert all(user.must_change_password and user.username in told for user in User.objects.unscoped("test"))
    assert first_administrators() == ""
