#!/usr/bin/env bash
# Check one note with curl, and stop where it is not personal. SERVICE and KEY may be set.
set -euo pipefail
service="${SERVICE:-http://127.0.0.1:8400}"
headers=(-H 'Content-Type: application/json')
if [ -n "${KEY:-}" ]; then headers+=(-H "Authorization: Bearer $KEY"); fi

note='{"messages": [{
  "id": "card-7",
  "text": "Dear Joan, thank you so much for trusting us with your red tweed coat. It was a real pleasure to look after it, and I finished the pressing myself so that it would hang just as you like it.",
  "to": [{"name": "Joan Reed", "address": "joan.reed@larkhall-school.example"}]
}]}'
answer="$(curl -sS --fail-with-body "${headers[@]}" -d "$note" "$service/v1/check")"
printf '%s\n' "$answer"
case "$answer" in *'"decision":"stop"'*) exit 1 ;; esac
