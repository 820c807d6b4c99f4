"""Draws the add-in's icons from the pictures beside this file into plugin/outlook/static: `python manifest/outlook/icons/draw.py`.

Each picture is drawn for a size, with fewer turns and grains of sugar the smaller it is:
https://learn.microsoft.com/office/dev/add-ins/design/add-in-icons
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
THERE = HERE.parents[2] / "plugin" / "outlook" / "static"
DRAWN: Mapping[str, tuple[int, ...]] = {
    "bun-16": (16,),
    "bun-25": (25,),
    "bun-32": (32, 48, 50),
    "bun-64": (64, 75, 80, 96, 128, 144),
    "color": (192,),
    "outline": (32,),
}
PAGE = "<style>*{{margin:0}}svg{{display:block;width:{size}px;height:{size}px}}</style>{picture}"


def draw(page: Page, name: str, size: int) -> None:
    picture = (HERE / f"{name}.svg").read_text(encoding="utf-8")
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(PAGE.format(size=size, picture=picture))
    file = THERE / f"{'icon' if name.startswith('bun') else name}-{size}.png"
    page.screenshot(path=file, omit_background=True)


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        for name, sizes in DRAWN.items():
            for size in sizes:
                draw(page, name, size)
        browser.close()


if __name__ == "__main__":
    main()
