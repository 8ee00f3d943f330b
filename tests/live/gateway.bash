# A real HTTP server that misbehaves as its path says (gateway.py), for the
# test files that send to one.

teardown() {
	[ -z "${GATEWAY:-}" ] || kill "$GATEWAY" 2>/dev/null || true
}

# server: start it; PORT is its port, requests the file it writes.
server() {
	rm -f port
	python3 "$TESTS/live/gateway.py" port requests 3>&- >/dev/null 2>&1 &
	GATEWAY=$!
	for _ in $(seq 100); do
		[ -s port ] && break
		sleep 0.1
	done
	PORT=$(cat port)
}
