"""From the pieces of a text to a place on earth: which town a name, a code and what stands around them mean."""
