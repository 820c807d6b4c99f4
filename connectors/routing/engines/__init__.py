"""Engines on other machines that know more than the offline twin: asked politely, and believed only when they make sense."""
