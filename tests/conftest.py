"""Shared by every test: the cast of `world.py` and nothing that reaches outside this machine."""
