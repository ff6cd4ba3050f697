"""What can go wrong while somebody's zip archive is read: one list for every reader of uploads."""

import zipfile
import zlib

ARCHIVE_ERRORS = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError)
"""Raised by the standard library for damaged, encrypted, truncated and lying archives."""
