/*
 * mime_internal: what the files of mime share of GMime.
 */
#ifndef INTAKE_MIME_INTERNAL_H
#define INTAKE_MIME_INTERNAL_H

#include <gmime/gmime.h>

#include "intake/mime.h"

/* How bytes outside any charset are read; made once and kept. */
GMimeParserOptions *mime_options(void);

#endif
