# What every test of the command line begins with: the programs of the build
# first in PATH, a store and folders of the test's own, and a clock that
# stands still on a Wednesday morning, within the default business hours.

leads_env() {
	TESTS=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
	PATH="${LEADS_BIN:-$TESTS/..}:$PATH"
	LEADS_STORE="$BATS_TEST_TMPDIR/leads.db"
	LEADS_NOW=2026-11-04T10:00:00Z
	XDG_CONFIG_HOME="$BATS_TEST_TMPDIR/config"
	XDG_DATA_HOME="$BATS_TEST_TMPDIR/data"
	LC_ALL=C TZ=UTC NO_COLOR=1
	OUTBOX="$BATS_TEST_TMPDIR/outbox"
	PROGRAMS="add route due send stale report log set show check"
	export TESTS PATH LEADS_STORE LEADS_NOW XDG_CONFIG_HOME XDG_DATA_HOME
	export LC_ALL TZ NO_COLOR OUTBOX PROGRAMS
	unset LEADS_CONFIG LEADS_ACTOR
	cd "$BATS_TEST_TMPDIR" || return 1
}

setup() {
	leads_env
}

# config [LINE...]: a firm with an address, its owner mia, and what is added.
config() {
	mkdir -p "$XDG_CONFIG_HOME/leads"
	{
		cat <<-'CONF'
		business {
		  name = "Harbor Plumbing"
		  email = "leads@harbor.example"
		  address = "100 Pier Ave, Torrance, CA 90501"
		  timezone = "UTC"
		  country = "US"
		  hours = {"mon-fri 09:00-17:00"}
		}
		owner "mia" {
		  email = "mia@harbor.example"
		  fallback = true
		}
		CONF
		printf '%s\n' "$@"
	} >"$XDG_CONFIG_HOME/leads/leads.conf"
}

# store [LINE...]: the configuration and an empty store.
store() {
	config "$@"
	lead-check --init -q >/dev/null
}

# mail ID FROM SUBJECT BODY [HEADER...]: a mail on standard output.
mail() {
	printf 'From: %s\nTo: %s\nSubject: %s\n' "$2" \
	    "${TO:-leads@harbor.example}" "$3"
	printf 'Date: Wed, 04 Nov 2026 09:59:00 +0000\n'
	printf 'Message-ID: <%s@example.net>\n' "$1"
	[ $# -lt 5 ] || printf '%s\n' "${@:5}"
	printf '\n%s\n' "$4"
}

# dana: the inquiry most tests begin with.
dana() {
	mail "${1:-first}" 'Dana Reyes <dana@example.net>' 'Deck repair' \
	    'My deck is rotten. Can you look at it?'
}

# answered: Dana's inquiry, routed and answered by the machine.
answered() {
	dana | lead-add -q -
	lead-route -q
	lead-due -k message | lead-send -q
}

# sent_to ADDRESS: the files of mails laid down for that address.
sent_to() {
	grep -l "^To: .*$1" "$OUTBOX"/new/* 2>/dev/null || true
}

# header NAME FILE: the value of an unfolded header, without angle brackets.
header() {
	sed -n "/^\$/q; s/^$1: *//Ip" "$2" | tr -d '<>' | head -n 1
}

sql() {
	sqlite3 -cmd '.timeout 10000' "$LEADS_STORE" "$1" || return
}

# same EXPECTED ACTUAL: a comparison that shows both when it fails.
same() {
	[ "$1" = "$2" ] || {
		printf 'expected: %s\nactual:   %s\n' "$1" "$2"
		return 1
	}
}

# not COMMAND...: it must fail. ("! command" is no test but as the last line.)
not() {
	if "$@"; then
		return 1
	fi
}

# noise N: N bytes that mean nothing, the same each time.
noise() {
	python3 -c 'import random, sys; random.seed(7)
sys.stdout.buffer.write(random.randbytes(int(sys.argv[1])))' "$1"
}
