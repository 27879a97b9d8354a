/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every fixture gives the same report whatever way it comes in: bytes, of which
 * GMime sees little, a GMime message, other line ends. */
#include <string.h>

#include <bounce/bounce.h>
#include <bounce/gmime.h>

#include "fixtures.h"
#include "harness.h"

static GPtrArray *messages;
static BounceParser *parser;

typedef struct {
  const char *bytes;
  gsize length;
} Bytes;

static char *
json_of_bytes(Bytes message)
{
  BounceReport *report =
      bounce_parser_parse(parser, message.bytes, message.length, NULL);
  char *json = bounce_report_to_json(report, NULL);
  bounce_report_free(report);
  return json;
}

static char *
json_of_gmime(Bytes bytes)
{
  GMimeStream *stream =
      g_mime_stream_mem_new_with_buffer(bytes.bytes, bytes.length);
  GMimeParser *gmime = g_mime_parser_new_with_stream(stream);
  GMimeMessage *message = g_mime_parser_construct_message(gmime, NULL);
  char *json = NULL;
  if (message) {
    BounceReport *report = bounce_parser_parse_message(parser, message, NULL);
    json = bounce_report_to_json(report, NULL);
    bounce_report_free(report);
    g_object_unref(message);
  }
  g_object_unref(gmime);
  g_object_unref(stream);
  return json;
}

static char *
load(guint index, gsize *length)
{
  char *bytes;
  const char *path = messages->pdata[index];
  ck_assert_msg(g_file_get_contents(path, &bytes, length, NULL), "%s", path);
  return bytes;
}

START_TEST(a_gmime_message_gives_the_same)
{
  Bytes message;
  g_autofree char *bytes = load((guint)_i, &message.length);
  message.bytes = bytes;
  if (!memchr(bytes, '\n', message.length) ||
      g_strstr_len(bytes, (gssize)message.length, "\r\r\n"))
    return; /* GMime reads neither CR nor CR CR LF as a line end */
  char *expected = json_of_bytes(message);
  char *got = json_of_gmime(message);
  ck_assert_msg(!got || strcmp(got, expected) == 0, "%s:\n%s\n%s",
                (char *)messages->pdata[_i], expected, got);
  bounce_string_free(expected);
  bounce_string_free(got);
}
END_TEST

START_TEST(line_ends_do_not_matter)
{
  static const char *const ends[] = {"\r\n", "\r"};
  gsize length;
  g_autofree char *bytes = load((guint)_i, &length);
  if (memchr(bytes, '\r', length) || memchr(bytes, '\0', length))
    return;
  char *expected = json_of_bytes((Bytes){bytes, length});
  for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
    g_autoptr(GString) other = g_string_new_len(bytes, (gssize)length);
    g_string_replace(other, "\n", ends[i], 0);
    char *got = json_of_bytes((Bytes){other->str, other->len});
    ck_assert_msg(strcmp(got, expected) == 0, "%s:\n%s\n%s",
                  (char *)messages->pdata[_i], expected, got);
    bounce_string_free(got);
  }
  bounce_string_free(expected);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("ways", &cases);
  messages = fixtures_find(data_folder());
  parser = bounce_parser_new();
  g_mime_init();
  tcase_add_loop_test(cases, a_gmime_message_gives_the_same, 0,
                      (int)messages->len);
  tcase_add_loop_test(cases, line_ends_do_not_matter, 0, (int)messages->len);
  int status = run_suite(suite);
  bounce_parser_unref(parser);
  g_ptr_array_unref(messages);
  return status;
}
