#!/usr/bin/env bats
# Follow-up as DESIGN 8 promises it: questions, sequences, deadlines, stops.
bats_require_minimum_version 1.5.0
load helper

# at TIME: the clock of what comes next.
at() {
	export LEADS_NOW=$1
}

run_cron() {
	lead-route -q
	lead-due -k message | lead-send -q
}

# says BODY [HEADER...]: Dana writes to the tag of her lead.
says() {
	local n
	n=$(sql 'SELECT count(*) FROM inbox')
	TO="leads+$(sql 'SELECT tag FROM lead WHERE id = 1')@harbor.example" \
	    mail "says$n" 'Dana Reyes <dana@example.net>' 'Re: Deck repair' \
	    "$1" | lead-add -q -
}

QUALIFY='
qualify "timeframe" {
  ask = "When would you like the work done?"
  when = "timeframe IS NULL"
  answer "soon"  { matches = "(?i)this week|next week"
    set = {"timeframe=this week", "priority=high"} notify = true }
  answer "later" { matches = "(?i)just looking" set = {"timeframe=later"}
    sequence = "nurture" wait = "30d" }
  answer "month" { matches = "(?i)this month" set = {"timeframe=month"} }
}
qualify "size" {
  ask = "How large is it?"
  answer "feet" { matches = "(?i)\\bfeet\\b" set = {"size=known"} }
}'

@test "qualify: the first answer asks one question and keeps it pending" {
	store "$QUALIFY"
	answered
	same 1 "$(grep -l 'When would you like' "$OUTBOX"/new/* | wc -l)"
	run -1 grep -l 'How large' "$OUTBOX"/new/*
	same timeframe "$(sql 'SELECT question FROM lead')"
	same 'asked|timeframe' \
	    "$(sql "SELECT kind, new FROM event WHERE kind = 'asked'")"
}

@test "qualify: a branch sets its fields, tells the owner at once and asks on" {
	store "$QUALIFY"
	answered
	at 2026-11-04T12:00:00Z
	says 'Next week would be good.

On Wed, Harbor Plumbing wrote:
> just looking'
	same 'this week|high|size|replied' "$(sql \
	    'SELECT timeframe, priority, question, stage FROM lead')"
	same 'asked "When would you like the work done?", they said: "Next week would be good."' \
	    "$(sql "SELECT why FROM task WHERE done = 0 AND kind = 'answer'")"
	lead-due | lead-send -q
	same 1 "$(grep -l 'How large is it' "$OUTBOX"/new/* | wc -l)"
	same 1 "$(grep -l 'Next week would be good' $(sent_to mia) | wc -l)"
}

@test "qualify: just looking parks the lead and is back in thirty days" {
	store "$QUALIFY"
	answered
	at 2026-11-04T12:00:00Z
	says 'We are just looking.'
	same 'inactive|nurture|later|wrong-timing|2026-12-04' "$(sql \
	    "SELECT stage, sequence, timeframe, reason,
	    date(next_message, 'unixepoch') FROM lead")"
	same 0 "$(sql 'SELECT count(*) FROM task WHERE done = 0')"
	at 2026-12-04T12:01:00Z
	lead-due -k message | lead-send -q
	same nurture "$(sql "SELECT step FROM message WHERE state = 'sent'
	    ORDER BY id DESC LIMIT 1")"
}

@test "qualify: the next question follows at once, without a person" {
	store "$QUALIFY"
	answered
	at 2026-11-04T10:05:00Z
	says 'Some time this month.'
	same 1 "$(lead-due -k message | wc -l)"
	lead-due -k message | lead-send -q
	same size "$(sql "SELECT step FROM message WHERE kind = 'question'
	    AND state = 'sent'")"
	says 'About 300 feet.'
	same 'known|' "$(sql "SELECT value, (SELECT question FROM lead)
	    FROM field WHERE name = 'size'")"
	same 'they wrote: "About 300 feet."' \
	    "$(sql 'SELECT why FROM task WHERE done = 0')"
}

@test "qualify: a reply that no branch takes goes to a person who is told" {
	store "$QUALIFY"
	answered
	at 2026-11-04T10:05:00Z
	says 'Do you work in Lomita?'
	same 'they wrote: "Do you work in Lomita?"' \
	    "$(sql 'SELECT why FROM task WHERE done = 0')"
	same '' "$(lead-due -k message)"
}

@test "qualify: words that need a person win over a branch" {
	store "$QUALIFY"
	answered
	at 2026-11-04T10:05:00Z
	says 'This month. What are your prices?'
	same 'month|1' "$(sql 'SELECT timeframe, handed_off FROM lead')"
	same 'price: "This month. What are your prices?"' \
	    "$(sql 'SELECT why FROM task WHERE done = 0')"
	same '' "$(lead-due -k message)"
}

# ---- sequences --------------------------------------------------------

# steps STATE: the steps in that state, by number.
steps() {
	sql "SELECT group_concat(step, ' ') FROM (SELECT step FROM message
	    WHERE kind = 'step' AND state = '$1' ORDER BY id)"
}

waiting() {
	sql "SELECT step || ' ' || strftime('%Y-%m-%dT%H:%M', due, 'unixepoch')
	    FROM message WHERE state IN ('queued', 'held') AND kind = 'step'"
}

# plan STEP...: sequence "plan" for every lead.
plan() {
	printf 'route "all" { when = "1" sequence = "plan" }\n'
	printf 'sequence "plan" {\n'
	printf '  step "ack" { after = "0" always = true }\n'
	printf '  %s\n' "$@"
	printf '}\n'
}

@test "a step counts from the start of its run, or from the step before it" {
	store "$(plan 'step "tip" { after = "2d" }' \
	    'step "proof" { after = "5d" }' \
	    'step "close" { after = "5d" from = "last" }')"
	answered
	same 'tip 2026-11-06T10:00' "$(waiting)"
	at 2026-11-06T11:00:00Z
	run_cron
	same 'proof 2026-11-09T10:00' "$(waiting)"
	at 2026-11-10T12:00:00Z
	run_cron
	same 'close 2026-11-16T09:00' "$(waiting)"
}

@test "a step at a time of day waits for it, in the firm's days" {
	store "$(plan 'step "tip" { after = "1d" at = "15:30" }' \
	    'step "proof" { after = "3d" at = "08:00" }')"
	answered
	same 'tip 2026-11-05T15:30' "$(waiting)"
	at 2026-11-05T15:31:00Z
	run_cron
	# 3 days on is Saturday 10:00, 08:00 is Sunday: Monday, when it opens
	same 'proof 2026-11-09T09:00' "$(waiting)"
}

@test "a step whose condition does not hold is skipped, and why is on record" {
	store "$(plan 'step "tip" { after = "1d" when = "service IS NULL" }' \
	    'step "proof" { after = "2d" when = "priority = '"'low'"'" }' \
	    'step "text" { after = "3d" channel = "sms" template = "tip" }' \
	    'step "close" { after = "4d" }')"
	answered
	same 'tip 2026-11-05T10:00' "$(waiting)"
	at 2026-11-05T10:00:00Z
	run_cron
	same 'close 2026-11-09T09:00' "$(waiting)"
	same 'step proof skipped: its condition does not hold
step text skipped: no such transport' \
	    "$(sql "SELECT text FROM event WHERE kind = 'skipped'")"
}

@test "a step waits for a person's task, and follows once it is done" {
	store "$(plan 'step "call" { after = "0" channel = "task" }' \
	    'step "tip" { after = "1d" wait_for = "task" }' \
	    'step "close" { after = "9d" }')"
	answered
	same '' "$(waiting)"
	at 2026-11-10T10:00:00Z
	run_cron
	same ack "$(steps sent)"
	lead-log -q L1 voicemail
	same 'tip 2026-11-11T10:00' "$(waiting)"
	at 2026-11-11T10:00:00Z
	run_cron
	same 'close 2026-11-13T10:00' "$(waiting)"
}

@test "hold= pauses a run, and an empty one lets it go on" {
	store
	answered
	lead-set -q L1 hold=2026-11-12T09:00
	at 2026-11-05T12:00:00Z
	run_cron
	same ack "$(steps sent)"
	lead-set -q L1 hold=
	at 2026-11-06T09:30:00Z
	run_cron
	same 'ack tip' "$(steps sent)"
}

@test "step= jumps, sequence= switches, an empty one stops" {
	store
	answered
	at 2026-11-04T12:00:00Z
	lead-set -q L1 step=checkin
	run_cron
	same 'ack checkin' "$(steps sent)"
	# close is 14 days from the start, the check-in 7
	same 'close 2026-11-11T12:00' "$(waiting)"
	lead-set -q L1 sequence=quick
	same 'quick' "$(sql 'SELECT sequence FROM lead')"
	at 2026-11-04T14:00:00Z
	run_cron
	same 'ack checkin ack' "$(steps sent)"
	lead-set -q L1 sequence=
	same '' "$(waiting)"
	run -64 lead-set L1 step=nowhere
	[[ $output == *'is in no sequence'* ]]
}

@test "an edited sequence leaves what was planned, until resequence=" {
	store "$(plan 'step "tip" { after = "6d" }')"
	answered
	config "$(plan 'step "proof" { after = "3d" }' \
	    'step "tip" { after = "4d" }')"
	at 2026-11-09T10:00:00Z
	run_cron
	same 'tip 2026-11-10T10:00' "$(waiting)"
	run -1 lead-check --config
	[[ $output == *'plan: 1 planned message would become due at once by lead-set resequence=plan'* ]]
	lead-set -q L1 resequence=plan
	run_cron
	run_cron
	# proof has been overtaken by tip: one message, not two
	same 'ack tip' "$(steps sent)"
	same 1 "$(sql 'SELECT run FROM lead')"
	lead-set -q L1 resequence=
	run_cron
	same 'ack tip' "$(steps sent)"
}

@test "after an outage one message goes, the earlier ones are overtaken" {
	store
	answered
	at 2026-11-12T10:00:00Z
	run_cron
	same ack "$(steps sent)"
	run_cron
	same 'ack checkin' "$(steps sent)"
	same 'tip|overtaken' "$(sql "SELECT step, detail FROM message
	    WHERE state = 'cancelled'")"
	same 'close 2026-11-18T10:00' "$(waiting)"
}

@test "the owner of a company takes its next person too" {
	store 'owner "zoe" { email = "zoe@harbor.example" }'
	lead-add -q -f 'name=Ann Lee' -f email=ann@acme.example \
	    -f company='Acme Ltd' -f message='One'
	lead-route -q
	lead-set -q L1 owner=mia
	lead-add -q -f 'name=Bob Roe' -f email=bob@acme.example \
	    -f company='ACME LTD' -f message='Two'
	run lead-route -o owner,why
	same $'mia\trule none; mia: the owner this company knows' "$output"
}

@test "an imported list is woken in batches, by a sequence of its own" {
	store "$(printf '%s\n' 'sequence "wake" {' \
	    ' step "hello" { after = "0" template = "reactivate" }' \
	    ' wait = "14d" }')"
	printf 'name,email\nA,a@example.net\nB,b@example.net\nC,c@example.net\n' \
	    >old.csv
	lead-add -q -k csv old.csv
	lead-route -q
	same '' "$(lead-due -k message)"
	lead-show -w 'imported AND touches = 0 AND next_message IS NULL' |
	    head -n 2 | lead-set -q sequence=wake -
	run_cron
	same 'hello hello' "$(steps sent)"
	lead-show -w 'imported AND touches = 0 AND next_message IS NULL' |
	    head -n 2 | lead-set -q sequence=wake -
	run_cron
	same 'hello hello hello' "$(steps sent)"
}

@test "now in a rule is the moment the programs were told" {
	store
	answered
	same L1 "$(lead-show -o ref -w "date('now') = '2026-11-04'")"
	same L1 "$(lead-show -o ref -w "received > unixepoch('now', '-1 hour')")"
	at 2026-11-04T11:30:00Z
	same '' "$(lead-show -o ref -w "received > unixepoch('now', '-1 hour')")"
}

@test "a rule that would take for ever is stopped, and named" {
	store 'route "greedy" { when = "EXISTS (SELECT 1 FROM lead_row a,
	    lead_row b, lead_row c, lead_row d, lead_row e WHERE a.score +
	    b.score + c.score + d.score + e.score < -1)" }'
	for i in $(seq 30); do
		printf 'N%s,n%s@example.net\n' "$i" "$i"
	done | sed '1i name,email' >many.csv
	lead-add -q -k csv many.csv
	run -65 lead-route
	[[ $output == 'lead-route: '*': takes too long'* ]]
}

@test "lead-stale gives every reason, the strongest first" {
	store
	answered
	at 2026-12-10T10:00:00Z
	same $'L1\toverdue,never-called\t2026-11-04T11:00:00+00:00' \
	    "$(lead-stale -o ref,why,since)"
}

@test "variants are given evenly within a source, and kept" {
	store
	mkdir -p "$XDG_CONFIG_HOME/leads/templates"
	for v in a b; do
		printf 'Subject: Variant %s\n\nThis is %s.\n' $v $v \
		    >"$XDG_CONFIG_HOME/leads/templates/ack.$v"
	done
	for i in $(seq 12); do
		lead-add -q -s "$([ $((i % 3)) = 0 ] && echo web || echo fair)" \
		    -f "email=n$i@example.net" -f "message=Hello $i"
	done
	run_cron
	same 'fair|4|4
web|2|2' "$(sql "SELECT source, sum(variant = 'a'), sum(variant = 'b')
	    FROM lead GROUP BY source ORDER BY source")"
	same 6 "$(grep -l 'This is a' "$OUTBOX"/new/* | wc -l)"
	same 12 "$(sql "SELECT count(*) FROM message m JOIN lead l ON
	    l.id = m.lead WHERE m.kind = 'step' AND m.variant = l.variant
	    AND m.state = 'sent'")"
}

@test "a deadline missed is told once to its owner, then up the chain, until a person answers" {
	store 'owner "boss" { email = "boss@harbor.example" }'
	config
	sed -i '/owner "mia"/a escalate_to = "boss"' \
	    "$XDG_CONFIG_HOME/leads/leads.conf"
	printf 'owner "boss" { email = "boss@harbor.example" share = 0.001 }\n' \
	    >>"$XDG_CONFIG_HOME/leads/leads.conf"
	dana | lead-add -q -
	lead-route -q
	lead-set -q L1 owner=mia
	lead-due | lead-send -q
	at 2026-11-04T11:01:00Z
	lead-due | lead-send -q
	lead-due | lead-send -q
	same 1 "$(grep -l '^Subject: LATE' $(sent_to mia) | wc -l)"
	same '' "$(sent_to boss)"
	at 2026-11-04T12:02:00Z
	lead-due | lead-send -q
	lead-due | lead-send -q
	same 1 "$(grep -l '^Subject: LATE' $(sent_to boss) | wc -l)"
	same 1 "$(sql "SELECT count(*) FROM event WHERE kind = 'breach'")"
	lead-log -q L1 call
	at 2026-11-04T16:00:00Z
	lead-due | lead-send -q
	same 1 "$(grep -l '^Subject: LATE' $(sent_to boss) | wc -l)"
}

@test "lead-check tells the journey of each route" {
	store 'route "leak" { when = "1" owner = "mia" priority = "high"
	    sequence = "quick" }'
	run lead-check --config
	[[ $output == *$'OK\tjourney\troute leak: to mia, priority high; a person answers within 60bm; quick: 0 ack by match, 24h tip by match, 3d checkin by match, 7d close by match; unanswered after 3d: nurture'* ]]
	[[ $output == *'route none: by share among 1 owner; '* ]]
}
