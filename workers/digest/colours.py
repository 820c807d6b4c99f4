"""The colours of a letter, by day and by night: those of the page, spelled out because mail clients know no variables."""

LIGHT = {
    "paper": "#fbf7f1",
    "wash": "#f5ecdf",
    "ink": "#22262b",
    "quiet": "#556371",
    "line": "#e4d9cb",
    "edge": "#8b7d6e",
    "accent": "#8a4b21",
    "on_accent": "#fffaf2",
    "steel": "#5c6b7a",
    "cardamom": "#4e6b4f",
}
DARK = {
    "paper": "#1b1816",
    "wash": "#2b2520",
    "ink": "#ece5dc",
    "quiet": "#afb4b9",
    "line": "#3b342e",
    "edge": "#8f8377",
    "accent": "#e3a678",
    "on_accent": "#241409",
    "steel": "#a3b1be",
    "cardamom": "#9cc09d",
}
READ = (  # what is written on what
    ("ink", "paper"),
    ("quiet", "paper"),
    ("accent", "paper"),
    ("steel", "paper"),
    ("cardamom", "paper"),
    ("on_accent", "accent"),
    ("ink", "wash"),
    ("quiet", "wash"),
)
