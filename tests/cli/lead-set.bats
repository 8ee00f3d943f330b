#!/usr/bin/env bats
# lead-set: corrections, and what it refuses.

load helper

@test "a field changes and the change is printed with old and new" {
	store
	answered
	same $'L1\tname\tDana Reyes\tDana R. Reyes' \
	    "$(lead-set -o ref,field,old,new L1 name='Dana R. Reyes')"
}

@test "a move the stages do not know needs --force" {
	store
	answered
	lead-log -q L1 won
	run lead-set L1 stage=new
	[ "$status" -ne 0 ]
	same won "$(lead-show -o stage L1)"
	lead-set -q --force L1 stage=new
	same new "$(lead-show -o stage L1)"
}

@test "an owner nobody knows is refused" {
	store 'owner "sam" { email = "sam@harbor.example" }'
	answered
	run lead-set L1 owner=nobody
	[ "$status" -ne 0 ]
	lead-set -q L1 owner=sam
	same sam "$(lead-show -o owner L1)"
}

@test "a field of the firm's own is kept and searchable" {
	store
	answered
	lead-set -q L1 'roof type=slate'
	same L1 "$(lead-show -o ref -w "field('roof type') = 'slate'")"
}

@test "after a merge the old ref goes on working" {
	store
	answered
	mail other 'Dana <dana@home.example>' 'Fence' 'My fence too.' | lead-add -q -
	lead-route -q
	lead-set -q --merge L2 L1
	same L1 "$(lead-show -o ref L2 2>/dev/null)"
	same 1 "$(lead-show -o ref | wc -l)"
}

@test "--forget leaves no word of the lead in the store" {
	store
	answered
	lead-set -q --forget L1
	sql 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
	[ -z "$(sql .dump | grep -i 'dana@example.net')" ]
	[ -z "$(grep -c 'deck is rotten' leads.db | grep -v '^0$')" ]
}

@test "--forget takes the copy of an older store along, but not with -n" {
	store
	answered
	cp leads.db leads.db.v1.bak
	lead-set -q -n --forget L1
	[ -f leads.db.v1.bak ]
	[ -n "$(sql .dump | grep 'dana@example.net')" ]
	lead-set -q --forget L1
	[ ! -e leads.db.v1.bak ]
}

@test "--forget leaves nothing to be done for any lead of the person" {
	store
	dana | lead-add -q -
	lead-route -q
	lead-log -q L1 won
	mail two dana@example.net 'New roof' 'We need a roof too.' | lead-add -q -
	lead-route -q
	same 'won new' "$(lead-show -o stage | xargs)"
	lead-set -q --forget L1
	same 'won inactive' "$(lead-show -o stage | xargs)"
	same "" "$(lead-due)"
	run lead-check --store
	same 0 "$status"
}

@test "setting what is so already writes no event" {
	store
	answered
	lead-set -q L1 zip=90501 'roof type=flat' owner=mia
	before=$(sql 'SELECT count(*) FROM event')
	lead-set -q L1 zip=90501 'roof type=flat' owner=mia
	same "$before" "$(sql 'SELECT count(*) FROM event')"
	same $'flat\tsteep' "$(lead-set L1 'roof type=steep' -o old,new)"
}

@test "a new owner takes all open tasks of the lead" {
	store 'owner "sam" { email = "sam@harbor.example" }'
	answered
	for n in $(seq 20); do
		sql "INSERT INTO task(lead, kind, action, owner, due, created)
		    VALUES(1, 'other', 'Task $n', 'mia', 1, 1)"
	done
	lead-set -q L1 owner=sam
	same 21 "$(sql "SELECT count(*) FROM task WHERE owner = 'sam'")"
}
