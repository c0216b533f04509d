from yimi.core.permissions import Permission
from yimi.core.routes import PUBLIC, SIGNED_IN, route

from .views import audit, factors, own, signin, users

app_name = "accounts"
urlpatterns = [
    route("login/", signin.sign_in, PUBLIC, "login"),
    route("login/second/", factors.second_step, PUBLIC, "second"),
    route("logout/", signin.sign_out, PUBLIC, "logout"),
    route("app/account/sessions/", own.sessions, SIGNED_IN, "sessions"),
    route("app/account/sessions/others/end/", own.end_others, SIGNED_IN, "sessions_end_others"),
    route("app/account/sessions/<int:pk>/end/", own.end_session, SIGNED_IN, "session_end"),
    route("app/account/password/", own.password, SIGNED_IN, "password"),
    route("app/account/second/", factors.factor, SIGNED_IN, "factor"),
    route("app/account/second/off/", factors.factor_off, SIGNED_IN, "factor_off"),
    route("app/account/second/codes/", factors.factor_codes, SIGNED_IN, "factor_codes"),
    route("app/account/language/", own.language, SIGNED_IN, "language"),
    route("app/users/", users.users, Permission.USER_VIEW, "users"),
    route("app/users/new/", users.new, Permission.USER_MANAGE, "user_new"),
    route("app/users/requests/", users.requests, Permission.USER_VIEW, "requests"),
    route("app/users/requests/<uuid:pk>/answer/", users.answer, Permission.ROLE_APPROVE, "answer"),
    route("app/users/grants/<uuid:pk>/end/", users.end_grant, Permission.USER_VIEW, "grant_end"),
    route("app/users/<uuid:pk>/", users.user, Permission.USER_VIEW, "user"),
    route("app/users/<uuid:pk>/appoint/", users.appoint, Permission.USER_MANAGE, "appoint"),
    route("app/users/<uuid:pk>/password/", users.reset_password, Permission.USER_VIEW, "password_reset"),
    route("app/users/<uuid:pk>/second/", users.reset_second_factor, Permission.USER_VIEW, "factor_reset"),
    route("app/users/<uuid:pk>/active/", users.set_active, Permission.USER_VIEW, "user_active"),
    route("app/users/<uuid:pk>/sign-out/", users.sign_out, Permission.USER_VIEW, "user_sign_out"),
    route("app/audit/", audit.entries, Permission.AUDIT_VIEW, "audit"),
    route("app/audit/verify/", audit.verify, Permission.AUDIT_VIEW, "audit_verify"),
]
