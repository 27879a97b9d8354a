/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* dump FOLDER MUTATIONS: the report of every fixture and of its mutations,
 * with fixed seeds, as a line of JSON. Whatever way a message comes in, and
 * whatever its line ends, the report must be the same: what differs goes to
 * standard error, and the exit status is 1. compare.py compares the dumps of
 * several compilers. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <bounce/bounce.h>
#include <bounce/gmime.h>

#include "fixtures.h"
#include "mutate_mime.h"

#define THREADS 3
#define ROOM 8192 /* that a mutation may add */

typedef struct {
  char *name;
  GString *bytes;
  char *json; /* of a parse from memory, by one of the threads */
} Message;

static BounceParser *parser;
static GPtrArray *messages; /* Message * */
static int different;

static char *
json_of(BounceReport *report)
{
  char *json = bounce_report_to_json(report, NULL);
  bounce_report_free(report);
  return json;
}

static char *
parse(const char *bytes, gsize length)
{
  return json_of(bounce_parser_parse(parser, bytes, length, NULL));
}

static void
expect(const Message *message, const char *way, char *json)
{
  if (json && strcmp(json, message->json) != 0) {
    fprintf(stderr, "%s: %s:\n%s\n%s\n", message->name, way, message->json,
            json);
    different = 1;
  }
  bounce_string_free(json);
}

static void
check_file_and_pipe(const Message *message, const char *path)
{
  int ends[2];
  const GString *bytes = message->bytes;
  FILE *file = fopen(path, "wb"); /* g_file_set_contents() waits for disks */
  if (!file || fwrite(bytes->str, 1, bytes->len, file) != bytes->len ||
      fclose(file) != 0)
    g_error("can't write %s", path);
  expect(message, "file",
         json_of(bounce_parser_parse_file(parser, path, NULL)));
  if (bytes->len > 60000 || pipe(ends) != 0) /* a pipe holds 64 KiB */
    return;
  gboolean written =
      write(ends[1], bytes->str, bytes->len) == (gssize)bytes->len;
  close(ends[1]);
  if (written)
    expect(message, "descriptor",
           json_of(bounce_parser_parse_fd(parser, ends[0], NULL)));
  close(ends[0]);
}

/* Whether GMime kept the header as it stands: it ends one at the first line
 * that is no field, and what it lost nobody finds again. */
static gboolean
has_all_fields(const Message *message, GMimeMessage *parsed)
{
  g_autofree char *header =
      g_mime_object_get_headers(GMIME_OBJECT(parsed), NULL);
  gsize length = header ? strlen(header) : 0;
  return length && message->bytes->len > length &&
         memcmp(message->bytes->str, header, length) == 0 &&
         strchr("\r\n", message->bytes->str[length]);
}

/* GMime reads neither CR nor CR CR LF as a line end, and no bare text. */
static void
check_gmime(const Message *message)
{
  const GString *bytes = message->bytes;
  if (!g_str_has_suffix(bytes->str, "\n") || strstr(bytes->str, "\r\r\n"))
    return;
  GMimeStream *stream =
      g_mime_stream_mem_new_with_buffer(bytes->str, bytes->len);
  GMimeParser *gmime = g_mime_parser_new_with_stream(stream);
  GMimeMessage *parsed = g_mime_parser_construct_message(gmime, NULL);
  if (parsed && has_all_fields(message, parsed))
    expect(message, "GMime",
           json_of(bounce_parser_parse_message(parser, parsed, NULL)));
  g_clear_object(&parsed);
  g_object_unref(gmime);
  g_object_unref(stream);
}

static void
check_line_ends(const Message *message)
{
  static const char *const ends[] = {"\r\n", "\r"};
  const GString *bytes = message->bytes;
  if (memchr(bytes->str, '\r', bytes->len) ||
      memchr(bytes->str, '\0', bytes->len))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
    g_autoptr(GString) other = g_string_new_len(bytes->str, (gssize)bytes->len);
    g_string_replace(other, "\n", ends[i], 0);
    expect(message, i ? "CR" : "CRLF", parse(other->str, other->len));
  }
}

static gpointer
parse_some(gpointer first)
{
  for (guint i = GPOINTER_TO_UINT(first); i < messages->len; i += THREADS) {
    Message *message = messages->pdata[i];
    message->json = parse(message->bytes->str, message->bytes->len);
  }
  return NULL;
}

static void
parse_all(void)
{
  GThread *threads[THREADS];
  for (guint i = 0; i < THREADS; i++)
    threads[i] = g_thread_new(NULL, parse_some, GUINT_TO_POINTER(i));
  for (guint i = 0; i < THREADS; i++)
    g_thread_join(threads[i]);
}

static void
add(const char *path, guint seed)
{
  char *bytes;
  gsize length;
  if (!g_file_get_contents(path, &bytes, &length, NULL))
    g_error("can't read %s", path);
  g_autofree char *name = g_path_get_basename(path);
  Message *message = g_new0(Message, 1);
  message->bytes = g_string_sized_new(length + ROOM);
  g_string_append_len(message->bytes, bytes, (gssize)length);
  if (seed) {
    g_string_set_size(message->bytes, length + ROOM);
    gsize size =
        mutate_mime((guint8 *)message->bytes->str, length, length + ROOM, seed);
    g_string_truncate(message->bytes, size);
  }
  message->name = g_strdup_printf("%s#%u", name, seed);
  g_ptr_array_add(messages, message);
  g_free(bytes);
}

static void
message_free(gpointer data)
{
  Message *message = data;
  g_free(message->name);
  g_string_free(message->bytes, TRUE);
  bounce_string_free(message->json);
  g_free(message);
}

int
main(int argc, char **argv)
{
  if (argc != 3)
    return 2;
  guint mutations = (guint)g_ascii_strtoull(argv[2], NULL, 10);
  g_autofree char *path =
      g_strdup_printf("%s/bounce-%d", g_get_tmp_dir(), (int)getpid());
  g_autoptr(GPtrArray) paths = fixtures_find(argv[1]);
  messages = g_ptr_array_new_with_free_func(message_free);
  parser = bounce_parser_new();
  g_mime_init();
  for (guint i = 0; i < paths->len; i++)
    for (guint n = 0; n <= mutations; n++)
      add(paths->pdata[i], n);
  parse_all();
  for (guint i = 0; i < messages->len; i++) {
    const Message *message = messages->pdata[i];
    expect(message, "again", parse(message->bytes->str, message->bytes->len));
    check_file_and_pipe(message, path);
    check_gmime(message);
    check_line_ends(message);
    printf("%s %s\n", message->name, message->json);
  }
  unlink(path);
  g_ptr_array_unref(messages);
  bounce_parser_unref(parser);
  return different;
}
