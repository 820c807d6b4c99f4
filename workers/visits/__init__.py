"""Pure: from a flag to a visit one can make. No clock, no store, no words, no network."""
