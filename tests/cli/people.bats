#!/usr/bin/env bats
# People: their numbers, addresses and names, and two leads that are one.

load helper

# elsewhere DIR: the programs in DIR/bin, as installed but without the object
# that opens libphonenumber.
elsewhere() {
	mkdir -p "$1/bin"
	for p in $PROGRAMS; do
		cp "$(command -v "lead-$p")" "$1/bin"
	done
	PATH="$1/bin:$PATH"
}

shim() {
	find "${LEADS_BIN:-$TESTS/..}/leads-phone.so" \
	    "${LEADS_BIN:-$TESTS/..}/build/leads-phone.so" 2>/dev/null | head -n 1
}

@test "a number is brought to one form, its extension apart" {
	store
	lead-add -q -f name='Dana Reyes' -f phone='(310) 555-0142 ext. 23'
	same "+13105550142" "$(lead-show -o phone L1)"
	same "23" "$(sql "SELECT value FROM field WHERE name = 'phone extension'")"
	same "0" "$(sql "SELECT count(*) FROM field WHERE name = 'phone problem'")"
}

@test "a number that cannot be one is kept as written and marked" {
	store
	lead-add -q -f name='Dana Reyes' -f phone='555-01 or ask Tom'
	same "555-01 or ask Tom" "$(lead-show -o phone L1)"
	same "cannot be a number: kept as written (simple rules)" \
	    "$(sql "SELECT value FROM field WHERE name = 'phone problem'")"
}

@test "country by +, then by source, then by the firm" {
	store 'source "uk" { country = "GB" }'
	lead-add -q -s uk -f name='A B' -f phone='020 7946 0123'
	lead-add -q -s uk -f name='C D' -f phone='+1 310 555 0142'
	lead-add -q -s website -f name='E F' -f phone='310 555 0143'
	same "+442079460123 +13105550142 +13105550143" \
	    "$(lead-show -o phone L1 L2 L3 | tr '\n' ' ' | sed 's/ $//')"
}

@test "libphonenumber where it is installed beside the programs, else simple rules" {
	store 'source "ar" { country = "AR" }'
	elsewhere "$BATS_TEST_TMPDIR/usr"
	lead-check --config | grep -q 'judged by simple rules'
	lead-add -q -s ar -f name='A B' -f phone='11 2345-6789'
	same "11 2345-6789" "$(lead-show -o phone L1)"
	[ -n "$(shim)" ] || return 0 # built without it: there is one judge
	mkdir -p "$BATS_TEST_TMPDIR/usr/lib/leads"
	cp "$(shim)" "$BATS_TEST_TMPDIR/usr/lib/leads"
	lead-check --config | grep -q 'judged by libphonenumber'
	lead-add -q -s ar -f name='C D' -f phone='11 2345-6789'
	same "+541123456789" "$(lead-show -o phone L2)"
	lead-add -q -s ar -f name='E F' -f phone='+34 212 345 678'
	same "of no range in use: look at it (libphonenumber)" \
	    "$(sql "SELECT value FROM field WHERE name = 'phone problem' AND
	    lead = 3")"
}

@test "a plain number opens no C++ library" {
	store
	[ -n "$(shim)" ] || return 0
	LD_DEBUG=files lead-add -q -f name=A -f phone='310 555 0142' 2>plain
	LD_DEBUG=files lead-add -q -f name=B -f phone='+54 11 2345 6789' 2>other
	not grep -q libphonenumber plain
	grep -q libphonenumber other
}
