#!/usr/bin/env bats
# The pipes of README and of leads-record(5).

load helper

@test "the minute of cron answers a new lead and tells its owner, once" {
	store
	dana | lead-add --deliver
	for _ in 1 2; do
		lead-route -q
		lead-due | lead-send -q
	done
	same 1 "$(sent_to dana@example.net | wc -l)"
	same 1 "$(sent_to mia@harbor.example | wc -l)"
}

@test "lead-show chooses and lead-set changes" {
	store
	answered
	lead-log -q L1 proposal
	run bash -c "lead-show -w \"stage='proposal'\" | lead-set -o ref,field,old,new stage=waiting -"
	same 0 "$status"
	same $'L1\tstage\tproposal\twaiting' "$output"
}

@test "a CSV file goes in, gets owners and no automatic mail" {
	store
	printf 'name,email\nAnn Lee,ann@example.net\nBo Kim,bo@example.net\n' >old.csv
	run bash -c 'lead-add -k csv old.csv | lead-route -o ref,owner -'
	same 0 "$status"
	same $'L1\tmia\nL2\tmia' "$output"
	same "" "$(lead-due -k message)"
}

@test "lead-due -j is JSON that lead-send reads" {
	store
	dana | lead-add -q -
	lead-route -q
	same '"M1"' "$(lead-due -j -k message | jq -c .ref)"
	same $'M1\tsent' "$(lead-due -j -k message | lead-send -o ref,status)"
}

@test "a header line in front of records is skipped" {
	store
	answered
	same L1 "$(lead-show -H | lead-show -o ref -)"
}

@test "any program takes any ref" {
	store
	answered
	for ref in L1 M1 T1 E1 I1; do
		same "L1 $ref" "$(lead-show -o ref "$ref") $ref"
	done
}
