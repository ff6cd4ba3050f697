"""첫 화면: what each person owes and is owed."""
