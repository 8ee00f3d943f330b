"""A visitor with a real Chromium, driven over the WebDriver protocol (W3C).

usage: browser.py PROFILE COMMAND...   each COMMAND one of
    size WIDTH HEIGHT     of the window
    open URL
    fill NAME TEXT        into the field of that name
    choose NAME TEXT      the option of that text
    press                 the page's button
    shot FILE             a picture of the page
    script TEXT           runs it, prints what it returns
    title                 prints the page's first heading
    overflow              prints by how many pixels the page is too wide
"""
import base64
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Browser:
    def __init__(self, profile):
        port = free_port()
        self.base = f"http://127.0.0.1:{port}"
        self.driver = subprocess.Popen(
            ["chromedriver", f"--port={port}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.session = None
        for _ in range(200):
            try:
                if self.call("GET", "/status")["ready"]:
                    break
            except OSError:
                time.sleep(0.05)
        args = ["--headless=new", "--disable-gpu", "--disable-dev-shm-usage",
                "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--no-proxy-server",
                f"--user-data-dir={profile}"]
        if os.geteuid() == 0:
            args.append("--no-sandbox")  # Chromium refuses root otherwise
        got = self.call("POST", "/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "timeouts": {"pageLoad": 20000, "implicit": 2000},
            "goog:chromeOptions": {"args": args}}}})
        self.session = got["sessionId"]

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        req = urllib.request.Request(
            self.base + path, data, {"Content-Type": "application/json"},
            method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(req, timeout=60) as res:
                return json.load(res)["value"]
        except urllib.error.HTTPError as e:
            raise SystemExit(f"{path}: {e.read().decode()[:500]}")

    def on(self, method, path, body=None):
        return self.call(method, f"/session/{self.session}{path}", body)

    def find(self, css):
        return self.on("POST", "/element",
                       {"using": "css selector", "value": css})[ELEMENT]

    def script(self, text):
        return self.on("POST", "/execute/sync", {"script": text, "args": []})

    def press(self):
        """Presses the button and waits for the page that comes of it."""
        self.script("window.before = true")
        self.on("POST", f"/element/{self.find('button')}/click", {})
        end = time.monotonic() + 60
        while self.leaving():
            if time.monotonic() > end:
                raise SystemExit("press: no new page came")

    def leaving(self):
        try:
            return self.script("return !!window.before || "
                               "document.readyState !== 'complete'")
        except SystemExit:  # between two pages no script can run
            return True

    def run(self, words):
        word = words.pop(0)
        if word == "size":
            self.on("POST", "/window/rect", {
                "width": int(words.pop(0)), "height": int(words.pop(0))})
        elif word == "open":
            self.on("POST", "/url", {"url": words.pop(0)})
        elif word == "fill":
            at = self.find(f"[name='{words.pop(0)}']")
            self.on("POST", f"/element/{at}/value", {"text": words.pop(0)})
        elif word == "choose":
            at = self.find(f"select[name='{words.pop(0)}']")
            self.on("POST", f"/element/{at}/value", {"text": words.pop(0)})
        elif word == "press":
            self.press()
        elif word == "shot":
            with open(words.pop(0), "wb") as f:
                f.write(base64.b64decode(self.on("GET", "/screenshot")))
        elif word == "script":
            print(self.script(words.pop(0)))
        elif word == "title":
            print(self.on("GET", f"/element/{self.find('h1')}/text"))
        elif word == "overflow":
            print(self.script("const e = document.documentElement;"
                              "return e.scrollWidth - e.clientWidth"))
        else:
            raise SystemExit(f"no command {word}")

    def end(self):
        try:
            if self.session:
                self.on("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait(10)


def main():
    browser = Browser(os.path.abspath(sys.argv[1]))
    words = sys.argv[2:]
    try:
        while words:
            browser.run(words)
    finally:
        browser.end()


main()
