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

# row CHECK: status and detail of the rows of one check.
row() {
	lead-check --now="${1}" | awk -F'\t' -v c="$2" '$2 == c {print $1, $3}'
}

@test "a source that came daily and is silent for a week is a warning" {
	store
	for d in 01 02 03 04 05 06; do
		lead-add -q --now="2026-11-${d}T10:00:00Z" -s yelp \
		    -f name="P$d" -f email="p$d@example.net"
	done
	row 2026-11-07T10:00:00Z sources | grep '^OK'
	row 2026-11-12T10:00:00Z sources |
	    grep '^WARN yelp: silent for 6 days, a lead every 24 hours'
	# one that comes once a quarter is not
	row 2026-11-10T10:00:00Z sources | grep '^OK'
}

@test "a clock behind the store, and programs that stopped, are failures" {
	store
	lead-add -q -f name=Ann -f email=ann@example.net
	lead-route -q
	lead-due | lead-send -q
	lead-stale --apply -q
	row 2026-11-04T09:00:00Z clock | grep '^FAIL'
	row 2026-11-04T10:05:00Z clock | grep '^OK'
	row 2026-11-04T10:05:00Z lead-send | grep '^OK'
	row 2026-11-04T10:15:00Z lead-send | grep '^FAIL last ran 15 minutes'
	row 2026-11-05T11:00:00Z lead-stale | grep '^OK'
	row 2026-11-05T13:00:00Z lead-stale | grep '^FAIL'
}

@test "a store near the limit of Postfix's local(8) is a failure" {
	store
	mkdir postfix
	export MAIL_CONFIG=$PWD/postfix
	echo 'mailbox_size_limit = 1000' >postfix/main.cf
	row "$LEADS_NOW" postfix | grep '^FAIL'
	echo 'mailbox_size_limit = 0' >postfix/main.cf
	same '' "$(row "$LEADS_NOW" postfix)"
	echo '# the default, 51200000' >postfix/main.cf
	row "$LEADS_NOW" postfix | grep '^OK'
}

@test "closed days are listed, a misspelt figure is named" {
	config 'report { healthy "replyrate" { low = 0.3 } }'
	sed -i 's/  hours =/  holidays = {"2026-11-26", "2027-06-01"}\n&/' \
	    "$XDG_CONFIG_HOME/leads/leads.conf"
	lead-check --init -q >/dev/null
	row "$LEADS_NOW" calendar | grep '^OK closed in the next 60 days: 2026-11-26$'
	row "$LEADS_NOW" config | grep '^WARN .*:14: healthy "replyrate": no such'
}

@test "--init takes the firm's words as they are, and its texts can be edited" {
	lead-check --init -q --name='Dale "Jr" \ Sons' --phone='+1 310 555 0100' \
	    --address='1 Main St' --timezone=Europe/Berlin --country=DE \
	    --hours='mon-fri 08:00-12:00, sat 09:00-13:00'
	conf=$XDG_CONFIG_HOME/leads/leads.conf
	grep -qF 'name = "Dale \"Jr\" \\ Sons"' "$conf"
	grep -qF 'hours = {"mon-fri 08:00-12:00", "sat 09:00-13:00"}' "$conf"
	lead-check --config | grep -v '^OK' && return 1
	[ -s "$XDG_CONFIG_HOME/leads/templates/ack" ]
	# what is there stays
	echo 'Subject: mine' >"$XDG_CONFIG_HOME/leads/templates/ack"
	lead-check --init -q --name=Other
	grep -q mine "$XDG_CONFIG_HOME/leads/templates/ack"
	grep -q Dale "$conf"
}

@test "--init with a wrong answer leaves nothing behind; on a terminal it asks" {
	rc=0
	lead-check --init -q --timezone=Mars/Base 2>err || rc=$?
	same 78 $rc
	grep -q 'Mars/Base' err
	[ ! -e "$XDG_CONFIG_HOME/leads/leads.conf" ]
	printf 'Harbor\n\n\n\n\nUS\n\n' |
	    script -qec 'lead-check --init' /dev/null >asked
	grep -q 'Name of the firm' asked
	grep -q 'name = "Harbor"' "$XDG_CONFIG_HOME/leads/leads.conf"
	grep -q '^  country = "US"' "$XDG_CONFIG_HOME/leads/leads.conf"
}
