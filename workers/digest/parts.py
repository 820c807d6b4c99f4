"""A letter in words, the same for its two parts: one is drawn for the eye, one is written to be read aloud."""

from dataclasses import dataclass

from workers.digest.picture import Picture


@dataclass(frozen=True, slots=True)
class Button:
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One thing about a visit: its name, and what is said of it; `small` are the fainter lines."""

    label: str
    lines: tuple[str, ...]
    small: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """What could be written to the customer."""

    label: str
    rows: tuple[Row, ...]  # to whom, and the subject
    body: tuple[str, ...]  # its paragraphs
    language: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One customer's relation: who, in one sentence, as a picture, and what else is to be said of it."""

    name: str
    url: str
    sentence: str
    picture: Picture
    reasons: tuple[str, ...] = ()
    when: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing in the letter: the facts first, then what could be done. `choices` are as good as each other, `others` what
    else may be answered."""

    heading: str
    url: str
    lines: tuple[str, ...] = ()
    shown: tuple[Shown, ...] = ()
    thought: str = ""
    rows: tuple[Row, ...] = ()
    message: Message | None = None
    choices: tuple[Button, ...] = ()
    others: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """The whole of it, with nothing escaped."""

    language: str
    subject: str
    preheader: str
    greeting: str
    heading: str
    about: tuple[str, ...]
    items: tuple[Told, ...]
    choices: tuple[Button, ...]  # where there is nothing but a question
    legend: tuple[tuple[str, str, str], ...]  # glyph, its class, what it means
    legend_said: str
    either: str  # said before what else may be answered
    foot: tuple[str, ...]
    page: Button
    stop: Button
    credits: tuple[str, ...]
