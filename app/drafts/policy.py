"""Who may keep drafts: whoever may write anything at all. Every draft is read by its owner alone."""

from app.core.access import Actor, Alternatives, Role


def is_no_auditor(actor: Actor, _subject: object) -> bool:
    """An auditor writes nothing, so there is nothing to keep."""
    return not actor.has(Role.AUDITOR)


_WRITERS: Alternatives = ((is_no_auditor,),)

ENDPOINTS: dict[str, Alternatives] = {
    "drafts.show_draft": _WRITERS,
    "drafts.create_draft": _WRITERS,
    "drafts.create_discard": _WRITERS,
}
