"""Pure: from meetings to what they were, whom they were with, and how that relation is doing. No clock, no store, no words."""
