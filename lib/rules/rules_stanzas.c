/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads the stanzas around the rules: providers and hints. */
#include <string.h>

#include "rules/rules_reader.h"

/* Reads TEXTS [| TEXTS ...] and gives each of them an action. */
static gboolean
read_marks(RulesReader *reader, guint kind, guint32 value)
{
  do {
    guint32 node = reader_texts(reader);

    if (node == 0)
      return FALSE;
    model_add_action(reader->model, node, kind, value);
  } while (cursor_next(reader, TOKEN_BAR) != NULL);
  return reader_end(reader);
}

/* Reads "PATTERN" [| "PATTERN" ...]. */
static gboolean
read_hosts(RulesReader *reader, guint32 flag)
{
  do {
    const Token *token = cursor_next(reader, TOKEN_STRING);

    if (token == NULL || token->length == 0 || g_str_equal(token->text, "*") ||
        strchr(token->text + 1, '*') != NULL)
      return reader_fail(reader, cursor_line(reader),
                         "a host name with '*' only at its start, in quotes, "
                         "is expected");
    model_add_host(reader->model, token->text, flag);
  } while (cursor_next(reader, TOKEN_BAR) != NULL);
  return reader_end(reader);
}

static gboolean
is_provider_name(const char *name)
{
  for (; *name != '\0'; name++) {
    if (!g_ascii_isalnum(*name) && strchr("-_.", *name) == NULL)
      return FALSE;
  }
  return TRUE;
}

gboolean
read_provider(RulesReader *reader, const Stanza *stanza)
{
  const Token *name = cursor_next(reader, TOKEN_WORD);
  guint32 flag = model_new_flag(reader->model);
  ProviderEntry entry;
  guint i, n_sources = 0;

  if (name == NULL || !is_provider_name(name->text))
    return reader_fail(reader, stanza->header.line,
                       "a name is expected after 'provider'");
  if (!reader_end(reader))
    return FALSE;
  reader->provider_name = model_string(reader->model, name->text);
  reader->provider = flag + 1;
  entry.flag = flag;
  entry.name = model_table_string(reader->model, name->text);
  g_array_append_val(reader->model->providers, entry);
  for (i = 0; i < stanza->n_statements; i++) {
    const Token *first = &stanza->statements[i].tokens[0];
    gboolean read;

    cursor_start(reader, &stanza->statements[i], 1);
    if (token_is_word(first, "host"))
      read = read_hosts(reader, flag);
    else if (token_is_word(first, "mark"))
      read = read_marks(reader, ACTION_FLAG, flag);
    else if (token_is_word(first, "source"))
      read = reader_source(reader, &n_sources);
    else
      read = reader_fail(reader, first->line,
                         "unknown statement '%s' in a provider", first->text);
    if (!read)
      return FALSE;
  }
  if (stanza->n_statements == n_sources)
    return reader_fail(reader, stanza->header.line,
                       "the provider '%s' has neither host nor mark",
                       name->text);
  return TRUE;
}

/* Reads the texts of a hint, its samples and sources. */
static gboolean
read_hint(RulesReader *reader, const Stanza *stanza, guint kind, guint32 value,
          const char *blocklist)
{
  guint i, n_texts = 0, n_sources = 0;

  for (i = 0; i < stanza->n_statements; i++) {
    const Token *first = &stanza->statements[i].tokens[0];
    Sample sample = {.rule = G_MAXUINT, .blocklist = blocklist};
    gboolean read;

    sample.after = kind == ACTION_AFTER ? value : 0;
    cursor_start(reader, &stanza->statements[i], 1);
    if (first->type == TOKEN_STRING) {
      reader->at = 0;
      n_texts++;
      read = read_marks(reader, kind, value);
    } else if (token_is_word(first, "source")) {
      read = reader_source(reader, &n_sources);
    } else if (token_is_word(first, "sample")) {
      read = reader_sample(reader, &sample);
    } else {
      read = reader_fail(reader, first->line, "unknown statement '%s'",
                         first->text);
    }
    if (!read)
      return FALSE;
  }
  if (n_texts == 0)
    return reader_fail(reader, stanza->header.line, "the stanza has no text");
  return TRUE;
}

gboolean
read_blocklist(RulesReader *reader, const Stanza *stanza)
{
  const Token *name = cursor_next(reader, TOKEN_STRING);

  if (name == NULL || name->length == 0)
    return reader_fail(reader, stanza->header.line,
                       "a name in quotes is expected after 'blocklist'");
  if (!reader_end(reader))
    return FALSE;
  return read_hint(reader, stanza, ACTION_BLOCKLIST,
                   model_table_string(reader->model, name->text),
                   model_string(reader->model, name->text));
}

gboolean
read_after(RulesReader *reader, const Stanza *stanza)
{
  const Token *what = cursor_next(reader, TOKEN_WORD);
  guint32 value = 0;

  if (what != NULL && g_str_equal(what->text, "retry_after"))
    value = AFTER_RETRY;
  else if (what != NULL && g_str_equal(what->text, "size_limit"))
    value = AFTER_SIZE;
  else if (what != NULL && g_str_equal(what->text, "new_address"))
    value = AFTER_ADDRESS;
  if (value == 0)
    return reader_fail(reader, stanza->header.line,
                       "'retry_after', 'size_limit' or 'new_address' is "
                       "expected after 'after'");
  if (!reader_end(reader))
    return FALSE;
  return read_hint(reader, stanza, ACTION_AFTER, value, NULL);
}

/* Reads "WORD" [| "WORD" ...]. */
static gboolean
read_unit_words(RulesReader *reader, UnitKind kind, guint32 factor)
{
  do {
    const Token *token = cursor_next(reader, TOKEN_STRING);

    if (token == NULL || token->length == 0)
      return reader_fail(reader, cursor_line(reader),
                         "a word in quotes is expected");
    if (!model_add_unit(reader->model, kind, factor, token->text))
      return reader_fail(reader, token->line, "'%s' is a unit too many",
                         token->text);
  } while (cursor_next(reader, TOKEN_BAR) != NULL);
  return reader_end(reader);
}

/* Reads `unit seconds NUMBER` or `unit bytes NUMBER` from the word on. */
static gboolean
read_unit_header(RulesReader *reader, UnitKind *kind, guint32 *factor)
{
  const Token *what = cursor_next(reader, TOKEN_WORD);
  const Token *number = cursor_next(reader, TOKEN_WORD);
  guint64 value;

  if (what != NULL && g_str_equal(what->text, "seconds"))
    *kind = UNIT_SECONDS;
  else if (what != NULL && g_str_equal(what->text, "bytes"))
    *kind = UNIT_BYTES;
  else
    return reader_fail(reader, reader->statement->line,
                       "'seconds' or 'bytes' is expected after 'unit'");
  if (number == NULL || !g_ascii_string_to_unsigned(number->text, 10, 1,
                                                    G_MAXINT32, &value, NULL))
    return reader_fail(reader, reader->statement->line,
                       "a number of %s is expected after '%s'", what->text,
                       what->text);
  *factor = (guint32)value;
  return reader_end(reader);
}

gboolean
read_units(RulesReader *reader, const Stanza *stanza)
{
  guint32 factor = 0;
  UnitKind kind = 0;
  guint i, n_sources = 0;

  if (!read_unit_header(reader, &kind, &factor))
    return FALSE;
  for (i = 0; i < stanza->n_statements; i++) {
    const Token *first = &stanza->statements[i].tokens[0];
    gboolean source = token_is_word(first, "source");

    cursor_start(reader, &stanza->statements[i], source ? 1 : 0);
    if (!source && first->type != TOKEN_STRING)
      return reader_fail(reader, first->line, "unknown statement '%s'",
                         first->text);
    if (!(source ? reader_source(reader, &n_sources)
                 : read_unit_words(reader, kind, factor)))
      return FALSE;
  }
  if (stanza->n_statements == n_sources)
    return reader_fail(reader, stanza->header.line, "the stanza has no text");
  return TRUE;
}
