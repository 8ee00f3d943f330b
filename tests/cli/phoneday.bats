#!/usr/bin/env bats
# A day in which no owner runs a command: people answer by mail and text from
# where they are, and cron does the rest.

load helper

day() {
	store 'owner "sam" { email = "sam@harbor.example" phone = "+1 310 555 0111" }' \
	    'stale { reasons = {"too-expensive", "no-answer", "not-a-fit"} }'
}

# cron AT: what runs every minute.
cron() {
	lead-route -q --now="$1"
	lead-due --now="$1" | lead-send -q --now="$1" || true
}


# last: outcome of the newest arrival.
last() {
	sql "SELECT outcome FROM inbox ORDER BY id DESC LIMIT 1"
}

# tag: the reply tag of a lead, as the notice to its owner names it.
tag_of() {
	sql "SELECT 'leads+' || tag || '@harbor.example' FROM lead WHERE id = ${1#L}"
}

# mia TO ID BODY [HEADER...]: a mail from Mia's phone.
mia() {
	TO=$1 mail "$2" 'Mia <mia@harbor.example>' 'Re: Deck repair' "$3" "${@:4}"
}

# text FROM BODY: what the SMS gateway posts.
text() {
	printf 'MessageSid=SM%s&AccountSid=AC0&From=%s&To=%%2B13105550100&Body=%s' \
	    "$RANDOM$RANDOM" "$(printf %s "$1" | sed 's/+/%2B/')" \
	    "$(printf %s "$2" | sed 's/ /+/g')" |
	    lead-add -o ref,outcome -k form --now="${3:-$LEADS_NOW}" - | tr '\t' ' '
}

@test "a notice names the lead and its tag, and answering it answers the lead" {
	day
	dana | lead-add --deliver
	cron 2026-11-04T10:00:30Z
	notice=$(sent_to mia@harbor.example | head -n 1)
	reply_to=$(header Reply-To "$notice")
	[[ $reply_to == *dana@example.net* ]]
	[[ $reply_to == *"$(tag_of L1)"* ]]
	mia "$reply_to" m1 'I can come on Friday at nine.' | lead-add --deliver
	same answer "$(last)"
	same waiting "$(lead-show -o stage L1)"
	same 0 "$(sql "SELECT count(*) FROM task WHERE kind = 'answer' AND done = 0")"
	same mia "$(sql "SELECT actor FROM event WHERE kind = 'answer'")"
}

@test "call, won and lost are one mail to the tag" {
	day
	dana | lead-add --deliver
	cron 2026-11-04T10:00:30Z
	mia "$(tag_of L1)" m1 "$(printf 'Call wants Tuesday\n\nMia\nHarbor Plumbing\n')" |
	    lead-add --deliver
	same "answer" "$(last)"
	same "mia|wants Tuesday" "$(sql "SELECT actor, text FROM event WHERE kind = 'call'")"
	same waiting "$(lead-show -o stage L1)"
	mia "$(tag_of L1)" m2 'won $1,200 deposit paid' | lead-add --deliver
	same "won 1200" "$(lead-show -o stage,value L1 | tr '\t' ' ')"

	mail second 'Lee <lee@example.net>' 'Fence' 'How much is a fence?' |
	    lead-add --deliver
	cron 2026-11-04T10:01:30Z
	mia "$(tag_of L2)" m3 "$(printf 'Lost too expensive\n\n> On Wed Lee wrote:\n> won 99\n')" |
	    lead-add --deliver
	same "lost|too-expensive" "$(sql "SELECT stage, reason FROM lead WHERE id = 2")"
}

@test "lost without a reason is kept as a note and the owner is asked for one" {
	day
	dana | lead-add --deliver
	cron 2026-11-04T10:00:30Z
	mia "$(tag_of L1)" m1 'lost, they went quiet' | lead-add --deliver
	[ "$(lead-show -o stage L1)" != lost ]
	same 1 "$(sql "SELECT count(*) FROM event WHERE kind = 'note' AND text LIKE 'lost%'")"
	cron 2026-11-04T10:02:00Z
	grep -l 'answer with lost and one of too-expensive' $(sent_to mia@harbor.example)
	mia "$(tag_of L1)" m2 'lost no-answer' | lead-add --deliver
	same lost "$(lead-show -o stage L1)"
}

@test "any other words to the tag are a note" {
	day
	dana | lead-add --deliver
	cron 2026-11-04T10:00:30Z
	mia "$(tag_of L1)" m1 'Gate code is 4711, dog is friendly' | lead-add --deliver
	same answer "$(last)"
	same "mia|Gate code is 4711, dog is friendly" \
	    "$(sql "SELECT actor, text FROM event WHERE kind = 'note'")"
	same 0 "$(sql 'SELECT last_contact FROM lead')"
}

@test "a command needs an owner's address and the tag" {
	day
	dana | lead-add --deliver
	cron 2026-11-04T10:00:30Z
	TO=$(tag_of L1) mail f1 'Mallory <mallory@example.org>' 'Re: Deck' 'won 9999' |
	    lead-add --deliver
	[ "$(lead-show -o stage L1)" != won ]
	mia leads@harbor.example f2 'won 9999' | lead-add --deliver
	same unsorted "$(last)"
	[ "$(lead-show -o stage L1)" != won ]
	mia leads@harbor.example f3 'won 9999' \
	    "References: <first@example.net>" | lead-add --deliver
	[ "$(lead-show -o stage L1)" != won ]
}

@test "an owner's opt-out to the tag is the lead's, not the owner's" {
	day
	dana | lead-add --deliver
	cron 2026-11-04T10:00:30Z
	mia "$(tag_of L1)" m1 'opt-out' | lead-add --deliver
	same "email|dana@example.net" \
	    "$(sql "SELECT channel, norm FROM fact WHERE kind = 'opt-out'" 2>/dev/null ||
	    sql "SELECT 'email', 'dana@example.net' FROM event WHERE kind = 'opt-out'")"
	same "" "$(lead-due -k message --now=2026-12-04T12:00:00Z)"
}

@test "a text from an owner's phone names the lead and says what was done" {
	day
	dana | lead-add --deliver
	cron 2026-11-04T10:00:30Z
	same "L1 answer" "$(text +13105550111 'L1 no answer, left my number')"
	same "sam|left my number" \
	    "$(sql "SELECT actor, text FROM event WHERE kind = 'no-answer'")"
	same "L1 answer" "$(text +13105550111 'l1: booked Friday at nine')"
	same booked "$(lead-show -o stage L1)"
	same 1 "$(lead-show -o ref | wc -l)"
}

@test "a text from an owner about nothing we know waits for a person" {
	day
	[[ $(text +13105550111 'call me') == I*unsorted ]]
	[[ $(text +13105550122 'call me') == "L1 new" ]]
}

@test "mail from the shared mailbox to a lead counts as its owner's answer" {
	day
	dana | lead-add --deliver
	cron 2026-11-04T10:00:30Z
	TO='dana@example.net' mail shared 'Harbor <leads@harbor.example>' \
	    'Re: Deck repair' 'We will be there.' 'Cc: leads@harbor.example' |
	    lead-add --deliver
	same answer "$(last)"
	same mia "$(sql "SELECT actor FROM event WHERE kind = 'answer'")"
}

@test "a copy out of the Sent folder is an answer, and one to a stranger nothing" {
	day
	dana | lead-add --deliver
	cron 2026-11-04T10:00:30Z
	TO='dana@example.net' mail sent1 'Mia <mia@harbor.example>' 'Re: Deck' \
	    'See you on Friday.' | lead-add --deliver --sent
	same answer "$(last)"
	TO='aunt@example.org' mail sent2 'Mia <mia@harbor.example>' 'Cake' 'Yum' |
	    lead-add --deliver --sent
	same ignored "$(last)"
}

@test "from the first mail to the deal, nobody ran a command" {
	day
	dana | lead-add --deliver
	cron 2026-11-04T10:00:30Z
	mia "dana@example.net, $(tag_of L1)" m1 'Friday at nine?' | lead-add --deliver --now=2026-11-04T10:20:00Z
	mail r1 'dana@example.net' 'Re: Deck repair' 'Friday is fine, see you.' |
	    lead-add --deliver --now=2026-11-04T11:00:00Z
	cron 2026-11-04T11:01:00Z
	grep -l 'Friday is fine' $(sent_to mia@harbor.example)
	mia "$(tag_of L1)" m2 'booked Friday 9' | lead-add --deliver --now=2026-11-04T11:30:00Z
	mia "$(tag_of L1)" m3 'proposal 1.450,00 sent' | lead-add --deliver --now=2026-11-06T12:00:00Z
	mia "$(tag_of L1)" m4 'Won' | lead-add --deliver --now=2026-11-09T12:00:00Z
	same "won 1450" "$(lead-show -o stage,value L1 | tr '\t' ' ')"
	same "" "$(sql "SELECT DISTINCT actor FROM event WHERE actor <> 'mia' AND kind IN
	    ('answer', 'booked', 'proposal', 'won', 'task-done', 'stage') AND at > $(date -ud 2026-11-04T10:01:00Z +%s) AND new IS NOT 'replied'")"
	same "" "$(lead-due -k task,message --now=2026-11-20T12:00:00Z)"
}
