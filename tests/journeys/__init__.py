"""Journeys: what people do from the first click to the last, in a real browser on a real database."""

import pytest

pytest.register_assert_rewrite("tests.journeys.person", "tests.journeys.facts")
