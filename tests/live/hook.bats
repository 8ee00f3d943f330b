#!/usr/bin/env bats
# Hooks: signed POSTs of events to a real HTTP server, in order, once.

load ../cli/helper
load gateway

# hook PATH: a store whose hook "crm" wants new, won and lost leads.
hook() {
	server
	mkdir -p "$XDG_CONFIG_HOME/leads"
	(umask 077; echo 's3cret' >"$XDG_CONFIG_HOME/leads/hook.secret")
	store "hook \"crm\" { on = {\"new\", \"won\", \"lost\"}
	    url = \"http://127.0.0.1:$PORT/$1\" secret_file = \"hook.secret\" }"
}

send_all() {
	lead-due | lead-send -o ref,status,channel,to | grep hook | tr '\t' ' '
}

@test "an event is told as signed JSON, once" {
	hook taken
	dana | lead-add -q -
	lead-route -q
	same 'M1 sent hook crm' "$(send_all)"
	same '' "$(send_all)"
	same 1 "$(wc -l <requests | tr -d ' ')"
	jq -r .body requests | tr -d '\n' >body
	same 'E1 new L1 Dana Reyes dana@example.net My deck is rotten. Can you look at it?' \
	    "$(jq -r '[.id, .event, .lead, .name, .email, .message] | join(" ")' body)"
	same E1 "$(jq -r '.headers["x-leads-event"]' requests)"
	same 1793786400 "$(jq -r '.headers["x-leads-timestamp"]' requests)"
	# the signature, by another program: TIME.BODY as it was posted
	jq -j '"1793786400." + .body' requests >signed
	same "sha256=$(openssl dgst -sha256 -hmac s3cret -r signed | cut -d' ' -f1)" \
	    "$(jq -r '.headers["x-leads-signature"]' requests)"
	same application/json "$(jq -r '.headers["content-type"]' requests)"
}

@test "a stage is told once, by whichever way it came" {
	hook taken
	answered
	lead-log -q L1 won -v 1200
	mail two 'Ann Lee <ann@example.net>' 'Roof' 'A new roof.' | lead-add -q -
	lead-route -q
	lead-set -q --force L2 reason=no-answer stage=lost
	for _ in 1 2 3 4; do send_all >/dev/null; done
	same 'new won new lost' \
	    "$(jq -r '.body | fromjson | .event' requests | xargs)"
	same '1200' "$(jq -r '.body | fromjson | select(.event == "won").value' requests)"
}

@test "an import tells nobody" {
	hook taken
	printf 'name,email\nAnn,ann@example.net\n' | lead-add -q -k csv -
	same '' "$(send_all)"
}

@test "a hook that fails is tried again, and later events wait their turn" {
	hook 503
	dana | lead-add -q -
	lead-route -q
	lead-log -q L1 lost -r no-answer
	same 'M1 retry hook crm' "$(send_all | grep M1)"
	same '' "$(send_all)"
	kill "$GATEWAY"
	server
	sed -i "s|url = \"http://127.0.0.1:[0-9]*/503|url = \"http://127.0.0.1:$PORT/taken|" \
	    "$XDG_CONFIG_HOME/leads/leads.conf"
	rm requests
	export LEADS_NOW=2026-11-04T10:10:00Z
	send_all >/dev/null
	send_all >/dev/null
	same 'new lost' "$(jq -r '.body | fromjson | .event' requests | xargs)"
	# signed anew, the event the same
	same 1793787000 "$(jq -r '.headers["x-leads-timestamp"]' requests | sort -u)"
}

@test "what is in doubt goes again, the same event" {
	hook hang
	dana | lead-add -q -
	lead-route -q
	same 'M1 retry hook crm' "$(send_all)"
	export LEADS_NOW=2026-11-04T10:10:00Z
	send_all >/dev/null
	same 'E1 E1' "$(jq -r '.headers["x-leads-event"]' requests | xargs)"
}

@test "a refusal for good calls the fallback owner, and the next event goes" {
	hook 400
	dana | lead-add -q -
	lead-route -q
	send_all >/dev/null
	same 1 "$(sql "SELECT count(*) FROM task WHERE action LIKE 'Look at the hook crm%'")"
	same failed "$(sql "SELECT state FROM message WHERE kind = 'hook'")"
	lead-log -q L1 won
	send_all >/dev/null
	same 2 "$(wc -l <requests | tr -d ' ')"
	same 1 "$(sql "SELECT count(*) FROM task WHERE action LIKE 'Look at the hook crm%'")"
}

@test "lead-check knows of a secret that cannot be read" {
	hook taken
	run lead-check --transports
	[[ $output == *$'OK\thook\tcrm: http://127.0.0.1'* ]]
	rm "$XDG_CONFIG_HOME/leads/hook.secret"
	run lead-check --transports
	same 2 "$status"
	[[ $output == *$'FAIL\thook\tcrm: '*hook.secret* ]]
}

@test "the pull side: the event stream from a cursor" {
	store
	dana | lead-add -q -
	lead-route -q
	last=$(lead-show --events -j | tail -n 1 | jq -r .ref)
	lead-log -q L1 note 'called the shop'
	same 'note called the shop' "$(lead-show --events="${last#E}" -j |
	    jq -r '.kind + " " + .text' | head -n 1)"
}
