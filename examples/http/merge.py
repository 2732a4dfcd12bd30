"""A mail merge that asks first: reserve, send what may be sent, then say what became of it.

python examples/http/merge.py http://127.0.0.1:8400 card.txt customers.csv

Rows to stop are printed and not sent. If the script dies in between, run it again: the same
idempotency key gives the same reservation, and nobody gets a note twice because of samenote.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import sys
import urllib.request


def call(service: str, path: str, body: dict | None = None) -> dict:
    headers = {"Content-Type": "application/json"}
    if key := os.environ.get("SAMENOTE_KEY"):
        headers["Authorization"] = f"Bearer {key}"
    said = json.dumps(body or {}).encode()
    request = urllib.request.Request(service + path, said, headers, method="POST")
    with urllib.request.urlopen(request, timeout=300) as answer:
        return json.load(answer)


def send(row: dict) -> None:
    """Put your own mailer here."""
    print(f"sent   {row['email']}")


def main() -> None:
    service, template_path, rows_path = sys.argv[1:]
    with open(template_path, encoding="utf-8") as file:
        # The header of the template (To, Subject) is the mailer's; the text is what is checked.
        template = file.read().partition("\n\n")[2]
    with open(rows_path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    digest = hashlib.sha256(json.dumps([template, rows]).encode()).hexdigest()
    answer = call(
        service, "/v1/check",
        {
            "template": template, "rows": rows, "recipient_columns": {"address": "email"},
            "reserve": {"idempotency_key": digest},
        },
    )  # fmt: skip
    print(f"{len(rows)} notes are {answer['distinct']} distinct")
    for row, verdict in zip(rows, answer["verdicts"], strict=True):
        if verdict["decision"] == "stop":
            print(f"STOP   {row['email']}: {verdict['reasons'][0]['text']}")
        else:
            send(row)
    call(service, f"/v1/reservations/{answer['reservation']['id']}/commit")


if __name__ == "__main__":
    main()
