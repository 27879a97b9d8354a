/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "walk/parts.h"

#include <string.h>

#include "base/lines.h"
#include "walk/decode.h"
#include "walk/sniff.h"

/* No delivery status without a label is longer. */
#define MAX_UNLABELLED (16 * 1024)
/* A note above what is passed on has no more letters. */
#define MAX_NOTE 300

PartKind
parts_kind_of_type(const char *type)
{
  static const struct {
    const char *type;
    PartKind kind;
  } kinds[] = {
      {"text/html", PART_HTML},
      {"message/delivery-status", PART_DELIVERY_STATUS},
      {"message/global-delivery-status", PART_DELIVERY_STATUS},
      {"message/feedback-report", PART_FEEDBACK_REPORT},
      {"message/disposition-notification", PART_DISPOSITION},
      {"message/global-disposition-notification", PART_DISPOSITION},
      {"message/rfc822", PART_ORIGINAL},
      {"message/global", PART_ORIGINAL},
      {"message/rfc822-headers", PART_ORIGINAL},
      {"message/rfc822-header", PART_ORIGINAL},
      {"message/global-headers", PART_ORIGINAL},
      {"message/partial", PART_ORIGINAL},
      {"text/rfc822-headers", PART_ORIGINAL},
      {"text/rfc822-header", PART_ORIGINAL},
      {"text/rfc822", PART_ORIGINAL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (strcmp(type, kinds[i].type) == 0)
      return kinds[i].kind;
  return strncmp(type, "text/", 5) == 0 || strncmp(type, "message/", 8) == 0
             ? PART_TEXT
             : PART_OTHER;
}

Part *
parts_add(Walk *walk, const char *path, const char *type, guint depth)
{
  if (walk->n_parts >= walk->limits->parts) {
    walk->reached |= BOUNCE_LIMIT_PARTS;
    return NULL;
  }
  if (walk->n_parts == walk->capacity) {
    guint capacity = walk->capacity ? walk->capacity * 2 : 8;
    Part *parts = arena_alloc(walk->arena, capacity * sizeof(Part));
    if (walk->n_parts)
      memcpy(parts, walk->parts, walk->n_parts * sizeof(Part));
    walk->parts = parts;
    walk->capacity = capacity;
  }
  const char *lower = arena_ascii_lower(walk->arena, type);
  Part *part = &walk->parts[walk->n_parts++];
  *part = (Part){.kind = parts_kind_of_type(lower),
                 .path = path,
                 .type = lower,
                 .depth = depth,
                 .text = ""};
  return part;
}

static gsize
text_room(const Walk *walk)
{
  gsize used = 0;
  for (guint i = 0; i < walk->n_parts; i++)
    used += walk->parts[i].length;
  return used < walk->limits->text_bytes ? walk->limits->text_bytes - used : 0;
}

/* Bytes that are no white space, up to the first that says something. */
static guint
count_letters(const char *text, gsize length)
{
  guint letters = 0;
  for (gsize i = 0; i < length && letters <= MAX_NOTE; i++) {
    if (text[i] == '@')
      return MAX_NOTE + 1;
    letters += !g_ascii_isspace(text[i]);
  }
  return letters;
}

void
parts_set_text(Walk *walk, Part *part, const char *bytes, gsize length,
               const char *charset)
{
  gsize room = text_room(walk);
  if (length > room) {
    length = words_whole(bytes, room);
    walk->reached |= BOUNCE_LIMIT_TEXT_BYTES;
  }
  char *text = decode_text(walk->arena, bytes, length, charset, &part->length);
  /* HTML needs no line ends: prose_text.c cuts the lines of its text. */
  gboolean cut = FALSE;
  if (part->kind != PART_HTML)
    part->length =
        lines_cut(text, part->length, walk->limits->line_bytes, &cut);
  if (cut)
    walk->reached |= BOUNCE_LIMIT_LINE_BYTES;
  part->text = text;
  part->letters = count_letters(text, part->length);
}

gsize
parts_encoded_room(const Walk *walk)
{
  gsize room = text_room(walk);
  return room < G_MAXINT32 / 8 ? room * 3 + 4 : G_MAXINT32 / 2;
}

void
parts_set_encoded(Walk *walk, Part *part, const char *bytes, gsize length,
                  GMimeContentEncoding encoding, const char *charset)
{
  if (encoding != GMIME_CONTENT_ENCODING_BASE64 &&
      encoding != GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE &&
      encoding != GMIME_CONTENT_ENCODING_UUENCODE) {
    parts_set_text(walk, part, bytes, length, charset);
    return;
  }
  g_autoptr(GMimeFilter) filter = g_mime_filter_basic_new(encoding, FALSE);
  char *decoded;
  size_t decoded_length, prespace;
  g_mime_filter_complete(filter, (char *)(guintptr)bytes,
                         MIN(length, parts_encoded_room(walk)), 0, &decoded,
                         &decoded_length, &prespace);
  parts_set_text(walk, part, decoded, decoded_length, charset);
}

void
parts_read_fields(Walk *walk, const char *text, gsize length, Fields *fields)
{
  FieldsLimits limits = fields_limits(walk->limits);
  gsize start = 0;
  while (start < length && g_ascii_isspace(text[start]))
    start++;
  fields_read_header(walk->arena, text + start, length - start, &limits, fields,
                     &walk->reached);
}

void
parts_read_header(Walk *walk, const char *header, gsize length)
{
  gsize decoded;
  if (length > walk->limits->header_bytes) {
    length = words_whole(header, walk->limits->header_bytes);
    walk->reached |= BOUNCE_LIMIT_HEADER_BYTES;
  }
  char *text = decode_text(walk->arena, header, length, NULL, &decoded);
  walk->header_text = text + strspn(text, " \t\n\v\f\r");
  parts_read_fields(walk, text, decoded, &walk->header);
  walk->daemon = sniff_daemon(&walk->header);
}

/* What is left when MIME gives no text: the body as it stands. */
void
parts_add_body(Walk *walk, const char *body, gsize length)
{
  Part *part = parts_add(walk, "1", "text/plain", 0);
  if (!part)
    return;
  parts_set_text(walk, part, body, length, NULL);
  parts_finish(walk, part);
}

gboolean
parts_have_text(const Walk *walk)
{
  for (guint i = 0; i < walk->n_parts; i++)
    if (!sniff_is_blank(walk->parts[i].text, walk->parts[i].length))
      return TRUE;
  return FALSE;
}

const char *
parts_child_path(Walk *walk, const char *parent, guint n)
{
  g_autofree char *path =
      g_strdup_printf("%s%s%u", parent, *parent ? "." : "", n);
  return arena_strdup(walk->arena, path);
}

gboolean
parts_may_be_status(const char *type, gint64 length)
{
  return length > 0 && length <= MAX_UNLABELLED &&
         g_ascii_strcasecmp(type, "application/octet-stream") == 0;
}

gboolean
parts_may_hold_fields(PartKind kind)
{
  return kind == PART_TEXT || kind == PART_HTML || kind == PART_OTHER;
}

gboolean
parts_are_silent(const Walk *walk)
{
  guint letters = 0;
  for (guint i = 0; i < walk->n_parts; i++)
    letters += walk->parts[i].letters;
  return letters <= MAX_NOTE;
}

void
parts_finish(Walk *walk, Part *part)
{
  if (part->kind == PART_OTHER && part->length) {
    PartKind kind = sniff_kind(part, walk->n_parts > 1);
    if (kind != PART_TEXT) {
      part->kind = kind;
    } else {
      part->text = "";
      part->length = 0;
      part->letters = 0;
    }
  }
  if (part->kind == PART_TEXT)
    part->kind = sniff_kind(part, walk->n_parts > 1);
  if (part->kind == PART_ORIGINAL && !part->fields.n)
    parts_read_fields(walk, part->text, part->length, &part->fields);
}
