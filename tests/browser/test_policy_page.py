"""The page of a policy, as people see and print it: in a real browser, wide and narrow, light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

POLICIES = ("returns", "shipping", "refunds", "warranty", "privacy-contact")
WIDTHS = {"desktop": 1200, "phone": 360}
READABLE = 4.5  # WCAG 2.2, 1.4.3: contrast of text


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


@pytest.fixture
def page(browser: Browser, scheme: str) -> Iterator[Page]:
    """A page that fails the test when anything goes wrong in it, or is fetched from elsewhere."""
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda message: wrong.append(message.text))
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("request", lambda asked: wrong.append(asked.url) if "127.0.0.1" not in asked.url else None)
    yield opened
    context.close()
    assert wrong == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("policy", POLICIES)
def test_it_fits_and_can_be_read(page: Page, address: str, policy: str, width: str) -> None:
    page.set_viewport_size({"width": WIDTHS[width], "height": 800})
    page.goto(f"{address}/v1/policies/{policy}/page?locale=de")
    assert page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth") <= 0
    assert page.locator("h1").count() == 1
    assert page.get_attribute("html", "lang") == "de"
    assert faint(page) == []


def test_its_table_of_contents_leads_to_every_clause(page: Page, address: str) -> None:
    page.goto(f"{address}/v1/policies/returns/page")
    targets = page.eval_on_selector_all("nav a[href^='#']", "links => links.map(link => link.getAttribute('href'))")
    assert len(targets) >= 5
    assert all(page.locator(target).count() == 1 for target in targets)


def test_it_says_which_version_it_is(page: Page, address: str) -> None:
    page.goto(f"{address}/v1/policies/returns/page")
    text = page.inner_text("body")
    assert re.search(r"sha256:[0-9a-f]{8}", text)
    assert re.search(r"\b20\d\d\b", text)


def test_it_prints_on_paper_without_losing_words(page: Page, address: str) -> None:
    page.goto(f"{address}/v1/policies/returns/page")
    before = page.inner_text("body").split()
    page.emulate_media(media="print")
    assert set(before) - set(page.inner_text("body").split()) == set()
    assert page.pdf(format="A4").startswith(b"%PDF")


def faint(page: Page) -> list[str]:
    """The texts whose contrast with what is behind them is too low to be read."""
    found: list[str] = page.evaluate(
        """(readable) => {
            const light = ([r, g, b]) => [r, g, b]
                .map(c => c / 255)
                .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
            const paint = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
            const rgb = colour => {
                paint.clearRect(0, 0, 1, 1);
                paint.fillStyle = colour;
                paint.fillRect(0, 0, 1, 1);
                return [...paint.getImageData(0, 0, 1, 1).data];
            };
            const behind = element => {
                for (let at = element; at; at = at.parentElement) {
                    const colour = rgb(getComputedStyle(at).backgroundColor);
                    if (colour[3] > 0) return colour;
                }
                return rgb(matchMedia('(prefers-color-scheme: dark)').matches ? '#121212' : '#ffffff');
            };
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const faint = [];
            while (texts.nextNode()) {
                const said = texts.currentNode.textContent.trim();
                const element = texts.currentNode.parentElement;
                if (!said || ['STYLE', 'SCRIPT'].includes(element.tagName)) continue;
                const [one, other] = [rgb(getComputedStyle(element).color), behind(element)].map(light);
                const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
                if (contrast < readable) faint.push(`${said.slice(0, 40)} ${contrast.toFixed(2)}`);
            }
            return faint;
        }""",
        READABLE,
    )
    return found
