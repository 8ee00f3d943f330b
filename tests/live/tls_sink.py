#!/usr/bin/env python3
"""A recording SMTP server with TLS and AUTH on 127.0.0.1, by aiosmtpd.

tls_sink.py PORTFILE MAILFILE CERT KEY smtps|starttls

The user is "leads" with the password "s3cret" (PLAIN, LOGIN) or the bearer
token "t0ken" (XOAUTH2); without a login no mail is taken. Each mail is one
JSON line in MAILFILE: how it logged in, over what, and its bytes.
"""
import base64
import json
import os
import ssl
import sys
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

HOW = {}


class Handler:
    async def handle_DATA(self, server, session, envelope):
        row = {"auth": HOW.get(session.peer), "tls": session.ssl is not None,
               "connection": session.peer[1], "from": envelope.mail_from,
               "to": envelope.rcpt_tos, "options": envelope.mail_options,
               "data": envelope.content.decode("utf-8", "replace")}
        with open(sys.argv[2], "a", encoding="utf-8") as out:
            out.write(json.dumps(row) + "\n")
            out.flush()
            os.fsync(out.fileno())
        return "250 2.0.0 taken"

    async def auth_XOAUTH2(self, server, args):
        blob = args[1] if len(args) > 1 else None
        if blob is None:
            blob = await server.challenge_auth("", encode_to_b64=False)
        else:
            blob = base64.b64decode(blob)
        good = blob == b"user=leads\x01auth=Bearer t0ken\x01\x01"
        HOW[server.session.peer] = "XOAUTH2"
        return AuthResult(success=good, handled=False)


def authenticate(server, session, envelope, mechanism, data):
    HOW[session.peer] = mechanism
    return AuthResult(success=data.login == b"leads" and
                      data.password == b"s3cret")


class Sink(Controller):
    def factory(self):
        return SMTP(self.handler, authenticator=authenticate,
                    auth_required=True, enable_SMTPUTF8=True,
                    hostname="localhost",
                    auth_require_tls=how == "starttls",
                    require_starttls=how == "starttls",
                    tls_context=context if how == "starttls" else None,
                    auth_exclude_mechanism=exclude)


port_file, mails, cert, key, how = sys.argv[1:6]
exclude = sys.argv[6:]
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(cert, key)
sink = Sink(Handler(), hostname="127.0.0.1", port=0,
            ssl_context=context if how == "smtps" else None)
# port 0 is chosen by the kernel: asked for before the controller connects
import socket
with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    sink.port = s.getsockname()[1]
sink.start()
open(mails, "a", encoding="utf-8").close()
with open(port_file + ".new", "w", encoding="ascii") as out:
    out.write("%d\n" % sink.port)
os.rename(port_file + ".new", port_file)
while True:
    time.sleep(60)
