"""Accounts (账号): who signs in, and the dated grants that say what each may do where."""

from datetime import date
from functools import reduce
from operator import or_

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actors import Reached
from yimi.core.ids import new_id
from yimi.core.permissions import ROLE_ON, OnKind, Permission, Role, carries
from yimi.core.scope import Reach, Scoped, ScopedQuerySet

USERNAME = RegexValidator(
    r"\A[A-Za-z0-9][A-Za-z0-9._-]{1,63}\Z", _("账号用 2–64 个字母、数字、点、横线或下划线，以字母或数字开头。")
)


class User(AbstractBaseUser, Scoped):
    """A user (账号): one person who signs in. What she may do is in her grants, never in a flag here."""

    reach = Reach()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(_("账号"), max_length=64, unique=True, validators=[USERNAME])
    name = models.CharField(_("姓名"), max_length=60)
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(_("须改密码"), default=False)
    language = models.CharField(_("语言"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    created_at = models.DateTimeField(_("开设时间"), default=clock.now, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    objects = BaseUserManager.from_queryset(ScopedQuerySet)()  # type: ignore[assignment, misc]

    class Meta:
        verbose_name = _("账号")
        constraints = [models.UniqueConstraint(Lower("username"), name="username_is_one_persons_in_any_case")]

    class Privacy:
        plain = {"id", "username", "is_active", "must_change_password", "language", "created_at", "last_login"}
        guarded = {"name", "password"}
        sealed: set[str] = set()

    def __str__(self) -> str:
        return self.name

    def current_grants(self) -> list["Grant"]:
        """The grants in force today: read once, kept as long as this instance, which is one request."""
        day = clock.today()
        kept = self.__dict__.get("_current_grants")
        if kept is None or kept[0] != day:
            kept = self._current_grants = (day, list(self.grants.filter(in_force(day)).order_by("from_on", "id")))
        return kept[1]

    def forget_grants(self) -> None:
        """Read the grants anew at the next question; for actions that have just changed them."""
        self.__dict__.pop("_current_grants", None)

    def grants_for(self, permission: Permission) -> list[Reached]:
        """The current grants that carry a permission."""
        if not self.is_active:
            return []
        return [
            grant.reached for grant in self.current_grants() if carries(Role(grant.role), grant.on_kind, permission)
        ]

    def roles(self) -> set[Role]:
        return {Role(grant.role) for grant in self.current_grants()}


def in_force(day: date) -> Q:
    """Grants in force on a day: begun, not over, not ended early."""
    return Q(from_on__lte=day, ended_at=None) & (Q(to_on=None) | Q(to_on__gte=day))


class Held(Scoped):
    """A role held on something for a time (授权内容): what a grant and a request for one have in common."""

    reach = Reach()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    role = models.CharField(_("角色"), max_length=24, choices=Role)
    on_kind = models.CharField(_("授权对象"), max_length=12, choices=OnKind)
    on_id = models.CharField(_("对象编号"), max_length=40, blank=True, default="")
    area_path = models.CharField(_("区划路径"), max_length=80, null=True, blank=True)  # noqa: DJ001 (null: no area)
    from_on = models.DateField(_("起"))
    to_on = models.DateField(_("止"), null=True, blank=True)
    because = models.CharField(_("依据"), max_length=200)

    class Meta:
        abstract = True

    @property
    def reached(self) -> Reached:
        return Reached(Role(self.role), self.on_kind, self.on_id, self.area_path)


def role_fits() -> Q:
    """The pairs of kind and role that `ROLE_ON` allows."""
    return reduce(
        or_,
        (
            Q(on_kind=kind.value, role__in=sorted(role.value for role, kinds in ROLE_ON.items() if kind in kinds))
            for kind in OnKind
            if any(kind in kinds for kinds in ROLE_ON.values())
        ),
    )


class Grant(Held):
    """A grant (授权): a role on a province, an area, a station or a relation, from a day to a day.

    Written and ended only by `accounts.actions`; nothing is deleted. `to_on` is the last day; a grant
    ended early also carries `ended_at`, so that the next request already goes without it. A trigger
    of migration 0002 keeps the three administrators (三员) apart from each other and all other roles.
    """

    class Source(models.TextChoices):
        APPOINTMENT = "appointment", _("授权申请")
        POSTING = "posting", _("驻站安排")
        CONSULT = "consult", _("会商")

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name=_("账号"))
    source = models.CharField(_("来源"), max_length=12, choices=Source, default=Source.APPOINTMENT)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("授予人"))
    given_at = models.DateTimeField(_("授予时间"), default=clock.now, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("收回人"))
    ended_at = models.DateTimeField(_("收回时间"), null=True)
    ended_because = models.CharField(_("收回原因"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("授权")
        indexes = [
            models.Index(fields=["user", "from_on"], name="grant_by_user"),
            models.Index(fields=["on_kind", "on_id"], name="grant_by_place"),
        ]
        constraints = [
            models.CheckConstraint(
                name="grant_on_an_area_has_its_path",
                condition=Q(on_kind="area", area_path__isnull=False) | (~Q(on_kind="area") & Q(area_path=None)),
            ),
            models.CheckConstraint(
                name="grant_on_the_province_names_nothing_else",
                condition=Q(on_kind="province", on_id="") | (~Q(on_kind="province") & ~Q(on_id="")),
            ),
            models.CheckConstraint(
                name="grant_ends_after_it_began", condition=Q(to_on=None) | Q(to_on__gte=F("from_on"))
            ),
            models.CheckConstraint(
                name="grant_ended_early_has_a_last_day", condition=Q(ended_at=None) | Q(to_on__isnull=False)
            ),
            models.CheckConstraint(name="grant_role_fits_what_it_is_held_on", condition=role_fits()),
            models.UniqueConstraint(
                fields=["user", "role", "on_kind", "on_id"],
                condition=Q(to_on=None),
                name="grant_open_once_for_user_role_and_place",
            ),
        ]

    class Privacy:
        plain = {"id", "role", "on_kind", "on_id", "area_path", "from_on", "to_on"} | {
            "user", "source", "given_by", "given_at", "ended_by", "ended_at"
        }  # fmt: skip
        guarded = {"because", "ended_because"}
        sealed: set[str] = set()

    def __str__(self) -> str:
        return str(self.get_role_display())


class GrantRequest(Held):
    """A proposed grant (授权申请): the system administrator says who, the security administrator which role."""

    class State(models.TextChoices):
        ASKED = "asked", _("待审定")
        APPROVED = "approved", _("已同意")
        DECLINED = "declined", _("未同意")

    user = models.ForeignKey(User, models.PROTECT, related_name="grant_requests", verbose_name=_("账号"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("申请人"))
    asked_at = models.DateTimeField(_("申请时间"), default=clock.now, editable=False)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("审定人"))
    answered_at = models.DateTimeField(_("审定时间"), null=True)
    answer = models.CharField(_("审定意见"), max_length=200, blank=True, default="")
    grant = models.OneToOneField(Grant, models.PROTECT, null=True, related_name="request", verbose_name=_("授权"))

    class Meta:
        verbose_name = _("授权申请")
        constraints = [
            models.CheckConstraint(
                name="grant_request_needs_two_people", condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by"))
            ),
            models.CheckConstraint(
                name="grant_request_is_not_answered_by_who_gains",
                condition=Q(answered_by=None) | ~Q(answered_by=F("user")),
            ),
            models.CheckConstraint(
                name="grant_request_answered_has_an_answerer",
                condition=Q(state="asked", answered_by=None, answered_at=None)
                | (~Q(state="asked") & Q(answered_by__isnull=False, answered_at__isnull=False)),
            ),
        ]

    class Privacy:
        plain = {"id", "role", "on_kind", "on_id", "area_path", "from_on", "to_on", "user", "state"} | {
            "asked_by", "asked_at", "answered_by", "answered_at", "grant"
        }  # fmt: skip
        guarded = {"because", "answer"}
        sealed: set[str] = set()

    def __str__(self) -> str:
        return str(self.get_role_display())


class Token(Scoped):
    """A bearer token (令牌) for programs: twelve hours at most, revocable; only its hash is kept."""

    reach = Reach()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="tokens", verbose_name=_("账号"))
    digest = models.CharField(_("摘要"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("签发时间"))
    expires_at = models.DateTimeField(_("到期时间"))
    used_at = models.DateTimeField(_("最近使用"), null=True)
    revoked_at = models.DateTimeField(_("撤销时间"), null=True)

    class Meta:
        verbose_name = _("令牌")
        constraints = [
            models.CheckConstraint(name="token_expires_after_it_was_made", condition=Q(expires_at__gt=F("created_at")))
        ]

    class Privacy:
        plain = {"id", "user", "created_at", "expires_at", "used_at", "revoked_at"}
        guarded = {"digest"}
        sealed: set[str] = set()
