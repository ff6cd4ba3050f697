"""Innovation: issues become tasks, tasks pass six stages, obstacles are removed, slogans are lived."""
