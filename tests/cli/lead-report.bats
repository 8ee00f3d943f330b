#!/usr/bin/env bats
# lead-report: the figures of one week, counted by hand.

load helper

# Wednesday the 4th, 10:00: three leads, each answered by the machine in the
# same second. Mia calls the first after 30 minutes and wins it for 1200.
# The week of the 2nd to the 8th is reported on Monday the 9th.
week() {
	store
	for i in 1 2 3; do
		mail "m$i" "P$i <p$i@d$i.example>" "Job $i" "Job number $i" |
		    lead-add -q -
	done
	lead-route -q
	lead-due -k message | lead-send -q
	lead-log -q --now=2026-11-04T10:30:00Z --as=mia L1 call
	lead-log -q --now=2026-11-04T12:00:00Z --as=mia L1 won -v 1200
	lead-report week --format=json --now=2026-11-09T08:00:00Z >report
}

metric() {
	jq -r ".metrics.$1.value" report
}

@test "the week counts leads, answers and what was won" {
	week
	same 3 "$(metric leads_new)"
	same 1 "$(metric won)"
	same 1200 "$(metric won_value)"
	same 0 "$(metric first_response_machine_median_s)"
	same 1800 "$(metric first_response_human_median_s)"
}

@test "source test is outside every figure" {
	store
	lead-add -q -s test -f name=Ann -f email=ann@example.net
	lead-report week --format=json --now=2026-11-09T08:00:00Z >report
	same 0 "$(metric leads_new)"
}

@test "HTML escapes what a lead wrote and loads nothing" {
	store
	lead-add -q -f name='<script>alert(1)</script>' -f email=a@example.net
	lead-report week --format=html --now=2026-11-09T08:00:00Z >page
	[ -z "$(grep -i '<script' page)" ]
	[ -z "$(grep -iE 'src=|<link' page)" ]
}

@test "--mail queues the page, text and HTML, and it is sent once" {
	store
	answered
	lead-report week --mail
	for _ in 1 2; do lead-due | lead-send -q; done
	page=$(grep -l '^Subject: Harbor Plumbing: week' "$OUTBOX"/new/*)
	same 1 "$(wc -l <<<"$page")"
	grep -q '^To: mia@harbor.example' "$page"
	grep -qi 'multipart/alternative' "$page"
	grep -qi '^Content-Type: text/html' "$page"
}
