#!/usr/bin/env bats
# The demo is a test too: it stops where a step does not show what it must.

@test "the demo tells its story to the end and leaves nothing behind" {
	export TMPDIR="$BATS_TEST_TMPDIR"
	run "$BATS_TEST_DIRNAME/../../scripts/demo"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ $output == *"The store is sound:"*OK* ]]
	[ -z "$(ls -d "$TMPDIR"/tmp.* 2>/dev/null)" ]
}
