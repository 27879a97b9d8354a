/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Compiling patterns, and tables of patterns. */
#ifndef LIB_FORMAT_PATTERN_H
#define LIB_FORMAT_PATTERN_H

#include <glib.h>

#include "formats/format.h"
#include "base/stanza.h"

/* Where a pattern is read from. */
typedef struct {
  const char *name; /* of the file */
  BounceError **error;
} PatternSource;

/* Appends the pattern that starts at token `at` to a table; `pattern` says
 * what it is for and how it starts where it does not say so itself. Reads up
 * to the next bar or the end; returns the place there, 0 with an error. */
guint pattern_compile(const PatternSource *source, const Statement *statement,
                      guint at, const Pattern *pattern, PatternTable *table);

void pattern_table_init(PatternTable *table);
void pattern_table_clear(PatternTable *table);

/* Texts with a NUL after each, known by their places; 0 is none's. */
GString *texts_new(void);

/* Adds one and gives its place. */
guint texts_keep(GString *texts, const char *text);

/* Appends the patterns of another table. */
void pattern_table_append(PatternTable *table, const PatternTable *other);

/* Makes the keys, when all patterns are there. */
void pattern_table_finish(PatternTable *table);

/* The bit in PatternTable.starts for two bytes. */
#define PATTERN_STARTS 8192
static inline guint
pattern_start(guchar first, guchar second)
{
  return (first * 61u + second * 257u) % PATTERN_STARTS;
}

#endif
