/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "mutate_mime.h"

#include <string.h>

#include <glib.h>

typedef struct {
  GString *text;
  GRand *rand;
} Mutation;

/* A line, or a part: from its delimiter to the next one. */
typedef struct {
  gsize start, end;
} Span;

static guint
pick(Mutation *m, guint n)
{
  return n ? (guint)g_rand_int_range(m->rand, 0, (gint32)n) : 0;
}

static void
replace(Mutation *m, Span span, const char *with)
{
  g_string_erase(m->text, (gssize)span.start, (gssize)(span.end - span.start));
  g_string_insert(m->text, (gssize)span.start, with);
}

/* Lines that start with a prefix, ASCII case does not matter. */
static GArray *
find_lines(const Mutation *m, const char *prefix)
{
  GArray *lines = g_array_new(FALSE, FALSE, sizeof(Span));
  gsize length = strlen(prefix);
  const char *text = m->text->str;
  for (gsize i = 0; i < m->text->len;) {
    const char *feed = memchr(text + i, '\n', m->text->len - i);
    Span line = {i, feed ? (gsize)(feed - text) : m->text->len};
    if (line.end - i >= length &&
        g_ascii_strncasecmp(text + i, prefix, length) == 0)
      g_array_append_val(lines, line);
    i = line.end + 1;
  }
  return lines;
}

static gboolean
pick_line(Mutation *m, const char *prefix, Span *line)
{
  g_autoptr(GArray) lines = find_lines(m, prefix);
  if (!lines->len)
    return FALSE;
  *line = g_array_index(lines, Span, pick(m, lines->len));
  return TRUE;
}

/* From one delimiter to a later one, mostly the next. */
static gboolean
pick_part(Mutation *m, Span *part)
{
  g_autoptr(GArray) lines = find_lines(m, "--");
  if (lines->len < 2)
    return FALSE;
  guint i = pick(m, lines->len - 1);
  guint further = pick(m, 4) ? 1 : 1 + pick(m, lines->len - 1 - i);
  part->start = g_array_index(lines, Span, i).start;
  part->end = g_array_index(lines, Span, i + further).start;
  return TRUE;
}

static void
remove_part(Mutation *m)
{
  Span part;
  if (pick_part(m, &part))
    replace(m, part, "");
}

static void
duplicate_part(Mutation *m)
{
  Span part, place;
  if (!pick_part(m, &part) || !pick_part(m, &place))
    return;
  g_autofree char *copy =
      g_strndup(m->text->str + part.start, part.end - part.start);
  g_string_insert(m->text, (gssize)place.start, copy);
}

static void
swap_parts(Mutation *m)
{
  Span one, other;
  if (!pick_part(m, &one) || !pick_part(m, &other))
    return;
  if (one.start > other.start) {
    Span first = other;
    other = one;
    one = first;
  }
  if (one.end > other.start)
    return;
  g_autofree char *a = g_strndup(m->text->str + one.start, one.end - one.start);
  g_autofree char *b =
      g_strndup(m->text->str + other.start, other.end - other.start);
  replace(m, other, a);
  replace(m, one, b);
}

/* Wraps a part's content into a message or a multipart of its own. */
static void
nest_part(Mutation *m)
{
  static const char *const heads[] = {
      "Content-Type: message/rfc822\n\nFrom: <>\n",
      "Content-Type: multipart/report; boundary=n\n\n--n\n",
      "Content-Type: multipart/alternative; boundary=\"\"\n\n",
      "Content-Type: message/global\nContent-Transfer-Encoding: "
      "base64\n\n"};
  Span line;
  if (!pick_line(m, "--", &line))
    return;
  g_autofree char *delimiter =
      g_strndup(m->text->str + line.start, line.end - line.start);
  g_string_insert(m->text, (gssize)line.end, "\n");
  g_string_insert(m->text, (gssize)line.end + 1,
                  heads[pick(m, G_N_ELEMENTS(heads))]);
  if (pick(m, 2))
    g_string_append_printf(m->text, "\n%s--\n", delimiter);
}

static void
change_boundary(Mutation *m)
{
  static const char *const boundaries[] = {
      "boundary=\"\"",           "boundary=b",
      "boundary=\" \"",          "boundary",
      "boundary=\"never closed", "boundary*0=a; boundary*1=b"};
  const char *found = strstr(m->text->str, "boundary=");
  if (!found)
    return;
  gsize start = (gsize)(found - m->text->str);
  gsize end = start + strcspn(found, ";\r\n");
  replace(m, (Span){start, end}, boundaries[pick(m, 6)]);
}

static void
change_delimiter(Mutation *m)
{
  static const char *const ends[] = {"--", " ", "\t--", "x", "\r", "-"};
  Span line;
  if (pick_line(m, "--", &line))
    g_string_insert(m->text, (gssize)line.end, ends[pick(m, 6)]);
}

static void
change_type(Mutation *m)
{
  static const char *const types[] = {
      "Content-Type: text/plain",
      "Content-Type: text/html; charset=utf-16",
      "Content-Type: text/plain; charset=iso-2022-jp",
      "Content-Type: text/plain; charset=\"utf-7\"",
      "Content-Type: message/rfc822",
      "Content-Type: message/global",
      "Content-Type: text/rfc822-headers",
      "Content-Type: message/delivery-status",
      "Content-Type: message/global-delivery-status",
      "Content-Type: message/feedback-report",
      "Content-Type: message/disposition-notification",
      "Content-Type: multipart/report; report-type=delivery-status",
      "Content-Type: multipart/digest; boundary=b",
      "Content-Type: message/partial; number=1; total=2; id=x",
      "Content-Type: application/octet-stream",
      "Content-Type:",
      "Content-Type: /"};
  Span line;
  if (pick_line(m, "Content-Type:", &line))
    replace(m, line, types[pick(m, G_N_ELEMENTS(types))]);
}

static void
change_encoding(Mutation *m)
{
  static const char *const encodings[] = {
      "Content-Transfer-Encoding: base64",
      "Content-Transfer-Encoding: quoted-printable",
      "Content-Transfer-Encoding: 8bit",
      "Content-Transfer-Encoding: x-uuencode",
      "Content-Transfer-Encoding: binary",
      "Content-Transfer-Encoding: yenc"};
  Span line;
  const char *encoding = encodings[pick(m, G_N_ELEMENTS(encodings))];
  if (pick_line(m, "Content-Transfer-Encoding:", &line)) {
    replace(m, line, encoding);
  } else if (pick_line(m, "Content-Type:", &line)) {
    g_string_insert(m->text, (gssize)line.start, "\n");
    g_string_insert(m->text, (gssize)line.start, encoding);
  }
}

/* One line or all lines end in another way. */
static void
change_line_ends(Mutation *m)
{
  static const char *const ends[] = {"\r\n", "\r", "\r\r\n", "\n\n", ""};
  const char *end = ends[pick(m, G_N_ELEMENTS(ends))];
  Span line;
  if (pick(m, 2))
    g_string_replace(m->text, "\n", end, 0);
  else if (pick_line(m, "", &line) && line.end < m->text->len)
    replace(m, (Span){line.end, line.end + 1}, end);
}

/* Moves, doubles or drops a line, or folds it. */
static void
change_line(Mutation *m)
{
  Span line, place;
  if (!pick_line(m, "", &line) || !pick_line(m, "", &place))
    return;
  g_autofree char *copy =
      g_strndup(m->text->str + line.start, line.end - line.start);
  switch (pick(m, 4)) {
  case 0:
    replace(m, line, "");
    break;
  case 1:
    g_string_insert(m->text, (gssize)place.start, "\n");
    g_string_insert(m->text, (gssize)place.start, copy);
    break;
  case 2:
    g_string_insert(m->text, (gssize)line.start, pick(m, 2) ? " " : "> ");
    break;
  default:
    g_string_truncate(m->text, line.end);
  }
}

size_t
mutate_mime(uint8_t *data, size_t size, size_t most, unsigned seed)
{
  static void (*const changes[])(Mutation *) = {
      remove_part,      duplicate_part, swap_parts,      nest_part,
      change_boundary,  change_type,    change_encoding, change_line_ends,
      change_delimiter, change_line,    change_line};
  Mutation m = {g_string_new_len((const char *)data, (gssize)size),
                g_rand_new_with_seed(seed)};
  guint n = 1 + pick(&m, 3);
  for (guint i = 0; i < n; i++)
    changes[pick(&m, G_N_ELEMENTS(changes))](&m);
  size = MIN(m.text->len, most);
  memcpy(data, m.text->str, size);
  g_string_free(m.text, TRUE);
  g_rand_free(m.rand);
  return size;
}
