"""자료 연계: a read-only API with personal tokens for other systems of the office, and what a watcher of the server asks."""
