/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "walk/parts.h"
#include "walk/resplit.h"
#include "walk/sniff.h"

/* A multipart whose children are being walked. */
typedef struct {
  GMimeMultipart *multipart;
  int next;
  const char *path; /* of the multipart, "" for the root */
} Level;

/* The original's fields in the part's own header. */
static gboolean
read_part_header(Walk *walk, GMimePart *mime, Part *part)
{
  Fields fields = {0};
  if (!parts_may_hold_fields(part->kind))
    return FALSE;
  g_autofree char *header = g_mime_object_get_headers(GMIME_OBJECT(mime), NULL);
  if (!header)
    return FALSE;
  parts_read_fields(walk, header, strlen(header), &fields);
  if (!sniff_part_header(&fields))
    return FALSE;
  part->kind = PART_ORIGINAL;
  parts_set_text(walk, part, header, strlen(header), NULL);
  part->fields = fields;
  return TRUE;
}

/* The bytes of a stream, one more than are read at most. */
static GByteArray *
read_stream(const Walk *walk, GMimeStream *stream)
{
  GByteArray *bytes = g_byte_array_new();
  gsize most = parts_encoded_room(walk);
  char buffer[8192];
  gssize n;
  g_mime_stream_reset(stream);
  while (bytes->len < most &&
         (n = g_mime_stream_read(stream, buffer, sizeof buffer)) > 0)
    g_byte_array_append(bytes, (guint8 *)buffer, (guint)n);
  return bytes;
}

static void
walk_stream(Walk *walk, Part *part, GMimeStream *stream,
            GMimeContentEncoding encoding, const char *charset)
{
  g_autoptr(GByteArray) bytes = read_stream(walk, stream);
  parts_set_encoded(walk, part, (char *)bytes->data, bytes->len, encoding,
                    charset);
}

static void
walk_content(Walk *walk, GMimePart *mime, Part *part)
{
  GMimeDataWrapper *content = g_mime_part_get_content(mime);
  GMimeStream *stream =
      content ? g_mime_data_wrapper_get_stream(content) : NULL;
  if (part->depth && read_part_header(walk, mime, part))
    return;
  if (stream && (part->kind != PART_OTHER ||
                 parts_may_be_status(part->type, g_mime_stream_length(stream))))
    walk_stream(walk, part, stream, g_mime_data_wrapper_get_encoding(content),
                g_mime_object_get_content_type_parameter(GMIME_OBJECT(mime),
                                                         "charset"));
  parts_finish(walk, part);
}

static GMimeContentEncoding
encoding_of(GMimeObject *object)
{
  const char *value =
      g_mime_object_get_header(object, "Content-Transfer-Encoding");
  return value ? g_mime_content_encoding_from_string(value)
               : GMIME_CONTENT_ENCODING_DEFAULT;
}

/* A returned original that was encoded, against RFC 2046 section 5.2.1, or
 * whose header starts after an empty line: its bytes as text. */
static void
reread_original(Walk *walk, GMimeMessage *message,
                GMimeContentEncoding encoding, Part *part)
{
  g_autoptr(GMimeStream) memory = g_mime_stream_mem_new();
  g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, memory);
  walk_stream(walk, part, memory, encoding, NULL);
  parts_read_fields(walk, part->text, part->length, &part->fields);
}

static void
walk_original(Walk *walk, GMimeMessagePart *mime, Part *part)
{
  GMimeMessage *message = g_mime_message_part_get_message(mime);
  part->kind = PART_ORIGINAL;
  if (!message)
    return;
  g_autofree char *header =
      g_mime_object_get_headers(GMIME_OBJECT(message), NULL);
  if (header && *header) {
    parts_set_text(walk, part, header, strlen(header), NULL);
    parts_read_fields(walk, part->text, part->length, &part->fields);
  }
  if (!sniff_header(&part->fields))
    reread_original(walk, message, encoding_of(GMIME_OBJECT(mime)), part);
}

/* A report that a mail system's message wraps: its content, or NULL. One that
 * is no multipart/report must be all that the message tells: else it may be a
 * bounce that bounced. What a person forwards is theirs, and stays closed. */
static GMimeObject *
wrapped_report(Walk *walk, GMimeMessagePart *mime)
{
  GMimeMessage *message = g_mime_message_part_get_message(mime);
  GMimeObject *root = message ? g_mime_message_get_mime_part(message) : NULL;
  if (!root || (!GMIME_IS_MULTIPART(root) && !GMIME_IS_PART(root)) ||
      walk_find(walk, PART_DELIVERY_STATUS) || !walk->daemon)
    return NULL;
  Fields fields = {0};
  g_autofree char *header =
      g_mime_object_get_headers(GMIME_OBJECT(message), NULL);
  if (header)
    parts_read_fields(walk, header, strlen(header), &fields);
  gboolean report = g_mime_content_type_is_type(
      g_mime_object_get_content_type(root), "multipart", "report");
  if (report ? !GMIME_IS_MULTIPART(root)
             : !parts_are_silent(walk) || !sniff_daemon(&fields))
    return NULL;
  walk->wrapped = fields;
  return root;
}

/* Whether none of its parts holds more than a line end: its boundary is
 * another, or closes it too early. */
static gboolean
is_hollow(GMimeMultipart *multipart)
{
  for (int i = 0; i < g_mime_multipart_get_count(multipart); i++) {
    GMimeObject *child = g_mime_multipart_get_part(multipart, i);
    GMimeDataWrapper *content = GMIME_IS_PART(child)
                                    ? g_mime_part_get_content(GMIME_PART(child))
                                    : NULL;
    GMimeStream *stream =
        content ? g_mime_data_wrapper_get_stream(content) : NULL;
    if (!GMIME_IS_PART(child) || (stream && g_mime_stream_length(stream) > 2))
      return FALSE;
  }
  return TRUE;
}

/* A multipart without a boundary, or a hollow one: what it holds as one text.
 */
static void
walk_unbounded(Walk *walk, GMimeObject *object, const char *path, guint depth)
{
  g_autoptr(GMimeStream) memory = g_mime_stream_mem_new();
  g_mime_object_write_to_stream(object, NULL, memory);
  GByteArray *bytes =
      g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
  gsize header = sniff_header_length((char *)bytes->data, bytes->len);
  Part *part = parts_add(walk, path, "text/plain", depth);
  if (!part)
    return;
  parts_set_encoded(
      walk, part, (char *)bytes->data + header, bytes->len - header,
      encoding_of(object),
      g_mime_object_get_content_type_parameter(object, "charset"));
  parts_finish(walk, part);
}

/* Returns a multipart in which to go on, or NULL. */
static GMimeMultipart *
walk_leaf(Walk *walk, GMimeObject *object, const char *path, guint depth)
{
  GMimeObject *inner = GMIME_IS_MESSAGE_PART(object)
                           ? wrapped_report(walk, GMIME_MESSAGE_PART(object))
                           : NULL;
  if (inner) {
    object = inner;
    depth = 0; /* its header is a message's */
  }
  GMimeContentType *content_type = g_mime_object_get_content_type(object);
  g_autofree char *type = g_mime_content_type_get_mime_type(content_type);
  if (GMIME_IS_MULTIPART(object)) {
    GMimeMultipart *multipart = GMIME_MULTIPART(object);
    gboolean hollow = (inner || depth) && is_hollow(multipart);
    if (!hollow && g_mime_object_get_content_type_parameter(object, "boundary"))
      return multipart;
    walk_unbounded(walk, object, path, depth);
    return NULL;
  }
  Part *part = parts_add(walk, path, type, depth);
  if (part && GMIME_IS_MESSAGE_PART(object))
    walk_original(walk, GMIME_MESSAGE_PART(object), part);
  else if (part && GMIME_IS_PART(object))
    walk_content(walk, GMIME_PART(object), part);
  return NULL;
}

static void
push(Walk *walk, GArray *stack, guint depth, GMimeMultipart *multipart,
     const char *path)
{
  Level level = {multipart, 0, path};
  if (depth + stack->len >= walk->limits->depth)
    walk->reached |= BOUNCE_LIMIT_DEPTH;
  else
    g_array_append_val(stack, level);
}

/* A tree that stands itself at a path and a depth. */
static void
walk_tree(Walk *walk, GMimeObject *root, const char *path, guint depth)
{
  g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(Level));
  GMimeMultipart *inner = walk_leaf(walk, root, *path ? path : "1", depth);
  if (inner)
    push(walk, stack, depth, inner, path);
  while (stack->len && !(walk->reached & BOUNCE_LIMIT_PARTS)) {
    Level *level = &g_array_index(stack, Level, stack->len - 1);
    if (level->next >= g_mime_multipart_get_count(level->multipart)) {
      g_array_set_size(stack, stack->len - 1);
      continue;
    }
    GMimeObject *child =
        g_mime_multipart_get_part(level->multipart, level->next++);
    const char *child_path =
        parts_child_path(walk, level->path, (guint)level->next);
    if (!child)
      continue;
    inner = walk_leaf(walk, child, child_path, depth + stack->len);
    if (inner)
      push(walk, stack, depth, inner, child_path);
    else if (walk_is_at_end(walk))
      return;
  }
}

/* The message's own type, before its parts are looked at. */
static void
read_type(Walk *walk, GMimeObject *root)
{
  GMimeContentType *type = g_mime_object_get_content_type(root);
  g_autofree char *name = g_mime_content_type_get_mime_type(type);
  walk->type = arena_ascii_lower(walk->arena, name);
  walk->report_type = arena_strdup(
      walk->arena, g_mime_content_type_get_parameter(type, "report-type"));
}

static void
walk_root(Walk *walk, GMimeMessage *message)
{
  GMimeObject *root = g_mime_message_get_mime_part(message);
  if (!root)
    return;
  read_type(walk, root);
  walk_tree(walk, root, "", 0);
}

/* The body of a message as GMime writes it. */
static void
walk_written_body(Walk *walk, GMimeMessage *message)
{
  g_autoptr(GMimeStream) memory = g_mime_stream_mem_new();
  g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, memory);
  GByteArray *bytes =
      g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
  gsize header = sniff_header_length((char *)bytes->data, bytes->len);
  parts_add_body(walk, (char *)bytes->data + header, bytes->len - header);
}

void
walk_message(Walk *walk, void *gmime_message)
{
  GMimeMessage *message = gmime_message;
  g_autofree char *header =
      g_mime_object_get_headers(GMIME_OBJECT(message), NULL);
  if (header)
    parts_read_header(walk, header, strlen(header));
  walk_root(walk, message);
  if (!parts_have_text(walk)) {
    walk->n_parts = 0;
    walk_written_body(walk, message);
  }
  resplit(walk);
}
