"""시장 한 장: what holds the office back and whose turn it is, what changed, what there is to decide."""
