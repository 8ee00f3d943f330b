/* format=flowed. Knows no MIME. */
#include <string.h>

#include "base/buf.h"
#include "intake/flowed.h"

char *
flowed_join(const char *text, bool delsp)
{
	struct buf b = {0};
	const char *line, *nl;
	size_t n, depth, last = 0;
	bool open = false;

	for (line = text; *line != '\0'; line = *nl ? nl + 1 : nl) {
		nl = line + strcspn(line, "\n");
		depth = strspn(line, ">");
		n = (size_t)(nl - line);
		n -= depth > n ? 0 : depth;
		if (open && depth != last) {
			buf_putc(&b, '\n');
			open = false;
		}
		if (!open)
			buf_add(&b, line, depth);
		line += depth;
		if (n > 0 && *line == ' ' && (depth == 0 || open))
			line++, n--;
		buf_add(&b, line, n);
		open = n > 0 && line[n - 1] == ' ' &&
		    !(n == 3 && strncmp(line, "-- ", 3) == 0);
		if (open && delsp)
			b.data[--b.len] = '\0';
		if (!open)
			buf_putc(&b, '\n');
		last = depth;
	}
	return buf_take(&b);
}
