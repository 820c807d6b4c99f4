"""Which language a page speaks: the seller's own choice (a cookie), else what the browser asks for, else English."""

from functools import lru_cache

from flask import Request
from werkzeug import Response
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from workers.words import LANGUAGES

COOKIE = "language"
LONGEST = 200  # of what a browser asks for, in characters
YEAR = 365 * 24 * 3600


def language_of(request: Request) -> str:
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return str(chosen)
    return language_asked_for(request)


def language_asked_for(request: Request) -> str:
    return _best_for(request.headers.get("Accept-Language", "")[:LONGEST])


@lru_cache(maxsize=256)
def _best_for(asked: str) -> str:
    return parse_accept_header(asked, LanguageAccept).best_match(LANGUAGES, default="en") or "en"


def other_than(language: str) -> str:
    return next(one for one in LANGUAGES if one != language)


def remember_language(response: Response, language: str, *, secure: bool) -> Response:
    response.set_cookie(COOKIE, language, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
    return response
