#!/usr/bin/env bats
# lead-add: what each kind of input is taken for, and the status --deliver
# hands to a delivery agent.

load helper

outcome() {
	lead-add -o ref,outcome "$@" - | tr '\t' ' '
}

@test "a first mail is a new lead" {
	store
	same "L1 new" "$(dana | outcome)"
}

@test "the same mail again is a duplicate and no second lead" {
	store
	dana | lead-add -q -
	same "L1 duplicate" "$(dana | outcome)"
	same 1 "$(lead-show -o ref | wc -l)"
}

@test "a copy that went another way is still a duplicate" {
	store
	dana | lead-add -q -
	same "L1 duplicate" "$( (echo 'Received: by mx2.example; Wed, 4 Nov 2026 10:00:00 +0000'; dana) | outcome)"
}

@test "a reply is known by the Message-ID of our answer" {
	store
	answered
	id=$(header Message-Id "$(sent_to dana@example.net)")
	same "L1 reply" "$(mail second 'D <dana.home@example.org>' 'Re: Deck repair' \
	    'Tomorrow is fine.' "References: <$id>" | outcome)"
}

@test "a reply is known by the tag of the address it went to" {
	store
	answered
	TO=$(header Reply-To "$(sent_to dana@example.net)")
	same "L1 reply" "$(mail second 'D <dana.home@example.org>' 'Hello' \
	    'Tomorrow is fine.' | outcome)"
}

@test "a mail from the sender of the one open lead belongs to that lead" {
	store
	answered
	same "L1 reply" "$(mail second 'dana@example.net' 'Hello' \
	    'Tomorrow is fine.' | outcome)"
}

@test "a reply moves the lead to replied and ends the chase" {
	store
	answered
	mail second 'dana@example.net' 'Re: Deck repair' 'Tomorrow.' | lead-add -q -
	same replied "$(lead-show -o stage L1)"
	same "" "$(LEADS_NOW=2026-11-05T11:00:00Z lead-due -k message)"
}

@test "a mail from an owner to the lead is the answer" {
	store
	answered
	TO=$(header Reply-To "$(sent_to dana@example.net)")
	same "L1 answer" "$(TO="dana@example.net, $TO" mail ours \
	    'Mia <mia@harbor.example>' 'Re: Deck repair' 'I can come on Friday.' |
	    outcome)"
	same waiting "$(lead-show -o stage L1)"
	same "" "$(LEADS_NOW=2026-11-05T11:00:00Z lead-due -k message)"
}

@test "STOP is an opt-out and nothing more is sent to that lead" {
	store
	answered
	same "L1 opt-out" "$(mail stop 'dana@example.net' 'Re: Deck repair' 'STOP' |
	    outcome)"
	lead-due -k message --now=2026-11-05T11:00:00Z |
	    lead-send -q --now=2026-11-05T11:00:00Z
	[ "$(sent_to dana@example.net | wc -l)" -le 2 ]
	same "" "$(lead-due -k message --now=2026-12-05T11:00:00Z)"
}

@test "an auto-reply leaves the chase as it is" {
	store
	answered
	same "L1 auto-reply" "$(mail auto 'dana@example.net' 'Automatic reply: Deck repair' \
	    'I am out of the office.' 'Auto-Submitted: auto-replied' | outcome)"
	same contacted "$(lead-show -o stage L1)"
	same 1 "$(lead-due -k message --now=2026-11-05T11:00:00Z | wc -l)"
}

@test "a bounce of our own mail is a bounce of that lead" {
	store
	answered
	id=$(header Message-Id "$(sent_to dana@example.net)")
	same "L1 bounce" "$(outcome <<-MAIL
		From: MAILER-DAEMON@mx.example.net
		To: leads@harbor.example
		Subject: Undelivered Mail Returned to Sender
		Message-ID: <dsn@mx.example.net>
		Date: Wed, 04 Nov 2026 10:01:00 +0000
		Auto-Submitted: auto-replied
		MIME-Version: 1.0
		Content-Type: multipart/report; report-type=delivery-status; boundary=b

		--b
		Content-Type: text/plain

		It could not be delivered.
		--b
		Content-Type: message/delivery-status

		Reporting-MTA: dns; mx.example.net

		Final-Recipient: rfc822; dana@example.net
		Action: failed
		Status: 5.1.1
		--b
		Content-Type: text/rfc822-headers

		From: leads@harbor.example
		To: dana@example.net
		Message-ID: <$id>
		--b--
		MAIL
	)"
	same "" "$(lead-due -k message --now=2026-11-05T11:00:00Z)"
}

@test "-f makes a lead of fields, without standard input" {
	store
	run lead-add -o ref,outcome,name,phone -f name='Ann Lee' -f phone='310 555 0142'
	same 0 "$status"
	same $'L1\tnew\tAnn Lee\t+13105550142' "$output"
}

@test "JSON of a web hook is a new lead with its fields" {
	store
	same "L1 new" "$(echo '{"name":"Ann Lee","email":"ann@example.net","message":"Leak"}' |
	    outcome -k json)"
	same $'Ann Lee\tann@example.net' "$(lead-show -o name,email L1)"
}

@test "a posted form is a new lead with its fields" {
	store
	same "L1 new" "$(printf 'name=Ann+Lee&email=ann%%40example.net&message=Leak' |
	    outcome -k form --type=application/x-www-form-urlencoded)"
	same $'Ann Lee\tann@example.net' "$(lead-show -o name,email L1)"
}

@test "--deliver prints nothing and exits 0" {
	store
	run lead-add --deliver < <(dana)
	same 0 "$status"
	same "" "$output"
	same L1 "$(lead-show -o ref)"
}

@test "a broken configuration with --deliver is 75, by hand 78" {
	store
	echo 'nonsense = 4' >>"$XDG_CONFIG_HOME/leads/leads.conf"
	run lead-add --deliver < <(dana)
	same 75 "$status"
	run lead-add - < <(dana)
	same 78 "$status"
	same 0 "$(sql 'SELECT count(*) FROM lead')"
}

@test "a missing store with --deliver is 75 and no store is made" {
	config
	run lead-add --deliver < <(dana)
	same 75 "$status"
	same 1 "${#lines[@]}"
	[ ! -e "$LEADS_STORE" ]
}

@test "a store of a newer program is 78, with --deliver 75, and untouched" {
	store
	sql 'PRAGMA user_version = 9999' >/dev/null
	run lead-add - < <(dana)
	same 78 "$status"
	run lead-add --deliver < <(dana)
	same 75 "$status"
	same 9999 "$(sql 'PRAGMA user_version')"
	same 0 "$(sql 'SELECT count(*) FROM inbox')"
}

@test "--deliver reads its input to the end, whatever becomes of it" {
	config
	run bash -c 'set -o pipefail; (dd if=/dev/zero bs=64k count=64 2>/dev/null; echo whole >&2) | lead-add --deliver 2>/dev/null'
	same 75 "$status"
	same whole "$output"
}

@test "--deliver keeps what nobody can read for a person, and exits 0" {
	store
	: | lead-add --deliver
	printf 'x\0y' | lead-add --deliver
	printf '{"a":' | lead-add --deliver
	noise 100000 | lead-add --deliver
	same "" "$(lead-show)"
	same 4 "$(sql 'SELECT count(*) FROM inbox')"
	same unsorted "$(sql 'SELECT DISTINCT outcome FROM inbox')"
	same 4 "$(lead-due -k task | wc -l)"
}

@test "bytes are no CSV" {
	store
	noise 3000000 | lead-add -q
	same 1 "$(sql 'SELECT count(*) FROM inbox')"
	same 3000000 "$(sql 'SELECT size FROM inbox')"
}

@test "--rejects keeps the refused rows of a CSV file as they stood" {
	store
	printf 'name,email,city\nAnn Lee,ann@example.net,Torrance\nNobody,,Gardena\n' >a.csv
	run lead-add -q -k csv --rejects=bad.csv a.csv
	same 65 "$status"
	same 'Nobody,,Gardena' "$(tail -n 1 bad.csv)"
	same 1 "$(lead-show | wc -l)"
}
