/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "formats/format.h"

#include <string.h>

#include "base/error.h"
#include "formats/format_compile.h"
#include "formats/format_pattern.h"
#include "formats/format_texts.h"
#include "rules/normalize.h"

#define MAX_ALIKE 256

static FormatSet *
set_new(gboolean builtin)
{
  FormatSet *set = g_new0(FormatSet, 1);
  set->builtin = builtin;
  set->strings = g_string_chunk_new(4096);
  set->formats = g_ptr_array_new();
  set->marks = g_array_new(FALSE, FALSE, sizeof(Mark));
  set->headers = g_array_new(FALSE, FALSE, sizeof(HeaderName));
  set->alternatives = g_array_new(FALSE, FALSE, sizeof(Alternative));
  set->by_text = g_array_new(FALSE, FALSE, sizeof(guint));
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
  g_array_unref(set->headers);
  g_array_unref(set->alternatives);
  g_array_unref(set->by_text);
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

guint
format_header_number(const FormatSet *set, const char *name)
{
  const HeaderName *headers = (gconstpointer)set->headers->data;
  gsize length = strlen(name);
  for (guint i = 0; i < set->headers->len; i++)
    if (headers[i].length == length &&
        g_ascii_strcasecmp(headers[i].name, name) == 0)
      return i + 1;
  return 0;
}

/* The number of a header field, which is added where it is new. */
static guint
note_header(FormatSet *set, const char *name)
{
  HeaderName header = {.name = name, .length = strlen(name), .waits = TRUE};
  guint number = format_header_number(set, name);
  if (number)
    return number;
  g_array_append_val(set->headers, header);
  return set->headers->len;
}

static Mark *
mark_at(const FormatSet *set, guint i)
{
  return &g_array_index(set->marks, Mark, i);
}

static HeaderName *
header_of(const FormatSet *set, const Mark *mark)
{
  return &g_array_index(set->headers, HeaderName, mark->field - 1);
}

static void
note_marks(FormatSet *set)
{
  for (guint i = 0; i < set->marks->len; i++) {
    Mark *mark = mark_at(set, i);
    if (mark->header)
      mark->field = note_header(set, mark->header);
    else
      mark_at(set, mark->group)->in_text = TRUE;
    if (!mark->header)
      continue;
    HeaderName *header = header_of(set, mark);
    if (mark->text) {
      header->has_texts = TRUE;
    } else {
      mark->next = header->wordless;
      header->wordless = i + 1;
    }
  }
}

/* Subjects are repeated in answers and notices, but not at their start; other
 * fields are not. */
static gboolean
is_strong(const Mark *mark)
{
  return mark->header &&
         (mark->starts || g_ascii_strcasecmp(mark->header, "Subject") != 0);
}

/* An alternative that decides whether the text is read is looked at when a mark
 * is found that only the header can hold; where there is none, always. */
static void
note_decision(FormatSet *set, const Alternative *alternative)
{
  const Known *line = alternative->known;
  guint number = set->alternatives->len;
  for (guint k = line->first; k < line->first + line->n; k++) {
    const KnownMark *known_mark =
        &g_array_index(alternative->format->marks, KnownMark, k);
    Mark *mark = mark_at(set, known_mark->mark);
    if (known_mark->negated || mark->in_text)
      continue;
    mark->decides = number + 1;
    return;
  }
  g_array_append_val(set->by_text, number);
}

/* Notes the alternatives of one list; each is looked at when its first mark is
 * found. */
static void
note_list(FormatSet *set, const Format *format, guint order,
          const GArray *known, AlternativeList list)
{
  for (guint i = 0; i < known->len; i++) {
    Alternative alternative = {format, &g_array_index(known, Known, i), order,
                               list};
    gboolean decides = FALSE;
    const Known *line = alternative.known;
    const Mark *first =
        mark_at(set, g_array_index(format->marks, KnownMark, line->first).mark);
    for (guint k = 0; k < line->n; k++) {
      const KnownMark *known_mark =
          &g_array_index(format->marks, KnownMark, line->first + k);
      Mark *mark = mark_at(set, known_mark->mark);
      mark->strong =
          format != set->general && !known_mark->negated && is_strong(mark);
      if (!k)
        mark->opens = set->alternatives->len + 1;
      mark->waits = k && !first->in_text;
      decides |= format == set->general ? mark->in_text : mark->strong;
    }
    if (decides)
      note_decision(set, &alternative);
    g_array_append_val(set->alternatives, alternative);
  }
}

/* Fields in which no words are looked for before others were found. */
static void
note_waiting(FormatSet *set)
{
  for (guint i = 0; i < set->marks->len; i++) {
    const Mark *mark = mark_at(set, i);
    if (mark->header && mark->text && !mark_at(set, mark->group)->waits)
      header_of(set, mark)->waits = FALSE;
  }
  for (guint i = 0; i < set->alternatives->len; i++) {
    Alternative *alternative =
        &g_array_index(set->alternatives, Alternative, i);
    const Known *line = alternative->known;
    for (guint k = line->first; k < line->first + line->n; k++) {
      guint group =
          g_array_index(alternative->format->marks, KnownMark, k).mark;
      for (guint m = group;
           m < set->marks->len && mark_at(set, m)->group == group; m++)
        alternative->looks_later |=
            mark_at(set, m)->header && header_of(set, mark_at(set, m))->waits;
    }
  }
}

static void
set_finish(FormatSet *set)
{
  note_marks(set);
  for (guint i = 0; i < set->formats->len; i++) {
    Format *format = set->formats->pdata[i];
    pattern_table_finish(&format->table);
    note_list(set, format, i, format->known, LIST_KNOWN);
  }
  if (set->general) {
    pattern_table_finish(&set->general->table);
    note_list(set, set->general, 0, set->general->known, LIST_KNOWN);
    note_list(set, set->general, 0, set->general->likely, LIST_LIKELY);
    note_list(set, set->general, 0, set->general->unlikely, LIST_UNLIKELY);
  }
  note_waiting(set);
  build_automaton(set);
}

/* Each of those that start alike is tried wherever they may start. */
static gboolean
check_alike(const char *name, const Format *format, BounceError **error)
{
  if (!format || format->table.n_alike <= MAX_ALIKE)
    return TRUE;
  error_set_place(error, BOUNCE_ERROR_SYNTAX, name, format->line,
                  "%u patterns of '%s' start with the same words, more than %d",
                  format->table.n_alike,
                  format->name ? format->name : "general", MAX_ALIKE);
  return FALSE;
}

static gboolean
check_set(const FormatSet *set, const char *name, BounceError **error)
{
  for (guint i = 0; i < set->formats->len; i++)
    if (!check_alike(name, set->formats->pdata[i], error))
      return FALSE;
  return check_alike(name, set->general, error);
}

FormatSet *
formats_new_from_text(const char *name, const char *text, gsize length,
                      BounceError **error)
{
  FormatSet *set = set_new(FALSE);
  if (!name)
    name = "formats";
  if (format_compile_file(set, name, text ? text : "", length, error)) {
    set_finish(set);
    if (check_set(set, name, error))
      return set;
  }
  set_free(set);
  return NULL;
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
