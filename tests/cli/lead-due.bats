#!/usr/bin/env bats
# lead-due: messages, tasks and missed deadlines, when they are due.

load helper

@test "-k chooses the kind" {
	store
	dana | lead-add -q -
	lead-route -q
	same M1 "$(lead-due -k message -o ref)"
	same T1 "$(lead-due -k task -o ref)"
	same "" "$(lead-due -k breach)"
}

# Received at 10:00, so the first answer of a person is due by 11:00.
@test "a task nobody did is a missed deadline after its hour" {
	store
	answered
	same "" "$(lead-due -k breach --now=2026-11-04T10:59:00Z)"
	same B1 "$(lead-due -k breach -o ref --now=2026-11-04T11:01:00Z)"
}

@test "a call meets the deadline" {
	store
	answered
	lead-log -q --now=2026-11-04T10:30:00Z L1 call
	same "" "$(lead-due -k breach --now=2026-11-04T11:01:00Z)"
}

@test "--until shows what is still to come" {
	store
	answered
	same "" "$(lead-due -k message)"
	same 1 "$(lead-due -k message --until=2026-11-05T10:01:00Z | wc -l)"
}

@test "it writes nothing" {
	store
	answered
	before=$(sql .dump | cksum)
	lead-due --now=2026-11-20T10:00:00Z >/dev/null
	same "$before" "$(sql .dump | cksum)"
}
