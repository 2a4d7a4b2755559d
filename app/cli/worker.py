"""`flask worker`: background work."""

from __future__ import annotations

import logging.config
import os
import signal
import threading

import click

from app import logs
from app.jobs import runner
from config import read_settings

# Who waits for a page goes before what nobody waits for, where both share a machine: a tenth of the weight.
NICE = 10


@click.command()
@click.option("--once", is_flag=True, help="Do everything due now, then stop.")
def worker(once: bool) -> None:
    """Fire due timers, do the jobs that wait (mail, exports …), move the clock where it is on its way."""
    settings = read_settings(os.environ)
    logging.config.dictConfig(logs.configuration())
    if once:
        done = runner.run_once(settings)
        click.echo(f"{done} things done.")
        return
    os.nice(NICE)
    stopping = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopping.set())
    runner.run_forever(stopping, settings, "worker")
