/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every message under tests/data/ that has its expected report beside it
 * (NAME.eml, NAME.json). A message is added by adding two files. Those in
 * general/ are of no known format, and read the same without any. */
#include <stdlib.h>
#include <string.h>

#include <bounce/bounce.h>

#include "expect.h"
#include "fixtures.h"
#include "harness.h"

static GPtrArray *messages;
static GPtrArray *general;
static BounceParser *parser;
static BounceParser *plain;

static void
check(const BounceParser *with, const char *path)
{
  g_autofree char *stem = g_strndup(path, strlen(path) - 4);
  g_autofree char *json_path = g_strconcat(stem, ".json", NULL);
  g_autoptr(GString) said = g_string_new(NULL);
  json_error_t problem;
  json_t *expected = json_load_file(json_path, 0, &problem);
  ck_assert_msg(expected != NULL, "%s:%d: %s", json_path, problem.line,
                problem.text);
  BounceReport *report = bounce_parser_parse_file(with, path, NULL);
  ck_assert_msg(report != NULL, "%s can't be read", path);
  char *text = bounce_report_to_json(report, NULL);
  json_t *got = json_loads(text, 0, &problem);
  expect_subset(expected, got, said);
  json_decref(got);
  json_decref(expected);
  bounce_string_free(text);
  bounce_report_free(report);
  ck_assert_msg(said->len == 0, "%s:\n%s", path, said->str);
}

START_TEST(message_gives_its_report)
{
  check(parser, messages->pdata[_i]);
}
END_TEST

START_TEST(general_reader_needs_no_formats)
{
  check(plain, general->pdata[_i]);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("messages", &cases);
  messages = fixtures_find(data_folder());
  g_autofree char *folder = g_build_filename(data_folder(), "general", NULL);
  general = fixtures_find(folder);
  parser = bounce_parser_new();
  plain = bounce_parser_new();
  bounce_parser_use_formats(plain, false);
  tcase_add_loop_test(cases, message_gives_its_report, 0, (int)messages->len);
  tcase_add_loop_test(cases, general_reader_needs_no_formats, 0,
                      (int)general->len);
  int status = run_suite(suite);
  if (!messages->len || !general->len)
    status = EXIT_FAILURE;
  bounce_parser_unref(plain);
  bounce_parser_unref(parser);
  g_ptr_array_unref(general);
  g_ptr_array_unref(messages);
  return status;
}
