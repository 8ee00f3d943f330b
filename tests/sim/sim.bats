#!/usr/bin/env bats
# A firm in a box: a quarter, a spring, and random histories. PROPERTY="-h 500
# -n 2000 -s 1" makes the last a long one.
bats_require_minimum_version 1.5.0

setup() {
	SIM=${SIM_BIN:-$BATS_TEST_DIRNAME/../../build/tests}
	TMPDIR=$BATS_TEST_TMPDIR
	# a power cut is not tested here: memory will do where there is some
	[ ! -w /dev/shm ] || TMPDIR=$(mktemp -d /dev/shm/leads.XXXXXX)
	export TMPDIR
}

teardown() {
	rm -rf "$TMPDIR" 2>/dev/null || true
}

@test "a quarter of a firm: every promise is kept, through November's clocks" {
	"$SIM/sim/quarter" -d "$TMPDIR"
	"$BATS_TEST_DIRNAME/check-quarter" "$TMPDIR/leads.db" \
	    2026-11-14 2026-11-16
}

@test "and through those of March" {
	"$SIM/sim/quarter" -d "$TMPDIR" -s 2 -n 300 -f 2027-02-22 -l 35 \
	    -w 2027-03-13
	"$BATS_TEST_DIRNAME/check-quarter" "$TMPDIR/leads.db" \
	    2027-03-13 2027-03-15
}

@test "random histories with programs that die keep what must always be true" {
	# shellcheck disable=SC2086
	"$SIM/fault/property" ${PROPERTY:--h 6 -n 600}
}
