"""``make bench``: what the product costs, as ratios to the barest thing that could do the same, measured in one run."""
