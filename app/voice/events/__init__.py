"""Facts of the voice, a file per noun; import them from here."""
