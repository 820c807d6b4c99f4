"""Remember, weigh and do."""
