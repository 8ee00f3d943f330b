#!/usr/bin/env bats
# The shipped maildrop rule with the real maildrop: whatever becomes of
# lead-add, the mail server hears 0 or 75.

load ../cli/helper
load agents

setup() {
	agent_env
	# The stock PATH line would find another lead-add.
	sed "s|^PATH=.*|PATH=\"$AREA/bin:/usr/bin:/bin\"|" \
	    "$TESTS/../scripts/examples/maildrop" >mailfilter
	chmod 600 mailfilter
	store
}

teardown() {
	agent_clean
}

hand() {
	STATUS=0
	live maildrop "$AREA/mailfilter" <"$1.eml" || STATUS=$?
}

again() {
	hand "$1"
}

state() {
	case $STATUS in
	0) echo done ;;
	75) echo held ;;
	*) echo bounced ;;
	esac
}

@test "maildrop: a mail is a lead, or 75 and a lead when it comes again" {
	agent_table
}

@test "maildrop: a missing store is 75, and none is made" {
	rm -f "$LEADS_STORE"*
	real
	dana >dana.eml
	hand dana
	same held "$(state)"
	[ ! -e "$LEADS_STORE" ]
}
