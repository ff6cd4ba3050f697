"""Who may open the room of the customer's voice."""

from app.core.access import Alternatives, Policy
from app.voice.policy.predicates import READERS

POLICY: Policy = {}

ENDPOINTS: dict[str, Alternatives] = {"voice.show_voice": READERS}
