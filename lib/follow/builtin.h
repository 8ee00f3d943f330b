/* builtin: the template texts that come with the program. */
#ifndef FOLLOW_BUILTIN_H
#define FOLLOW_BUILTIN_H

struct builtin {
	const char *name, *text;
};

/* Ends with a NULL name. */
extern const struct builtin builtin_list[];

#endif
