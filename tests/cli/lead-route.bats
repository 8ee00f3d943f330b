#!/usr/bin/env bats
# lead-route: owner, priority, sequence, first task and deadline of a new lead.

load helper

@test "a new lead gets owner, sequence and a specific task within the hour" {
	store
	dana | lead-add -q -
	same $'L1\tmia\tnormal\tstandard\t2026-11-04T11:00:00+00:00' \
	    "$(lead-route -o ref,owner,priority,sequence,due)"
	[[ $(lead-show -o next_action L1) == *'Dana Reyes'*'Deck repair'* ]]
}

@test "a second run has nothing to do" {
	store
	dana | lead-add -q -
	lead-route -q
	same "" "$(lead-route)"
}

# 18:00 is after hours: the next business day at 10:00.
@test "after hours the deadline is the next business day at ten" {
	store
	dana | lead-add -q --now=2026-11-06T18:00:00Z -
	same 2026-11-09T10:00:00+00:00 \
	    "$(lead-route -o due --now=2026-11-06T18:00:00Z)"
}

@test "the first rule that matches decides" {
	store 'route "urgent" { when = "message REGEXP '"'(?i)leak'"'" priority = "high" sequence = "quick" }' \
	    'route "rest" { when = "1" }'
	mail a 'Ann <ann@example.net>' 'Help' 'A leak in the kitchen' | lead-add -q -
	dana | lead-add -q -
	same $'L1\thigh\tquick\nL2\tnormal\tstandard' \
	    "$(lead-route -o ref,priority,sequence)"
}

@test "owners without a difference take turns" {
	store 'owner "sam" { email = "sam@harbor.example" }'
	for i in 1 2 3 4; do
		mail "m$i" "P$i <p$i@d$i.example>" "Job $i" "Job $i" | lead-add -q -
	done
	same $'2 mia\n2 sam' \
	    "$(lead-route -o owner | sort | uniq -c | sed 's/^ *//')"
}

@test "an owner who is away gets no lead" {
	store 'owner "sam" { email = "sam@harbor.example" away = {"2026-11-01..2026-11-30"} }'
	for i in 1 2 3; do
		mail "m$i" "P$i <p$i@d$i.example>" "Job $i" "Job $i" | lead-add -q -
	done
	same mia "$(lead-route -o owner | sort -u)"
}
