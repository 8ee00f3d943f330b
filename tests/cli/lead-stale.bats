#!/usr/bin/env bats
# lead-stale: neglect is seen, and moved on only with --apply.

load helper

@test "a lead in time is not stale" {
	store
	answered
	lead-log -q L1 call -a 'Send the plan' -u '+2d'
	same "" "$(lead-stale)"
}

@test "a planned next action within its time is not stale" {
	store
	answered
	lead-log -q L1 call -a 'Send the plan' -u '+30d'
	same "" "$(lead-stale --now=2026-11-20T10:00:00Z)"
}

# The last contact is Wednesday the 4th; seven days later is the 11th.
@test "seven days after the last contact, with nothing done, is stale" {
	store
	answered
	lead-log -q L1 call -a 'Send the plan' -u '+2d'
	same L1 "$(lead-stale -o ref --now=2026-11-11T10:01:00Z | sort -u)"
}

@test "closed leads are never stale" {
	store
	answered
	lead-log -q L1 won
	same "" "$(lead-stale --now=2027-01-01T10:00:00Z)"
}

@test "looking changes nothing" {
	store
	answered
	before=$(sql 'SELECT count(*) FROM event')
	lead-stale -q --now=2026-12-31T10:00:00Z
	same "$before" "$(sql 'SELECT count(*) FROM event')"
	same contacted "$(lead-show -o stage L1)"
}

@test "nurture goes on once a month until it is answered" {
	store
	dana | lead-add -q -
	lead-route -q
	lead-set -q --force L1 reason=no-answer stage=inactive
	lead-set -q L1 sequence=nurture
	for month in 2026-12 2027-01 2027-02; do
		for _ in 1 2; do
			LEADS_NOW=$month-08T12:00:00Z lead-due -k message |
			    LEADS_NOW=$month-08T12:00:00Z lead-send -q
		done
	done
	same 3 "$(sql "SELECT count(*) FROM message WHERE sequence = 'nurture'
	    AND state = 'sent'")"
	LEADS_NOW=2027-02-09T10:00:00Z mail again dana@example.net Re Later |
	    LEADS_NOW=2027-02-09T10:00:00Z lead-add -q -
	same "" "$(LEADS_NOW=2027-06-01T10:00:00Z lead-due -k message)"
}

@test "--apply drops raw bytes past their retention, -n does not" {
	store 'retention { raw = "1mo" }'
	answered
	export LEADS_NOW=2026-12-03T10:00:00Z
	lead-stale --apply -q
	same 1 "$(sql 'SELECT count(*) FROM inbox WHERE raw IS NOT NULL')"
	export LEADS_NOW=2026-12-06T10:00:00Z
	lead-stale --apply -q -n
	same 1 "$(sql 'SELECT count(*) FROM inbox WHERE raw IS NOT NULL')"
	lead-stale --apply -q
	same 0 "$(sql 'SELECT count(*) FROM inbox WHERE raw IS NOT NULL')"
	same 0 "$(sql "SELECT count(*) FROM message WHERE state = 'sent' AND bytes IS NOT NULL")"
	same 'the bytes of 2' "$(sql "SELECT text FROM event WHERE kind = 'retention'")"
	lead-check --store
	same 'My deck is rotten. Can you look at it?' "$(lead-show -w 1 --export -j | jq -r .message)"
}
