#!/usr/bin/env bats
# Each recipe that leads-doors(7) prints is one a test runs: the lines stand in
# the shipped examples, which tests/live runs, or are run here.

load helper

# blocks: the literal blocks of the page, as lines.
blocks() {
	sed -n '/^\.Bd -literal/,/^\.Ed/p' "$TESTS/../man/leads-doors.7" |
	    grep -v '^\.' | sed 's/^ *//'
}

@test "leads-doors(7): each line is in a shipped example, or a command" {
	local line
	sed 's/^#* *//' "$TESTS"/../scripts/examples/* >shipped
	blocks | grep -v '^lead-' >lines
	[ "$(wc -l <lines)" -gt 15 ]
	while IFS= read -r line; do
		grep -qxF -- "$line" shipped || {
			echo "not shipped: $line"
			return 1
		}
	done <lines
}

@test "leads-doors(7): each command it prints works" {
	store
	printf 'name,email\nDana Reyes,dana@example.net\n' >old.csv
	printf '%s\n' BEGIN:VCARD VERSION:3.0 'FN:Kim Lee' \
	    EMAIL:kim@example.net END:VCARD >contacts.vcf
	blocks | grep '^lead-' >lines
	same 4 "$(wc -l <lines | tr -d ' ')"
	while IFS= read -r line; do
		run sh -c "$line"
		same "0 $line" "$status $line"
	done <lines
	same 3 "$(lead-show -o ref | wc -l | tr -d ' ')"
}
