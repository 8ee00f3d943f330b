#!/usr/bin/env bats
# The page behind List-Unsubscribe, under a real lighttpd.

load ../cli/helper
load web

teardown() {
	web_end
}

# begin: Dana's lead, routed and answered, and TOKEN of her link.
begin() {
	web 'transport "email" { url = "maildir:'"$OUTBOX"'" }'
	sed -i 's|^business {|business { unsubscribe_url = "https://harbor.example/lead.cgi?t={{token}}"|' \
	    "$XDG_CONFIG_HOME/leads/leads.conf"
	answered
	TOKEN=$(token 1)
}

# token LEAD: by another hand than ours (Python's hmac).
token() {
	python3 -c 'import hmac, sys
d = "abcdefghijkmnpqrstuvwxyz23456789"
m = hmac.new(sys.argv[2].encode(), b"unsubscribe " + sys.argv[1].encode(), "sha256").digest()
b = "".join(format(c, "08b") for c in m)
print(sys.argv[1] + "-" + "".join(d[int(b[i*5:i*5+5], 2)] for i in range(26)))' \
	    "$1" "$(sql "SELECT tag FROM lead WHERE id = $1")"
}

facts() {
	sql 'SELECT kind, channel, norm FROM fact'
}

stop() {
	post "?t=${1:-$TOKEN}" -d List-Unsubscribe=One-Click
}

@test "to look at the page, to scan it, changes nothing" {
	begin
	before=$(sql 'SELECT count(*) FROM event')
	same 200 "$(post "?t=$TOKEN" -X GET)"
	grep -q '<button type="submit">Stop these messages</button>' body
	grep -q 'd….*@example.net' body
	! grep -q dana body
	grep -qi '^x-robots-tag: noindex' head
	grep -qi '^referrer-policy: no-referrer' head
	same 200 "$(post "?t=$TOKEN" -I)"
	# a POST that is not the one of RFC 8058 does nothing either
	same 400 "$(post "?t=$TOKEN" -d a=b)"
	same 405 "$(post "?t=$TOKEN" -X DELETE)"
	same '' "$(facts)"
	same "$before" "$(sql 'SELECT count(*) FROM event')"
}

@test "the link stands in the mail, and a mail program's one click works" {
	begin
	file=$(sent_to dana@example.net)
	link=$(python3 -c 'import email, re, sys
m = email.message_from_file(open(sys.argv[1]))
assert m["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
print(re.search("<(http[^>]*)>", m["List-Unsubscribe"].replace("\n", "")).group(1))' "$file")
	same "https://harbor.example/lead.cgi?t=$TOKEN" "$link"
	same 200 "$(curl -s -o body -w '%{http_code}' \
	    -d List-Unsubscribe=One-Click "$URL/${link#https://*/}")"
	same 'opt-out|email|dana@example.net' "$(facts)"
}

@test "one POST ends it, with an event that proves it; a second adds nothing" {
	begin
	same 200 "$(stop)"
	grep -q '<h1>Done</h1>' body
	same 'opt-out|email|dana@example.net' "$(facts)"
	same 'lead|POST List-Unsubscribe=One-Click from 127.0.0.1, curl' \
	    "$(sql "SELECT actor, text FROM event WHERE kind = 'opt-out'" |
	    sed 's|/[0-9.]*$||')"
	same 'opt-out|unsubscribe|1' \
	    "$(sql "SELECT outcome, source, lead FROM inbox WHERE source = 'unsubscribe'")"
	# nothing waits for her any more
	same 0 "$(sql "SELECT count(*) FROM message WHERE state IN ('queued', 'held', 'retry')")"
	same 200 "$(stop)"
	same 1 "$(sql "SELECT count(*) FROM event WHERE kind = 'opt-out'")"
	same 200 "$(post "?t=$TOKEN" -F List-Unsubscribe=One-Click)"
	lead-check --store -q
}

@test "it holds for a later lead of the address" {
	begin
	same 200 "$(stop)"
	LEADS_NOW=2026-12-20T10:00:00Z
	lead-set -q L1 reason=no-answer stage=lost
	dana second | lead-add -q -
	lead-route -q
	lead-due -k message | lead-send -q
	same 1 "$(sent_to dana@example.net | wc -l | tr -d ' ')"
}

@test "a wrong token, another lead's, a forgotten one: not found, counted" {
	begin
	lead-add -q -f name=Bo -f email=bo@example.net
	other=$(token 2)
	same 404 "$(stop "1-${other#2-}")"
	same 404 "$(stop "${TOKEN%?}x")"
	same 404 "$(stop "3-${other#2-}")"
	same 404 "$(post '?t=' -d List-Unsubscribe=One-Click)"
	same 404 "$(post "?t=nonsense" -X GET)"
	same '' "$(facts)"
	same 5 "$(refused token)"
	lead-set -q --forget L1
	same 404 "$(stop)"
}

@test "after a merge the old link goes on working, for both addresses" {
	begin
	lead-add -q -f name=Dana -f email=dana@work.example
	other=$(token 2)
	lead-set -q --merge L2 L1
	same 200 "$(stop "$other")"
	same 'dana@example.net,dana@work.example' \
	    "$(sql 'SELECT norm FROM fact ORDER BY norm' | paste -sd,)"
}
