"""The process that serves: gunicorn's threads on POSIX, waitress on Windows.

The application is made after the fork, because neither the ledger's connections nor FAISS and
torch survive one. TERM stops gracefully, HUP starts new workers with the policy read again.
"""

from __future__ import annotations

import logging
import shutil
import sys
import tempfile
import threading
from dataclasses import dataclass
from typing import Any

from api.http.logs import LOGGER, kind_and_places, log_to_stderr
from api.http.service import Service, Settings
from dedupe import SamenoteError

#: Seconds between two looks for reservations whose time is up.
TENDED_SECONDS = 20.0

_LOG = logging.getLogger(LOGGER)


@dataclass(frozen=True, slots=True)
class Serving:
    """Where and with how much a service runs; ``policy_path`` is read again at HUP."""

    host: str = "127.0.0.1"
    port: int = 8400
    workers: int = 1
    threads: int = 8
    policy_path: str = ""
    log_level: str = "INFO"

    @property
    def url(self) -> str:
        """The address for a browser on this machine."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"


def serve(settings: Settings, serving: Serving) -> None:
    """Serve until told to stop."""
    if sys.platform == "win32":
        _serve_by_waitress(settings, serving)
    else:
        _serve_by_gunicorn(settings, serving)


def tend(service: Service, stop: threading.Event) -> None:
    """Warm a service up; then read meaning and end overdue reservations, until told to stop."""
    service.starting.set()
    told: set[str] = set()
    while not stop.is_set():
        try:
            for fault in service.judging_faults() - told:
                _LOG.warning("judging_failed", extra={"detail": fault})
                told.add(fault)
            if service.starting.is_set():
                service.warm()
                service.starting.clear()
                _LOG.info("ready")
            elif ended := service.expire():
                _LOG.info("expired", extra={"notes": ended})
            wait = 0.0 if service.read_meaning() else TENDED_SECONDS
        except SamenoteError as error:
            _LOG.warning("store_unavailable", extra={"detail": error.what})
            wait = 1.0
        except Exception as error:
            _LOG.error("broken", extra=kind_and_places(error))
            wait = TENDED_SECONDS
        stop.wait(wait)


def started(settings: Settings) -> tuple[Any, threading.Event]:
    """Return the application with its tending thread begun, and what ends that thread."""
    from api.http.app import create_app

    app = create_app(settings)
    stop = threading.Event()
    service: Service = app.extensions["samenote"]
    threading.Thread(target=tend, args=(service, stop), daemon=True, name="tend").start()
    return app, stop


def _serve_by_waitress(settings: Settings, serving: Serving) -> None:
    import waitress

    log_to_stderr(serving.log_level)
    app, stop = started(settings)
    try:
        waitress.serve(
            app, host=serving.host, port=serving.port, threads=serving.threads, ident=None,
            max_request_body_size=settings.limits.body_bytes + 1,
        )  # fmt: skip
    finally:
        stop.set()
        app.extensions["samenote"].close()


def _serve_by_gunicorn(settings: Settings, serving: Serving) -> None:
    import os

    folder = ""
    if serving.workers > 1:
        # The workers' measures are summed up over files; the variable is read at import.
        folder = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="samenote-")
    try:
        from api.http.gunicorn_server import Server

        Server(settings, serving).run()
    finally:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
