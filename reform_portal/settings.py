"""Everything the portal reads from its environment, and what Django is told.

Nothing set: a trial on this machine, with an SQLite file. A public installation sets SITE_URL to its https
address; from then on the values that protect it are required (see `reform_portal.checks`).
"""

import os
from datetime import timedelta
from pathlib import Path
from secrets import token_urlsafe
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

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
    "reform_portal",
    "indices",
    "provinces",
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
    # What every answer says stands outside, so that it is said of refusals, kept pages and static files too.
    "reform_portal.headers.GuardedAnswers",
    "reform_portal.headers.ContentPolicy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "reform_portal.middleware.PathLanguageMiddleware",
    "indices.api.door.OpenDoor",
    "reform_portal.caching.PublicAnswers",
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


DATABASES = {
    "default": env.db("DATABASE_URL") if env.str("DATABASE_URL", "") else env.db_url_config(default_database())
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers queue instead of failing, readers are never blocked by them.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # The server of a trial makes a thread for each request, whose connection nobody would ever use again.
    DATABASES["default"]["CONN_MAX_AGE"] = 0 if ON_TRIAL else 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- public pages ---------------------------------------------------------------------------------------

CACHE_URL = env.str("CACHE_URL", "")
CACHES = {"default": env.cache_url_config(CACHE_URL or "locmemcache://")}
CACHES["default"].setdefault("OPTIONS", {})
if not CACHE_URL:
    CACHES["default"]["OPTIONS"]["MAX_ENTRIES"] = 2_000
# How long a whole page is kept; what was published since has another tag and is not found under the old one.
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_BYTES", 4 * 1024 * 1024)  # what is larger is made for each reader
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", 600)
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
# What the child that reads a workbook may use: address space (its libraries take about 100 MB of it) and seconds.
IMPORT_CHILD_BYTES = env.int("IMPORT_CHILD_BYTES", 400 * 1024 * 1024)
# How far printed parts may be from their printed total: totals were rounded from parts that were not.
IMPORT_ROUNDING = env.float("IMPORT_ROUNDING", 0.02)
# A score further than this share of the scale outside the unit's other years is pointed out.
IMPORT_JUMP_PERCENT = env.int("IMPORT_JUMP_PERCENT", 10)
# A reported share that rises by more than so many percentage points in one period needs an explanation.
REPORT_JUMP_PERCENT = env.int("REPORT_JUMP_PERCENT", 20)
IMPORT_CHILD_SECONDS = env.int("IMPORT_CHILD_SECONDS", 5)
IMPORT_PREVIEW_MINUTES = env.int("IMPORT_PREVIEW_MINUTES", 60)
IMPORT_PREVIEW_ROWS = env.int("IMPORT_PREVIEW_ROWS", 200)
DATA_UPLOAD_MAX_MEMORY_SIZE = IMPORT_MAX_BYTES + 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
# Who may add records may import them, who may see them may export them.
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "add"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"

# --- what goes out -------------------------------------------------------------------------------------

# How many records an export takes from the database at a time: its memory, whatever the table's size.
EXPORT_CHUNK_ROWS = env.int("EXPORT_CHUNK_ROWS", 2_000)

# --- what is logged -------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "reform_portal.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
