#!/usr/bin/env bats
# lead-send into the Maildir beside the store: once, at the right time, and
# never after a reply. The conversation with a server is in tests/live.

load helper

# tick TIME: the minute of cron at that time.
tick() {
	lead-route -q --now="$1"
	lead-due -k message --now="$1" | lead-send -q --now="$1"
}

mails() {
	sent_to dana@example.net | wc -l | tr -d ' '
}

@test "a message is sent once and recorded" {
	store
	dana | lead-add -q -
	lead-route -q
	same $'M1\tsent\tL1\temail\tdana@example.net' \
	    "$(lead-due -k message | lead-send -o ref,status,lead,channel,to)"
	same 1 "$(mails)"
	same contacted "$(lead-show -o stage L1)"
}

@test "a second run sends nothing" {
	store
	answered
	tick 2026-11-04T10:01:00Z
	lead-send -q M1
	same 1 "$(mails)"
}

@test "the answer threads with the mail it answers" {
	store
	answered
	answer=$(sent_to dana@example.net)
	same first@example.net "$(header In-Reply-To "$answer")"
	same auto-replied "$(header Auto-Submitted "$answer")"
	[ -n "$(header List-Unsubscribe "$answer")" ]
}

@test "the first answer goes at once, at night and on Sunday too" {
	store
	dana | lead-add -q --now=2026-11-08T03:00:00Z -
	tick 2026-11-08T03:00:00Z
	same 1 "$(mails)"
}

# Wednesday 10:00 and a day is Thursday 10:00, within mon-fri 09:00-17:00.
@test "the next step goes a day later and not a minute before" {
	store
	answered
	tick 2026-11-05T09:59:00Z
	same 1 "$(mails)"
	tick 2026-11-05T10:00:00Z
	same 2 "$(mails)"
}

# Friday 20:00 and a day is Saturday; the firm opens on Monday at 09:00.
@test "a step that falls on a closed day waits for the firm's hours" {
	store
	dana | lead-add -q --now=2026-11-06T20:00:00Z -
	tick 2026-11-06T20:00:00Z
	tick 2026-11-07T20:00:00Z
	tick 2026-11-09T08:59:00Z
	same 1 "$(mails)"
	tick 2026-11-09T10:00:00Z
	same 2 "$(mails)"
}

@test "without a postal address only the first answer goes" {
	config
	sed -i '/address = "100/d' "$XDG_CONFIG_HOME/leads/leads.conf"
	lead-check --init -q >/dev/null
	answered
	tick 2026-11-05T10:00:00Z
	same 1 "$(mails)"
	same "" "$(sql "SELECT 1 FROM message WHERE state = 'sent' AND id > 1")"
}

@test "a reply between planning and sending stops the message" {
	store
	answered
	lead-due -k message --now=2026-11-05T10:00:00Z >due
	[ -s due ]
	mail second 'dana@example.net' 'Re: Deck repair' 'Tomorrow.' |
	    lead-add -q --now=2026-11-05T10:00:00Z -
	lead-send -q --now=2026-11-05T10:00:00Z <due
	same 1 "$(mails)"
}

@test "a task is told to its owner once" {
	store
	answered
	same $'T1\ttold' "$(lead-due -k task | lead-send -o ref,status)"
	same "" "$(lead-due -k task | lead-send -o ref,status)"
	lead-send -q T1
	same 1 "$(sent_to mia@harbor.example | wc -l)"
}

@test "a ref that is not there is 66" {
	store
	run lead-send M99
	same 66 "$status"
}

@test "--digest is one mail an owner with what is due, told once" {
	store
	dana | lead-add -q -
	mail two 'Ann Lee <ann@example.net>' 'New roof' 'Need a roof.' |
	    lead-add -q -
	lead-route -q
	run bash -c 'lead-due -k task,breach --until=tonight |
	    lead-send --digest -o status,to'
	same $'sent\tmia@harbor.example' "$output"
	grep -q 'Dana Reyes' "$(sent_to mia@harbor.example)"
	grep -q 'New roof' "$(sent_to mia@harbor.example)"
	lead-due -k task | lead-send -q
	same 1 "$(sent_to mia@harbor.example | wc -l)"
}

@test "a domain gets no more than its cap in an hour" {
	store 'limits { per_domain_hour = 2 }'
	for n in 1 2 3; do
		mail "m$n" "p$n@small.example" "Job $n" "Words $n." |
		    lead-add -q -
	done
	lead-route -q
	run bash -c 'lead-due -k message | lead-send -o status | sort | uniq -c | xargs'
	same '1 held 2 sent' "$output"
}

@test "a digest whose run died before it went is sent by the next" {
	store 'transport "email" { url = "smtp://127.0.0.1:1" }'
	dana | lead-add -q -
	lead-route -q
	lead-due -k task | lead-send -q --digest
	same retry "$(sql "SELECT state FROM message WHERE kind = 'digest'")"
	# as a run leaves it that dies between its commit and the claim
	sql "UPDATE message SET state = 'queued', due = 1 WHERE kind = 'digest'"
	config
	lead-due | lead-send -q
	same 1 "$(sent_to mia@harbor.example | wc -l)"
	grep -q 'Dana Reyes' "$(sent_to mia@harbor.example)"
}
