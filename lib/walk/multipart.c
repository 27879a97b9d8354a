/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "walk/multipart.h"

#include <string.h>

#include "base/lines.h"
#include "walk/entity.h"
#include "walk/message.h"
#include "walk/parts.h"
#include "walk/sniff.h"

/* GMime makes objects of all that a wrapped report holds: a report is small. */
#define MAX_WRAPPED (256 * 1024)

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

/* The first delimiter at or after `i`, the start of a line. */
static gboolean
find_delimiter(const Splitter *s, gsize i, Delimiter *found)
{
  for (; i < s->length; i = line_next(s->text, s->length, i))
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

static gboolean
is_encoded(const Entity *entity)
{
  return entity->encoding == GMIME_CONTENT_ENCODING_BASE64 ||
         entity->encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
}

/* Whether what a mail system's message wraps is a report, which is read as a
 * whole (message.c). */
static gboolean
is_wrapped_report(const Splitter *s, gsize start, gsize end)
{
  Walk *walk = s->walk;
  Fields fields = {0};
  BounceLimit ignored = 0;
  FieldsLimits bounds = fields_limits(walk->limits);
  if (!walk->daemon || walk_find(walk, PART_DELIVERY_STATUS))
    return FALSE;
  fields_read(walk->arena, s->text + start, end - start, 1, &bounds, &fields,
              &ignored);
  const char *type = entity_field(&fields, "Content-Type");
  return (type && g_ascii_strncasecmp(type, "multipart/report", 16) == 0) ||
         (sniff_daemon(&fields) && parts_are_silent(walk));
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

/* Where the header of a returned original is. */
typedef struct {
  gsize start;
  gsize end;
  gboolean wrapped; /* it is a report itself */
} Original;

static Original
look_at_original(const Splitter *s, const Entity *entity, gsize start)
{
  while (start < s->length && g_ascii_isspace(s->text[start]))
    start++;
  Original original = {start, header_end(s, start), FALSE};
  original.wrapped =
      !is_encoded(entity) && is_wrapped_report(s, original.start, original.end);
  return original;
}

/* A returned original: its header is enough. */
static void
add_original(Splitter *s, Entity *entity, const Original *original,
             const char *path, gsize end)
{
  gsize start = MIN(original->start, end);
  entity->charset = NULL;
  if (original->wrapped) {
    if (end - start > MAX_WRAPPED) {
      end = start + MAX_WRAPPED;
      s->walk->reached |= BOUNCE_LIMIT_TEXT_BYTES;
    }
    message_walk_wrapped(s->walk, s->text + start, end - start, path,
                         s->levels->len);
    return;
  }
  if (!is_encoded(entity))
    end = MIN(original->end, end);
  add_part(s, entity, "text/rfc822-headers", path, start, end);
}

/* Any other part. */
static void
add_leaf(Splitter *s, Entity *entity, const char *path, gsize start, gsize end)
{
  Level *level = s->levels->len
                     ? &g_array_index(s->levels, Level, s->levels->len - 1)
                     : NULL;
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
  Level *level = &g_array_index(s->levels, Level, s->levels->len - 1);
  return parts_child_path(s->walk, level->path, ++level->n);
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
  gboolean digest = g_array_index(s->levels, Level, s->levels->len - 1).digest;
  const char *path = next_path(s);
  fields_read_header(walk->arena, s->text + start, body - start, &bounds,
                     &entity.fields, &walk->reached);
  entity_read(walk, digest ? "message/rfc822" : "text/plain", &entity);
  if (open_multipart(s, &entity, path))
    return find_delimiter(s, body, next);
  Original original = {0};
  if (entity.kind == PART_ORIGINAL)
    original = look_at_original(s, &entity, body);
  gboolean last = entity.kind == PART_ORIGINAL && !original.wrapped &&
                  !is_encoded(&entity) && walk_ends(walk);
  gboolean more = !last && find_delimiter(s, body, next);
  gsize end = more ? next->start : s->length;
  if (entity.kind == PART_ORIGINAL)
    add_original(s, &entity, &original, path, end);
  else if (is_in_header(&entity))
    add_part(s, &(Entity){0}, "text/rfc822-headers", path, start, body);
  else
    add_leaf(s, &entity, path, body, end);
  return more && !walk_is_at_end(walk);
}

static void
split_parts(Splitter *s)
{
  Walk *walk = s->walk;
  Delimiter here, next;
  gboolean more = find_delimiter(s, 0, &here);
  while (more && !(walk->reached & BOUNCE_LIMIT_PARTS)) {
    g_array_set_size(s->levels, here.level + (here.closes ? 0 : 1));
    more = here.closes ? find_delimiter(s, here.end, &next)
                       : split_part(s, here.end, &next);
    here = next;
    if (s->multiparts > walk->limits->parts)
      walk->reached |= BOUNCE_LIMIT_PARTS;
  }
}

void
multipart_walk(Walk *walk, const char *body, gsize length)
{
  Splitter s = {.walk = walk, .text = body, .length = length};
  Entity entity = {.fields = walk->header};
  s.levels = g_array_new(FALSE, FALSE, sizeof(Level));
  entity_read(walk, "text/plain", &entity);
  walk->type = entity.type;
  walk->report_type = entity.report_type;
  if (open_multipart(&s, &entity, "")) {
    split_parts(&s);
  } else if (entity.kind == PART_ORIGINAL) {
    Original original = look_at_original(&s, &entity, 0);
    add_original(&s, &entity, &original, "1", length);
  } else {
    add_leaf(&s, &entity, "1", 0, length);
  }
  g_array_unref(s.levels);
}
