"""순위 구간: in which third of its peer group a rank lies."""

from app.reports.enums import RankBand

THIRDS = 3
FEWEST_RANKED = 6
"""Of fewer a third would be one department, and the band would say the rank."""


def band_of(rank: int | None, ranked_count: int) -> RankBand | None:
    """Return the third a rank (1 is the best) lies in; None without a rank, and of fewer than six.

    >>> band_of(2, 6)
    <RankBand.UPPER: 'upper'>
    """
    if rank is None or ranked_count < FEWEST_RANKED:
        return None
    if rank * THIRDS <= ranked_count:
        return RankBand.UPPER
    return RankBand.MIDDLE if rank * THIRDS <= ranked_count * (THIRDS - 1) else RankBand.LOWER
