# A real lighttpd on a port of its own, with the shipped configuration and
# the shipped wrapper, for the tests of the web door.

# web [LINE...]: a store with these lines of configuration, and the server.
web() {
	local bin
	store "$@"
	bin=$(cd "${LEADS_BIN:-$TESTS/..}" && pwd)
	mkdir -p www
	cp "$TESTS/../scripts/examples/form.html" www/
	sed -e "s|^PATH=.*|PATH=$bin:$PATH|" \
	    -e "s|^LEADS_STORE=.*|LEADS_STORE=$LEADS_STORE|" \
	    -e "s|^LEADS_CONFIG=.*|LEADS_CONFIG=$XDG_CONFIG_HOME/leads/leads.conf|" \
	    -e "s|^export|TZ=UTC LEADS_NOW=\$(cat $PWD/now) export TZ LEADS_NOW; export|" \
	    "$TESTS/../scripts/examples/lead.cgi" >lead.cgi
	chmod +x lead.cgi
	echo "$LEADS_NOW" >now
	serve
}

serve() {
	PORT=$(python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
	sed -e "s|^server.port.*|server.port = $PORT|" \
	    -e "s|/srv/www\"|$PWD/www\"|" -e "s|/var/log/lighttpd|$PWD|" \
	    -e "s|/usr/local/share/leads/examples|$PWD|" \
	    "$TESTS/../scripts/examples/lighttpd.conf" >lighttpd.conf
	/usr/sbin/lighttpd -D -f lighttpd.conf 3>&- >server.out 2>&1 &
	SERVER=$!
	URL=http://127.0.0.1:$PORT
	for _ in $(seq 100); do
		curl -s -o /dev/null "$URL/form.html" && return
		sleep 0.05
	done
	cat server.out error.log
	return 1
}

# What a sanitizer says comes after the answer, so only the log has it.
web_end() {
	[ -z "$SERVER" ] || kill "$SERVER" 2>/dev/null || true
	! grep -A 30 Sanitizer cgi.log error.log 2>/dev/null
}

# post PATH [CURL OPTION...]: the status; the page is in body, the head in head.
post() {
	curl -s -D head -o body -w '%{http_code}' "${@:2}" "$URL/lead.cgi$1"
}

# form: what a visitor types, for post.
VISITOR=(--data-urlencode 'name=Dana Reyes' -d email=dana@example.net
    --data-urlencode 'message=My deck is rotten.')

# hmac HASH KEY [ENCODING] <DATA: its HMAC, hex or base64.
hmac() {
	python3 -c 'import base64, hmac, sys
m = hmac.new(sys.argv[2].encode(), sys.stdin.buffer.read(), sys.argv[1])
hexed = len(sys.argv) < 4 or sys.argv[3] == "hex"
print(m.hexdigest() if hexed else base64.b64encode(m.digest()).decode())' "$@"
}

# secret NAME TEXT: a file of a secret beside the configuration.
secret() {
	mkdir -p "$XDG_CONFIG_HOME/leads"
	printf '%s\n' "$2" >"$XDG_CONFIG_HOME/leads/$1"
	chmod 600 "$XDG_CONFIG_HOME/leads/$1"
}

# refused REASON: how often that was, as lead-check tells it.
refused() {
	lead-check --sources | sed -n "s/.*refused for $1: \([0-9]*\),.*/\1/p"
}
