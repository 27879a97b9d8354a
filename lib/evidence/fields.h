/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Header fields (RFC 5322 section 2.2), also as RFC 3464 and 5965 use them. */
#ifndef LIB_FIELDS_H
#define LIB_FIELDS_H

#include <glib.h>

#include <bounce/types.h>

#include "base/arena.h"
#include "base/bounds.h"

typedef struct {
  const char *name;  /* as written, without the colon */
  const char *value; /* unfolded, trimmed; encoded words are kept */
  guint line;        /* in the text that was read, from 1 */
} Field;

/* Fields in the order in which they stand. */
typedef struct {
  Field *items;
  guint n;
  guint capacity;
} Fields;

/* Bounds for one block of fields. */
typedef struct {
  guint fields;
  gsize bytes;
} FieldsLimits;

/* The bounds that a parser's limits set. */
static inline FieldsLimits
fields_limits(const Limits *limits)
{
  return (FieldsLimits){(guint)MIN(limits->headers, G_MAXUINT),
                        limits->header_bytes};
}

/* Length of the field name that starts the span, 0 when there is none: a name
 * and a colon, white space allowed before the colon (RFC 5322 section 4.5). */
gsize fields_name_length(const char *text, gsize length);

/* Reads fields until a blank line, a line that is no field, or the end, and
 * appends them. Lines that start with white space belong to the field before.
 * Returns the number of bytes read, the blank line not among them. Sets
 * bits of *reached for limits that end it; the fields beyond them are passed
 * over. */
gsize fields_read(Arena *arena, const char *text, gsize length,
                  guint first_line, const FieldsLimits *limits, Fields *fields,
                  BounceLimit *reached);

/* Reads a message's or a part's header until its blank line; passes over lines
 * that are no fields: an mbox separator, folded lines that lost their white
 * space. */
void fields_read_header(Arena *arena, const char *text, gsize length,
                        const FieldsLimits *limits, Fields *fields,
                        BounceLimit *reached);

/* Whether a field has a name; ASCII case does not matter. */
static inline gboolean
field_is(const Field *field, const char *name)
{
  return ((*field->name ^ *name) & ~0x20) == 0 &&
         g_ascii_strcasecmp(field->name, name) == 0;
}

/* The value of the first field with a name (ASCII case does not matter), or
 * NULL; and the field itself. */
const char *fields_get(const Fields *fields, const char *name);
const Field *fields_find(const Fields *fields, const char *name);

#endif
