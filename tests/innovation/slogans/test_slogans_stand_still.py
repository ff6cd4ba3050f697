"""What the head has approved, or is to approve, is changed by nobody who reaches the tables."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.database import db, transaction
from tests.factories.innovation_c import approved_slogan, submitted_slogan
from tests.factories.slogan_cycle import ballot_of, panel_of, submitted_review


def refused_by_the_database(statements, **ids):
    for statement in statements:
        with pytest.raises(DBAPIError, match=r"slogan\w*: "), transaction():
            db.session.execute(text(statement), ids)


def test_a_slogan_with_the_head_keeps_its_words(cast):
    with transaction():
        slogan = submitted_slogan(cast)
    refused_by_the_database(
        (
            "UPDATE slogans SET text = '다른 말' WHERE id = :s",
            "UPDATE slogans SET \"values\" = '[]' WHERE id = :s",
            "UPDATE slogans SET author_id = :han WHERE id = :s",
            "UPDATE slogans SET year = 2025 WHERE id = :s",
            "UPDATE slogan_items SET what = '다른 일' WHERE slogan_id = :s",
            "DELETE FROM slogan_items WHERE slogan_id = :s",
            "DELETE FROM slogans WHERE id = :s",
        ),
        s=slogan.id,
        han=cast.han.id,
    )


def test_an_approved_slogan_and_a_review_with_the_head_are_final(cast):
    with transaction():
        slogan = approved_slogan(cast)
        review = submitted_review(cast, slogan)
    refused_by_the_database(
        (
            "UPDATE slogans SET state = 'draft', approved_at = NULL, approved_by_id = NULL WHERE id = :s",
            "UPDATE slogans SET approved_by_id = :han WHERE id = :s",
            "UPDATE slogan_reviews SET rating = 'not_kept' WHERE id = :r",
            "UPDATE slogan_reviews SET done = '다른 말' WHERE id = :r",
            "UPDATE slogan_reviews SET reviewed_by_id = :han WHERE id = :r",
        ),
        s=slogan.id,
        r=review.id,
        han=cast.han.id,
    )


def test_criteria_and_year_of_a_panel_stand_once_it_scores(cast):
    with transaction():
        slogan, panel = approved_slogan(cast), panel_of(cast)
        ballot_of(panel, slogan, cast.shin, 90)
    refused_by_the_database(
        (
            "UPDATE slogan_criteria SET weight = 10000 WHERE panel_id = :p",
            "DELETE FROM slogan_criteria WHERE panel_id = :p",
            "UPDATE slogan_panels SET year = 2025 WHERE id = :p",
            "UPDATE slogan_panels SET opened_by_id = :han WHERE id = :p",
        ),
        p=panel.id,
        han=cast.han.id,
    )
