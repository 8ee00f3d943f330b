/*
 * html: HTML to the text a person would see. Hidden parts are dropped,
 * blockquotes become "> " lines, cells of a row are parted by TAB.
 */
#ifndef INTAKE_HTML_H
#define INTAKE_HTML_H

char *html_text(const char *html); /* malloc'd */
/* Entities of s decoded, tags left alone; malloc'd. */
char *html_entities(const char *s);

#endif
