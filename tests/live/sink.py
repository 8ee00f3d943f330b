#!/usr/bin/env python3
"""A recording SMTP server on 127.0.0.1, for tests.

sink.py PORTFILE MAILFILE [451|554|drop]

It writes its port to PORTFILE once it listens and appends every mail it
accepted to MAILFILE, one JSON object a line, on disk before the client is
answered. 451 and 554 refuse each mail after its data; drop records the mail
and closes the connection without a word: the case nobody can tell from a
mail that was lost.
"""
import json
import os
import socketserver
import sys


class Session(socketserver.StreamRequestHandler):
    """One connection: just enough SMTP for one client that behaves."""

    timeout = 20

    def say(self, line):
        self.wfile.write(line.encode("ascii") + b"\r\n")

    def data(self):
        """The mail, or None where the client went away before its end."""
        lines = []
        try:
            for line in self.rfile:
                if line == b".\r\n":
                    return b"".join(lines)
                lines.append(line[1:] if line.startswith(b".") else line)
        except OSError:
            pass
        return None

    def record(self, sender, recipients, data):
        row = {"helo": self.helo, "connection": self.connection_id,
               "from": sender, "to": recipients,
               "data": data.decode("utf-8", "replace")}
        with open(self.server.mails, "a", encoding="utf-8") as out:
            out.write(json.dumps(row) + "\n")
            out.flush()
            os.fsync(out.fileno())

    def take(self, sender, recipients):
        """Read a mail and answer it; False ends the connection."""
        self.say("354 go on")
        data = self.data()
        if data is None:
            return False
        if self.server.mode == "451":
            self.say("451 4.3.0 try again later")
        elif self.server.mode == "554":
            self.say("554 5.7.1 refused")
        else:
            self.record(sender, recipients, data)
            if self.server.mode == "drop":
                return False
            self.say("250 2.0.0 taken")
        return True

    def handle(self):
        sender, recipients = "", []
        self.helo, self.connection_id = "", self.client_address[1]
        self.say("220 sink ESMTP")
        for raw in self.rfile:
            line = raw.decode("utf-8", "replace").strip()
            verb = line.upper()
            if verb.startswith("EHLO"):
                self.helo = line[5:]
                self.say("250-sink")
                self.say("250 8BITMIME")
            elif verb.startswith("MAIL FROM:"):
                sender, recipients = line[10:].strip(), []
                self.say("250 ok")
            elif verb.startswith("RCPT TO:"):
                recipients.append(line[8:].strip())
                self.say("250 ok")
            elif verb == "DATA":
                if not self.take(sender, recipients):
                    return
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that was killed is no news here."""


def main():
    port_file, mails = sys.argv[1:3]
    with Server(("127.0.0.1", 0), Session) as server:
        server.mails = mails
        server.mode = sys.argv[3] if len(sys.argv) > 3 else "take"
        open(mails, "a", encoding="utf-8").close()
        with open(port_file + ".new", "w", encoding="ascii") as out:
            out.write("%d\n" % server.server_address[1])
        os.rename(port_file + ".new", port_file)
        server.serve_forever()


main()
