"""The world, in our words: every calendar, mail and map service read into the same few nouns."""
