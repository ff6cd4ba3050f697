"""Documents and workbooks: what a report says on paper and in Excel."""
