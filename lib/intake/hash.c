/* By what the same input is known again. Knows no store. */
#include <string.h>
#include <strings.h>

#include <glib.h>

#include "intake/intake.h"

static void
finish(GChecksum *sum, char hex[65])
{
	memcpy(hex, g_checksum_get_string(sum), 65);
	g_checksum_free(sum);
}

void
intake_hash(const char *data, size_t len, char hex[65])
{
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);

	if (len > 0)
		g_checksum_update(sum, (const guchar *)data, (gssize)len);
	finish(sum, hex);
}

/* Lines end in LF or CRLF by who delivered: CR before LF does not count. */
static void
add(GChecksum *sum, const char *data, size_t len)
{
	const char *end = data + len, *nl;
	size_t n;

	for (; data < end; data = nl + 1) {
		if ((nl = memchr(data, '\n', (size_t)(end - data))) == NULL) {
			g_checksum_update(sum, (const guchar *)data,
			    end - data);
			return;
		}
		n = (size_t)(nl - data);
		if (n > 0 && data[n - 1] == '\r')
			n--;
		if (n > 0)
			g_checksum_update(sum, (const guchar *)data,
			    (gssize)n);
		g_checksum_update(sum, (const guchar *)"\n", 1);
	}
}

void
intake_mail_hash(const char *data, size_t len, char hex[65], int *timeless)
{
	static const char *const names[] = {"message-id:", "date:", "from:"};
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
	const char *p = data, *end = data + len, *nl;
	unsigned int seen = 0, current = 0;
	size_t i;

	for (; p < end; p = nl + 1) {
		if ((nl = memchr(p, '\n', (size_t)(end - p))) == NULL)
			nl = end - 1;
		if (*p == '\n' || (*p == '\r' && p + 1 == nl)) {
			p = nl + 1;
			break;
		}
		if (*p != ' ' && *p != '\t')
			for (current = 0, i = 0; i < 3; i++)
				if ((size_t)(end - p) > strlen(names[i]) &&
				    strncasecmp(p, names[i],
				    strlen(names[i])) == 0)
					current = 1u << i;
		if (current != 0)
			add(sum, p, (size_t)(nl - p) + 1);
		seen |= current;
	}
	*timeless = (seen & 3) == 3;
	while (end > p && (end[-1] == '\n' || end[-1] == '\r'))
		end--;
	if (p < end)
		add(sum, p, (size_t)(end - p));
	finish(sum, hex);
}
