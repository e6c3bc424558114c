"""What a page does behind one's back: requests that leave the machine, errors, breaches of the content policy."""

from __future__ import annotations

from playwright.sync_api import ConsoleMessage, Page


class Watch:
    """Records every request and every complaint of a page."""

    def __init__(self, page: Page, address: str) -> None:
        self.address = address
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._listen)

    @property
    def foreign(self) -> list[str]:
        return [url for url in self.requests if not url.startswith((self.address + "/", "data:", "about:"))]

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)
