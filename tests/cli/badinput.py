#!/usr/bin/env python3
"""Bad mails for lead-add, and what each costs.

badinput.py list            the names
badinput.py make NAME       that mail on standard output
badinput.py run FILE ARG... a command fed with FILE: prints its exit status,
                            seconds of wall clock and peak KiB of memory
"""
import resource
import subprocess
import sys
import time

HEAD = (b"From: Dana Reyes <dana@example.net>\r\nTo: leads@harbor.example\r\n"
        b"Subject: Deck repair\r\nDate: Wed, 04 Nov 2026 09:59:00 +0000\r\n"
        b"Message-ID: <bad@example.net>\r\nMIME-Version: 1.0\r\n")
TEXT = b"My deck is rotten. Can you look at it?\r\n"
MB = 1024 * 1024


def typed(kind, body, more=b""):
    return HEAD + b"Content-Type: " + kind + b"\r\n" + more + b"\r\n" + body


def nested(depth):
    out = [HEAD]
    for i in range(depth):
        out.append(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n"
                   b"--b%d\r\n" % (i, i))
    out.append(b"Content-Type: text/plain\r\n\r\n" + TEXT)
    for i in reversed(range(depth)):
        out.append(b"--b%d--\r\n" % i)
    return b"".join(out)


def flat(parts):
    part = b"--b\r\nContent-Type: text/plain\r\n\r\n" + TEXT
    return typed(b"multipart/mixed; boundary=b", part * parts + b"--b--\r\n")


MAILS = {
    "empty": lambda: b"",
    "newline": lambda: b"\n",
    "nul": lambda: HEAD + b"X-Nul: a\0b\r\n\r\n" + TEXT + b"\0\0\0" + TEXT,
    "only-nul": lambda: b"\0" * MB,
    "noise": lambda: bytes((i * i * 31 + i // 7) % 256 for i in range(MB)),
    "50mb": lambda: HEAD + b"\r\n" + TEXT + (b"x" * 76 + b"\r\n") * 672000,
    "50mb-attached": lambda: typed(
        b"multipart/mixed; boundary=b",
        b"--b\r\nContent-Type: text/plain\r\n\r\n" + TEXT +
        b"--b\r\nContent-Type: image/jpeg\r\n"
        b"Content-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: attachment\r\n\r\n" +
        (b"QUJD" * 19 + b"\r\n") * 672000 + b"--b--\r\n"),
    "24mb-text": lambda: HEAD + b"\r\n" + TEXT + (b"word " * 15 +
                                                  b"\r\n") * 320000,
    "24mb-html": lambda: typed(b"text/html", b"<p>" + TEXT +
                               b"<div><b>x</b>" * (24 * MB // 13)),
    "24mb-attached": lambda: typed(
        b"multipart/mixed; boundary=b",
        b"--b\r\nContent-Type: text/plain\r\n\r\n" + TEXT +
        b"--b\r\nContent-Type: application/pdf\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" +
        (b"QUJD" * 19 + b"\r\n") * 310000 + b"--b--\r\n"),
    "10000-headers": lambda: HEAD + b"".join(
        b"X-Header-%d: value\r\n" % i for i in range(10000)) + b"\r\n" + TEXT,
    "million-headers": lambda: HEAD + b"X: y\r\n" * 1000000 + b"\r\n" + TEXT,
    "500-nested": lambda: nested(500),
    "100000-nested": lambda: nested(100000),
    "500-parts": lambda: flat(500),
    "100000-parts": lambda: flat(100000),
    "endless-line": lambda: HEAD + b"\r\n" + b"deck " * (4 * MB),
    "endless-subject": lambda: b"Subject: " + b"x" * (20 * MB) + b"\r\n" +
    HEAD + b"\r\n" + TEXT,
    "endless-from": lambda: b"From: " + b"a@example.net, " * MB + b"\r\n" +
    HEAD + b"\r\n" + TEXT,
    "no-newline": lambda: b"From: " + b"x" * (20 * MB),
    "wrong-charset": lambda: typed(
        b"text/plain; charset=utf-16", TEXT + b"\xe9\xff\xfe"),
    "no-such-charset": lambda: typed(
        b"text/plain; charset=klingon", TEXT + b"\xe9"),
    "latin-as-utf8": lambda: typed(
        b"text/plain; charset=utf-8", TEXT + b"caf\xe9\r\n"),
    "broken-base64": lambda: typed(
        b"text/plain", b"TXkgZGVjayBpcyByb3R0ZW4u!!!\xff====\r\nQ2FuIHl\r\n",
        b"Content-Transfer-Encoding: base64\r\n"),
    "broken-qp": lambda: typed(
        b"text/plain", TEXT + b"=ZZ=\r\n==3\r\n=",
        b"Content-Transfer-Encoding: quoted-printable\r\n"),
    "truncated-multipart": lambda: typed(
        b"multipart/alternative; boundary=b",
        b"--b\r\nContent-Type: text/plain\r\n\r\n" + TEXT +
        b"--b\r\nContent-Type: text/ht"),
    "no-boundary": lambda: typed(b"multipart/mixed", TEXT),
    "head-only": lambda: HEAD,
    "encoded-words": lambda: HEAD + b"Subject: " +
    b"=?utf-8?q?=F0=9F=92?= " * 10000 + b"\r\n\r\n" + TEXT,
    "quotes": lambda: HEAD + b"\r\n" + TEXT + b"> " * MB + b"\r\n" +
    b"> x\r\n" * 200000,
    "labels": lambda: HEAD + b"\r\n" + b"Name: Dana\r\nPhone: 5\r\n" * 200000,
}


def run(path, argv):
    start = time.monotonic()
    with open(path, "rb") as mail:
        done = subprocess.run(argv, stdin=mail, check=False)
    spent = time.monotonic() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(done.returncode, "%.2f" % spent, used)


if sys.argv[1] == "list":
    print("\n".join(MAILS))
elif sys.argv[1] == "make":
    sys.stdout.buffer.write(MAILS[sys.argv[2]]().replace(
        b"<bad@", b"<bad-%s@" % sys.argv[2].encode(), 1))
else:
    run(sys.argv[2], sys.argv[3:])
