/*
 * GMime as lazy.h says: the functions of it that are used. A new one is
 * added in both lists.
 */
#ifndef BASE_LAZY_GMIME_H
#define BASE_LAZY_GMIME_H

/* a cast that checks would call the library itself */
#define G_DISABLE_CAST_CHECKS
#include <gmime/gmime.h>

#include "leads.h"

/* Before the first call of a run. See lazy_open. */
int lazy_gmime_open(struct lead_error *);

#ifdef LAZY_GMIME
#define LAZY_GMIME_NAMES(X) \
	X(g_mime_data_wrapper_new_with_stream) \
	X(g_mime_format_options_free) \
	X(g_mime_format_options_new) \
	X(g_mime_format_options_set_newline_format) \
	X(g_mime_init) \
	X(g_mime_message_add_mailbox) \
	X(g_mime_message_get_reply_to) \
	X(g_mime_message_new) \
	X(g_mime_message_set_date) \
	X(g_mime_message_set_message_id) \
	X(g_mime_message_set_mime_part) \
	X(g_mime_message_set_subject) \
	X(g_mime_multipart_add) \
	X(g_mime_multipart_new_with_subtype) \
	X(g_mime_object_set_content_type_parameter) \
	X(g_mime_object_set_header) \
	X(g_mime_object_write_to_stream) \
	X(g_mime_part_new_with_type) \
	X(g_mime_part_set_content) \
	X(g_mime_part_set_content_encoding) \
	X(g_mime_stream_mem_get_byte_array) \
	X(g_mime_stream_mem_new) \
	X(g_mime_stream_mem_new_with_buffer) \
	X(g_mime_text_part_new_with_subtype) \
	X(g_mime_text_part_set_charset) \
	X(g_mime_text_part_set_text) \
	X(g_mime_utils_header_decode_text) \
	X(internet_address_list_add) \
	X(internet_address_mailbox_new) \
	X(g_object_unref)

struct lazy_gmime {
#define X(name) __typeof__(name) *name;
	LAZY_GMIME_NAMES(X)
#undef X
};

/* Lent for the rest of the run; valid once opened. */
const struct lazy_gmime *lazy_gmime(void);

#ifndef LAZY_GMIME_TABLE
#define g_mime_data_wrapper_new_with_stream \
	(lazy_gmime()->g_mime_data_wrapper_new_with_stream)
#define g_mime_format_options_free (lazy_gmime()->g_mime_format_options_free)
#define g_mime_format_options_new (lazy_gmime()->g_mime_format_options_new)
#define g_mime_format_options_set_newline_format \
	(lazy_gmime()->g_mime_format_options_set_newline_format)
#define g_mime_init (lazy_gmime()->g_mime_init)
#define g_mime_message_add_mailbox (lazy_gmime()->g_mime_message_add_mailbox)
#define g_mime_message_get_reply_to (lazy_gmime()->g_mime_message_get_reply_to)
#define g_mime_message_new (lazy_gmime()->g_mime_message_new)
#define g_mime_message_set_date (lazy_gmime()->g_mime_message_set_date)
#define g_mime_message_set_message_id \
	(lazy_gmime()->g_mime_message_set_message_id)
#define g_mime_message_set_mime_part \
	(lazy_gmime()->g_mime_message_set_mime_part)
#define g_mime_message_set_subject (lazy_gmime()->g_mime_message_set_subject)
#define g_mime_multipart_add (lazy_gmime()->g_mime_multipart_add)
#define g_mime_multipart_new_with_subtype \
	(lazy_gmime()->g_mime_multipart_new_with_subtype)
#define g_mime_object_set_content_type_parameter \
	(lazy_gmime()->g_mime_object_set_content_type_parameter)
#define g_mime_object_set_header (lazy_gmime()->g_mime_object_set_header)
#define g_mime_object_write_to_stream \
	(lazy_gmime()->g_mime_object_write_to_stream)
#define g_mime_part_new_with_type (lazy_gmime()->g_mime_part_new_with_type)
#define g_mime_part_set_content (lazy_gmime()->g_mime_part_set_content)
#define g_mime_part_set_content_encoding \
	(lazy_gmime()->g_mime_part_set_content_encoding)
#define g_mime_stream_mem_get_byte_array \
	(lazy_gmime()->g_mime_stream_mem_get_byte_array)
#define g_mime_stream_mem_new_with_buffer \
	(lazy_gmime()->g_mime_stream_mem_new_with_buffer)
#define g_mime_stream_mem_new (lazy_gmime()->g_mime_stream_mem_new)
#define g_mime_text_part_new_with_subtype \
	(lazy_gmime()->g_mime_text_part_new_with_subtype)
#define g_mime_text_part_set_charset \
	(lazy_gmime()->g_mime_text_part_set_charset)
#define g_mime_text_part_set_text (lazy_gmime()->g_mime_text_part_set_text)
#define g_mime_utils_header_decode_text \
	(lazy_gmime()->g_mime_utils_header_decode_text)
#define internet_address_list_add (lazy_gmime()->internet_address_list_add)
#define g_object_unref (lazy_gmime()->g_object_unref)
#define internet_address_mailbox_new \
	(lazy_gmime()->internet_address_mailbox_new)
#endif
#endif

#endif
