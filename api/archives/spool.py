"""Temporary files for what cannot be read where it lies: standard input, gzip, UTF-16 tables."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

_BLOCK: Final = 1_048_576
_BOMB_RATIO: Final = 500
_BOMB_BYTES: Final = 268_435_456
"""Mail packs to a third or a tenth; what unpacks 500-fold beyond 256 MB was made to fill a disk."""


class Spool:
    """A folder of temporary files, made on first use and removed with all in it by ``close``."""

    def __init__(self, folder: Path | None) -> None:
        self._parent = folder
        self._folder = ""
        self._made = 0

    @property
    def folder(self) -> str:
        """The folder's path; empty while nothing was spooled."""
        return self._folder

    def close(self) -> None:
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = ""

    def copied(self, source: BinaryIO) -> str:
        """Copy a stream into a temporary file and return its path. Raises OSError."""
        path = self._new()
        with open(path, "wb") as target:
            shutil.copyfileobj(source, target, _BLOCK)
        return path

    def unpacked(self, file: str) -> tuple[str, str]:
        """Unpack a gzip file; return where, and what went wrong, if anything did, on the way.

        What could be unpacked before the fault is kept. Raises OSError for faults of this machine.
        """
        path = self._new()
        limit = max(_BOMB_BYTES, os.stat(file).st_size * _BOMB_RATIO)
        try:
            with open(file, "rb") as source, open(path, "wb") as target:
                for block in _inflated(source):
                    target.write(block)
                    if target.tell() > limit:
                        return path, "unpacks to far more than mail does; reading stopped there"
        except EOFError:
            return path, "the gzip file is cut off; what came before was read"
        except zlib.error:
            return path, "the gzip file is damaged; what came before was read"
        except OSError as error:
            if error.errno == errno.ENOSPC:
                return path, "could not be unpacked in full: no space left for temporary files"
            raise
        return path, ""

    def transcoded(self, file: str, charset: str) -> str:
        """Rewrite a text file in UTF-8 with plain newlines; return where. Raises OSError."""
        path = self._new()
        with (
            open(file, encoding=charset, errors="replace", newline=None) as source,
            open(path, "w", encoding="utf-8", errors="surrogatepass", newline="\n") as target,
        ):
            while block := source.read(_BLOCK):
                target.write(block)
        return path

    def _new(self) -> str:
        if not self._folder:
            self._folder = tempfile.mkdtemp(prefix="samenote-", dir=self._parent)
        self._made += 1
        return os.path.join(self._folder, str(self._made))


def _inflated(source: BinaryIO) -> Iterator[bytes]:
    """Yield what a gzip stream of one or more members holds, every byte up to a fault.

    ``gzip.open`` loses up to a block before one. Raises EOFError (cut off) and zlib.error.
    """
    member = zlib.decompressobj(wbits=31)
    data = source.read(_BLOCK)
    while data:
        yield member.decompress(data, _BLOCK)
        if member.eof:
            data = (member.unused_data or source.read(_BLOCK)).lstrip(b"\0")
            if not data.startswith(b"\x1f\x8b"):
                return  # padding, or rubbish behind the end, as gzip(1) ignores it
            member = zlib.decompressobj(wbits=31)
        else:
            data = member.unconsumed_tail or source.read(_BLOCK)
    yield member.flush()
    if not member.eof:
        raise EOFError
