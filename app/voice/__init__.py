"""고객의 소리: what citizens and colleagues say of the office, and how long their affairs take, as figures.

Surveys, the voice of the customer, handling records, cooperation, and the 5S index made of them. Evaluation reads it by
named source; nobody imports it but the tables that connect rooms.
"""
