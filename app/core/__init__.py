"""바닥: what every domain stands on. Knows no domain."""
