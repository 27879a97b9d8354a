/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The knowledge in data/rules against lists of replies (tests/rules). */
#include <string.h>

#include <jansson.h>

#include <bounce/bounce.h>

#include "harness.h"

static BounceParser *parser;

/* Adds the rows of a list, each split at tabs: comments and empty lines are
 * left out. In the reply, \n is a line end. */
static void
add_rows(GPtrArray *rows, const char *name)
{
  g_autofree char *path =
      g_build_filename(data_folder(), "..", "rules", name, NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  ck_assert_msg(g_file_get_contents(path, &text, NULL, NULL), "%s", path);
  lines = g_strsplit(text, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    char **row;

    if (lines[i][0] == '\0' || lines[i][0] == '#')
      continue;
    row = g_strsplit(lines[i], "\t", -1);
    for (char *at = row[0]; (at = strstr(at, "\\n")) != NULL;) {
      *at = '\n';
      memmove(at + 1, at + 2, strlen(at + 2) + 1);
    }
    g_ptr_array_add(rows, row);
  }
}

static GPtrArray *
read_rows(const char *name)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);

  add_rows(rows, name);
  return rows;
}

static GPtrArray *
read_replies(void)
{
  GPtrArray *rows = read_rows("replies.tsv");

  add_rows(rows, "wild.tsv");
  return rows;
}

/* What the parser says of the reply's one recipient; to be freed with the
 * report. */
static json_t *
classify_reply(const char *reply)
{
  BounceReport *report =
      bounce_parser_classify_reply(parser, reply, strlen(reply), NULL, NULL);
  char *text = bounce_report_to_json(report, NULL);
  json_t *json = json_loads(text, 0, NULL);
  json_t *recipient = json_array_get(json_object_get(json, "recipients"), 0);

  ck_assert_ptr_nonnull(recipient);
  json_incref(recipient);
  json_decref(json);
  bounce_string_free(text);
  bounce_report_free(report);
  return recipient;
}

static const char *
word(const json_t *object, const char *key)
{
  const char *value = json_string_value(json_object_get(object, key));
  return value ? value : "-";
}

START_TEST(replies_have_their_class)
{
  g_autoptr(GPtrArray) rows = read_replies();
  g_autoptr(GString) wrong = g_string_new(NULL);

  for (guint i = 0; i < rows->len; i++) {
    char **row = g_ptr_array_index(rows, i);
    ck_assert_uint_ge(g_strv_length(row), 2);
    g_auto(GStrv) classes = g_strsplit(row[1], "|", -1);
    const char *hardness = row[2] ? row[2] : "";
    json_t *got = classify_reply(row[0]);

    if (!g_strv_contains((const char *const *)classes, word(got, "class")) ||
        (*hardness && strcmp(hardness, word(got, "hardness")) != 0))
      g_string_append_printf(wrong, "\n%s\n  wants %s %s, got %s %s by %s",
                             row[0], row[1], hardness, word(got, "class"),
                             word(got, "hardness"),
                             word(json_object_get(got, "evidence"), "rule"));
    json_decref(got);
  }
  ck_assert_uint_gt(rows->len, 2500);
  ck_assert_msg(wrong->len == 0, "%s", wrong->str);
}
END_TEST

/* RFC 3463 section 3.1: a persistent transient failure may end well. */
START_TEST(temporary_replies_are_never_hard)
{
  g_autoptr(GPtrArray) rows = read_replies();
  guint changed = 0;

  for (guint i = 0; i < rows->len; i++) {
    char **row = g_ptr_array_index(rows, i);
    if (row[0][0] != '5')
      continue;
    row[0][0] = '4';
    if (strncmp(row[0] + 3, " 5.", 3) == 0)
      row[0][4] = '4';
    json_t *got = classify_reply(row[0]);
    ck_assert_msg(strcmp(word(got, "hardness"), "soft") == 0, "%s: %s", row[0],
                  word(got, "hardness"));
    json_decref(got);
    changed++;
  }
  ck_assert_uint_gt(changed, 2000);
}
END_TEST

START_TEST(replies_tell_details)
{
  g_autoptr(GPtrArray) rows = read_rows("details.tsv");
  g_autoptr(GString) wrong = g_string_new(NULL);

  for (guint i = 0; i < rows->len; i++) {
    char **row = g_ptr_array_index(rows, i);
    ck_assert_uint_eq(g_strv_length(row), 3);
    json_t *got = classify_reply(row[0]);
    json_t *value = json_object_get(got, row[1]);
    g_autofree char *said = json_is_integer(value)
                                ? g_strdup_printf("%" JSON_INTEGER_FORMAT,
                                                  json_integer_value(value))
                                : g_strdup(word(got, row[1]));

    if (strcmp(said, row[2]) != 0)
      g_string_append_printf(wrong, "\n%s\n  %s: wants %s, got %s", row[0],
                             row[1], row[2], said);
    json_decref(got);
  }
  ck_assert_uint_gt(rows->len, 20);
  ck_assert_msg(wrong->len == 0, "%s", wrong->str);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("replies", &cases);
  int failed;

  parser = bounce_parser_new();
  tcase_add_test(cases, replies_have_their_class);
  tcase_add_test(cases, temporary_replies_are_never_hard);
  tcase_add_test(cases, replies_tell_details);
  failed = run_suite(suite);
  bounce_parser_unref(parser);
  return failed;
}
