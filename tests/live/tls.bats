#!/usr/bin/env bats
# Mail over TLS with a login, to a real server with a certificate of a CA made
# here; and what a mail of ours is to other programs that read mail.

load ../cli/helper

teardown() {
	[ -z "${SINK:-}" ] || kill "$SINK" 2>/dev/null || true
}

# certificate NAME SAN: NAME.pem and NAME.key signed by ca.pem.
certificate() {
	[ -e ca.pem ] || openssl req -x509 -newkey ec -pkeyopt \
	    ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 2 \
	    -subj /CN=test-ca 2>/dev/null
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -keyout "$1.key" -out "$1.csr" -subj "/CN=$1" 2>/dev/null
	printf 'subjectAltName=%s\n' "$2" >"$1.ext"
	openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key \
	    -CAcreateserial -days 2 -extfile "$1.ext" -out "$1.pem" 2>/dev/null
}

# sink HOW SAN [NO-MECHANISM...]
sink() {
	certificate server "$2"
	rm -f port
	# Debian's own Python has Debian's packages
	python=python3
	python3 -c 'import aiosmtpd' 2>/dev/null || python=/usr/bin/python3
	"$python" "$TESTS/live/tls_sink.py" port mails server.pem server.key \
	    "$1" "${@:3}" 3>&- >/dev/null 2>sink.err &
	SINK=$!
	for _ in $(seq 100); do
		[ -s port ] && break
		sleep 0.1
	done
	PORT=$(cat port)
}

# begin URL [KEY...]: a lead whose first answer waits.
begin() {
	mkdir -p "$XDG_CONFIG_HOME/leads"
	(umask 077; echo s3cret >"$XDG_CONFIG_HOME/leads/pass"
	    echo t0ken >"$XDG_CONFIG_HOME/leads/token")
	store "transport \"email\" { url = \"$1\" user = \"leads\"
	    ca_file = \"$BATS_TEST_TMPDIR/ca.pem\" ${2:-password_file = \"pass\"} }"
	dana | lead-add -q -
	lead-route -q
}

due_send() {
	lead-due -k message | lead-send -o ref,status "$@" | tr '\t' ' '
}

@test "smtps: the certificate is verified, the login is PLAIN" {
	sink smtps DNS:localhost
	begin "smtps://localhost:$PORT"
	same 'M1 sent' "$(due_send)"
	same 'PLAIN' "$(jq -r .auth mails)"
}

@test "starttls: and LOGIN where the server has nothing better" {
	sink starttls DNS:localhost PLAIN
	begin "smtp://localhost:$PORT"
	same 'M1 sent' "$(due_send)"
	same 'LOGIN true' "$(jq -r '.auth + " " + (.tls | tostring)' mails)"
}

@test "XOAUTH2 with a bearer token" {
	sink smtps DNS:localhost PLAIN LOGIN
	begin "smtps://localhost:$PORT" 'kind = "oauth" password_file = "token"'
	same 'M1 sent' "$(due_send)"
	same XOAUTH2 "$(jq -r .auth mails)"
}

@test "a certificate for another name is refused, nothing is sent or lost" {
	sink starttls DNS:other.example
	begin "smtp://localhost:$PORT"
	same 'M1 retry' "$(due_send)"
	[ ! -s mails ]
	run lead-check --transports
	same 2 "$status"
	[[ $output == *$'FAIL\ttransport\temail: '* ]]
}

@test "a certificate of an unknown CA is refused" {
	sink smtps DNS:localhost
	begin "smtps://localhost:$PORT"
	rm ca.pem ca.key
	certificate elsewhere DNS:localhost
	same 'M1 retry' "$(due_send)"
	[ ! -s mails ]
}

@test "a wrong password keeps the message and stops the queue" {
	sink smtps DNS:localhost
	begin "smtps://localhost:$PORT"
	(umask 077; echo wrong >"$XDG_CONFIG_HOME/leads/pass")
	same 'M1 retry' "$(due_send)"
	[ ! -s mails ]
}

@test "a server without TLS gets no password" {
	certificate server DNS:localhost
	rm -f port
	python3 "$TESTS/live/sink.py" port mails 3>&- >/dev/null 2>&1 &
	SINK=$!
	for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
	begin "smtp://localhost:$(cat port)"
	same 'M1 retry' "$(due_send)"
	[ ! -s mails ]
}

@test "one connection carries many mails" {
	sink starttls DNS:localhost
	begin "smtp://localhost:$PORT"
	for n in 2 3 4; do
		mail "m$n" "p$n@d$n.example" "Job $n" "Words $n." | lead-add -q -
	done
	lead-route -q
	due_send >/dev/null
	same 4 "$(wc -l <mails | tr -d ' ')"
	same 1 "$(jq .connection mails | sort -u | wc -l)"
}

@test "Python's strict parser takes the mail; its Date is in the firm's zone" {
	config
	sed -i 's/timezone = "UTC"/timezone = "America\/Los_Angeles"/' \
	    "$XDG_CONFIG_HOME/leads/leads.conf"
	lead-check --init -q >/dev/null
	mail first '"Jos=C3=A9" <dana@example.net>' 'Küche & Bad – Angebot' \
	    'Guten Tag, wir brauchen ein Angebot.' | lead-add -q -
	lead-route -q
	lead-due -k message | lead-send -q
	python3 - "$(sent_to dana@example.net)" <<-'PY'
	import email, email.policy, sys
	policy = email.policy.strict.clone(raise_on_defect=True)
	raw = open(sys.argv[1], "rb").read()
	m = email.message_from_bytes(raw, policy=policy)
	assert not m.defects, m.defects
	for name, value in m.items():
	    assert not getattr(value, "defects", ()), (name, value.defects)
	assert m["Subject"] == "Re: Küche & Bad – Angebot", m["Subject"]
	assert m["Date"].datetime.utcoffset().total_seconds() == -8 * 3600
	assert m["To"].addresses[0].addr_spec == "dana@example.net"
	assert "100 Pier Ave" in m.get_content() or m["Auto-Submitted"] == "auto-replied"
	assert all(len(l) <= 998 for l in raw.split(b"\n"))
	PY
}

@test "notmuch and mblaze thread the answer under the lead's own mail" {
	store
	answered
	mkdir -p box/cur box/new box/tmp
	dana >box/cur/1:2,S
	cp "$(sent_to dana@example.net)" box/cur/2:2,S
	same 2 "$(find box/cur -type f | sort | mthread | grep -c .)"
	same 1 "$(find box/cur -type f | sort | mthread | grep -c '^ ')"
	export NOTMUCH_CONFIG=$PWD/notmuch NOTMUCH_DATABASE=$PWD/box
	printf '[database]\npath=%s/box\n[user]\nname=x\nprimary_email=x@x\n' \
	    "$PWD" >notmuch
	notmuch new >/dev/null 2>&1
	same 1 "$(notmuch count --output=threads '*')"
	same 2 "$(notmuch count '*')"
}
