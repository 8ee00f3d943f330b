#!/usr/bin/env bats
# What a message is taken for, why, and how a person says otherwise.

bats_require_minimum_version 1.5.0
load helper

last() {
	sql "SELECT outcome FROM inbox ORDER BY id DESC LIMIT 1"
}

# auto SUBJECT BODY: an automatic reply of Dana's to our answer.
auto() {
	mail auto 'Dana Reyes <dana@example.net>' "$1" "$2" \
	    'Auto-Submitted: auto-replied' "Date: Wed, 04 Nov 2026 10:05:00 +0000"
}

held_until() {
	sql "SELECT strftime('%Y-%m-%d %H:%M', hold_until, 'unixepoch') FROM lead"
}

@test "the timeline shows each arrival with its verdict and why" {
	store
	dana | lead-add -q -
	dana | lead-add -q -
	same "I1 new a person we do not know yet
I2 duplicate same mail as I1" "$(lead-show --timeline -o ref,kind,text L1 |
	    grep '^I' | tr '\t' ' ')"
}

@test "what concerns no lead shows its verdict too" {
	store
	mail n1 'News <news@example.org>' 'Sale' 'Buy' \
	    'List-Unsubscribe: <https://example.org/u>' | lead-add -q -
	same "I1 ignored bulk mail" \
	    "$(lead-show --timeline -o ref,kind,text I1 | tr '\t' ' ')"
}

@test "an ignored mail made new by a person is a lead from its kept bytes" {
	store
	mail n1 'Ann <ann@example.org>' 'Pool' 'We need a pool. 310 555 0177' \
	    'Precedence: bulk' | lead-add -q -
	same ignored "$(last)"
	same "I1 outcome ignored new" "$(lead-set I1 outcome=new 2>err | tr '\t' ' ')"
	grep -q 'I1 is L1 now' err
	same "L1 Ann ann@example.org +13105550177 new" \
	    "$(lead-show -o ref,name,email,phone,stage | tr '\t' ' ')"
	lead-set -q I1 outcome=new
	same 1 "$(lead-show -o ref | wc -l)"
	lead-route -q
	same "" "$(lead-due -k message)" # RFC 3834 forbids an automatic answer
	[[ $(lead-due -k task -o what) == *Ann* ]]
}

@test "what cannot be told is a task that names the item, until it is told" {
	store
	mail u1 'noreply@portal.example.org' 'Re: something' 'See the portal.' \
	    'In-Reply-To: <x@example.org>' | lead-add -q -
	same unsorted "$(last)"
	[[ $(lead-due -k task -o what) == "Look at I1"*"lead-set I1 outcome="* ]]
	lead-set -q I1 outcome=ignored
	same "" "$(lead-due -k task)"
	same "ignored|a person's word" "$(sql 'SELECT outcome, reason FROM inbox')"
}

@test "a lead that was none is let go with its chase and its task" {
	store
	dana | lead-add -q -
	lead-route -q
	lead-set -q I1 outcome=ignored
	same "lost" "$(lead-show -o stage L1)"
	same "" "$(lead-due --now=2026-12-01T10:00:00Z)"
}

@test "a person can make words a reply, an opt-out or an automatic reply" {
	store
	answered
	mail u1 'Dana <dana@example.net>' 'Re: Deck repair' 'Fine' \
	    'Auto-Submitted: auto-replied' | lead-add -q -
	same auto-reply "$(last)"
	lead-set -q I2 outcome=reply
	same replied "$(lead-show -o stage L1)"
	mail u2 'Dana <dana@example.net>' 'Re: Deck repair' 'Enough of this' |
	    lead-add -q -
	lead-set -q I3 outcome=opt-out
	same 1 "$(sql "SELECT count(*) FROM fact WHERE kind = 'opt-out'")"
	run -64 --separate-stderr lead-set I3 outcome=nonsense
	[[ $stderr == *"none of new again reply answer opt-out"* ]]
}

@test "an answer through a list or past a spam filter is a reply all the same" {
	store
	answered
	id=$(header Message-Id "$(sent_to dana@example.net)")
	mail s1 'Dana <dana@example.net>' 'Re: Deck repair' 'Tuesday is fine' \
	    'X-Spam-Flag: YES' "In-Reply-To: <$id>" | lead-add -q -
	same reply "$(last)"
	mail s2 'Win <win@example.org>' 'Prize' 'Click' 'X-Spam-Flag: YES' |
	    lead-add -q -
	same ignored "$(last)"
}

@test "an absence holds the next step until the day after the day it names" {
	store
	answered
	auto 'Automatic reply: Deck repair' 'I am away until 11/12.' | lead-add -q -
	same auto-reply "$(last)"
	same "2026-11-13 00:00" "$(held_until)"
	same contacted "$(lead-show -o stage L1)"
	same 0 "$(sql 'SELECT replies FROM lead')"
	lead-due -k message --now=2026-11-12T16:00:00Z |
	    lead-send -q --now=2026-11-12T16:00:00Z
	same 1 "$(sent_to dana@example.net | wc -l)"
	# the step that was held is overtaken by the one behind it
	for now in 2026-11-13T09:30:00Z 2026-11-13T09:31:00Z; do
		lead-due -k message --now=$now | lead-send -q --now=$now
	done
	same 2 "$(sent_to dana@example.net | wc -l)"
}

@test "the same date is read day first in a country that writes it so" {
	store
	sed -i 's/country = "US"/country = "GB"/' "$XDG_CONFIG_HOME/leads/leads.conf"
	answered
	auto 'Automatic reply: Deck repair' 'I am away until 11/12.' | lead-add -q -
	same "2026-12-12 00:00" "$(held_until)"
}

@test "who works there no longer ends the chase and makes a task" {
	store
	answered
	auto 'Automatic reply' 'Dana no longer works here.' | lead-add -q -
	same "" "$(lead-due -k message --now=2026-12-01T10:00:00Z)"
	[[ $(sql 'SELECT action FROM task WHERE done = 0') == *"new contact for Dana Reyes"* ]]
	same 0 "$(sql 'SELECT replies FROM lead')"
}

@test "an absence from a postmaster is no bounce" {
	store
	answered
	mail ooo 'Dana Reyes <dana@example.net>' 'Automatic reply: Deck' 'Away.' \
	    'Return-Path: <postmaster@tenant.example.net>' \
	    'Auto-Submitted: auto-replied' | lead-add -q -
	same auto-reply "$(last)"
	same 0 "$(sql 'SELECT count(*) FROM fact')"
}

# full N: a report that Dana's mailbox is full.
full() {
	id=$(header Message-Id "$(sent_to dana@example.net | head -n 1)")
	printf '%s\n' 'From: MAILER-DAEMON@mx.example.net' "Message-ID: <b$1@mx>" \
	    'Date: Wed, 04 Nov 2026 11:00:00 +0000' 'To: leads@harbor.example' \
	    'Subject: Undelivered' 'MIME-Version: 1.0' \
	    'Content-Type: multipart/report; report-type=delivery-status; boundary=b' \
	    '' '--b' '' 'full' '--b' 'Content-Type: message/delivery-status' '' \
	    'Reporting-MTA: dns; mx' '' 'Final-Recipient: rfc822; dana@example.net' \
	    'Action: failed' 'Status: 5.2.2' '--b' 'Content-Type: text/rfc822-headers' \
	    '' "Message-ID: <$id>" '' '--b--'
}

@test "a full mailbox is waited for, and the third time somebody is told" {
	store
	answered
	full 1 | lead-add -q -
	same bounce "$(last)"
	full 2 | lead-add -q -
	same 0 "$(sql 'SELECT count(*) FROM fact')"
	same 0 "$(sql "SELECT count(*) FROM task WHERE action LIKE '%coming back%'")"
	full 3 | lead-add -q -
	same 1 "$(sql "SELECT count(*) FROM task WHERE action LIKE '%coming back%'
	    OR why LIKE '%delivery failed%'")"
}

@test "START by mail opens nothing unless it answers a mail of ours" {
	store
	answered
	mail stop 'dana@example.net' 'Re: Deck repair' 'STOP' | lead-add -q -
	mail start 'dana@example.net' 'hello' 'START' | lead-add -q -
	same unsorted "$(last)"
	same 1 "$(sql "SELECT count(*) FROM fact WHERE kind = 'opt-out'")"
	id=$(header Message-Id "$(sent_to dana@example.net | head -n 1)")
	mail start2 'dana@example.net' 'Re: hello' 'START' "In-Reply-To: <$id>" |
	    lead-add -q -
	same opt-in "$(last)"
	same 0 "$(sql "SELECT count(*) FROM fact WHERE kind = 'opt-out'")"
}

# text FROM BODY: what the SMS gateway posts.
text() {
	printf 'MessageSid=SM%s&AccountSid=AC0&From=%%2B1%s&To=%%2B13105550100&Body=%s' \
	    "$RANDOM$RANDOM" "$1" "$2" | lead-add -q -k form -
}

@test "YES is an answer, and opens the door only where STOP closed it" {
	store
	text 3105550142 'How+much+is+a+fence'
	text 3105550142 Yes
	[ "$(last)" != opt-in ]
	text 3105550142 STOP
	same opt-out "$(last)"
	text 3105550142 Yes
	same opt-in "$(last)"
}
