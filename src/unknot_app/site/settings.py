"""The settings of the program, from the environment.

`UNKNOT_DATA` is the folder of everything that is kept; `DATABASE_URL` names a PostgreSQL server instead of the SQLite
file in it. `unknot serve` sets the folder and makes its secret key; nothing here writes.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from tzlocal import get_localzone_name

from unknot.exchange.data import read_systems
from unknot.knowledge import data_folder
from unknot_app.local.folder import DATABASE, default_folder, installation_name, read_secret_key

PROGRAM = Path(__file__).parents[1]
PAGES = PROGRAM / "pages"
DATA = Path(os.environ.get("UNKNOT_DATA") or default_folder())

DEBUG = False
SECRET_KEY = read_secret_key(DATA)
# This computer only. Another name in the Host header is an attack by name rebinding, and gets 400.
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "unknot_app.site.urls"
WSGI_APPLICATION = "unknot_app.site.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "unknot_app.accounts",
    "unknot_app.records",
    "unknot_app.pages",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "unknot_app.site.middleware.OwnPagesOnly",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "unknot_app.site.middleware.KnowsTokens",
    "unknot_app.site.middleware.EnteredOnly",
    "unknot_app.site.middleware.LanguageOfTheUser",
    "django_htmx.middleware.HtmxMiddleware",
    "unknot_app.site.middleware.LocksPeople",
    "unknot_app.site.middleware.StorageFaultsTold",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Everything of a page lies in one folder: "screening/card.html" is pages/screening/card.html.
        "DIRS": [PAGES],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.template.context_processors.i18n",
                "unknot_app.pages.frame.context.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django.templatetags.l10n",
                "unknot_app.pages.templatetags.words",
            ],
        },
    }
]

# A full disk or a power cut must not lose an answer that was confirmed: every write reaches the disk (FULL). What is
# deleted is overwritten (secure_delete).
_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
    ),
}
_URL = os.environ.get("DATABASE_URL")
_EMBEDDED: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA / DATABASE}
_DATABASE: dict[str, Any] = {**dj_database_url.parse(_URL)} if _URL else _EMBEDDED
if _DATABASE["ENGINE"] == _EMBEDDED["ENGINE"]:
    _DATABASE["OPTIONS"] = _SQLITE
DATABASES = {"default": _DATABASE}

# Two installations on one computer share the host name, so each has cookies of its own name.
_NAME = installation_name(SECRET_KEY)
SESSION_COOKIE_NAME = f"unknot_{_NAME}"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_COOKIE_NAME = f"unknot_form_{_NAME}"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "unknot_app.pages.frame.errors.form_refused"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# Terminologies whose codes stay out of files for other programs, such as "snomed cpt" where no licence is held.
CODES_OFF = read_systems(os.environ.get("UNKNOT_CODES_OFF", ""))
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# The local server lets in no more, so that nothing of a file that is sent lies on the disk.
FILE_UPLOAD_MAX_MEMORY_SIZE = 20_000_000

STATIC_URL = "/static/"
# "chart/…" is both: the styles of the body's pictures, and the generated figure among the data of the science.
STATICFILES_DIRS = [
    *((folder.parent.name, folder) for folder in sorted(PAGES.glob("*/static"))),
    ("chart", data_folder() / "body" / "chart"),
]
# Served from where they lie: no step that collects them, and nothing but static folders is reachable.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 0

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [PROGRAM / "locale"]
USE_I18N = True
USE_TZ = True
# The clock on the wall, so that "saved at 20:14" is true.
TIME_ZONE = get_localzone_name() or "UTC"

# Ids and kinds of errors only: what a person entered must never reach a log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"bare": {"()": "unknot_app.site.logs.WithoutHealthData"}},
    "handlers": {
        "nowhere": {"class": "logging.NullHandler"},
        "stderr": {"class": "logging.StreamHandler", "formatter": "bare", "level": "WARNING"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # Refused requests are told to whoever made them.
        "django.security": {"handlers": ["nowhere"], "propagate": False},
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "waitress": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}
