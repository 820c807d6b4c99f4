"""What pane and card know beside an open meeting or mail before a word is said: who asks, and which account it is about."""
