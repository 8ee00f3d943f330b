#!/usr/bin/env python3
"""A recording HTTP server on 127.0.0.1, for tests.

gateway.py PORTFILE LOGFILE

It writes its port to PORTFILE once it listens and appends every request to
LOGFILE, one JSON object a line, on disk before the client is answered. The
first part of the path says how it behaves: /NNN answers with that status;
/429 asks for two hours; /silent reads and never answers; /hang closes
without a word; /drip gives a status and then a byte a second; /big answers
with a megabyte; /away redirects to another path; anything else is 201 with a
gateway's own id.
"""
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Gateway(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def record(self):
        length = int(self.headers.get("Content-Length") or 0)
        row = {"method": self.command, "path": self.path,
               "headers": {k.lower(): v for k, v in self.headers.items()},
               "body": self.rfile.read(length).decode("utf-8", "replace")}
        with open(self.server.log, "a", encoding="utf-8") as out:
            out.write(json.dumps(row) + "\n")
            out.flush()
            os.fsync(out.fileno())

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def act(self):
        self.record()
        how = self.path.strip("/").split("/")[0].split("?")[0]
        if how == "silent":
            time.sleep(60)
        elif how == "hang":
            self.close_connection = True
        elif how == "drip":
            self.send_response(200)
            self.send_header("Content-Length", "60")
            self.end_headers()
            for _ in range(60):
                self.wfile.write(b".")
                self.wfile.flush()
                time.sleep(1)
        elif how == "big":
            self.answer(200, b"x" * 1048576)
        elif how == "away":
            self.answer(307, Location="http://127.0.0.1:%d/taken"
                        % self.server.server_port)
        elif how == "429":
            self.answer(429, b"slow down", Retry_After="7200")
        elif how.isdigit():
            self.answer(int(how), b"as asked")
        else:
            self.answer(201, b'{"sid": "SM0123", "status": "queued"}',
                        Content_Type="application/json")

    do_POST = do_PUT = do_GET = act


def main():
    port_file, log = sys.argv[1:3]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    server.daemon_threads = True
    server.log = log
    open(log, "a", encoding="utf-8").close()
    with open(port_file + ".new", "w", encoding="ascii") as out:
        out.write("%d\n" % server.server_port)
    os.rename(port_file + ".new", port_file)
    server.serve_forever()


main()
