#!/usr/bin/env bats
# A visitor with a real Chromium: the form page, the thank-you page, errors,
# and the unsubscribe page, on a desk and on a phone.

load ../cli/helper
load web

teardown() {
	web_end
}

browser() {
	python3 "$TESTS/live/browser.py" "$PWD/profile" "$@"
}

@test "a visitor fills the form; the lead is there, the thank-you page shows" {
	web 'business { phone = "+1 310 555 0100" }'
	same 'Thank you' "$(browser open "$URL/form.html" \
	    fill name 'Zoë <b>Reyes</b>' fill email zoe@example.net \
	    fill phone '310 555 0142' choose service Repair fill zip 90501 \
	    fill message 'My deck is rotten & wet. 💧' press title)"
	same '{"name":"Zoë Reyes","email":"zoe@example.net","phone":"+13105550142","service":"Repair","zip":"90501","message":"My deck is rotten & wet. 💧"}' \
	    "$(lead-show --export -j | jq -c '{name: (.name | gsub("<[^>]*>"; "")), email, phone, service, zip, message}')"
	# it is answered as any other lead is
	lead-route -q
	lead-due -k message | lead-send -q
	same 1 "$(sent_to zoe@example.net | wc -l | tr -d ' ')"
}

@test "the page of a trapped or too long message says so, plainly" {
	web 'web { max_body = 3000 }'
	same 'Sorry
Sorry' "$(browser open "$URL/form.html" fill name Bot \
	    fill email bot@example.net fill message 'buy now' \
	    script 'document.querySelector("[name=_gotcha]").value = "x"' \
	    press title open "$URL/form.html" fill name Ann \
	    fill email ann@example.net \
	    script 'document.querySelector("textarea").value = "x".repeat(4000)' \
	    press title | grep -v None)"
	same 0 "$(lead-show | wc -l | tr -d ' ')"
	same '1 1' "$(refused honeypot) $(refused size)"
}

@test "unsubscribing takes one press; the style of our pages is let through" {
	web 'business { unsubscribe_url = "https://harbor.example/?t={{token}}" }'
	dana | lead-add -q -
	token=$(python3 -c 'import hmac, sys
d = "abcdefghijkmnpqrstuvwxyz23456789"
b = "".join(format(c, "08b") for c in hmac.new(sys.argv[1].encode(), b"unsubscribe 1", "sha256").digest())
print("1-" + "".join(d[int(b[i*5:i*5+5], 2)] for i in range(26)))' \
	    "$(sql 'SELECT tag FROM lead')")
	browser size 360 740 open "$URL/lead.cgi?t=$token" title overflow \
	    script 'return getComputedStyle(document.querySelector("button")).backgroundColor' \
	    press title overflow >out
	same 'Stop messages?,0,rgb(11, 87, 194),Done,0' "$(paste -sd, out)"
	same opt-out "$(sql 'SELECT kind FROM fact')"
}

@test "no page is wider than a phone" {
	web
	same '0,0' "$(browser size 360 740 open "$URL/form.html" overflow \
	    open "$URL/lead.cgi" overflow | paste -sd,)"
}
