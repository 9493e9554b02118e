"""A reader of the site: opens pages and notes every fault."""

from typing import Any

from playwright.sync_api import Browser, Page, Route

PHONE, DESK = 390, 1600
ALL_DRAWN = "[...document.querySelectorAll('figure.chart')].every(f => f.dataset.drawn === '{}')"


class Visit:
    """One browser profile on the local server, every other host blocked."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.faults: list[str] = []
        self.contexts: list[Any] = []

    def open(
        self, page: str, width: int = DESK, theme: str = "light", fragment: str = "", **options: Any
    ) -> Page:
        """Open a page in a new profile and wait until its charts are drawn."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, **options
        )
        self.contexts.append(context)
        context.route("**/*", self._guard)
        tab = context.new_page()
        tab.on("console", self._note_console)
        tab.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        tab.on("requestfailed", lambda request: self.faults.append(f"failed: {request.url}"))
        tab.on("response", self._note_status)
        tab.goto(f"{self.address}{page}.html{fragment}")
        if options.get("java_script_enabled", True):
            tab.wait_for_function(ALL_DRAWN.format(theme), timeout=20_000)
        return tab

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def _guard(self, route: Route) -> None:
        url = route.request.url
        if url.startswith((self.address, "data:", "blob:")):
            route.continue_()
        else:
            self.faults.append(f"asked another host: {url}")
            route.abort()

    def _note_console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console {message.type}: {message.text}")

    def _note_status(self, response: Any) -> None:
        if response.status >= 400:
            self.faults.append(f"status {response.status}: {response.url}")
