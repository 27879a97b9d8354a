/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "formats/format.h"

#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "formats/format_compile.h"
#include "formats/format_pattern.h"
#include "rules/normalize.h"

#define MAX_ALIKE 256

static FormatSet *
set_new(const FormatSet *base)
{
  FormatSet *set = g_new0(FormatSet, 1);
  set->base = base;
  set->strings = g_string_chunk_new(4096);
  set->texts = texts_new();
  set->formats = g_ptr_array_new();
  set->marks = g_array_new(FALSE, FALSE, sizeof(Mark));
  set->headers = g_array_new(FALSE, FALSE, sizeof(HeaderName));
  set->header_keys = g_array_new(FALSE, TRUE, sizeof(guint));
  g_array_set_size(set->header_keys, HEADER_KEYS);
  set->known_marks = g_array_new(FALSE, FALSE, sizeof(KnownMark));
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
  g_array_unref(set->header_keys);
  g_array_unref(set->known_marks);
  g_array_unref(set->alternatives);
  g_array_unref(set->by_text);
  g_array_unref(set->phrases);
  automaton_tables_clear(&set->automaton);
  g_string_chunk_free(set->strings);
  g_string_free(set->texts, TRUE);
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
    const char *text = set->texts->str + mark->text;
    gsize length = strlen(text);
    gboolean open = length && text[length - 1] == '*';
    guint start = bytes->len;
    if (!length)
      continue;
    phrase_append(bytes, text, length - open, open ? PHRASE_OPEN_END : 0);
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

static guint *
header_key(const FormatSet *set, const char *name, gsize length)
{
  guint key = ascii_name_key(name, length) % HEADER_KEYS;
  return &g_array_index(set->header_keys, guint, key);
}

guint
format_header_number(const FormatSet *set, const char *name)
{
  const HeaderName *headers = (gconstpointer)set->headers->data;
  gsize length = strlen(name);
  guint i = *header_key(set, name, length);
  while (i && (headers[i - 1].length != length ||
               g_ascii_strcasecmp(set->texts->str + headers[i - 1].name, name)))
    i = headers[i - 1].next;
  return i;
}

guint
format_add_header(FormatSet *set, const char *name)
{
  guint number = format_header_number(set, name);
  if (number)
    return number;
  gsize length = strlen(name);
  guint *key = header_key(set, name, length);
  HeaderName header = {.name = texts_keep(set->texts, name),
                       .length = (guint)length,
                       .waits = TRUE,
                       .next = *key};
  g_array_append_val(set->headers, header);
  return *key = set->headers->len;
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
    if (!mark->field) {
      mark_at(set, mark->group)->in_text = TRUE;
      continue;
    }
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
is_strong(const FormatSet *set, const Mark *mark)
{
  return mark->field &&
         (mark->starts || mark->field != format_header_number(set, "Subject"));
}

static Alternative *
alternative_at(const FormatSet *set, guint i)
{
  return &g_array_index(set->alternatives, Alternative, i);
}

/* The k-th mark of an alternative. */
static const KnownMark *
known_mark(const FormatSet *set, const Alternative *alternative, guint k)
{
  return &g_array_index(set->known_marks, KnownMark, alternative->first + k);
}

/* An alternative that decides whether the text is read is looked at when a mark
 * is found that only the header can hold; where there is none, always. For what
 * speaks against a bounce alone no text is read. */
static void
note_decision(FormatSet *set, guint number)
{
  const Alternative *alternative = alternative_at(set, number);
  for (guint k = 0; k < alternative->n; k++) {
    const KnownMark *known = known_mark(set, alternative, k);
    Mark *mark = mark_at(set, known->mark);
    if (known->negated || mark->in_text)
      continue;
    mark->decides = number + 1;
    return;
  }
  g_array_append_val(set->by_text, number);
}

/* Each alternative is looked at when its first mark is found. */
static void
note_alternative(FormatSet *set, guint number)
{
  const Alternative *alternative = alternative_at(set, number);
  gboolean general = alternative->format == GENERAL, decides = FALSE;
  const Mark *first = mark_at(set, known_mark(set, alternative, 0)->mark);
  for (guint k = 0; k < alternative->n; k++) {
    const KnownMark *known = known_mark(set, alternative, k);
    Mark *mark = mark_at(set, known->mark);
    mark->strong = !general && !known->negated && is_strong(set, mark);
    if (!k)
      mark->opens = number + 1;
    mark->waits = k && !first->in_text;
    decides |= general ? mark->in_text && alternative->list != LIST_UNLIKELY
                       : mark->strong;
  }
  if (decides)
    note_decision(set, number);
}

/* Whether one of the marks of a group stands in a field that waits. */
static gboolean
stands_in_waiting(const FormatSet *set, guint group)
{
  for (guint m = group; m < set->marks->len && mark_at(set, m)->group == group;
       m++)
    if (mark_at(set, m)->field && header_of(set, mark_at(set, m))->waits)
      return TRUE;
  return FALSE;
}

/* Fields in which no words are looked for before others were found. */
static void
note_waiting(FormatSet *set)
{
  for (guint i = 0; i < set->marks->len; i++) {
    const Mark *mark = mark_at(set, i);
    if (mark->field && mark->text && !mark_at(set, mark->group)->waits)
      header_of(set, mark)->waits = FALSE;
  }
  for (guint i = 0; i < set->alternatives->len; i++) {
    Alternative *alternative = alternative_at(set, i);
    for (guint k = 0; k < alternative->n; k++)
      alternative->looks_later |=
          stands_in_waiting(set, known_mark(set, alternative, k)->mark);
  }
}

static void
set_finish(FormatSet *set)
{
  note_marks(set);
  for (guint i = 0; i < set->formats->len; i++)
    pattern_table_finish(&((Format *)set->formats->pdata[i])->table);
  if (set->general)
    pattern_table_finish(&set->general->table);
  for (guint i = 0; i < set->alternatives->len; i++)
    note_alternative(set, i);
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
formats_compile(const StanzaText *texts, guint n, const FormatSet *base,
                BounceError **error)
{
  FormatSet *set = set_new(base);
  gboolean good = TRUE;
  for (guint i = 0; good && i < n; i++)
    good = format_compile_file(set, texts[i].name, texts[i].text,
                               texts[i].length, error);
  if (good) {
    set_finish(set);
    good = check_set(set, texts[n - 1].name, error);
  }
  if (good)
    return set;
  set_free(set);
  return NULL;
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
