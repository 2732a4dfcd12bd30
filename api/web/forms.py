"""From the page's form to notes: one pasted, several from a file, or a template with its rows."""

from __future__ import annotations

import os
import re
import tempfile
import uuid
from collections.abc import Mapping

from flask import Request
from werkzeug.datastructures import FileStorage

from api.archives.interface import Mail, Origin, Skipped
from api.archives.records import message_from
from api.http.limits import Limits
from api.http.messages_in import refuse_too_many
from api.http.problems import Problem
from api.merge import read_merge
from api.notes import Notes, read_notes
from dedupe import SamenoteError

#: Fields of the form that say who gets a pasted note.
WHO = ("address", "name", "company", "household", "postcode")
_UNSAFE = re.compile(r"[^\w.-]+")


def notes_of(asked: Request, limits: Limits) -> Notes:
    """Return the notes that the form holds. Raises Problem, saying which field is wrong."""
    form = asked.form
    if form.get("kind") == "merge":
        found = _merge(asked)
    elif (file := asked.files.get("notes")) and file.filename:
        found = _file(file)
    else:
        found = _pasted(form)
    refuse_too_many(len(found.mails), limits, "/notes")
    for mail in found.mails:
        if len(mail.message.text) > limits.text:
            raise Problem(
                422, "text_too_long", f"A note has more than {limits.text:,} characters.",
                "Paste the words of the note itself.", limit=limits.text,
            )  # fmt: skip
    return found


def _pasted(form: Mapping[str, str]) -> Notes:
    text = form.get("text", "")
    if not text.strip():
        raise Problem(422, "no_text", "There is no note yet.", "Paste one, or choose a file.")
    who = {name: form.get(name, "").strip()[:1000] for name in WHO}
    record: dict[str, object] = {
        "id": f"page-{uuid.uuid4().hex[:12]}", "text": text.replace("\r\n", "\n"),
        "subject": form.get("subject", "").strip()[:1000],
        "to": [who] if any(who.values()) else [],
    }  # fmt: skip
    found = message_from(record, Origin("the note"))
    assert isinstance(found, Mail)
    return Notes((found,), ())


def _file(file: FileStorage) -> Notes:
    with tempfile.TemporaryDirectory(prefix="samenote-") as folder:
        path = _kept(file, folder, "notes")
        try:
            return _without(folder, read_notes([path], {}))
        except SamenoteError as error:
            raise _wrong(error, folder) from error


def _merge(asked: Request) -> Notes:
    rows, template = asked.files.get("rows"), asked.files.get("template_file")
    said = asked.form.get("template", "").replace("\r\n", "\n")
    if not (rows and rows.filename):
        raise Problem(422, "no_rows", "The merge has no rows.", "Choose the CSV of the rows.")
    if not said.strip() and not (template and template.filename):
        raise Problem(
            422, "no_template", "The merge has no template.", "Paste it, or choose its file."
        )
    column = asked.form.get("address_column", "").strip()
    columns = {"to.address": column} if column else {}
    with tempfile.TemporaryDirectory(prefix="samenote-") as folder:
        if said.strip() or template is None:
            path = os.path.join(folder, "template")
            with open(path, "w", encoding="utf-8", newline="", errors="replace") as file:
                file.write(said)
        else:
            path = _kept(template, folder, "template")
        rows_path = _kept(rows, folder, "rows")
        try:
            return _without(folder, read_merge(path, rows_path, columns, lambda *_: None))
        except SamenoteError as error:
            raise _wrong(error, folder) from error


def _kept(file: FileStorage, folder: str, name: str) -> str:
    """Save an upload under a name that keeps only what tells its format."""
    given = os.path.basename((file.filename or "").replace("\\", "/"))
    safe = _UNSAFE.sub("_", given).strip("._")[-80:] or "file"
    below = os.path.join(folder, name)
    os.mkdir(below)
    path = os.path.join(below, safe)
    file.save(path)
    return path


def _without(folder: str, notes: Notes) -> Notes:
    """Take the temporary folder out of everything a person will read."""
    mails = tuple(
        Mail(_named(m.origin, folder), m.message, m.exclusion, m.in_sent_folder, m.warnings)
        for m in notes.mails
    )
    skipped = tuple(
        Skipped(_named(s.origin, folder), _cleared(s.reason, folder)) for s in notes.skipped
    )
    return Notes(mails, skipped, tuple(_cleared(w, folder) for w in notes.warnings))


def _named(origin: Origin, folder: str) -> Origin:
    return Origin(_cleared(origin.path, folder), origin.offset, origin.length, origin.row)


def _cleared(said: str, folder: str) -> str:
    return re.sub(re.escape(folder) + r"[/\\](?:(?:notes|rows|template)[/\\])?", "", said)


def _wrong(error: SamenoteError, folder: str) -> Problem:
    where = f"{_cleared(error.where, folder)}: " if error.where else ""
    return Problem(422, "cannot_read", where + _cleared(error.what, folder), error.do)
