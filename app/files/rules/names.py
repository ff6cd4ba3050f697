"""Names of evidence: as people typed them, without what could hurt."""

import re
import unicodedata

from app.core.errors import Refused
from app.core.messages import _

MAX_SIZE = 20 * 1024 * 1024
MAX_NAME = 200

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "hwp": "application/x-hwp",
    "hwpx": "application/hwp+zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain",
}
"""The allow-list, by extension."""

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff<>:"|?*]')


def clean_name(filename: str | None) -> str:
    """Return a name of at most 200 characters: NFC, no folders, no control or direction characters.

    A longer name is cut in the middle part; the extension stays. Raises `Refused` for no name at all.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", filename or ""))[-1]
    name = " ".join(_FORBIDDEN.sub("", last).split()).strip(". ")
    if not name:
        raise Refused(_("The file has no name."))
    if len(name) <= MAX_NAME:
        return name
    stem, dot, extension = name.rpartition(".")
    kept = f"{dot}{extension}" if dot and len(extension) < MAX_NAME // 10 else ""
    return f"{(stem if kept else name)[: MAX_NAME - len(kept)]}{kept}"


def extension_of(name: str) -> str:
    """Return the extension if files of this kind may be handed in; raises `Refused` otherwise."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension not in MEDIA_TYPES:
        kinds = ", ".join(kind for kind in MEDIA_TYPES if kind != "jpeg")
        raise Refused(_("Files of this kind cannot be handed in. Allowed: %(kinds)s.", kinds=kinds))
    return extension
