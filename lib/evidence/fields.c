/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/fields.h"

#include <string.h>

#include "base/lines.h"

gsize
fields_name_length(const char *text, gsize length)
{
  gsize i = 0;
  /* RFC 5322 section 2.2: printable ASCII but the colon. */
  while (i < length && text[i] > ' ' && text[i] < 127 && text[i] != ':')
    i++;
  gsize name = i;
  while (i < length && (text[i] == ' ' || text[i] == '\t'))
    i++;
  return i < length && text[i] == ':' ? name : 0;
}

static void
append(Arena *arena, Fields *fields, const Field *field)
{
  if (fields->n == fields->capacity) {
    guint capacity = fields->capacity ? fields->capacity * 2 : 16;
    Field *items = arena_alloc(arena, capacity * sizeof(Field));
    if (fields->n)
      memcpy(items, fields->items, fields->n * sizeof(Field));
    fields->items = items;
    fields->capacity = capacity;
  }
  fields->items[fields->n++] = *field;
}

/* Copies a field's body: line ends and the white space after them become one
 * space, the ends are trimmed. */
static const char *
unfold(Arena *arena, const char *text, gsize length)
{
  while (length && g_ascii_isspace(*text)) {
    text++;
    length--;
  }
  while (length && g_ascii_isspace(text[length - 1]))
    length--;
  if (!memchr(text, '\n', length) && !memchr(text, '\r', length))
    return arena_strndup(arena, text, length);
  char *value = arena_raw(arena, length + 1);
  gsize out = 0;
  for (gsize i = 0; i < length; i++) {
    char c = text[i];
    if (c == '\n' || c == '\r') {
      while (i + 1 < length && g_ascii_isspace(text[i + 1]))
        i++;
      c = ' ';
    }
    value[out++] = c ? c : ' ';
  }
  value[out] = '\0';
  return value;
}

/* End of the field that starts at i: after its folded lines. */
static gsize
field_end(const char *text, gsize length, gsize i, guint *lines)
{
  gsize end = line_end(text, length, i);
  for (*lines = 1; end + 1 < length; ++*lines) {
    gsize next = end + 1;
    if (text[next] != ' ' && text[next] != '\t')
      break;
    end = line_end(text, length, next);
  }
  return end;
}

gsize
fields_read(Arena *arena, const char *text, gsize length, guint first_line,
            const FieldsLimits *limits, Fields *fields, BounceLimit *reached)
{
  gsize i = 0;
  guint line = first_line, lines;
  gsize kept = 0;
  guint n = 0;
  while (i < length) {
    gsize name = fields_name_length(text + i, length - i);
    if (!name)
      break;
    gsize end = field_end(text, length, i, &lines);
    if (n >= limits->fields) {
      *reached |= BOUNCE_LIMIT_HEADERS;
    } else if (kept >= limits->bytes) {
      *reached |= BOUNCE_LIMIT_HEADER_BYTES;
    } else {
      gsize colon = i + name;
      while (text[colon] != ':')
        colon++;
      gsize body = end - colon - 1;
      if (body > limits->bytes - kept) {
        body = words_whole(text + colon + 1, limits->bytes - kept);
        *reached |= BOUNCE_LIMIT_HEADER_BYTES;
      }
      kept += end - i;
      n++;
      append(arena, fields,
             &(Field){.name = arena_strndup(arena, text + i, name),
                      .value = unfold(arena, text + colon + 1, body),
                      .line = line});
    }
    line += lines;
    i = end < length ? end + 1 : length;
  }
  return i;
}

void
fields_read_header(Arena *arena, const char *text, gsize length,
                   const FieldsLimits *limits, Fields *fields,
                   BounceLimit *reached)
{
  FieldsLimits left = *limits;
  gsize i = 0;
  guint line = 1;
  while (i < length) {
    guint before = fields->n;
    gsize n =
        fields_read(arena, text + i, length - i, line, &left, fields, reached);
    left.fields -= fields->n - before;
    left.bytes -= MIN(left.bytes, n);
    for (gsize k = i; k < i + n; k++)
      line += text[k] == '\n';
    i += n;
    if (i >= length)
      return;
    gsize end = line_end(text, length, i);
    if (end == i) /* the end of the header */
      return;
    i = end + 1;
    line++;
  }
}

const Field *
fields_find(const Fields *fields, const char *name)
{
  for (guint i = 0; i < fields->n; i++)
    if (field_is(&fields->items[i], name))
      return &fields->items[i];
  return NULL;
}

const char *
fields_get(const Fields *fields, const char *name)
{
  const Field *field = fields_find(fields, name);
  return field ? field->value : NULL;
}
