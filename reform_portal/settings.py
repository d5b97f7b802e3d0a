"""Everything the portal reads from its environment, and what Django is told.

Nothing set: a trial on this machine, with an SQLite file. A public installation sets SITE_URL to its https
address; from then on the values that protect it are required (see `reform_portal.checks`).
"""

import os
from datetime import timedelta
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from .databases.connecting import bounded
from .environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment()
env.read_env(BASE_DIR / ".env")


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated variable, without the spaces people type after commas."""
    return [word.strip() for word in env.str(name, default).split(",") if word.strip()]


# --- where and for whom ---------------------------------------------------------------------------------

PORT = env.int("PORT", 8000)
SITE_URL = env.str("SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
SITE_OWNER = env.str("SITE_OWNER", "")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "")
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var")))

# A trial runs on this machine only; it may be less guarded than an installation that others reach.
ON_TRIAL = urlsplit(SITE_URL).hostname in {"127.0.0.1", "localhost", "::1"}
OVER_HTTPS = urlsplit(SITE_URL).scheme == "https"

DEBUG = env.bool("DEBUG", False)
TRIAL_KEY_FILE = DATA_DIR / "trial-secret-key"


def secret_key() -> str:
    """SECRET_KEY; on a trial one that is made at the first start and kept beside the database."""
    given = env.str("SECRET_KEY", "")
    if given:
        return given
    if not ON_TRIAL:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Set it to a long random text, for example the output of: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    if not TRIAL_KEY_FILE.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        TRIAL_KEY_FILE.touch(mode=0o600)
        TRIAL_KEY_FILE.write_text(token_urlsafe(50))
    return TRIAL_KEY_FILE.read_text()


SECRET_KEY = secret_key()
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]" if ON_TRIAL else "")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")

# --- what it is made of ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "indices",
    "provinces",
    "reform_portal",
    "import_export",
    "reform_portal.officials.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "reform_portal.recording.Recorded",
    "reform_portal.caching.finished.NoteFinished",
    # What every answer says stands outside, so that it is said of refusals, kept pages and static files too.
    "reform_portal.headers.GuardedAnswers",
    "reform_portal.headers.ContentPolicy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "reform_portal.middleware.Probes",
    "reform_portal.headers.OddRequests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "indices.api.door.OpenDoor",
    "reform_portal.databases.answering.FromOneDatabase",
    "reform_portal.caching.answers.PublicAnswers",
    "reform_portal.middleware.PathLanguageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "reform_portal.sessions.OfficialSessions",
    "reform_portal.refusals.NoteRefusals",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "reform_portal.urls"
WSGI_APPLICATION = "reform_portal.wsgi.application"
ASGI_APPLICATION = "reform_portal.asgi.application"

# Public pages are compiled by Jinja2, the admin keeps Django's own templates (docs/decisions.md, 4).
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "public"],
        "OPTIONS": {
            "environment": "reform_portal.pages.environment",
            "context_processors": ["reform_portal.pages.page"],
            "auto_reload": DEBUG,
        },
    },
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
        },
    },
]

# --- data -----------------------------------------------------------------------------------------------


def default_database() -> str:
    """The SQLite file of DATA_DIR, which is made if it is missing."""
    try:
        DATA_DIR.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The folder {DATA_DIR} cannot be made ({error.strerror}). Set DATA_DIR to a folder that can be written, "
            "or DATABASE_URL to a database."
        ) from error
    return f"sqlite:///{DATA_DIR / 'portal.sqlite3'}"


# How many seconds are waited: for a connection, for a network that is silent, for an answer to a public page and to an
# official, for a lock, and for a transaction in which nothing happens. Commands wait for answers as long as it takes.
DATABASE_CONNECT_SECONDS = env.int("DATABASE_CONNECT_SECONDS", 2)
DATABASE_NETWORK_SECONDS = env.int("DATABASE_NETWORK_SECONDS", 8)
DATABASE_PUBLIC_SECONDS = env.int("DATABASE_PUBLIC_SECONDS", 5)
DATABASE_OFFICIAL_SECONDS = env.int("DATABASE_OFFICIAL_SECONDS", 60)
DATABASE_LOCK_SECONDS = env.int("DATABASE_LOCK_SECONDS", 30)
DATABASE_IDLE_SECONDS = env.int("DATABASE_IDLE_SECONDS", 120)
# After every database has failed, how long none is asked; and what a reader is told about when to ask again.
DATABASE_RETRY_SECONDS = env.int("DATABASE_RETRY_SECONDS", 2)
RETRY_AFTER_SECONDS = env.int("RETRY_AFTER_SECONDS", 30)

REPLICA_URL = env.str("REPLICA_URL", "")
# How old the replica's data may be, how often that is looked at, and how long a database that failed is left to others.
REPLICA_MAX_LAG_SECONDS = env.int("REPLICA_MAX_LAG_SECONDS", 30)
REPLICA_CHECK_SECONDS = env.int("REPLICA_CHECK_SECONDS", 5)
REPLICA_RETRY_SECONDS = env.int("REPLICA_RETRY_SECONDS", 30)


def database(url: str, read_only: bool = False) -> dict[str, Any]:
    """A database by its URL, with the limits of the section above."""
    config = env.db_url_config(url)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # Writers queue instead of failing, readers are never blocked by them.
        return config | {
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            }
        }
    # The server of a trial makes a thread for each request, whose connection nobody would ever use again.
    config["CONN_MAX_AGE"] = 0 if ON_TRIAL else 60
    return bounded(
        config,
        connect=DATABASE_CONNECT_SECONDS,
        network=DATABASE_NETWORK_SECONDS,
        lock=DATABASE_LOCK_SECONDS,
        idle=DATABASE_IDLE_SECONDS,
        read_only=read_only,
    )


DATABASES = {"default": database(env.str("DATABASE_URL", "") or default_database())}
DATABASE_ROUTERS = ["reform_portal.databases.routing.PrimaryAndReplica"]
if REPLICA_URL:
    if "postgresql" not in DATABASES["default"]["ENGINE"] or not REPLICA_URL.startswith(("postgres", "pgsql")):
        raise ImproperlyConfigured(
            "REPLICA_URL is set, and only a PostgreSQL has replicas. Set DATABASE_URL to its primary and REPLICA_URL "
            "to its replica, both postgres://…, or take REPLICA_URL away."
        )
    DATABASES["replica"] = database(REPLICA_URL, read_only=True) | {"TEST": {"MIRROR": "default"}}
# How long a migration waits for a table that is in use, before it gives up and is run again.
MIGRATE_LOCK_SECONDS = env.float("MIGRATE_LOCK_SECONDS", 2)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- public pages ---------------------------------------------------------------------------------------

CACHE_URL = env.str("CACHE_URL", "")
# The pages that a process remembers by itself, in bytes and in number; in front of a Redis, and instead of one.
PAGE_MEMORY_BYTES = env.int("PAGE_MEMORY_BYTES", 64 * 1024 * 1024)
PAGE_MEMORY_ENTRIES = env.int("PAGE_MEMORY_ENTRIES", 5_000)
MEMORY = {
    "BACKEND": "reform_portal.caching.stores.Memory",
    "LOCATION": "pages",
    "OPTIONS": {"MAX_ENTRIES": PAGE_MEMORY_ENTRIES, "MAX_BYTES": PAGE_MEMORY_BYTES},
}
# How long a Redis is waited for, after how long without a word it is greeted first, and how long it is left alone after
# it has failed.
CACHE_TIMEOUT_SECONDS = env.float("CACHE_TIMEOUT_SECONDS", 0.25)
CACHE_HEALTH_SECONDS = env.int("CACHE_HEALTH_SECONDS", 30)
CACHE_RETRY_SECONDS = env.int("CACHE_RETRY_SECONDS", 5)
CACHES = {"default": MEMORY, "memory": MEMORY}
if CACHE_URL:
    CACHES["default"] = env.cache_url_config(CACHE_URL)
    if CACHES["default"]["BACKEND"] != "django.core.cache.backends.redis.RedisCache":
        raise ImproperlyConfigured(
            f"CACHE_URL is no address of a Redis: {CACHE_URL!r}. Set it to redis://host:6379/0, or take it away."
        )
    CACHES["default"]["BACKEND"] = "reform_portal.caching.stores.SharedCache"
# How long a whole page is kept; what was published since has another tag and is not found under the old one.
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_BYTES", 4 * 1024 * 1024)  # what is larger is made for each reader
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", 600)
# How long the making of a page keeps others from making it too, and for how long kept pages are handed out where no
# database answers.
PAGE_MAKING_SECONDS = env.int("PAGE_MAKING_SECONDS", 3)
LAST_STATE_SECONDS = env.int("LAST_STATE_SECONDS", 3_600)
# How long what was just sent is sent again without asking the database; a change is seen so much later.
STATE_BELIEVED_SECONDS = env.float("STATE_BELIEVED_SECONDS", 0.1)
# What `manage.py warm` asks for: how many addresses, how many at once, and how long it waits for one.
WARM_ADDRESSES = env.int("WARM_ADDRESSES", 300)
WARM_AT_A_TIME = env.int("WARM_AT_A_TIME", 4)
WARM_SECONDS = env.int("WARM_SECONDS", 30)
# How long a process that failed to cut a release of the data leaves it to others before it tries again.
RELEASE_RETRY_SECONDS = env.int("RELEASE_RETRY_SECONDS", 60)
# How many communes a search shows, and how long a text it takes.
COMMUNES_SHOWN = env.int("COMMUNES_SHOWN", 30)
COMMUNE_QUERY_CHARACTERS = env.int("COMMUNE_QUERY_CHARACTERS", 120)
# How many units stand side by side; charts have six shapes to tell their lines apart.
COMPARE_UNITS = env.int("COMPARE_UNITS", 6)

# How much of each kind a search shows, how many names are suggested while typing, and how long a text both take.
SEARCH_SHOWN = env.int("SEARCH_SHOWN", 6)
SUGGESTIONS_SHOWN = env.int("SUGGESTIONS_SHOWN", 8)
SEARCH_CHARACTERS = env.int("SEARCH_CHARACTERS", 120)

# How many rows an answer of the API has at most.
API_ROWS = env.int("API_ROWS", 1_000)

# What a copy of the site as files (`manage.py bake`) may come to, and how many processes make it.
BAKE_MAX_FILES = env.int("BAKE_MAX_FILES", 100_000)
BAKE_MAX_BYTES = env.int("BAKE_MAX_BYTES", 4 * 1024**3)
BAKE_PROCESSES = env.int("BAKE_PROCESSES", os.cpu_count() or 1)

# --- language and time ----------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["reform_portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# --- accounts and protection ----------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Guessing: counted in the database (the cache handler races), by name and address, for known and unknown names alike.
AXES_FAILURE_LIMIT = env.int("SIGN_IN_ATTEMPTS", 8)
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_CLIENT_IP_CALLABLE = "reform_portal.addresses.client_address"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
TRUSTED_PROXIES = frozenset(words("TRUSTED_PROXIES"))
# Who approves or hands out rights needs a second factor; a trial on this machine offers it.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", not ON_TRIAL)
OTP_TOTP_ISSUER = urlsplit(SITE_URL).hostname or "reform-portal"
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", 30)
SESSION_HOURS = env.int("SESSION_HOURS", 12)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"
PASSWORD_RESET_TIMEOUT = env.int("SIGN_IN_LINK_HOURS", 24) * 3600
# With a mail server an account asks for its link itself; without one an administrator hands it over.
EMAIL_URL = env.str("EMAIL_URL", "")
if EMAIL_URL:
    vars().update(env.email_url("EMAIL_URL"))
DEFAULT_FROM_EMAIL = CONTACT_EMAIL or "webmaster@localhost"
# Only officials have cookies. The prefix makes browsers refuse one that another host or plain http has set.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{'__Host-' * OVER_HTTPS}session", f"{'__Host-' * OVER_HTTPS}csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OVER_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "reform_portal.errors.forged"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # a link in a mail leads to a page that knows who one is

# --- what every answer says (docs/security.md has the table) --------------------------------------------

SECURE_SSL_REDIRECT = OVER_HTTPS
SECURE_HSTS_SECONDS = 63_072_000 if OVER_HTTPS else 0  # two years
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = OVER_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The site's own files and nothing else: no inline style, no inline script, no nonce, because pages are kept and shared.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "upgrade-insecure-requests": OVER_HTTPS,
    }
}

# --- static files ---------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = ON_TRIAL
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else builds on the portal's style, scripts and typefaces
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ON_TRIAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- sheets that come in --------------------------------------------------------------------------------

IMPORT_MAX_BYTES = env.int("IMPORT_MAX_BYTES", 20 * 1024 * 1024)
IMPORT_MAX_ROWS = env.int("IMPORT_MAX_ROWS", 120_000)
IMPORT_MAX_COLUMNS = env.int("IMPORT_MAX_COLUMNS", 200)
IMPORT_MAX_SHEETS = env.int("IMPORT_MAX_SHEETS", 50)
IMPORT_MAX_CELL_CHARACTERS = env.int("IMPORT_MAX_CELL_CHARACTERS", 5_000)
IMPORT_MAX_UNPACKED_BYTES = env.int("IMPORT_MAX_UNPACKED_BYTES", 150 * 1024 * 1024)
IMPORT_HEADER_ROWS = env.int("IMPORT_HEADER_ROWS", 40)
# What the child that reads a workbook may use: address space (its libraries take about 100 MB of it) and seconds of a
# processor, of which a hundred thousand rows of XLSX take a third on a machine of 2025.
IMPORT_CHILD_BYTES = env.int("IMPORT_CHILD_BYTES", 400 * 1024 * 1024)
IMPORT_CHILD_SECONDS = env.int("IMPORT_CHILD_SECONDS", 30)
# How far printed parts may be from their printed total: totals were rounded from parts that were not.
IMPORT_ROUNDING = env.float("IMPORT_ROUNDING", 0.02)
# A score further than this share of the scale outside the unit's other years is pointed out.
IMPORT_JUMP_PERCENT = env.int("IMPORT_JUMP_PERCENT", 10)
# A reported share that rises by more than so many percentage points in one period needs an explanation.
REPORT_JUMP_PERCENT = env.int("REPORT_JUMP_PERCENT", 20)
IMPORT_PREVIEW_MINUTES = env.int("IMPORT_PREVIEW_MINUTES", 60)
IMPORT_PREVIEW_ROWS = env.int("IMPORT_PREVIEW_ROWS", 200)
FILE_UPLOAD_HANDLERS = ["provinces.sheets.arriving.SheetInMemory"]
DATA_UPLOAD_MAX_MEMORY_SIZE = IMPORT_MAX_BYTES + 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
# Who may add records may import them, who may see them may export them.
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "add"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"

# --- what goes out -------------------------------------------------------------------------------------

# How many records an export takes from the database at a time: its memory, whatever the table's size.
EXPORT_CHUNK_ROWS = env.int("EXPORT_CHUNK_ROWS", 2_000)

# --- backups --------------------------------------------------------------------------------------------

BACKUP_DIR = Path(env.str("BACKUP_DIR", str(DATA_DIR / "backups")))
# For how many days, weeks and months the newest backup of each stays.
BACKUP_KEEP_DAILY = env.int("BACKUP_KEEP_DAILY", 14)
BACKUP_KEEP_WEEKLY = env.int("BACKUP_KEEP_WEEKLY", 8)
BACKUP_KEEP_MONTHLY = env.int("BACKUP_KEEP_MONTHLY", 24)
# What a backup leaves free on its disk, which may be that of the database.
BACKUP_LEAVE_FREE_BYTES = env.int("BACKUP_LEAVE_FREE_BYTES", 256 * 1024 * 1024)
# How long PostgreSQL's programs may take, and how long a table or a database may be held by others.
BACKUP_SECONDS = env.int("BACKUP_SECONDS", 3600)
BACKUP_LOCK_SECONDS = env.int("BACKUP_LOCK_SECONDS", 30)
# The folder with pg_dump, pg_restore and psql; empty: where the system has those of the server's version.
POSTGRESQL_PROGRAMS = env.str("POSTGRESQL_PROGRAMS", "")

# --- what is watched ------------------------------------------------------------------------------------

# How long a question to database, replica or cache may take, and how long its answer stands (/health/ready).
HEALTH_SECONDS = env.float("HEALTH_SECONDS", 2)
HEALTH_KEPT_SECONDS = env.float("HEALTH_KEPT_SECONDS", 1)
# Who asks for /metrics says this; without one the address is not there.
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
COUNTED_IN = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
if COUNTED_IN and not os.access(COUNTED_IN, os.W_OK | os.X_OK):
    raise ImproperlyConfigured(
        f"PROMETHEUS_MULTIPROC_DIR is {COUNTED_IN}, and nothing can be written there. Make the folder before the "
        "start, empty, and writable for the account of the web processes."
    )

# Errors go to a Sentry, if one is named; times of requests only as a share from 0 to 1.
SENTRY_DSN = env.str("SENTRY_DSN", "")
SENTRY_ENVIRONMENT = env.str("SENTRY_ENVIRONMENT", urlsplit(SITE_URL).hostname or "")
SENTRY_TRACES = env.float("SENTRY_TRACES", 0)

# From which level on something is logged. INFO has a line for each request; on a trial runserver writes its own.
LOG_LEVEL = env.str("LOG_LEVEL", "WARNING" if ON_TRIAL else "INFO").upper()
if LOG_LEVEL not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
    raise ImproperlyConfigured(f"LOG_LEVEL is {LOG_LEVEL}. Set it to DEBUG, INFO, WARNING, ERROR or CRITICAL.")

# The web server's own lines are told the same way by deploy/logging.json.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "reform_portal.logs.JsonLines"}},
    "filters": {"calm": {"()": "reform_portal.logs.Calm"}},
    "handlers": {
        "console": {"class": "reform_portal.logs.ErrorOutput", "formatter": "json"},
        "counted": {"class": "reform_portal.counters.CountedErrors", "level": "WARNING"},
    },
    "loggers": {
        # Its own handlers would write each line twice and mail it. Its DEBUG has the values of queries.
        "django": {"handlers": [], "level": "INFO" if LOG_LEVEL == "DEBUG" else LOG_LEVEL},
        "django.request": {"filters": ["calm"]},
        "django.security.DisallowedHost": {"filters": ["calm"]},
    },
    "root": {"handlers": ["console", "counted"], "level": LOG_LEVEL},
}
