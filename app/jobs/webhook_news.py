"""Mail to an administrator: Traject paused a webhook. Asked for by app/services/webhook_news.py."""

from __future__ import annotations

from email.message import EmailMessage

from app import db
from app.jobs import mail
from app.jobs.registry import job
from app.jobs.run import Run
from app.models import webhook as webhooks
from app.models.user import User
from app.models.webhook import Webhook
from app.services import webhook_news

_SUBJECT = "Webhook «%s» staat op pauze"
_GONE = "De ontvanger van de webhook «%s» antwoordde dat hij geen berichten meer wil (410)."
_FAILING = "De ontvanger van de webhook «%s» nam al drie dagen geen enkel bericht aan."
_WHAT_NOW = (
    "Traject stuurt er nu niets meer naartoe. Wat intussen gebeurt, wordt onthouden.\n\n"
    "Kijk met de ontvanger na wat er misgaat, stuur een proefbericht, en laat de webhook dan verdergaan: "
    "in Traject, onder «Webhooks»."
)


@job(webhook_news.JOB, patience=mail.PATIENCE)
def tell(run: Run) -> None:
    """Mail `{user}` that the webhook `{webhook}` is paused; nothing where it no longer is."""
    with db.reading() as session:
        webhook = session.get(Webhook, int(run.arguments["webhook"]))
        user = session.get_one(User, int(run.arguments["user"]))
    if webhook is None or webhook.state != webhooks.PAUSED:
        return
    mail.hand_over(run.settings, lambda: _message(user, webhook, f"webhook-paused-{run.job_id}"))


def _message(user: User, webhook: Webhook, key: str) -> EmailMessage:
    why = _GONE if webhook.paused_because == webhooks.GONE else _FAILING
    return mail.message_to(user, _SUBJECT % webhook.name, f"{why % webhook.name} {_WHAT_NOW}", key)
