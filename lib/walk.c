/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "walk.h"

#include <string.h>

#include <gmime/gmime.h>

#include "decode.h"
#include "sniff.h"

/* GMime 3.2 does not define these itself. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeFilter, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeParser, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeMessage, g_object_unref)

/* A multipart whose children are being walked. */
typedef struct {
  GMimeMultipart *multipart;
  int next;
  const char *path; /* of the multipart, "" for the root */
} Level;

static Part *
add_part(Walk *walk, PartKind kind, const char *path, const char *type,
         guint depth)
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
  Part *part = &walk->parts[walk->n_parts++];
  *part = (Part){
      .kind = kind, .path = path, .type = type, .depth = depth, .text = ""};
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

static void
set_text(Walk *walk, Part *part, const char *bytes, gsize length,
         const char *charset)
{
  gsize room = text_room(walk);
  if (length > room) {
    length = room;
    walk->reached |= BOUNCE_LIMIT_TEXT_BYTES;
  }
  part->text = decode_text(walk->arena, bytes, length, charset, &part->length);
}

static void
read_fields(Walk *walk, const char *text, gsize length, Fields *fields)
{
  gboolean limited = FALSE;
  FieldsLimits limits = {(guint)MIN(walk->limits->headers, G_MAXUINT),
                         walk->limits->header_bytes};
  gsize start = 0;
  while (start < length && g_ascii_isspace(text[start]))
    start++;
  fields_read(walk->arena, text + start, length - start, 1, &limits, fields,
              &limited);
  if (limited)
    walk->reached |= fields->n >= walk->limits->headers
                         ? BOUNCE_LIMIT_HEADERS
                         : BOUNCE_LIMIT_HEADER_BYTES;
}

/* Decodes a stream's transfer encoding, at most `most` bytes and one more. */
static GByteArray *
read_stream(GMimeStream *stream, GMimeContentEncoding encoding, gsize most)
{
  GByteArray *bytes = g_byte_array_new();
  g_autoptr(GMimeStream) source = g_object_ref(stream);
  if (encoding == GMIME_CONTENT_ENCODING_BASE64
      || encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
      || encoding == GMIME_CONTENT_ENCODING_UUENCODE) {
    g_autoptr(GMimeFilter) filter = g_mime_filter_basic_new(encoding, FALSE);
    GMimeStream *filtered = g_mime_stream_filter_new(stream);
    g_mime_stream_filter_add(GMIME_STREAM_FILTER(filtered), filter);
    g_object_unref(source);
    source = filtered;
  }
  g_mime_stream_reset(source);
  char buffer[8192];
  gssize n;
  while (bytes->len <= most
         && (n = g_mime_stream_read(source, buffer, sizeof buffer)) > 0)
    g_byte_array_append(bytes, (guint8 *)buffer, (guint)n);
  return bytes;
}

static void
read_content(Walk *walk, GMimePart *mime, Part *part)
{
  GMimeDataWrapper *content = g_mime_part_get_content(mime);
  GMimeStream *stream
      = content ? g_mime_data_wrapper_get_stream(content) : NULL;
  if (!stream)
    return;
  g_autoptr(GByteArray) bytes = read_stream(
      stream, g_mime_data_wrapper_get_encoding(content), text_room(walk));
  set_text(
      walk, part, (char *)bytes->data, bytes->len,
      g_mime_object_get_content_type_parameter(GMIME_OBJECT(mime), "charset"));
}

/* A returned original that was encoded, against RFC 2046 section 5.2.1, or
 * whose header starts after an empty line: its bytes as text. */
static void
reread_original(Walk *walk, GMimeMessage *message, const char *encoding,
                Part *part)
{
  g_autoptr(GMimeStream) memory = g_mime_stream_mem_new();
  g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, memory);
  g_autoptr(GByteArray) bytes
      = read_stream(memory,
                    encoding ? g_mime_content_encoding_from_string(encoding)
                             : GMIME_CONTENT_ENCODING_DEFAULT,
                    MIN(text_room(walk), walk->limits->header_bytes));
  set_text(walk, part, (char *)bytes->data, bytes->len, NULL);
  read_fields(walk, part->text, part->length, &part->fields);
}

static void
walk_original(Walk *walk, GMimeMessagePart *mime, Part *part)
{
  GMimeMessage *message = g_mime_message_part_get_message(mime);
  if (!message)
    return;
  g_autofree char *header
      = g_mime_object_get_headers(GMIME_OBJECT(message), NULL);
  if (header && *header) {
    set_text(walk, part, header, strlen(header), NULL);
    read_fields(walk, part->text, part->length, &part->fields);
  }
  if (!sniff_header(&part->fields))
    reread_original(walk, message,
                    g_mime_object_get_header(GMIME_OBJECT(mime),
                                             "Content-Transfer-Encoding"),
                    part);
}

static PartKind
kind_of_type(const char *type)
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
  return g_str_has_prefix(type, "text/") || g_str_has_prefix(type, "message/")
             ? PART_TEXT
             : PART_OTHER;
}

static void
walk_leaf(Walk *walk, GMimeObject *object, const char *path, guint depth)
{
  GMimeContentType *content_type = g_mime_object_get_content_type(object);
  g_autofree char *mime_type = g_mime_content_type_get_mime_type(content_type);
  g_autofree char *lower = g_ascii_strdown(mime_type, -1);
  Part *part = add_part(walk, kind_of_type(lower), path,
                        arena_strdup(walk->arena, lower), depth);
  if (!part || part->kind == PART_OTHER)
    return;
  if (GMIME_IS_MESSAGE_PART(object)) {
    part->kind = PART_ORIGINAL;
    walk_original(walk, GMIME_MESSAGE_PART(object), part);
  } else if (GMIME_IS_PART(object)) {
    read_content(walk, GMIME_PART(object), part);
    if (part->kind == PART_TEXT)
      part->kind = sniff_kind(part, walk->n_parts > 1);
    if (part->kind == PART_ORIGINAL)
      read_fields(walk, part->text, part->length, &part->fields);
  }
}

static const char *
child_path(Walk *walk, const char *parent, int index)
{
  g_autofree char *path
      = g_strdup_printf("%s%s%d", parent, *parent ? "." : "", index);
  return arena_strdup(walk->arena, path);
}

static void
walk_tree(Walk *walk, GMimeObject *root)
{
  if (!GMIME_IS_MULTIPART(root)) {
    walk_leaf(walk, root, "1", 0);
    return;
  }
  g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(Level));
  Level first = {GMIME_MULTIPART(root), 0, ""};
  g_array_append_val(stack, first);
  while (stack->len && !(walk->reached & BOUNCE_LIMIT_PARTS)) {
    Level *level = &g_array_index(stack, Level, stack->len - 1);
    if (level->next >= g_mime_multipart_get_count(level->multipart)) {
      g_array_set_size(stack, stack->len - 1);
      continue;
    }
    GMimeObject *child
        = g_mime_multipart_get_part(level->multipart, level->next++);
    const char *path = child_path(walk, level->path, level->next);
    if (!GMIME_IS_MULTIPART(child)) {
      if (child)
        walk_leaf(walk, child, path, stack->len);
    } else if (stack->len >= walk->limits->depth) {
      walk->reached |= BOUNCE_LIMIT_DEPTH;
    } else {
      Level deeper = {GMIME_MULTIPART(child), 0, path};
      g_array_append_val(stack, deeper);
    }
  }
}

/* The message's own type, before its parts are looked at. */
static void
read_type(Walk *walk, GMimeObject *root)
{
  GMimeContentType *type = g_mime_object_get_content_type(root);
  g_autofree char *name = g_mime_content_type_get_mime_type(type);
  g_autofree char *lower = g_ascii_strdown(name, -1);
  walk->type = arena_strdup(walk->arena, lower);
  walk->report_type = arena_strdup(
      walk->arena, g_mime_content_type_get_parameter(type, "report-type"));
}

void
walk_message(Walk *walk, void *gmime_message)
{
  GMimeMessage *message = gmime_message;
  if (!walk->header.n) {
    g_autofree char *header
        = g_mime_object_get_headers(GMIME_OBJECT(message), NULL);
    gsize length;
    if (header)
      read_fields(
          walk, decode_text(walk->arena, header, strlen(header), NULL, &length),
          strlen(header), &walk->header);
  }
  GMimeObject *root = g_mime_message_get_mime_part(message);
  if (!root)
    return;
  read_type(walk, root);
  walk_tree(walk, root);
}

/* What is left when MIME gives no text: the body as it stands. */
static void
walk_body(Walk *walk, const char *body, gsize length)
{
  Part *part = add_part(walk, PART_TEXT, "1", "text/plain", 0);
  if (part)
    set_text(walk, part, body, length, NULL);
}

static gboolean
has_text(const Walk *walk)
{
  for (guint i = 0; i < walk->n_parts; i++)
    if (walk->parts[i].length)
      return TRUE;
  return FALSE;
}

static void
walk_mime(Walk *walk, const char *bytes, gsize length)
{
  /* GMime only reads the array, and is told that it does not own it. */
  GByteArray array = {(guint8 *)(guintptr)bytes, (guint)length};
  g_autoptr(GMimeStream) stream = g_mime_stream_mem_new_with_byte_array(&array);
  g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
  g_autoptr(GMimeParser) parser = g_mime_parser_new_with_stream(stream);
  g_autoptr(GMimeMessage) message
      = g_mime_parser_construct_message(parser, NULL);
  if (message)
    walk_message(walk, message);
}

static void
walk_lines(Walk *walk, const char *bytes, gsize length)
{
  gsize header_length = sniff_header_length(bytes, length);
  gsize decoded;
  char *header = decode_text(walk->arena, bytes,
                             MIN(header_length, walk->limits->header_bytes + 1),
                             NULL, &decoded);
  read_fields(walk, header, decoded, &walk->header);
  walk->bare = !sniff_header(&walk->header);
  if (walk->bare) {
    walk->header = (Fields){0};
    walk_body(walk, bytes, length);
    return;
  }
  walk_mime(walk, bytes, length);
  if (!has_text(walk)) {
    walk->n_parts = 0;
    walk_body(walk, bytes + header_length, length - header_length);
  }
}

void
walk_bytes(Walk *walk, const char *bytes, gsize length)
{
  if (length > walk->limits->message_bytes) {
    length = walk->limits->message_bytes;
    walk->reached |= BOUNCE_LIMIT_MESSAGE_BYTES;
  }
  /* mbox: the separator is no header field. */
  if (length > 5 && memcmp(bytes, "From ", 5) == 0) {
    const char *end = memchr(bytes, '\n', length);
    if (!end)
      end = memchr(bytes, '\r', length);
    gsize skip = end ? (gsize)(end - bytes) + 1 : length;
    bytes += skip;
    length -= skip;
  }
  if (!memchr(bytes, '\n', length) && memchr(bytes, '\r', length)) {
    g_autofree char *copy = g_memdup2(bytes, length);
    for (gsize i = 0; i < length; i++)
      if (copy[i] == '\r')
        copy[i] = '\n';
    walk_lines(walk, copy, length);
  } else {
    walk_lines(walk, bytes, length);
  }
}

const Part *
walk_find(const Walk *walk, PartKind kind)
{
  for (guint i = 0; i < walk->n_parts; i++)
    if (walk->parts[i].kind == kind)
      return &walk->parts[i];
  return NULL;
}
