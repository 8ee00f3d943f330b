#!/usr/bin/env bats
# The shipped Exim router and transport, a .forward file and an alias, with
# the real Exim and a spool of its own: what is not taken stays in its queue.

load ../cli/helper
load agents

setup() {
	agent_env
	[ "$(id -u)" -eq 0 ] || skip "Exim changes users: needs root"
	store
	sed -e "s|^PATH=.*|PATH=$AREA/bin:/usr/bin:/bin|" \
	    "$TESTS/../scripts/examples/lead-deliver" >bin/lead-deliver
	chmod 755 bin/lead-deliver
	mkdir -p spool log
	chown -R nobody store config spool log
	real
}

teardown() {
	agent_clean
}

# part NAME: that section of the example, for this machine.
part() {
	sed -n "/^begin $1/,/^begin/p" "$TESTS/../scripts/examples/exim.conf" |
	    sed -e '/^begin/d' -e "s|/usr/local/bin|$AREA/bin|" \
		-e 's/user = leads/user = nobody/'
}

# exim_conf ROUTER: its own configuration with the router before the last.
exim_conf() {
	cat >exim.conf <<-END
	primary_hostname = test.example
	domainlist local_domains = test.example
	exim_user = nobody
	exim_group = nogroup
	exim_path = $LIVE/usr/sbin/exim4
	keep_environment = LD_LIBRARY_PATH
	spool_directory = $AREA/spool
	log_file_path = $AREA/log/%s
	never_users =
	qualify_domain = test.example
	begin routers
	$1
	bounce:
	  driver = accept
	  transport = bounced
	begin transports
	$(part transports)
	piped:
	  driver = pipe
	  user = nobody
	bounced:
	  driver = appendfile
	  file = $AREA/log/bounces
	  user = nobody
	begin retry
	* * F,4d,1s
	END
	chmod 644 exim.conf
}

exim() {
	live "$LIVE/usr/sbin/exim4" -C "$AREA/exim.conf" "$@"
}

# Delivered at once, in the foreground.
hand() {
	exim -odi -f "sender@example.net" leads@test.example <"$1.eml"
}

again() {
	exim -qff
}

# The queue lists senders by message: look for the subject in the spool.
state() {
	if grep -rqs "Subject: Deck $1\$" "$AREA/spool/input"; then
		echo held
	elif grep -qs "Subject: Deck $1\$" "$AREA/log/bounces"; then
		echo bounced
	else
		echo done
	fi
}

@test "exim: router and transport hold what was not taken" {
	exim_conf "$(part routers)"
	agent_table
	[ ! -e log/bounces ]
}

@test "exim: a .forward file holds what was not taken" {
	sed "s|/usr/local/bin|$AREA/bin|" \
	    "$TESTS/../scripts/examples/forward" >forward
	exim_conf "
	forward:
	  driver = redirect
	  local_parts = leads
	  file = $AREA/forward
	  owners = root
	  user = nobody
	  pipe_transport = piped"
	agent_table
	[ ! -e log/bounces ]
}

@test "exim: an alias holds what was not taken" {
	sed "s|/usr/local/bin|$AREA/bin|" \
	    "$TESTS/../scripts/examples/aliases" >aliases
	exim_conf "
	aliases:
	  driver = redirect
	  data = \${lookup{\$local_part}lsearch{$AREA/aliases}}
	  user = nobody
	  pipe_transport = piped"
	agent_table
	[ ! -e log/bounces ]
}
