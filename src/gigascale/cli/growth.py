"""``gigascale growth``: how fast a column of a dataset grows."""
