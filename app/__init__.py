"""오품(Opum): the tool on which a Korean local government runs its innovation work.

This package imports nothing, so that a rule module loads in milliseconds.
Start with `app/factory.py` (how the parts are put together) and
`docs/architecture.md` (where each kind of change belongs).
"""
