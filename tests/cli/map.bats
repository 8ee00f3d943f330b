#!/usr/bin/env bats
# source { map, id, each }: where a source's fields stand, without code.

load helper

@test "map: columns of a CSV by their names, the id makes a row known" {
	store 'source "crm" { map = {"name=Kunde", "email=Kontakt 1", "roof type=Dach", "note=message"} id = "Nr" }'
	printf 'Nr,Kunde,Kontakt 1,Dach,message\n9007199254740993,Dana Reyes,dana@example.net,slate,old customer\n' >a.csv
	same 'new Dana Reyes dana@example.net' \
	    "$(lead-add -s crm -o outcome,name,email a.csv | tr '\t' ' ')"
	same '{"roof type":"slate"} old customer' "$(lead-show --export -j |
	    jq -r '"\(.fields | tojson) \(.note // "")"')$(sql 'SELECT note FROM lead')"
	same 9007199254740993 "$(sql 'SELECT vendor_id FROM inbox')"
	sed -i 's/old/an old/' a.csv
	same duplicate "$(lead-add -s crm -o outcome a.csv)"
}

@test "map: a header of a mail, a line of a form in it" {
	store 'source "portal" { map = {"campaign=header:X-Campaign", "zip=Object no"} id = "header:X-Lead-Id" }'
	portal() {
		mail "$1" 'Dana Reyes <dana@example.net>' 'Deck' 'My deck is rotten.' \
		    'X-Campaign: spring' "X-Lead-Id: $2" |
		    lead-add -s portal -o outcome -
	}
	same new "$(portal first A1)"
	same spring "$(sql 'SELECT campaign FROM lead')"
	same 'Dana Reyes|My deck is rotten.' "$(sql 'SELECT name, message FROM lead')"
	same duplicate "$(portal second A1)"
	same again "$(portal third A2)"
}

@test "map: fields of a form; what is mapped is not guessed at as well" {
	store 'source "old" { map = {"email=field_7", "message=field_2", "budget=company"} }'
	printf 'field_7=dana@example.net&field_2=It+leaks&company=2000' >form
	lead-add -q -k form -s old form
	same 'dana@example.net|It leaks|' \
	    "$(sql 'SELECT email, message, company FROM lead')"
	same 2000 "$(sql "SELECT value FROM field WHERE name = 'budget'")"
}

@test "each: every element of a list is a lead of its own" {
	store 'source "bulk" { each = "/data/leads" map = {"email=/mail", "campaign=/data/run"} }'
	echo '{"data":{"run":"r1","leads":[{"mail":"a@example.net"},{"mail":"b@example.net"},{"mail":"b@example.net","message":"more"}]}}' |
	    lead-add -k json -s bulk -o outcome,email - >out
	same 'new a@example.net,new b@example.net,again b@example.net' \
	    "$(tr '\t' ' ' <out | paste -sd,)"
	same 'r1,r1' "$(sql 'SELECT campaign FROM lead' | paste -sd,)"
}

# says WORD...: lead-check --config has each of them.
says() {
	lead-check --config >out 2>&1 || true
	for word in "$@"; do
		grep -qF "$word" out || { echo "no: $word"; cat out; return 1; }
	done
}

@test "map and signature: what cannot be is an error of the configuration" {
	config 'source "a" { map = {"name"} }' \
	    'source "b" { signature = "meta" }' \
	    'source "c" { secret_file = "x" signature = "rot13" }' \
	    'source "d" { each = "leads" }'
	says "map: 'name' is not" "source 'b': no secret_file" \
	    "signature: 'rot13'" "each: 'leads'"
	config 'web { thanks = "javascript:alert(1)" origins = {"https://a.example/x"} }'
	says "thanks: 'javascript" "origins: 'https://a.example/x'"
}

@test "a list in one body: the second is no duplicate of the first" {
	store
	echo '[{"email":"a@example.net"},{"email":"b@example.net"}]' >two.json
	same 'new,new' "$(lead-add -o outcome two.json | paste -sd,)"
	same 'duplicate,duplicate' "$(lead-add -o outcome two.json | paste -sd,)"
	# and a person can say what each is: it is read again from its own bytes
	same '{"email":"b@example.net"}' "$(sql 'SELECT raw FROM inbox WHERE id = 2')"
}
