/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "decode.h"
#include "harness.h"

/* Bytes, their label, and the text. */
static const struct {
  const char *bytes, *charset, *text;
} rows[] = {
    {"plain", NULL, "plain"},
    {"gr\xc3\xbc\xc3\x9f", NULL, "grüß"},
    {"gr\xc3\xbc\xc3\x9f", "us-ascii", "grüß"},  /* the label is wrong */
    {"gr\xfc\xdf", "iso-8859-1", "grüß"},
    {"gr\xfc\xdf", "utf-8", "grüß"},             /* the label is wrong */
    {"gr\xfc\xdf", "no-such-charset", "grüß"},
    {"gr\xfc\xdf", NULL, "grüß"},
    {"\xd0\xc5\xcf\xe4", "gb2312", "信箱"},
    {"\x83\x81\x81\x5b\x83\x8b", "shift_jis", "メール"},
    {"\x1b$B%a!<%k\x1b(B", "iso-2022-jp", "メール"},
    {"\x1b$B%a!<%k\x1b(B", "us-ascii", "メール"}, /* escapes say more */
    {"\xcf\xef\xf7\xf4\xe1", "koi8-r", "оОВТА"},
    {"a\r\nb\rc\n", NULL, "a\nb\nc\n"},
    {"", NULL, ""},
};

START_TEST(text_becomes_utf8)
{
  Arena *arena = arena_new();
  gsize length = 0;
  const char *got = decode_text(arena, rows[_i].bytes, strlen(rows[_i].bytes),
                                rows[_i].charset, &length);
  ck_assert_str_eq(got, rows[_i].text);
  ck_assert_uint_eq(length, strlen(rows[_i].text));
  arena_free(arena);
}
END_TEST

START_TEST(nul_and_garbage_do_not_stop_it)
{
  Arena *arena = arena_new();
  gsize length = 0;
  const char *got = decode_text(arena, "a\0b", 3, NULL, &length);
  ck_assert_str_eq(got, "a b");
  g_autofree char *long_text = g_strnfill(1000, 'x');
  long_text[500] = '\xff';
  got = decode_text(arena, long_text, 1000, "utf-8", &length);
  ck_assert_uint_eq(length, 1002);
  ck_assert(strstr(got, "x\xef\xbf\xbdx") != NULL);
  arena_free(arena);
}
END_TEST

START_TEST(encoded_words_are_decoded)
{
  Arena *arena = arena_new();
  ck_assert_str_eq(decode_field(arena, "=?UTF-8?B?w7xiZXI=?= alles"),
                   "über alles");
  ck_assert_str_eq(decode_field(arena, "=?iso-8859-1?Q?=FCber?="), "über");
  ck_assert_str_eq(decode_field(arena, "plain"), "plain");
  ck_assert_ptr_null(decode_field(arena, NULL));
  arena_free(arena);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("decode", &cases);
  decode_init();
  tcase_add_loop_test(cases, text_becomes_utf8, 0, G_N_ELEMENTS(rows));
  tcase_add_test(cases, nul_and_garbage_do_not_stop_it);
  tcase_add_test(cases, encoded_words_are_decoded);
  return run_suite(suite);
}
