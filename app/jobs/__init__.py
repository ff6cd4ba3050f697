"""작업: long work that runs beside the pages, and which scheduled work ran when."""
