/* A row as CSV that no spreadsheet takes for a formula. */
#include <string.h>

#include "base/buf.h"
#include "model/record.h"

/* What a spreadsheet would compute: =cmd, +1, -1, @x, and what it strips
 * before it looks. A telephone number is not computed by one quote. */
static bool
is_formula(const char *s)
{
	return *s != '\0' && strchr("=+-@\t\r\n", *s) != NULL;
}

static void
put_cell(struct buf *b, const struct lead_field *f)
{
	const char *s = f->value != NULL ? f->value : "";
	bool formula = !f->number && is_formula(s);

	if (!formula && s[strcspn(s, ",\"\r\n;")] == '\0' && *s != ' ') {
		buf_puts(b, s);
		return;
	}
	buf_putc(b, '"');
	if (formula)
		buf_putc(b, '\'');
	for (; *s != '\0'; s++) {
		if (*s == '"')
			buf_putc(b, '"');
		buf_putc(b, *s);
	}
	buf_putc(b, '"');
}

char *
lead_row_csv(const struct lead_row *row)
{
	struct buf b = {0};
	size_t i;

	for (i = 0; i < row->count; i++) {
		if (i > 0)
			buf_putc(&b, ',');
		put_cell(&b, &row->field[i]);
	}
	buf_puts(&b, "\r\n");
	return buf_take(&b);
}
