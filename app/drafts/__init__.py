"""임시저장: what somebody is writing, kept on the server until it is handed in."""
