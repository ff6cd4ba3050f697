"""Vocabulary of the search: the nouns whose texts are searched, in the order in which they are shown."""

from app.core.messages import Labelled, _


class SearchNoun(Labelled):
    """검색 구분: what a found record is."""

    ISSUE = "issue", _("Issues and ideas")
    TASK = "task", _("Innovation tasks")
    OBSTACLE = "obstacle", _("Obstacles")
    SLOGAN = "slogan", _("Slogans")
    CASE = "case", _("Cases of the office")
