"""What can be done with accounts (账号操作): users in one file, their grants in the other."""

from .grants import appoint, approve_appointment, close_grant, decline_appointment, end_grant, grant
from .users import (
    change_own_password,
    create_user,
    create_users,
    end_session,
    reset_password,
    revoke_token,
    set_active,
    set_language,
    sign_in,
    sign_out_elsewhere,
    sign_out_everywhere,
    verify_journal,
)

__all__ = [
    "appoint",
    "approve_appointment",
    "change_own_password",
    "close_grant",
    "create_user",
    "create_users",
    "decline_appointment",
    "end_grant",
    "end_session",
    "grant",
    "reset_password",
    "revoke_token",
    "set_active",
    "set_language",
    "sign_in",
    "sign_out_elsewhere",
    "sign_out_everywhere",
    "verify_journal",
]
