"""`flask worker`: background work."""

from __future__ import annotations

import os
import signal
import threading

import click

from app.jobs import runner
from config import read_settings


@click.command()
@click.option("--once", is_flag=True, help="Do everything due now, then stop.")
def worker(once: bool) -> None:
    """Fire due timers, send mail, move the clock where it is on its way."""
    mail_url = read_settings(os.environ).mail_url
    if once:
        done = runner.run_once(mail_url)
        click.echo(f"{done} things done.")
        return
    stopping = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopping.set())
    runner.run_forever(stopping, mail_url)
