#!/usr/bin/env bats
# lead-send against a real SMTP conversation: what each answer of the server
# makes of a message.

load ../cli/helper

teardown() {
	[ -z "$SINK" ] || kill "$SINK" 2>/dev/null || true
}

# sink [MODE]: start the server and send mail through it from here on.
sink() {
	rm -f port
	python3 "$TESTS/live/sink.py" port mails "$@" 3>&- >/dev/null 2>sink.err &
	SINK=$!
	for _ in $(seq 100); do
		[ -s port ] && break
		sleep 0.1
	done
	[ -s port ]
	config "transport \"email\" { url = \"smtp://127.0.0.1:$(cat port)\" from = \"Harbor Plumbing <leads@harbor.example>\" }"
}

# begin [MODE]: a routed lead whose first answer waits, and a server.
begin() {
	sink "$@"
	lead-check --init -q >/dev/null
	dana | lead-add -q -
	lead-route -q
}

due_send() {
	lead-due -k message | lead-send -o ref,status | tr '\t' ' '
}

mails() {
	wc -l <mails | tr -d ' '
}

@test "a mail that is taken is sent, once" {
	begin
	same "M1 sent" "$(due_send)"
	same "" "$(due_send)"
	same 1 "$(mails)"
	grep -q 'dana@example.net' mails
}

@test "451 is tried again later with the same bytes" {
	begin 451
	same "M1 retry" "$(due_send)"
	same 0 "$(mails)"
	kill "$SINK"
	sink
	export LEADS_NOW=2026-11-04T13:00:00Z
	same "M1 sent" "$(due_send)"
	same 1 "$(mails)"
}

@test "554 is failed and not tried again" {
	begin 554
	same "M1 failed" "$(due_send)"
	same failed "$(sql 'SELECT state FROM message WHERE id = 1')"
	same 0 "$(mails)"
}

@test "no answer after the data is unknown; the first answer goes once more" {
	begin drop
	same "M1 unknown" "$(due_send)"
	same 1 "$(mails)"
	export LEADS_NOW=2026-11-04T13:00:00Z
	due_send
	export LEADS_NOW=2026-11-04T16:00:00Z
	due_send
	export LEADS_NOW=2026-11-05T16:00:00Z
	lead-due -k message "M1" | lead-send -q || true
	same 2 "$(mails)"
	same 1 "$(grep -io 'message-id: <[^>]*>' mails | sort -u | wc -l)"
}

@test "a person may settle the first answer before it goes once more" {
	begin drop
	same "M1 unknown" "$(due_send)"
	same unknown "$(sql 'SELECT state FROM message WHERE id = 1')"
	run lead-send --resolve=sent -o ref,status M1
	same $'M1\tsent' "$output"
	export LEADS_NOW=2026-11-04T13:00:00Z
	due_send
	same 1 "$(mails)"
}

@test "an unknown first answer does not go again once they were heard from" {
	begin drop
	due_send
	mail second 'Dana Reyes <dana@example.net>' 'Re: Deck repair' 'Friday.' \
	    'In-Reply-To: <first@example.net>' | lead-add -q -
	export LEADS_NOW=2026-11-04T13:00:00Z
	same "M1 cancelled" "$(lead-due -k message M1 |
	    lead-send -o ref,status | tr '\t' ' ')"
	same 1 "$(mails)"
}

@test "--resolve=sent settles an unknown message" {
	begin drop
	due_send
	export LEADS_NOW=2026-11-04T13:00:00Z
	due_send
	run lead-send --resolve=sent -o ref,status M1
	same $'M1\tsent' "$output"
	same sent "$(sql 'SELECT state FROM message WHERE id = 1')"
	same "contacted 1" "$(sql "SELECT stage || ' ' || touches FROM lead")"
	same queued "$(sql 'SELECT state FROM message WHERE id = 2')"
	run lead-send --resolve=sent M1
	same 66 "$status"
	lead-check --store -q
}

@test "a server that is not there is tried again, and nothing is lost" {
	begin
	kill "$SINK"
	wait "$SINK" || true
	same "M1 retry" "$(due_send)"
}
