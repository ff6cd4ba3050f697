"""시연 자료: the demo office and the loader that leads its content through the real services.

The content lies in `content/*.json` (described in `content/README.md`). Departments are those of a real city; staff,
figures and decisions are invented. Its present day is 2026-11-22.
"""
