/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "formats/format.h"

#include <string.h>

#include "formats/format_compile.h"
#include "formats/format_pattern.h"
#include "formats/format_texts.h"
#include "rules/normalize.h"

static FormatSet *
set_new(gboolean builtin)
{
  FormatSet *set = g_new0(FormatSet, 1);
  set->builtin = builtin;
  set->strings = g_string_chunk_new(4096);
  set->formats = g_ptr_array_new();
  set->marks = g_array_new(FALSE, FALSE, sizeof(Mark));
  set->headers = g_ptr_array_new();
  set->phrases = g_array_new(FALSE, FALSE, sizeof(guint));
  return set;
}

static void
set_free(FormatSet *set)
{
  for (guint i = 0; i < set->formats->len; i++)
    format_free(set->formats->pdata[i]);
  format_free(set->general);
  g_ptr_array_unref(set->formats);
  g_array_unref(set->marks);
  g_ptr_array_unref(set->headers);
  g_array_unref(set->phrases);
  automaton_tables_clear(&set->automaton);
  g_string_chunk_free(set->strings);
  g_free(set);
}

/* The marks' texts as one automaton. */
static void
build_automaton(FormatSet *set)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  g_autoptr(GArray) phrases =
      g_array_new(FALSE, FALSE, sizeof(AutomatonPhrase));
  g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(guint));
  for (guint i = 0; i < set->marks->len; i++) {
    Mark *mark = &g_array_index(set->marks, Mark, i);
    gsize length = mark->text ? strlen(mark->text) : 0;
    gboolean open = length && mark->text[length - 1] == '*';
    guint start = bytes->len;
    if (!length)
      continue;
    phrase_append(bytes, mark->text, length - open, open ? PHRASE_OPEN_END : 0);
    mark->bytes = bytes->len - start;
    g_array_append_val(ends, bytes->len);
    g_array_append_val(set->phrases, i);
  }
  guint start = 0;
  for (guint i = 0; i < ends->len; i++) {
    guint end = g_array_index(ends, guint, i);
    AutomatonPhrase phrase = {bytes->data + start, end - start};
    g_array_append_val(phrases, phrase);
    start = end;
  }
  automaton_build((AutomatonPhrase *)(gpointer)phrases->data, phrases->len,
                  &set->automaton);
}

/* The header fields that a mark or a pattern looks into. */
static void
note_header(FormatSet *set, const char *name)
{
  for (guint i = 0; name && i < set->headers->len; i++)
    if (g_ascii_strcasecmp(set->headers->pdata[i], name) == 0)
      return;
  if (name)
    g_ptr_array_add(set->headers, (gpointer)(guintptr)name);
}

static void
set_finish(FormatSet *set)
{
  for (guint i = 0; i < set->marks->len; i++)
    note_header(set, g_array_index(set->marks, Mark, i).header);
  for (guint i = 0; i < set->formats->len; i++)
    pattern_table_finish(&((Format *)set->formats->pdata[i])->table);
  if (set->general)
    pattern_table_finish(&set->general->table);
  build_automaton(set);
}

FormatSet *
formats_new_from_text(const char *name, const char *text, gsize length,
                      BounceError **error)
{
  FormatSet *set = set_new(FALSE);
  if (!format_compile_file(set, name ? name : "formats", text ? text : "",
                           length, error)) {
    set_free(set);
    return NULL;
  }
  set_finish(set);
  return set;
}

static FormatSet *
compile_builtin(void)
{
  FormatSet *set = set_new(TRUE);
  BounceError *error = NULL;
  for (guint i = 0; i < n_format_texts; i++)
    /* The tests read each of them: none fails in a release. */
    if (!format_compile_file(set, format_texts[i].name, format_texts[i].text,
                             format_texts[i].length, &error))
      g_clear_pointer(&error, bounce_error_free);
  set_finish(set);
  return set;
}

/* Stands for the built-in set until somebody reads a bounce. */
static FormatSet unread = {.builtin = TRUE};

FormatSet *
formats_builtin(void)
{
  return &unread;
}

const FormatSet *
formats_ready(const FormatSet *set)
{
  static gsize builtin;
  if (set != &unread)
    return set;
  if (g_once_init_enter(&builtin))
    g_once_init_leave(&builtin, (gsize)compile_builtin());
  return (const FormatSet *)builtin;
}

void
formats_free(FormatSet *set)
{
  if (set && !set->builtin)
    set_free(set);
}

const Format *
formats_find(const FormatSet *set, const char *name)
{
  for (guint i = 0; i < set->formats->len; i++) {
    const Format *format = set->formats->pdata[i];
    if (strcmp(format->name, name) == 0)
      return format;
  }
  return NULL;
}
