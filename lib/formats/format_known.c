/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "formats/format_known.h"

#include <string.h>

#include "walk/decode.h"
#include "rules/normalize.h"

/* An alternative whose first mark was found. */
typedef struct Candidate Candidate;
struct Candidate {
  const Alternative *alternative;
  Candidate *next;
};

typedef struct Marks {
  const FormatSet *set;
  Arena *arena;
  guint8 *holds; /* by mark */
  Candidate *candidates;
  Candidate *deciding; /* alternatives that tell whether the text is read */
} Marks;

/* Whether a phrase that ends before `end` in the normal form stands for a mark
 * in this place. A word may start behind the first blank, or, in scripts that
 * don't separate words, with it. */
static gboolean
is_mark(const Mark *mark, guint field, gsize end)
{
  return mark->field == field && (!mark->starts || end <= mark->bytes + 1);
}

static void
add_candidate(const Marks *marks, Candidate **list, guint number)
{
  Candidate *candidate = arena_new0(marks->arena, Candidate);
  candidate->alternative =
      &g_array_index(marks->set->alternatives, Alternative, number);
  candidate->next = *list;
  *list = candidate;
}

static void
note_mark(Marks *marks, guint group)
{
  const Mark *mark = &g_array_index(marks->set->marks, Mark, group);
  if (marks->holds[group])
    return;
  marks->holds[group] = TRUE;
  if (mark->opens)
    add_candidate(marks, &marks->candidates, mark->opens - 1);
  if (mark->decides)
    add_candidate(marks, &marks->deciding, mark->decides - 1);
}

/* Notes the marks that a text holds; `field` says where it stands. */
static void
scan(Marks *marks, guint field, const char *text, gsize length)
{
  const FormatSet *set = marks->set;
  const Automaton automaton = automaton_view(&set->automaton);
  Normalizer normalizer;
  NormalBlock block;
  guint32 state = AUTOMATON_ROOT;
  gsize before = 0;
  normalizer_init(&normalizer, text, length);
  for (; normalizer_next(&normalizer, &block); before += block.length)
    for (guint32 i = 0; (i = automaton_run(&automaton, &state, block.bytes, i,
                                           block.length)) < block.length;
         i++) {
      for (guint32 out = automaton_out(&automaton, state); out;) {
        const AutomatonOut *found = &automaton.outs[out];
        const Mark *mark =
            &g_array_index(set->marks, Mark,
                           g_array_index(set->phrases, guint, found->phrase));
        if (is_mark(mark, field, before + i + 1))
          note_mark(marks, mark->group);
        out = found->next;
      }
    }
}

/* Whether an alternative that was found has marks in fields that wait. */
static gboolean
looks_later(const Marks *marks)
{
  for (const Candidate *c = marks->candidates; c; c = c->next)
    if (c->alternative->looks_later)
      return TRUE;
  return FALSE;
}

/* Notes the marks in a header: those of fields that wait for others, or all
 * else. */
static void
scan_header(Marks *marks, const Fields *header, gboolean waiting)
{
  const FormatSet *set = marks->set;
  for (guint i = 0; i < header->n; i++) {
    guint field = format_header_number(set, header->items[i].name);
    if (!field)
      continue;
    const HeaderName *name =
        &g_array_index(set->headers, HeaderName, field - 1);
    gboolean looks = name->has_texts && name->waits == waiting;
    guint k = waiting ? 0 : name->wordless;
    if (!looks && !k)
      continue;
    const char *value = decode_field(marks->arena, header->items[i].value);
    const Mark *mark;
    if (looks)
      scan(marks, field, value, strlen(value));
    for (; k; k = mark->next) {
      mark = &g_array_index(set->marks, Mark, k - 1);
      if (!mark->empty || !value[strspn(value, "<> \t")])
        note_mark(marks, mark->group);
    }
  }
}

/* The k-th mark of an alternative. */
static const KnownMark *
known_mark(const Marks *marks, const Alternative *alternative, guint k)
{
  return &g_array_index(marks->set->known_marks, KnownMark,
                        alternative->first + k);
}

static gboolean
is_known(const Marks *marks, const Alternative *alternative)
{
  for (guint k = 0; k < alternative->n; k++) {
    const KnownMark *mark = known_mark(marks, alternative, k);
    if ((marks->holds[mark->mark] != 0) == mark->negated)
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_among(const Marks *marks, AlternativeList list)
{
  for (const Candidate *c = marks->candidates; c; c = c->next)
    if (c->alternative->format == GENERAL && c->alternative->list == list &&
        is_known(marks, c->alternative))
      return TRUE;
  return FALSE;
}

/* Whether an alternative rests on a header field. */
static gboolean
uses_header(const Marks *marks, const Alternative *alternative)
{
  for (guint k = 0; k < alternative->n; k++) {
    const KnownMark *mark = known_mark(marks, alternative, k);
    if (g_array_index(marks->set->marks, Mark, mark->mark).strong)
      return TRUE;
  }
  return FALSE;
}

/* Whether one of the alternatives that hold rests on a header field. */
static gboolean
is_known_by_header(const Marks *marks, guint format)
{
  for (const Candidate *c = marks->candidates; c; c = c->next)
    if (c->alternative->format == format && is_known(marks, c->alternative) &&
        uses_header(marks, c->alternative))
      return TRUE;
  return FALSE;
}

static const Format *
format_of(const Marks *marks, const Alternative *alternative)
{
  return marks->set->formats->pdata[alternative->format];
}

/* Whether an alternative tells more than another one that holds. */
static gboolean
tells_more(const Marks *marks, const Alternative *one, const Alternative *other)
{
  int prefer = format_of(marks, one)->prefer - format_of(marks, other)->prefer;
  if (prefer)
    return prefer > 0;
  if (one->letters != other->letters)
    return one->letters > other->letters;
  return one->format < other->format;
}

static const Format *
choose(const Marks *marks, Outside *outside)
{
  const Alternative *best = NULL;
  for (const Candidate *c = marks->candidates; c; c = c->next)
    if (c->alternative->format != GENERAL && is_known(marks, c->alternative) &&
        (!best || tells_more(marks, c->alternative, best)))
      best = c->alternative;
  outside->by_header = best && is_known_by_header(marks, best->format);
  return best ? format_of(marks, best) : NULL;
}

static void
look_outside(const Marks *marks, Outside *outside)
{
  outside->system |= is_among(marks, LIST_KNOWN);
  outside->announced |= is_among(marks, LIST_LIKELY);
  outside->likely |= outside->announced;
  outside->program |= is_among(marks, LIST_AUTOMATIC);
  outside->listed |= is_among(marks, LIST_UNLIKELY);
  outside->unlikely |= outside->listed;
}

/* Whether the text may still complete an alternative whose header fields are
 * there. */
static gboolean
may_hold(const Marks *marks, const Alternative *alternative)
{
  for (guint k = 0; k < alternative->n; k++) {
    const KnownMark *mark = known_mark(marks, alternative, k);
    const Mark *first = &g_array_index(marks->set->marks, Mark, mark->mark);
    if (marks->holds[mark->mark] ? mark->negated
                                 : !mark->negated && !first->in_text)
      return FALSE;
  }
  return TRUE;
}

/* Whether the text may tell more than the header, as far as marks go. */
static gboolean
may_tell(const Marks *marks)
{
  const FormatSet *set = marks->set;
  for (const Candidate *c = marks->deciding; c; c = c->next)
    if (may_hold(marks, c->alternative))
      return TRUE;
  for (guint i = 0; i < set->by_text->len; i++)
    if (may_hold(marks, &g_array_index(set->alternatives, Alternative,
                                       g_array_index(set->by_text, guint, i))))
      return TRUE;
  return FALSE;
}

gboolean
format_search_header(FormatSearch *search, Arena *arena, GPtrArray *sets,
                     const Fields *header, Outside *outside)
{
  gboolean more = FALSE;
  *search = (FormatSearch){arena, sets};
  search->marks = arena_alloc(arena, sets->len * sizeof(Marks));
  for (guint i = 0; i < sets->len; i++) {
    Marks *marks = &search->marks[i];
    marks->set = sets->pdata[i];
    marks->arena = arena;
    marks->holds = arena_alloc(arena, marks->set->marks->len);
    scan_header(marks, header, FALSE);
    if (looks_later(marks))
      scan_header(marks, header, TRUE);
    look_outside(marks, outside);
    more |= may_tell(marks);
  }
  return more || outside->system || outside->nobody || outside->likely;
}

const Format *
format_search_text(FormatSearch *search, gboolean use_formats, const char *text,
                   gsize length, Outside *outside)
{
  const Format *format = NULL;
  for (guint i = 0; i < search->sets->len; i++) {
    Marks *marks = &search->marks[i];
    scan(marks, 0, text, MIN(length, MAX_MARKED));
    look_outside(marks, outside);
    if (!format && use_formats)
      format = choose(marks, outside);
  }
  return format;
}
