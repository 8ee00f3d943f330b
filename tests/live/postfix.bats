#!/usr/bin/env bats
# pipe(8) of the shipped master.cf, an alias and a .forward file with a real
# Postfix and a queue of its own: what is not taken waits there.

load ../cli/helper
load agents
load postfix

setup() {
	agent_env
	[ "$(id -u)" -eq 0 ] || skip "Postfix is started by root only"
	store
	sed -e "s|^PATH=.*|PATH=$AREA/bin:/usr/bin:/bin|" \
	    "$TESTS/../scripts/examples/lead-deliver" >bin/lead-deliver
	chmod 755 bin/lead-deliver
	chown -R nobody store config
	real
	STATUS='to=<leads@test.example>.* status='
	RETRIED=
}

teardown() {
	postfix_stop
	agent_clean
}

# One mail by SMTP, and its first try awaited.
hand() {
	python3 - "$PORT" "$1.eml" <<-'END'
	import smtplib, sys
	with smtplib.SMTP("127.0.0.1", int(sys.argv[1])) as server:
	    server.sendmail("fate@elsewhere.example", "leads@test.example",
	        open(sys.argv[2], "rb").read())
	END
	SEEN=${SEEN:-0}
	within 20 tried
	SEEN=$(tries)
}

tries() {
	grep -cE "$STATUS" maillog 2>/dev/null || true
}

tried() {
	[ "$(tries)" -gt "$SEEN" ]
}

again() {
	RETRIED=yes
	pf flush
	within 30 queue_empty
}

# By the log for a first try, by the queue for a retry.
state() {
	if [ -n "${RETRIED-}" ]; then
		queue_empty && echo done || echo held
		return
	fi
	case $(grep -E "$STATUS" maillog | tail -n 1) in
	*status=sent*) echo done ;;
	*status=deferred*) echo held ;;
	*) echo bounced ;;
	esac
}

# no_bounce: nobody's mail was sent back.
no_bounce() {
	! grep -E 'status=bounced|sender non-delivery' maillog
}

@test "postfix: pipe(8) holds what was not taken" {
	postfix_start "transport_maps = inline:{leads@test.example=leads:}" \
	    "leads_destination_recipient_limit = 1"
	agent_table
	no_bounce
}

@test "postfix: an alias holds what was not taken" {
	sed "s|/usr/local/bin|$AREA/bin|" \
	    "$TESTS/../scripts/examples/aliases" >aliases
	postfix_start "alias_maps = texthash:$AREA/aliases.pf"
	# texthash wants no colon after the name
	sed 's/^\([a-z]*\):/\1/' aliases >aliases.pf
	pf reload
	agent_table
	no_bounce
}

@test "postfix: a .forward file holds what was not taken" {
	sed "s|/usr/local/bin|$AREA/bin|" \
	    "$TESTS/../scripts/examples/forward" >forward
	chown nobody forward
	postfix_start "forward_path = $AREA/forward" \
	    "virtual_alias_maps = inline:{leads@test.example=nobody@test.example}"
	STATUS='orig_to=<leads@test.example>.* status='
	agent_table
	no_bounce
}
