"""Measurements, as ratios side by side in one run: these are aims to look at, never assertions in a test."""
