/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Details of a refusal's text, and what classification makes of them. */
#include <string.h>

#include "classification/classify.h"
#include "rules/hints.h"
#include "rules/rules.h"

#include "harness.h"

static const struct {
  const char *text;
  guint32 seconds;
} durations[] = {
    {" 300 seconds", 300},
    {" 5 minutes.", 300},
    {" 5 min", 300},
    {" 5m", 300},
    {" 1 hour", 3600},
    {" 1 hour and 30 minutes", 5400},
    {" 1 hour, 30 minutes", 5400},
    {" 1h30m10s", 5410},
    {" 2 days", 172800},
    {" 00:05:00", 300},
    {" 01:00:10", 3610},
    {" 05:00", 300},
    {" about 5 minutes", 300},
    {": 60s", 60},
    {" at least the next 5 minutes", 300},
    {" 5 Minuten", 300},
    {" 10 secondes", 10},
    {" 3 horas", 10800},
    {" 10 минут", 600},
    {" 5分", 300},
    {" 15 хвилин", 900},
    {" 2 timer", 7200},
    {" 10분", 600},
    {" 15 minuter", 900},
    {"300秒", 300},
    {" 300", 0},
    {" 300 messages", 0},
    {" 5 mailboxes", 0},
    {" a while", 0},
    {"", 0},
    {" later. Only 5 minutes are left", 0},
    {" the mailbox of somebody 5 minutes", 0},
    {" 99999999999999999999999 days", 366 * 86400},
    {" 0 seconds", 0},
};

/* Before the end of the text. */
static const struct {
  const char *text;
  guint32 seconds;
} durations_before[] = {
    {"10분 후", 600},
    {"1시간 30분 후", 5400},
    {"5分後", 300},
    {"（30分間）お待ち", 1800},
    {"请10分钟后", 600},
    {"5 dakika sonra", 300},
    {"5 perc múlva", 300},
    {"20 mails 5 minuutin kuluttua", 300},
    {"within 60 seconds, wait", 0},
    {"in 1 hour please wait", 0},
    {"1小时内发送频率过高", 0},
    {"10 minutes", 0},
    {"10 후", 0},
    {"후", 0},
    {"", 0},
};

static const struct {
  const char *text;
  guint64 bytes;
} sizes[] = {
    {" 10 MB", 10u << 20},
    {" 10MB", 10u << 20},
    {". 10MB)", 10u << 20},
    {"10MBです", 10u << 20},
    {" 10 МБ", 10u << 20},
    {" 10.5 MB", 21u << 19},
    {" 10240000 bytes", 10240000},
    {" 10240000", 10240000},
    {" 10,240,000 bytes", 10240000},
    {" 10.240.000 Bytes", 10240000},
    {" 35 MiB", 35u << 20},
    {" 500 KB", 500u << 10},
    {" 2 GB", G_GUINT64_CONSTANT(2) << 30},
    {": 20 Mo", 20u << 20},
    {" is 20 megabytes", 20u << 20},
    {" 20 мб", 20u << 20},
    {" 25 мегабайт", 25u << 20},
    {"10兆", 10u << 20},
    {" 20", 0},
    {" 20 recipients", 0},
    {" 500 messages", 0},
    {"", 0},
    {" 99999999999999 GB", 0},
};

static const struct {
  const char *text;
  const char *expected;
} addresses[] = {
    {" <new@example.org>", "new@example.org"},
    {": new@example.org.", "new@example.org"},
    {" mailto:new@example.org", "new@example.org"},
    {" \"new@example.org\"", "new@example.org"},
    {" nëw@example.org!", "nëw@example.org"},
    {"はnew@example.orgです", "new@example.org"},
    {": 用户@例子.中国", "用户@例子.中国"},
    {"\x81\x81n@x.example\x81", "\x81\x81n@x.example\x81"},
    {" new@example", ""},
    {" @example.org", ""},
    {" somewhere else", ""},
    {" somewhere new@example.org", ""},
    {"", ""},
};

static const struct {
  const char *text;
  const char *expected;
} urls[] = {
    {"see https://example.org/a?b=1.", "https://example.org/a?b=1"},
    {"(see http://example.org/a)", "http://example.org/a"},
    {"<HTTP://example.org>", "HTTP://example.org"},
    {"see http://example.org/a_(b) now", "http://example.org/a_(b)"},
    {"see:http://a.example, http://b.example", "http://a.example"},
    {"ftp://x http://a.example", "http://a.example"},
    {"http:// x", ""},
    {"://", ""},
    {"http:/", ""},
    {"a:b::c://", ""},
    {"", ""},
};

static const struct {
  const char *text;
  const char *expected;
} listed[] = {
    {"Client host [192.0.2.7] blocked", "192.0.2.7"},
    {"192.0.2.7 is listed", "192.0.2.7"},
    {"host 192.0.2.7: listed", "192.0.2.7"},
    {"listed: 192.0.2.7.", "192.0.2.7"},
    {"https://example.org/query/ip/192.0.2.7", "192.0.2.7"},
    {"[2001:db8::1] blocked", "2001:db8::1"},
    {"[IPv6:2001:db8::25]", "2001:db8::25"},
    {"お使いのIPアドレス192.0.2.7は", "192.0.2.7"},
    {"您的IP地址2001:db8::7被", "2001:db8::7"},
    {"客户端192.0.2.7:25被阻止", "192.0.2.7"},
    {"serveré192.0.2.7", ""},
    {"Client host [mail.example.org] blocked", "mail.example.org"},
    {"address [u@example.org] blocked", "u@example.org"},
    {"7.2.0.192.zen.example.org", ""},
    {"550 5.7.1 no", ""},
    {"at 12:30:45 by [pid 300]", ""},
    {"mx1.192.0.2.7", ""},
    {"[...]", ""},
    {"", ""},
};

static char *
cut(const char *text, Span span)
{
  return g_strndup(text + span.start, span.length);
}

START_TEST(test_durations)
{
  const char *text = durations[_i].text;

  ck_assert_uint_eq(hint_duration(rules_builtin(), text, strlen(text), 0),
                    durations[_i].seconds);
}
END_TEST

START_TEST(test_durations_before)
{
  const char *text = durations_before[_i].text;
  gsize length = strlen(text);

  ck_assert_uint_eq(hint_duration(rules_builtin(), text, length, length),
                    durations_before[_i].seconds);
}
END_TEST

START_TEST(test_sizes)
{
  const char *text = sizes[_i].text;

  ck_assert_uint_eq(hint_size(rules_builtin(), text, strlen(text), 0),
                    sizes[_i].bytes);
}
END_TEST

START_TEST(test_addresses)
{
  const char *text = addresses[_i].text;
  g_autofree char *found = cut(text, hint_address(text, strlen(text), 0));

  ck_assert_str_eq(found, addresses[_i].expected);
}
END_TEST

START_TEST(test_urls)
{
  const char *text = urls[_i].text;
  g_autofree char *found = cut(text, hint_url(text, strlen(text)));

  ck_assert_str_eq(found, urls[_i].expected);
}
END_TEST

START_TEST(test_listed)
{
  const char *text = listed[_i].text;
  g_autofree char *found = cut(text, hint_listed(text, strlen(text)));

  ck_assert_str_eq(found, listed[_i].expected);
}
END_TEST

/* Nothing is read past the end, wherever the text is cut. */
START_TEST(test_ends)
{
  const char *text = "in 1 hour and 30 minutes 10,240.5 MB mailto:a@b.example "
                     "https://x.example/( [2001:db8::1] 192.0.2.7";
  gsize start, end;

  for (end = 0; end <= strlen(text); end++) {
    g_autofree char *copy = g_memdup2(text, end + (end == 0));

    for (start = 0; start <= end; start++) {
      Span span = hint_address(copy, end, start);

      ck_assert_uint_le(span.start + span.length, end);
      hint_duration(rules_builtin(), copy, end, start);
      hint_size(rules_builtin(), copy, end, start);
    }
    ck_assert_uint_le(hint_url(copy, end).length, end);
    ck_assert_uint_le(hint_listed(copy, end).length, end);
  }
}
END_TEST

static const char hints_rules[] =
    "class blocked\n name a\n \"blocked\"\n"
    "class user_unknown\n name b\n \"unknown\"\n"
    "class host_unknown\n name c\n \"no host\"\n"
    "blocklist \"Some\"\n \"some.example\"\n"
    "blocklist \"Some Zen\"\n \"zen.some.example\" | \"some\" ... \"zen\"\n"
    "after retry_after\n \"try again in\"\n"
    "after size_limit\n \"limit\" ... \"of\"\n"
    "after new_address\n \"moved to\"\n"
    "unit seconds 1209600\n \"fortnight\" | \"fortnights\"\n"
    "unit seconds 7\n \"h\"\n"
    "class mailbox_moved\n name b\n prefer -1\n \"moved to\"\n"
    "class message_too_large\n name c\n prefer -1\n \"limit\"\n";

static void
classify_text(const char *text, guint32 code, Status status, Verdict *verdict)
{
  RuleSet *set =
      rules_new_from_text("h.rules", hints_rules, strlen(hints_rules), NULL);
  const RuleSet *sets[] = {set};
  Refusal refusal = {.text = text,
                     .length = strlen(text),
                     .reply_code = code,
                     .status = status};

  ck_assert_ptr_nonnull(set);
  classify(sets, 1, &refusal, verdict);
  /* These are the set's. */
  verdict->rule = g_intern_string(verdict->rule);
  verdict->blocklist = g_intern_string(verdict->blocklist);
  rules_free(set);
}

START_TEST(test_verdict)
{
  const char *text =
      "554 Host [192.0.2.7] blocked using zen.some.example; "
      "see https://some.example/x. The limit is of 10 MB; try again in later "
      "or try again in 5 minutes. It has moved to <new@example.org>";
  g_autofree char *address = NULL, *url = NULL;
  Verdict verdict;

  classify_text(text, 554, 0, &verdict);
  address = cut(text, verdict.listed);
  url = cut(text, verdict.url);
  ck_assert_str_eq(verdict.rule, "blocked/a");
  ck_assert_str_eq(verdict.blocklist, "Some Zen");
  ck_assert_str_eq(address, "192.0.2.7");
  ck_assert_str_eq(url, "https://some.example/x");
  ck_assert_uint_eq(verdict.retry_after, 300);
  ck_assert_uint_eq(verdict.new_address.length, 0);
  ck_assert_uint_eq(verdict.size_limit, 0);
}
END_TEST

/* A limit belongs to messages, a new address to a mailbox that moved. */
START_TEST(test_details_of_classes)
{
  const char *text = "551 u@example.net moved to <new@example.org>";
  g_autofree char *moved = NULL;
  Verdict verdict;

  classify_text(text, 551, 0, &verdict);
  moved = cut(text, verdict.new_address);
  ck_assert_str_eq(verdict.rule, "mailbox_moved/b");
  ck_assert_str_eq(moved, "new@example.org");
  classify_text("552 Over the limit of 10 MB", 552, 0, &verdict);
  ck_assert_str_eq(verdict.rule, "message_too_large/c");
  ck_assert_uint_eq(verdict.size_limit, 10u << 20);
}
END_TEST

/* Units of a set count beside the built-in ones, and before them. */
START_TEST(test_own_units)
{
  Verdict verdict;

  classify_text("450 try again in 2 fortnights", 450, 0, &verdict);
  ck_assert_uint_eq(verdict.retry_after, 2 * 1209600);
  classify_text("450 try again in 3h", 450, 0, &verdict);
  ck_assert_uint_eq(verdict.retry_after, 21);
  classify_text("450 try again in 3 hours", 450, 0, &verdict);
  ck_assert_uint_eq(verdict.retry_after, 10800);
}
END_TEST

/* An address is listed only where somebody speaks of a list. */
START_TEST(test_not_listed)
{
  Verdict verdict;

  classify_text("550 192.0.2.7 user unknown", 550, 0, &verdict);
  ck_assert_uint_eq(verdict.listed.length, 0);
  ck_assert_ptr_null(verdict.blocklist);
}
END_TEST

/* 4yz and 4.x.x are never hard, and change the advice. */
static const struct {
  const char *text;
  guint32 code;
  Status status;
  BounceHardness hardness;
  BounceAdvice advice;
} verdicts[] = {
    {"unknown", 550, 5u << 20, BOUNCE_HARDNESS_HARD, BOUNCE_ADVICE_SUPPRESS},
    {"unknown", 0, 0, BOUNCE_HARDNESS_HARD, BOUNCE_ADVICE_SUPPRESS},
    {"unknown", 450, 0, BOUNCE_HARDNESS_SOFT, BOUNCE_ADVICE_RETRY},
    {"unknown", 0, 4u << 20, BOUNCE_HARDNESS_SOFT, BOUNCE_ADVICE_RETRY},
    {"unknown", 550, 4u << 20, BOUNCE_HARDNESS_SOFT, BOUNCE_ADVICE_RETRY},
    {"unknown", 450, 5u << 20, BOUNCE_HARDNESS_SOFT, BOUNCE_ADVICE_RETRY},
    {"no host", 550, 0, BOUNCE_HARDNESS_HARD, BOUNCE_ADVICE_CORRECT_ADDRESS},
    {"no host", 450, 0, BOUNCE_HARDNESS_SOFT, BOUNCE_ADVICE_RETRY},
    {"blocked", 554, 0, BOUNCE_HARDNESS_SOFT, BOUNCE_ADVICE_FIX_SENDER},
    {"blocked", 421, 0, BOUNCE_HARDNESS_SOFT, BOUNCE_ADVICE_FIX_SENDER},
    {"what", 554, 0, BOUNCE_HARDNESS_SOFT, BOUNCE_ADVICE_RETRY},
};

START_TEST(test_hardness)
{
  Verdict verdict;

  classify_text(verdicts[_i].text, verdicts[_i].code, verdicts[_i].status,
                &verdict);
  ck_assert_uint_eq(verdict.hardness, verdicts[_i].hardness);
  ck_assert_uint_eq(verdict.advice, verdicts[_i].advice);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("hints", &cases);

  tcase_add_loop_test(cases, test_durations, 0, G_N_ELEMENTS(durations));
  tcase_add_loop_test(cases, test_durations_before, 0,
                      G_N_ELEMENTS(durations_before));
  tcase_add_loop_test(cases, test_sizes, 0, G_N_ELEMENTS(sizes));
  tcase_add_loop_test(cases, test_addresses, 0, G_N_ELEMENTS(addresses));
  tcase_add_loop_test(cases, test_urls, 0, G_N_ELEMENTS(urls));
  tcase_add_loop_test(cases, test_listed, 0, G_N_ELEMENTS(listed));
  tcase_add_test(cases, test_ends);
  tcase_add_test(cases, test_verdict);
  tcase_add_test(cases, test_details_of_classes);
  tcase_add_test(cases, test_own_units);
  tcase_add_test(cases, test_not_listed);
  tcase_add_loop_test(cases, test_hardness, 0, G_N_ELEMENTS(verdicts));
  return run_suite(suite);
}
