"""Problems that no handler raised: those of Werkzeug, and our own mistakes."""

from __future__ import annotations

import logging
import secrets

from werkzeug.exceptions import HTTPException

from api.http.limits import Limits
from api.http.logs import LOGGER, kind_and_places
from api.http.problems import Problem


def from_http(error: HTTPException, limits: Limits) -> Problem:
    """Return the problem that an error of Werkzeug is."""
    status = error.code or 500
    if status == 413:
        most = limits.body_bytes
        return Problem(
            413, "body_too_large", f"The body has more than {most:,} bytes.",
            "Send fewer notes a call.", limit=most,
        )  # fmt: skip
    headers = {}
    if status == 405 and (allowed := getattr(error, "valid_methods", None)):
        headers["Allow"] = ", ".join(sorted(allowed))
    code, detail = {
        404: ("no_such_path", "There is nothing at this path."),
        405: ("wrong_method", "This path does not take this method."),
    }.get(status, ("refused", error.name))
    do = "See /docs for the paths and their methods." if status in (404, 405) else ""
    return Problem(status, code, detail, do, headers=headers)


def broken(error: Exception) -> Problem:
    """Log a mistake of ours without what it said, and return the problem that names the line."""
    number = secrets.token_hex(4)
    logging.getLogger(LOGGER).error("broken", extra={"request": number, **kind_and_places(error)})
    return Problem(
        500, "broken", f"samenote made a mistake; its log has it under {number}.",
        "Report it with the log's line. Nothing of this call was recorded.",
    )  # fmt: skip
