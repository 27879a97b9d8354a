/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Compiling patterns, and tables of patterns. */
#ifndef LIB_FORMAT_PATTERN_H
#define LIB_FORMAT_PATTERN_H

#include <glib.h>

#include "format.h"
#include "stanza.h"

/* Where a pattern is read from. */
typedef struct {
  const char *name; /* of the file */
  GStringChunk *strings;
  BounceError **error;
} PatternSource;

/* Appends the pattern that starts at token `at` to a table; `pattern` says
 * what it is for and how it starts where it does not say so itself. Reads up
 * to the next bar or the end; returns the place there, 0 with an error. */
guint pattern_compile(const PatternSource *source, const Statement *statement,
                      guint at, const Pattern *pattern, PatternTable *table);

void pattern_table_init(PatternTable *table);
void pattern_table_clear(PatternTable *table);

/* Appends the patterns of another table; they share its items. */
void pattern_table_append(PatternTable *table, const PatternTable *other);

/* Makes the keys, when all patterns are there. */
void pattern_table_finish(PatternTable *table);

/* The bytes of a key: at most 4 of the text, up to the first blank. */
guint32 pattern_key(const char *text, gsize length, guint n);

/* How many bytes the key of a literal has, 1 to 4. */
guint pattern_key_length(const char *text, gsize length);

#endif
