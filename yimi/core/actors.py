"""Who acts (操作人). Below accounts a person is an `Actor`; `accounts.User` is one."""

from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable
from uuid import UUID

from .permissions import GRANTS, Permission, Role


@dataclass(frozen=True)
class Reached:
    """One current grant as reach sees it: a role held on a province, an area, a station or a relation."""

    role: Role
    on_kind: str
    on_id: str
    area_path: str | None = None
    is_county: bool = False  # the area is one of the ranked 市县, so rows that copy its id match by equality


@runtime_checkable
class Actor(Protocol):
    """A person or program that acts. `grants_for` gives the current grants that carry a permission."""

    @property
    def id(self) -> UUID: ...

    @property
    def username(self) -> str: ...

    @property
    def name(self) -> str: ...

    def grants_for(self, permission: Permission) -> list[Reached]: ...


@dataclass(frozen=True)
class System:
    """The platform itself (系统): jobs, imports of reference data and the demo act under this name."""

    id: UUID = field(default=UUID(int=0))
    username: str = "system"
    name: str = "系统"

    def grants_for(self, permission: Permission) -> list[Reached]:
        return [Reached(Role.SYSTEM_ADMIN, "province", "")]


SYSTEM = System()


def may(actor, permission: Permission) -> bool:
    """Whether the actor holds the permission anywhere at all."""
    return bool(getattr(actor, "is_authenticated", True) and actor.grants_for(permission))


def roles_with(permission: Permission) -> list[Role]:
    return [role for role, permissions in GRANTS.items() if permission in permissions]
