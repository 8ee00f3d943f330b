#!/usr/bin/env bats
# lead-check: --init, and the statuses 0, 1, 2.

load helper

@test "--init makes a configuration and a store only its user can read" {
	lead-check --init -q
	[ -s "$XDG_CONFIG_HOME/leads/leads.conf" ]
	same 600 "$(stat -c %a "$LEADS_STORE")"
}

@test "--init leaves a configuration that is there" {
	config
	before=$(cksum <"$XDG_CONFIG_HOME/leads/leads.conf")
	lead-check --init -q
	same "$before" "$(cksum <"$XDG_CONFIG_HOME/leads/leads.conf")"
}

@test "a sound store is 0" {
	store
	answered
	run lead-check --store
	same 0 "$status"
}

@test "a broken configuration is failing, 2" {
	store
	echo 'nonsense = 4' >>"$XDG_CONFIG_HOME/leads/leads.conf"
	run lead-check --config
	same 2 "$status"
}

@test "a stage that disagrees with its events is found" {
	store
	answered
	sql "UPDATE lead SET stage = 'booked'"
	run lead-check --store
	same 2 "$status"
}

@test "the store is sound after a reply, a call, an opt-out and its answer" {
	store
	answered
	mail a dana@example.net 'Re: Deck repair' 'Tomorrow.' | lead-add -q -
	lead-log -q L1 call
	mail b dana@example.net 'Re: Deck repair' STOP | lead-add -q -
	lead-due -k message | lead-send -q
	run lead-check --store
	same 0 "$status"
}

@test "the store is sound after an answer from an owner's mailbox" {
	store
	answered
	TO=$(header Reply-To "$(sent_to dana@example.net)")
	TO="dana@example.net, $TO" mail ours 'Mia <mia@harbor.example>' \
	    'Re: Deck repair' 'I can come on Friday.' | lead-add -q -
	run lead-check --store
	same 0 "$status"
}

@test "a configuration that was cut short is failing, 2" {
	store
	echo 'limits {' >>"$XDG_CONFIG_HOME/leads/leads.conf"
	run lead-check --config
	same 2 "$status"
	[[ $output == *'a closing brace is missing'* ]]
}
