"""Gunicorn with our settings; its own command line and configuration files are not looked at."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from typing import Any

from gunicorn.app.base import BaseApplication

from api.http.logs import LOGGER, JsonLines, log_to_stderr
from api.http.server import Serving, started
from api.http.service import Service, Settings
from dedupe import SamenoteError

#: Seconds that running calls get to finish when the service stops.
GRACE_SECONDS = 30
#: Seconds without a sign of life after which a worker is replaced.
SILENT_SECONDS = 120


class Server(BaseApplication):  # type: ignore[misc]
    """Lives in the parent; ``load`` runs in each worker, after the fork."""

    def __init__(self, settings: Settings, serving: Serving) -> None:
        self._settings = settings
        self._serving = serving
        self._stop: threading.Event | None = None
        self._service: Service | None = None
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options().items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        log_to_stderr(self._serving.log_level)
        app, self._stop = started(self._settings)
        self._service = app.extensions["samenote"]
        return app

    def _read_policy_again(self) -> None:
        """At HUP; a policy that cannot be read leaves the one before in force."""
        from api.policy_file import read_policy

        if not self._serving.policy_path:
            return
        try:
            policy = read_policy(self._serving.policy_path)
        except SamenoteError as error:
            logging.getLogger("gunicorn.error").error("policy_kept", extra={"detail": error.what})
        else:
            self._settings = replace(self._settings, policy=policy)

    def _left(self) -> None:
        """When a worker leaves: the memory is saved for the next one."""
        if self._stop is None or self._service is None:
            return
        self._stop.set()
        try:
            self._service.close()
        except SamenoteError as error:
            logging.getLogger(LOGGER).warning("not_saved", extra={"detail": error.what})

    def _options(self) -> dict[str, Any]:
        serving = self._serving
        host = f"[{serving.host}]" if ":" in serving.host else serving.host
        return {
            "bind": [f"{host}:{serving.port}"],
            "workers": serving.workers,
            "threads": serving.threads,
            "worker_class": "gthread",
            "graceful_timeout": GRACE_SECONDS,
            "timeout": SILENT_SECONDS,
            "keepalive": 30,
            # Nothing but signals steers the service.
            "control_socket_disable": True,
            "proc_name": "samenote",
            "on_reload": lambda arbiter: self._read_policy_again(),
            "worker_exit": lambda arbiter, worker: self._left(),
            "logconfig_dict": _logs(serving.log_level),
        }


def _logs(level: str) -> dict[str, Any]:
    handler = {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonLines}},
        "handlers": {"stderr": handler},
        "root": {"level": "WARNING", "handlers": []},
        "loggers": {
            "gunicorn.error": {"level": level, "handlers": ["stderr"], "propagate": False},
            # It would write paths, which hold ids and addresses.
            "gunicorn.access": {"level": "ERROR", "handlers": [], "propagate": False},
        },
    }
