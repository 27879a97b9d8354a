/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "base/error.h"
#include "base/stanza.h"

/* While reading, statements and tokens are counted, not pointed at: the arrays
 * still grow. */
typedef struct {
  StanzaFile file;
  GStringChunk *strings;
  GArray *stanzas;
  GArray *statements;
  GArray *tokens;
  char *name;

  const StanzaDialect *dialect;
  const char *at;
  const char *end;
  guint line;
  BounceError **error;
} Reader;

static gboolean
fail(Reader *reader, const char *problem)
{
  error_set_place(reader->error, BOUNCE_ERROR_SYNTAX, reader->name,
                  reader->line, "%s", problem);
  return FALSE;
}

static void
add_token(Reader *reader, TokenType type, const char *text, gsize length)
{
  Token token = {type, reader->line, NULL, length};

  token.text = g_string_chunk_insert_len(reader->strings, text, length);
  g_array_append_val(reader->tokens, token);
}

static gboolean
at_line_end(const Reader *reader)
{
  return reader->at == reader->end || *reader->at == '\n';
}

static void
skip_blanks(Reader *reader)
{
  while (reader->at < reader->end &&
         (*reader->at == ' ' || *reader->at == '\t' || *reader->at == '\r'))
    reader->at++;
  if (reader->at < reader->end && *reader->at == '#') {
    while (!at_line_end(reader))
      reader->at++;
  }
}

/* What follows a backslash. */
static gboolean
add_escape(Reader *reader, GString *text)
{
  char c = at_line_end(reader) ? '\0' : *reader->at;

  if (c != '\0' && strchr(reader->dialect->kept_escapes, c) != NULL) {
    g_string_append_c(text, '\\');
    g_string_append_c(text, c);
    return TRUE;
  }
  if (c != '"' && c != '\\')
    return fail(reader, "a backslash stands before what needs none");
  g_string_append_c(text, c);
  return TRUE;
}

static gboolean
read_string(Reader *reader)
{
  g_autoptr(GString) text = g_string_new(NULL);

  for (reader->at++; !at_line_end(reader); reader->at++) {
    char c = *reader->at;

    if (c == '"') {
      reader->at++;
      add_token(reader, TOKEN_STRING, text->str, text->len);
      return TRUE;
    }
    if (c == '\\') {
      reader->at++;
      if (!add_escape(reader, text))
        return FALSE;
      continue;
    }
    g_string_append_c(text, c);
  }
  return fail(reader, "text without closing quote");
}

static void
read_word(Reader *reader)
{
  const char *start = reader->at;
  gsize length;

  while (reader->at < reader->end && strchr(" \t\r\n\"|,", *reader->at) == NULL)
    reader->at++;
  length = reader->at - start;
  if (length == 3 && memcmp(start, "...", 3) == 0)
    add_token(reader, TOKEN_GAP, start, length);
  else
    add_token(reader, TOKEN_WORD, start, length);
}

static gboolean
read_token(Reader *reader)
{
  switch (*reader->at) {
  case '"':
    return read_string(reader);
  case '|':
    add_token(reader, TOKEN_BAR, reader->at++, 1);
    return TRUE;
  case ',':
    add_token(reader, TOKEN_COMMA, reader->at++, 1);
    return TRUE;
  default:
    read_word(reader);
    return TRUE;
  }
}

/* The rest of the line; a comment starts with # after white space. */
static void
read_raw(Reader *reader)
{
  const char *start = reader->at;
  const char *stop;

  while (!at_line_end(reader) &&
         (*reader->at != '#' || !g_ascii_isspace(reader->at[-1])))
    reader->at++;
  stop = reader->at;
  while (!at_line_end(reader))
    reader->at++;
  while (stop > start && g_ascii_isspace(stop[-1]))
    stop--;
  add_token(reader, TOKEN_STRING, start, stop - start);
}

/* Reads up to the end of the line; the first token starts here. */
static gboolean
read_line(Reader *reader, guint first)
{
  while (!at_line_end(reader)) {
    const Token *token;

    if (!read_token(reader))
      return FALSE;
    skip_blanks(reader);
    token = &g_array_index(reader->tokens, Token, first);
    if (reader->tokens->len == first + 1 && token->type == TOKEN_WORD &&
        g_strv_contains(reader->dialect->raw_words, token->text)) {
      read_raw(reader);
      return TRUE;
    }
  }
  return TRUE;
}

static gboolean
joins_line(const Reader *reader, guint first)
{
  guint last = reader->tokens->len - 1;
  const Token *token = &g_array_index(reader->tokens, Token, last);
  return token->type == TOKEN_BAR || token->type == TOKEN_COMMA ||
         (last > first && token->type == TOKEN_WORD &&
          reader->dialect->join_words &&
          g_strv_contains(reader->dialect->join_words, token->text));
}

static gboolean
fail_unfinished(Reader *reader, const char *where)
{
  const Token *last =
      &g_array_index(reader->tokens, Token, reader->tokens->len - 1);
  g_autofree char *problem =
      g_strdup_printf("nothing follows the '%s'%s", last->text, where);

  return fail(reader, problem);
}

/* A trailing bar or comma joins the next line that is not empty. */
static gboolean
read_continuations(Reader *reader, guint first)
{
  for (;;) {
    if (!joins_line(reader, first))
      return TRUE;
    while (at_line_end(reader)) {
      if (reader->at == reader->end)
        return fail_unfinished(reader, "");
      reader->at++;
      reader->line++;
      skip_blanks(reader);
    }
    if (reader->at[-1] == '\n')
      return fail_unfinished(reader, " of the line above");
    if (!read_line(reader, first))
      return FALSE;
  }
}

/* A line that starts with a bar goes on the one before it. */
static gboolean
join_statement(Reader *reader)
{
  Statement *last;
  guint first;

  if (reader->statements->len == 0 ||
      g_array_index(reader->stanzas, Stanza, reader->stanzas->len - 1)
              .n_statements == 0)
    return fail(reader, "nothing stands before the '|'");
  last = &g_array_index(reader->statements, Statement,
                        reader->statements->len - 1);
  first = reader->tokens->len - last->n_tokens;
  if (!read_line(reader, first) || !read_continuations(reader, first))
    return FALSE;
  last->n_tokens = reader->tokens->len - first;
  return TRUE;
}

static gboolean
read_statement(Reader *reader)
{
  gboolean indented = *reader->at == ' ' || *reader->at == '\t';
  Statement statement = {reader->line, 0, NULL};
  guint first = reader->tokens->len;

  skip_blanks(reader);
  if (at_line_end(reader))
    return TRUE;
  if (indented && reader->stanzas->len == 0)
    return fail(reader, "indented line before the first stanza");
  if (indented && *reader->at == '|')
    return join_statement(reader);
  if (!read_line(reader, first) || !read_continuations(reader, first))
    return FALSE;
  statement.n_tokens = reader->tokens->len - first;
  if (indented) {
    Stanza *last =
        &g_array_index(reader->stanzas, Stanza, reader->stanzas->len - 1);

    last->n_statements++;
    g_array_append_val(reader->statements, statement);
  } else {
    Stanza stanza = {statement, 0, NULL};

    g_array_append_val(reader->stanzas, stanza);
  }
  return TRUE;
}

/* Now that the arrays are full, points at their elements. Tokens stand in the
 * order of the lines. */
static void
link_up(Reader *reader)
{
  const Token *token = (const Token *)(gpointer)reader->tokens->data;
  Statement *statement = (Statement *)(gpointer)reader->statements->data;
  guint i, j;

  for (i = 0; i < reader->stanzas->len; i++) {
    Stanza *stanza = &g_array_index(reader->stanzas, Stanza, i);

    stanza->header.tokens = token;
    token += stanza->header.n_tokens;
    stanza->statements = statement;
    for (j = 0; j < stanza->n_statements; j++, statement++) {
      statement->tokens = token;
      token += statement->n_tokens;
    }
  }
  reader->file.name = reader->name;
  reader->file.n_stanzas = reader->stanzas->len;
  reader->file.stanzas = (const Stanza *)(gpointer)reader->stanzas->data;
}

/* Counts the line on which the text stops being UTF-8. */
static gboolean
check_encoding(Reader *reader)
{
  const char *bad, *at;

  if (g_utf8_validate_len(reader->at, reader->end - reader->at, &bad))
    return TRUE;
  for (at = reader->at; at < bad; at++)
    reader->line += *at == '\n';
  return fail(reader, *bad == '\0' ? "the line holds a NUL byte"
                                   : "the line is not valid UTF-8");
}

StanzaFile *
stanza_file_read(const char *name, const char *text, gsize length,
                 const StanzaDialect *dialect, BounceError **error)
{
  Reader *reader = g_new0(Reader, 1);

  reader->name = g_strdup(name);
  reader->strings = g_string_chunk_new(4096);
  reader->stanzas = g_array_new(FALSE, FALSE, sizeof(Stanza));
  reader->statements = g_array_new(FALSE, FALSE, sizeof(Statement));
  reader->tokens = g_array_new(FALSE, FALSE, sizeof(Token));
  reader->dialect = dialect;
  reader->at = text;
  reader->end = text + length;
  reader->line = 1;
  reader->error = error;

  if (!check_encoding(reader)) {
    stanza_file_free(&reader->file);
    return NULL;
  }
  if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
    reader->at += 3;
  for (; reader->at < reader->end; reader->at++, reader->line++) {
    if (!read_statement(reader)) {
      stanza_file_free(&reader->file);
      return NULL;
    }
    if (reader->at == reader->end)
      break;
  }
  link_up(reader);
  return &reader->file;
}

void
stanza_file_free(StanzaFile *file)
{
  Reader *reader = (Reader *)file;

  if (reader == NULL)
    return;
  g_string_chunk_free(reader->strings);
  g_array_free(reader->stanzas, TRUE);
  g_array_free(reader->statements, TRUE);
  g_array_free(reader->tokens, TRUE);
  g_free(reader->name);
  g_free(reader);
}
