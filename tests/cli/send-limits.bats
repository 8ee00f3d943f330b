#!/usr/bin/env bats
# The bounds of lead-send: each holds what is over it and drops nothing; the
# breaker stops all that is automatic and says so.

load helper

# inquiry N ADDRESS [WORDS]: one lead, at the fixed time.
inquiry() {
	mail "m$1" "$2" "Job $1" "${3:-Words $1.}" | lead-add -q --fresh -
}

# statuses: what a run over all that is due does, counted.
statuses() {
	lead-due -k message | lead-send -o status | sort | uniq -c | xargs
}

@test "an hour takes no more than per_hour; the rest is held and goes later" {
	store 'limits { per_hour = 2 }'
	for n in 1 2 3; do inquiry $n "a$n@d$n.example"; done
	lead-route -q
	same '1 held 2 sent' "$(statuses)"
	same 'the cap for the hour is reached' \
	    "$(sql "SELECT detail FROM message WHERE state = 'held'")"
	export LEADS_NOW=2026-11-04T11:10:00Z
	same '1 sent' "$(statuses)"
}

@test "big_domains are not bound by per_domain_hour" {
	store 'limits { per_domain_hour = 1 big_domains = {"big.example"} }'
	for n in 1 2 3; do inquiry $n "a$n@big.example"; done
	for n in 4 5; do inquiry $n "a$n@small.example"; done
	lead-route -q
	same '1 held 4 sent' "$(statuses)"
}

@test "an address gets no more than per_address_day" {
	store 'limits { per_address_day = 1 per_lead_gap = "0" }'
	inquiry 1 ann@example.net
	lead-route -q
	lead-send -q M1
	lead-send -q -t tip L1
	same held "$(sql 'SELECT state FROM message ORDER BY id DESC LIMIT 1')"
	same 1 "$(sent_to ann@example.net | wc -l)"
}

@test "the same words from many addresses are answered same_body_hour times" {
	store 'limits { same_body_hour = 2 }'
	for n in 1 2 3; do
		inquiry $n "v$n@d$n.example" 'Click here for a prize'
	done
	inquiry 4 other@d4.example 'My roof leaks.'
	lead-route -q
	same '1 held 3 sent' "$(statuses)"
	export LEADS_NOW=2026-11-04T11:10:00Z
	same '1 sent' "$(statuses)"
}

@test "lead-check --config no longer says same_body_hour has no effect" {
	store 'limits { same_body_hour = 2 }'
	run lead-check --config
	[[ $output != *same_body_hour* ]]
}

@test "the breaker stops all when far more goes than usual, and says so" {
	store 'limits { breaker_floor = 2 }'
	for n in 1 2 3 4; do inquiry $n "a$n@d$n.example"; done
	lead-route -q
	lead-due -k message | lead-send -o status 2>err | sort | uniq -c >out
	same '2 held 2 sent' "$(xargs <out)"
	grep -q '^lead-send: Automatic messages are stopped' err
	same 1 "$(wc -l <err)"
	run lead-check
	[[ $output == *$'FAIL\tbreaker\tstopped since 2026-11-04T10:00:00'* ]]
	# one notice to the fallback owner, on the road that stays open
	same told "$(lead-due -k task | grep 'are stopped' |
	    lead-send -o status)"
	grep -q 'are stopped' "$(sent_to mia@harbor.example)"
	# the next run says nothing more and makes no second task
	export LEADS_NOW=2026-11-04T10:30:00Z
	lead-due -k message | lead-send -q 2>err
	[ ! -s err ]
	same 1 "$(sql "SELECT count(*) FROM task WHERE action LIKE '%stopped%'")"
}

@test "the breaker ends with the hour, and what was held goes on" {
	store 'limits { breaker_floor = 1 breaker_times = 1 }'
	for n in 1 2; do inquiry $n "a$n@d$n.example"; done
	lead-route -q
	same '1 held 1 sent' "$(statuses 2>/dev/null)"
	export LEADS_NOW=2026-11-04T10:59:00Z
	same '' "$(statuses 2>/dev/null)"
	export LEADS_NOW=2026-11-04T11:01:00Z
	same '1 sent' "$(statuses)"
}

@test "the breaker ends by a person's word, and what was held goes at once" {
	store 'limits { breaker_floor = 1 }'
	for n in 1 2 3 4; do inquiry $n "a$n@d$n.example"; done
	lead-route -q
	same '3 held 1 sent' "$(statuses 2>/dev/null)"
	lead-send --resume
	run lead-check
	[[ $output != *breaker* ]]
	same '3 sent' "$(statuses)"
}

@test "the breaker goes by the store's own rhythm" {
	store 'limits { breaker_floor = 1 breaker_times = 3 }'
	inquiry 1 a1@d1.example
	lead-route -q
	lead-due -k message | lead-send -q
	# one an hour is usual: three an hour are let go, the fourth is not
	export LEADS_NOW=2026-11-05T10:00:00Z
	for n in 2 3 4 5; do inquiry $n "a$n@d$n.example"; done
	lead-route -q
	same '1 held 3 sent' "$(lead-due -k message -w "received > 1793800000" |
	    lead-send -o status 2>/dev/null | sort | uniq -c | xargs)"
}

@test "sequence mail names the page and the address to unsubscribe" {
	config
	sed -i 's|^business {|&\n  unsubscribe_url = "https://harbor.example/stop?t={{token}}"|' \
	    "$XDG_CONFIG_HOME/leads/leads.conf"
	lead-check --init -q >/dev/null
	answered
	sed '/^$/q' "$(sent_to dana@example.net)" | sed ':a;N;$!ba;s/\n[ \t]/ /g' >head
	grep -Eq '^List-Unsubscribe: <https://harbor\.example/stop\?t=1-[a-z2-9]{26}>, <mailto:leads\+[a-z0-9]+@harbor\.example\?subject=unsubscribe>$' head
	grep -q '^List-Unsubscribe-Post: List-Unsubscribe=One-Click$' head
}

@test "without a page the header has the address alone, and no one-click" {
	store
	answered
	sed '/^$/q' "$(sent_to dana@example.net)" >head
	grep -q '^List-Unsubscribe: <mailto:' head
	not grep -q List-Unsubscribe-Post head
}

@test "a busy hour is a few notices and one list; what is urgent goes alone" {
	store 'limits { notices_hour = 2 }
	    route "leak" { when = "message LIKE '"'%leak%'"'" priority = "high" }'
	for n in 1 2; do inquiry $n "a$n@d$n.example"; done
	lead-route -q
	same '2 told' "$(lead-due -k task | lead-send -o status | sort | uniq -c | xargs)"
	for n in 3 4 5; do inquiry $n "a$n@d$n.example"; done
	inquiry 6 a6@d6.example 'A leak!'
	lead-route -q
	# the urgent one alone, the three others as one list
	same '1 sent 1 told' "$(lead-due -k task | lead-send -o status | sort | uniq -c | xargs)"
	same 4 "$(sent_to mia@harbor.example | wc -l)"
	same 0 "$(sql 'SELECT count(*) FROM task WHERE told = 0')"
	# within the hour the next ones wait, quietly
	export LEADS_NOW=2026-11-04T10:30:00Z
	for n in 7 8; do inquiry $n "a$n@d$n.example"; done
	lead-route -q
	same '' "$(lead-due -k task | lead-send -o status)"
	same 4 "$(sent_to mia@harbor.example | wc -l)"
	# and are told once it is over
	export LEADS_NOW=2026-11-04T11:00:00Z
	lead-due -k task | lead-send -q
	same 0 "$(sql 'SELECT count(*) FROM task WHERE told = 0')"
}
