"""The letter on Monday: what is worth saying to one seller this week, and how it is said in a mail."""
