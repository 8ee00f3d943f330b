#!/usr/bin/env bats
# People: their numbers, addresses and names, and two leads that are one.

load helper

# elsewhere DIR: the programs in DIR/bin, as installed but without the object
# that opens libphonenumber.
elsewhere() {
	mkdir -p "$1/bin"
	for p in $PROGRAMS; do
		cp "$(command -v "lead-$p")" "$1/bin"
	done
	PATH="$1/bin:$PATH"
}

shim() {
	find "${LEADS_BIN:-$TESTS/..}/leads-phone.so" \
	    "${LEADS_BIN:-$TESTS/..}/build/leads-phone.so" 2>/dev/null | head -n 1
}

@test "a number is brought to one form, its extension apart" {
	store
	lead-add -q -f name='Dana Reyes' -f phone='(310) 555-0142 ext. 23'
	same "+13105550142" "$(lead-show -o phone L1)"
	same "23" "$(sql "SELECT value FROM field WHERE name = 'phone extension'")"
	same "0" "$(sql "SELECT count(*) FROM field WHERE name = 'phone problem'")"
}

@test "a number that cannot be one is kept as written and marked" {
	store
	lead-add -q -f name='Dana Reyes' -f phone='555-01 or ask Tom'
	same "555-01 or ask Tom" "$(lead-show -o phone L1)"
	same "cannot be a number: kept as written (simple rules)" \
	    "$(sql "SELECT value FROM field WHERE name = 'phone problem'")"
}

@test "country by +, then by source, then by the firm" {
	store 'source "uk" { country = "GB" }'
	lead-add -q -s uk -f name='A B' -f phone='020 7946 0123'
	lead-add -q -s uk -f name='C D' -f phone='+1 310 555 0142'
	lead-add -q -s website -f name='E F' -f phone='310 555 0143'
	same "+442079460123 +13105550142 +13105550143" \
	    "$(lead-show -o phone L1 L2 L3 | tr '\n' ' ' | sed 's/ $//')"
}

@test "libphonenumber where it is installed beside the programs, else simple rules" {
	store 'source "ar" { country = "AR" }'
	elsewhere "$BATS_TEST_TMPDIR/usr"
	lead-check --config | grep -q 'judged by simple rules'
	lead-add -q -s ar -f name='A B' -f phone='11 2345-6789'
	same "11 2345-6789" "$(lead-show -o phone L1)"
	[ -n "$(shim)" ] || return 0 # built without it: there is one judge
	mkdir -p "$BATS_TEST_TMPDIR/usr/lib/leads"
	cp "$(shim)" "$BATS_TEST_TMPDIR/usr/lib/leads"
	lead-check --config | grep -q 'judged by libphonenumber'
	lead-add -q -s ar -f name='C D' -f phone='11 2345-6789'
	same "+541123456789" "$(lead-show -o phone L2)"
	lead-add -q -s ar -f name='E F' -f phone='+34 212 345 678'
	same "of no range in use: look at it (libphonenumber)" \
	    "$(sql "SELECT value FROM field WHERE name = 'phone problem' AND
	    lead = 3")"
}

@test "a plain number opens no C++ library" {
	store
	[ -n "$(shim)" ] || return 0
	LD_DEBUG=files lead-add -q -f name=A -f phone='310 555 0142' 2>plain
	LD_DEBUG=files lead-add -q -f name=B -f phone='+54 11 2345 6789' 2>other
	not grep -q libphonenumber plain
	grep -q libphonenumber other
}

# two: Dana by mail and phone, and once more from home, both routed.
two() {
	mail first 'Dana Reyes <dana@example.net>' 'Deck repair' \
	    'My deck is rotten. Can you look at it?' | lead-add -q -
	lead-add -q -s website -f name='D. Reyes' -f email=dana@home.example \
	    -f zip=90501 -f 'roof type=slate' -f message='A fence, please.'
	lead-route -q
}

@test "a merge keeps the events, words, fields, addresses and arrivals of both" {
	store
	two
	lead-set -q L1 'roof type=tile'
	before=$(sql "SELECT count(*) FROM event")
	lead-set -q --merge L2 L1
	# the run's end and the merge are told besides
	same $((before + 2)) "$(sql "SELECT count(*) FROM event")"
	same L1 "$(lead-show -o ref)"
	lead-show -j --export L1 >all
	jq -e '.zip == "90501"' all
	jq -e '.fields["roof type"] == "tile"' all
	jq -e '.fields["roof type (L2)"] == "slate"' all
	jq -e '.fields["name (L2)"] == "D. Reyes"' all
	jq -e '.fields["email (L2)"] == "dana@home.example"' all
	jq -e '.fields["message (L2)"] == "A fence, please."' all
	same "dana@example.net dana@home.example" "$(sql "SELECT norm FROM
	    address WHERE person = (SELECT person FROM lead WHERE id = 1)
	    ORDER BY norm" | tr '\n' ' ' | sed 's/ $//')"
	lead-check --store
}

@test "the timeline of a merge says which event came from where, and what moved" {
	store
	two
	lead-set -q --merge L2 L1
	lead-show --timeline -o lead,kind,text L1 >story
	grep -q "^L1	received	My deck is rotten" story
	grep -q "^L2	received	A fence, please." story
	grep -q "^L2	sequence-ended	merged into L1" story
	same "I2 M2 T2 dana@home.example" \
	    "$(sed -n 's/^L1	merged	//p' story)"
}

@test "a merged lead's ref works everywhere and says so; its run sends no more" {
	store
	two
	lead-set -q --merge L2 L1
	lead-log -q L2 note 'called from home' 2>said
	same "lead-log: L2 was merged into L1" "$(cat said)"
	same 1 "$(sql "SELECT count(*) FROM message WHERE kind = 'step' AND
	    state = 'queued'")"
	same cancelled "$(sql 'SELECT state FROM message WHERE id = 2')"
	# one who writes from the other address is the one lead
	same "L1 reply" "$(mail later 'D <dana@home.example>' 'Re: fence' \
	    'And a gate.' | lead-add -o ref,outcome - |
	    sed 's/	again$/	reply/' | tr '\t' ' ')"
}

@test "of two answers to give the stricter is left" {
	store
	two
	sql "UPDATE task SET due = due - 1800, deadline = 'callback', at_once = 1
	    WHERE id = 2"
	want=$(sql 'SELECT due FROM task WHERE id = 2')
	lead-set -q --merge L2 L1
	same "1|$want|callback|1" "$(sql "SELECT id, due, deadline, at_once FROM
	    task WHERE done = 0")"
	same "$want" "$(sql 'SELECT next_due FROM lead WHERE id = 1')"
	lead-check --store
}

@test "an open lead is not merged into a closed one unless it must" {
	store
	two
	lead-log -q L1 lost -r too-expensive
	run lead-set --merge L2 L1
	same 64 "$status"
	same "lead-set: L2 is open and L1 is lost: merge the other way, or --force" \
	    "$output"
	lead-set -n -q --force --merge L2 L1
	lead-set -q --merge L1 L2
	same "lost" "$(sql "SELECT value FROM field WHERE name = 'stage (L1)'")"
}

@test "the phone of another with another mail: maybe the same, until merged" {
	store
	lead-add -q -f name='Dana Reyes' -f email=dana@example.net \
	    -f phone='310 555 0142'
	lead-add -q -f name='Tom Reyes' -f email=tom@example.net \
	    -f phone='(310) 555-0142'
	lead-add -q -f name='Dana Reyes' -f email=d@work.example
	same 2 "$(sql 'SELECT count(*) FROM lead WHERE person < 3')"
	lead-report review | grep -q 'L1.*L2'
	# who may be one with a merged one may be one with what it became
	lead-set -q --merge L2 L3
	lead-report review | grep -q 'L1.*L3'
	lead-set -q --merge L3 L1
	lead-report review >review
	not grep -q 'L1.*L' review
}

@test "the monthly cleanse of lead-set(1), as it stands there" {
	store
	add() {
		lead-add -q -f name="$1" -f email="$2" -f phone="$3"
	}
	add 'Dana Reyes' dana@example.net '310 555 0142'
	add 'Tom Okafor' tom@example.net '310 555 0143'
	add 'DANA REYES' d@work.example '+1 (310) 555-0142'
	add 'Mia Reyes' mia@example.net '310 555 0142'
	add 'dana reyes' dd@home.example '310.555.0142'
	man=$(cd "$TESTS/.." && pwd)/man/lead-set.1
	sed -n '/^lead-show --sort/,/^\.Ed/{/^\.Ed/!p}' "$man" |
	    sed 's/\\e/\\/g' >cleanse
	grep -q xargs cleanse
	sh ./cleanse >out
	same "L1 L2 L4" "$(lead-show --sort=ref -o ref | tr '\n' ' ' |
	    sed 's/ $//')"
	lead-check --store
	sh ./cleanse >again
	same "" "$(cat again)"
}

# from ADDRESS: an inquiry of that sender, told as outcome, name and address.
from() {
	N=$((${N:-0} + 1))
	mail "n$N" "$1" "Deck $N" "My deck $N is rotten, can you come?" |
	    lead-add -o outcome,name,email - | tr '\t' '|'
}

@test "senders: quoted, in a group, several, with a role, without a name" {
	store
	same 'new||"dana reyes"@example.net' "$(from '"dana reyes"@example.net')"
	same 'new||dana@example.org' "$(N=1 from '"dana"@example.org')"
	same 'new|Dana|d6@example.net' \
	    "$(N=2 from 'Team: Dana <d6@example.net>, Tom <t6@example.net>;')"
	same 'new|Dana|d7@example.net' \
	    "$(N=3 from 'Dana <d7@example.net>, Tom <t7@example.net>')"
	same 'new||info@acme.example' "$(N=4 from 'Info <info@acme.example>')"
	same 'new||sales@acme.example' \
	    "$(N=5 from '"sales@acme.example" <sales@acme.example>')"
	same 'new|Dana Reyes|d8@example.net' \
	    "$(N=6 from '"REYES, DANA" <d8@example.net>')"
	same 'unsorted||' "$(N=7 from 'undisclosed-recipients:;')"
	same 'new|Dana|dana@bücher.example' \
	    "$(N=8 from 'Dana <dana@bücher.example>')"
	same 'again|Dana|dana@bücher.example' \
	    "$(N=9 from 'Dana <dana@xn--bcher-kva.example>')"
}

@test "an answer goes to a quoted and to an IDN address, and its owner is told" {
	store
	from 'Dana <"dana reyes"@example.net>'
	from 'Ana <ana@bücher.example>'
	lead-route -q
	lead-due | lead-send -o status | sort | uniq -c | tr -s ' ' >out
	same ' 2 sent 2 told' "$(tr -d '\n' <out)"
	sent_to '"dana reyes"@example.net' | grep -q .
	sent_to 'ana@xn--bcher-kva.example' | grep -q .
	grep -h '^Reply-To' "$OUTBOX"/new/* | grep -q '"dana reyes"@example.net'
}

@test "a local part beyond ASCII is kept; a person answers it, the machine cannot" {
	store
	same 'new|Jo|jörg@example.net' "$(from 'Jo <jörg@example.net>')"
	lead-route -q
	lead-due | lead-send -o status >out
	same told "$(sort -u out)"
	same 1 "$(sql "SELECT count(*) FROM lead WHERE next_action LIKE '%jörg@%'")"
}

@test "a number set right is no problem any more; a mail address stays one person's" {
	store
	lead-add -q -f name='Dana Reyes' -f phone='555-01 or ask Tom'
	lead-add -q -f name='Tom Okafor' -f email=tom@example.net
	lead-set -q L1 phone='310 555 0142 x 7'
	same '+13105550142 7' "$(lead-show -o phone L1) $(sql "SELECT
	    group_concat(value) FROM field WHERE name LIKE 'phone %'")"
	run lead-set L1 email=Tom@example.net
	same 64 "$status"
	same 'lead-set: tom@example.net is the address of L2: if they are one, lead-set --merge' "$output"
	lead-set -q L2 email=tom@example.net
	run lead-set L1 phone=nonsense
	same 'lead-set: nonsense: no phone number (simple rules)' "$output"
}

@test "a source known by its rule reads numbers in its country too" {
	store "source \"uk\" { when = \"recipient LIKE 'uk@%'\" country = \"GB\" }"
	body=$(printf '%s\n' 'Name: Ana Price' 'Email: ana@example.net' \
	    'Phone: 020 7946 0123' 'Message: My boiler is cold.')
	TO=uk@harbor.example mail uk 'Forms <noreply@forms.example>' \
	    'New submission' "$body" | lead-add -q -k mail -
	same "uk +442079460123" "$(lead-show -o source,phone L1 | tr '\t' ' ')"
	lead-add -q -f name='Dana' -f phone='020 7946 0124'
	same "020 7946 0124" "$(lead-show -o phone L2)"
	lead-check --store
}
