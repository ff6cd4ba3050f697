"""What may be handed in as evidence: names, sizes, kinds of content. Pure."""

from app.files.rules.content import check_content
from app.files.rules.names import MAX_SIZE, MEDIA_TYPES, clean_name, extension_of

__all__ = ["MAX_SIZE", "MEDIA_TYPES", "check_content", "clean_name", "extension_of"]
