"""Django's settings, made from the environment (`environment.py` names every variable).

Without any variable this is the embedded mode: one process, a SQLite file in `data/`, opened
over plain HTTP by people on the same network.
"""

import warnings
from typing import Any

from roleplay import addresses, databases, environment, secret

ENV = environment.read()
BASE_DIR = environment.ROOT
DATA = ENV["BAITHAK_DATA"]
HOST: str = ENV["BAITHAK_HOST"]
PORT: int = ENV["BAITHAK_PORT"]

DEBUG: bool = ENV["BAITHAK_DEBUG"]
SECRET_KEY = ENV["SECRET_KEY"] or secret.kept_in(DATA)
EMBEDDED = not ENV["ORIGINS"]
"""Nobody has told us our public origins, so we answer on this machine's own addresses."""

_OWN_HOSTS = [addresses.in_url(each) for each in addresses.own_addresses()] + addresses.host_names()
_NAMED_HOSTS = [environment.host_of(origin) for origin in ENV["ORIGINS"]]
ALLOWED_HOSTS: list[str] = [*(_OWN_HOSTS if EMBEDDED else _NAMED_HOSTS), *ENV["ALLOWED_HOSTS"]]
ORIGINS: list[str] = ENV["ORIGINS"] or [addresses.origin(host, PORT) for host in ALLOWED_HOSTS]
CSRF_TRUSTED_ORIGINS = ORIGINS
TRUSTED_PROXIES: list[str] = ENV["TRUSTED_PROXIES"]
HTTPS = not EMBEDDED and all(origin.startswith("https://") for origin in ORIGINS)

INSTALLED_APPS = [
    "daphne",
    "channels",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "roleplay",
    "accounts",
    "scenarios",
    "roleplay.live",
    "roleplay.record",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "roleplay.headers.PrivatePages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "roleplay.urls"
ASGI_APPLICATION = "roleplay.asgi.application"
TEMPLATES: list[dict[str, Any]] = [
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

# Where things are kept ---------------------------------------------------------------------

DATABASES = {"default": databases.from_url(ENV["DATABASE_URL"], DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL: str = ENV["REDIS_URL"]
SHORT_WAY: bool = ENV["SHORT_WAY"]
CHANNEL_LAYERS = {"default": databases.channel_layer(REDIS_URL)}
CACHES = {"default": databases.cache(REDIS_URL), "process": databases.memory_cache()}

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
STATIC_COLLECTED = (STATIC_ROOT / "staticfiles.json").exists()
"""Whether `collectstatic` was run: then names carry a hash and never change their content."""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "roleplay.static.Hashed"
        if STATIC_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_COLLECTED
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
warnings.filterwarnings("ignore", message="No directory at")  # WhiteNoise, before any collectstatic

# Who may come in -----------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["accounts.backends.NameOrAddress"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS

# What the browser is told ----------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["baithak"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if HTTPS else None  # browsers complain of it on plain http
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS and bool(TRUSTED_PROXIES)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
"""HSTS for neighbouring host names, and for ever in browsers' own lists: not ours to decide."""

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# Language and time ------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENV["TIME_ZONE"]

# Logging: ids and counts, never what somebody wrote --------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "roleplay.logs.Json"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": ENV["LOG_FORMAT"]}},
    "root": {"handlers": ["stderr"], "level": ENV["LOG_LEVEL"]},
}
