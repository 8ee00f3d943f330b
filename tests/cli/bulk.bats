#!/usr/bin/env bats
# Lists of an older system: tables and vCards, large and odd ones.

bats_require_minimum_version 1.5.0
load helper

# names COLUMN...: what a table gave, one lead a line.
names() {
	sql "SELECT name || '|' || coalesce(email,'') || '|' || coalesce(phone,'') FROM lead ORDER BY id"
}

@test "a table comes in whatever parts its columns and whatever wrote it" {
	for sep in , ';' '	' '|'; do
		rm -f leads.db*
		printf 'name%semail\nAnn Lee%sann@example.net\n' \
		    "$sep" "$sep" >a.csv
		lead-add -q -k csv a.csv
		same 'Ann Lee|ann@example.net|' "$(names)"
	done
	printf 'Nom;Courriel\r\nZo\xe9 \x80;zoe@example.net\r\n' >latin.csv
	printf 'name,email\r\nJos\xc3\xa9,jose@example.net\r\n' |
	    iconv -f UTF-8 -t UTF-16BE >be.csv
	printf 'name,email\nIn\xc3\xaas,ines@example.net\n' |
	    iconv -f UTF-8 -t UTF-16LE >le.csv
	printf '\xef\xbb\xbfname,email\rMac,mac@example.net\r' >mac.csv
	rm -f leads.db*
	lead-add -q -k csv latin.csv be.csv le.csv mac.csv
	same 'Zoé €|zoe@example.net|
José|jose@example.net|
Inês|ines@example.net|
Mac|mac@example.net|' "$(names)"
}

@test "quotes, line ends within them, blank lines and the names once more" {
	printf 'name,email,message\n"Lee, Ann",ann@example.net,"one\ntwo, ""three"""\n\n,,\nname,email,message\nBo,bo@example.net,\n' >a.csv
	lead-add -q -k csv a.csv
	same 'Ann Lee|ann@example.net|
Bo|bo@example.net|' "$(names)"
	same $'one\ntwo, "three"' "$(sql "SELECT message FROM lead WHERE id = 1")"
	same $'"Lee, Ann",ann@example.net,"one\ntwo, ""three"""' \
	    "$(sql "SELECT CAST(raw AS TEXT) FROM inbox WHERE id = 1")"
}

@test "a quote that is never closed costs its own line only" {
	{
		printf 'name,email\n"Ann,ann@example.net\n'
		for i in 1 2 3; do echo "Bo $i,bo$i@example.net"; done
	} >a.csv
	run -65 lead-add -q -k csv --rejects=bad.csv a.csv
	[[ $output == *"line 2: a quote is never closed"* ]]
	same 3 "$(sql 'SELECT count(*) FROM lead')"
	same $'name,email\n"Ann,ann@example.net' "$(cat bad.csv)"
}

@test "a refused row is named by line and field, and kept as it stood" {
	printf 'Name;Tel;E-Mail\r\n"Ann; Lee";4,91512E+11;\r\nBo;;bo(at)example.net\r\nCy;310 555 0142;cy@example.net\r\nDee;1;dee@example.net;x\r\n' >a.csv
	run -65 lead-add -q -k csv --rejects=bad.csv a.csv
	[[ $output == *"line 2: Tel: '4,91512E+11' was cut by a spreadsheet"* ]]
	[[ $output == *"line 3: E-Mail: 'bo(at)example.net' is no mail address"* ]]
	[[ $output == *"line 5: 4 values for 3 columns"* ]]
	same 'Cy|cy@example.net|+13105550142' "$(names)"
	printf 'Name;Tel;E-Mail\n"Ann; Lee";4,91512E+11;\r\nBo;;bo(at)example.net\r\nDee;1;dee@example.net;x\r\n' >want
	cmp want bad.csv
	sed -i 's/(at)/@/; s/4,91512E+11/310 555 0143/; s/;x//' bad.csv
	lead-add -q -k csv bad.csv
	same 4 "$(sql 'SELECT count(*) FROM lead')"
	run -64 lead-add -k csv --rejects=bad.csv bad.csv
}

@test "columns are mapped by name, and -f holds for every row" {
	printf 'Full Name,Contact 1,x\nAnn Lee,ann@example.net,7\n' >a.csv
	lead-add -q -k csv -f name=@'"Full Name"' -f email=@'Contact 1' \
	    -f campaign=spring a.csv
	same 'Ann Lee|ann@example.net|spring' \
	    "$(sql "SELECT name || '|' || email || '|' || campaign FROM lead")"
	run -64 lead-add -q -k csv -f email=@Mail a.csv
	[[ $output == *"email=@Mail: the first line names no such column"* ]]
	run -65 lead-add -q -k csv a.csv
	[[ $output == *"no column of mail or phone"* ]]
}

@test "an older list keeps dates, stage, owner, notes, value and reason" {
	store
	printf 'Name,Email,Created,Status,Owner,Note,Amount,Currency,Lost Reason,Last Contact\nAnn,ann@example.net,3/31/2026 14:05,Closed Lost,Mia,old friend,"$1,200.50",USD,price,2026-04-02\nBo,bo@example.net,31.03.2026,Negotiation,ghost,,"1.200,50 EUR",,,\n' >a.csv
	lead-add -q -k csv a.csv
	lead-route -q
	same 'lost|mia|old friend|1200.5|USD|price|1774965900|1775088000
proposal|mia||1200.5|||1774915200|0' "$(sql "SELECT stage || '|' || owner || '|' || coalesce(note,'') || '|' || value || '|' || coalesce(currency,'') || '|' || coalesce(reason,'') || '|' || received || '|' || last_contact FROM lead ORDER BY id")"
	same ghost "$(sql "SELECT value FROM field WHERE lead = 2 AND name = 'owner before'")"
	same 0 "$(sql 'SELECT count(*) FROM task WHERE lead = 1')"
	lead-check --store >check
	same 0 "$(sql 'SELECT count(*) FROM message')"
	same '' "$(lead-due -k message)"
}

@test "a list loaded again doubles nothing; undone, it can be loaded anew" {
	printf 'name,email\nAnn,ann@example.net\nBo,bo@example.net\n' >a.csv
	lead-add -q -k csv a.csv
	same 'duplicate
duplicate' "$(lead-add -k csv -o outcome a.csv)"
	same 2 "$(sql 'SELECT count(*) FROM inbox')"
	import=$(sql 'SELECT DISTINCT import FROM lead')
	lead-set -q --forget -w "import='$import'"
	same 'new
new' "$(lead-add -k csv -o outcome a.csv)"
}

@test "a list never counts as the words of a lead we know" {
	store
	answered
	printf 'name,email,company\nDana,dana@example.net,Reyes Ltd\n' >a.csv
	same again "$(lead-add -k csv -o outcome a.csv)"
	same '0|Reyes Ltd' "$(sql "SELECT replies || '|' || company FROM lead")"
	lead-check --store >check
}

@test "thousands of rows: refs are there once they are printed" {
	awk 'BEGIN { print "name,email"; for (i = 0; i < 5000; i++)
		print "P " i ",p" i "@example.net" }' >a.csv
	lead-add -k csv -o ref a.csv >refs
	same 5000 "$(wc -l <refs)"
	same L5000 "$(tail -n 1 refs)"
	same 5000 "$(sql 'SELECT count(DISTINCT person) FROM lead')"
}

@test "interrupted, a list says how far it came and goes on later" {
	mkfifo pipe
	lead-add -q -k csv - <pipe 2>err &
	pid=$!
	{
		awk 'BEGIN { print "name,email"; for (i = 0; i < 30000; i++)
			print "P " i ",p" i "@example.net" }'
		kill -INT "$pid"
		printf 'Last,last@example.net\n'
		sleep 1
	} >pipe
	run wait "$pid"
	grep -q 'interrupted: stored up to line' err
	n=$(sql 'SELECT count(*) FROM lead')
	[ "$n" -gt 0 ]
	lead-check --store >check
}

@test "vCards of 2.1, 3.0 and 4.0, several a file, what they know kept" {
	cat >a.vcf <<-'CARDS'
		BEGIN:VCARD
		VERSION:2.1
		N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;Uwe
		TEL;CELL:+49 30 23125055
		NOTE;ENCODING=QUOTED-PRINTABLE:first=0D=0A=
		second
		END:VCARD
		BEGIN:VCARD
		VERSION:3.0
		FN:Ann Lee
		item1.EMAIL;TYPE=HOME:ann@example.net
		EMAIL;TYPE=WORK:lee@example.org
		TEL:310 555 0142
		ADR:;;1 Pier Ave;Torrance;CA;90501;USA
		TITLE:Owner
		END:VCARD
		BEGIN:VCARD
		VERSION:4.0
		FN:Nobody
		END:VCARD
	CARDS
	run -65 lead-add -q -k vcard a.vcf
	[[ $output == *"card 3: no mail and no phone"* ]]
	same 'Uwe Müller||+493023125055|
Ann Lee|ann@example.net|+13105550142|90501' "$(sql "SELECT name || '|' || coalesce(email,'') || '|' || phone || '|' || coalesce(zip,'') FROM lead ORDER BY id")"
	same $'first\nsecond' "$(sql "SELECT message FROM lead WHERE id = 1")"
	same 'email=lee@example.org street=1 Pier Ave title=Owner' "$(sql "SELECT group_concat(name || '=' || value, ' ') FROM (SELECT * FROM field WHERE lead = 2 ORDER BY name)")"
	same 0 "$(sql "SELECT count(*) FROM lead WHERE import IS NULL")"
}

@test "section labels: a firm's own names for the fields of forms and tables" {
	store 'labels {' '  service = {"Gewerk"}' \
	    '  email = {"Write To"}' '}'
	printf 'Name,Write to,GEWERK\nAnn,ann@example.net,Dach\n' >a.csv
	lead-add -q -k csv a.csv
	printf 'name=Bo&email=bo%%40example.net&gewerk=Keller&dog=Rex' |
	    lead-add -q -k form -
	same 'ann@example.net|Dach
bo@example.net|Keller' "$(sql "SELECT email || '|' || service FROM lead ORDER BY id")"
	same Bo "$(lead-show -o name -w "field('dog') = 'Rex'")"
	lead-check --config -q
}

@test "names in From: a raw colon in an encoded word, a firm beside the name" {
	mail one '=?UTF-8?Q?Info:_Dana,_Reyes?= <dana@example.net>' Hi 'A quote?' |
	    lead-add -q -
	mail two '"Ltd: =?UTF-8?Q?x:y?=" <bo@example.net>' Hi 'A quote?' |
	    lead-add -q -
	mail three '"Acme Ltd (Ann)" <ann@example.net>' Hi 'A quote?' |
	    lead-add -q -
	same 'dana@example.net|
bo@example.net|
ann@example.net|Acme Ltd' "$(sql "SELECT email || '|' || coalesce(company,'') FROM lead ORDER BY id")"
	same 'Ann' "$(lead-show -o name L3)"
	[[ $(lead-show -o name L1) == *Dana* ]]
}
