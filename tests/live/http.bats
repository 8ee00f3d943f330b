#!/usr/bin/env bats
# Texts and chats by a real HTTP server that misbehaves in each way.

load ../cli/helper
load gateway

# gateway PATH [KEY...]: start the server; text goes to it from here on.
gateway() {
	local path=$1
	shift
	server
	mkdir -p "$XDG_CONFIG_HOME/leads"
	(umask 077; echo 's3cret' >"$XDG_CONFIG_HOME/leads/sms.pass")
	store "transport \"sms\" { url = \"http://127.0.0.1:$PORT/$path\"
	    from = \"+13105550100\" timeout = 1 $* }"
	# a text of the lead's, so the first answer is a text
	printf 'From=%%2B13105550142&Body=My+deck+is+rotten&MessageSid=SM1&AccountSid=AC0&ApiVersion=2010-04-01&SmsStatus=received&To=%%2B13105550100' |
	    lead-add -q -k form -
	lead-route -q
}

due_send() {
	lead-due -k message | lead-send -o ref,status,detail "$@" | tr '\t' ' '
}

requests() {
	wc -l <requests | tr -d ' '
}

request() {
	jq -r "$1" requests
}

TWILIO='kind = "twilio" user = "AC0" password_file = "sms.pass"'

@test "twilio: form, basic auth, a key, the callback; its id is kept" {
	gateway Accounts/AC0/Messages.json "$TWILIO" \
	    'status_callback = "https://harbor.example/status"'
	same 'M1 sent 201 SM0123' "$(due_send)"
	same 'POST /Accounts/AC0/Messages.json' "$(request '.method + " " + .path')"
	same "Basic $(printf 'AC0:s3cret' | base64)" \
	    "$(request '.headers.authorization')"
	[[ $(request '.headers["idempotency-key"]') == '<1.'*'@harbor.example>' ]]
	[[ $(request .body) == 'To=%2B13105550142&From=%2B13105550100&Body='* ]]
	[[ $(request .body) == *'&StatusCallback=https%3A%2F%2Fharbor.example%2Fstatus' ]]
	same '' "$(due_send)"
	same 1 "$(sql "SELECT message FROM thread WHERE message_id = 'SM0123'")"
}

@test "a messaging service stands for a number" {
	gateway x "$TWILIO"
	sed -i 's/from = "+13105550100" timeout/from = "MG12" timeout/' \
	    "$XDG_CONFIG_HOME/leads/leads.conf"
	due_send >/dev/null
	[[ $(request .body) == *'&MessagingServiceSid=MG12&'* ]]
}

@test "any gateway: url, header and body are templates, each value escaped" {
	gateway 'send?n={{to}}' 'password_file = "sms.pass" method = "PUT"
	    header = {"X-Key: {{password}}", "X-Ref: {{id}}"}
	    body = "{\"to\": \"{{to}}\", \"msg\": \"{{text}}\"}"'
	mkdir -p "$XDG_CONFIG_HOME/leads/templates"
	printf '\nQuote "%s" & <b>\n' '{{#name}}{{name}}{{/name}}{{^name}}you{{/name}}' \
	    >"$XDG_CONFIG_HOME/leads/templates/ack.sms"
	same 'M1 sent 201 SM0123' "$(due_send)"
	same 'PUT /send?n=%2B13105550142' "$(request '.method + " " + .path')"
	same s3cret "$(request '.headers["x-key"]')"
	same application/json "$(request '.headers["content-type"]')"
	same 'Quote "you" & <b>' "$(request .body | jq -r .msg)"
}

@test "a form and an XML body are escaped as such" {
	gateway x 'body = "a={{to}}&b={{text}}"'
	due_send >/dev/null
	[[ $(request .body) == 'a=%2B13105550142&b='* ]]
	[[ $(request .body) != *' '* ]]
	same application/x-www-form-urlencoded \
	    "$(request '.headers["content-type"]')"
	kill "$GATEWAY"
	rm -rf leads.db* requests
	gateway x 'header = {"Content-Type: text/xml"}
	    body = "<m>{{text}}</m>"'
	printf '\nA & <b>\n' >"$XDG_CONFIG_HOME/leads/templates/ack.sms" 2>/dev/null ||
	    { mkdir -p "$XDG_CONFIG_HOME/leads/templates"
	    printf '\nA & <b>\n' >"$XDG_CONFIG_HOME/leads/templates/ack.sms"; }
	due_send >/dev/null
	same '<m>A &amp; &lt;b&gt;</m>' "$(request .body)"
}

@test "a template that names what is not there is a mistake of the configuration" {
	gateway x 'body = "{{nothing}}"'
	run lead-check --transports
	same 2 "$status"
	[[ $output == *'{{nothing}}: not one of to from text id'* ]]
}

@test "429 waits as long as it asks, and so does the queue" {
	gateway 429 "$TWILIO"
	same 'M1 retry 429 slow down' "$(due_send)"
	[ "$(sql 'SELECT due FROM message WHERE id = 1')" -ge $((1793786400 + 7200)) ]
	export LEADS_NOW=2026-11-04T11:30:00Z
	same '' "$(due_send)"
	same 1 "$(requests)"
}

@test "a wrong password keeps the message, and lead-check tells" {
	gateway 401 "$TWILIO"
	for hour in 10 11 12 13; do
		export LEADS_NOW=2026-11-04T$hour:30:00Z
		due_send >/dev/null
	done
	same retry "$(sql 'SELECT state FROM message WHERE id = 1')"
	run lead-check
	[[ $output == *$'FAIL\tqueue\tM1: refused '*' times: 401 as asked'* ]]
}

@test "400 is failed, and a person is told" {
	gateway 400 "$TWILIO"
	same 'M1 failed 400 as asked' "$(due_send)"
	same '400 as asked 0' "$(sql "SELECT why || ' ' || told FROM task WHERE done = 0")"
}

@test "no clear answer is unknown and does not go again" {
	for how in silent hang 500 9999; do
		[ -z "${GATEWAY:-}" ] || kill "$GATEWAY"
		rm -rf leads.db* requests
		gateway $how "$TWILIO"
		[[ $(due_send) == 'M1 unknown '* ]]
		export LEADS_NOW=2026-11-04T12:00:00Z
		due_send >/dev/null
		same 1 "$(requests)"
		export LEADS_NOW=2026-11-04T10:00:00Z
	done
}

@test "a slow or endless body changes nothing of what the status said" {
	gateway drip "$TWILIO"
	[[ $(due_send) == 'M1 sent 200'* ]]
	kill "$GATEWAY"
	rm -rf leads.db* requests
	gateway big "$TWILIO"
	[[ $(due_send) == 'M1 sent 200 xxx'* ]]
	[ "$(sql 'SELECT length(detail) FROM message WHERE id = 1')" -lt 300 ]
}

@test "a redirect is not followed" {
	gateway away "$TWILIO"
	[[ $(due_send) == 'M1 failed 307'* ]]
	same /away "$(request .path)"
}

@test "a text shows its segments, and a long one is warned of" {
	gateway x "$TWILIO"
	mkdir -p "$XDG_CONFIG_HOME/leads/templates"
	printf '\n%s\n' "$(printf 'word %.0s' $(seq 100))" \
	    >"$XDG_CONFIG_HOME/leads/templates/ack.sms"
	same $'sent\t4' "$(lead-send -n -o status,segments M1 2>err)"
	grep -q '^lead-send: M1: a text of 4 segments' err
	[ ! -s requests ]
}

@test "chats take a notice in their own shape" {
	gateway x "$TWILIO"
	for kind in slack mattermost teams discord ntfy; do
		echo "transport \"$kind\" { kind = \"$kind\" url = \"http://127.0.0.1:$PORT/$kind\" }"
	done >>"$XDG_CONFIG_HOME/leads/leads.conf"
	sed -i 's/email = "mia@harbor.example"/& notify = {"slack", "mattermost", "teams", "discord", "ntfy"}/' \
	    "$XDG_CONFIG_HOME/leads/leads.conf"
	lead-due -k task | lead-send -q
	same 5 "$(requests)"
	for kind in slack mattermost; do
		jq -r "select(.path == \"/$kind\").body" requests |
		    jq -r .text | grep -q '+13105550142'
	done
	jq -r 'select(.path == "/discord").body' requests |
	    jq -r .content | grep -q '+13105550142'
	jq -r 'select(.path == "/teams").body' requests |
	    jq -r '.attachments[0].content.body[0].text' | grep -q '+13105550142'
	jq -r 'select(.path == "/ntfy").body' requests | grep -q '+13105550142'
}

@test "a server that is not there is asked once a run, not once a message" {
	gateway x "$TWILIO"
	kill "$GATEWAY"
	wait "$GATEWAY" || true
	printf 'From=%%2B13105550143&Body=Roof&MessageSid=SM2&AccountSid=AC0&ApiVersion=2010-04-01&SmsStatus=received&To=%%2B13105550100' |
	    lead-add -q -k form -
	lead-route -q
	run bash -c 'lead-due -k message | lead-send -o status,detail'
	[[ ${lines[0]} == $'retry\t'*onnect* ]]
	same $'retry\tsms does not answer: waits' "${lines[1]}"
}
