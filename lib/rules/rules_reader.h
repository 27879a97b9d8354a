/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the readers of the different stanzas of a rules file share. */
#ifndef LIB_RULES_READER_H
#define LIB_RULES_READER_H

#include "rules/rules_model.h"
#include "base/stanza.h"

typedef struct {
  Model *model;
  const StanzaFile *file;
  BounceError **error;
  guint file_index;
  gboolean complete;

  const char *provider_name; /* NULL: general rules */
  guint provider;            /* its flag + 1 */

  guint rule;       /* index of the rule that is read */
  const char *name; /* its name */

  const Statement *statement;
  guint at; /* token that comes next */
} RulesReader;

static inline void
cursor_start(RulesReader *reader, const Statement *statement, guint at)
{
  reader->statement = statement;
  reader->at = at;
}

static inline gboolean
cursor_at_end(const RulesReader *reader)
{
  return reader->at == reader->statement->n_tokens;
}

/* Only where the statement is not at its end. */
static inline const Token *
cursor_peek(const RulesReader *reader)
{
  return &reader->statement->tokens[reader->at];
}

/* The next token if it has this type, else NULL. */
static inline const Token *
cursor_next(RulesReader *reader, TokenType type)
{
  if (cursor_at_end(reader) || cursor_peek(reader)->type != type)
    return NULL;
  return &reader->statement->tokens[reader->at++];
}

/* The line of the next token, or of the last. */
static inline guint
cursor_line(const RulesReader *reader)
{
  guint last = reader->statement->n_tokens - 1;

  return reader->statement->tokens[MIN(reader->at, last)].line;
}

/* FALSE with an error at that line. */
gboolean reader_fail(RulesReader *reader, guint line, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* Reads TEXT [... TEXT]: the node that stands for them, 0 on an error. */
guint32 reader_texts(RulesReader *reader);

/* Reads LIST [LIST ...] [... LIST [LIST ...]], where a list is TEXT
 * [, TEXT ...]: appends the nodes (guint32) that stand for every choice. */
gboolean reader_choices(RulesReader *reader, GArray *nodes);

/* Fails unless the statement is at its end. */
gboolean reader_end(RulesReader *reader);

/* Reads `sample "REPLY" [host HOST] [command COMMAND] [format FORMAT]` from
 * the reply on, and adds it. */
gboolean reader_sample(RulesReader *reader, Sample *sample);

/* Reads `source TEXT` from the text on. */
gboolean reader_source(RulesReader *reader, guint *n_sources);

/* rules_stanzas.c: all stanzas but `class`. */
gboolean read_provider(RulesReader *reader, const Stanza *stanza);
gboolean read_blocklist(RulesReader *reader, const Stanza *stanza);
gboolean read_after(RulesReader *reader, const Stanza *stanza);
gboolean read_units(RulesReader *reader, const Stanza *stanza);

/* rules_bind.c: the mask of a status that has no `*`. */
#define STATUS_EXACT 0xFFFFFFFFu

/* Reads bindings up to the first text: the index of the binding. */
gboolean reader_bindings(RulesReader *reader, guint32 *binding);

gboolean reader_is_binding(const char *word);

#endif
