#!/usr/bin/env bats
# Two stores whose machines answer each other: it ends after one exchange.

load ../cli/helper

# firm NAME: run what follows as that firm, in a folder of its own.
firm() {
	local name=$1
	shift
	(
		cd "$BATS_TEST_TMPDIR/$name" || exit 1
		LEADS_STORE=$PWD/leads.db LEADS_CONFIG=$PWD/leads.conf "$@"
	)
}

found() {
	mkdir "$BATS_TEST_TMPDIR/$1"
	cat >"$BATS_TEST_TMPDIR/$1/leads.conf" <<-CONF
	business { name = "$1" email = "leads@$1.example"
	  address = "1 Road" timezone = "UTC" }
	owner "o" { email = "o@$1.example" }
	CONF
	firm "$1" lead-check --init -q >/dev/null
}

# minute FROM TO [SED]: FROM's machine works, and the mails it sent reach TO,
# each once, changed by SED on their way.
minute() {
	local file
	firm "$1" lead-route -q
	firm "$1" sh -c 'lead-due -k message | lead-send -q'
	for file in "$1"/outbox/new/*; do
		[ -e "$file" ] || continue
		mv "$file" "$1/outbox/cur/"
		sed "${3:-}" "$1/outbox/cur/${file##*/}" >mail
		firm "$2" lead-add --deliver <mail
	done
}

# talk [SED]: one hour of cron at both, after a first inquiry.
talk() {
	found harbor
	found bay
	TO=leads@harbor.example mail first 'Bay <leads@bay.example>' 'Offer' \
	    'Can you paint our office?' >mail
	firm harbor lead-add --deliver <mail
	for minute in 00 01 02 03 04 05 10 20 40 59; do
		export LEADS_NOW=2026-11-04T10:$minute:00Z
		minute harbor bay "$@"
		minute bay harbor "$@"
	done
}

automatic() {
	grep -l "^To: .*leads@$2.example" "$1"/outbox/cur/* 2>/dev/null | wc -l
}

@test "two stores stop after the first answer: it says that it is automatic" {
	talk
	same 1 "$(automatic harbor bay)"
	same 0 "$(automatic bay harbor)"
}

@test "and after one exchange where something strips what says so" {
	talk '/^Auto-Submitted:/d; /^List-/d; /^ <mailto:/d'
	same 1 "$(automatic harbor bay)"
	[ "$(automatic bay harbor)" -le 1 ]
}

@test "and where the thread is lost too, the caps hold it" {
	talk '/^Auto-Submitted:/d; /^List-/d; /^ <mailto:/d; /^In-Reply-To:/d; /^References:/d; s/^Message-Id:.*/Message-ID: <'"$RANDOM"'.x@y.example>/; s/^Reply-To:.*//'
	[ "$(automatic harbor bay)" -le 2 ]
	[ "$(automatic bay harbor)" -le 2 ]
}
