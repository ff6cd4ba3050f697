"""조직: departments, peer groups, working days and the office's settings."""
