"""Everybody has a first page."""

from app.core.access import Alternatives, is_signed_in

ENDPOINTS: dict[str, Alternatives] = {
    "home.show_home": ((is_signed_in,),),
    "home.show_turn_count": ((is_signed_in,),),
}
