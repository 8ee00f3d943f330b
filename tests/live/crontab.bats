#!/usr/bin/env bats
# Every line of the shipped crontab, run by the shell that cron runs.

load ../cli/helper

# The commands of the crontab, without their five fields of time.
commands() {
	grep -E '^[0-9*]' "$TESTS/../scripts/examples/crontab" |
	    awk '{for (i = 1; i <= 5; i++) $i = ""; sub(/^ +/, ""); print}'
}

@test "each line of the crontab runs quietly and does its work" {
	store
	dana | lead-add --deliver
	[ "$(commands | wc -l)" -ge 3 ]
	commands >lines
	while IFS= read -r line; do
		run /bin/sh -c "$line"
		echo "$line: $status: $output"
		same 0 "$status"
		same "" "$output"
	done <lines
	same 1 "$(sent_to dana@example.net | wc -l)"
	lead-due | lead-send -q
	grep -lq '^Subject: Harbor Plumbing: week' "$OUTBOX"/new/*
}
