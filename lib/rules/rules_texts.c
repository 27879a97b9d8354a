/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads the texts of a match: those that follow each other, those that stand in
 * place of each other, and gaps between them. */
#include <string.h>

#include "rules/rules_reader.h"

/* Texts that the choices of one match may make. */
#define MAX_CHOICES 4096
/* No text goes on behind so many bytes: phrases are far shorter. */
#define MAX_START 1024

static const Token *
read_text(RulesReader *reader)
{
  const Token *token = cursor_next(reader, TOKEN_STRING);

  if (token == NULL)
    reader_fail(reader, cursor_line(reader), "a text in quotes is expected");
  return token;
}

static gboolean
fail_text(RulesReader *reader, const char *text, guint line)
{
  return reader_fail(reader, line,
                     "the text \"%s\" has no letters or is too long", text);
}

/* G_MAXUINT32 after an error. */
static guint32
phrase_of(RulesReader *reader, const char *text, guint line)
{
  guint32 phrase = model_phrase(reader->model, text, strlen(text));

  if (phrase == G_MAXUINT32)
    fail_text(reader, text, line);
  return phrase;
}

guint32
reader_texts(RulesReader *reader)
{
  guint32 node = 0;

  do {
    const Token *token = read_text(reader);
    guint32 phrase = token == NULL
                         ? G_MAXUINT32
                         : phrase_of(reader, token->text, token->line);

    if (phrase == G_MAXUINT32)
      return 0;
    node = model_node(reader->model, node, phrase);
  } while (cursor_next(reader, TOKEN_GAP) != NULL);
  return node;
}

/* A text put together of those that follow each other. */
typedef struct {
  char *text;
  guint line;
} Whole;

static void
clear_whole(gpointer whole)
{
  g_free(((Whole *)whole)->text);
}

/* Adds the text behind each of the starts; alone where there are none. */
static gboolean
add_wholes(RulesReader *reader, GArray *wholes, const GArray *starts,
           const Token *token)
{
  guint n = starts == NULL ? 1 : starts->len;
  guint i;

  if (wholes->len + n > MAX_CHOICES)
    return reader_fail(reader, token->line,
                       "the choices make more than %d texts", MAX_CHOICES);
  for (i = 0; i < n; i++) {
    const char *start =
        starts == NULL ? NULL : g_array_index(starts, Whole, i).text;
    Whole whole = {NULL, token->line};

    if (start != NULL && strlen(start) > MAX_START)
      return fail_text(reader, start, token->line);
    whole.text = start == NULL ? g_strdup(token->text)
                               : g_strconcat(start, " ", token->text, NULL);
    g_array_append_val(wholes, whole);
    if (start != NULL &&
        (token->text[0] == '*' || g_str_has_suffix(start, "*")))
      return reader_fail(reader, token->line, "'*' may not stand inside \"%s\"",
                         whole.text);
  }
  return TRUE;
}

/* Reads TEXT [, TEXT ...] [TEXT [, TEXT ...] ...]: every text that comes of
 * lists that follow each other. NULL after an error. */
static GArray *
read_wholes(RulesReader *reader)
{
  g_autoptr(GArray) wholes = NULL;

  do {
    g_autoptr(GArray) starts = g_steal_pointer(&wholes);

    wholes = g_array_new(FALSE, FALSE, sizeof(Whole));
    g_array_set_clear_func(wholes, clear_whole);
    do {
      const Token *token = read_text(reader);

      if (token == NULL || !add_wholes(reader, wholes, starts, token))
        return NULL;
    } while (cursor_next(reader, TOKEN_COMMA) != NULL);
  } while (!cursor_at_end(reader) && cursor_peek(reader)->type == TOKEN_STRING);
  return g_steal_pointer(&wholes);
}

/* Each of the texts after each of the nodes. */
static gboolean
read_choice(RulesReader *reader, GArray *nodes)
{
  g_autoptr(GArray) wholes = read_wholes(reader);
  g_autofree guint32 *before =
      g_memdup2(nodes->data, nodes->len * sizeof(guint32));
  guint n_before = nodes->len;
  guint i, k;

  if (wholes == NULL)
    return FALSE;
  if (wholes->len * n_before > MAX_CHOICES)
    return reader_fail(reader, cursor_line(reader),
                       "the choices make more than %d texts", MAX_CHOICES);
  g_array_set_size(nodes, 0);
  for (i = 0; i < wholes->len; i++) {
    const Whole *whole = &g_array_index(wholes, Whole, i);
    guint32 phrase = phrase_of(reader, whole->text, whole->line);

    if (phrase == G_MAXUINT32)
      return FALSE;
    for (k = 0; k < n_before; k++) {
      guint32 node = model_node(reader->model, before[k], phrase);

      g_array_append_val(nodes, node);
    }
  }
  return TRUE;
}

gboolean
reader_choices(RulesReader *reader, GArray *nodes)
{
  guint32 start = 0;

  g_array_append_val(nodes, start);
  do {
    if (!read_choice(reader, nodes))
      return FALSE;
  } while (cursor_next(reader, TOKEN_GAP) != NULL);
  return TRUE;
}
