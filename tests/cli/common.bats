#!/usr/bin/env bats
# What all ten programs have in common: help, version, exit statuses.

load helper


@test "--help is on standard output and exits 0" {
	for p in $PROGRAMS; do
		for option in -h --help; do
			"lead-$p" $option >out 2>err
			grep -q "lead-$p" out
			[ ! -s err ]
		done
	done
}

@test "--version names the program" {
	for p in $PROGRAMS; do
		"lead-$p" --version | grep -q "^lead-$p .*[0-9]\.[0-9]"
		same "$("lead-$p" --version)" "$("lead-$p" -V)"
	done
}

@test "an unknown option is 64 and named" {
	for p in $PROGRAMS; do
		run "lead-$p" --no-such-option
		same "64 lead-$p" "$status lead-$p"
		[[ $output == "lead-$p: "*no-such-option* ]]
	done
}

@test "a full standard output is 74" {
	for p in $PROGRAMS; do
		run bash -c "lead-$p --help >/dev/full"
		same "74 lead-$p" "$status lead-$p"
	done
	store
	answered
	run bash -c 'lead-show >/dev/full'
	same 74 "$status"
}

@test "a reader that went away is no error message" {
	store
	answered
	run bash -c 'lead-show --timeline L1 2>err | true; cat err'
	same "" "$output"
}

@test "readers of a missing store are empty, say so in one line and make none" {
	config
	for p in show due stale report; do
		run bash -c "lead-$p 2>err"
		same "0 lead-$p" "$status lead-$p"
		same "1 lead-$p" "$(wc -l <err | tr -d ' ') lead-$p"
		[ ! -e "$LEADS_STORE" ]
	done
}

@test "a named ref on a missing store, or one that is not there, is 66" {
	config
	run lead-show L1
	same 66 "$status"
	lead-check --init -q >/dev/null
	run lead-show L1
	same 66 "$status"
	run lead-set L7 owner=mia
	same 66 "$status"
	run lead-log L7 call
	same 66 "$status"
}

@test "a bad -w is 65" {
	store
	run lead-show -w 'no such column ='
	same 65 "$status"
	run lead-show -w '(SELECT count(*) FROM inbox) > 0'
	same 65 "$status"
}

@test "-n changes nothing" {
	store
	dana | lead-add -q -n -
	same 0 "$(sql 'SELECT count(*) FROM lead')"
	dana | lead-add -q -
	lead-route -n -q
	same 0 "$(sql 'SELECT count(*) FROM message')"
	lead-route -q
	lead-due | lead-send -n -q
	[ -z "$(ls "$OUTBOX/new" 2>/dev/null)" ]
}

@test "options and operands come in any order, and -- ends options" {
	store
	answered
	same L1 "$(lead-show L1 -o ref)"
	same L1 "$(lead-show -o ref -- L1)"
}

@test "a program that finds nothing to do loads neither curl nor GMime nor ICU" {
	store
	# built with LAZY=no, as under the sanitizers: all are there from the start
	ldd "$(command -v lead-send)" | not grep -q libcurl || return 0
	for p in due send route show stale log report; do
		LD_DEBUG=files "lead-$p" --help 2>&1 >/dev/null |
		    grep -E 'lib(curl|gmime|ical|icu)' && false
	done
	LD_DEBUG=files lead-due 2>&1 | grep -E 'lib(curl|gmime|ical|icu)' && false
	true
}

@test "a store of the first version is taken over, a copy kept beside it" {
	config
	sqlite3 "$LEADS_STORE" <"$TESTS/samples/store-v1.sql"
	chmod 600 "$LEADS_STORE"
	dana other | lead-add -q -
	same 1 "$(sqlite3 "$LEADS_STORE.v1.bak" 'PRAGMA user_version')"
	same 2 "$(sqlite3 "$LEADS_STORE.v1.bak" 'SELECT count(*) FROM lead')"
	[ "$(sql 'PRAGMA user_version')" -gt 1 ]
	same "Dana Reyes" "$(lead-show L1 -o name)"
	same 2 "$(lead-show | wc -l)"
	lead-check --store -q
}
