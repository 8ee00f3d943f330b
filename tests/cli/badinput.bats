#!/usr/bin/env bats
# Bad mails of every kind through the whole of lead-add: taken in bounded time
# and memory, kept byte for byte as far as 25 MiB, never a crash.

load helper

setup() {
	leads_env
	BAD="$TESTS/cli/badinput.py"
	store
}

# Sanitizers use memory and time of their own.
sanitized() {
	nm -D "$(command -v lead-add)" | grep -q __asan
}

@test "lead-add --deliver: each bad mail is kept in 2 s and 64 MiB" {
	local seconds=2 kib=65536 name
	if sanitized; then
		seconds=30 kib=1000000
	fi
	for name in $(python3 "$BAD" list); do
		python3 "$BAD" make "$name" >bad.eml
		run python3 "$BAD" run bad.eml lead-add --deliver
		echo "$name: $output"
		# status, seconds, KiB; a mail queue must see no failure
		awk -v s="$seconds" -v k="$kib" \
		    '{exit !(NF == 3 && $1 == 0 && $2 <= s && $3 <= k)}' \
		    <<<"$output"
		# the head of it byte for byte, and its whole length
		same "$(stat -c %s bad.eml)" \
		    "$(sql 'SELECT size FROM inbox ORDER BY id DESC LIMIT 1')"
		sql "SELECT writefile('kept', coalesce(raw, ''))
		    FROM inbox ORDER BY id DESC LIMIT 1" >kept.size
		head -c 26214400 bad.eml | cmp - kept
		rm -f bad.eml kept
	done
	same "$(python3 "$BAD" list | wc -l)" \
	    "$(sql 'SELECT count(*) FROM inbox')"
	run lead-check --store
	same 0 "$status"
}

@test "lead-add: what a bad mail still says is understood" {
	local name
	for name in nul 50mb-attached 10000-headers \
	    wrong-charset no-such-charset latin-as-utf8 broken-qp \
	    truncated-multipart no-boundary quotes; do
		python3 "$BAD" make "$name" | lead-add -q --deliver
		run sql "SELECT outcome IN ('new', 'again') AND email =
		    'dana@example.net' FROM inbox ORDER BY id DESC LIMIT 1"
		same "$name 1" "$name $output"
	done
	same 1 "$(sql 'SELECT count(*) FROM lead')"
}

# big TAIL [HEADER]: a mail beyond 25 MiB that ends so.
big() {
	[ $# -lt 2 ] || printf '%s\n' "$2"
	dana
	head -c 27000000 /dev/zero | tr '\0' x
	printf '%s\n' "$1"
}

outcomes() {
	sql 'SELECT outcome FROM inbox ORDER BY id' | paste -sd ' '
}

@test "lead-add: mails alike for 25 MiB are told apart by what comes after" {
	big one | lead-add --deliver
	big two | lead-add --deliver
	same "new again" "$(outcomes)"
}

@test "lead-add: the same large mail is known again, however delivered" {
	big one | lead-add --deliver
	big one 'Received: from a by b; Wed, 04 Nov 2026 10:00:00 +0000' |
	    lead-add --deliver
	big one | sed 's/$/\r/' | lead-add --deliver
	same "new duplicate duplicate" \
	    "$(outcomes)"
}
