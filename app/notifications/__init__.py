"""알림: what somebody is told, in the inbox and by mail."""
