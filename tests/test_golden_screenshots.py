"""Golden pictures forgive soft edges and another browser's letters, and nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter

from tests.golden.screenshots import Picture, differences, read, write

CREAM, CINNAMON, PALER = (251, 247, 241), (138, 75, 33), (138, 75, 80)
BOXES = ("body 0,0,100,60 ground rgb(251,247,241)", "button 10,10,40,20 ground rgb(138,75,33)")


def drawn(left: int = 10, colour: tuple[int, int, int] = CINNAMON, boxes: tuple[str, ...] = BOXES) -> Picture:
    image = Image.new("RGB", (100, 60), CREAM)
    ImageDraw.Draw(image).rectangle((left, 10, left + 40, 30), fill=colour)
    return Picture(image, boxes, "Chromium 150")


def soft(picture: Picture) -> Picture:
    """With edges that are neither here nor there."""
    return replace(picture, image=picture.image.filter(ImageFilter.BoxBlur(0.4)))


@pytest.mark.parametrize("alike", [drawn(), drawn(left=11), soft(drawn())])
def test_the_same_but_for_its_edges_is_the_same(alike: Picture) -> None:
    assert differences(alike, drawn()) == []


@pytest.mark.parametrize("other", [drawn(left=13), drawn(colour=PALER), drawn(colour=CREAM)])
def test_what_has_moved_or_is_of_another_colour_is_another(other: Picture) -> None:
    assert differences(other, drawn()) != []


@pytest.mark.parametrize(
    "told",
    [
        (BOXES[0],),
        (*BOXES, "a 10,40,40,20"),
        BOXES[::-1],
        (BOXES[0], "button 12,10,40,20 ground rgb(138,75,33)"),
        (BOXES[0], "button 10,10,40,20 ground rgb(138,75,34)"),
        (BOXES[0], "a 10,10,40,20 ground rgb(138,75,33)"),
    ],
)
def test_another_browser_draws_its_own_letters_but_the_same_boxes(told: tuple[str, ...]) -> None:
    foreign = replace(drawn(left=40), drawn_by="Chromium 151")
    assert differences(foreign, drawn()) == []
    assert differences(replace(foreign, boxes=told), drawn()) != []


def test_a_picture_is_read_as_it_was_kept(tmp_path: Path) -> None:
    write(tmp_path / "one.png", drawn())
    kept = read(tmp_path / "one.png")
    assert (kept.boxes, kept.drawn_by) == (BOXES, "Chromium 150")
    assert differences(kept, drawn()) == []
