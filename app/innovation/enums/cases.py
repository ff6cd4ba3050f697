"""Vocabulary of cases (사례) and of the library they stand in."""

from app.core.messages import Labelled, _


class CaseKind(Labelled):
    """사례 구분: what went well, or what did not and why."""

    BEST = "best", _("Best practice")
    FAILURE = "failure", _("Failure case")


class CaseState(Labelled):
    """사례 상태: approved by the head, then published by the control tower. Moves are in `rules.cases`."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    APPROVED = "approved", _("Approved by the head")
    PUBLISHED = "published", _("Published")
    RETURNED = "returned", _("Returned")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class CaseStepKind(Labelled):
    """사례 이력 구분."""

    WRITING = "writing", _("Case drafted")
    CHANGE = "change", _("Case changed")
    SUBMISSION = "submission", _("Submitted")
    APPROVAL = "approval", _("Approved by the head")
    PUBLICATION = "publication", _("Published")
    RETURN = "return", _("Returned")
    WITHDRAWAL = "withdrawal", _("Withdrawn")


class LibraryKind(Labelled):
    """자료 구분: what a reader of the library may look for. Lessons of tasks stand among the failure cases."""

    BEST = "best", _("Best practice")
    FAILURE = "failure", _("Failure case")
    BENCHMARK = "benchmark", _("Benchmark of another office")
