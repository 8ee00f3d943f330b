#!/usr/bin/env bats
# The commands of leads(7) and leads-cookbook(7) run as they stand there.
load helper

# examples PAGE FROM TO: the literal lines of the sections between two.
examples() {
	awk -v from="$2" -v to="$3" '
	index($0, from) == 1 {on = 1; next}
	index($0, to) == 1 {on = 0}
	!on {next}
	/^\.Bd/ {lit = 1; print "#--"; next}
	/^\.Ed/ {lit = 0; next}
	lit {print; next}
	/^\.Dl / {print "#--"; print substr($0, 5)}
	' "$TESTS/../man/$1" | sed -e 's/\\e/\\/g' -e 's/\\&//g'
}

# What the machine that runs the tests may lack, or must not do.
stand_ins() {
	mkdir -p bin
	printf '#!/bin/sh\nhead -n 1\n' >bin/fzf
	printf '#!/bin/sh\ncat >>mailed\n' >bin/mail
	chmod +x bin/*
	PATH=$PWD/bin:$PATH
}

@test "the tour of leads(7), from an empty place to a week" {
	unset LEADS_STORE LEADS_NOW
	export HOME=$PWD
	# nothing runs by itself here, which is a warning
	echo 'lead-check() { command lead-check "$@" || [ $? -eq 1 ]; }' \
	    >tour.sh
	examples leads.7 '.Sh TEN MINUTES' '.Sh FOR GOOD' >>tour.sh
	[ "$(grep -c '^#--' tour.sh)" -ge 12 ]
	bash -e tour.sh >out
	grep -q '^L1' out
	grep -q 'WON\|won' out
	[ -n "$(find tour/outbox/new -type f)" ]
}

@test "each pipeline of leads-cookbook(7)" {
	store
	stand_ins
	answered
	lead-log -q --as=mia L1 proposal -v 900
	lead-add -q -s phone -f name='Tom Wu' -f phone='310 555 0143'
	lead-route -q
	examples leads-cookbook.7 '.Sh DESCRIPTION' '.Sh SEE ALSO' >all
	export LEADS_NOW=2026-11-09T10:00:00Z
	csplit -s -z -f recipe. all '/^#--/' '{*}'
	[ "$(ls recipe.* | wc -l)" -ge 16 ]
	for r in recipe.*; do
		bash -o pipefail -e $r >$r.out 2>$r.err || {
			cat $r $r.err
			return 1
		}
		[ ! -s $r.err ] || { cat $r $r.err; return 1; }
	done
	grep -q 'Dana Reyes' leads.csv leads.vcf
	grep -q 'BEGIN:VTODO' tasks.ics
	grep -q '^[0-9]' cursor
	[ -s mailed ]
	[ -s leads-backup.db ]
}
