#!/usr/bin/env bats
# The shipped recipes of fetchmail, getmail and fdm against a real Dovecot:
# a mail leaves the mailbox, or is marked, only once it was stored.

load ../cli/helper
load agents

setup() {
	agent_env
	store
	sed -e "s|^PATH=.*|PATH=$AREA/bin:/usr/bin:/bin|" \
	    "$TESTS/../scripts/examples/lead-deliver" >bin/lead-deliver
	chmod 755 bin/lead-deliver
	real
	dovecot_start
}

teardown() {
	[ -z "${DOVECOT-}" ] || kill "$DOVECOT" 2>/dev/null || true
	[ -z "${DOVECOT-}" ] || wait "$DOVECOT" 2>/dev/null || true
	agent_clean
}

# dovecot_moved: Dovecot looks for its modules in /usr/lib by a name built in;
# copies of its libraries look in the folder a process stands in.
dovecot_moved() {
	mkdir -p lib dove/login
	ln -s "$LIVE/usr/lib/dovecot/modules" dove/modules
	ln -s "$LIVE/usr/lib/dovecot/modules" dove/login/modules
	for lib in libdovecot.so.0 libdovecot-login.so.0; do
		LC_ALL=C sed \
		    's|/usr/lib/dovecot/modules|/proc/self/cwd/modules//|g' \
		    "$LIVE/usr/lib/dovecot/$lib" >"lib/$lib"
	done
	LIBRARIES="$AREA/lib:$LIBRARIES:$LIVE/usr/lib/dovecot/modules/old-stats"
}

# Each mail waits in the mailbox of a user of its own, so that a mail that
# is refused does not stand before the next.
dovecot_start() {
	local user=nobody
	PORT=$(port)
	dovecot_moved
	[ "$(id -u)" -eq 0 ] || user=$(id -un)
	mkdir -p dove mail
	cat >dovecot.conf <<-END
	protocols = imap
	listen = 127.0.0.1
	base_dir = $AREA/dove
	state_dir = $AREA/dove
	libexec_dir = $LIVE/usr/lib/dovecot
	mail_plugin_dir = $LIVE/usr/lib/dovecot/modules
	auth_debug = no
	log_path = $AREA/dovecot.log
	ssl = no
	disable_plaintext_auth = no
	default_login_user = $user
	default_internal_user = $user
	default_internal_group = $(id -gn "$user")
	first_valid_uid = 1
	import_environment = LD_LIBRARY_PATH TZ
	mail_location = maildir:$AREA/mail/%u
	service imap-login {
	  chroot =
	  inet_listener imap {
	    address = 127.0.0.1
	    port = $PORT
	  }
	  inet_listener imaps {
	    port = 0
	  }
	}
	service anvil {
	  chroot =
	}
	passdb {
	  driver = static
	  args = password=secret
	}
	userdb {
	  driver = static
	  args = uid=$(id -u "$user") gid=$(id -g "$user") home=$AREA/mail/%u
	}
	END
	chown "$user" mail
	# dovecot would look for doveconf in /usr/bin: here it comes first.
	live doveconf -f service=master -c "$AREA/dovecot.conf" -m master -p \
	    -e "$LIVE/usr/sbin/dovecot" -F -c "$AREA/dovecot.conf" \
	    >dovecot.out 2>&1 &
	DOVECOT=$!
	within 10 grep -qs 'starting up' dovecot.log
	within 10 test -S dove/anvil
}

user_of() {
	printf 'u%s' "${1,,}"
}

# deposit FATE: the mail lies unread in its mailbox.
deposit() {
	local box
	box="mail/$(user_of "$1")"
	mkdir -p "$box/new" "$box/cur" "$box/tmp"
	cp "$1.eml" "$box/new/1.M$1.test"
	[ "$(id -u)" -ne 0 ] || chown -R nobody "$box"
}

# recipe NAME FATE: the example for this server and that mailbox.
recipe() {
	sed -e "s|imap.example.net|127.0.0.1|; s|993|$PORT|" \
	    -e "s|/usr/local/bin|$AREA/bin|" \
	    -e "s|username \"leads\"|username \"$(user_of "$2")\"|" \
	    -e "s|user \"leads\"|user \"$(user_of "$2")\"|" \
	    -e "s|^username = leads|username = $(user_of "$2")|" \
	    -e 's| ssl sslcertck| sslproto ""|; s|imaps server|imap server|' \
	    -e 's|SimpleIMAPSSL|SimpleIMAP|' \
	    "$TESTS/../scripts/examples/$1" >"$1"
	chmod 600 "$1"
}

hand() {
	deposit "$1"
	fetch "$1"
}

again() {
	fetch "$1"
}

# held: there, and (where marks count) not seen; else it was taken.
state() {
	local box taken=${MARK:-none}
	box="mail/$(user_of "$1")"
	if [ -n "$(find "$box/new" "$box/cur" -type f \
	    ! -name "*:2,*$taken*")" ]; then
		echo held
	else
		echo done
	fi
}

@test "fetchmail: marked only once stored" {
	MARK=S
	fetch() {
		recipe fetchmailrc "$1"
		live timeout 15 env FETCHMAILHOME="$AREA/home" fetchmail --silent \
		    -f "$AREA/fetchmailrc" >>fetch.log 2>&1 || true
	}
	agent_table
}

@test "getmail: deleted only once stored" {
	fetch() {
		recipe getmailrc "$1"
		[ "$(id -u)" -ne 0 ] ||
		    sed -i 's/^ignore_stderr.*/&\nallow_root_commands = true/' \
			getmailrc
		mkdir -p getmail
		PYTHONPATH="$LIVE/usr/lib/python3/dist-packages" \
		    live timeout 15 getmail --getmaildir="$AREA/getmail" \
		    --rcfile="$AREA/getmailrc" \
		    >>fetch.log 2>&1 || true
	}
	agent_table
	[ -z "$(find mail/*/new mail/*/cur -type f)" ]
}

@test "fdm: deleted only once stored" {
	fetch() {
		recipe fdm.conf "$1"
		sed -i "1i set lock-file \"$AREA/home/lock\"" fdm.conf
		# as root it wants a user that only its package makes
		if [ "$(id -u)" -eq 0 ]; then
			drop="setpriv --reuid=nobody --regid=nogroup --clear-groups"
			chown -R nobody store config home fdm.conf
		fi
		# shellcheck disable=SC2086 # words are meant to split
		live timeout 15 ${drop-} fdm -q -f "$AREA/fdm.conf" \
		    fetch >>fetch.log 2>&1 || true
	}
	agent_table
	[ -z "$(find mail/*/new mail/*/cur -type f)" ]
}
