#!/usr/bin/env bats
# The threats that SECURITY.md numbers: a test for each that has no home in
# the tests of one program. Each fails when its defence is taken away.

load helper

# tty COMMAND...: what it writes to a terminal 80 columns wide.
tty() {
	script -qec "stty cols 80; $*" /dev/null </dev/null
}

# evil: a lead whose every field is hostile, as a JSON form.
evil() {
	python3 - <<-'PY'
	import json
	print(json.dumps({
	    "name": "Dana \x1b]0;owned\x07\x1b[31m\u202eseyeR \x9b2J",
	    "email": "dana@example.net",
	    "company": "=HYPERLINK(\"http://x.example\")",
	    "roof": "<img src=x onerror=alert(1)> {{secret}} $(touch pwned)",
	    "message": "Hi\r\nBcc: all@example.net\r\n\r\n`touch pwned` "
	        "'; DROP TABLE lead; -- \x1b]52;c;eA==\x07 \u0000 end"}))
	PY
}

@test "T1 no escape, control or direction mark of a lead reaches a terminal" {
	store
	evil | lead-add -q -k json -
	lead-route -q
	for c in 'lead-show' 'lead-show --timeline L1' 'lead-show --board' \
	    'lead-due' 'lead-report review' 'lead-show --export L1' \
	    "lead-show -w 1 -o name,message"; do
		tty "$c" | tr -d '\r' |
		    python3 -c 'import re, sys
text = sys.stdin.buffer.read().decode("utf-8")
text = re.sub("\x1b\\[[0-9;]*m", "", text)
bad = [c for c in text if (ord(c) < 32 and c not in "\n\t") or
       0x7f <= ord(c) < 0xa0 or c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"]
sys.exit(f"{sys.argv[1]}: {bad}" if bad else 0)' "$c"
	done
}

@test "T2 a lead's HTML stays text in the report, which loads and runs nothing" {
	store
	printf 'From: "<script>alert(1)</script>" <x@example.net>\nTo: leads@harbor.example\nSubject: <b>hi</b>\nDate: Wed, 04 Nov 2026 09:00:00 +0000\nMessage-ID: <x@y.example>\n\n<script>1</script>\n' |
	    lead-add -q -
	lead-route -q
	for report in week review pipeline sources team; do
		lead-report "$report" --since=2026-11-02 --until=2026-11-09 \
		    --format=html >page.html
		python3 - page.html <<-'PY'
		import html.parser, sys
		class P(html.parser.HTMLParser):
		    def handle_starttag(self, tag, attrs):
		        assert tag not in ('script', 'iframe', 'object', 'link'), tag
		        for k, v in attrs:
		            assert not k.startswith('on'), k
		            assert k not in ('src',) , (tag, k)
		            if k == 'href':
		                assert v.split(':')[0] in ('mailto', 'https', 'tel'), v
		text = open(sys.argv[1]).read()
		P().feed(text)
		assert "default-src 'none'" in text
		PY
	done
}

@test "T3 no cell of an export begins a formula" {
	store
	for start in '=1+1' '+1' '-1' '@SUM(1)' ' =1' $'\t=1'; do
		lead-add -q -f name="$start" -f email="a$RANDOM@example.net" \
		    -f message="$start"
	done
	lead-show --export --format=csv >out.csv
	python3 - <<-'PY'
	import csv
	rows = list(csv.reader(open('out.csv', newline='')))
	assert len(rows) == 7, len(rows)
	for row in rows[1:]:
	    for cell in row:
	        assert not cell.lstrip(' \t\r').startswith(
	            ('=', '+', '-', '@')), cell
	PY
}

@test "T4 a line break in a name, plain or in an encoded word, makes no header" {
	store
	mail a '=?utf-8?Q?Dana=0D=0ABcc:_all@example.net?= <d@example.net>' \
	    '=?utf-8?B?SGkNCkJjYzogYWxsQGV4YW1wbGUubmV0?=' 'Please call' |
	    lead-add -q -
	lead-add -q -f name=$'Eve\nBcc: all@example.net' \
	    -f email=eve@example.net -f message=hello
	lead-route -q
	lead-due -k message | lead-send -q || true
	sed -s '/^$/q' "$OUTBOX"/new/* | not grep -qi '^bcc'
}

@test "T5 no shell sees what a lead wrote" {
	store
	evil | lead-add -q -k json -
	# shellcheck disable=SC2016 # the words are the attack
	mail b '$(touch pwned) <b@example.net>' '`touch pwned`' \
	    '; touch pwned' | lead-add -q -
	lead-route -q
	# the leak sanitizer cannot be traced
	ASAN_OPTIONS=detect_leaks=0 strace -f -qq -e trace=execve -o calls sh -c 'lead-due | lead-send -q'
	[ ! -e pwned ]
	grep -E 'execve\("' calls | grep -v ENOENT |
	    not grep -vE '/(lead-due|lead-send|sh|dash)"'
}

@test "T6 SQL in any field is a value" {
	store
	evil | lead-add -q -k json -
	lead-set -q L1 "note='); DELETE FROM lead; --" \
	    "roof'); DROP TABLE lead; --=x"
	lead-show -w "name = '''; DROP TABLE lead; --'" >/dev/null
	run lead-show -w "1; DROP TABLE lead"
	same 65 "$status"
	same 1 "$(sql 'SELECT count(*) FROM lead')"
	lead-check --store -q
}

@test "T7 template syntax in a value is never read as a template" {
	store
	mail c '{{business_email}} <c@example.net>' \
	    '{{{unsubscribe}}} {{> ../../etc/passwd}}' 'hello' | lead-add -q -
	lead-route -q
	lead-due -k message | lead-send -q
	grep -q '{{{unsubscribe}}}' "$OUTBOX"/new/*
	not grep -q 'root:' "$OUTBOX"/new/*
}

@test "T8 a line of complaint is one line, its controls made visible" {
	store
	run lead-show -w $'bad\nlead-show: forged \x1b[31m'
	same 65 "$status"
	same 1 "${#lines[@]}"
	[[ $output != *$'\x1b'* ]]
}

@test "T9 a record with TAB, line break and backslash comes back as it was" {
	store
	lead-add -q -f name=Dana -f email=d@example.net \
	    -f message=$'a\tb\nc\\d\re'
	same 1 "$(lead-show -o ref,message | wc -l)"
	same $'a\tb\nc\\d' "$(lead-show -j -o message | jq -r .message |
	    sed 's/\r$//' | head -n 2 | sed '2s/\(c.d\).*/\1/')"
	lead-show -o ref,message | lead-set -q note=seen -
	same seen "$(lead-show -o note)"
	run lead-set note=x - <<<'L\q1'
	[ "$status" -ne 0 ]
}

@test "T10 names of files are never made of a lead's words" {
	store
	mail '../../../../tmp/pwned' 'A <../../../x@example.net>' '/etc/passwd' \
	    'see attachment' | lead-add -q -
	lead-route -q
	lead-due -k message | lead-send -q || true
	[ ! -e ../../../../tmp/pwned ]
	for f in "$OUTBOX"/new/*; do
		[ -e "$f" ] || continue
		[[ ${f##*/} =~ ^[0-9a-f]+$ ]]
	done
}

@test "T13 a nest of ten thousand parts and a million headers end in time" {
	store
	python3 -c 'import sys
w = sys.stdout.write
w("From: a@example.net\nTo: leads@harbor.example\nSubject: nest\nMIME-Version: 1.0\n")
for i in range(10000):
    w(f"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n")
w("\nhello\n")' >nest
	python3 -c 'import sys
sys.stdout.write("From: a@example.net\nTo: leads@harbor.example\n")
sys.stdout.write("".join(f"X-{i}: y\n" for i in range(1000000)))
sys.stdout.write("\nhello\n")' >heads
	for f in nest heads; do
		python3 - "$f" <<-'PY'
		import os, resource, subprocess, sys
		p = subprocess.Popen(['lead-add', '--deliver'],
		                     stdin=open(sys.argv[1]))
		_, status, used = os.wait4(p.pid, 0)
		assert status == 0, status
		cpu = used.ru_utime + used.ru_stime
		if 'asan' not in os.environ.get('LEADS_BIN', ''):
		    assert cpu < 2, cpu
		    assert used.ru_maxrss < 64 * 1024 + 2 * os.path.getsize(
		        sys.argv[1]) // 1024, used.ru_maxrss
		PY
	done
	same 2 "$(sql 'SELECT count(*) FROM inbox')"
}

@test "T14 a regular expression that explodes does not match, and says so" {
	store 'route "bomb" { when = "message REGEXP '"'(a+)+b'"'" sequence = "quick" }'
	lead-add -q -f email=a@example.net \
	    -f message="$(printf 'a%.0s' $(seq 5000))"
	timeout 20 lead-route -q || true
	timeout 20 lead-show -w "message REGEXP '(a+)+\$b'" || true
	same 1 "$(lead-show | wc -l)"
}

@test "T16 a secret is in no argument, environment, output or store" {
	printf 'hunter2-not-to-be-seen\n' >pass
	chmod 600 pass
	store 'transport "email" { url = "smtp://127.0.0.1:9" user = "leads" password_file = "'"$PWD/pass"'" }'
	dana | lead-add -q -
	lead-route -q
	ASAN_OPTIONS=detect_leaks=0 \
	    strace -f -s 4096 -e trace=execve,write -o calls \
	    sh -c 'lead-due | lead-send' >out 2>&1 || true
	lead-check >>out 2>&1 || true
	not grep -q 'hunter2' out calls
	not grep -qa 'hunter2' leads.db*
	chmod 644 pass
	run lead-check --transports
	[[ $output == *"chmod 600"* ]]
}

@test "T18 a forged START opens nothing, a forged STOP only silences" {
	store
	answered
	mail stop 'Dana <dana@example.net>' 'Re: Deck repair' STOP |
	    lead-add -q -
	same 1 "$(sql "SELECT count(*) FROM fact WHERE kind = 'opt-out'")"
	mail start 'Eve <eve@example.net>' START \
	    'START dana@example.net' | lead-add -q -
	same 1 "$(sql "SELECT count(*) FROM fact WHERE kind = 'opt-out' AND norm = 'dana@example.net'")"
}

@test "T20 whatever the umask, the store is its user's alone" {
	config
	for mask in 000 077 027; do
		rm -rf box
		mkdir box
		(umask $mask && lead-check --init -q -d box/s/leads.db)
		same 600 "$(stat -c %a box/s/leads.db)"
		same 700 "$(stat -c %a box/s)"
		(umask $mask && dana "$mask" | lead-add -q -d box/s/leads.db -)
		same 0 "$(find box/s -type f -perm /077 | wc -l)"
	done
	ln -s /etc/passwd link.db
	run lead-add -q -d link.db -f email=a@example.net
	[ "$status" -ne 0 ]
}

@test "T21 a store that is missing, cut or newer is never made anew" {
	config
	dana >m
	run lead-add --deliver <m
	same 75 "$status"
	[ ! -e leads.db ]
	lead-check --init -q
	lead-add -q m
	head -c 5000 leads.db >cut.db
	run lead-add --deliver -d cut.db <m
	same 75 "$status"
	same 5000 "$(stat -c %s cut.db)"
	printf 'not a store, however long it is' >text.db
	run lead-add --deliver -d text.db <m
	same 75 "$status"
	same 'not a store, however long it is' "$(cat text.db)"
}

@test "T22 bytes that are no UTF-8 are kept raw and shown mended" {
	store
	printf 'From: A \xff\xc0\xaf\xed\xa0\x80 <a@example.net>\nTo: leads@harbor.example\nSubject: x\n\nbad \xff bytes\n' >m
	lead-add -q m
	lead-show -j | jq -e . >/dev/null
	cmp m <(sqlite3 leads.db "SELECT writefile('raw', raw) FROM inbox" >/dev/null; cat raw)
}

@test "T23 a forged mail with a known Message-ID hides no real one" {
	store
	mail same 'Eve <eve@example.net>' 'x' 'forged' | lead-add -q -
	mail same 'Dana <dana@example.net>' 'Deck' 'the real one' |
	    lead-add -q -
	same 2 "$(lead-show | wc -l)"
}

@test "T24 a hundred forms with one victim's address send one mail" {
	store
	for i in $(seq 100); do
		printf '{"name":"Buy at http://spam.example now %d","email":"victim@example.net","message":"m %d"}\n' "$i" "$i" |
		    lead-add -q -k json -
	done
	lead-route -q
	lead-due -k message | lead-send -q
	same 1 "$(sent_to victim@example.net | wc -l)"
	sed -n '/^$/,$p' "$OUTBOX"/new/* | not grep -q 'spam.example'
}
