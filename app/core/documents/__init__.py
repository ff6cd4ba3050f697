"""문서: one content model, three writers (PDF, HWPX, Excel). See `content`."""
