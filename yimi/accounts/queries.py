"""What is asked of accounts (账号查询)."""

from collections.abc import Iterable
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from yimi.core import clock
from yimi.core.actors import Actor, roles_with
from yimi.core.permissions import AT_STATION, OnKind, Permission, Role
from yimi.core.text import clean

from .models import Grant, GrantRequest, User, in_force
from .places import Place, places_of

PAGE = 50
_PUBLIC = "账号和姓名对工作人员公开"


def users_for(actor: Actor, q: str = "") -> QuerySet[User]:
    """The accounts that an administrator sees, found by account or name."""
    users, q = User.objects.allowed(actor, Permission.USER_VIEW), clean(q)
    if q:
        users = users.filter(Q(username__icontains=q) | Q(name__icontains=q))
    return users.order_by("username")


def users_page(actor: Actor, q: str = "", number: str | int = 1) -> Page:
    """A page of accounts, each with its grants of today."""
    page = Paginator(users_for(actor, q), PAGE).get_page(number)
    users = {user.pk: user for user in page.object_list}
    held = list(Grant.objects.allowed(actor, Permission.USER_VIEW).filter(in_force(clock.today()), user__in=users))
    named = places_of(held)
    for user in users.values():
        user.now = [(grant, _named(grant, named)) for grant in held if grant.user_id == user.pk]
    page.object_list = list(users.values())
    return page


def user_for(actor: Actor, pk: UUID) -> User:
    return User.objects.get_allowed(actor, Permission.USER_VIEW, pk=pk)


def grants_for(actor: Actor, user: User) -> list[tuple[Grant, Place]]:
    """Every grant the user has or had, newest first, with its place."""
    held = Grant.objects.allowed(actor, Permission.USER_VIEW).filter(user=user)
    held = list(held.select_related("given_by", "ended_by").order_by("-from_on", "-given_at"))
    named = places_of(held)
    return [(grant, _named(grant, named)) for grant in held]


def requests_for(actor: Actor, user: User | None = None) -> list[tuple[GrantRequest, Place]]:
    """The proposed roles that await an answer, oldest first; of one user, or of all."""
    asked = GrantRequest.objects.allowed(actor, Permission.USER_VIEW).filter(state=GrantRequest.State.ASKED)
    asked = asked.filter(user=user) if user else asked
    asked = list(asked.select_related("user", "asked_by").order_by("asked_at"))
    named = places_of(asked)
    return [(request, _named(request, named)) for request in asked]


def is_in_force(grant: Grant) -> bool:
    """Whether a grant holds today."""
    today = clock.today()
    return grant.ended_at is None and grant.from_on <= today and (grant.to_on is None or grant.to_on >= today)


def user_named(username: str, *, also_disabled: bool = False) -> User | None:
    """The account of this name in any case, for forms and imports that name a colleague."""
    named = User.objects.unscoped(_PUBLIC).filter(username__iexact=clean(username))
    return (named if also_disabled else named.filter(is_active=True)).first()


def users_named(usernames: Iterable[str]) -> dict[str, User]:
    """The accounts of these exact names, by name."""
    return {user.username: user for user in User.objects.unscoped(_PUBLIC).filter(username__in=set(usernames))}


def users_by_id(pks: Iterable[UUID]) -> dict[UUID, User]:
    """The accounts with these ids, by id, for lists that show who did something."""
    return User.objects.unscoped(_PUBLIC).in_bulk(set(pks))


def users_at_station(station_id: UUID, permission: Permission) -> list[User]:
    """Who holds a permission on this very station today."""
    return _holding_on(OnKind.STATION, [str(station_id)], roles_with(permission))


def holding(permission: Permission, kind: OnKind, ids: Iterable[object]) -> dict[str, list[User]]:
    """Who holds a permission on each of these very places today, by place; disabled accounts stand among them."""
    return _by_place(kind, ids, roles_with(permission))


def heads(station_ids: Iterable[UUID]) -> dict[str, list[User]]:
    """The heads of each of these stations today, by station; disabled accounts stand among them."""
    return _by_place(OnKind.STATION, station_ids, [Role.STATION_HEAD])


def _by_place(kind: OnKind, ids: Iterable[object], roles: Iterable[Role]) -> dict[str, list[User]]:
    held = _held_on(kind, [str(each) for each in ids], roles).select_related("user")
    found: dict[str, dict[UUID, User]] = {}
    for grant in held.order_by("user__username"):
        found.setdefault(grant.on_id, {})[grant.user_id] = grant.user
    return {place: list(users.values()) for place, users in found.items()}


def with_grants(pks: Iterable[UUID]) -> set[UUID]:
    """Of these accounts, those that hold any role today."""
    held = Grant.objects.unscoped("本站人员").filter(in_force(clock.today()), user__in=set(pks))
    return set(held.values_list("user_id", flat=True))


def station_staff(station_id: UUID) -> list[User]:
    """The workers and heads of a station today, by account."""
    return _holding_on(OnKind.STATION, [str(station_id)], AT_STATION)


def areas_with_officers(area_ids: Iterable[UUID], role: Role) -> set[UUID]:
    """Of these areas, those on which somebody active holds the role today."""
    ids = [str(area_id) for area_id in area_ids]
    held = _held_on(OnKind.AREA, ids, [role]).filter(user__is_active=True)
    return {UUID(area_id) for area_id in held.values_list("on_id", flat=True)}


def is_station_head(user: User, station_id: UUID) -> bool:
    return any(grant.role == Role.STATION_HEAD and grant.on_id == str(station_id) for grant in user.current_grants())


def stations_of(user: User) -> list[UUID]:
    """The stations where she is worker or head today."""
    held = [grant for grant in user.current_grants() if grant.on_kind == OnKind.STATION]
    at = [grant.on_id for grant in held if Role(grant.role) in AT_STATION]
    return [UUID(pk) for pk in dict.fromkeys(at)]


def sessions_of(user: User) -> list[UserSession]:
    """Where one is signed in now, latest first."""
    return sorted(UserSession.objects.purge_and_list(user), key=lambda session: session.created_at, reverse=True)


def profile(user: User) -> dict:
    """Who somebody is and what she may do where, as the API says it."""
    held = user.current_grants()
    named = places_of(held)
    return {
        "id": user.pk,
        "username": user.username,
        "name": user.name,
        "roles": [_role(grant, _named(grant, named)) for grant in held],
    }


def _role(grant: Grant, place: Place) -> dict:
    on = {str(place.on_kind): place.code} if place.on_kind in (OnKind.AREA, OnKind.STATION) else {}
    return {"role": grant.role, "from": grant.from_on, "to": grant.to_on, **on}


def _held_on(kind: OnKind, ids: list[str], roles: Iterable[Role]) -> QuerySet[Grant]:
    """The grants of these roles on these places that are in force today."""
    held = Grant.objects.unscoped("本站人员").filter(in_force(clock.today()), on_kind=kind, on_id__in=ids)
    return held.filter(role__in=list(roles))


def _holding_on(kind: OnKind, ids: list[str], roles: Iterable[Role]) -> list[User]:
    grants = _held_on(kind, ids, roles)
    users = User.objects.unscoped(_PUBLIC).filter(pk__in=grants.values("user"), is_active=True)
    return list(users.order_by("username"))


def _named(held: Grant | GrantRequest, named: dict[tuple[str, str], Place]) -> Place:
    unknown = Place(held.on_kind, held.on_id, held.area_path, name=held.get_on_kind_display())
    return named.get((held.on_kind, held.on_id), unknown)
