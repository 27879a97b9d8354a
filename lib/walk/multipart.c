/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "walk/multipart.h"

#include <string.h>

#include "base/lines.h"
#include "walk/entity.h"
#include "walk/parts.h"
#include "walk/sniff.h"

/* A multipart that is open. */
typedef struct {
  const char *boundary;
  gsize length;
  const char *path;
  guint n;              /* parts that were seen */
  gboolean digest;      /* RFC 2046 section 5.1.5 */
  gboolean alternative; /* section 5.1.4 */
  gboolean has_text;    /* one alternative that can be read was seen */
} Level;

typedef struct {
  Walk *walk;
  const char *text;
  gsize length;
  GArray *levels;   /* Level, the outermost first */
  guint multiparts; /* that were seen */
} Splitter;

/* A delimiter line (RFC 2046 section 5.1.1). */
typedef struct {
  gsize start;
  gsize end;   /* after its line end */
  guint level; /* index of the multipart it belongs to */
  gboolean closes;
} Delimiter;

/* Whether the line at `start` is a delimiter of an open multipart. */
static gboolean
is_delimiter(const Splitter *s, gsize start, Delimiter *found)
{
  if (s->length - start < 3 || s->text[start] != '-' ||
      s->text[start + 1] != '-')
    return FALSE;
  gsize end = line_next(s->text, s->length, start);
  const char *line = s->text + start + 2;
  gsize length = end - start - 2;
  for (guint i = s->levels->len; i-- > 0;) {
    const Level *level = &g_array_index(s->levels, Level, i);
    if (length < level->length ||
        memcmp(line, level->boundary, level->length) != 0)
      continue;
    const char *rest = line + level->length;
    gsize left = length - level->length;
    gboolean closes = left >= 2 && rest[0] == '-' && rest[1] == '-';
    if (!sniff_is_blank(rest + (closes ? 2 : 0), left - (closes ? 2 : 0)))
      continue;
    *found = (Delimiter){start, end, i, closes};
    return TRUE;
  }
  return FALSE;
}

/* The first delimiter that starts at or after `i`, the start of a line, and
 * before `stop`. */
static gboolean
find_delimiter(const Splitter *s, gsize i, gsize stop, Delimiter *found)
{
  for (; i < stop; i = line_next(s->text, s->length, i))
    if (is_delimiter(s, i, found))
      return TRUE;
  return FALSE;
}

/* End of the header that starts at `i`, the blank line included. */
static gsize
header_end(const Splitter *s, gsize i)
{
  Delimiter found;
  while (i < s->length && !is_delimiter(s, i, &found)) {
    gsize next = line_next(s->text, s->length, i);
    if (sniff_line_is_empty(s->text + i, next - i))
      return next;
    i = next;
  }
  return i;
}

static gboolean
is_multipart(const Entity *entity)
{
  return strncmp(entity->type, "multipart/", 10) == 0;
}

/* Opens a multipart; FALSE for what is none, has no boundary or is too deep. */
static gboolean
open_multipart(Splitter *s, const Entity *entity, const char *path)
{
  const char *boundary = entity->boundary;
  if (!is_multipart(entity) || !boundary || !*boundary)
    return FALSE;
  s->multiparts++;
  if (s->levels->len >= s->walk->limits->depth) {
    s->walk->reached |= BOUNCE_LIMIT_DEPTH;
    return FALSE;
  }
  Level level = {.boundary = boundary,
                 .length = strlen(boundary),
                 .path = path,
                 .digest = strcmp(entity->type, "multipart/digest") == 0,
                 .alternative =
                     strcmp(entity->type, "multipart/alternative") == 0};
  g_array_append_val(s->levels, level);
  return TRUE;
}

static Level *
innermost(const Splitter *s)
{
  return &g_array_index(s->levels, Level, s->levels->len - 1);
}

static gboolean
is_encoded(const Entity *entity)
{
  return entity->encoding == GMIME_CONTENT_ENCODING_BASE64 ||
         entity->encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
}

/* Whether what a mail system's message wraps is a report, as message.c's
 * wrapped_report(). */
static gboolean
is_wrapped_report(const Splitter *s, gsize start, gsize end)
{
  Walk *walk = s->walk;
  Fields fields = {0};
  BounceLimit ignored = 0;
  FieldsLimits bounds = fields_limits(walk->limits);
  if (!walk->daemon || walk_find(walk, PART_DELIVERY_STATUS))
    return FALSE;
  fields_read_header(walk->arena, s->text + start, end - start, &bounds,
                     &fields, &ignored);
  const char *type = entity_field(&fields, "Content-Type");
  return (type && g_ascii_strncasecmp(type, "multipart/report", 16) == 0) ||
         (sniff_daemon(&fields) && parts_are_silent(walk));
}

/* Reads the header of a wrapped report, whose body starts where it ends; FALSE
 * for what holds one more message. */
static gboolean
read_wrapped(Splitter *s, gsize start, gsize end, Entity *wrapped)
{
  Walk *walk = s->walk;
  parts_read_fields(walk, s->text + start, end - start, &wrapped->fields);
  entity_read(walk, "text/plain", wrapped);
  if (strcmp(wrapped->type, "message/rfc822") == 0 ||
      strcmp(wrapped->type, "message/global") == 0)
    return FALSE;
  walk->wrapped = wrapped->fields;
  return TRUE;
}

/* A part of this type with these bytes, decoded. */
static void
add_part(Splitter *s, const Entity *entity, const char *type, const char *path,
         gsize start, gsize end)
{
  Part *part = parts_add(s->walk, path, type, s->levels->len);
  if (!part)
    return;
  parts_set_encoded(s->walk, part, s->text + start, end - start,
                    entity->encoding, entity->charset);
  parts_finish(s->walk, part);
}

/* A returned original: where its header is. */
typedef struct {
  gsize start;
  gsize end;
  gboolean wrapped; /* it is a report itself */
  Entity report;    /* that one's */
} Original;

static Original
look_at_original(Splitter *s, const Entity *entity, gsize start)
{
  while (start < s->length && g_ascii_isspace(s->text[start]))
    start++;
  Original original = {.start = start, .end = header_end(s, start)};
  original.wrapped =
      !is_encoded(entity) &&
      is_wrapped_report(s, original.start, original.end) &&
      read_wrapped(s, original.start, original.end, &original.report);
  return original;
}

/* A returned original: its header is enough. */
static void
add_original(Splitter *s, Entity *entity, const Original *original,
             const char *path, gsize end)
{
  gsize start = MIN(original->start, end);
  entity->charset = NULL;
  if (!is_encoded(entity))
    end = MIN(original->end, end);
  add_part(s, entity, "text/rfc822-headers", path, start, end);
}

/* Any other part; `level` is the multipart whose part it is, or NULL. */
static void
add_leaf(Splitter *s, Level *level, Entity *entity, const char *path,
         gsize start, gsize end)
{
  const char *type = entity->type;
  if (is_multipart(entity)) {
    if (entity->boundary) /* too deep */
      return;
    type = "text/plain"; /* resplit.c finds its parts */
    entity->kind = PART_TEXT;
  }
  if ((entity->kind == PART_OTHER &&
       !parts_may_be_status(type, (gint64)(end - start))) ||
      (entity->kind == PART_HTML && level && level->alternative &&
       level->has_text))
    end = start;
  else if (level && entity->kind == PART_TEXT)
    level->has_text |= !sniff_is_blank(s->text + start, end - start);
  add_part(s, entity, type, path, start, end);
}

/* Whether the part's own header holds the original's fields, as message.c's
 * read_part_header(). */
static gboolean
is_in_header(const Entity *entity)
{
  return parts_may_hold_fields(entity->kind) &&
         sniff_part_header(&entity->fields);
}

/* What a multipart holds at a place. */
static const char *
next_path(Splitter *s)
{
  Level *level = innermost(s);
  return parts_child_path(s->walk, level->path, ++level->n);
}

/* Whether no part of the multipart that was opened last holds more than a line
 * end: its boundary is another, or closes it too early. */
static gboolean
is_hollow(const Splitter *s, gsize body)
{
  Delimiter found;
  guint own = s->levels->len - 1;
  gboolean more = find_delimiter(s, body, s->length, &found);
  while (more && found.level == own && !found.closes) {
    gsize start = header_end(s, found.end);
    more = find_delimiter(s, start, MIN(start + 4, s->length), &found);
    if (!more && s->length - start > 2)
      return FALSE;
  }
  return TRUE;
}

/* A multipart, or what a message wraps, from its body on: its parts follow, or
 * it is one text. Finds the next delimiter, as split_part(). */
static gboolean
split_body(Splitter *s, Entity *entity, const char *path, gsize body,
           Delimiter *next)
{
  if (open_multipart(s, entity, path)) {
    if (!is_hollow(s, body))
      return find_delimiter(s, body, s->length, next);
    g_array_set_size(s->levels, s->levels->len - 1);
    entity->boundary = NULL;
  }
  gboolean more = find_delimiter(s, body, s->length, next);
  add_leaf(s, NULL, entity, path, body, more ? next->start : s->length);
  return more && !walk_is_at_end(s->walk);
}

/* A part whose header starts after a delimiter. Finds the next delimiter,
 * unless nothing after this part is looked at. */
static gboolean
split_part(Splitter *s, gsize start, Delimiter *next)
{
  Walk *walk = s->walk;
  Entity entity = {0};
  FieldsLimits bounds = fields_limits(walk->limits);
  gsize body = header_end(s, start);
  gboolean digest = innermost(s)->digest;
  const char *path = next_path(s);
  fields_read_header(walk->arena, s->text + start, body - start, &bounds,
                     &entity.fields, &walk->reached);
  entity_read(walk, digest ? "message/rfc822" : "text/plain", &entity);
  if (is_multipart(&entity))
    return split_body(s, &entity, path, body, next);
  Original original = {0};
  if (entity.kind == PART_ORIGINAL)
    original = look_at_original(s, &entity, body);
  if (original.wrapped)
    return split_body(s, &original.report, path, original.end, next);
  gboolean last =
      entity.kind == PART_ORIGINAL && !is_encoded(&entity) && walk_ends(walk);
  gboolean more = !last && find_delimiter(s, body, s->length, next);
  gsize end = more ? next->start : s->length;
  if (entity.kind == PART_ORIGINAL)
    add_original(s, &entity, &original, path, end);
  else if (is_in_header(&entity))
    add_part(s, &(Entity){0}, "text/rfc822-headers", path, start, body);
  else
    add_leaf(s, innermost(s), &entity, path, body, end);
  return more && !walk_is_at_end(walk);
}

/* All parts from a delimiter on, if there is one. */
static void
split_parts(Splitter *s, gboolean more, Delimiter here)
{
  Walk *walk = s->walk;
  Delimiter next;
  while (more && !(walk->reached & BOUNCE_LIMIT_PARTS)) {
    g_array_set_size(s->levels, here.level + (here.closes ? 0 : 1));
    more = here.closes ? find_delimiter(s, here.end, s->length, &next)
                       : split_part(s, here.end, &next);
    here = next;
    if (s->multiparts > walk->limits->parts)
      walk->reached |= BOUNCE_LIMIT_PARTS;
  }
}

/* A message that is a returned original. */
static void
split_original(Splitter *s, Entity *entity)
{
  Delimiter first = {0};
  Original original = look_at_original(s, entity, 0);
  if (original.wrapped) {
    gboolean more = split_body(s, &original.report, "1", original.end, &first);
    split_parts(s, more, first);
  } else {
    add_original(s, entity, &original, "1", s->length);
  }
}

void
multipart_walk(Walk *walk, const char *body, gsize length)
{
  Splitter s = {.walk = walk, .text = body, .length = length};
  Entity entity = {.fields = walk->header};
  Delimiter first = {0};
  s.levels = g_array_new(FALSE, FALSE, sizeof(Level));
  entity_read(walk, "text/plain", &entity);
  walk->type = entity.type;
  walk->report_type = entity.report_type;
  if (open_multipart(&s, &entity, "")) {
    gboolean more = find_delimiter(&s, 0, length, &first);
    split_parts(&s, more, first);
  } else if (entity.kind == PART_ORIGINAL) {
    split_original(&s, &entity);
  } else {
    add_leaf(&s, NULL, &entity, "1", 0, length);
  }
  g_array_unref(s.levels);
}
