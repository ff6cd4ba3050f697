"""Figures that others read of the voice, a file per noun."""

from collections.abc import Mapping

from app.core.readings import NamedSource, RowKinds
from app.voice.queries.sources import customer_voices, five_s, handling_records, surveys

SOURCES: Mapping[str, NamedSource] = {
    **customer_voices.SOURCES,
    **handling_records.SOURCES,
    **surveys.SOURCES,
    **five_s.SOURCES,
}
"""By name, in the order in which they are read."""

KINDS: RowKinds = {
    **customer_voices.KINDS,
    **handling_records.KINDS,
    **surveys.KINDS,
    **five_s.KINDS,
}
