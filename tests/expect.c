/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "expect.h"

#include <stdlib.h>
#include <string.h>

#include <check.h>

static void compare(const json_t *expected, const json_t *got, const char *path,
                    GString *said);

static void
differ(const json_t *expected, const json_t *got, const char *path,
       GString *said)
{
  char *want = json_dumps(expected, JSON_ENCODE_ANY | JSON_COMPACT);
  char *have = got ? json_dumps(got, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
  g_string_append_printf(said, "  %s: expected %s, got %s\n", path, want,
                         have ? have : "nothing");
  free(want);
  free(have);
}

static void
compare_contains(const json_t *expected, const json_t *got, const char *path,
                 GString *said)
{
  const char *text = json_string_value(got);
  if (!text || !strstr(text, json_string_value(expected)))
    differ(expected, got, path, said);
}

static void
compare_object(const json_t *expected, const json_t *got, const char *path,
               GString *said)
{
  const char *key;
  json_t *value;
  json_object_foreach((json_t *)(guintptr)expected, key, value)
  {
    g_autofree char *place =
        g_strdup_printf("%s%s%s", path, *path ? "." : "", key);
    if (g_str_has_suffix(key, "_contains")) {
      g_autofree char *name = g_strndup(key, strlen(key) - 9);
      compare_contains(value, json_object_get(got, name), place, said);
    } else {
      compare(value, json_object_get(got, key), place, said);
    }
  }
}

static void
compare_array(const json_t *expected, const json_t *got, const char *path,
              GString *said)
{
  if (json_array_size(expected) != json_array_size(got)) {
    differ(expected, got, path, said);
    return;
  }
  for (size_t i = 0; i < json_array_size(expected); i++) {
    g_autofree char *place = g_strdup_printf("%s[%zu]", path, i);
    compare(json_array_get(expected, i), json_array_get(got, i), place, said);
  }
}

static void
compare(const json_t *expected, const json_t *got, const char *path,
        GString *said)
{
  if (json_is_object(expected))
    compare_object(expected, got, path, said);
  else if (json_is_array(expected))
    compare_array(expected, got, path, said);
  else if (json_is_null(expected) ? got && !json_is_null(got)
                                  : !json_equal(expected, got))
    differ(expected, got, path, said);
}

void
expect_subset(const json_t *expected, const json_t *got, GString *said)
{
  compare(expected, got, "", said);
}

void
expect_in_report(const BounceReport *report, const char *expected)
{
  g_autofree char *wanted = g_strdelimit(g_strdup(expected), "'", '"');
  g_autoptr(GString) said = g_string_new(NULL);
  char *text = bounce_report_to_json(report, NULL);
  json_t *want = json_loads(wanted, 0, NULL);
  json_t *got = json_loads(text, 0, NULL);
  ck_assert_msg(want != NULL, "no JSON: %s", wanted);
  expect_subset(want, got, said);
  ck_assert_msg(said->len == 0, "%s\n%s", text, said->str);
  json_decref(want);
  json_decref(got);
  bounce_string_free(text);
}

void
expect_report(const char *message, const char *expected)
{
  BounceParser *parser = bounce_parser_new();
  BounceReport *report =
      bounce_parser_parse(parser, message, strlen(message), NULL);
  expect_in_report(report, expected);
  bounce_report_free(report);
  bounce_parser_unref(parser);
}
