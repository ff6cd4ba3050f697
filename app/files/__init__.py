"""증빙자료: files people hand in, kept by their SHA-256, checked when they come and when they go."""
