"""Every setting of a deployment, each from the environment; `.env.example` says what they are for."""

from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env

from throughcare.config.rooms import rooms_with_an_app
from throughcare.foundations.embedded import EmbeddedServer
from throughcare.foundations.logs import logging_configuration
from throughcare.foundations.pages.security import CONTENT_SECURITY_POLICY  # noqa: F401  read by django-csp
from throughcare.foundations.secrets import kept_secret

PACKAGE = Path(__file__).resolve().parent.parent
#: The checked-out project, or the current folder when Throughcare is installed as a package.
ROOT = PACKAGE.parent if (PACKAGE.parent / "pyproject.toml").exists() else Path.cwd()

env = Env()
if env.bool("READ_ENV_FILE", True):
    env.read_env(str(ROOT / ".env"), recurse=False)

# What kind of system this is

PRODUCTION = env.bool("PRODUCTION", False)
DEBUG = env.bool("DEBUG", False)
THROUGHCARE_HOME = Path(env.str("THROUGHCARE_HOME", "") or ROOT / "var").absolute()
SERVICE_NAME = env.str("SERVICE_NAME", "Throughcare")
HELP_DESK = env.str("HELP_DESK", "")
CRISIS_WORDS = env.str("CRISIS_WORDS", "") or _("If you are in danger now, call 999.")
LEAVE_QUICKLY_TO = env.str("LEAVE_QUICKLY_TO", "https://www.bbc.co.uk/weather")
LINK_DAYS = env.int("LINK_DAYS", 7)
SPECIFICATION = env.str("SPECIFICATION", "southampton-esap")
THROUGHCARE_INSTRUMENTS = Path(env.str("THROUGHCARE_INSTRUMENTS", "") or THROUGHCARE_HOME / "instruments").absolute()
ALSO_OFFERED_INSTRUMENTS = tuple(env.list("ALSO_OFFERED_INSTRUMENTS", []))
THROUGHCARE_WORDINGS = Path(env.str("THROUGHCARE_WORDINGS", "") or THROUGHCARE_HOME / "wordings").absolute()
THROUGHCARE_ADJUSTMENTS = Path(env.str("THROUGHCARE_ADJUSTMENTS", "") or THROUGHCARE_HOME / "adjustments").absolute()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])

# Databases: one database, an alias for each role that signs in to it

EMBEDDED_SERVER: EmbeddedServer | None = None
_addresses = {
    "default": env.str("DATABASE_URL", ""),
    "owner": env.str("DATABASE_OWNER_URL", ""),
    "extract": env.str("DATABASE_EXTRACT_URL", ""),
    "loader": env.str("DATABASE_LOADER_URL", ""),
}

if not _addresses["default"]:
    EMBEDDED_SERVER = EmbeddedServer(THROUGHCARE_HOME)
    _roles = {"default": "app", "owner": "owner", "extract": "extract", "loader": "loader"}
    _addresses = {alias: EMBEDDED_SERVER.url(role) for alias, role in _roles.items()}

DATABASES = {
    alias: dj_database_url.parse(address, conn_max_age=60, conn_health_checks=True)
    for alias, address in _addresses.items()
    if address
}
#: Only the owner migrates; `migrate` names its alias.
OWNER_ALIAS = "owner"
#: What the roles are called, which on a server of one's own the addresses say.
DATABASE_ROLES = {
    "owner": DATABASES["owner"]["USER"] if "owner" in DATABASES else "owner",
    "app": DATABASES["default"]["USER"],
    "extract": DATABASES["extract"]["USER"] if "extract" in DATABASES else "extract",
    "loader": DATABASES["loader"]["USER"] if "loader" in DATABASES else "loader",
    "finder": "finder",
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Production refuses what is only safe with made-up people

if PRODUCTION:
    if EMBEDDED_SERVER is not None:
        raise ImproperlyConfigured(
            "DATABASE_URL: the embedded PostgreSQL must never hold real people's records. Name a server of your own "
            "(docs/how-to/your-own-postgresql.md)."
        )
    if DEBUG:
        raise ImproperlyConfigured("DEBUG: error pages would show people's records. Unset it where PRODUCTION is set.")
    for _name in ("SECRET_KEY", "ALLOWED_HOSTS"):
        if not env.str(_name, ""):
            raise ImproperlyConfigured(f"{_name}: must be set where PRODUCTION is set (see .env.example).")

SECRET_KEY = env.str("SECRET_KEY", "") or kept_secret(THROUGHCARE_HOME / "secret-key")

# Rooms and what they stand on

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "pgtrigger",
    "pghistory",
    *rooms_with_an_app(production=PRODUCTION),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "throughcare.access.middleware.viewer_middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "throughcare.config.urls"
WSGI_APPLICATION = "throughcare.config.wsgi.application"

TEMPLATES = [
    {
        "NAME": "pages",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": sorted(PACKAGE.rglob("templates")),
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "throughcare.foundations.pages.environment.environment",
            "context_processors": [
                "throughcare.foundations.pages.context.page",
                "throughcare.pathway.casework.context.identity",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]

# Who signs in

AUTH_USER_MODEL = "access.User"
LOGIN_URL = "access:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_AGE = env.int("SESSION_MINUTES", 8 * 60) * 60
SESSION_SAVE_EVERY_REQUEST = False
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # not in a cookie: messages may name people

# How a command finds who is looking; foundations knows nothing of access, so the names stand here

COMMAND_VIEWER = "throughcare.access.viewer.viewer_for"
OPERATOR = "operator"  # the username that commands run as when they name none
COMMAND_CONTEXT = "throughcare.access.context.database_context"

# Language, days and hours

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/London"
USE_TZ = True

# Files that never change

STATIC_URL = "/static/"
STATIC_ROOT = THROUGHCARE_HOME / "static" if PRODUCTION else None  # without it pages take them from where they lie
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = THROUGHCARE_HOME / "uploads"

# Messages to members of staff: e-mail where a server is named, else files under THROUGHCARE_HOME/messages

SITE_ADDRESS = env.str("SITE_ADDRESS", "")
EMAIL_HOST = env.str("EMAIL_HOST", "")
EMAIL_PORT = env.int("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "throughcare@localhost")

# Security

X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "throughcare.foundations.pages.errors.form_too_old"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION and env.bool("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000) if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
if env.bool("BEHIND_A_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Change history: written by triggers, added to and never changed

PGHISTORY_APPEND_ONLY = True
PGHISTORY_ADMIN_CLASS = None
PGTRIGGER_MIGRATIONS = True
PGTRIGGER_INSTALL_ON_MIGRATE = False
MIGRATION_LINTER_OPTIONS = {"database": "owner"}

# Logs: JSON, and nothing in them that says who a person is

LOGGING_CONFIG = None
LOG_LEVEL = env.str("LOG_LEVEL", "INFO").upper()
logging_configuration(LOG_LEVEL)
