#!/usr/bin/env bats
# The figures of lead-report, computed a second way by figures.py from the
# events of a simulated quarter: every one must be the same.
load helper

setup_file() {
	top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	memory=$BATS_FILE_TMPDIR
	[ ! -w /dev/shm ] || memory=/dev/shm
	export LEADS_STORE=$BATS_FILE_TMPDIR/quarter.db
	export LEADS_CONFIG=$LEADS_STORE.conf PATH="${LEADS_BIN:-$top}:$PATH"
	TMPDIR=$memory "$top/tests/sim/make-quarter" "$LEADS_STORE" \
	    -n 120 -l 35 >/dev/null
	# what a quarter of its own has none of
	lead-set -q --now=2026-11-03T17:00:00Z --force --merge L101 L92
	lead-set -q --now=2026-11-03T17:00:00Z --merge L90 L105
	sqlite3 "$LEADS_STORE" "UPDATE lead SET imported = 1 WHERE id IN
	    (95, 96, 97); UPDATE lead SET source = 'test' WHERE id IN
	    (93, 94)"
}

# compare REPORT: lead-report's page against the events.
compare() {
	export LEADS_STORE=$BATS_FILE_TMPDIR/quarter.db
	export LEADS_CONFIG=$LEADS_STORE.conf LEADS_NOW=2026-11-03T18:00:00Z
	unset LEADS_ACTOR
	lead-report "$@" -j >leads.json
	lead-show --events -j >events.jsonl
	for t in lead task message inbox; do
		columns='*'
		[ $t != message ] || columns='id, lead, kind, state, sequence,
		    step, sent'
		[ $t != inbox ] || columns='id, outcome'
		sqlite3 -json "$LEADS_STORE" "SELECT $columns FROM $t" >$t.json
	done
	python3 "$TESTS/figures.py" . America/Los_Angeles \
	    "$(date -d "$LEADS_NOW" +%s)" '{"0": [[480,720],[780,1080]],
	    "1": [[480,720],[780,1080]], "2": [[480,720],[780,1080]],
	    "3": [[480,720],[780,1080]], "4": [[480,720],[780,1080]],
	    "5": [[540,780]]}' '["2026-11-26","2026-12-25","2027-01-01"]'
}

@test "each figure of the week is what the events say" {
	compare week
}

@test "each figure of the month is what the events say" {
	compare month
}

@test "each step's replies and opt-outs are what the events say" {
	compare sequences --since=2026-10-05 --until=2026-11-02
}
