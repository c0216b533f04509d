"""What can be done with accounts (账号操作): users in one file, their grants in the other."""

from .factors import (
    renew_recovery_codes,
    reset_second_factor,
    turn_off_second_factor,
    turn_on_second_factor,
)
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
    "renew_recovery_codes",
    "reset_password",
    "reset_second_factor",
    "revoke_token",
    "set_active",
    "set_language",
    "sign_in",
    "sign_out_elsewhere",
    "sign_out_everywhere",
    "turn_off_second_factor",
    "turn_on_second_factor",
    "verify_journal",
]
