/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "walk/decode.h"
#include "harness.h"

/* Bytes, their label, and the text. */
static const struct {
  const char *bytes, *charset, *text;
} rows[] = {
    {"plain", NULL, "plain"},
    {"gr\xc3\xbc\xc3\x9f", NULL, "grüß"},
    {"gr\xc3\xbc\xc3\x9f", "us-ascii", "grüß"}, /* the label is wrong */
    {"gr\xfc\xdf", "iso-8859-1", "grüß"},
    {"gr\xfc\xdf", "utf-8", "grüß"}, /* the label is wrong */
    {"gr\xfc\xdf", "no-such-charset", "grüß"},
    {"gr\xfc\xdf", NULL, "grüß"},
    {"gr\xfc\xdf", "utf-16", "grüß"}, /* none of it is wide */
    {"Stra\xdf"
     "e gr\xfc\xdf"
     "e",
     "euc-jp", "Straße grüße"}, /* too much is none */
    {"\xd0\xc5\xcf\xe4", "gb2312", "信箱"},
    {"\x83\x81\x81\x5b\x83\x8b", "shift_jis", "メール"},
    {"\x1b$B%a!<%k\x1b(B", "iso-2022-jp", "メール"},
    {"\x1b$B%a!<%k\x1b(B", "us-ascii", "メール"}, /* escapes say more */
    {"\xcf\xef\xf7\xf4\xe1", "koi8-r", "оОВТА"},
    /* A wrong character at the end, which iconv takes all the same. */
    {"\xb8\xde\xc0\xcf \xc0\xfc\xbc\xdb \xa2\xe8", "cp949",
     "메일 전송 \xef\xbf\xbd"},
    {"a\r\nb\rc\n", NULL, "a\nb\nc\n"},
    {"", NULL, ""},
    {"Informaci\xf3n +AOQ-", "unicode-1-1-utf-7", "Informaci\xef\xbf\xbdn ä"},
    /* No label, or one that tells nothing. */
    {"\xd0\xcf\xde\xd4\xcf\xd7\xd9\xca \xd1\xdd\xc9\xcb "
     "\xd0\xc5\xd2\xc5\xd0\xcf\xcc\xce\xc5\xce",
     NULL, "почтовый ящик переполнен"},
    {"\xef\xee\xf7\xf2\xee\xe2\xfb\xe9 \xff\xf9\xe8\xea "
     "\xef\xe5\xf0\xe5\xef\xee\xeb\xed\xe5\xed",
     NULL, "почтовый ящик переполнен"},
    {"\xaf\xae\xe7\xe2\xae\xa2\xeb\xa9 \xef\xe9\xa8\xaa "
     "\xaf\xa5\xe0\xa5\xaf\xae\xab\xad\xa5\xad",
     "us-ascii", "почтовый ящик переполнен"},
    {"\xef\xee\xeb\xfc\xe7\xee\xe2\xe0\xf2\xe5\xeb\xfc \xed\xe5 "
     "\xed\xe0\xe9\xe4\xe5\xed",
     "iso-8859-1", "пользователь не найден"},
    {"\x88\xb6\x90\xe6\x82\xc9\x94z\x90M\x82\xc5\x82\xab\x82\xdc\x82\xb9\x82"
     "\xf1\x82\xc5\x82\xb5\x82\xbd",
     NULL, "宛先に配信できませんでした"},
    {"\xb0\xb8\xc0\xe8\xa4\xcb\xc7\xdb\xbf\xae\xa4\xc7\xa4\xad\xa4\xde\xa4\xbb"
     "\xa4\xf3\xa4\xc7\xa4\xb7\xa4\xbf",
     "us-ascii", "宛先に配信できませんでした"},
    {"\xca\xd5\xbc\xfe\xc8\xcb\xb5\xc4\xd3\xca\xcf\xe4\xb2\xbb\xb4\xe6\xd4\xda",
     NULL, "收件人的邮箱不存在"},
    {"\xb1z\xaa\xba\xb6l\xa5\xf3\xb5L\xaak\xb6\xc7\xbb\xbc\xb5\xb9\xa6\xac\xa5"
     "\xf3\xaa\xcc",
     "iso-8859-1", "您的郵件無法傳遞給收件者"},
    {"\xb8\xde\xc0\xcf\xc0\xbb \xc0\xfc\xbc\xdb\xc7\xcf\xc1\xf6 "
     "\xb8\xf8\xc7\xdf\xbd\xc0\xb4\xcf\xb4\xd9",
     NULL, "메일을 전송하지 못했습니다"},
    {"u\xbfytkownik nie istnieje, skrzynka jest pe\xb3na", NULL,
     "użytkownik nie istnieje, skrzynka jest pełna"},
    {"schr\xe1nka p\xf8\xedjemce je pln\xe1", NULL,
     "schránka příjemce je plná"},
    {"\xe7 \xe4\xe9\xe5\xfd\xe8\xf5\xed\xf3\xe7 \xe4\xe5\xed "
     "\xf5\xf0\xdc\xf1\xf7\xe5\xe9",
     NULL, "η διεύθυνση δεν υπάρχει"},
    {"Empf\xe4nger unbekannt", NULL, "Empfänger unbekannt"},
    /* Encoded twice; by a program that takes Latin-1 for windows-1252, too. */
    {"EmpfÃ¤nger unbekannt", "utf-8", "Empfänger unbekannt"},
    {"Ð½ÐµÐ²Ñ\xc2\x96", NULL, "неві"},
    {"Ð½ÐµÐ²Ñ–", NULL, "неві"},
    {"größer\nEmpfÃ¤nger\n", "utf-8", "größer\nEmpfänger\n"},
    {"größer als Ã¤", "utf-8", "größer als Ã¤"},
    {"das große „Ä“", "utf-8", "das große „Ä“"},
    {"„Ä“", "utf-8", "„Ä“"},
    {"GRÃ", "utf-8", "GRÃ"},
    {"la bo\xeete est pleine, d\xe9sol\xe9", NULL,
     "la boîte est pleine, désolé"},
    {"kullan\xfd"
     "c\xfd posta kutusu dolu de\xf0il",
     NULL, "kullanıcı posta kutusu dolu değil"},
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
  long_text[400] = '\0';
  long_text[500] = '\xff';
  got = decode_text(arena, long_text, 1000, "utf-8", &length);
  ck_assert_uint_eq(length, 1002);
  ck_assert(strstr(got, "x\xef\xbf\xbdx") != NULL);
  ck_assert_int_eq(got[400], ' ');
  arena_free(arena);
}
END_TEST

/* No character set is called so (RFC 2978 section 2.3). */
#define LONG_NAME                                                              \
  "x-12345678901234567890123456789012345678901234567890123456789012"

/* Field values and their texts. */
static const struct {
  const char *value, *text;
} fields[] = {
    {"=?UTF-8?B?w7xiZXI=?= alles", "über alles"},
    {"=?iso-8859-1?Q?=FCber?=", "über"},
    {"plain", "plain"},
    /* Section 6.2: words that are padded each. */
    {"=?utf-8?B?R3LDtsOfZXJlIEF1c3dhaA==?= =?utf-8?B?bCBpbSBGcsO8aGxpbmc=?=",
     "Größere Auswahl im Frühling"},
    {"=?utf-8?B?R3LDtsOfZXJl?=\n =?utf-8?Q?_Auswahl?=", "Größere Auswahl"},
    /* A character that starts in one word and ends in the next. */
    {"=?utf-8?Q?f=C3?= =?utf-8?Q?=BCr?=", "für"},
    {"=?utf-8?B?ZsM=?= =?utf-8?B?vHI=?=", "für"},
    /* A base64 stream that goes over words, and one without padding. */
    {"=?utf-8?B?ZsO8c?= =?utf-8?B?iB1bnM=?=", "für uns"},
    {"=?utf-8?B?w7xiZXI?=", "über"},
    {"=?utf-8?B?w7xiZXI?= =?utf-8?B?IGE=?=", "über a"},
    /* Other character sets, languages (RFC 2231), letter case. */
    {"=?iso-8859-1?q?a?= =?utf-8?q?=C3=A9?=", "aé"},
    {"=?ISO-8859-1*de?Q?=E4?=", "ä"},
    {"=?iso-2022-jp?B?GyRCJWEhPCVrGyhC?=", "メール"},
    {"=?utf-7?Q?+AOQ-?=", "ä"},
    /* What is none. */
    {"=?utf-8?X?abc?=", "=?utf-8?X?abc?="},
    {"=?utf-8?Q?abc", "=?utf-8?Q?abc"},
    {"a =? b ?= c", "a =? b ?= c"},
    {"=?" LONG_NAME "?Q?a?=", "=?" LONG_NAME "?Q?a?="},
    {"=?utf-8?", "=?utf-8?"},
    {"=?utf-8?Q?=4?=", "=4"},
    {"x=?utf-8?Q?=C3=A9?=y z", "xéy z"},
    {"=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"},
    {"=?utf-8?Q?"
     "?= a",
     " a"},
};

/* More than stay loaded (convert.c). */
START_TEST(any_number_of_character_sets_can_be_read)
{
  Arena *arena = arena_new();
  guint known = 0;
  for (guint i = 0; i < 1400; i++) {
    g_autofree char *charset = g_strdup_printf("cp%u", i);
    gsize length = 0;
    const char *text = decode_word(arena, "\xe9", 1, charset, &length);
    ck_assert(g_utf8_validate(text, (gssize)length, NULL));
    known += strcmp(text, "é") != 0;
  }
  ck_assert_uint_gt(known, 20);
  arena_free(arena);
}
END_TEST

/* fuzz_delivery_status: a CR made the text longer, its one odd byte rarer, and
 * so another character set likely. */
START_TEST(line_ends_do_not_choose_the_character_set)
{
  static const char text[] = "caf\xe9 123456789 1234567890\n1234567890 12345"
                             "67890\n\n";
  Arena *arena = arena_new();
  gsize length;
  g_autoptr(GString) other = g_string_new(text);
  g_string_replace(other, "\n", "\r\n", 0);
  ck_assert_uint_lt(sizeof text - 1, 50);
  ck_assert_uint_ge(other->len, 50);
  char *with_lf = decode_text(arena, text, sizeof text - 1, NULL, &length);
  char *with_crlf = decode_text(arena, other->str, other->len, NULL, &length);
  ck_assert_str_eq(with_lf, with_crlf);
  arena_free(arena);
}
END_TEST

START_TEST(encoded_words)
{
  Arena *arena = arena_new();
  ck_assert_str_eq(decode_field(arena, fields[_i].value), fields[_i].text);
  arena_free(arena);
}
END_TEST

START_TEST(many_open_words_take_no_time)
{
  Arena *arena = arena_new();
  g_autoptr(GString) value = g_string_new(NULL);
  for (int i = 0; i < 200000; i++)
    g_string_append(value, "=?x?B?z");
  ck_assert_str_eq(decode_field(arena, value->str), value->str);
  arena_free(arena);
}
END_TEST

START_TEST(no_field_is_no_text)
{
  Arena *arena = arena_new();
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
  tcase_add_test(cases, any_number_of_character_sets_can_be_read);
  tcase_add_test(cases, nul_and_garbage_do_not_stop_it);
  tcase_add_test(cases, line_ends_do_not_choose_the_character_set);
  tcase_add_loop_test(cases, encoded_words, 0, G_N_ELEMENTS(fields));
  tcase_add_test(cases, many_open_words_take_no_time);
  tcase_add_test(cases, no_field_is_no_text);
  return run_suite(suite);
}
