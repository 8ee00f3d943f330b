#!/usr/bin/env bats
# lead-add --cgi: signatures of vendors, challenges, what a gateway says of
# our own texts. The signatures are made by Python's hmac.

load ../cli/helper
load web

teardown() {
	web_end
}

JSON='{"name":"Dana Reyes","email":"dana@example.net","message":"hi"}'

# signed PATH HEADER BODY: the status of a JSON post with that header.
signed() {
	post "$1" -H 'Content-Type: application/json' -H "$2" --data-binary "$3"
}

# wrong_and_right NAME HEADER SIGNATURE: a forged one is refused, a missing
# one too; the right one is taken.
wrong_and_right() {
	local forged=${3%?????}AAAA=
	same 403 "$(signed "/$1" "$2: $forged" "$JSON")"
	same 403 "$(signed "/$1" 'X-Nothing: 1' "$JSON")"
	same 403 "$(signed "/$1" "$2: $3" "$JSON ")"
	same 3 "$(refused signature)"
	same 200 "$(signed "/$1" "$2: $3" "$JSON")"
	same "Dana Reyes,$1" "$(lead-show -o name,source | tr '\t' ,)"
}

# one KIND [LINE]: a source "x" that signs in this way.
one() {
	secret s.secret geheim
	web "source \"x\" { secret_file = \"s.secret\" signature = \"$1\" $2 }"
}

@test "generic HMAC-SHA256 in hex, in base64, with a prefix, under any header" {
	one hmac 'signature_header = "X-Crm-Mac"'
	wrong_and_right x X-CRM-MAC "$(printf %s "$JSON" | hmac sha256 geheim)"
	same 200 "$(signed /x "x-crm-mac: sha256=$(printf %s "$JSON" |
	    hmac sha256 geheim)" "$JSON")"
	same 200 "$(signed /x "x-crm-mac: $(printf %s "$JSON" |
	    hmac sha256 geheim base64)" "$JSON")"
	lead-check --sources | grep -q 'WARN.*refused for signature: 3'
}

@test "Meta signs the body" {
	one meta
	wrong_and_right x X-Hub-Signature-256 \
	    "sha256=$(printf %s "$JSON" | hmac sha256 geheim)"
}

@test "Typeform signs in base64, CallRail with SHA-1" {
	secret s.secret geheim
	web 'source "x" { secret_file = "s.secret" signature = "typeform" }' \
	    'source "rail" { secret_file = "s.secret" signature = "callrail" }'
	wrong_and_right x Typeform-Signature \
	    "sha256=$(printf %s "$JSON" | hmac sha256 geheim base64)"
	same 200 "$(signed /rail "Signature: $(printf %s "$JSON" |
	    hmac sha1 geheim base64)" "$JSON")"
	same 403 "$(signed /rail "Signature: $(printf %s "$JSON" |
	    hmac sha256 geheim base64)" "$JSON")"
}

@test "Calendly and TikTok sign the time too, and an old one is a replay" {
	secret s.secret geheim
	web 'source "x" { secret_file = "s.secret" signature = "calendly" }' \
	    'source "tik" { secret_file = "s.secret" signature = "tiktok" }'
	t=$(date -d "$LEADS_NOW" +%s)
	wrong_and_right x Calendly-Webhook-Signature \
	    "t=$t,v1=$(printf '%s.%s' "$t" "$JSON" | hmac sha256 geheim)"
	same 200 "$(signed /tik "TikTok-Signature: t=$t,s=$(printf '%s.%s' "$t" \
	    "$JSON" | hmac sha256 geheim)" "$JSON")"
	old=$((t - 301))
	same 403 "$(signed /tik "TikTok-Signature: t=$old,s=$(printf '%s.%s' \
	    "$old" "$JSON" | hmac sha256 geheim)" "$JSON")"
}

@test "HubSpot: method, URL, body and time; the older plain hash" {
	one hubspot
	ms=$(($(date -d "$LEADS_NOW" +%s) * 1000))
	v3=$(printf 'POSThttps://127.0.0.1:%s/lead.cgi/x%s%s' "$PORT" "$JSON" \
	    "$ms" | hmac sha256 geheim base64)
	same 403 "$(signed /x "X-HubSpot-Signature-v3: $v3" "$JSON")"
	same 200 "$(post /x -H 'Content-Type: application/json' \
	    -H "X-HubSpot-Signature-v3: $v3" \
	    -H "X-HubSpot-Request-Timestamp: $ms" -d "$JSON")"
	v1=$(printf 'geheim%s' "$JSON" | sha256sum | cut -d' ' -f1)
	same 200 "$(signed /x "X-HubSpot-Signature: $v1" "$JSON")"
	same 403 "$(signed /x "X-HubSpot-Signature: $v1" "$JSON ")"
}

@test "a secret in the body, the query or a header, where key says" {
	secret s.secret geheim
	web 'source "google-ads" { secret_file = "s.secret" key = "/google_key" }' \
	    'source "q" { secret_file = "s.secret" key = "k" }' \
	    'source "h" { secret_file = "s.secret" key = "header:Authorization" }'
	body=$(sed 's/"google_key": *"[^"]*"/"google_key":"geheim"/' \
	    "$TESTS/samples/json/google-ads-lead.json")
	same 200 "$(signed /google-ads 'X-No: 1' "$body")"
	same 403 "$(signed /google-ads 'X-No: 1' "${body/geheim/gehein}")"
	same 'Grace Obi' "$(lead-show -o name)"
	same 200 "$(signed '/q?k=geheim' 'X-No: 1' "$JSON")"
	same 403 "$(signed '/q?k=geheim2' 'X-No: 1' "$JSON")"
	same 200 "$(signed /h 'Authorization: Bearer geheim' "$JSON")"
	same 403 "$(signed /h 'Authorization: Bearer' "$JSON")"
	# the secret is kept nowhere as a field
	! lead-show --export -j | grep -q geheim
}

# twilio_post FORM: signed as Twilio does, over the URL and sorted fields.
twilio_post() {
	local text
	text=$(python3 -c 'import sys, urllib.parse as u
q = u.parse_qsl(sys.argv[2], keep_blank_values=True)
print(sys.argv[1] + "".join(k + v for k, v in sorted(q)), end="")' \
	    "$1" "$2")
	post /twilio -H "X-Twilio-Signature: $(printf %s "$text" |
	    hmac sha1 geheim base64)" --data-binary "$2"
}

twilio() {
	secret s.secret geheim
	web 'web { url = "https://harbor.example/lead.cgi" }' \
	    'source "twilio" { secret_file = "s.secret" signature = "twilio" }' \
	    "$@"
	AT=https://harbor.example/lead.cgi/twilio
}

@test "Twilio signs the URL and the fields; a text becomes a lead" {
	twilio
	form=$(cat "$TESTS/samples/form/twilio-sms.form")
	same 403 "$(twilio_post https://evil.example/lead.cgi/twilio "$form")"
	same 200 "$(twilio_post "$AT" "$form")"
	grep -qi '^content-type: text/xml' head
	grep -q '<Response></Response>' body
	same '+13105550184,twilio' "$(lead-show -o phone,source | tr '\t' ,)"
	# by its Host, where no url is configured
	sed -i '/^web/d' "$XDG_CONFIG_HOME/leads/leads.conf"
	same 200 "$(twilio_post "$URL/lead.cgi/twilio" \
	    "$form&a=1")"
}

@test "STOP and START by text are facts of the number, HELP is none" {
	twilio
	stop=$(cat "$TESTS/samples/form/twilio-sms-stop.form")
	facts() { sql "SELECT kind, channel, norm FROM fact"; }
	same 200 "$(twilio_post "$AT" \
	    'AccountSid=AC0&MessageSid=SM1&From=%2B13105550184&To=%2B13105550100&Body=HELP&OptOutType=HELP')"
	same '' "$(facts)"
	same 200 "$(twilio_post "$AT" "$stop")"
	same 'opt-out|phone|+13105550184' "$(facts)"
	same 200 "$(twilio_post "$AT" \
	    'AccountSid=AC0&MessageSid=SM2&From=%2B13105550184&To=%2B13105550100&Body=Start&OptOutType=START')"
	same '' "$(facts)"
}

# texted: a lead with a text of ours to it, sent.
texted() {
	lead-add -q -f 'name=Dana Reyes' -f phone=+13105550184
	sql "INSERT INTO message(lead, kind, channel, \"to\", state, due, created,
	    sent) VALUES(1, 'step', 'sms', '+13105550184', 'sent',
	    strftime('%s', '2026-11-04 09:59'), 0,
	    strftime('%s', '2026-11-04 09:59'))"
}

status() {
	twilio_post "$AT" "AccountSid=AC0&MessageSid=SM9&MessageStatus=$1&To=%2B13105550184&From=%2B13105550100${2:+&ErrorCode=$2}"
}

@test "status callbacks: recorded on the message; a dead number is closed" {
	twilio
	texted
	same 200 "$(status sent)"
	same 200 "$(status delivered)"
	same 'SM9 delivered' "$(sql 'SELECT detail FROM message')"
	same 1 "$(sql "SELECT count(*) FROM event WHERE kind = 'delivered'")"
	# switched off may pass: noted, the number stays open
	same 200 "$(status undelivered 30003)"
	same 'SM9 undelivered, error 30003' "$(sql 'SELECT detail FROM message')"
	same '' "$(sql 'SELECT * FROM fact')"
	same 1 "$(sql "SELECT count(*) FROM event WHERE kind = 'bounce'")"
	same 200 "$(status failed 30005)"
	same 'bounce|phone|+13105550184' \
	    "$(sql 'SELECT kind, channel, norm FROM fact')"
	lead-due -k task | grep -q 'texts to the number fail'
}

@test "a status finds the text of ours it names, not the newest" {
	twilio
	texted
	sql "UPDATE message SET detail = '201 SM9'"
	sql "INSERT INTO message(lead, kind, channel, \"to\", state, due, created,
	    sent, detail) VALUES(1, 'oneoff', 'sms', '+13105550184', 'sent', 0, 0,
	    strftime('%s', '2026-11-04 10:00'), '201 SM10')"
	same 200 "$(status delivered)"
	same 'SM9 delivered,201 SM10' \
	    "$(sql 'SELECT detail FROM message ORDER BY id' | paste -sd,)"
}

@test "a status without a signature closes nobody's number" {
	web
	texted
	same 200 "$(post '' -d 'AccountSid=AC0&MessageSid=SM9&MessageStatus=failed&ErrorCode=30005&To=%2B13105550184')"
	same '' "$(sql 'SELECT * FROM fact')"
	same sent "$(sql 'SELECT state FROM message')"
	same 'ignored|a report without a signature' \
	    "$(sql 'SELECT outcome, reason FROM inbox ORDER BY id DESC LIMIT 1')"
	# but from the shell it is taken as it is
	lead-add -q "$TESTS/samples/form/twilio-message-status.form"
	same 'bounce|phone|+13105550184' \
	    "$(sql 'SELECT kind, channel, norm FROM fact')"
}

@test "an open form cannot pass for a source that signs" {
	secret s.secret geheim
	web 'source "crm" { secret_file = "s.secret" }'
	same 200 "$(post '' "${VISITOR[@]}" -d source=crm)"
	same website "$(lead-show -o source)"
}

@test "Meta's challenge is answered, a wrong word refused" {
	web 'source "meta" { verify_token = "wort" }'
	q='hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token'
	same 200 "$(post "/meta?$q=wort" -X GET)"
	same 1158201444 "$(cat body)"
	grep -qi '^content-type: text/plain' head
	same 403 "$(post "/meta?$q=wart" -X GET)"
	same 403 "$(post "/meta?${q%&*}" -X GET)"
	same 400 "$(post '/meta?hub.mode=subscribe&hub.verify_token=wort&hub.challenge=%3Cb%3E' -X GET)"
	same 405 "$(post /meta -X GET)"
	same 3 "$(refused challenge)"
}

@test "LinkedIn's challenge is signed" {
	secret s.secret geheim
	web 'source "li" { secret_file = "s.secret" signature = "linkedin" }'
	same 200 "$(post '/li?challengeCode=890e4665-4dfe-4ab1-b689-ed553bceeed0' -X GET)"
	same "$(printf 890e4665-4dfe-4ab1-b689-ed553bceeed0 | hmac sha256 geheim)" \
	    "$(jq -r .challengeResponse body)"
	same 200 "$(signed /li "X-LI-Signature: hmacsha256=$(printf \
	    'hmacsha256=%s' "$JSON" | hmac sha256 geheim)" "$JSON")"
}

@test "a secret others can read, or none: 503, and the log says why" {
	one hmac
	chmod 644 "$XDG_CONFIG_HOME/leads/s.secret"
	same 503 "$(signed /x 'X-Signature: 00' "$JSON")"
	! grep -q secret body
	grep -q 'secret file .*/s.secret: must be a file of mode 0600' cgi.log
	lead-check --config | grep -q 'FAIL.*x: secret file .*chmod 600'
	rm "$XDG_CONFIG_HOME/leads/s.secret"
	same 503 "$(signed /x 'X-Signature: 00' "$JSON")"
}

@test "a map finds fields by pointer, header and name; the id makes it known" {
	secret s.secret geheim
	web 'source "crm" { map = {"name=/contact/full~1name", "email=/contact/mail/0", "campaign=header:X-Campaign", "roof type=/q/1/a", "message=notes"} id = "/event/id" secret_file = "s.secret" key = "header:X-Key" }'
	body='{"event":{"id":9007199254740993},"contact":{"full/name":"Dana Reyes","mail":["dana@example.net"]},"q":[{"a":1},{"a":"slate"}],"notes":"It leaks."}'
	same 200 "$(post /crm -H 'X-Key: geheim' -H 'X-Campaign: spring' \
	    -H 'Content-Type: application/json' -d "$body")"
	same '{"name":"Dana Reyes","email":"dana@example.net","message":"It leaks.","fields":{"roof type":"slate"}}' \
	    "$(lead-show --export -j | jq -c '{name, email, message, fields}')"
	same 'spring' "$(sql 'SELECT campaign FROM lead')"
	same 9007199254740993 "$(sql 'SELECT vendor_id FROM inbox')"
	# the next id is another event, the same one is known
	same 200 "$(post /crm -H 'X-Key: geheim' -H 'Content-Type: application/json' -d "${body/93/92}")"
	same 200 "$(post /crm -H 'X-Key: geheim' -H 'Content-Type: application/json' -d "${body/leaks/LEAKS}")"
	same 'new,again,duplicate' "$(sql 'SELECT outcome FROM inbox ORDER BY id' | paste -sd,)"
}

@test "volatile fields do not make a new event of the same one" {
	web 'source "site" { volatile = {"createdAt"} duplicate_within = "1h" }'
	json() { post /site -H 'Content-Type: application/json' -d \
	    "{\"email\":\"d@example.net\",\"message\":\"$2\",\"meta\":{\"createdAt\":$1}}"; }
	same 200 "$(json 1 hello)"
	same 200 "$(json 2 hello)"
	same 200 "$(json 3 other)"
	same 'new,duplicate,again' "$(sql 'SELECT outcome FROM inbox ORDER BY id' | paste -sd,)"
	same 200 "$(post /site -d 'email=e@example.net&message=x&createdAt=1')"
	same 200 "$(post /site -d 'email=e@example.net&createdAt=2&message=x')"
	# a browser makes up a new boundary each time
	same 200 "$(post /site -F email=f@example.net -F message=x -F createdAt=1)"
	same 200 "$(post /site -F email=f@example.net -F message=x -F createdAt=2)"
	same 'new,duplicate,new,duplicate' \
	    "$(sql 'SELECT outcome FROM inbox WHERE id > 3 ORDER BY id' | paste -sd,)"
	# past its time it is somebody who asks again
	echo 2026-11-04T11:00:01Z >now
	same 200 "$(json 4 hello)"
	same again "$(sql 'SELECT outcome FROM inbox ORDER BY id DESC LIMIT 1')"
}

# chat MID PSID TEXT: one Messenger message, signed.
chat() {
	local body
	body=$(printf '{"object":"page","entry":[{"id":"P","messaging":[{"sender":{"id":"%s"},"recipient":{"id":"P"},"message":{"mid":"%s","text":"%s"}}]}]}' "$2" "$1" "$3")
	signed /meta "X-Hub-Signature-256: sha256=$(printf %s "$body" |
	    hmac sha256 geheim)" "$body"
}

@test "a chat keeps to its lead; after it is closed the person begins anew" {
	secret s.secret geheim
	web 'source "meta" { secret_file = "s.secret" signature = "meta" }'
	same 200 "$(chat m1 7 'Do you do decks?')"
	same 200 "$(chat m2 7 'And roofs?')"
	same 200 "$(chat m3 8 'Hello')"
	same 200 "$(chat m3 8 'Hello')"
	same 'L1 new,L1 again,L2 new,L2 duplicate' "$(sql \
	    "SELECT 'L' || lead || ' ' || outcome FROM inbox ORDER BY id" |
	    paste -sd,)"
	lead-route -q
	lead-log -q L1 chat 'Yes, both'
	same 200 "$(chat m4 7 'Good')"
	same reply "$(sql 'SELECT outcome FROM inbox ORDER BY id DESC LIMIT 1')"
	lead-log -q L1 won
	echo 2026-12-24T10:00:00Z >now
	same 200 "$(chat m5 7 'Another deck')"
	same 'new 3' "$(sql "SELECT outcome || ' ' || lead FROM inbox ORDER BY id DESC LIMIT 1")"
	same 1 "$(sql 'SELECT "returning" FROM lead WHERE id = 3')"
	same 200 "$(chat m6 7 'Tomorrow?')"
	same 3 "$(sql 'SELECT lead FROM inbox ORDER BY id DESC LIMIT 1')"
	lead-check --store -q
}
