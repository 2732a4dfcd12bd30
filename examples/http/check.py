"""Check notes before they are sent, with nothing but Python's own library.

python examples/http/check.py http://127.0.0.1:8400 cards.jsonl
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request


def call(service: str, path: str, body: dict) -> dict:
    headers = {"Content-Type": "application/json"}
    if key := os.environ.get("SAMENOTE_KEY"):
        headers["Authorization"] = f"Bearer {key}"
    request = urllib.request.Request(service + path, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        problem = json.load(error)
        raise SystemExit(f"{problem['detail']} {problem.get('do', '')}") from None


def main() -> None:
    service, path = sys.argv[1:]
    with open(path, encoding="utf-8") as lines:
        notes = [json.loads(line) for line in lines]
    for verdict in call(service, "/v1/check", {"messages": notes})["verdicts"]:
        others = f"{verdict['reach']} other people got it" if verdict["reach"] else "only this one"
        print(f"{verdict['decision']:<5} {verdict['id']}: {others}")


if __name__ == "__main__":
    main()
