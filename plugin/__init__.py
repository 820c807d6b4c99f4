"""Show and listen."""
