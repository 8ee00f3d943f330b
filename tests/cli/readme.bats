#!/usr/bin/env bats
# The first pipeline of README prints what README shows.

load helper

# The README's block of "$ command" lines and output: commands or all of it.
block() {
	awk '/^    \$ /{on=1} on && !/^    /{exit} on{print substr($0, 5)}' \
	    "$TESTS/../README.md"
}

@test "the first pipeline of README prints what README shows" {
	store
	mail one 'Dana Reyes <dana@example.net>' 'Deck repair quote' \
	    'Could you look at our deck this week? 310 555 0142' >deck.eml
	block | grep '^\$ ' | cut -c3- | while IFS= read -r line; do
		printf '$ %s\n' "$line"
		bash -c "$line"
	done >shown
	block >expected
	diff expected shown
	[ -s expected ]
}
