/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "walk/condense.h"

#include <string.h>

#include <gmime/gmime.h>

#include "base/lines.h"
#include "walk/parts.h"
#include "walk/sniff.h"

/* GMime makes objects of all that a wrapped report holds: a report is small. */
#define MAX_WRAPPED (256 * 1024)

/* A multipart that is open. */
typedef struct {
  const char *boundary;
  gsize length;
  gboolean alternative; /* RFC 2046 section 5.1.4 */
  gboolean has_text;    /* one alternative that can be read was seen */
} Level;

typedef struct {
  Walk *walk;
  const char *text;
  gsize length;
  GByteArray *out;
  GArray *levels; /* Level, the outermost first */
  gsize room;     /* bytes of text that may still be kept */
  guint leaves;
  guint multiparts;
  gboolean has_status;     /* a delivery status was seen */
  gboolean says_something; /* a part that is read was not blank */
  gboolean has_text;       /* prose was seen */
} Condenser;

/* A delimiter line (RFC 2046 section 5.1.1). */
typedef struct {
  gsize start;
  gsize end;   /* after its line end */
  guint level; /* index of the multipart it belongs to */
  gboolean closes;
} Delimiter;

static void
append(Condenser *c, const char *text, gsize length)
{
  g_byte_array_append(c->out, (const guint8 *)text, (guint)length);
}

static void
append_string(Condenser *c, const char *text)
{
  append(c, text, strlen(text));
}

/* Whether the line at `start` is a delimiter of an open multipart. */
static gboolean
is_delimiter(const Condenser *c, gsize start, Delimiter *found)
{
  if (c->length - start < 3 || c->text[start] != '-' ||
      c->text[start + 1] != '-')
    return FALSE;
  gsize end = line_next(c->text, c->length, start);
  const char *line = c->text + start + 2;
  gsize length = end - start - 2;
  for (guint i = c->levels->len; i-- > 0;) {
    const Level *level = &g_array_index(c->levels, Level, i);
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
find_delimiter(const Condenser *c, gsize i, Delimiter *found)
{
  while (i < c->length) {
    if (is_delimiter(c, i, found))
      return TRUE;
    const char *next = memmem(c->text + i, c->length - i, "\n--", 3);
    if (!next)
      return FALSE;
    i = (gsize)(next - c->text) + 1;
  }
  return FALSE;
}

/* End of the header that starts at `i`, the blank line included. */
static gsize
header_end(const Condenser *c, gsize i)
{
  Delimiter found;
  while (i < c->length && !is_delimiter(c, i, &found)) {
    gsize next = line_next(c->text, c->length, i);
    if (sniff_line_is_empty(c->text + i, next - i))
      return next;
    i = next;
  }
  return i;
}

/* Where a field is repeated, GMime takes the last. */
static const char *
last_value(const Fields *fields, const char *name)
{
  for (guint i = fields->n; i-- > 0;)
    if (g_ascii_strcasecmp(fields->items[i].name, name) == 0)
      return fields->items[i].value;
  return NULL;
}

/* Writes the fields that are about MIME, with a type of our own or theirs. */
static void
append_header(Condenser *c, const Fields *fields, const char *type)
{
  const char *encoding = last_value(fields, "Content-Transfer-Encoding");
  if (!type)
    type = last_value(fields, "Content-Type");
  if (type) {
    append_string(c, "Content-Type: ");
    append_string(c, type);
    append_string(c, "\n");
  }
  if (encoding) {
    append_string(c, "Content-Transfer-Encoding: ");
    append_string(c, encoding);
    append_string(c, "\n");
  }
  append_string(c, "\n");
}

static gboolean
lacks_boundary(GMimeContentType *type)
{
  return g_mime_content_type_is_type(type, "multipart", "*") &&
         !g_mime_content_type_get_parameter(type, "boundary");
}

/* Opens a multipart; FALSE for what is none, has no boundary or is too deep. */
static gboolean
open_multipart(Condenser *c, GMimeContentType *type)
{
  if (!g_mime_content_type_is_type(type, "multipart", "*"))
    return FALSE;
  const char *boundary = g_mime_content_type_get_parameter(type, "boundary");
  if (!boundary || !*boundary)
    return FALSE;
  if (c->levels->len >= c->walk->limits->depth) {
    c->walk->reached |= BOUNCE_LIMIT_DEPTH;
    return FALSE;
  }
  boundary = arena_strdup(c->walk->arena, boundary);
  Level level = {boundary, strlen(boundary),
                 g_mime_content_type_is_type(type, "multipart", "alternative"),
                 FALSE};
  g_array_append_val(c->levels, level);
  c->multiparts++;
  return TRUE;
}

static gboolean
is_encoded(const Fields *fields)
{
  const char *encoding = last_value(fields, "Content-Transfer-Encoding");
  return encoding && (g_ascii_strcasecmp(encoding, "base64") == 0 ||
                      g_ascii_strcasecmp(encoding, "quoted-printable") == 0);
}

/* A report inside a mail system's message is read whole (walk.c). */
static gboolean
is_wrapped_report(const Condenser *c, gsize start, gsize end)
{
  Fields fields = {0};
  gboolean limited = FALSE;
  FieldsLimits bounds = fields_limits(c->walk->limits);
  if (c->has_status || !sniff_daemon(&c->walk->header))
    return FALSE;
  fields_read(c->walk->arena, c->text + start, end - start, 1, &bounds, &fields,
              &limited);
  const char *type = last_value(&fields, "Content-Type");
  return (type && g_ascii_strncasecmp(type, "multipart/report", 16) == 0) ||
         (!c->says_something && sniff_daemon(&fields));
}

static void
append_text(Condenser *c, gsize start, gsize end)
{
  gsize length = MIN(end - start, c->room);
  append(c, c->text + start, length);
  c->room -= length;
}

/* A returned original: its header is enough. Labelled so that GMime does not
 * parse it, as fields.c does. */
static void
append_original(Condenser *c, const Fields *fields, gsize start, gsize end)
{
  while (start < end && g_ascii_isspace(c->text[start]))
    start++;
  gsize header = MIN(header_end(c, start), end);
  if (is_encoded(fields)) {
    append_header(c, fields, "text/rfc822-headers");
    append_text(c, start, end);
  } else if (is_wrapped_report(c, start, header)) {
    if (end - start > MAX_WRAPPED) {
      end = start + MAX_WRAPPED;
      c->walk->reached |= BOUNCE_LIMIT_TEXT_BYTES;
    }
    append_header(c, fields, "message/rfc822");
    append_text(c, start, end);
  } else {
    append_header(c, fields, "text/rfc822-headers");
    append_text(c, start, header);
  }
}

/* Whether nothing after this original is looked at: its end need not be
 * searched, however far it is. */
static gboolean
is_last(const Condenser *c, const Fields *fields, GMimeContentType *type,
        gsize start)
{
  g_autofree char *name = g_mime_content_type_get_mime_type(type);
  return parts_kind_of_type(name) == PART_ORIGINAL &&
         walk_ends(c->walk, c->has_status, c->has_text) &&
         !is_encoded(fields) &&
         !is_wrapped_report(c, start, header_end(c, start));
}

static void
append_leaf(Condenser *c, const Fields *fields, GMimeContentType *type,
            gsize start, gsize end)
{
  g_autofree char *name = g_mime_content_type_get_mime_type(type);
  PartKind kind = parts_kind_of_type(name);
  Level *level = c->levels->len
                     ? &g_array_index(c->levels, Level, c->levels->len - 1)
                     : NULL;
  const char *label = NULL;
  c->leaves++;
  if (kind == PART_ORIGINAL) {
    append_original(c, fields, start, end);
    c->says_something = TRUE;
    return;
  }
  if (lacks_boundary(type)) { /* resplit.c finds its parts */
    kind = PART_TEXT;
    label = "text/plain";
  }
  append_header(c, fields, label);
  if ((kind == PART_OTHER &&
       !parts_may_be_status(name, (gint64)(end - start))) ||
      (kind == PART_HTML && level && level->alternative && level->has_text))
    return;
  gboolean prose =
      kind == PART_TEXT && !sniff_is_blank(c->text + start, end - start);
  c->has_text |= prose;
  if (level)
    level->has_text |= prose;
  c->has_status |= kind == PART_DELIVERY_STATUS;
  c->says_something |=
      kind != PART_OTHER && !sniff_is_blank(c->text + start, end - start);
  append_text(c, start, end);
}

static GMimeContentType *
parse_type(const Fields *fields)
{
  const char *value = last_value(fields, "Content-Type");
  return g_mime_content_type_parse(NULL, value ? value : "text/plain");
}

/* Whether the part's own header holds the original's fields (walk.c). */
static gboolean
is_in_header(const Fields *fields, GMimeContentType *type)
{
  g_autofree char *name = g_mime_content_type_get_mime_type(type);
  PartKind kind = parts_kind_of_type(name);
  return (kind == PART_TEXT || kind == PART_HTML || kind == PART_OTHER) &&
         sniff_part_header(fields);
}

static void
append_part_header(Condenser *c, gsize start, gsize end)
{
  c->leaves++;
  c->says_something = TRUE;
  append_string(c, "Content-Type: text/rfc822-headers\n\n");
  append_text(c, start, end);
}

/* A part whose header starts after a delimiter. Finds the next delimiter. */
static gboolean
condense_part(Condenser *c, gsize start, Delimiter *next)
{
  Fields fields = {0};
  gboolean limited = FALSE;
  FieldsLimits bounds = fields_limits(c->walk->limits);
  gsize body = header_end(c, start);
  fields_read_header(c->walk->arena, c->text + start, body - start, &bounds,
                     &fields, &limited);
  GMimeContentType *type = parse_type(&fields);
  gboolean opened = open_multipart(c, type);
  if (opened)
    append_header(c, &fields, NULL);
  gboolean more = (opened || !is_last(c, &fields, type, body)) &&
                  find_delimiter(c, body, next);
  if (!opened && is_in_header(&fields, type))
    append_part_header(c, start, body);
  else if (!opened)
    append_leaf(c, &fields, type, body, more ? next->start : c->length);
  g_object_unref(type);
  if (limited)
    parts_note_limit(c->walk, &fields);
  return more;
}

static void
condense_parts(Condenser *c)
{
  Delimiter here, next;
  gboolean more = find_delimiter(c, 0, &here);
  while (more && c->leaves <= c->walk->limits->parts) {
    append_string(c, "\n");
    append(c, c->text + here.start, here.end - here.start);
    g_array_set_size(c->levels, here.level + (here.closes ? 0 : 1));
    more = here.closes ? find_delimiter(c, here.end, &next)
                       : condense_part(c, here.end, &next);
    here = next;
    if (c->multiparts > c->walk->limits->parts) {
      c->walk->reached |= BOUNCE_LIMIT_PARTS;
      break;
    }
  }
}

GByteArray *
condense(Walk *walk, const char *body, gsize length)
{
  Condenser c = {.walk = walk, .text = body, .length = length};
  GMimeContentType *type = parse_type(&walk->header);
  c.out = g_byte_array_new();
  c.levels = g_array_new(FALSE, FALSE, sizeof(Level));
  /* Quoted-printable takes three bytes for one; one more tells of the rest. */
  c.room = walk->limits->text_bytes < G_MAXINT32 / 8
               ? walk->limits->text_bytes * 3 + 1
               : G_MAXINT32 / 2;
  if (open_multipart(&c, type)) {
    append_header(&c, &walk->header, NULL);
    condense_parts(&c);
  } else {
    append_leaf(&c, &walk->header, type, 0, length);
  }
  g_object_unref(type);
  g_array_unref(c.levels);
  return c.out;
}
