/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "evidence/fields.h"
#include "harness.h"

static const FieldsLimits wide = {1000, 65536};

/* Input, how many bytes of it are fields, and the fields as "name=value|". */
static const struct {
  const char *input;
  gsize read;
  const char *fields;
} rows[] = {
    {"A: b\nC: d\n", 10, "A=b|C=d|"},
    {"A: b\r\nC: d\r\n\r\nbody", 12, "A=b|C=d|"},
    {"A: b\n\nbody", 5, "A=b|"},
    {"A:b", 3, "A=b|"},
    {"A :  b  \n", 9, "A=b|"},
    {"A: one\n two\n\tthree\nB: x\n", 24, "A=one two three|B=x|"},
    {"A:\n folded\n", 11, "A=folded|"},
    {"A: b\n  \nC: d\n", 13, "A=b|C=d|"}, /* a line of blanks folds */
    {"no field\nA: b\n", 0, ""},
    {" A: b\n", 0, ""},
    {": b\n", 0, ""},
    {"A b: c\n", 0, ""},
    {"", 0, ""},
    {"\n", 0, ""},
    {"\r\nA: b\n", 0, ""},
    {"A: \n", 4, "A=|"},
    {"A: b", 4, "A=b|"},
    {"A: b\nnot a field\nC: d\n", 5, "A=b|"},
    {"\x80: b\n", 0, ""},
    {"A\x7F: b\n", 0, ""},
    {"A: x\ry\n", 7, "A=x y|"},
};

START_TEST(fields_are_read)
{
  Arena *arena = arena_new();
  Fields fields = {0};
  BounceLimit reached = 0;
  g_autoptr(GString) got = g_string_new(NULL);
  gsize n = fields_read(arena, rows[_i].input, strlen(rows[_i].input), 1, &wide,
                        &fields, &reached);
  for (guint i = 0; i < fields.n; i++)
    g_string_append_printf(got, "%s=%s|", fields.items[i].name,
                           fields.items[i].value);
  ck_assert_str_eq(got->str, rows[_i].fields);
  ck_assert_uint_eq(n, rows[_i].read);
  ck_assert(!reached);
  arena_free(arena);
}
END_TEST

START_TEST(lines_are_counted)
{
  Arena *arena = arena_new();
  Fields fields = {0};
  BounceLimit reached = 0;
  const char *text = "A: 1\n 2\n 3\nB: 4\n";
  fields_read(arena, text, strlen(text), 10, &wide, &fields, &reached);
  ck_assert_uint_eq(fields.items[0].line, 10);
  ck_assert_uint_eq(fields.items[1].line, 13);
  arena_free(arena);
}
END_TEST

START_TEST(limits_are_told_and_the_rest_is_passed_over)
{
  Arena *arena = arena_new();
  Fields fields = {0};
  BounceLimit reached = 0;
  const char *text = "A: 1\nB: 2\nC: 3\n\n";
  gsize n = fields_read(arena, text, strlen(text), 1, &(FieldsLimits){2, 99},
                        &fields, &reached);
  ck_assert_uint_eq(reached, BOUNCE_LIMIT_HEADERS);
  ck_assert_uint_eq(fields.n, 2);
  ck_assert_uint_eq(n, 15);
  fields = (Fields){0};
  reached = 0;
  fields_read(arena, "A: 123 56789\n", 13, 1, &(FieldsLimits){2, 4}, &fields,
              &reached);
  ck_assert_uint_eq(reached, BOUNCE_LIMIT_HEADER_BYTES);
  ck_assert_str_eq(fields.items[0].value, "123");
  fields = (Fields){0};
  fields_read(arena, "A: 1 3456789\n", 13, 1, &(FieldsLimits){2, 4}, &fields,
              &reached);
  ck_assert_str_eq(fields.items[0].value, "1"); /* no half word */
  fields = (Fields){0};
  reached = 0;
  fields_read(arena, "A: 1\u00e9\n", 7, 1, &(FieldsLimits){2, 3}, &fields,
              &reached);
  ck_assert_str_eq(fields.items[0].value, "1"); /* no half character */
  arena_free(arena);
}
END_TEST

/* A field that fits to the byte is whole; then there is no room for more. */
START_TEST(a_limit_is_reached_by_what_is_over_it)
{
  Arena *arena = arena_new();
  Fields fields = {0};
  BounceLimit reached = 0;
  fields_read(arena, "A:bc", 4, 1, &(FieldsLimits){2, 2}, &fields, &reached);
  ck_assert_str_eq(fields.items[0].value, "bc");
  ck_assert_uint_eq(reached, 0);
  fields = (Fields){0};
  fields_read(arena, "A: b\nC: d\n", 10, 1, &(FieldsLimits){2, 4}, &fields,
              &reached);
  ck_assert_uint_eq(reached, BOUNCE_LIMIT_HEADER_BYTES);
  ck_assert_uint_eq(fields.n, 1);
  arena_free(arena);
}
END_TEST

/* Lines that are no field stand between those of a header; the limits hold for
 * all of it. Header, limits, which one is reached, and "line name|". */
static const struct {
  const char *header;
  FieldsLimits limits;
  BounceLimit reached;
  const char *fields;
} headers[] = {
    {"A: 1\nB: 2\n 3\njunk\nC: 4\n\nD: 5\n", {9, 99}, 0, "1 A|2 B|5 C|"},
    {"A: 1\njunk\nB: 2\njunk\nC: 3\n",
     {2, 99},
     BOUNCE_LIMIT_HEADERS,
     "1 A|3 B|"},
    {"A: 123456\njunk\nB: 2\n", {9, 8}, BOUNCE_LIMIT_HEADER_BYTES, "1 A|"},
    {"A: 1234567890\njunk\nB: 2\n", {9, 8}, BOUNCE_LIMIT_HEADER_BYTES, "1 A|"},
};

START_TEST(a_header_with_junk_is_read)
{
  Arena *arena = arena_new();
  Fields fields = {0};
  BounceLimit reached = 0;
  g_autoptr(GString) got = g_string_new(NULL);
  fields_read_header(arena, headers[_i].header, strlen(headers[_i].header),
                     &headers[_i].limits, &fields, &reached);
  for (guint i = 0; i < fields.n; i++)
    g_string_append_printf(got, "%u %s|", fields.items[i].line,
                           fields.items[i].name);
  ck_assert_str_eq(got->str, headers[_i].fields);
  ck_assert_uint_eq(reached, headers[_i].reached);
  arena_free(arena);
}
END_TEST

START_TEST(a_nul_does_not_end_a_value)
{
  Arena *arena = arena_new();
  Fields fields = {0};
  BounceLimit reached = 0;
  fields_read(arena, "A: x\0y\n", 7, 1, &wide, &fields, &reached);
  ck_assert_str_eq(fields_get(&fields, "a"), "x y");
  ck_assert_ptr_null(fields_get(&fields, "b"));
  fields_read(arena, "C: x\n y\0z\n", 10, 1, &wide, &fields, &reached);
  ck_assert_str_eq(fields_get(&fields, "c"), "x y z");
  arena_free(arena);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("fields", &cases);
  tcase_add_loop_test(cases, fields_are_read, 0, G_N_ELEMENTS(rows));
  tcase_add_test(cases, lines_are_counted);
  tcase_add_test(cases, limits_are_told_and_the_rest_is_passed_over);
  tcase_add_test(cases, a_limit_is_reached_by_what_is_over_it);
  tcase_add_loop_test(cases, a_header_with_junk_is_read, 0,
                      G_N_ELEMENTS(headers));
  tcase_add_test(cases, a_nul_does_not_end_a_value);
  return run_suite(suite);
}
