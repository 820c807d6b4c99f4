"""Where somebody lands who has signed in, or let us write, in the window beside the card: when it is closed, Google asks anew."""

from plugin.google.room import google
from plugin.web.room import language, render
from workers.words import say


@google.get("/signed-in")
def signed_in_window() -> str:
    """The same for everybody: nothing is told of who it was."""
    heading, about = say("pane.signed_in", language()), say("card.signed_in_about", language())
    return render("signin_told.html", seller=None, page="signin", heading=heading, about=about, again="")
