"""The settings of Traject: read once from the environment, validated at start, read-only after.

Each setting is named in ``SETTINGS`` (a test compares that table with README). What is wrong is told in one
sentence that names the setting: :class:`SettingsError`. The doors that start a process (``wsgi.py``,
``app/cli/serve.py``) print it and exit with status 2, so that nobody has to read a traceback.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent

#: What sessions are signed with where nobody chose a secret. Known to everybody, hence refused in production.
DEFAULT_SECRET_KEY = "not-secret-only-for-development-and-the-demo"  # noqa: S105 -- public on purpose, see above

#: Shorter secrets can be guessed; `python -c "import secrets; print(secrets.token_hex())"` makes a good one.
SHORTEST_SECRET_KEY = 32

SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "DATABASE_URL": "where the data is: sqlite:///… or postgresql+psycopg://…",
        "SECRET_KEY": "signs the sessions and the links in mails",
        "PORT": "the port `make run` serves on",
        "TRAJECT_ENV": "development, demo, testing or production",
        "MAIL_URL": "where mail is handed over: smtp://… or smtps://…; without it nothing is mailed",
        "OIDC_ISSUER": "the address of the organisation's own sign-in (OpenID Connect)",
        "OIDC_CLIENT_ID": "the name Traject is known by there",
        "OIDC_CLIENT_SECRET": "the secret Traject was given there",
    }
)


class SettingsError(Exception):
    """A setting that cannot be used. The message names it and says what to do."""


class Environment(StrEnum):
    """What this Traject is for. It decides what is allowed, never how a case is handled."""

    DEVELOPMENT = "development"
    DEMO = "demo"
    TESTING = "testing"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything Traject is told from outside. Made by :func:`read_settings`."""

    database_url: str = f"sqlite:///{ROOT}/instance/traject.db"
    secret_key: str = DEFAULT_SECRET_KEY
    port: int = 8000
    environment: Environment = Environment.DEVELOPMENT
    mail_url: str | None = None
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: str | None = None

    @property
    def production(self) -> bool:
        """Whether real people's data is at stake."""
        return self.environment is Environment.PRODUCTION

    @property
    def simulated_clock(self) -> bool:
        """Whether time may be moved by hand: in the demo and in tests only (contract §3)."""
        return self.environment in (Environment.DEMO, Environment.TESTING)

    @property
    def secure_cookies(self) -> bool:
        """Whether the browser may send our cookies over HTTPS only. In production there is no other way."""
        return self.production

    @property
    def single_sign_on(self) -> bool:
        """Whether people may sign in with their organisation's account."""
        return self.oidc_issuer is not None


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read and validate every setting.

    An empty value counts as absent, so that ``MAIL_URL= make run`` does what it looks like. Makes the folder
    of an SQLite database when it is not there. Raises :class:`SettingsError` on the first wrong setting.
    """
    given = {name: environ[name].strip() for name in SETTINGS if environ.get(name, "").strip()}
    _refuse_unknown(environ)
    settings = Settings(
        database_url=_database_url(given.get("DATABASE_URL", "sqlite:///instance/traject.db")),
        secret_key=given.get("SECRET_KEY", DEFAULT_SECRET_KEY),
        port=_port(given.get("PORT", "8000")),
        environment=_environment(given.get("TRAJECT_ENV", "development")),
        mail_url=_mail_url(given.get("MAIL_URL")),
        oidc_issuer=given.get("OIDC_ISSUER"),
        oidc_client_id=given.get("OIDC_CLIENT_ID"),
        oidc_client_secret=given.get("OIDC_CLIENT_SECRET"),
    )
    _check_single_sign_on(settings)
    if settings.production:
        _check_production(settings)
        if environ.get("FLASK_DEBUG", "").strip().lower() not in ("", "0", "false", "no"):
            raise SettingsError("FLASK_DEBUG is on; production shows nobody how Traject works inside. Remove it.")
    return settings


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    unknown = sorted(name for name in environ if name.startswith("TRAJECT_") and name not in SETTINGS)
    if unknown:
        known = ", ".join(name for name in SETTINGS if name.startswith("TRAJECT_"))
        raise SettingsError(f"{unknown[0]} is not a setting of Traject (known: {known}). Remove or correct it.")


def _environment(value: str) -> Environment:
    try:
        return Environment(value)
    except ValueError:
        choices = ", ".join(Environment)
        raise SettingsError(f"TRAJECT_ENV is {value!r}; choose one of: {choices}.") from None


def _port(value: str) -> int:
    if value.isascii() and value.isdigit() and 1 <= int(value) <= 65535:
        return int(value)
    raise SettingsError(f"PORT is {value!r}; it must be a whole number from 1 to 65535.")


def _database_url(value: str) -> str:
    """The address SQLAlchemy can use: the driver that is installed, an absolute path for SQLite."""
    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        # The value is not repeated: it may hold a password.
        raise SettingsError(
            "DATABASE_URL is not a database address. Use sqlite:///instance/traject.db or "
            "postgresql+psycopg://user:password@host/database."
        ) from None
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite":
        return _sqlite_url(url)
    if url.drivername != "postgresql+psycopg":
        raise SettingsError(
            f"DATABASE_URL names {url.drivername!r}; Traject runs on sqlite:///… and postgresql+psycopg://…."
        )
    return url.render_as_string(hide_password=False)


def _sqlite_url(url: URL) -> str:
    if url.database in (None, "", ":memory:"):
        raise SettingsError(
            "DATABASE_URL asks for a database in memory, which every connection would have to itself. "
            "Name a file: sqlite:///instance/traject.db."
        )
    path = ROOT / str(url.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"DATABASE_URL: the folder {path.parent} cannot be made ({error.strerror}). Choose another place."
        ) from None
    return url.set(database=str(path)).render_as_string(hide_password=False)


def _mail_url(value: str | None) -> str | None:
    if value is None:
        return None
    parts = urlsplit(value)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SettingsError("MAIL_URL must look like smtp://host:25 or smtps://user:password@host:465.")
    return value


def _check_single_sign_on(settings: Settings) -> None:
    given = {
        "OIDC_ISSUER": settings.oidc_issuer,
        "OIDC_CLIENT_ID": settings.oidc_client_id,
        "OIDC_CLIENT_SECRET": settings.oidc_client_secret,
    }
    missing = [name for name, value in given.items() if value is None]
    if missing and len(missing) < len(given):
        raise SettingsError(f"{' and '.join(missing)} missing: the three OIDC settings go together.")
    if settings.oidc_issuer is not None:
        parts = urlsplit(settings.oidc_issuer)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError("OIDC_ISSUER must be an address that begins with https://.")


def _check_production(settings: Settings) -> None:
    """What must be right before real people's data is let in, as far as settings can tell (contract §2)."""
    if settings.secret_key == DEFAULT_SECRET_KEY:
        raise SettingsError("SECRET_KEY is not set; production needs a secret of its own.")
    if len(settings.secret_key) < SHORTEST_SECRET_KEY:
        raise SettingsError(f"SECRET_KEY is short; production needs {SHORTEST_SECRET_KEY} characters or more.")
    if settings.oidc_issuer is not None and not _confidential(settings.oidc_issuer):
        raise SettingsError("OIDC_ISSUER is plain HTTP; production signs people in over https:// only.")


def _confidential(address: str) -> bool:
    """Whether nobody can listen in: HTTPS, or a provider on this very machine."""
    parts = urlsplit(address)
    if parts.scheme == "https" or parts.hostname == "localhost":
        return True
    try:
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
