"""Firefox and WebKitGTK as a learner's browser: each by the protocol that it brings itself.

Both are Debian's: firefox-esr, webkit2gtk-driver, and xvfb for the window that the latter needs.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from websocket import WebSocket, create_connection

SECONDS = 120  # more than any step takes on a busy machine
# A key by its name, as WebDriver writes it.
KEYS = {
    "ArrowLeft": "\ue012", "ArrowRight": "\ue014", "Control": "\ue009", "Enter": "\ue006", "Shift": "\ue008",
}  # fmt: skip
# No request leaves the machine: everything but loopback goes to a port where nobody listens.
QUIET = """
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
user_pref("network.proxy.no_proxies_on", "127.0.0.1");
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
"""


class Driver(ABC):
    """One page of a browser, and hands on its keyboard."""

    name: str

    @abstractmethod
    def open(self, url: str) -> None:
        """Loads an address."""

    @abstractmethod
    def _call(self, function: str, text: str) -> str:
        """What a function of one text gives back, when its promise is fulfilled."""

    @abstractmethod
    def _act(self, actions: list[dict[str, str]]) -> None:
        """Presses and lets go of keys."""

    @abstractmethod
    def quit(self) -> None:
        """Ends the browser."""

    @abstractmethod
    def again(self) -> None:
        """Another visit, as new as this browser can make it: what it keeps is still there."""

    def run(self, function: str, *given: Any) -> Any:
        """What a JavaScript function gives back; values go both ways as JSON."""
        whole = f"async (text) => JSON.stringify(await ({function})(...JSON.parse(text)) ?? null)"
        return json.loads(self._call(whole, json.dumps(given)))

    def until(self, what: str, function: str, *given: Any) -> Any:
        """Asks the page until its answer is true; what: the sentence that failed otherwise."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if answer := self.run(function, *given):
                return answer
            time.sleep(0.1)
        raise AssertionError(f"{self.name}: after {SECONDS} s still not: {what}")

    def press(self, *keys: str, holding: str = "") -> None:
        """Presses keys one after the other, by name or as the letter that they write."""
        codes = [KEYS.get(key, key) for key in keys]
        strokes = [{"type": t, "value": code} for code in codes for t in ("keyDown", "keyUp")]
        if holding:
            held = KEYS[holding]
            strokes = [
                {"type": "keyDown", "value": held}, *strokes, {"type": "keyUp", "value": held},
            ]  # fmt: skip
        self._act(strokes)


class Firefox(Driver):
    """Firefox ESR without a window, by WebDriver BiDi."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        (profile / "user.js").write_text(QUIET, encoding="utf-8")
        self._begin()

    def _begin(self) -> None:
        where = self._profile / "WebDriverBiDiServer.json"
        where.unlink(missing_ok=True)
        command = ["firefox-esr", "--headless", "--no-remote", "--remote-debugging-port=0"]
        self._process = subprocess.Popen(
            [*command, "--profile", self._profile], stdout=DEVNULL, stderr=DEVNULL
        )
        server = _awaited(lambda: json.loads(where.read_text(encoding="utf-8")))
        self._socket: WebSocket = create_connection(
            f"ws://{server['ws_host']}:{server['ws_port']}/session",
            timeout=SECONDS, suppress_origin=True,
        )  # fmt: skip
        self._number = 0
        told = self._ask("session.new", capabilities={})["capabilities"]
        self.name = f"Firefox {told['browserVersion']}"
        # The tab that is there keeps the focus in the address; no key would reach the page.
        self._page = self._ask("browsingContext.create", type="tab")["context"]

    def _ask(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        asked = {"id": self._number, "method": method, "params": parameters}
        self._socket.send(json.dumps(asked))
        while (answer := json.loads(self._socket.recv())).get("id") != self._number:
            pass
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['message']}")
        return answer["result"]

    def open(self, url: str) -> None:
        self._ask("browsingContext.navigate", context=self._page, url=url, wait="complete")

    def _call(self, function: str, text: str) -> str:
        told = self._ask(
            "script.callFunction", functionDeclaration=function, awaitPromise=True,
            target={"context": self._page}, arguments=[{"type": "string", "value": text}],
        )  # fmt: skip
        if told["type"] == "exception":
            raise RuntimeError(told["exceptionDetails"]["text"])
        return str(told["result"]["value"])

    def _act(self, actions: list[dict[str, str]]) -> None:
        keyboard = {"type": "key", "id": "keyboard", "actions": actions}
        self._ask("input.performActions", context=self._page, actions=[keyboard])

    def again(self) -> None:
        self.quit()
        self._begin()

    def quit(self) -> None:
        """Ends the browser as its user would, so that it stores what it keeps."""
        try:
            self._ask("browser.close")
        finally:
            self._socket.close()
            self._process.wait(SECONDS)


class WebKit(Driver):
    """WebKitGTK's own small browser, by its own WebDriver; what it keeps ends with its session."""

    def __init__(self, port: int) -> None:
        self._root = f"http://127.0.0.1:{port}/session"
        [browser] = Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")
        options = {"binary": str(browser), "args": ["--automation"]}
        made = self._ask("", capabilities={"alwaysMatch": {"webkitgtk:browserOptions": options}})
        self.name = f"WebKitGTK {made['capabilities']['browserVersion']}"
        self._root += f"/{made['sessionId']}"
        self._ask("/timeouts", script=SECONDS * 1000, pageLoad=SECONDS * 1000)

    def _ask(self, path: str, **body: Any) -> Any:
        request = Request(f"{self._root}{path}", json.dumps(body).encode(), method="POST")
        request.add_header("Content-Type", "application/json")
        try:
            with urlopen(request, timeout=2 * SECONDS) as answer:
                return json.load(answer)["value"]
        except HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"]) from None

    def open(self, url: str) -> None:
        self._ask("/url", url=url)

    def _call(self, function: str, text: str) -> str:
        script = f"""const [text, done] = arguments;
          ({function})(text).then((value) => done({{value}}), (error) => done({{error: String(error)}}));"""
        told = self._ask("/execute/async", script=script, args=[text])
        if "error" in told:
            raise RuntimeError(told["error"])
        return str(told["value"])

    def _act(self, actions: list[dict[str, str]]) -> None:
        self._ask("/actions", actions=[{"type": "key", "id": "keyboard", "actions": actions}])

    def again(self) -> None:
        self.open("about:blank")

    def quit(self) -> None:
        """Ends the session and its browser."""
        with urlopen(Request(self._root, method="DELETE"), timeout=SECONDS):
            pass


@contextmanager
def firefox() -> Iterator[Driver]:
    """Firefox with a new profile until the block ends."""
    _need("firefox-esr", "firefox-esr")
    with TemporaryDirectory() as profile:
        driver = Firefox(Path(profile))
        try:
            yield driver
        finally:
            driver.quit()


@contextmanager
def webkit() -> Iterator[Driver]:
    """WebKitGTK on a screen of its own until the block ends."""
    _need("WebKitWebDriver", "webkit2gtk-driver")
    _need("Xvfb", "xvfb")
    with ExitStack() as ending:
        screen = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
        display = f":{_started(ending, screen).stdout.readline().strip()}"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        _started(ending, ["env", f"DISPLAY={display}", "WebKitWebDriver", f"--port={port}"])
        _awaited(lambda: urlopen(f"http://127.0.0.1:{port}/status", timeout=5).close())
        driver = WebKit(port)
        ending.callback(driver.quit)
        yield driver


def _need(program: str, package: str) -> None:
    if shutil.which(program) is None:
        raise RuntimeError(f"{program} is missing: apt-get install {package}")


def _started(ending: ExitStack, command: list[str]) -> Any:
    """A program that is ended, and waited for, with the others."""
    process = subprocess.Popen(command, stdout=PIPE, stderr=DEVNULL, text=True)
    ending.callback(process.wait, SECONDS)
    ending.callback(process.terminate)
    return process


def _awaited(look: Callable[[], Any]) -> Any:
    """What a look at a program that is starting finds, once there is something."""
    for _ in range(SECONDS * 10):
        try:
            return look()
        except (OSError, ValueError):
            time.sleep(0.1)
    raise RuntimeError(f"a browser did not start within {SECONDS} s")
