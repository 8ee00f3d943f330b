#!/usr/bin/env bats
# lead-log: what each kind of word from a person does to the lead.

load helper

tomorrow() {
	lead-due -k message --now=2026-11-05T11:00:00Z
}

@test "what reached the lead ends the chase and is a contact" {
	for kind in call met mail text chat; do
		rm -rf leads.db* outbox
		store
		answered
		lead-log -q L1 $kind 'Wants Tuesday'
		same "$kind 2026-11-04T10:00:00+00:00" \
		    "$kind $(lead-show -o last_contact L1)"
		same "$kind" "$kind$(tomorrow)"
	done
}

@test "an attempt that reached nobody leaves the chase" {
	for kind in voicemail no-answer; do
		rm -rf leads.db* outbox
		store
		answered
		lead-log -q L1 $kind
		[ -n "$(tomorrow)" ]
	done
}

@test "a note moves no last contact and ends no chase" {
	store
	answered
	lead-log -q L1 note 'Has a dog'
	same "" "$(lead-show -o last_contact L1)"
	[ -n "$(tomorrow)" ]
}

@test "proposal, booked and won set the stage" {
	for kind in proposal booked won; do
		rm -rf leads.db* outbox
		store
		answered
		lead-log -q L1 $kind
		same $kind "$(lead-show -o stage L1)"
	done
}

@test "won has its value and no next action" {
	store
	answered
	lead-log -q L1 won -v 1200
	same $'won\t1200\t' "$(lead-show -o stage,value,next_action L1)"
	same "" "$(tomorrow)"
}

@test "lost needs a reason: 64 without, and the codes are named" {
	store
	answered
	run lead-log L1 lost
	same 64 "$status"
	[[ $output == *too-expensive* ]]
	lead-log -q L1 lost -r too-expensive
	same lost "$(lead-show -o stage L1)"
}

@test "-a and -u make the next task" {
	store
	answered
	lead-log -q L1 call 'Wants a visit' -a 'Send the plan' -u 'fri 3pm'
	same $'Send the plan\t2026-11-06T15:00:00+00:00' \
	    "$(lead-show -o next_action,next_due L1)"
}

@test "an open lead always has a next action" {
	store
	answered
	lead-log -q L1 call
	[ -n "$(lead-show -o next_action L1)" ]
}

@test "an unknown kind is 64" {
	store
	answered
	run lead-log L1 telepathy
	same 64 "$status"
}
