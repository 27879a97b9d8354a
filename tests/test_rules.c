/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rules language and the matcher, with rules of their own. */
#include <string.h>

#include "classification/classify.h"
#include "rules/rules.h"
#include "rules/rules_match.h"

#include "harness.h"

/* What a refusal is, with room for rules that don't look at the text. */
typedef struct {
  const char *rules;
  const char *text;
  const char *expected; /* id of the rule that wins, "-": none */
  guint32 code;
  const char *status;
  BounceCommand command;
  const char *host;
  const char *format;
} Case;

static RuleSet *
make_set(const char *text)
{
  BounceError *error = NULL;
  RuleSet *set = rules_new_from_text("t.rules", text, strlen(text), &error);

  if (set == NULL)
    ck_abort_msg("%s", bounce_error_message(error));
  ck_assert_ptr_null(error);
  return set;
}

static void
classify_case(const RuleSet *set, const Case *one, Verdict *verdict)
{
  Refusal refusal = {.text = one->text,
                     .length = one->text == NULL ? 0 : strlen(one->text),
                     .reply_code = one->code,
                     .command = one->command,
                     .remote_host = one->host,
                     .format = one->format};

  if (one->status != NULL)
    ck_assert_uint_gt(
        status_read(one->status, strlen(one->status), &refusal.status), 0);
  classify(&set, 1, &refusal, verdict);
}

static void
check_case(const Case *one)
{
  g_autoptr(RuleSet) set = make_set(one->rules);
  Verdict verdict;

  classify_case(set, one, &verdict);
  ck_assert_str_eq(verdict.rule == NULL ? "-" : verdict.rule, one->expected);
  if (verdict.rule == NULL)
    ck_assert_uint_eq(verdict.class_, BOUNCE_CLASS_UNDETERMINED);
}

#define FULL "class mailbox_full\n name a\n "
#define SPAM "class spam\n name b\n "
#define VIRUS "class virus\n name c\n "

/* What a text matches. */
static const Case texts[] = {
    {FULL "\"user unknown\"", "550 User unknown", "mailbox_full/a"},
    {FULL "\"user unknown\"", "USER  \"Unknown\"", "mailbox_full/a"},
    {FULL "\"user unknown\"", "user-unknown", "mailbox_full/a"},
    {FULL "\"user unknown\"", "user\r\n\tunknown", "mailbox_full/a"},
    {FULL "\"user unknown\"", "<user>(unknown)", "mailbox_full/a"},
    {FULL "\"user-unknown\"", "user unknown", "mailbox_full/a"},
    {FULL "\"user unknown\"", "user is unknown", "-"},
    {FULL "\"user unknown\"", "superuser unknown", "-"},
    {FULL "\"user unknown\"", "user unknowns", "-"},
    {FULL "\"user unknown\"", "user", "-"},
    {FULL "\"user unknown\"", "", "-"},
    {FULL "\"user unknown\"", NULL, "-"},
    {FULL "\"quota*\"", "the quotas", "mailbox_full/a"},
    {FULL "\"quota*\"", "the quota", "mailbox_full/a"},
    {FULL "\"quota*\"", "the overquota", "-"},
    {FULL "\"*quota\"", "overquota!", "mailbox_full/a"},
    {FULL "\"*quota\"", "overquotas", "-"},
    {FULL "\"*quota*\"", "overquotas", "mailbox_full/a"},
    {FULL "\"zen.example.org\"", "using zen.Example.ORG;", "mailbox_full/a"},
    {FULL "\"example.org\"", "using zen.example.org", "-"},
    {FULL "\"doesn't exist\"", "It doesn\xE2\x80\x99t exist", "mailbox_full/a"},
    {FULL "\"邮箱已满\"", "您的邮箱已满。", "mailbox_full/a"},
    {FULL "\"邮箱已满\"", "邮箱\n已满", "mailbox_full/a"},
    {FULL "\"邮箱已满\"", "邮箱已", "-"},
    {FULL "\"Ящик переполнен\"", "ЯЩИК ПЕРЕПОЛНЕН", "mailbox_full/a"},
    {FULL "\"quota \\\"x\\\"\"", "Quota 'x'", "mailbox_full/a"},
    {FULL "\"a b\" | \"c d\" |\n \"e f\"", "e f", "mailbox_full/a"},
    {FULL "\"a b\"\n  \"c d\"", "c d", "mailbox_full/a"},
};

/* Gaps stay within 120 bytes and one sentence. */
static const Case gaps[] = {
    {FULL "\"box\" ... \"full\"", "box is full", "mailbox_full/a"},
    {FULL "\"box\" ... \"full\"", "box full", "mailbox_full/a"},
    {FULL "\"box\" ... \"full\"", "full box", "-"},
    {FULL "\"box\" ... \"full\"", "box. Full", "-"},
    {FULL "\"box\" ... \"full\"", "box! Full", "-"},
    {FULL "\"box\" ... \"full\"", "box\n\nfull", "-"},
    {FULL "\"box\" ... \"full\"", "box\nis\nfull", "mailbox_full/a"},
    {FULL "\"box\" ... \"full\"", "box u@example.org is full",
     "mailbox_full/a"},
    {FULL "\"box\" ... \"full\"", "box... is full", "mailbox_full/a"},
    {FULL "\"box\" ... \"full\"", "box. box is full. x", "mailbox_full/a"},
    {FULL "\"box\" ... \"full\"", "box is full. full", "mailbox_full/a"},
    {FULL "\"box\" ... \"a box\"", "box is a box", "mailbox_full/a"},
    {FULL "\"box\" ... \"box\"", "box", "-"},
    {FULL "\"box\" ... \"box\"", "box box", "mailbox_full/a"},
    {FULL "\"a\" ... \"b\" ... \"c\"", "a x b x c", "mailbox_full/a"},
    {FULL "\"a\" ... \"b\" ... \"c\"", "a c b", "-"},
    {FULL "\"a\" ... \"b\" ... \"c\"", "a x b. a c b", "-"},
    {FULL "\"a\" ... \"b\" ... \"c\"", "b a a b b a c", "mailbox_full/a"},
    {FULL "\"邮箱\" ... \"满\"", "邮箱空间已满", "mailbox_full/a"},
    {FULL "\"邮箱\" ... \"满\"", "邮箱。已满", "-"},
    {FULL "\"邮箱\" ... \"full\"", "邮箱 is full", "mailbox_full/a"},
};

/* What a match is bound to. */
static const Case bindings[] = {
    {FULL "code 552 \"x\"", "x", "mailbox_full/a", .code = 552},
    {FULL "code 552 \"x\"", "x", "-", .code = 550},
    {FULL "code 552 \"x\"", "x", "-"},
    {FULL "code 452, 552 \"x\" | \"y\"", "y", "mailbox_full/a", .code = 452},
    {FULL "code 5yz \"x\"", "x", "mailbox_full/a", .code = 599},
    {FULL "code 5yz \"x\"", "x", "-", .code = 499},
    {FULL "code 55z \"x\"", "x", "mailbox_full/a", .code = 559},
    {FULL "code 55z \"x\"", "x", "-", .code = 560},
    {FULL "code 552", "y", "mailbox_full/a", .code = 552},
    {FULL "code 55z", NULL, "mailbox_full/a", .code = 552},
    {FULL "code 5yz", NULL, "mailbox_full/a", .code = 552},
    {FULL "code 5yz", NULL, "-", .code = 452},
    {FULL "status 5.2.2", NULL, "mailbox_full/a", .status = "5.2.2"},
    {FULL "status 5.2.2", NULL, "-", .status = "5.2.22"},
    {FULL "status 5.2.*", NULL, "mailbox_full/a", .status = "5.2.22"},
    {FULL "status *.2.2", NULL, "mailbox_full/a", .status = "4.2.2"},
    {FULL "status 5.*.*", NULL, "mailbox_full/a", .status = "5.7.999"},
    {FULL "status *.*.2", NULL, "mailbox_full/a", .status = "5.7.2"},
    {FULL "status *.*.2", NULL, "-", .status = "5.7.3"},
    {FULL "status 5.2.2, 4.2.2 \"x\"", "x", "mailbox_full/a",
     .status = "4.2.2"},
    {FULL "status 5.2.2 \"x\"", "x", "-"},
    {FULL "command RCPT, MAIL", NULL, "mailbox_full/a",
     .command = BOUNCE_COMMAND_MAIL},
    {FULL "command RCPT, MAIL", NULL, "-", .command = BOUNCE_COMMAND_DATA},
    {FULL "command END_OF_DATA \"x\"", "x", "mailbox_full/a",
     .command = BOUNCE_COMMAND_END_OF_DATA},
    {FULL "host \"*.example.net\" \"x\"", "x", "mailbox_full/a",
     .host = "MX1.Example.NET"},
    {FULL "host \"*.example.net\" \"x\"", "x", "mailbox_full/a",
     .host = "example.net."},
    {FULL "host \"*.example.net\" \"x\"", "x", "-",
     .host = "mx.notexample.net"},
    {FULL "host \"*.example.net\" \"x\"", "x", "-",
     .host = "example.net.example.org"},
    {FULL "host \"*.example.net\" \"x\"", "x", "-"},
    {FULL "host \"mx.example.net\" \"x\"", "x", "mailbox_full/a",
     .host = "mx.example.net"},
    {FULL "host \"mx.example.net\" \"x\"", "x", "-",
     .host = "a.mx.example.net"},
    {FULL "host \"a.example\", \"*b.example\" \"x\"", "x", "mailbox_full/a",
     .host = "mxb.example"},
    {FULL "host \"*.example.net\"", NULL, "mailbox_full/a",
     .host = "mx.example.net"},
    {FULL "format qmail, exim \"x\"", "x", "mailbox_full/a", .format = "exim"},
    {FULL "format qmail \"x\"", "x", "-", .format = "exim"},
    {FULL "format qmail \"x\"", "x", "-"},
    {FULL "code 550 status 5.1.1 command RCPT host \"mx.example\" \"x\"", "x",
     "mailbox_full/a", 550, "5.1.1", BOUNCE_COMMAND_RCPT, "mx.example", NULL},
    {FULL "code 550 status 5.1.1 command RCPT host \"mx.example\" \"x\"", "x",
     "-", 550, "5.1.1", BOUNCE_COMMAND_DATA, "mx.example", NULL},
};

/* Texts in place of each other. */
static const Case choices[] = {
    {FULL "\"a\", \"b\" ... \"c\", \"d\"", "a c", "mailbox_full/a"},
    {FULL "\"a\", \"b\" ... \"c\", \"d\"", "b x d", "mailbox_full/a"},
    {FULL "\"a\", \"b\" ... \"c\", \"d\"", "a b", "-"},
    {FULL "\"a\", \"b\" ... \"c\", \"d\"", "c d", "-"},
    {FULL "\"a\", \"b\" ... \"c\" ... \"d\", \"e\"", "b c e", "mailbox_full/a"},
    {FULL "\"a\" ... \"b\",\n  \"c\" | \"d\"", "a c", "mailbox_full/a"},
    {FULL "\"a\" ... \"b\",\n  \"c\" | \"d\"", "d", "mailbox_full/a"},
    {FULL "\"a\", \"b\" \"c\", \"d*\"", "b dd", "mailbox_full/a"},
    {FULL "\"a\", \"b\" \"c\", \"d*\"", "a c", "mailbox_full/a"},
    {FULL "\"a\", \"b\" \"c\", \"d*\"", "a x c", "-"},
    {FULL "\"a\" \"b\" \"c\" ... \"d\" \"e\"", "a b c x d e", "mailbox_full/a"},
    {FULL "\"a\" \"b\" \"c\" ... \"d\" \"e\"", "a b c d x e", "-"},
    {FULL "\"a\", \"b\" without \"c\"", "b", "mailbox_full/a"},
    {FULL "\"a\", \"b\" without \"c\"", "c a", "-"},
    {FULL "\"a\", \"b\" without \"c\"", "b c", "-"},
    {FULL "code 550 \"a\", \"b\"", "b", "mailbox_full/a", 550},
    {FULL "code 550 \"a\", \"b\"", "b", "-", 551},
};

static const Case withouts[] = {
    {FULL "\"disk full\" without \"your box\"", "disk full", "mailbox_full/a"},
    {FULL "\"disk full\" without \"your box\"", "disk full. Your box", "-"},
    {FULL "\"disk full\" without \"your box\"", "your box: disk full", "-"},
    {FULL "\"x\" without \"a\" \"b\"", "x b", "-"},
    {FULL "\"x\" without \"a\", \"b\" | \"y\"", "y b", "mailbox_full/a"},
    {FULL "\"x\" without \"a\" ... \"b\"", "x a", "mailbox_full/a"},
    {FULL "\"x\" without \"a\" ... \"b\"", "a x b", "-"},
    {FULL "\"x\" | \"y\" without \"a\"", "x a", "mailbox_full/a"},
};

#define FIRST "provider p\n host \"*.p.example\"\n mark \"pmark\"\n"

/* Which rule wins. */
static const Case ranks[] = {
    /* A text beats the codes that come with it. */
    {FULL "\"x\"\n" SPAM "status 5.1.1", "x", "mailbox_full/a",
     .status = "5.1.1"},
    {SPAM "status 5.1.1\n" FULL "\"x\"", "x", "mailbox_full/a",
     .status = "5.1.1"},
    /* A specific status beats a vague text, which beats a vague status. */
    {FULL "vague\n \"x\"\n" SPAM "status 5.1.1", "x", "spam/b",
     .status = "5.1.1"},
    {FULL "vague\n \"x\"\n" SPAM "status 5.1.*", "x", "mailbox_full/a",
     .status = "5.1.1"},
    {FULL "vague\n \"x\"\n" SPAM "vague\n status 5.1.1", "x", "mailbox_full/a",
     .status = "5.1.1"},
    {FULL "vague\n status 5.1.1\n" SPAM "status 5.1.*\n", NULL,
     "mailbox_full/a", .status = "5.1.1"},
    /* A status, a code with a command, a code. */
    {FULL "code 550 command RCPT\n" SPAM "status *.1.1", NULL, "spam/b", 550,
     "5.1.1", BOUNCE_COMMAND_RCPT, NULL, NULL},
    {FULL "code 550 command RCPT\n" SPAM "code 550", NULL, "mailbox_full/a",
     550, NULL, BOUNCE_COMMAND_RCPT, NULL, NULL},
    {FULL "code 550 command RCPT\n" SPAM "code 550", NULL, "spam/b", 550, NULL,
     BOUNCE_COMMAND_DATA, NULL, NULL},
    /* The longer text; the bound one; the preferred one; the first one. */
    {FULL "\"x y\"\n" SPAM "\"x y z\"", "x y z", "spam/b"},
    {FULL "\"x y\"\n" SPAM "\"z\" ... \"x y\"", "z x y", "spam/b"},
    {FULL "code 550 \"x\"\n" SPAM "\"y z\"", "x y z", "mailbox_full/a",
     .code = 550},
    {FULL "prefer 1\n \"x\"\n" SPAM "\"z y\"", "x z y", "mailbox_full/a"},
    {FULL "prefer -9\n \"x y z\"\n" SPAM "\"z q\"", "x y z q", "spam/b"},
    {FULL "\"x y\"\n" SPAM "\"y z\"", "x y z", "mailbox_full/a"},
    /* Providers first, by host or mark. */
    {FULL "\"x y z\"\n" FIRST SPAM "\"x\"", "x y z", "p:spam/b",
     .host = "mx.p.example"},
    {FULL "\"x y z\"\n" FIRST SPAM "\"x\"", "x y z pmark", "p:spam/b"},
    {FULL "\"x y z\"\n" FIRST SPAM "\"x\"", "pmark x y z", "p:spam/b"},
    {FULL "\"x y z\"\n" FIRST SPAM "\"x\"", "x y z", "mailbox_full/a"},
    {FULL "\"x y z\"\n" FIRST SPAM "code 550", "x y z", "p:spam/b", .code = 550,
     .host = "mx.p.example"},
    {FIRST SPAM "\"x\"\nprovider q\n host \"q.example\"\n" VIRUS "\"x\"", "x",
     "q:virus/c", .host = "q.example"},
};

START_TEST(test_texts)
{
  check_case(&texts[_i]);
}
END_TEST

START_TEST(test_gaps)
{
  check_case(&gaps[_i]);
}
END_TEST

START_TEST(test_bindings)
{
  check_case(&bindings[_i]);
}
END_TEST

START_TEST(test_choices)
{
  check_case(&choices[_i]);
}
END_TEST

START_TEST(test_withouts)
{
  check_case(&withouts[_i]);
}
END_TEST

START_TEST(test_ranks)
{
  check_case(&ranks[_i]);
}
END_TEST

/* A gap is 120 bytes wide, and not one more. */
START_TEST(test_gap_bound)
{
  g_autoptr(RuleSet) set = make_set(FULL "\"box\" ... \"full\"");
  guint width;

  for (width = 100; width < 140; width++) {
    g_autofree char *word = g_strnfill(width, 'x');
    g_autofree char *text = g_strconcat("box ", word, " full", NULL);
    Case one = {.text = text};
    Verdict verdict;

    classify_case(set, &one, &verdict);
    /* The word and one of the two spaces stand between. */
    ck_assert_int_eq(verdict.rule != NULL, width + 1 <= 120);
  }
}
END_TEST

/* The matched span is the text that was written, over borders of blocks. */
START_TEST(test_span)
{
  g_autoptr(RuleSet) set = make_set(FULL "\"box\" ... \"is full\"");
  guint before;

  for (before = 0; before < 2100; before += 7) {
    g_autofree char *start = g_strnfill(before, '-');
    g_autofree char *text =
        g_strconcat(start, "x (Box of\n U: \"is\n FULL\"!) y", NULL);
    Case one = {.text = text};
    Verdict verdict;

    classify_case(set, &one, &verdict);
    ck_assert_str_eq(verdict.rule, "mailbox_full/a");
    ck_assert_str_eq(verdict.rule_place, "t.rules:1");
    ck_assert_uint_eq(verdict.matched.length,
                      strlen("Box of\n U: \"is\n FULL"));
    ck_assert_uint_eq(verdict.matched.start, before + 3);
  }
}
END_TEST

START_TEST(test_overruled)
{
  g_autoptr(RuleSet) set =
      make_set(FULL "\"x y z\"\n" SPAM "\"x\"\n" VIRUS "\"z\" | \"y\"\n"
                    "class spam\n name d\n \"x y\"");
  Case one = {.text = "x y z"};
  Verdict verdict;

  classify_case(set, &one, &verdict);
  ck_assert_str_eq(verdict.rule, "mailbox_full/a");
  ck_assert_str_eq(verdict.overruled, "spam/d");
}
END_TEST

/* A user's rule beats every other; details come from all sets. */
START_TEST(test_sets)
{
  g_autoptr(RuleSet) mine = make_set(SPAM "vague\n code 5yz");
  g_autoptr(RuleSet) theirs =
      make_set(FULL "\"box full\"\nafter retry_after\n \"try in\"");
  const RuleSet *both[] = {mine, theirs};
  const char *text = "box full, try in 5 minutes";
  Refusal refusal = {.text = text, .length = strlen(text), .reply_code = 550};
  Verdict verdict;

  classify(both, 2, &refusal, &verdict);
  ck_assert_str_eq(verdict.rule, "spam/b");
  ck_assert_str_eq(verdict.overruled, "mailbox_full/a");
  ck_assert_uint_eq(verdict.retry_after, 300);
  refusal.reply_code = 0;
  classify(both, 2, &refusal, &verdict);
  ck_assert_str_eq(verdict.rule, "mailbox_full/a");
  classify(NULL, 0, &refusal, &verdict);
  ck_assert_uint_eq(verdict.class_, BOUNCE_CLASS_UNDETERMINED);
}
END_TEST

/* A file may have no rule at all; a sanitizer sees what is read of none. */
START_TEST(test_no_rule)
{
  static const char text[] =
      "provider p\n  host \"mx.example\"\n  mark \"x\"\n";
  RuleSet *set = rules_new_from_text("r", text, sizeof text - 1, NULL);

  ck_assert_ptr_nonnull(set);
  ck_assert_str_eq(rules_provider_of_host(set, "mx.example"), "p");
  rules_free(set);
}
END_TEST

/* More alternatives, providers and flags than fit the matcher's own memory. */
START_TEST(test_many)
{
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(GString) reply = g_string_new(NULL);
  g_autoptr(RuleSet) set = NULL;
  Case one = {0};
  Verdict verdict;
  guint i;

  for (i = 0; i < 6000; i++)
    g_string_append_printf(
        text, "class spam\n name n%u\n \"w%u\" without \"v%u\"\n", i, i, i);
  set = make_set(text->str);
  for (i = 0; i < 6000; i++)
    g_string_append_printf(reply, "w%u v%u ", i, i == 5000 ? 6001 : i);
  one.text = reply->str;
  classify_case(set, &one, &verdict);
  ck_assert_str_eq(verdict.rule, "spam/n5000");
}
END_TEST

/* Beginnings of matches don't pile up, whatever the text. */
START_TEST(test_repetition)
{
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(GString) rules = g_string_new(FULL);
  g_autoptr(RuleSet) set = NULL;
  Case one = {0};
  Verdict verdict;
  guint i;

  for (i = 0; i < 300; i++)
    g_string_append_printf(rules, "\"a%c\" ... \"b%u\" ... \"c%u\"\n ",
                           'a' + i % 26, i, i);
  set = make_set(rules->str);
  for (i = 0; i < 20000; i++)
    g_string_append_printf(text, "a%c b%u ", 'a' + i % 26, i % 300);
  one.text = text->str;
  classify_case(set, &one, &verdict);
  ck_assert_ptr_null(verdict.rule);
  g_string_append(text, "an b299 c299");
  one.text = text->str;
  classify_case(set, &one, &verdict);
  ck_assert_str_eq(verdict.rule, "mailbox_full/a");
}
END_TEST

/* The built-in set is there and costs nothing to free. */
START_TEST(test_builtin)
{
  const RuleSet *set = rules_builtin();
  Case one = {.text = "550 5.1.1 User unknown", .code = 550, .status = "5.1.1"};
  Verdict verdict;

  classify_case(set, &one, &verdict);
  ck_assert_uint_eq(verdict.class_, BOUNCE_CLASS_USER_UNKNOWN);
  ck_assert_uint_eq(verdict.hardness, BOUNCE_HARDNESS_HARD);
  ck_assert_uint_eq(verdict.advice, BOUNCE_ADVICE_SUPPRESS);
  rules_free(rules_builtin());
  rules_free(NULL);
  classify_case(set, &one, &verdict);
  ck_assert_uint_eq(verdict.class_, BOUNCE_CLASS_USER_UNKNOWN);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("rules", &cases);

  tcase_set_timeout(cases, 60);
  tcase_add_loop_test(cases, test_texts, 0, G_N_ELEMENTS(texts));
  tcase_add_loop_test(cases, test_gaps, 0, G_N_ELEMENTS(gaps));
  tcase_add_loop_test(cases, test_bindings, 0, G_N_ELEMENTS(bindings));
  tcase_add_loop_test(cases, test_choices, 0, G_N_ELEMENTS(choices));
  tcase_add_loop_test(cases, test_withouts, 0, G_N_ELEMENTS(withouts));
  tcase_add_loop_test(cases, test_ranks, 0, G_N_ELEMENTS(ranks));
  tcase_add_test(cases, test_gap_bound);
  tcase_add_test(cases, test_span);
  tcase_add_test(cases, test_overruled);
  tcase_add_test(cases, test_sets);
  tcase_add_test(cases, test_no_rule);
  tcase_add_test(cases, test_many);
  tcase_add_test(cases, test_repetition);
  tcase_add_test(cases, test_builtin);
  return run_suite(suite);
}
