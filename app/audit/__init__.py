"""감사기록: every fact leaves a chained entry in its own transaction; whoever changes one later is found out."""
