/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is wrong in a rules file, and where. */
#include <stdlib.h>
#include <string.h>

#include "rules/rules.h"

#include "harness.h"

typedef struct {
  const char *rules;
  const char *expected;
} Wrong;

#define CLASS "class spam\n name b\n"
#define OK "class spam\n name b\n \"x\"\n"

#define NINE "\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\", \"i\""

static const Wrong syntax[] = {
    {"foo bar", "r.rules:1: unknown stanza 'foo'"},
    {"\"foo\"", "r.rules:1: unknown stanza 'foo'"},
    {"class", "r.rules:1: a class is expected after 'class'"},
    {"class \"spam\"", "r.rules:1: a class is expected after 'class'"},
    {"# c\nclass fulll\n \"x\"", "r.rules:2: unknown class 'fulll'"},
    {"class spam ham\n \"x\"", "r.rules:1: 'ham' is too much here"},
    {CLASS, "r.rules:1: the rule 'spam/b' has no match"},
    {OK OK, "r.rules:4: there is a rule 'spam/b' already"},
    {CLASS " name c\n \"x\"", "r.rules:3: a rule has one name"},
    {CLASS " name", "r.rules:3: a word is expected after 'name'"},
    {"class spam\n name ä\n \"x\"",
     "r.rules:2: the name 'ä' is not made of letters, digits, '-', '_' and "
     "'.'"},
    {"class spam\n name a b\n \"x\"", "r.rules:2: 'b' is too much here"},
    {CLASS " vague x", "r.rules:3: 'x' is too much here"},
    {CLASS " prefer",
     "r.rules:3: a number from -9 to 9 is expected after 'prefer'"},
    {CLASS " prefer 10",
     "r.rules:3: a number from -9 to 9 is expected after 'prefer'"},
    {CLASS " prefer 1x",
     "r.rules:3: a number from -9 to 9 is expected after 'prefer'"},
    {CLASS " source", "r.rules:3: 'source' needs a text"},
    {CLASS " sample x", "r.rules:3: a reply in quotes is expected after "
                        "'sample'"},
    {CLASS " sample \"x\" \"y\"", "r.rules:3: 'y' is too much here"},
    {CLASS " sample \"x\" host", "r.rules:3: 'host' is too much here"},
    {CLASS " sample \"x\" color red",
     "r.rules:3: unknown word 'color' in a sample"},
    {CLASS " sample \"x\" command FOO", "r.rules:3: unknown command 'FOO'"},
    {CLASS " foo", "r.rules:3: unknown statement 'foo'"},
    {CLASS " \"x\" y",
     "r.rules:3: '|', '...' or 'without' is expected before 'y'"},
    {CLASS " \"x*\" \"y\"", "r.rules:3: '*' may not stand inside \"x* y\""},
    {CLASS " \"x\" \"y\",\n \"*z\"",
     "r.rules:4: '*' may not stand inside \"x *z\""},
    {CLASS " " NINE " " NINE " " NINE " " NINE,
     "r.rules:3: the choices make more than 4096 texts"},
    {CLASS " \"x\" ...", "r.rules:3: a text in quotes is expected"},
    {CLASS " \"x\" |\n | \"y\"", "r.rules:4: a text in quotes is expected"},
    {CLASS " \"x\" ... \"y\", z", "r.rules:3: a text in quotes is expected"},
    {CLASS " " NINE " ... " NINE " ... " NINE " ... " NINE,
     "r.rules:3: the choices make more than 4096 texts"},
    {CLASS " \"x\" without", "r.rules:3: a text in quotes is expected"},
    {CLASS " \"x\" |\n \"...\"",
     "r.rules:4: the text \"...\" has no letters or is too long"},
    {CLASS " code \"x\"", "r.rules:3: a value is expected after 'code'"},
    {CLASS " code 55 \"x\"", "r.rules:3: '55' is no reply code"},
    {CLASS " code 650 \"x\"", "r.rules:3: '650' is no reply code"},
    {CLASS " code 5z0 \"x\"", "r.rules:3: '5z0' is no reply code"},
    {CLASS " code 550, \"x\"", "r.rules:3: a value is expected after 'code'"},
    {CLASS " code 550 code 551 \"x\"", "r.rules:3: 'code' stands twice"},
    {CLASS " code 550 foo \"x\"", "r.rules:3: unknown binding 'foo'"},
    {CLASS " status 5.1 \"x\"", "r.rules:3: '5.1' is no enhanced status"},
    {CLASS " status 6.1.1", "r.rules:3: '6.1.1' is no enhanced status"},
    {CLASS " status 5.1.1111", "r.rules:3: '5.1.1111' is no enhanced status"},
    {CLASS " status 5.1.1.1", "r.rules:3: '5.1.1.1' is no enhanced status"},
    {CLASS " status 5.1.*1", "r.rules:3: '5.1.*1' is no enhanced status"},
    {CLASS " command FOO", "r.rules:3: unknown command 'FOO'"},
    {CLASS " host \"a.*\" \"x\"",
     "r.rules:3: 'a.*' is no host name with '*' only at its start"},
    {CLASS " host \"*\" \"x\"",
     "r.rules:3: '*' is no host name with '*' only at its start"},
    {"provider\n host \"x\"", "r.rules:1: a name is expected after 'provider'"},
    {"provider p", "r.rules:1: the provider 'p' has neither host nor mark"},
    {"provider p\n source x",
     "r.rules:1: the provider 'p' has neither host nor mark"},
    {"provider p\n foo", "r.rules:2: unknown statement 'foo' in a provider"},
    {"provider p\n host x",
     "r.rules:2: a host name with '*' only at its start, in quotes, is "
     "expected"},
    {"blocklist x", "r.rules:1: a name in quotes is expected after "
                    "'blocklist'"},
    {"blocklist \"x\"", "r.rules:1: the stanza has no text"},
    {"blocklist \"x\"\n name y", "r.rules:2: unknown statement 'name'"},
    {"after x\n \"y\"",
     "r.rules:1: 'retry_after', 'size_limit' or 'new_address' is expected "
     "after 'after'"},
    {"after size_limit\n \"y\" \"z\"", "r.rules:2: 'z' is too much here"},
    {"unit x 60\n \"y\"",
     "r.rules:1: 'seconds' or 'bytes' is expected after 'unit'"},
    {"unit seconds\n \"y\"",
     "r.rules:1: a number of seconds is expected after 'seconds'"},
    {"unit bytes 0\n \"y\"",
     "r.rules:1: a number of bytes is expected after 'bytes'"},
    {"unit bytes 3000000000\n \"y\"",
     "r.rules:1: a number of bytes is expected after 'bytes'"},
    {"unit bytes 8 9\n \"y\"", "r.rules:1: '9' is too much here"},
    {"unit bytes 8", "r.rules:1: the stanza has no text"},
    {"unit bytes 8\n name y", "r.rules:2: unknown statement 'name'"},
    {"unit bytes 8\n \"y\" | \"\"", "r.rules:2: a word in quotes is expected"},
    {"unit bytes 8\n \"y\" \"z\"", "r.rules:2: 'z' is too much here"},
    {CLASS " \"x", "r.rules:3: text without closing quote"},
};

/* Rules that contradict each other. */
static const Wrong contradictions[] = {
    {OK "class virus\n \"X\"",
     "r.rules:5: \"x\" of 'virus' can never win: 'spam/b' at r.rules:3 takes "
     "all of it"},
    {OK "class virus\n \"y\" | \"(x)\"",
     "r.rules:5: \"x\" of 'virus' can never win: 'spam/b' at r.rules:3 takes "
     "all of it"},
    {CLASS " prefer 1\n \"x y\"\nclass virus\n \"x y z\"",
     "r.rules:6: \"x y z\" of 'virus' can never win: 'spam/b' at r.rules:4 "
     "takes all of it"},
    {OK "class virus\n vague\n code 550 \"x\"",
     "r.rules:6: \"x\" of 'virus' can never win: 'spam/b' at r.rules:3 takes "
     "all of it"},
    {CLASS " status 5.1.1\nclass virus\n status 5.1.1",
     "r.rules:5: \"\" of 'virus' can never win: 'spam/b' at r.rules:3 takes "
     "all of it"},
    {OK "class spam\n name c\n \"x\"",
     "r.rules:4: the rule 'spam/c' can never win: 'spam/b' at r.rules:3 takes "
     "all of it"},
    {OK " sample \"x\"\nclass virus\n \"x y\"\n sample \"x\"",
     "r.rules:7: the sample of 'virus' is taken by 'spam/b' at r.rules:3"},
    {OK " sample \"y\"", "r.rules:4: no rule takes this sample of 'spam/b'"},
    {OK "class spam\n name c\n \"x y\"\n sample \"x\"",
     "r.rules:4: 'spam/c' takes none of its samples itself"},
    {"blocklist \"A\"\n \"x\"\n sample \"y\"",
     "r.rules:3: the sample names the list '', not 'A'"},
    {"blocklist \"A\"\n \"x\"\nblocklist \"B\"\n \"x y\"\n sample \"x\"",
     "r.rules:5: the sample names the list 'A', not 'B'"},
    {"after retry_after\n \"in\"\n sample \"in a while\"",
     "r.rules:3: nothing is read in this sample"},
};

/* Rules that may stand together. */
static const char *const fine[] = {
    "",
    OK "class virus\n code 550 \"x\"",
    OK "class virus\n \"x y\"",
    OK "class virus\n \"x*\"\n \"z\"",
    OK "class spam\n name c\n \"x\" | \"y\"",
    CLASS " \"x\" without \"y\"\nclass virus\n \"x\"",
    CLASS " code 550 \"x\"\nclass virus\n code 5yz \"x\"",
    CLASS " status 5.1.1\nclass virus\n status 5.1.*",
    CLASS " prefer 1\n host \"a\" \"x\"\nclass virus\n \"x y\"",
    "provider p\n host \"a\"\n" OK
    "provider q\n host \"a\"\nclass virus\n \"x\"",
    CLASS " \"x\"\n sample \"550 5.1.1 x\" host a.example command RCPT",
    CLASS " code 550 status 5.1.1\n sample \"550-5.1.1 y\"",
    CLASS " format qmail \"x\"\n sample \"x\" format qmail",
};

static void
check_error(const Wrong *wrong, BounceErrorCode code)
{
  BounceError *error = NULL;
  RuleSet *set = rules_new_from_text("r.rules", wrong->rules,
                                     strlen(wrong->rules), &error);

  ck_assert_ptr_null(set);
  ck_assert_str_eq(bounce_error_message(error), wrong->expected);
  ck_assert_uint_eq(bounce_error_code(error), code);
  ck_assert_uint_eq(bounce_error_line(error),
                    strtoul(wrong->expected + strlen("r.rules:"), NULL, 10));
  bounce_error_free(error);
  /* Callers may do without the error. */
  ck_assert_ptr_null(
      rules_new_from_text("r.rules", wrong->rules, strlen(wrong->rules), NULL));
}

START_TEST(test_syntax)
{
  check_error(&syntax[_i], BOUNCE_ERROR_SYNTAX);
}
END_TEST

START_TEST(test_contradictions)
{
  check_error(&contradictions[_i], BOUNCE_ERROR_RULES);
}
END_TEST

START_TEST(test_fine)
{
  BounceError *error = NULL;
  RuleSet *set =
      rules_new_from_text("r.rules", fine[_i], strlen(fine[_i]), &error);

  ck_assert_msg(set != NULL, "%s", bounce_error_message(error));
  rules_free(set);
}
END_TEST

/* A phrase as long as a phrase may be, and one letter more. */
START_TEST(test_long_text)
{
  guint length;

  for (length = 250; length < 260; length++) {
    g_autofree char *phrase = g_strnfill(length, 'x');
    g_autofree char *rules =
        g_strdup_printf(CLASS " \"%s\"\n sample \"(%s)\"", phrase, phrase);
    RuleSet *set = rules_new_from_text("r.rules", rules, strlen(rules), NULL);

    ck_assert_int_eq(set != NULL, length + 2 <= 256);
    rules_free(set);
  }
}
END_TEST

/* The built-in rules must name source and sample; all problems are told. */
START_TEST(test_complete)
{
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  StanzaText bare = {"r.rules", OK, strlen(OK)};
  StanzaText two[] = {
      {"a.rules", OK " sample \"x\"\n source s", 0},
      {"b.rules", "class virus\n \"x\" | \"y\"\n sample \"x\"\n source s", 0}};
  BounceError *error = NULL;
  RuleSet *set;

  ck_assert_ptr_null(rules_compile(&bare, 1, NULL, TRUE, NULL, &error));
  ck_assert_str_eq(bounce_error_message(error),
                   "r.rules:1: the rule 'spam/b' has no sample");
  bounce_error_free(error);
  two[0].length = strlen(two[0].text);
  two[1].length = strlen(two[1].text);
  set = rules_compile(two, 2, NULL, TRUE, problems, NULL);
  ck_assert_ptr_nonnull(set);
  rules_free(set);
  ck_assert_uint_eq(problems->len, 3);
  ck_assert_str_eq(problems->pdata[0],
                   "b.rules:2: \"x\" of 'virus' can never win: 'spam/b' at "
                   "a.rules:3 takes all of it");
  ck_assert_str_eq(problems->pdata[1],
                   "b.rules:3: the sample of 'virus' is taken by 'spam/b' at "
                   "a.rules:3");
}
END_TEST

/* Every beginning of a rules file is read or refused. */
START_TEST(test_cut)
{
  const char *rules =
      "provider p\n host \"*.a.example\" | \"b\"\n mark \"m\" ... \"n\"\n"
      "class spam # c\n name b\n prefer -3\n code 5yz, 451 status 5.*.1\n"
      " command RCPT host \"*.x\", y \"t\" ... \"é*\" without \"u\" |\n"
      "  \"邮箱\"\n sample \"451 邮箱\" host c.a.example\n source s\n"
      "blocklist \"L\"\n \"zen\"\nafter size_limit\n \"max\"\n";
  gsize i;

  for (i = 0; i <= strlen(rules); i++) {
    g_autofree char *copy = g_memdup2(rules, i + (i == 0));
    BounceError *error = NULL;
    RuleSet *set = rules_new_from_text("r.rules", copy, i, &error);

    ck_assert_int_ne(set != NULL, error != NULL);
    rules_free(set);
    bounce_error_free(error);
  }
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("rules_errors", &cases);

  tcase_set_timeout(cases, 60);
  tcase_add_loop_test(cases, test_syntax, 0, G_N_ELEMENTS(syntax));
  tcase_add_loop_test(cases, test_contradictions, 0,
                      G_N_ELEMENTS(contradictions));
  tcase_add_loop_test(cases, test_fine, 0, G_N_ELEMENTS(fine));
  tcase_add_test(cases, test_long_text);
  tcase_add_test(cases, test_complete);
  tcase_add_test(cases, test_cut);
  return run_suite(suite);
}
