"""Settings of the portal, read from the environment.

SECRET_KEY and DATABASE_URL must be given; only a demonstration (EKST_DEMO=1) and the
tests make their own. docs/operations.md describes every variable.
"""

import datetime as dt
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from ekst import embedded

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEMO = env.bool("EKST_DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
VAR_DIR = embedded.var_dir()

if DEMO:
    SECRET_KEY = env.str("SECRET_KEY", default="") or embedded.secret_key(VAR_DIR)
    DATABASE_URL = env.str("DATABASE_URL", default="") or embedded.database_url(VAR_DIR)
else:
    SECRET_KEY = env.str("SECRET_KEY", default="")
    DATABASE_URL = env.str("DATABASE_URL", default="")
    missing = [name for name in ("SECRET_KEY", "DATABASE_URL") if not globals()[name]]
    if missing:
        raise ImproperlyConfigured(
            f"The portal cannot start: {' and '.join(missing)} must be set in the environment. "
            "docs/operations.md says how; EKST_DEMO=1 starts a demonstration without them."
        )

PORT = env.int("PORT", default=8000)
BASE_URL = env.str("BASE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
SECURE = BASE_URL.startswith("https://")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", urlsplit(BASE_URL).hostname or ""]
)
CSRF_TRUSTED_ORIGINS = [BASE_URL] if SECURE else []

INSTALLED_APPS = [
    "ekst.apps.PortalConfig",
    "schools",
    "ledger",
    "activities",
    "cpd",
    "magazine",
    "ekst.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "django_filters",
    "django_ox",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "schools.middleware.PartnersOnlyMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "ekst.urls"
WSGI_APPLICATION = "ekst.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["schools.templatetags.wording"],
        },
    },
]

DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"].setdefault("OPTIONS", {})
# Single-threaded workers keep their one connection; reconnecting halves the pages a second.
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# A server-side cursor makes four round trips of one; nothing here reads more than fits.
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django_ox.backend.OxBackend",
        "QUEUES": ["default"],
        "OPTIONS": {
            "MAX_ATTEMPTS": 5,
            "LOCK_TIMEOUT": 120,
            # What the portal does by itself when the time has come. Each looks up what is due,
            # so nothing is missed while no worker runs.
            "SCHEDULES": {
                "deal_due_places": {
                    "task": "activities.actions.shares.deal_due_places",
                    "every": 60,
                },
                "turn_courses": {
                    "task": "cpd.actions.courses.turn_courses",
                    "every": 60,
                },
                "remind_hosts": {
                    "task": "activities.tasks.remind_hosts",
                    "every": dt.timedelta(hours=1),
                },
                "tidy_feedback": {
                    "task": "activities.tasks.tidy_feedback",
                    "cron": "40 3 * * *",
                },
                "remove_stray_files": {
                    "task": "cpd.tasks.remove_stray_files",
                    "cron": "50 2 * * *",
                },
                # By wall clock, so that its letters are there when people come to work.
                "escalate_claims": {
                    "task": "ledger.tasks.escalate_claims",
                    "cron": "20 6 * * *",
                },
                # After midnight, so that a week that ended on Friday is posted on Saturday.
                "keep_placements": {
                    "task": "cpd.actions.lifecycle.keep_placements",
                    "cron": "10 5 * * *",
                },
            },
        },
    }
}
WORKER_HEARTBEAT = VAR_DIR / "worker.heartbeat"

# People
AUTH_USER_MODEL = "schools.StaffMember"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "staff_home"
ACCOUNT_ADAPTER = "schools.accounts.PartnershipAccountAdapter"
ACCOUNT_FORMS = {
    "signup": "schools.forms.StaffSignupForm",
    "login": "schools.forms.StaffLoginForm",
    "reauthenticate": "schools.forms.AskedAgainForm",
    "reset_password": "schools.forms.NewPasswordLinkForm",
    "reset_password_from_key": "schools.forms.PasswordByLinkForm",
    "change_password": "schools.forms.PasswordChangeForm",
    "set_password": "schools.forms.FirstPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_MAX_EMAIL_ADDRESSES = 1
ACCOUNT_SESSION_REMEMBER = True
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ekst.views.refusals.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Language and time: wall clock in Kent, stored as UTC.
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["ekst.formats"]

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# What people upload lies outside of what any web server serves, and has no address: it leaves the
# portal only through a view that asks who is asking.
MEDIA_ROOT = VAR_DIR / "media"
FILE_UPLOAD_HANDLERS = ["schools.receiving.StaffUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FILES = 10  # more than any form has, and more than the handler keeps
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Forms
# Words, without files: a form of hundreds of partners has a fifth of it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Who came is one form: a dozen boxes for each partner, and there may be hundreds of them.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
CRISPY_ALLOWED_TEMPLATE_PACKS = ("ekst",)
CRISPY_TEMPLATE_PACK = "ekst"

# Email
_email = env.email_url("EMAIL_URL", default="consolemail://")
MAILERS: dict[str, dict[str, Any]] = {"default": {"BACKEND": _email["EMAIL_BACKEND"]}}
if _email.get("EMAIL_HOST"):
    MAILERS["default"]["OPTIONS"] = {
        "host": _email["EMAIL_HOST"],
        "port": _email.get("EMAIL_PORT") or 25,
        "username": _email.get("EMAIL_HOST_USER") or "",
        "password": _email.get("EMAIL_HOST_PASSWORD") or "",
        "use_tls": bool(_email.get("EMAIL_USE_TLS")),
        "use_ssl": bool(_email.get("EMAIL_USE_SSL")),
    }
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default="East Kent Schools Together <portal@ekst.example>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Safety
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE

# History: who did it goes with every change made in answer to a form.
PGHISTORY_APPEND_ONLY = True

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django_ox": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
        "django.tasks": {"level": "WARNING"},  # what runs every minute would drown the rest
    },
}
