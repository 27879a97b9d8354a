/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "formats/fold.h"
#include "harness.h"

static const struct {
  const char *text;
  const char *folded;
} rows[] = {
    {"", ""},
    {"User\tUNKNOWN\r\n", "user unknown \n"},
    {"Empf\xC3\xA4nger \xC3\x9C", "empfanger u"},
    {"\xE2\x80\x9C"
     "A\xE2\x80\x9D\xC2\xA0\xE2\x80\x94",
     "\"a\" -"},
    {"\xD0\xAF\xE9\x82\xAE", "\xD1\x8F\xE9\x82\xAE"},
    {"\xC3(\xFF", "\xC3(\xFF"}, /* no UTF-8: kept */
};

/* Memory of an arena that was used: what is folded ends with its own NUL. */
static Arena *
used_arena(void)
{
  Arena *arena = arena_new();
  char *memory = g_malloc(2048);
  memset(memory, 'x', 2048);
  g_free(memory);
  return arena;
}

START_TEST(text_is_folded)
{
  Arena *arena = used_arena();
  Folded folded;
  fold_text(arena, rows[_i].text, strlen(rows[_i].text), &folded);
  ck_assert_uint_eq(folded.length, strlen(rows[_i].folded));
  ck_assert_mem_eq(folded.text, rows[_i].folded, folded.length + 1);
  ck_assert_uint_eq(folded_offset(&folded, folded.length),
                    strlen(rows[_i].text));
  arena_free(arena);
}
END_TEST

START_TEST(long_text_ends_with_nul)
{
  Arena *arena = used_arena();
  char text[2000];
  Folded folded;
  memset(text, 'A', sizeof text);
  fold_text(arena, text, sizeof text, &folded);
  ck_assert_uint_eq(folded.length, sizeof text);
  ck_assert_uint_eq(strlen(folded.text), sizeof text);
  arena_free(arena);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("fold", &cases);
  tcase_add_loop_test(cases, text_is_folded, 0, G_N_ELEMENTS(rows));
  tcase_add_test(cases, long_text_ends_with_nul);
  return run_suite(suite);
}
