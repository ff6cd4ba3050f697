"""일정 작업: which scheduled work ran when, claimed once over any number of processes."""
