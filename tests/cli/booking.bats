#!/usr/bin/env bats
# booking: the time a person logs becomes an invitation and its reminders.

load helper

# firm [LINE...]: in Los Angeles, which leaves daylight time on 1 November.
firm() {
	config "$@"
	sed -i '/timezone/s/UTC/America\/Los_Angeles/' \
	    "$XDG_CONFIG_HOME/leads/leads.conf"
	lead-check --init -q >/dev/null
}

# run_at TIME: what cron does each minute.
run_at() {
	lead-due -k message --now="$1" | lead-send -q --now="$1"
}

# newest: the mail sent to Dana last.
newest() {
	sql "SELECT bytes FROM message WHERE state = 'sent' AND \"to\" = 'dana@example.net'
	    ORDER BY sent DESC, id DESC LIMIT 1"
}

# ics: the calendar part of the mail on standard input, unfolded.
ics() {
	python3 -c '
import email, email.policy, sys
m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
for part in m.walk():
    if part.get_content_type() == "text/calendar":
        print("content:" + part.get_param("method") + ";" + part.get_param("charset"))
        print(part.get_content().replace("\r", "").replace("\n ", ""))'
}

reminders() {
	sql "SELECT step || ' ' || state || ' ' || strftime('%Y-%m-%dT%H:%M', due, 'unixepoch')
	    FROM message WHERE kind = 'reminder' ORDER BY id"
}

@test "booked with a time sends an invitation in UTC, right over the end of daylight time" {
	firm
	export LEADS_NOW=2026-10-29T18:00:00Z
	answered
	lead-log -q L1 booked 'mon 15:00 at their house' --now=2026-10-30T18:00:00Z
	same booked "$(lead-show -o stage L1)"
	same 2026-11-02T23:00:00Z "$(sql "SELECT value FROM field WHERE name = 'booked at'")"
	run_at 2026-10-30T18:00:00Z
	newest >mail
	grep -q 'is set for Monday 2 November at 15:00' mail
	ics <mail >invite
	grep -qx 'content:REQUEST;utf-8' invite
	grep -qx 'METHOD:REQUEST' invite
	grep -qx 'DTSTART:20261102T230000Z' invite
	grep -qx 'DTEND:20261103T000000Z' invite
	grep -qx 'SEQUENCE:0' invite
	grep -q '^ORGANIZER;CN="*Harbor Plumbing"*:mailto:leads@harbor.example$' invite
	grep -q '^ATTENDEE;.*:mailto:dana@example.net$' invite
	# a day before by the wall clock, over the change; two hours before
	same $'1d queued 2026-11-01T23:00\n2h queued 2026-11-02T21:00' "$(reminders)"
	lead-check --store
}

@test "what is left for a person is to keep it, at its time" {
	store
	answered
	lead-log -q L1 booked -u 'fri 15:00'
	lead-show -o next_due,next_action L1 >next
	grep -q '^2026-11-06T15:00:00+00:00	Keep the appointment with Dana Reyes' next
}

@test "a new time has the same UID and a higher SEQUENCE, and reminders of its own" {
	store
	answered
	lead-log -q L1 booked 'fri 15:00' --now=2026-11-04T12:00:00Z
	run_at 2026-11-04T12:00:00Z
	newest | ics >first
	lead-log -q L1 rescheduled -u 2026-11-09T11:30 --now=2026-11-05T14:00:00Z
	run_at 2026-11-05T14:00:00Z
	newest | ics >second
	same "$(grep ^UID: first)" "$(grep ^UID: second)"
	grep -q '^UID:appointment-' second
	grep -qx SEQUENCE:0 first
	grep -qx SEQUENCE:1 second
	grep -qx DTSTART:20261109T113000Z second
	same $'1d cancelled 2026-11-05T15:00\n2h cancelled 2026-11-06T13:00\n1d queued 2026-11-08T11:30\n2h queued 2026-11-09T09:30' \
	    "$(reminders)"
}

@test "reminders go at their time, by the clock of the lead" {
	store
	answered
	lead-set -q L1 timezone=Europe/Berlin
	lead-log -q L1 booked 'fri 15:00' --now=2026-11-04T12:00:00Z
	run_at 2026-11-04T12:00:00Z
	same "" "$(lead-due -k message --now=2026-11-05T14:59:00Z)"
	run_at 2026-11-05T15:00:00Z
	newest >mail
	grep -q '^Subject: Reminder: Friday 6 November at 16:00 CET$' mail
	same "" "$(ics <mail)"
	same $'1d sent 2026-11-05T15:00\n2h queued 2026-11-06T13:00' "$(reminders)"
}

@test "a no-show or a loss ends the reminders, and takes back what is to come" {
	for kind in no-show lost; do
		rm -rf leads.db* outbox
		store
		answered
		lead-log -q L1 booked 'fri 15:00' --now=2026-11-04T12:00:00Z
		run_at 2026-11-04T12:00:00Z
		lead-log -q L1 $kind -r wrong-timing --now=2026-11-04T14:00:00Z
		same $'1d cancelled\n2h cancelled' "$(reminders | cut -d' ' -f1,2)"
		run_at 2026-11-04T14:00:00Z
		newest | ics >off
		grep -qx 'METHOD:CANCEL' off
		grep -qx 'STATUS:CANCELLED' off
		grep -qx 'SEQUENCE:1' off
		grep -qx 'DTSTART:20261106T150000Z' off
	done
}

@test "a no-show after its time writes nothing and asks to book again" {
	store
	answered
	lead-log -q L1 booked 'fri 15:00' --now=2026-11-04T12:00:00Z
	run_at 2026-11-04T12:00:00Z
	lead-log -q L1 no-show --now=2026-11-06T15:30:00Z
	same "" "$(lead-due -k message --now=2026-11-06T15:31:00Z)"
	lead-show -o next_action L1 | grep -q '^Rebook Dana Reyes'
}

@test "who opted out gets neither, and a person is to confirm" {
	store
	answered
	lead-log -q L1 opt-out
	lead-log -q L1 booked 'fri 15:00'
	same 0 "$(sql "SELECT count(*) FROM message WHERE kind IN ('booking','reminder')")"
	lead-show -o next_action L1 | grep -q '^Confirm the booking with'
	# one who opts out later is not reminded
	rm -rf leads.db* outbox
	store
	answered
	lead-log -q L1 booked 'fri 15:00' --now=2026-11-04T12:00:00Z
	run_at 2026-11-04T12:00:00Z
	lead-log -q L1 opt-out --now=2026-11-04T13:00:00Z
	run_at 2026-11-05T15:00:00Z
	run_at 2026-11-06T13:00:00Z
	same $'1d cancelled\n2h cancelled' "$(reminders | cut -d' ' -f1,2)"
}

@test "a lead no machine may write to is only put down" {
	store
	answered
	lead-set -q L1 automation=0 || sql "UPDATE lead SET automation = 0"
	lead-log -q L1 booked 'fri 15:00'
	same 0 "$(sql "SELECT count(*) FROM message WHERE kind IN ('booking','reminder')")"
	same 2026-11-06T15:00:00Z "$(sql "SELECT value FROM field WHERE name = 'booked at'")"
}

@test "a name that looks like calendar syntax stays a name" {
	store
	lead-add -q -f name='Eve;RSVP=FALSE:mailto:x@evil.example' -f email=dana@example.net
	lead-route -q
	lead-log -q L1 booked 'fri 15:00' --now=2026-11-04T12:00:00Z
	run_at 2026-11-04T12:00:00Z
	newest | ics >invite
	same 1 "$(grep -c mailto:dana@example.net invite)"
	same "" "$(grep '^ATTENDEE' invite | sed 's/"[^"]*"//g' | grep evil || true)"
}

@test "the owner's mail to the lead's address sets it as well" {
	store
	answered
	tag=$(sql "SELECT 'leads+' || tag || '@harbor.example' FROM lead")
	TO=$tag mail m1 'Mia <mia@harbor.example>' 'Re: Deck' 'Booked Friday at 3pm' |
	    lead-add --deliver
	same $'1d queued 2026-11-05T15:00\n2h queued 2026-11-06T13:00' "$(reminders)"
}

@test "a merge keeps the appointment and its reminders" {
	store
	lead-add -q -f name='Dana Reyes' -f phone=+13105550142
	answered
	lead-route -q
	lead-log -q L1 booked 'mon 15:00'
	lead-log -q L2 booked 'fri 15:00' --now=2026-11-04T12:00:00Z
	lead-set -q --merge L2 L1 --now=2026-11-04T13:00:00Z
	run_at 2026-11-04T13:00:00Z
	run_at 2026-11-05T15:00:00Z
	same $'1d sent 2026-11-05T15:00\n2h queued 2026-11-06T13:00' "$(reminders)"
	newest | grep -q '^Subject: Reminder: Friday 6 November at 15:00$'
}

@test "a name beyond Latin and one within arrive as UTF-8" {
	for name in 'Jörg Müller' 'Дана Рейес'; do
		rm -rf leads.db* outbox
		store
		lead-add -q -f name="$name" -f email=dana@example.net
		lead-route -q
		lead-log -q L1 booked 'fri 15:00' --now=2026-11-04T12:00:00Z
		run_at 2026-11-04T12:00:00Z
		newest | ics >invite
		grep -qx 'content:REQUEST;utf-8' invite
		grep '^ATTENDEE' invite | grep -qF "$name"
	done
}

@test "words with no sure time, and a time that is past, invite nobody" {
	store
	answered
	for words in 'Friday at nine' 'fri' '15:00 on 12 Dec' 'wants Tuesday' 'Tuesday'; do
		lead-log -q L1 booked "$words"
	done
	same 0 "$(sql "SELECT count(*) FROM message WHERE kind = 'booking'")"
	run lead-log L1 booked -u 2026-11-01T10:00
	[ "$status" -eq 64 ]
}

@test "the reminders and the confirmation are the firm's to set" {
	store 'booking { confirm = false reminders = {"3h"} length = 30m }'
	answered
	lead-log -q L1 booked 'fri 15:00'
	same '3h queued 2026-11-06T12:00' "$(reminders)"
	same 0 "$(sql "SELECT count(*) FROM message WHERE kind = 'booking'")"
	config 'booking { reminders = {"2bd"} }'
	run lead-check --config
	[[ $output == *reminders* ]]
}

@test "where there is no mail address a text goes, out of quiet hours" {
	store 'transport "sms" { url = "maildir:texts" }'
	lead-add -q -f name='Dana Reyes' -f phone=+13105550142
	lead-route -q
	sql "UPDATE message SET state = 'cancelled'"
	lead-log -q L1 booked 'fri 15:00' --now=2026-11-04T22:00:00Z
	same sms "$(sql "SELECT channel FROM message WHERE kind = 'booking'")"
	run_at 2026-11-04T22:00:00Z
	same 'held quiet hours' "$(sql "SELECT state || ' ' || detail FROM message WHERE kind = 'booking'")"
}
