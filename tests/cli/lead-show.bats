#!/usr/bin/env bats
# lead-show: list, filter, order, export; hostile words stay harmless.

load helper

@test "the columns are those of the contract" {
	store
	answered
	same 'ref stage owner priority score name company email phone source received last_contact next_due next_action value' \
	    "$(lead-show -H | head -n 1 | tr '\t' ' ')"
}

@test "-w chooses and --sort orders, also backwards" {
	store
	lead-add -q -f name=Ann -f email=ann@example.net
	lead-add -q -f name=Bo -f email=bo@example.org
	same $'Ann\nBo' "$(lead-show -o name --sort=name)"
	same $'Bo\nAnn' "$(lead-show -o name --sort=-name)"
	same Bo "$(lead-show -o name -w "name = 'Bo'")"
}

@test "tabs, line ends and escapes of a lead never break a record" {
	store
	printf '{"name":"A\\tB\\u001b[31m","email":"a@example.net","message":"x\\ny"}' |
	    lead-add -q -k json -
	same 1 "$(lead-show | wc -l)"
	same 15 "$(lead-show | awk -F '\t' '{ print NF }')"
	[ -z "$(lead-show | tr -d '[:print:]\t\n')" ]
}

@test "-j is one JSON object a line with the same names" {
	store
	answered
	same '["L1","contacted","mia"]' "$(lead-show -j | jq -c '[.ref,.stage,.owner]')"
}

@test "--export has the lead's own words, events and messages" {
	store
	answered
	same true "$(lead-show --export -j | jq '.message | contains("deck is rotten")')"
	same true "$(lead-show --export -j | jq '(.events | length) > 3 and (.messages | length) > 0')"
}

# lines of a program that thinks it writes to a terminal of 100 columns.
on_terminal() {
	script -qec "stty cols ${COLUMNS:-100}; $*" /dev/null | tr -d '\r'
}

@test "search finds words of the lead, a name, a note; all of them must stand" {
	store
	answered
	lead-log -q --as=mia L1 call 'wants cedar boards'
	lead-add -q -f name='Tom Wu' -f email=tom@example.net \
	    -f message='A leaking tap'
	# L1 is in the index since its run, L2 and the call are not yet
	same L1 "$(lead-show -s rotten -o ref)"
	same L1 "$(lead-show -s cedar -o ref)"
	same L1 "$(lead-show -s 'dana deck' -o ref)"
	same L2 "$(lead-show -s 'leak' -o ref)"
	same '' "$(lead-show -s 'leak rotten' -o ref)"
	lead-route -q
	same L2 "$(lead-show -s 'leak' -o ref)"
	same L2 "$(lead-show -s '"leaking tap"' -o ref)"
	same '' "$(lead-show -s '"tap leaking"' -o ref)"
	same L1 "$(lead-show -s cedar -o ref)"
	same '' "$(lead-show -s cedar -o ref L2)"
	same '' "$(lead-show -s 'rotten" OR "leak' -o ref)"
}

@test "what was forgotten is found no more, nor lies in the file" {
	store
	answered
	lead-show -s rotten -o ref | grep L1
	lead-set -q --forget L1
	same '' "$(lead-show -s rotten -o ref)"
	[ -z "$(grep -l -a rotten "$LEADS_STORE"* || true)" ]
}

@test "CSV that no spreadsheet computes" {
	store
	lead-add -q -f name='=cmd|calc' -f phone='+13105550142' \
	    -f company='Reyes, "Sons"'
	lead-show --format=csv -o ref,name,company,phone >out
	printf '%s\r\n' ref,name,company,phone \
	    "L1,\"'=cmd|calc\",\"Reyes, \"\"Sons\"\"\",\"'+13105550142\"" >want
	cmp want out
}

@test "vCards and to-dos are what their readers ask for" {
	store
	answered
	lead-show --format=vcard >cards
	grep -q '^FN:Dana Reyes' cards
	grep -q '^EMAIL:dana@example.net' cards
	lead-due -k task --until=+30d --format=ics >todo.ics
	lead-show --format=ics >show.ics
	for f in todo.ics show.ics; do
		same BEGIN:VCALENDAR "$(head -n 1 $f | tr -d '\r')"
		same END:VCALENDAR "$(tail -n 1 $f | tr -d '\r')"
		same 1 "$(grep -c BEGIN:VTODO $f)"
		grep -q '^DUE:20261104T110000Z' $f
		[ -z "$(grep -v $'\r$' $f)" ]
	done
	# folded at 75 bytes, and whole again when unfolded
	[ -z "$(LC_ALL=C awk 'length($0) > 76' cards todo.ics)" ]
	tr -d '\r' <todo.ics | sed -e ':a' -e 'N;$!ba' -e 's/\n //g' |
	    grep -q '^SUMMARY:.*Dana Reyes about: Deck repair'
	same 65 "$(status lead-show -w 'nonsense(')"
	same 64 "$(status lead-show --format=pdf)"
}

# status COMMAND: its exit status.
status() {
	rc=0
	"$@" >/dev/null 2>&1 || rc=$?
	echo $rc
}

@test "on a terminal: late in words, the board in columns, a story" {
	store
	answered
	export LEADS_NOW=2026-11-04T14:00:00Z
	on_terminal lead-show >list
	grep -q '3 h late' list
	grep -q '4 h ago' list
	on_terminal lead-show --board >board
	head -n 1 board | grep -q '^new  *contacted  *waiting'
	grep -q 'L1 Dana' board
	on_terminal lead-show --timeline L1 >story
	grep -q '^2026-11-04' story
	grep -q '  10:00   came in by' story
	grep -q '^          My deck is rotten' story
	# a pipe gets rows, as ever
	lead-show | grep -q '2026-11-04T11:00:00+00:00'
}
