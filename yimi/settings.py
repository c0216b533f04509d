"""Settings of one province's house. The environment decides; docs/operations.md lists every variable."""

import os
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("YIMI_DATA", ROOT / "data")).resolve()

YIMI_PROFILE = os.environ.get("YIMI_PROFILE", "demo")
YIMI_PROVINCE = os.environ.get("YIMI_PROVINCE", "hainan")
YIMI_NAME = _("海南社工站")
YIMI_SPONSOR = os.environ.get("YIMI_SPONSOR", "")
YIMI_FILING_NUMBER = os.environ.get("YIMI_FILING_NUMBER", "")
YIMI_DATA = DATA
YIMI_CATALOGUE = ROOT / "catalogue" / YIMI_PROVINCE
YIMI_FIELD_KEY = os.environ.get("YIMI_FIELD_KEY", "")
YIMI_SMTP_URL = os.environ.get("YIMI_SMTP_URL", "")
YIMI_MAIL_FROM = os.environ.get("YIMI_MAIL_FROM", "")
YIMI_PUBLIC_URL = os.environ.get("YIMI_PUBLIC_URL", "").rstrip("/")
YIMI_TODAY = date.fromisoformat(os.environ["YIMI_TODAY"]) if os.environ.get("YIMI_TODAY") else None

DEBUG = os.environ.get("YIMI_DEBUG") == "1"
_host = os.environ.get("YIMI_BIND", "127.0.0.1:8000").rsplit(":", 1)[0]
ALLOWED_HOSTS = [*os.environ.get("YIMI_HOSTS", f"{_host},localhost,testserver").split(","), "127.0.0.1", "[::1]"]


def _secret_key() -> str:
    """`YIMI_SECRET_KEY`, or one made once and kept beside the data (0600)."""
    if key := os.environ.get("YIMI_SECRET_KEY"):
        return key
    kept = DATA / "keys" / "secret"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(kept, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write(os.urandom(48).hex())
    return kept.read_text()


def _database(url: str) -> dict:
    """The database of `DATABASE_URL`, or SQLite beside the data."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "yimi.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-24000;"
                "PRAGMA wal_autocheckpoint=24000",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Compiling its queries took as long as all the rest of a fold, and no page reads enough to earn that back.
        "OPTIONS": {"options": "-c jit=off"},
    }


SECRET_KEY = _secret_key()
DATABASES = {"default": _database(os.environ.get("DATABASE_URL", ""))}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "yimi.core",
    "yimi.ui",
    "yimi.network",
    "yimi.accounts",
    "yimi.inbox",
    "yimi.exchange",
    "yimi.ledgers",
    "yimi.figures",
    "yimi.catalogue",
    "yimi.policies",
    "yimi.tracking",
    "yimi.construction",
    "yimi.coverage",
    "yimi.workforce",
    "yimi.clients",
    "yimi.registers",
    "yimi.programmes",
    "yimi.services",
    "yimi.visiting",
    "yimi.papers",
    "yimi.assignments",
    "yimi.campaigns",
    "yimi.referrals",
    "yimi.packs",
    "yimi.incidents",
    "yimi.planning",
    "yimi.reports",
    "yimi.requests",
    "yimi.alerts",
    "yimi.publications",
    "yimi.emergencies",
    "yimi.dispatches",
    "yimi.monitoring",
    "yimi.desk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "yimi.api.ProblemMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "yimi.accounts.middleware.IdleMiddleware",
    "yimi.core.words.WordsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "yimi.core.routes.PolicyMiddleware",
    "yimi.ui.middleware.ErrorsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yimi.ui.context.shell",
            ]
        },
    }
]
ROOT_URLCONF = "yimi.urls"
WSGI_APPLICATION = "yimi.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "yimi" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
MAX_UPLOAD = 20 * 1024 * 1024  # a table of 100,000 people
# In memory only: what people send is never written to the disk unsealed.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = MAX_UPLOAD

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "yimi.accounts.passwords.StrengthValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/app/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGOUT_REDIRECT_URL = "/login/"
MFA_ADAPTER = "yimi.accounts.factors.SealedAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
YIMI_SECOND_FACTOR = YIMI_PROFILE == "production"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_HTTP_RESPONSE_CODE = 423
AXES_USERNAME_CALLABLE = "yimi.accounts.signin.axes_username"
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # lock-out by username alone, knowingly: accounts.signin says why
SESSION_SERIALIZER = "yimi.core.sessions.SealedSerializer"
SESSION_COOKIE_AGE = 12 * 3600
YIMI_IDLE_SECONDS = 15 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:", "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

if YIMI_PROFILE == "production":
    # The proxy in front ends TLS and sets this header itself; the checks of this machine come without it.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 31536000
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
