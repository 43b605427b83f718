"""Every setting of a deployment, read once from the environment. Local numbers of the law are rows, not settings."""

import os
import secrets
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PACKAGE = Path(__file__).resolve().parent


class Deployment(BaseSettings):
    """What a deployer decides. Each field is the variable YICHUANG_<NAME>; docs/settings.md lists them."""

    model_config = SettingsConfigDict(env_prefix="YICHUANG_", extra="forbid")

    home: Path = Field(Path("var"), description="Data folder: database, files, keys, bills, logs.")
    database_url: str = Field(
        "",
        description="sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/NAME; empty = SQLite in the data folder.",
    )
    hosts: str = Field("127.0.0.1,localhost,[::1]", description="Host names served, separated by commas.")
    origin: str = Field("http://127.0.0.1:8000", description="Address people type; it stands in QR codes.")
    https: bool = Field(False, description="True behind TLS: secure cookies, HSTS.")
    debug: bool = Field(False, description="Developer pages. Never in a hall.")
    region: str = Field("189901", description="Area code of this installation.")
    site_name: str = Field("示例区政务服务", description="Name in the masthead.")
    theme: Literal["blue", "red"] = Field("blue", description="Masthead colour: blue 政务蓝 or red 政务红.")
    idle_minutes: int = Field(
        30, ge=5, le=120, description="Minutes without a request before a staff session ends."
    )
    upload_megabytes: int = Field(20, ge=1, le=200, description="Largest file a material may have.")
    log_days: int = Field(
        180, ge=180, description="Days that logs are kept; the law asks for at least six months."
    )
    bridge: str = Field(
        "http://127.0.0.1:8178",
        pattern=r"^http://(127\.0\.0\.1|localhost):\d{2,5}$",
        description="Address of the device bridge at each window (docs/bridge.md).",
    )
    oidc_issuer: str = Field(
        "",
        description="Issuer of the city's identity platform (统一身份认证), as its discovery page says; empty = none.",
    )
    oidc_name: str = Field("统一身份认证", description="Name of that platform on the sign-in page.")
    oidc_client: str = Field(
        "", description="Our client id there; its return address is ORIGIN/my/sign-in/platform/return/."
    )
    oidc_secret: SecretStr = Field(SecretStr(""), description="Our client secret there.")
    oidc_scopes: str = Field("openid profile phone", description="Scopes asked for, separated by spaces.")
    oidc_number: str = Field("id_number", description="Claim with the number of the identity document.")
    oidc_document: str = Field(
        "id_type", description="Claim with the kind of document (GA/T 2000.156); 111 without it."
    )
    oidc_level: str = Field("real_name_level", description="Claim with the real-name level.")
    oidc_levels: str = Field(
        "2=2,3=3,4=4",
        description="What its values are here, as VALUE=LEVEL pairs; a value not named is level 1.",
    )
    demo: bool = Field(False, description="True only for the demo town; the sign-in page then says so.")
    payment: Literal["", "local", "nontax"] = Field(
        "",
        description="Platform that payers are sent to (yichuang/payments/providers): nontax; local is the test platform of demo and tests; empty = pay at the window only.",
    )
    hotline: Literal["", "recorded", "city"] = Field(
        "",
        description="Platform of 12345 that work orders come from and answers go back to (yichuang/complaints/platforms): city; recorded is the one of demo and tests; empty = none.",
    )
    hotline_url: str = Field("", description="Address of the 12345 platform, without a slash at its end.")
    payment_url: str = Field("", description="Address of the payment platform, without a slash at its end.")
    icp: str = Field("", description="备案号 for the footer.")
    site_code: str = Field("", description="网站标识码 for the footer.")
    sms_url: str = Field(
        "",
        pattern=r"^(https?://.+)?$",
        description="Address of the SMS gateway; empty = notices go to the file drop.",
    )
    sms_key: str = Field("", description="Name of our key at the SMS gateway (header X-Key).")
    sms_secret: SecretStr = Field(SecretStr(""), description="Secret that signs requests to the SMS gateway.")
    sms_fields: str = Field(
        "phone=phone,text=text,id=key",
        description="Field names of the SMS gateway as name=part; parts are phone, text, key, or 'fixed words'.",
    )
    sms_done: str = Field(
        "", description="Field and value by which the SMS gateway says yes, such as code=0."
    )
    overseer_url: str = Field(
        "",
        pattern=r"^(file|https?://.+)?$",
        description="Address of the outer 效能监察 system that is told of cards; file = HOME/outbox/overseer.jsonl; empty = none.",
    )
    overseer_key: str = Field("", description="Name of our key at that system (header X-Key).")
    overseer_secret: SecretStr = Field(
        SecretStr(""), description="Secret that signs requests to that system."
    )
    email_url: SecretStr = Field(
        SecretStr(""),
        description="smtp://ACCOUNT:PASSWORD@HOST:PORT?from=ADDRESS&tls=1, or smtps://…; empty = no e-mail.",
    )
    wechat_url: str = Field(
        "https://api.weixin.qq.com", pattern=r"^https?://[^/]+$", description="Address of WeChat's interface."
    )
    wechat_app: str = Field("", description="AppID of the official account; empty = no WeChat notices.")
    wechat_secret: SecretStr = Field(SecretStr(""), description="AppSecret of the official account.")
    wechat_template: str = Field("", description="Id of the account's message template (thing1, thing2).")


def read_environment(environ: dict[str, str] | None = None) -> Deployment:
    """Return the deployment, or raise ImproperlyConfigured that names the variable and what it should be.

    pydantic-settings lets unknown names pass, so the names are compared here.
    """
    environ = dict(os.environ if environ is None else environ)
    known = {f"YICHUANG_{name.upper()}" for name in Deployment.model_fields}
    unknown = sorted(name for name in environ if name.startswith("YICHUANG_") and name not in known)
    if unknown:
        raise ImproperlyConfigured(
            f"Unknown settings: {', '.join(unknown)}. Known ones: {', '.join(sorted(known))}."
        )
    try:
        values = {name[9:].lower(): value for name, value in environ.items() if name in known}
        return Deployment(**values)  # type: ignore[arg-type]
    except ValidationError as error:
        lines = [f"YICHUANG_{'_'.join(str(p) for p in e['loc']).upper()}: {e['msg']}" for e in error.errors()]
        raise ImproperlyConfigured("; ".join(lines)) from None


def read_database(url: str, home: Path) -> dict[str, object]:
    """Return Django's database mapping for `url`; an empty one means SQLite in `home`."""
    parts = urlsplit(url or f"sqlite:///{home.resolve() / 'yichuang.sqlite3'}")
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:] if parts.path.startswith("//") else parts.path) or ":memory:",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-8192; PRAGMA mmap_size=134217728;",
            },
        }
    if parts.scheme in ("postgresql", "postgres"):
        options: dict[str, object] = dict(parse_qsl(parts.query))
        host = options.pop("host", parts.hostname or "")
        prepare = int(str(options.pop("prepare_threshold", 5))) or None
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": host,
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": False,
            "OPTIONS": {"server_side_binding": True, **options, "prepare_threshold": prepare},
        }
    raise ImproperlyConfigured(
        "YICHUANG_DATABASE_URL: use sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/NAME."
    )


DEPLOYMENT = read_environment()
HOME = DEPLOYMENT.home.resolve()


def secret(name: str) -> str:
    """Return the secret kept in HOME/keys under `name`, made once, readable by this account only."""
    path = HOME / "keys" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f"{name}.{os.getpid()}.new")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


SECRET_KEY = secret("django")
DEBUG = DEPLOYMENT.debug
ALLOWED_HOSTS = [host.strip() for host in DEPLOYMENT.hosts.split(",") if host.strip()]
CSRF_TRUSTED_ORIGINS = [DEPLOYMENT.origin]
DATABASES = {"default": read_database(DEPLOYMENT.database_url, HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "yichuang.urls"
WSGI_APPLICATION = "yichuang.wsgi.application"

ROOMS = [
    "journal",
    "people",
    "halls",
    "catalogue",
    "clock",
    "licences",
    "citizens",
    "registers",
    "materials",
    "drafts",
    "cases",
    "bundles",
    "exchange",
    "ratings",
    "complaints",
    "asking",
    "inspections",
    "payments",
    "agency",
    "supervision",
    "figures",
]
DOORS = ["entrance", "portal", "me", "apply", "counter", "desk", "issue", "office", "api", "keeper"]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_q",
    "yichuang.ground",
    *(f"yichuang.{room}" for room in ROOMS),
    "yichuang.doors",
    *(f"yichuang.doors.{door}" for door in DOORS),
]
MIDDLEWARE = [
    "yichuang.ground.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "yichuang.ground.middleware.ApiFirst",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yichuang.ground.traditional.Traditional",
    "yichuang.doors.entrance.middleware.ClosedByDefault",
    "yichuang.ground.middleware.Refusals",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [("django.template.loaders.cached.Loader", ["yichuang.ground.wording.Loader"])],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "yichuang.ground.context.page",
            ],
            "builtins": ["yichuang.ground.templatetags.yc"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["yichuang.people.passwords.Argon2"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "yichuang.people.passwords.Rules"}]
LOGIN_URL = "/entrance/login/"
LOGIN_REDIRECT_URL = "/entrance/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "yichuang.doors.entrance.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_USER_DISPLAY = "yichuang.people.models.display"
ACCOUNT_FORMS = {"login": "yichuang.doors.entrance.forms.SignIn"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = False
# A hall of 150 may sign in from one address at 08:30; one account is locked by axes long before these.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "120/m/ip,10/30m/key"}
MFA_REAUTHENTICATION_REQUIRED = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = DEPLOYMENT.site_name
MFA_ADAPTER = "yichuang.doors.entrance.adapter.MfaAdapter"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = [["username"]]
AXES_RESET_ON_SUCCESS = True
AXES_NEVER_LOCKOUT_GET = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "yichuang.doors.entrance.adapter.named"
AXES_LOCKOUT_CALLABLE = "yichuang.doors.entrance.views.locked"
AXES_VERBOSE = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_IPWARE_PROXY_COUNT = 0

# The longest shift; the idle time is kept in a cookie (doors/entrance/seen.py), so that a look writes nothing.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = DEPLOYMENT.https
CSRF_COOKIE_SECURE = DEPLOYMENT.https
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "yichuang.ground.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if DEPLOYMENT.https else 0
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if DEPLOYMENT.https else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'", DEPLOYMENT.bridge],
        "font-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": ["self"],
    "geolocation": [],
    "microphone": [],
    "payment": [],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = None

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files"},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if (STATIC_ROOT / "staticfiles.json").exists()
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists()
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_INDEX_FILE = False

Q_CLUSTER = {
    "name": "yichuang",
    "orm": "default",
    "workers": 1,
    "timeout": 110,
    "retry": 180,
    "max_attempts": 3,
    "poll": 1,
    "catch_up": False,
    "save_limit": 200,
    "ack_failures": True,
    "max_rss": 250_000,
    "label": "Yichuang",
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "yichuang.ground.logs.Lines"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "lines", "level": "WARNING"},
        "days": {"()": "yichuang.ground.logs.DayFile", "folder": HOME / "logs", "formatter": "lines"},
    },
    "root": {"handlers": ["stderr", "days"], "level": "WARNING"},
    "loggers": {"yichuang": {"level": "INFO"}, "django.security.DisallowedHost": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS = ["axes.W003", "axes.W006"]
