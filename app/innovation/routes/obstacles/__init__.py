"""Pages of obstacles."""

from app.innovation.routes.obstacles import moves, pages, removals, reporting, tabs, wall

__all__ = ["moves", "pages", "removals", "reporting", "tabs", "wall"]
