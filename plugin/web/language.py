"""Which language a page speaks: the seller's own choice (a cookie), else what the browser asks for, else English."""

from flask import Request
from werkzeug import Response

from workers.words import LANGUAGES

COOKIE = "language"
YEAR = 365 * 24 * 3600


def language_of(request: Request) -> str:
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES, default="en") or "en"


def other_than(language: str) -> str:
    return next(one for one in LANGUAGES if one != language)


def remember_language(response: Response, language: str, *, secure: bool) -> Response:
    response.set_cookie(COOKIE, language, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
    return response
