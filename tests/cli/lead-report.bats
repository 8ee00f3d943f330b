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

@test "HTML is well-formed, loads nothing, and its colours can be read" {
	week
	lead-add -q -f name='<b>"Ann" & Co</b>' -f email=ann@example.net
	for r in week review pipeline sources sequences team ab audit cost; do
		lead-report $r --format=html --now=2026-11-09T08:00:00Z >page
		python3 - <<-'END'
		import re, xml.dom.minidom
		page = open("page", encoding="utf-8").read()
		xml.dom.minidom.parseString(page.encode())
		assert not re.search(r"https?:|src=|url\(|@import|<script", page)
		light, dark = re.findall(r":root\{(.*?)\}", page)
		def light_of(c):
		    v = [int(c[i:i + 2], 16) / 255 for i in (1, 3, 5)]
		    v = [x / 12.92 if x <= .03928 else ((x + .055) / 1.055) ** 2.4
		         for x in v]
		    return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]
		for theme in light, dark:
		    of = dict(re.findall(r"--(\w+):(#\w+)", theme))
		    for name in "ink", "dim", "bad":
		        a, b = sorted((light_of(of[name]), light_of(of["page"])))
		        # WCAG 2.1, 1.4.3
		        assert (b + .05) / (a + .05) >= 4.5, (name, theme)
		END
	done
	lead-report week --format=html --now=2026-11-09T08:00:00Z >page
	same 5 "$(grep -c '<svg' page)"
	grep -q '<polyline' page
}

@test "the review and the audit name what is behind them" {
	week
	lead-add -q -s phone -f name='No Call' -f phone='310 555 0199'
	lead-report review -j --now=2026-11-09T08:00:00Z >r
	same 'L2 L3 L4' "$(jq -r '[.tables["not contacted"][].ref] | join(" ")' r)"
	same 'L4' "$(jq -r '[.tables["never called"][].ref] | join(" ")' r)"
	lead-report audit -j --now=2026-11-05T08:00:00Z >a
	same 15 "$(jq '.tables.audit | length' a)"
	same 'OK' "$(jq -r '.tables.machinery[] | select(.check == "store") |
	    .status' a)"
}
