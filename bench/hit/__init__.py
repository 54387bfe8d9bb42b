"""What a hit costs, beside everything else that could answer with the same bytes."""
