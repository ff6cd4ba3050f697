"""성과평가: indicators, their measures, rounds of evaluation, publication, appeals and incentive batches."""
