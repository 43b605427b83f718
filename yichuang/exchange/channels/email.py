"""Electronic mail (电子邮件) by SMTP, through Django's backend; YICHUANG_EMAIL_URL says where and from whom."""

from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from yichuang.exchange import wire
from yichuang.exchange.channels import Answer, Down, Outgoing, Whom
from yichuang.journal.errands import Trouble

NAME = "电子邮件"
BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def ready() -> bool:
    """Tell whether this channel is set up."""
    return bool(settings.DEPLOYMENT.email_url.get_secret_value())


def address(whom: Whom) -> str:
    """Return where a notice would go."""
    return whom.email


def send(messages: list[Outgoing]) -> dict[str, Answer]:
    """Send all through one connection; a server that is down ends the batch."""
    if not messages:
        return {}
    options, sender = reached()
    gone: dict[str, Answer] = {}
    connection = get_connection(BACKEND, timeout=wire.WAIT_SECONDS, **options)
    try:
        connection.open()
        for message in messages:
            gone[message.key] = _send(connection, sender, message)
    except (SMTPException, OSError) as error:
        raise Down(f"邮件服务器不通（{type(error).__name__}）", gone) from None
    finally:
        connection.close()
    return gone


def reached() -> tuple[dict[str, Any], str]:
    """Return the backend's options and the sender from smtp://ACCOUNT:PASSWORD@HOST:PORT?from=ADDRESS&tls=1."""
    parts = urlsplit(settings.DEPLOYMENT.email_url.get_secret_value())
    asked = parse_qs(parts.query)
    host = parts.hostname or "localhost"
    options: dict[str, Any] = {
        "host": host,
        "port": parts.port or (465 if parts.scheme == "smtps" else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": asked.get("tls", ["0"])[0] == "1",
    }
    return options, asked.get("from", [options["username"] or f"notice@{host}"])[0]


def _send(connection: Any, sender: str, message: Outgoing) -> Answer:
    body = f"{message.text}\n\n{message.href}" if message.href else message.text
    mail = EmailMessage(
        message.title, body, sender, [message.whom.email], connection=connection,
        headers={"Message-ID": f"<{message.key.replace(':', '.')}@{sender.rpartition('@')[2]}>"},
    )  # fmt: skip
    try:
        mail.send()
    except SMTPRecipientsRefused:
        return Trouble("对方的邮件服务器不收这个地址。", final=True)
    return "confirmed"
