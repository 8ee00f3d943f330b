#!/usr/bin/env bats
# lead-add --cgi under a real lighttpd: forms, refusals, webhooks with their
# signatures, the unsubscribe page.

load ../cli/helper
load web

teardown() {
	web_end
}

@test "a form sent by curl is a lead, and the thank-you page comes back" {
	web
	same 200 "$(post '' "${VISITOR[@]}")"
	grep -q '<h1>Thank you</h1>' body
	grep -qi '^content-security-policy: default-src .none.; style-src .sha256-' head
	grep -qi '^x-content-type-options: nosniff' head
	grep -qi '^cache-control: no-store' head
	same 'Dana Reyes,dana@example.net,website' \
	    "$(lead-show -o name,email,source | tr '\t' ,)"
	# twice the same: known already, and thanked again
	same 200 "$(post '' "${VISITOR[@]}")"
	same 1 "$(lead-show | wc -l | tr -d ' ')"
	# not ours to keep: the answer says nothing of the lead
	not grep -qi 'dana\|L1' body
}

@test "multipart, JSON and a page of the firm's own are taken too" {
	web 'web { origins = {"https://harbor.example"} }'
	same 200 "$(post '' -F name=Ann -F email=ann@example.net -F 'message=a & b')"
	same 200 "$(post '' -H 'Content-Type: application/json' \
	    -H 'Origin: https://harbor.example' \
	    -d '{"name":"Bo","email":"bo@example.net","message":"hi"}')"
	same '{"ok":true}' "$(cat body)"
	grep -qi '^access-control-allow-origin: https://harbor.example' head
	same 'Ann,Bo' "$(lead-show -o name --sort=name | paste -sd,)"
	# the browser asks first
	same 204 "$(post '' -X OPTIONS -H 'Origin: https://harbor.example')"
	grep -qi '^access-control-allow-methods: POST' head
	# another site's page
	same 403 "$(post '' "${VISITOR[@]}" -H 'Origin: https://evil.example')"
	not grep -qi '^access-control-allow-origin' head
	same 1 "$(refused origin)"
	same 2 "$(lead-show | wc -l | tr -d ' ')"
}

@test "thanks: the visitor is sent to the configured page and to no other" {
	web 'web { thanks = "https://harbor.example/thanks" }'
	same 303 "$(post '?next=https://evil.example/' "${VISITOR[@]}" \
	    -d _next=https://evil.example/)"
	same 'https://harbor.example/thanks' \
	    "$(sed -n 's/^location: *//Ip' head | tr -d '\r')"
}

@test "each refusal has its status, a plain page, a line in the log, a count" {
	web 'web { max_body = 400 per_address = 3 honeypot = "fax" }'
	same 405 "$(post '' -X GET)"
	grep -qi '^allow: POST, OPTIONS' head
	same 405 "$(post '' -X PUT -d a=b)"
	same 404 "$(post /nowhere "${VISITOR[@]}")"
	same 413 "$(post '' -d "message=$(printf %0500d 1)")"
	same 415 "$(post '' -H 'Content-Type: message/rfc822' \
	    -d 'From: mia@harbor.example')"
	same 400 "$(post '' "${VISITOR[@]}" -d fax=1)"
	same 400 "$(post '' -H 'Content-Type: application/json' -d '{broken')"
	same 200 "$(post '' "${VISITOR[@]}")"
	same 429 "$(post '' "${VISITOR[@]}" -d n=2)"
	same 600 "$(sed -n 's/^retry-after: *//Ip' head | tr -d '\r')"
	grep -q '<h1>Sorry</h1>' body
	not grep -qE 'lead-add|/|sqlite' <(sed 's/<[^>]*>//g; s/{[^}]*}//g' body)
	same '2 1 1 1 1 1 1' "$(for r in method source size type honeypot bad rate
	    do refused $r; done | paste -sd' ')"
	grep -q 'lead-add: refused 413 size: 508 bytes, from 127.0.0.1' cgi.log
	same 8 "$(grep -c 'lead-add: refused' cgi.log)"
	same 1 "$(lead-show | wc -l | tr -d ' ')"
	# what the trap caught is kept, for a person to look at
	same ignored "$(sql "SELECT outcome FROM inbox WHERE email = 'dana@example.net' ORDER BY id LIMIT 1")"
	# the window passes
	echo 2026-11-04T10:10:01Z >now
	same 200 "$(post '' "${VISITOR[@]}" -d n=3)"
}

@test "a body cut short, no length, a wrong length: refused, nothing stored" {
	web
	printf 'POST /lead.cgi HTTP/1.0\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n' |
	    timeout 5 python3 "$TESTS/live/talk.py" "$PORT" >out
	grep -q '^HTTP/1.[01] 411' out
	# below the server, where its own checks do not help
	cgi() {
		env -i PATH="$PATH" LEADS_STORE="$LEADS_STORE" TZ=UTC \
		    LEADS_NOW="$LEADS_NOW" XDG_CONFIG_HOME="$XDG_CONFIG_HOME" \
		    REQUEST_METHOD=POST REMOTE_ADDR=192.0.2.9 \
		    CONTENT_TYPE=application/x-www-form-urlencoded "$@" \
		    lead-add --cgi 2>/dev/null | sed -n '1s/Status: //p'
	}
	same '400 Bad Request' "$(printf 'name=D&mess' | cgi CONTENT_LENGTH=40)"
	same '400 Bad Request' "$(printf 'name=D' | cgi CONTENT_LENGTH=x)"
	same '400 Bad Request' "$(printf 'name=D' | cgi CONTENT_LENGTH=-1)"
	same '411 Length Required' "$(printf 'name=D' | cgi A=b)"
	same '413 Content Too Large' \
	    "$(printf 'name=D' | cgi CONTENT_LENGTH=99999999999999999999)"
	same 0 "$(lead-show | wc -l | tr -d ' ')"
	# what comes after the length is not the body's
	same '200 OK' \
	    "$(printf 'email=d@example.net&name=Dana Roe' | cgi CONTENT_LENGTH=26)"
	same D "$(lead-show -o name)"
}

@test "a locked store, a missing one, a broken configuration: 503, no detail" {
	web
	sqlite3 "$LEADS_STORE" >/dev/null <<-'SQL' &
	.timeout 5000
	BEGIN IMMEDIATE;
	.shell touch locked; while [ -e locked ]; do sleep 0.1; done
	SQL
	while [ ! -e locked ]; do sleep 0.05; done
	sed -i 's/lead-add --cgi/lead-add --cgi --wait=0/' lead.cgi
	same 503 "$(post '' "${VISITOR[@]}")"
	rm locked
	wait $!
	same 60 "$(sed -n 's/^retry-after: *//Ip' head | tr -d '\r')"
	not grep -qi 'lock\|sqlite\|leads.db' body
	grep -q 'lead-add: .*lock' cgi.log
	same 200 "$(post '' "${VISITOR[@]}")"
	mv "$LEADS_STORE" elsewhere.db
	same 503 "$(post '' "${VISITOR[@]}" -d n=2)"
	[ ! -e "$LEADS_STORE" ]
	mv elsewhere.db "$LEADS_STORE"
	echo 'nonsense' >>"$XDG_CONFIG_HOME/leads/leads.conf"
	same 503 "$(post '' "${VISITOR[@]}" -d n=3)"
	not grep -q 'leads.conf' body
}

@test "32 posts at once: 32 leads" {
	web 'web { per_address = 1000 }'
	for i in $(seq 32); do
		curl -s -o /dev/null -w '%{http_code}\n' -d "name=Lead No$i" \
		    -d "email=l$i@example.net" -d message=x "$URL/lead.cgi" &
	done >codes
	wait $(jobs -p | grep -v "^$SERVER\$")
	same '32 200' "$(sort codes | uniq -c | sed 's/^ *//')"
	same 32 "$(lead-show | wc -l | tr -d ' ')"
}

@test "the same form under busybox httpd" {
	web
	kill "$SERVER"
	mkdir -p www/cgi-bin
	cp lead.cgi www/cgi-bin/
	busybox httpd -f -p "127.0.0.1:$PORT" -h "$PWD/www" 3>&- &
	SERVER=$!
	for _ in $(seq 50); do
		curl -s -o /dev/null "$URL/form.html" && break
		sleep 0.05
	done
	same 200 "$(curl -s -o body -w '%{http_code}' "${VISITOR[@]}" \
	    "$URL/cgi-bin/lead.cgi")"
	grep -q '<h1>Thank you</h1>' body
	same 405 "$(curl -s -o body -w '%{http_code}' "$URL/cgi-bin/lead.cgi")"
	same 1 "$(lead-show | wc -l | tr -d ' ')"
}

@test "a body in chunks is put together by the server and taken" {
	web
	same 200 "$(post '' -H 'Transfer-Encoding: chunked' "${VISITOR[@]}")"
	same 'Dana Reyes' "$(lead-show -o name)"
}
