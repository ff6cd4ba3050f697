"""The verbs of the audit log: record, seal, anchor, verify, export."""

from app.audit.services.anchors import read_anchors, write_anchor
from app.audit.services.chain import record, seal
from app.audit.services.verifications import create_verification, export_entries, verify_chain

__all__ = [
    "create_verification",
    "export_entries",
    "read_anchors",
    "record",
    "seal",
    "verify_chain",
    "write_anchor",
]
