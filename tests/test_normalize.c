/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The normal form of texts, and phrases found in it. */
#include <string.h>

#include "rules/automaton.h"
#include "rules/normalize.h"

#include "harness.h"

/* The normal form with a bar for a space that ends a sentence. */
static char *
normalize(const char *text, gsize length)
{
  NormalBlock *block = g_new(NormalBlock, 1);
  GString *out = g_string_new(NULL);
  Normalizer normalizer;
  guint i, j;

  normalizer_init(&normalizer, text, length);
  normalizer.whole = TRUE;
  while (normalizer_next(&normalizer, block)) {
    gsize start = out->len;

    ck_assert_uint_le(block->length, NORMAL_BLOCK);
    g_string_append_len(out, (const char *)block->bytes, block->length);
    for (i = 0; i < block->n_ends; i++) {
      ck_assert_int_eq(block->bytes[block->ends[i]], ' ');
      out->str[start + block->ends[i]] = '|';
    }
    for (j = 0; j < block->length; j++) {
      if ((block->bytes[j] & 0xC0) == 0x80)
        continue;
      ck_assert_uint_le(normal_offset(block, (gint)j), length);
      ck_assert_uint_le(normal_offset(block, (gint)j),
                        normal_offset(block, (gint)j + 1));
    }
  }
  g_free(block);
  return g_string_free(out, FALSE);
}

static const struct {
  const char *text;
  const char *expected;
} forms[] = {
    {"", ""},
    {" .-\n", ""},
    {"a", " a|"},
    {"User unknown", " user unknown|"},
    {"USER-UNKNOWN", " user unknown|"},
    {"user\r\n  (UNKNOWN)", " user unknown|"},
    {"\"user\" <unknown>", " user unknown|"},
    {"user_unknown", " user unknown|"},
    {"zen.spamhaus.org", " zen.spamhaus.org|"},
    {"Full. Try again", " full|try again|"},
    {"Full! Try again? Yes.", " full|try again|yes|"},
    {"Full.\nTry", " full|try|"},
    {"full\n\ntry", " full|try|"},
    {"full\r\n \t\r\ntry", " full|try|"},
    {"full\ntry", " full try|"},
    {"<a@example.org>... User unknown", " a@example.org user unknown|"},
    {"a.. b. c", " a b|c|"},
    {"5.1.1 <U@Example.ORG>", " 5.1.1 u@example.org|"},
    {"<no-spam_x+y=z@mail-virus.org> is", " no-spam_x+y=z@mail virus.org is|"},
    {"-a-@x.org- b-c d-e@x", " a x.org b c d-e@x|"},
    {"a-b@c.org-d e-f", " a-b@c.org d e f|"},
    {"(#5.1.1)", " 5.1.1|"},
    {"http://Example.org/a/?b=1", " http example.org/a b 1|"},
    {"and/or", " and/or|"},
    {"doesn't", " doesn't|"},
    {"doesn\xE2\x80\x99t", " doesn't|"},
    {"'quoted'", " quoted|"},
    {"\xE2\x80\x98quoted\xE2\x80\x99 x", " quoted x|"},
    {"\xE2\x80\x9Cuser\xE2\x80\x9D\xC2\xA0unknown", " user unknown|"},
    {"İnde ŁÓDŹ Ø đ ё Ά", " inde lodz o d е α|"},
    {"ÉTÉ Ärger ПОЛЬЗОВАТЕЛЬ", " ete arger пользователь|"},
    {"re\xC2\xADply\xE2\x80\x8B", " reply|"},
    {"邮箱已满", " 邮箱已满|"},
    {"邮箱\n已满", " 邮箱已满|"},
    {"邮箱 已满，请", " 邮箱已满请|"},
    {"邮箱。已满", " 邮箱|已满|"},
    {"邮箱full已满", " 邮箱 full 已满|"},
    {"user不存在", " user 不存在|"},
    {"５５０　Ｕｓｅｒ", " 550 user|"},
    {"ユーザー・不明", " ユーザー不明|"},
    {"사용자를 찾을", " 사용자를 찾을|"},
    {"a\xFF\xFE"
     "b\xE2\x82",
     " a b|"},
    {"a\x01"
     "b\x7F"
     "c",
     " a b c|"},
    {"a.\xC3\xA9", " a.e|"},
    {"a.邮", " a 邮|"},
    {"e\xCC\x81t", " et|"},
    {"...", ""},
    {"@a@ /b/ 'c'", " a b c|"},
};

START_TEST(test_forms)
{
  const char *text = forms[_i].text;
  g_autofree char *form = normalize(text, strlen(text));

  ck_assert_str_eq(form, forms[_i].expected);
}
END_TEST

/* A long text in blocks gives what its pieces give. */
START_TEST(test_blocks)
{
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(GString) expected = g_string_new(" ");
  g_autofree char *form = NULL;
  guint i;

  for (i = 0; i < 3000; i++) {
    g_string_append_printf(text, "Wort%u. Ä%.*s 邮箱\n", i, (int)(i % 7),
                           "xxxxxxx");
    g_string_append_printf(expected, "wort%u|a%.*s 邮箱 ", i, (int)(i % 7),
                           "xxxxxxx");
  }
  expected->str[expected->len - 1] = '|';
  form = normalize(text->str, text->len);
  ck_assert_str_eq(form, expected->str);
}
END_TEST

START_TEST(test_nul)
{
  g_autofree char *form = normalize("a\0b", 3);

  ck_assert_str_eq(form, " a b|");
}
END_TEST

static const struct {
  const char *text;
  PhraseEdges edges;
  const char *expected;
  guint letters;
} phrases[] = {
    {"User  Unknown", 0, " user unknown ", 11},
    {"quota", PHRASE_OPEN_END, " quota", 5},
    {"postfach", PHRASE_OPEN_START, "postfach ", 8},
    {"x", PHRASE_OPEN_START | PHRASE_OPEN_END, "x", 1},
    {"邮箱已满", 0, "邮箱已满", 4},
    {"user不存在", 0, " user 不存在", 7},
    {"不存在 user", 0, "不存在 user ", 7},
    {"é", 0, " e ", 1},
    {"...", 0, "", 0},
    {"", PHRASE_OPEN_END, "", 0},
};

START_TEST(test_phrases)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  const char *text = phrases[_i].text;
  guint letters;

  g_byte_array_append(bytes, (const guint8 *)"#", 1);
  letters = phrase_append(bytes, text, strlen(text), phrases[_i].edges);
  ck_assert_uint_eq(letters, phrases[_i].letters);
  ck_assert_uint_eq(bytes->len, strlen(phrases[_i].expected) + 1);
  ck_assert_mem_eq(bytes->data + 1, phrases[_i].expected, bytes->len - 1);
}
END_TEST

/* Finds phrases and names the pieces of the text that they stand for. */
static char *
find(const char *const *texts, guint n, const char *text)
{
  g_autofree AutomatonPhrase *list = g_new(AutomatonPhrase, n);
  g_autoptr(GPtrArray) owned =
      g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
  g_autofree NormalBlock *block = g_new(NormalBlock, 1);
  GString *out = g_string_new(NULL);
  guint32 state = AUTOMATON_ROOT;
  AutomatonTables tables;
  Normalizer normalizer;
  guint i, at;

  for (i = 0; i < n; i++) {
    GByteArray *bytes = g_byte_array_new();

    phrase_append(bytes, texts[i], strlen(texts[i]), 0);
    g_ptr_array_add(owned, bytes);
    list[i] = (AutomatonPhrase){bytes->data, bytes->len};
  }
  automaton_build(list, n, &tables);
  normalizer_init(&normalizer, text, strlen(text));
  while (normalizer_next(&normalizer, block)) {
    Automaton automaton = automaton_view(&tables);

    for (i = 0; (i = automaton_run(&automaton, &state, block->bytes, i,
                                   block->length)) < block->length;
         i++) {
      for (at = automaton_out(&automaton, state); at != 0;) {
        const AutomatonOut *hit = &g_array_index(tables.outs, AutomatonOut, at);
        gsize length = list[hit->phrase].length;
        gboolean spaced = list[hit->phrase].bytes[length - 1] == ' ';
        gint first = (gint)i + 1 - (gint)length;
        guint32 start, stop;

        if (list[hit->phrase].bytes[0] == ' ')
          first++;
        start = normal_offset(block, first);
        stop = normal_offset(block, (gint)i + (spaced ? 0 : 1));
        g_string_append_printf(out, "%u<%.*s>", hit->phrase,
                               (int)(stop - start), text + start);
        at = hit->next;
      }
    }
  }
  automaton_tables_clear(&tables);
  return g_string_free(out, FALSE);
}

static const char *const needles[] = {
    "user unknown", "unknown", "unknown mailbox", "邮箱已满",   "已满",
    "full",         "full",    "mailbox is full", "user不存在",
};

static const struct {
  const char *text;
  const char *expected;
} searches[] = {
    {"User unknown", "0<User unknown>1<unknown>"},
    {"no \"user\n unknown\", mailbox", "0<user\n unknown>1<unknown>"
                                       "2<unknown\", mailbox>"},
    {"superuser unknowns", ""},
    {"mailbox is FULL.", "7<mailbox is FULL>6<FULL>5<FULL>"},
    {"您的邮箱已满。", "3<邮箱已满>4<已满>"},
    {"邮箱 已满 full", "3<邮箱 已满>4<已满>6<full>5<full>"},
    {"(user不存在)", "8<user不存在>"},
};

START_TEST(test_search)
{
  g_autofree char *found =
      find(needles, G_N_ELEMENTS(needles), searches[_i].text);

  ck_assert_str_eq(found, searches[_i].expected);
}
END_TEST

/* A phrase across the border of two blocks has its offsets. */
START_TEST(test_search_blocks)
{
  guint before;

  for (before = 980; before < 1060; before++) {
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *found = NULL;
    guint i;

    for (i = 0; i < before; i++)
      g_string_append_c(text, 'x');
    g_string_append(text, " (user \n unknown) 邮箱已满");
    found = find(needles, G_N_ELEMENTS(needles), text->str);
    ck_assert_str_eq(found, "0<user \n unknown>1<unknown>3<邮箱已满>4<已满>");
  }
}
END_TEST

/* Against a search by hand, over all texts of a small alphabet. */
START_TEST(test_automaton_exhaustive)
{
  static const char *const words[] = {"a",   "ab",  "bab", "bb",
                                      "abb", "aab", "bba", "bbbb"};
  AutomatonPhrase list[G_N_ELEMENTS(words)];
  AutomatonTables tables;
  guint bits, i, w;

  for (w = 0; w < G_N_ELEMENTS(words); w++)
    list[w] = (AutomatonPhrase){(const guint8 *)words[w], strlen(words[w])};
  automaton_build(list, G_N_ELEMENTS(words), &tables);
  for (bits = 0; bits < 4096; bits++) {
    Automaton automaton = automaton_view(&tables);
    guint32 state = AUTOMATON_ROOT;
    char text[13] = "";

    for (i = 0; i < 12; i++) {
      guint found = 0, expected = 0;
      guint32 at;

      text[i] = (bits >> i & 1) != 0 ? 'a' : 'b';
      text[i + 1] = '\0';
      automaton_run(&automaton, &state, (const guint8 *)text, i, i + 1);
      for (at = automaton_out(&automaton, state); at != 0;
           at = g_array_index(tables.outs, AutomatonOut, at).next)
        found |= 1u << g_array_index(tables.outs, AutomatonOut, at).phrase;
      for (w = 0; w < G_N_ELEMENTS(words); w++)
        expected |= (guint)g_str_has_suffix(text, words[w]) << w;
      ck_assert_uint_eq(found, expected);
    }
  }
  automaton_tables_clear(&tables);
}
END_TEST

START_TEST(test_automaton_empty)
{
  AutomatonTables tables;
  Automaton automaton;
  guint32 state = AUTOMATON_ROOT;
  guint8 bytes[256];
  guint byte;

  automaton_build(NULL, 0, &tables);
  automaton = automaton_view(&tables);
  for (byte = 0; byte < 256; byte++)
    bytes[byte] = (guint8)byte;
  ck_assert_uint_eq(automaton_run(&automaton, &state, bytes, 0, 256), 256);
  ck_assert_uint_eq(state, AUTOMATON_ROOT);
  automaton_tables_clear(&tables);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("normalize", &cases);

  tcase_add_loop_test(cases, test_forms, 0, G_N_ELEMENTS(forms));
  tcase_add_test(cases, test_blocks);
  tcase_add_test(cases, test_nul);
  tcase_add_loop_test(cases, test_phrases, 0, G_N_ELEMENTS(phrases));
  tcase_add_loop_test(cases, test_search, 0, G_N_ELEMENTS(searches));
  tcase_add_test(cases, test_search_blocks);
  tcase_add_test(cases, test_automaton_exhaustive);
  tcase_add_test(cases, test_automaton_empty);
  return run_suite(suite);
}
