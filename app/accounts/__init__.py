"""계정: people, their roles and their sign-in."""
