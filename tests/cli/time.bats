#!/usr/bin/env bats
# Clocks: both DST nights minute by minute, a clock set back and forward, the
# far future, a zone changed in the configuration. No double, no storm, no
# silence.

load helper

# firm ZONE [LINE...]: a firm that is always open, so that only time decides.
firm() {
	config "${@:2}"
	sed -i "s|timezone = \"UTC\"|timezone = \"$1\"|
	    s|mon-fri 09:00-17:00|mon-sun 00:00-24:00|" \
	    "$XDG_CONFIG_HOME/leads/leads.conf"
	lead-check --init -q >/dev/null
}

# minutes FROM TO: what cron does, each minute of the time between.
minutes() {
	local t
	for ((t = $(date -d "$1" +%s); t < $(date -d "$2" +%s); t += 60)); do
		LEADS_NOW=@$t lead-due -k message >due
		[ ! -s due ] || LEADS_NOW=@$t lead-send -q <due
		cut -f1 due | sed "s/\$/ $(date -u -d @$t +%H:%MZ)/" >>log
	done
}

steps() {
	cat <<-'CONF'
	sequence "standard" {
	  step "ack" { after = "0" channel = "match" template = "ack" always = true }
	  step "tip" { after = "1d" channel = "match" template = "tip" }
	}
	CONF
}

# night ZONE ADDED FROM TO: a lead of the day before, its step due at ADDED's
# wall time in the night; prints when each message went.
night() {
	firm "$1" "$(steps)"
	LEADS_NOW=$2 lead-add -q -f name=Dana -f email=dana@example.net \
	    -f message='My deck is rotten'
	LEADS_NOW=$2 lead-route -q
	LEADS_NOW=$2 lead-due -k message | LEADS_NOW=$2 lead-send -q
	: >log
	minutes "$3" "$4"
	sort -u log
	same 2 "$(sent_to dana@example.net | wc -l)"
}

@test "spring: a time that does not exist is the next valid minute, once" {
	# 02:30 on 8 March 2026 is skipped in Los Angeles: 03:00 PDT = 10:00Z
	run night America/Los_Angeles 2026-03-07T02:30:00-08:00 \
	    '2026-03-08 08:00Z' '2026-03-08 12:00Z'
	same 0 "$status"
	same 'M2 10:00Z' "$output"
}

@test "autumn: a time that comes twice happens once, the first time" {
	# 01:30 on 1 November 2026 comes twice: 08:30Z and 09:30Z
	run night America/Los_Angeles 2026-10-31T01:30:00-07:00 \
	    '2026-11-01 07:00Z' '2026-11-01 11:00Z'
	same 0 "$status"
	same 'M2 08:30Z' "$output"
}

@test "half an hour of daylight saving, on Lord Howe" {
	# 02:15 on 4 October 2026 is skipped (02:00 +10:30 becomes 02:30 +11)
	run night Australia/Lord_Howe 2026-10-03T02:15:00+10:30 \
	    '2026-10-03 14:00Z' '2026-10-03 18:00Z'
	same 0 "$status"
	same 'M2 15:30Z' "$output"
}

@test "a clock set back an hour sends nothing twice" {
	store
	answered
	export LEADS_NOW=2026-11-04T09:00:00Z
	lead-route -q
	lead-due | lead-send -q
	dana | lead-add -q -
	lead-due | lead-send -q
	same 1 "$(sent_to dana@example.net | wc -l)"
	lead-check --store -q
}

@test "a clock set forward a year sends one message, not what a year missed" {
	store
	answered
	export LEADS_NOW=2027-11-04T10:00:00Z
	lead-due -k message | lead-send -q
	lead-due -k message | lead-send -q
	same 2 "$(sent_to dana@example.net | wc -l)"
	export LEADS_NOW=2026-11-04T10:05:00Z
	lead-due -k message | lead-send -q
	same 2 "$(sent_to dana@example.net | wc -l)"
	lead-check --store -q
}

@test "2038 and 2100 are years like others" {
	for year in 2038 2100; do
		rm -rf leads.db* outbox
		store
		export LEADS_NOW=$year-02-03T10:00:00Z
		answered
		same "$year-02-03T10:00:00+00:00" "$(lead-show -o received)"
		export LEADS_NOW=$year-02-04T10:00:00Z
		lead-due -k message | lead-send -q
		same 2 "$(sent_to dana@example.net | wc -l)"
		lead-report week --since=$year-02-01 --until=$year-02-08 -j |
		    jq -e '.metrics.leads_new.value == 1' >/dev/null
	done
}

@test "a new zone in the configuration moves no planned time and sends no storm" {
	store
	answered
	before=$(sql "SELECT due FROM message WHERE state = 'queued'")
	sed -i 's|timezone = "UTC"|timezone = "Asia/Kathmandu"|' \
	    "$XDG_CONFIG_HOME/leads/leads.conf"
	lead-route -q
	lead-due -k message | lead-send -q
	same "$before" "$(sql "SELECT due FROM message WHERE state = 'queued'")"
	same 1 "$(sent_to dana@example.net | wc -l)"
	same 2026-11-04T15:45:00+05:45 "$(lead-show -o received)"
}
