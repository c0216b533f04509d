"""What accounts declare to the layers below (声明)."""

from django.utils.translation import gettext_lazy as _

from yimi.core.declare import Sentence, journal_sentences
from yimi.core.permissions import Permission
from yimi.ui.panels import NavItem, account_menu, nav

nav.add(NavItem("users", _("账号"), "accounts:users", Permission.USER_VIEW, order=80, icon="users"))
nav.add(NavItem("audit", _("操作日志"), "accounts:audit", Permission.AUDIT_VIEW, order=90, icon="history"))
account_menu.add(NavItem("sessions", _("我的登录"), "accounts:sessions", order=10, icon="device-desktop"))
account_menu.add(NavItem("password", _("修改密码"), "accounts:password", order=20, icon="key"))
account_menu.add(NavItem("factor", _("两步验证"), "accounts:factor", order=25, icon="shield-lock"))
account_menu.add(NavItem("language", _("语言"), "accounts:language", order=30, icon="language"))

SENTENCES = {
    "accounts.sign_in": _("登录"),
    "accounts.sign_out": _("退出"),
    "accounts.turn_on_second_factor": _("开启两步验证"),
    "accounts.turn_off_second_factor": _("关闭两步验证"),
    "accounts.renew_recovery_codes": _("更换备用码"),
    "accounts.reset_second_factor": _("重置两步验证"),
    "accounts.create_user": _("开设账号"),
    "accounts.enable_user": _("启用账号"),
    "accounts.disable_user": _("停用账号"),
    "accounts.reset_password": _("重置密码"),
    "accounts.change_password": _("修改自己的密码"),
    "accounts.end_session": _("下线自己的一处登录"),
    "accounts.sign_out_elsewhere": _("下线自己的其他登录"),
    "accounts.sign_out_everywhere": _("下线账号的全部登录"),
    "accounts.set_language": _("更改语言"),
    "accounts.appoint": _("提出授权申请"),
    "accounts.approve_appointment": _("同意授权申请"),
    "accounts.decline_appointment": _("不同意授权申请"),
    "accounts.grant": _("授予角色"),
    "accounts.end_grant": _("收回角色"),
    "accounts.close_grant": _("角色随事项结束"),
    "accounts.verify_journal": _("核验操作日志"),
}
for act, says in SENTENCES.items():
    journal_sentences.add(Sentence(act, says))
