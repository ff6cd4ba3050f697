"""컨트롤타워 현황: what stands still, what is late, and how far scoring is."""
