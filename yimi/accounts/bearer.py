"""Bearer tokens (令牌): how programs show who they act for. Only the hash of a token is kept."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils import timezone
from ninja.security import HttpBearer

from yimi.core.ids import new_id

from .models import Token, User

LASTS = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)


class BearerAuth(HttpBearer):
    """Signs a call in by `Authorization: Bearer …`; the call's `user` is the token's."""

    def authenticate(self, request, token: str) -> User | None:
        row = Token.objects.unscoped("令牌本身就是凭据").select_related("user").filter(digest=digest_of(token)).first()
        now = timezone.now()
        if row is None or row.revoked_at or row.expires_at <= now or not row.user.is_active:
            return None
        if row.used_at is None or now - row.used_at >= NOTED_EVERY:
            Token.objects.unscoped("令牌本身就是凭据").filter(pk=row.pk).update(used_at=now)
        request.user = row.user
        request.token = row
        return row.user


def issue(user: User) -> tuple[str, datetime]:
    """A new token of this user, shown this once, and when it expires."""
    now, token = timezone.now(), secrets.token_urlsafe(32)
    Token(id=new_id(), user=user, digest=digest_of(token), created_at=now, expires_at=now + LASTS).save(
        force_insert=True
    )
    return token, now + LASTS


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
