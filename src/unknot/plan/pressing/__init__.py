"""How one spot can be pressed: `find` tries every technique and applicator and judges them against the limits.

`ways` holds the values, `reach` the positions, `dose` how hard and how long, `suit` which way is best.
"""
