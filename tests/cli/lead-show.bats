#!/usr/bin/env bats
# lead-show: list, filter, order, export; hostile words stay harmless.

load helper

@test "the columns are those of the contract" {
	store
	answered
	same 'ref stage owner priority score name company email phone source received last_contact next_due next_action value' \
	    "$(lead-show -H | head -n 1 | tr '\t' ' ')"
}

@test "-w chooses and --sort orders, also backwards" {
	store
	lead-add -q -f name=Ann -f email=ann@example.net
	lead-add -q -f name=Bo -f email=bo@example.org
	same $'Ann\nBo' "$(lead-show -o name --sort=name)"
	same $'Bo\nAnn' "$(lead-show -o name --sort=-name)"
	same Bo "$(lead-show -o name -w "name = 'Bo'")"
}

@test "tabs, line ends and escapes of a lead never break a record" {
	store
	printf '{"name":"A\\tB\\u001b[31m","email":"a@example.net","message":"x\\ny"}' |
	    lead-add -q -k json -
	same 1 "$(lead-show | wc -l)"
	same 15 "$(lead-show | awk -F '\t' '{ print NF }')"
	[ -z "$(lead-show | tr -d '[:print:]\t\n')" ]
}

@test "-j is one JSON object a line with the same names" {
	store
	answered
	same '["L1","contacted","mia"]' "$(lead-show -j | jq -c '[.ref,.stage,.owner]')"
}

@test "--export has the lead's own words, events and messages" {
	store
	answered
	same true "$(lead-show --export -j | jq '.message | contains("deck is rotten")')"
	same true "$(lead-show --export -j | jq '(.events | length) > 3 and (.messages | length) > 0')"
}
