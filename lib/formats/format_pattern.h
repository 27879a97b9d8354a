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

/* The bits of PatternTable.starts: one for each byte that is a key, then a
 * power of two for what three bytes hash to. */
typedef struct {
  const guint *bits;
  guint mask;
} PatternStarts;

#define PATTERN_SINGLES 256u

static inline PatternStarts
pattern_starts(const PatternTable *table)
{
  return (PatternStarts){(gconstpointer)table->starts->data,
                         table->starts->len * 32 - PATTERN_SINGLES - 1};
}

/* The bit for three bytes, the first one lowest. */
static inline guint
pattern_start(PatternStarts starts, guint32 three)
{
  return PATTERN_SINGLES + (three * 0x9E3779B1u >> 12 & starts.mask);
}

/* Whether keys may start with three bytes, 1 or 0. */
static inline guint
pattern_may_start(PatternStarts starts, guint32 three)
{
  guint bit = pattern_start(starts, three);
  return (starts.bits[(three & 0xFF) / 32] >> three % 32 |
          starts.bits[bit / 32] >> bit % 32) &
         1;
}

#endif
