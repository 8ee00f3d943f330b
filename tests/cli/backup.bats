#!/usr/bin/env bats
# Backup, restore and moving house as lead-check(1) tells it; and every kind
# of damage to a store that lead-check --store has to find.

load helper

@test "a backup taken while leads come in opens, is whole, and restores" {
	store
	answered
	for i in $(seq 30); do
		dana "more$i" | sed "s/dana@/d$i@/" | lead-add -q - &
	done
	sqlite3 "$LEADS_STORE" "VACUUM INTO '$PWD/backup.db'"
	wait
	chmod 600 backup.db
	lead-check --store -q -d backup.db
	sent=$(sqlite3 backup.db "SELECT count(*) FROM message WHERE state = 'sent'")
	rm -f leads.db leads.db-wal leads.db-shm
	mv backup.db leads.db
	lead-check --store -q
	lead-route -q
	lead-due -k message | lead-send -q
	same "$sent" 1
	# what was sent before the backup is not sent again
	same 1 "$(sent_to 'dana@example.net' | wc -l)"
}

@test "a store moved to another folder goes on, mails and all" {
	store
	answered
	mkdir -p elsewhere
	mv leads.db elsewhere/
	export LEADS_STORE=$PWD/elsewhere/leads.db
	mail reply 'Dana <dana@example.net>' 'Re: Deck' 'Tuesday suits me' \
	    'In-Reply-To: <first@example.net>' | lead-add -q -
	same replied "$(lead-show -o stage L1)"
	lead-check --store -q
}

# damage SQL PATTERN: lead-check --store is failing, and says so.
damage() {
	cp good.db "$LEADS_STORE"
	sqlite3 "$LEADS_STORE" "PRAGMA foreign_keys = OFF; $1"
	run lead-check --store
	[ "$status" -eq 2 ] || {
		echo "not found: $1"
		return 1
	}
	[[ $output == *$2* ]] || {
		echo "no word of '$2': $output"
		return 1
	}
}

@test "each kind of damage to a store is found" {
	store
	answered
	mail reply 'Dana <dana@example.net>' 'Re: Deck' 'Tuesday suits me' \
	    'In-Reply-To: <first@example.net>' | lead-add -q -
	lead-check --store -q
	sqlite3 "$LEADS_STORE" "VACUUM INTO '$PWD/good.db'"
	rm -f leads.db-wal leads.db-shm
	damage "UPDATE lead SET stage = 'won'" stage
	damage "UPDATE lead SET touches = 9" touches
	damage "UPDATE lead SET replies = 9" replies
	damage "UPDATE lead SET score = 99" score
	damage "UPDATE lead SET owner = 'nobody'" owner
	damage "UPDATE lead SET next_due = 1" next_due
	damage "UPDATE lead SET next_message = 1" next_message
	damage "DELETE FROM person" "no person"
	damage "UPDATE task SET done = 1" task
	damage "DROP INDEX message_step; INSERT INTO message(lead, kind, channel,
	    state, sequence, run, step, due, created) SELECT lead, kind,
	    channel, 'cancelled', sequence, run, step, due, created FROM message
	    WHERE kind = 'step' LIMIT 1" message_step
	damage "DROP TRIGGER message_move; UPDATE message SET state = 'sent',
	    sent = 0, message_id = NULL WHERE id = (SELECT max(id) FROM message
	    WHERE kind = 'step')" message
	damage "DELETE FROM address" address
	damage "UPDATE inbox SET raw = x'00'" 'bytes of'
	cp good.db "$LEADS_STORE"
	python3 - "$LEADS_STORE" <<-'PY'
	import sys
	with open(sys.argv[1], 'r+b') as f:
	    f.seek(4096 * 3)
	    f.write(b"\xff" * 100)
	PY
	run lead-check --store
	same 2 "$status"
}
