/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writes JSON (RFC 8259) from left to right. No library for it: building
 * jansson's tree took half as long as GMime's parse of the whole message. */
#ifndef BOUNCE_JSON_WRITER_H
#define BOUNCE_JSON_WRITER_H

#include <glib.h>

/* In all of these, key is the value's name in an object and NULL in a list; it
 * needs no escapes. */

/* bracket: '{' or '['. Every json_open() has its json_close(). */
void json_open(GString *out, const char *key, char bracket);
void json_close(GString *out, char bracket);

/* A string, or null for NULL; what is no UTF-8 is replaced. */
void json_text(GString *out, const char *key, const char *value);

/* A number, or null for 0, which means: not told. */
void json_number(GString *out, const char *key, guint64 value);

void json_boolean(GString *out, const char *key, gboolean value);

#endif
