/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "prose/prose_text.h"

#include <string.h>

#include "walk/html.h"
#include "base/lines.h"
#include "prose/prose_header.h"
#include "walk/sniff.h"

/* A part with less is no report: a line end, a blank, a signature's dash. */
#define MIN_TEXT 8
/* So often a text that was passed on is unquoted. */
#define MAX_QUOTED 3
/* Lines above a report that was forwarded, and fields of its header. */
#define MAX_FORWARDED 30

static gboolean
has_content(const char *text, gsize length)
{
  gsize n = 0;
  for (gsize i = 0; i < length && n < MIN_TEXT; i++)
    n += !g_ascii_isspace(text[i]);
  return n == MIN_TEXT;
}

/* Whether the text is quoted as in a forwarded mail: most lines start with
 * ">", all of them in a short one. */
static gboolean
is_quoted(const char *text, gsize length)
{
  guint quoted = 0, lines = 0;
  for (gsize at = 0; at < length && lines < 200;) {
    gsize end = line_end(text, length, at);
    quoted += text[at] == '>';
    lines += end > at;
    at = end + 1;
  }
  return quoted >= 2 && quoted * 2 > lines && (quoted >= 6 || quoted == lines);
}

/* Lines of somebody's own words above what is quoted. */
static guint
count_own_lines(const char *text, gsize length)
{
  guint lines = 0;
  for (gsize at = 0; at < length && text[at] != '>';) {
    gsize end = line_end(text, length, at);
    lines += !sniff_is_blank(text + at, end - at);
    at = end + 1;
  }
  return lines;
}

/* Takes one quote mark from each line; line numbers stay. */
static char *
unquote(Arena *arena, const char *text, gsize length, gsize *out_length)
{
  char *out = arena_alloc(arena, length + 1);
  gsize n = 0;
  for (gsize at = 0; at < length;) {
    gsize end = line_next(text, length, at);
    if (text[at] == '>')
      at += at + 1 < end && text[at + 1] == ' ' ? 2 : 1;
    memcpy(out + n, text + at, end - at);
    n += end - at;
    at = end;
  }
  *out_length = n;
  return out;
}

/* The end of a mail system's header at the start of a text, after a few lines
 * of him who passed it on; 0: none is there. */
static gsize
forwarded_header_end(Arena *arena, const char *text, gsize length)
{
  FieldsLimits bounds = {MAX_FORWARDED, 16384};
  gsize at = 0;
  for (guint lines = 0; at < length && lines < MAX_FORWARDED; lines++) {
    gsize end = line_end(text, length, at);
    if (header_line_is_field(text + at, end - at)) {
      if (memchr(text, '@', at))
        return 0; /* a report stands above it */
      Fields fields = {0};
      BounceLimit ignored = 0;
      gsize n = fields_read(arena, text + at, length - at, 1, &bounds, &fields,
                            &ignored);
      return fields.n >= 3 && sniff_daemon_name(&fields) &&
                     fields_find(&fields, "From")
                 ? at + n
                 : 0;
    }
    at = end + 1;
  }
  return 0;
}

/* Empties what a forwarded report has above it; line numbers stay. */
static const char *
without_forwarded_header(Arena *arena, const char *text, gsize length)
{
  gsize end = forwarded_header_end(arena, text, length);
  if (!end)
    return text;
  char *out = arena_strndup(arena, text, length);
  for (gsize i = 0; i < end; i++)
    if (out[i] != '\n')
      out[i] = ' ';
  return out;
}

/* Appends to what is there. */
static void
join(Arena *arena, ProseText *prose, const char *text, gsize length)
{
  gsize needed = prose->length + length + 3;
  if (needed > prose->room) {
    prose->room = needed * 2;
    prose->joined = arena_raw(arena, prose->room);
    memcpy(prose->joined, prose->text, prose->length);
    prose->text = prose->joined;
  }
  memcpy(prose->joined + prose->length, "\n\n", 2);
  memcpy(prose->joined + prose->length + 2, text, length);
  prose->length += length + 2;
  prose->joined[prose->length] = '\0';
}

/* Adds a part's text after what is there. */
static void
add_piece(Arena *arena, ProseText *prose, const char *path, const char *text,
          gsize length)
{
  for (guint level = 0; level < MAX_QUOTED && is_quoted(text, length);
       level++) {
    if (!prose->length)
      prose->own_lines = MAX(prose->own_lines, count_own_lines(text, length));
    text = unquote(arena, text, length, &length);
  }
  text = without_forwarded_header(arena, text, length);
  ProsePiece *piece = &prose->pieces[prose->n_pieces++];
  if (!prose->length) {
    *piece = (ProsePiece){path, 0};
    prose->text = text;
    prose->length = length;
    return;
  }
  *piece = (ProsePiece){path, prose->length + 2};
  join(arena, prose, text, length);
}

/* The parts of a kind that stand before the returned original. */
static void
collect_kind(Arena *arena, const Walk *walk, PartKind kind, ProseText *prose)
{
  for (guint i = 0; i < walk->n_parts; i++) {
    const Part *part = &walk->parts[i];
    const char *text = part->text;
    gsize length = part->length;
    if (part->kind == PART_ORIGINAL && prose->length)
      return;
    if (part->kind != kind || !has_content(text, length))
      continue;
    if (kind == PART_HTML) {
      char *plain = html_to_text(arena, text, length, &length);
      length = lines_cut(plain, length, walk->limits->line_bytes, &prose->cut);
      text = plain;
    }
    if (has_content(text, length))
      add_piece(arena, prose, part->path, text, length);
  }
}

/* Whether the report itself is HTML: text behind it is a footer's. */
static gboolean
starts_with_html(const Walk *walk)
{
  for (guint i = 0; i < walk->n_parts; i++) {
    const Part *part = &walk->parts[i];
    if ((part->kind == PART_TEXT || part->kind == PART_HTML) &&
        has_content(part->text, part->length))
      return part->kind == PART_HTML;
  }
  return FALSE;
}

/* A text that names nobody may be a note above a report in HTML. */
void
prose_text_collect(Arena *arena, const Walk *walk, ProseText *prose)
{
  *prose = (ProseText){.text = "", .line = 1};
  prose->pieces = arena_alloc(arena, walk->n_parts * sizeof(ProsePiece));
  gboolean html = starts_with_html(walk);
  if (html)
    collect_kind(arena, walk, PART_HTML, prose);
  collect_kind(arena, walk, PART_TEXT, prose);
  if (!html && !(prose->length && memchr(prose->text, '@', prose->length)))
    collect_kind(arena, walk, PART_HTML, prose);
}

const char *
prose_text_place(ProseText *prose, gsize at, guint *line)
{
  guint i = prose->n_pieces;
  while (i > 1 && prose->pieces[i - 1].start > at)
    i--;
  if (!i)
    return NULL;
  gsize start = prose->pieces[i - 1].start;
  if (prose->line_at > at || prose->line_at < start) {
    prose->line_at = start;
    prose->line = 1;
  }
  for (; prose->line_at < at; prose->line_at++)
    prose->line += prose->text[prose->line_at] == '\n';
  *line = prose->line;
  return prose->pieces[i - 1].path;
}
