"""이달의 질문의 낱말."""

from app.core.messages import Labelled, _


class StatementKind(Labelled):
    """공개 단계: what the office says after the question has closed."""

    RESULT = "result", _("Result")
    REFLECTION = "reflection", _("What was reflected")
