/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "formats/format_known.h"

#include <string.h>

#include "walk/decode.h"
#include "rules/normalize.h"

/* As much of a report as is looked at for marks. */
#define MAX_MARKED (64 * 1024)

typedef struct {
  const FormatSet *set;
  guint8 *holds; /* by mark */
} Marks;

/* Whether a phrase that ends before `end` in the normal form stands for a mark
 * in this place. A word may start behind the first blank, or, in scripts that
 * don't separate words, with it. */
static gboolean
is_mark(const Mark *mark, const char *header, gsize end)
{
  if (mark->starts && end > mark->bytes + 1)
    return FALSE;
  return header ? mark->header && g_ascii_strcasecmp(mark->header, header) == 0
                : !mark->header;
}

/* Notes the marks that a text holds; `header` is the field it stands in. */
static void
scan(Marks *marks, const char *header, const char *text, gsize length)
{
  const FormatSet *set = marks->set;
  const Automaton automaton = automaton_view(&set->automaton);
  Normalizer normalizer;
  NormalBlock block;
  guint32 state = AUTOMATON_ROOT;
  gsize before = 0;
  normalizer_init(&normalizer, text, length);
  for (; normalizer_next(&normalizer, &block); before += block.length)
    for (guint32 i = 0; i < block.length; i++) {
      state = automaton_step(&automaton, state, block.bytes[i]);
      for (guint32 out = automaton_out(&automaton, state); out;) {
        const AutomatonOut *found = &automaton.outs[out];
        const Mark *mark =
            &g_array_index(set->marks, Mark,
                           g_array_index(set->phrases, guint, found->phrase));
        if (is_mark(mark, header, before + i + 1))
          marks->holds[mark->group] = TRUE;
        out = found->next;
      }
    }
}

static gboolean
looks_into(const FormatSet *set, const char *name)
{
  for (guint i = 0; i < set->headers->len; i++)
    if (g_ascii_strcasecmp(set->headers->pdata[i], name) == 0)
      return TRUE;
  return FALSE;
}

static void
scan_header(Arena *arena, Marks *marks, const Fields *header)
{
  const FormatSet *set = marks->set;
  for (guint i = 0; i < header->n; i++) {
    const char *name = header->items[i].name;
    if (!looks_into(set, name))
      continue;
    const char *value = decode_field(arena, header->items[i].value);
    scan(marks, name, value, strlen(value));
    for (guint k = 0; k < set->marks->len; k++) {
      const Mark *mark = &g_array_index(set->marks, Mark, k);
      if (!mark->text && g_ascii_strcasecmp(mark->header, name) == 0 &&
          (!mark->empty || !value[strspn(value, "<> \t")]))
        marks->holds[mark->group] = TRUE;
    }
  }
}

static gboolean
is_known(const Marks *marks, const Format *format, const Known *known)
{
  for (guint k = known->first; k < known->first + known->n; k++) {
    const KnownMark *mark = &g_array_index(format->marks, KnownMark, k);
    if ((marks->holds[mark->mark] != 0) == mark->negated)
      return FALSE;
  }
  return TRUE;
}

/* The longest alternative that holds, or NULL. */
static const Known *
find_known(const Marks *marks, const Format *format, const GArray *alternatives)
{
  const Known *best = NULL;
  for (guint i = 0; i < alternatives->len; i++) {
    const Known *known = &g_array_index(alternatives, Known, i);
    if ((!best || known->letters > best->letters) &&
        is_known(marks, format, known))
      best = known;
  }
  return best;
}

/* Subjects are repeated in answers and notices, but not at their start; other
 * fields are not. */
static gboolean
uses_header(const Marks *marks, const Format *format, const Known *known)
{
  for (guint k = known->first; k < known->first + known->n; k++) {
    const KnownMark *mark = &g_array_index(format->marks, KnownMark, k);
    const Mark *first = &g_array_index(marks->set->marks, Mark, mark->mark);
    const char *header = first->header;
    if (!mark->negated && header &&
        (first->starts || g_ascii_strcasecmp(header, "Subject") != 0))
      return TRUE;
  }
  return FALSE;
}

/* Whether one of the alternatives that hold rests on a header field. */
static gboolean
is_known_by_header(const Marks *marks, const Format *format)
{
  for (guint i = 0; i < format->known->len; i++) {
    const Known *known = &g_array_index(format->known, Known, i);
    if (is_known(marks, format, known) && uses_header(marks, format, known))
      return TRUE;
  }
  return FALSE;
}

static const Format *
choose(const Marks *marks, Outside *outside)
{
  const Format *best = NULL;
  guint most = 0;
  for (guint i = 0; i < marks->set->formats->len; i++) {
    const Format *format = marks->set->formats->pdata[i];
    const Known *known = find_known(marks, format, format->known);
    if (!known ||
        (best && (format->prefer < best->prefer ||
                  (format->prefer == best->prefer && known->letters <= most))))
      continue;
    best = format;
    most = known->letters;
  }
  outside->by_header = best && is_known_by_header(marks, best);
  return best;
}

const Format *
format_choose(Arena *arena, GPtrArray *sets, gboolean use_formats,
              const Fields *header, const char *text, gsize length,
              Outside *outside)
{
  const Format *format = NULL;
  for (guint i = 0; i < sets->len; i++) {
    Marks marks = {.set = formats_ready(sets->pdata[i])};
    if (!marks.set->marks->len)
      continue;
    marks.holds = arena_alloc(arena, marks.set->marks->len);
    scan_header(arena, &marks, header);
    scan(&marks, NULL, text, MIN(length, MAX_MARKED));
    const Format *general = marks.set->general;
    if (general) {
      outside->system |= find_known(&marks, general, general->known) != NULL;
      outside->announced |=
          find_known(&marks, general, general->likely) != NULL;
      outside->listed |= find_known(&marks, general, general->unlikely) != NULL;
    }
    if (!format && use_formats)
      format = choose(&marks, outside);
  }
  outside->likely |= outside->announced;
  outside->unlikely |= outside->listed;
  return format;
}
