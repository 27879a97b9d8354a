/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every message under tests/data/ that has its expected report beside it
 * (NAME.eml, NAME.json). A message is added by adding two files. */
#include <stdlib.h>
#include <string.h>

#include <bounce/bounce.h>

#include "expect.h"
#include "fixtures.h"
#include "harness.h"

static GPtrArray *messages;
static BounceParser *parser;

START_TEST(message_gives_its_report)
{
  const char *path = messages->pdata[_i];
  g_autofree char *stem = g_strndup(path, strlen(path) - 4);
  g_autofree char *json_path = g_strconcat(stem, ".json", NULL);
  g_autoptr(GString) said = g_string_new(NULL);
  json_error_t problem;
  json_t *expected = json_load_file(json_path, 0, &problem);
  ck_assert_msg(expected != NULL, "%s:%d: %s", json_path, problem.line,
                problem.text);
  BounceReport *report = bounce_parser_parse_file(parser, path, NULL);
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
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("messages", &cases);
  messages = fixtures_find(data_folder());
  parser = bounce_parser_new();
  tcase_add_loop_test(cases, message_gives_its_report, 0, (int)messages->len);
  int status = run_suite(suite);
  if (!messages->len)
    status = EXIT_FAILURE;
  bounce_parser_unref(parser);
  g_ptr_array_unref(messages);
  return status;
}
