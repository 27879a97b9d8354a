/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "trace.h"

#include <string.h>

#define ANCHOR 10 /* letters and digits by which words are found */
#define MOST_TRIES 64
#define MOST_SKIPS 256 /* codes in a reply of many lines */

typedef struct {
  const BouncePart *part;
  char *lower; /* the text in lower case ASCII */
  gsize length;
  GString *dense; /* its letters and digits alone */
  GArray *at;     /* guint32: where each of them stands in the text */
  GArray *lines;  /* guint32: where each line starts */
} TracedPart;

struct Trace {
  GArray *parts; /* of TracedPart */
};

static const TracePlace nowhere = {G_MAXUINT, 0, 0};

static gboolean
is_dense(char c)
{
  return g_ascii_isalnum(c) || (guchar)c >= 0x80;
}

static void
part_clear(gpointer data)
{
  TracedPart *part = data;
  g_free(part->lower);
  g_string_free(part->dense, TRUE);
  g_array_unref(part->at);
  g_array_unref(part->lines);
}

static void
add_part(Trace *trace, const BouncePart *part)
{
  guint32 start = 0;
  TracedPart traced = {.part = part,
                       .lower = g_ascii_strdown(part->text, -1),
                       .length = strlen(part->text),
                       .dense = g_string_new(NULL),
                       .at = g_array_new(FALSE, FALSE, sizeof(guint32)),
                       .lines = g_array_new(FALSE, FALSE, sizeof(guint32))};
  g_array_append_val(traced.lines, start);
  for (guint32 i = 0; i < traced.length; i++) {
    char c = traced.lower[i];
    if (is_dense(c)) {
      g_string_append_c(traced.dense, c);
      g_array_append_val(traced.at, i);
    } else if (c == '\n') {
      start = i + 1;
      g_array_append_val(traced.lines, start);
    }
  }
  g_array_append_val(trace->parts, traced);
}

Trace *
trace_new(const BounceReport *report)
{
  Trace *trace = g_new0(Trace, 1);
  trace->parts = g_array_new(FALSE, FALSE, sizeof(TracedPart));
  g_array_set_clear_func(trace->parts, part_clear);
  for (guint i = 0; i < bounce_report_n_parts(report); i++)
    add_part(trace, bounce_report_part(report, i));
  return trace;
}

void
trace_free(Trace *trace)
{
  g_array_unref(trace->parts);
  g_free(trace);
}

static const TracedPart *
part_at(const Trace *trace, guint i)
{
  return &g_array_index(trace->parts, TracedPart, i);
}

/* The index of the first of these offsets at or behind one. */
static guint
index_at(const GArray *offsets, gsize offset)
{
  guint low = 0, high = offsets->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (g_array_index(offsets, guint32, middle) < offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

TracePlace
trace_line(const Trace *trace, const char *path, guint line)
{
  for (guint i = 0; path && i < trace->parts->len; i++) {
    const TracedPart *part = part_at(trace, i);
    if (strcmp(part->part->path, path) != 0)
      continue;
    gsize offset = line && line <= part->lines->len
                       ? g_array_index(part->lines, guint32, line - 1)
                       : 0;
    return (TracePlace){i, offset, offset};
  }
  return nowhere;
}

guint
trace_line_at(const Trace *trace, guint part, gsize offset)
{
  return index_at(part_at(trace, part)->lines, offset + 1);
}

/* Part of a name or a number that goes on. */
static gboolean
goes_on(char c)
{
  return is_dense(c) || c == '-' || c == '_';
}

static gboolean
stands_alone(const TracedPart *part, gsize start, gsize end)
{
  const char *text = part->lower;
  if (start && (goes_on(text[start - 1]) || text[start - 1] == '.' ||
                text[start - 1] == '@'))
    return FALSE;
  return !goes_on(text[end]) && text[end] != '@' &&
         !(text[end] == '.' && g_ascii_isalnum(text[end + 1]));
}

typedef gboolean (*Find)(const TracedPart *part, const char *value, gsize from,
                         TracePlace *place);

static gboolean
find_value(const TracedPart *part, const char *value, gsize from,
           TracePlace *place)
{
  gsize length = strlen(value);
  for (const char *at = part->lower + from; (at = strstr(at, value)); at++) {
    place->start = (gsize)(at - part->lower);
    place->end = place->start + length;
    /* "550-5.1.1": the code of a line that others follow. */
    if (stands_alone(part, place->start, place->end) ||
        (length == 3 && *value >= '2' && *value <= '5' && at[3] == '-' &&
         (at == part->lower || !goes_on(at[-1]))) ||
        (at - part->lower >= 4 && at[-1] == '-' && g_ascii_isdigit(at[-2]) &&
         g_ascii_isdigit(*at) && !goes_on(at[length])))
      return TRUE;
  }
  return FALSE;
}

/* How much of the dense words the dense text holds from a place on, the codes
 * that a reply repeats on each line passed over; *end: where it ends. */
static gsize
match_dense(const TracedPart *part, gsize at, const GString *words, gsize *end)
{
  const char *text = part->dense->str;
  gsize codes = strspn(words->str, "0123456789"), i = 0;
  for (guint skips = 0; i < words->len;) {
    if (text[at] == words->str[i]) {
      at++;
      i++;
      continue;
    }
    gsize skip = 0;
    if (codes >= 3 && i && skips++ < MOST_SKIPS)
      skip = strncmp(text + at, words->str, codes) == 0 ? codes
             : strncmp(text + at, words->str, 3) == 0   ? 3
                                                        : 0;
    if (!skip)
      break;
    at += skip;
  }
  *end = at;
  return i;
}

static gboolean
find_words(const TracedPart *part, const char *value, gsize from,
           TracePlace *place)
{
  g_autoptr(GString) words = g_string_new(NULL);
  gsize best = 0, end;
  for (; *value; value++)
    if (is_dense(*value))
      g_string_append_c(words, *value);
  g_autofree char *anchor = g_strndup(words->str, ANCHOR);
  const char *at = part->dense->str + index_at(part->at, from);
  for (guint i = 0; *anchor && i < MOST_TRIES && (at = strstr(at, anchor));
       i++, at++) {
    gsize start = (gsize)(at - part->dense->str);
    gsize n = match_dense(part, start, words, &end);
    if (n <= best)
      continue;
    best = n;
    place->start = g_array_index(part->at, guint32, start);
    place->end = g_array_index(part->at, guint32, end - 1) + 1;
  }
  return best && best * 10 >= words->len * 9;
}

static TracePlace
find_anywhere(const Trace *trace, const char *value, TracePlace from, Find find)
{
  TracePlace place = from;
  g_autofree char *lower = value ? g_ascii_strdown(value, -1) : NULL;
  if (!lower || !*lower)
    return nowhere;
  if (from.part < trace->parts->len &&
      (find(part_at(trace, from.part), lower, from.start, &place) ||
       find(part_at(trace, from.part), lower, 0, &place)))
    return place;
  for (place.part = 0; place.part < trace->parts->len; place.part++)
    if (place.part != from.part &&
        find(part_at(trace, place.part), lower, 0, &place))
      return place;
  return nowhere;
}

TracePlace
trace_value(const Trace *trace, const char *value, TracePlace from)
{
  return find_anywhere(trace, value, from, find_value);
}

TracePlace
trace_words(const Trace *trace, const char *words, TracePlace from)
{
  return find_anywhere(trace, words, from, find_words);
}
