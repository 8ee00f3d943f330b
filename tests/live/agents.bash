# What the tests of delivery agents share: the ends lead-add may come to, a
# stand-in that comes to each of them, and the table that every agent has to
# keep: a mail that was not taken is held, and is a lead once lead-add works.
#
# A test file gives three functions:
#   hand FATE   give the agent the mail FATE.eml, once
#   again FATE  the retry of a mail that was held
#   state FATE  where it is now: done, held, bounced or lost

FATES="0 1 65 69 70 71 73 74 75 77 78 KILL SEGV"

# agent_env: a folder that other users may enter (bats keeps its own shut),
# with the programs in it, so that an agent that drops privileges finds them.
agent_env() {
	leads_env
	LIVE="$TESTS/../build/live/root"
	LIVE=$(cd "$LIVE" 2>/dev/null && pwd) || skip "no scripts/unpack-agents"
	AREA=$(mktemp -d /tmp/leads-live.XXXXXX)
	chmod 755 "$AREA"
	mkdir -p "$AREA/bin" "$AREA/store" "$AREA/config"
	cp "$(command -v lead-add)" "$AREA/bin/lead-add.real"
	LEADS_STORE="$AREA/store/leads.db"
	XDG_CONFIG_HOME="$AREA/config"
	OUTBOX="$AREA/store/outbox"
	PATH="$AREA/bin:$PATH:$LIVE/usr/bin:$LIVE/usr/sbin"
	LIBRARIES="$LIVE/usr/lib:$LIVE/usr/lib/x86_64-linux-gnu"
	LIBRARIES="$LIBRARIES:$LIVE/usr/lib/postfix:$LIVE/usr/lib/dovecot"
	LIBRARIES="$LIBRARIES:$LIVE/usr/lib/courier-authlib"
	HOME="$AREA/home"
	export HOME PATH LEADS_STORE XDG_CONFIG_HOME OUTBOX
	mkdir "$HOME"
	# The name that recipes print, the store the tests look at.
	STORE_SET="LEADS_STORE='$LEADS_STORE' XDG_CONFIG_HOME='$AREA/config'"
	STORE_SET="$STORE_SET LEADS_NOW=$LEADS_NOW"
	unset LD_LIBRARY_PATH
	cd "$AREA" || return 1
}

agent_clean() {
	cd / && rm -rf "${AREA:?}"
}

# live PROGRAM...: one of the unpacked programs.
live() {
	LD_LIBRARY_PATH="$LIBRARIES" "$@" 3>&-
}

# lead_add_is BODY: what lead-add does from here on; agents call it by this
# name, and some with an empty environment.
lead_add_is() {
	printf '#!/bin/sh\n%s\n' "$1" >bin/lead-add.new
	chmod 755 bin/lead-add.new
	mv bin/lead-add.new bin/lead-add
}

real() {
	lead_add_is "$STORE_SET exec '$AREA/bin/lead-add.real' \"\$@\""
}

# fated FATE: reads the mail and comes to that end.
fated() {
	case $1 in
	[0-9]*) lead_add_is "cat >/dev/null; exit $1" ;;
	*) lead_add_is "cat >/dev/null; kill -$1 \$\$" ;;
	esac
}

# leads_of FATE: how many leads the mail became.
leads_of() {
	lead-show -o email |
	    awk -v it="fate-${1,,}@example.net" '$1 == it {n++} END {print n + 0}'
}

within() {
	for _ in $(seq $(($1 * 20))); do
		"${@:2}" && return
		sleep 0.05
	done
	return 1
}

# port: one that nobody listens on.
port() {
	python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# agent_table: the whole of it, told at once so that a failure shows all.
agent_table() {
	local fate expected="" actual=""
	for fate in $FATES; do
		mail "$fate" "Dana <fate-$fate@example.net>" "Deck $fate" \
		    'My deck is rotten. Can you look at it?' >"$fate.eml"
		fated "$fate"
		hand "$fate"
		expected+="$fate $([ "$fate" = 0 ] && echo done || echo held)
"
		actual+="$fate $(state "$fate")
"
	done
	same "$expected" "$actual"
	real
	expected="" actual=""
	for fate in $FATES; do
		[ "$fate" != 0 ] || continue
		again "$fate"
		expected+="$fate done 1
"
		actual+="$fate $(state "$fate") $(leads_of "$fate")
"
	done
	same "$expected" "$actual"
}
