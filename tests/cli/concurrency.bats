#!/usr/bin/env bats
# Programs at the same time as themselves, on one store.

load helper

# all_of PID...: every one of them ended with 0.
all_of() {
	for pid; do
		wait "$pid" || return
	done
}

# deliver_at_once COUNT SENDER: that many mails at the same time, each with its
# own words; % in SENDER is the mail's number.
deliver_at_once() {
	local i pids=()
	for i in $(seq "$1"); do
		mail "m$i" "${2//%/$i}" "Deck $i" "Deck number $i." |
		    lead-add --deliver 3>&- &
		pids+=($!)
	done
	all_of "${pids[@]}"
}

@test "32 deliveries at once make 32 leads" {
	store
	deliver_at_once 32 'Person % <p%@example.net>'
	same 32 "$(sql 'SELECT count(*) FROM lead')"
	same 32 "$(sql 'SELECT count(*) FROM person')"
	same 32 "$(sql 'SELECT count(*) FROM inbox')"
}

@test "8 mails of one new person at once make one person" {
	store
	deliver_at_once 8 'Dana Reyes <dana@example.net>'
	same 1 "$(sql 'SELECT count(*) FROM person')"
	same 1 "$(sql 'SELECT count(*) FROM address')"
	same 1 "$(sql 'SELECT count(*) FROM lead')"
	same 8 "$(sql 'SELECT count(*) FROM inbox')"
}

@test "the same mail 8 times at once is one lead" {
	store
	pids=()
	for i in $(seq 8); do
		dana | lead-add --deliver 3>&- &
		pids+=($!)
	done
	all_of "${pids[@]}"
	same 1 "$(sql 'SELECT count(*) FROM lead')"
}

@test "two queues at once send each message once" {
	store
	for i in $(seq 5); do
		mail "m$i" "P$i <p$i@d$i.example>" "Deck $i" "Deck number $i." |
		    lead-add -q -
	done
	lead-route -q
	lead-due -k message >due
	lead-send -q <due 3>&- &
	one=$!
	lead-send -q <due 3>&- &
	all_of "$one" $!
	same 5 "$(cat "$OUTBOX"/new/* | grep -c '^To: P')"
	same 0 "$(lead-due -k message | wc -l)"
}
