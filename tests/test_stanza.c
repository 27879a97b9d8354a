/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The line language of rules and formats. */
#include <string.h>

#include "base/stanza.h"

#include "harness.h"

static const char *const raw_words[] = {"source", NULL};
static const StanzaDialect plain = {raw_words, ""};
static const StanzaDialect braces = {raw_words, "\\{}"};

/* One line a statement: LINE:, a colon more for a header, tokens with their
 * type's sign. */
static void
show_statement(GString *out, const Statement *statement, const char *sign)
{
  guint i;

  g_string_append_printf(out, "%u%s", statement->line, sign);
  for (i = 0; i < statement->n_tokens; i++) {
    const Token *token = &statement->tokens[i];

    ck_assert_uint_eq(strlen(token->text), token->length);
    g_string_append_c(out, ' ');
    if (token->line != statement->line)
      g_string_append_printf(out, "%u'", token->line);
    if (token->type == TOKEN_STRING)
      g_string_append_printf(out, "<%s>", token->text);
    else
      g_string_append(out, token->text);
  }
  g_string_append_c(out, '\n');
}

static char *
show(const char *text, gsize length, const StanzaDialect *dialect)
{
  BounceError *error = NULL;
  StanzaFile *file = stanza_file_read("f.rules", text, length, dialect, &error);
  GString *out = g_string_new(NULL);
  guint i, j;

  if (file == NULL) {
    g_string_append(out, bounce_error_message(error));
    ck_assert_uint_eq(bounce_error_code(error), BOUNCE_ERROR_SYNTAX);
    ck_assert_uint_gt(bounce_error_line(error), 0);
    bounce_error_free(error);
    return g_string_free(out, FALSE);
  }
  ck_assert_ptr_null(error);
  ck_assert_str_eq(file->name, "f.rules");
  for (i = 0; i < file->n_stanzas; i++) {
    const Stanza *stanza = &file->stanzas[i];

    show_statement(out, &stanza->header, ":");
    for (j = 0; j < stanza->n_statements; j++)
      show_statement(out, &stanza->statements[j], "");
  }
  stanza_file_free(file);
  return g_string_free(out, FALSE);
}

static const struct {
  const char *text;
  const char *expected;
} readable[] = {
    {"", ""},
    {"\n\n  \n# x\n  # y", ""},
    {"class a", "1: class a\n"},
    {"\xEF\xBB\xBF"
     "class a\r\n  name b\r\n",
     "1: class a\n2 name b\n"},
    {"class a # b\n\tname b#c d\n", "1: class a\n2 name b#c d\n"},
    {"class a\n  \"x\"|\"y\" ...\"z\",code 5yz\n",
     "1: class a\n2 <x> | <y> ... <z> , code 5yz\n"},
    {"class a\n  \"x\" |\n    \"y\" |  # more\n\n   # none\n    \"z\"\n  name "
     "b",
     "1: class a\n2 <x> | 3'<y> 3'| 6'<z>\n7 name b\n"},
    {"class a\n  \"x\"\n  | \"y\" |\n \"z\"\n name b",
     "1: class a\n2 <x> 3'| 3'<y> 3'| 4'<z>\n5 name b\n"},
    {"class a\n  \"say \\\"x\\\" \\\\ # no comment\"\n",
     "1: class a\n2 <say \"x\" \\ # no comment>\n"},
    {"class a\n  source  It's \"here | a#b  # c\n  name b",
     "1: class a\n2 source <It's \"here | a#b>\n3 name b\n"},
    {"class a\n  source", "1: class a\n2 source <>\n"},
    {"class a\n  source # x", "1: class a\n2 source <>\n"},
    {"class a\n  name source \"x\"", "1: class a\n2 name source <x>\n"},
    {"a\nb\n\n  c\nd \"\"\n", "1: a\n2: b\n4 c\n5: d <>\n"},
    {"a\n  \"Пользователь не найден\"", "1: a\n2 <Пользователь не найден>\n"},
    {"a\n  .... 5.1.* *.example.org", "1: a\n2 .... 5.1.* *.example.org\n"},
};

static const struct {
  const char *text;
  const char *expected;
} wrong[] = {
    {"  name x", "f.rules:1: indented line before the first stanza"},
    {"a\n\n  \"x", "f.rules:3: text without closing quote"},
    {"a\n  \"x\\\"\n \"", "f.rules:2: text without closing quote"},
    {"a\n  \"x\\n\"", "f.rules:2: a backslash stands before what needs none"},
    {"a\n  \"x\\", "f.rules:2: a backslash stands before what needs none"},
    {"a\n  \"x\\{\"", "f.rules:2: a backslash stands before what needs none"},
    {"a\n  \"x\" |", "f.rules:2: nothing follows the '|'"},
    {"a\n  \"x\",\n# c\n", "f.rules:4: nothing follows the ','"},
    {"a\n  \"x\" |\n\n# c\n", "f.rules:5: nothing follows the '|'"},
    {"a\n  \"x\" |\nb\n",
     "f.rules:3: nothing follows the '|' of the line above"},
    {"a\n  | \"x\"", "f.rules:2: nothing stands before the '|'"},
    {"a\n  name x\nb\n  | \"x\"", "f.rules:4: nothing stands before the '|'"},
    {"a\n  \"\xFF\"", "f.rules:2: the line is not valid UTF-8"},
    {"a\n  \xE2\x82", "f.rules:2: the line is not valid UTF-8"},
};

START_TEST(test_readable)
{
  const char *text = readable[_i].text;
  g_autofree char *shown = show(text, strlen(text), &plain);

  ck_assert_str_eq(shown, readable[_i].expected);
}
END_TEST

START_TEST(test_wrong)
{
  const char *text = wrong[_i].text;
  g_autofree char *shown = show(text, strlen(text), &plain);

  ck_assert_str_eq(shown, wrong[_i].expected);
}
END_TEST

START_TEST(test_nul)
{
  g_autofree char *shown = show("a\nb\0c", 5, &plain);

  ck_assert_str_eq(shown, "f.rules:2: the line holds a NUL byte");
}
END_TEST

START_TEST(test_kept_escapes)
{
  const char *text = "a\n \"\\{x\\} \\\\ \\\"\"";
  g_autofree char *shown = show(text, strlen(text), &braces);

  ck_assert_str_eq(shown, "1: a\n2 <\\{x\\} \\\\ \">\n");
}
END_TEST

/* Every beginning of a text is read or refused, and nothing else happens. */
START_TEST(test_cut)
{
  const char *text =
      "class a\n  \"x\\\"\" |\n\n  \"é\" ... , 5yz\n source x # y\n";
  gsize i;

  for (i = 0; i <= strlen(text); i++) {
    g_autofree char *copy = g_memdup2(text, i + (i == 0));
    g_autofree char *shown = show(copy, i, &plain);

    ck_assert_ptr_nonnull(shown);
  }
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("stanza", &cases);

  tcase_add_loop_test(cases, test_readable, 0, G_N_ELEMENTS(readable));
  tcase_add_loop_test(cases, test_wrong, 0, G_N_ELEMENTS(wrong));
  tcase_add_test(cases, test_nul);
  tcase_add_test(cases, test_kept_escapes);
  tcase_add_test(cases, test_cut);
  return run_suite(suite);
}
