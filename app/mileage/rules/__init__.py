"""Rules of mileage: caps, shares, ledger arithmetic and the way of a claim. Points are Decimal in steps of 0.01."""
