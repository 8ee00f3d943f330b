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
