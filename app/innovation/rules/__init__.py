"""Rules of innovation: pure functions that say why something may not be done. A file per noun."""
