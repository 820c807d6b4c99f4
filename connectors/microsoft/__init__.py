"""Microsoft 365: who signs in, what their calendar says, and what is written to it. https://learn.microsoft.com/graph/"""
