#!/usr/bin/env bats
# The shipped procmail rule with the real procmail and real mails: a mail is a
# lead that was answered, or procmail says 75 and the mail stays in the queue.

load ../cli/helper

setup() {
	command -v procmail >/dev/null || skip "procmail is not installed"
	leads_env
	export HOME="$BATS_TEST_TMPDIR/home"
	mkdir -p "$HOME" stub
	chmod 700 "$HOME"
	sed -e "s|^PATH=.*|PATH=$BATS_TEST_TMPDIR/stub:$PATH|" \
	    -e "s|\$HOME|$HOME|" \
	    "$TESTS/../scripts/examples/procmailrc" >procmailrc
	chmod 600 procmailrc
}

# deliver MAIL: through procmail, which drops the environment without -p.
deliver() {
	run procmail -p "$BATS_TEST_TMPDIR/procmailrc" <"$1"
}

# stub LINE: a lead-add that does that instead.
stub() {
	printf '#!/bin/sh\n%s\n' "$1" >stub/lead-add
	chmod 755 stub/lead-add
}

# within SECONDS COMMAND...: until it succeeds, at most that long.
within() {
	for _ in $(seq $(($1 * 10))); do
		"${@:2}" && return
		sleep 0.1
	done
	return 1
}

is_answered() {
	[ -n "$(sent_to dana@example.net)" ]
}

@test "a delivered mail is a lead with owner, task and an answer in seconds" {
	store
	dana >a.eml
	deliver a.eml
	same 0 "$status"
	same L1 "$(lead-show -o ref)"
	within 20 is_answered
	same mia "$(lead-show -o owner L1)"
	[ -n "$(lead-show -o next_action L1)" ]
}

@test "the samples of real mail are all taken" {
	store
	for eml in "$TESTS"/samples/mail/*.eml; do
		deliver "$eml"
		same "0 $eml" "$status $eml"
	done
	same "$(ls "$TESTS"/samples/mail/*.eml | wc -l)" \
	    "$(sql 'SELECT count(*) FROM inbox')"
}

@test "lead-add that exits 0 ends the delivery well and leaves a copy" {
	stub 'cat >/dev/null; exit 0'
	dana >a.eml
	deliver a.eml
	same 0 "$status"
	same 1 "$(grep -rl 'first@example.net' "$HOME/Maildir" | wc -l)"
}

@test "each failure of lead-add is 75, so the mail stays queued" {
	dana >a.eml
	for death in 'exit 1' 'exit 65' 'exit 70' 'exit 73' 'exit 74' \
	    'exit 75' 'exit 78' 'kill -KILL $$' 'kill -SEGV $$'; do
		stub "cat >/dev/null; $death"
		deliver a.eml
		same "75 $death" "$status $death"
	done
}

@test "a missing store is 75, and the mail is a lead once there is one" {
	config
	dana >a.eml
	deliver a.eml
	same 75 "$status"
	[ ! -e "$LEADS_STORE" ]
	lead-check --init -q >/dev/null
	deliver a.eml
	same 0 "$status"
	same 1 "$(sql 'SELECT count(*) FROM lead')"
}
