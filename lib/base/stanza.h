/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The line language that rules and formats are written in: stanzas that start
 * at the start of a line, indented statements under them. It knows tokens, not
 * their meaning. */
#ifndef LIB_STANZA_H
#define LIB_STANZA_H

#include <glib.h>

#include <bounce/error.h>

/* A file of stanzas. */
typedef struct {
  const char *name; /* for messages and places */
  const char *text;
  gsize length;
} StanzaText;

typedef enum {
  TOKEN_WORD,   /* anything without white space, quotes, bars and commas */
  TOKEN_STRING, /* "text", escapes resolved */
  TOKEN_BAR,    /* | */
  TOKEN_COMMA,  /* , */
  TOKEN_GAP     /* ... */
} TokenType;

typedef struct {
  TokenType type;
  guint line; /* of a statement that goes on over several */
  const char *text;
  gsize length; /* of the text, in bytes; it holds no NUL */
} Token;

/* One line, or several that a trailing bar joins. Never without tokens. */
typedef struct {
  guint line;
  guint n_tokens;
  const Token *tokens;
} Statement;

typedef struct {
  Statement header;
  guint n_statements;
  const Statement *statements;
} Stanza;

typedef struct {
  const char *name; /* of the file, for messages */
  guint n_stanzas;
  const Stanza *stanzas;
} StanzaFile;

/* Where the languages differ. */
typedef struct {
  /* Statements that start with one of these words (the list ends in NULL) have
   * one more token, a string: the rest of the line, without the comment. */
  const char *const *raw_words;
  /* In strings \" and \\ stand for the characters themselves. These
   * characters may follow a backslash, too, and keep it. */
  const char *kept_escapes;
  /* Words that join the next line, as a trailing bar does; NULL: none. */
  const char *const *join_words;
} StanzaDialect;

/* Reads a whole file. NULL with an error for what can't be read. */
StanzaFile *stanza_file_read(const char *name, const char *text, gsize length,
                             const StanzaDialect *dialect, BounceError **error);

void stanza_file_free(StanzaFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(StanzaFile, stanza_file_free)

static inline gboolean
token_is_word(const Token *token, const char *word)
{
  return token->type == TOKEN_WORD && g_str_equal(token->text, word);
}

#endif
