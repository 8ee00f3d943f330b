/*
 * notice: the labelled lines of a form's notification ("Name: Dana", a label
 * and its value on the next lines, "Name<TAB>Dana") into a draft.
 */
#ifndef INTAKE_NOTICE_H
#define INTAKE_NOTICE_H

#include <stddef.h>

#include "intake/labels.h"

/* The number of lines whose label the table knows. */
size_t notice_read(struct draft *, const char *text);

#endif
