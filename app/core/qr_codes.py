"""QR codes, drawn by the server itself: an address goes to no outside service to become a picture."""

import segno
from markupsafe import Markup

QUIET_ZONE = 4
"""Empty squares around the code, as ISO/IEC 18004 asks."""


def qr_svg(text: str, label: str) -> Markup:
    """Return the code of a text as an SVG element for a page; `label` is what screen readers say instead of it.

    Level M: it can still be read with 15 % of it worn off, as happens to a card on a counter.
    """
    code = segno.make_qr(text, error="m", boost_error=False)
    drawn = code.svg_inline(border=QUIET_ZONE, omitsize=True, svgclass="qr-code", lineclass=None, light="#fff")
    return Markup(drawn.replace("<svg ", Markup('<svg role="img" aria-label="{}" ').format(label), 1))  # noqa: S704
