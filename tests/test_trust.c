/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a report tells of who sent the bounce (docs/security.md). */
#include <string.h>

#include <bounce/bounce.h>

#include "harness.h"

#define BODY                                                                   \
  "From: MAILER-DAEMON@a.example.net\n"                                        \
  "To: list+u=example.org@example.net\n\n"                                     \
  "<u@example.org>: 550 5.1.1 No such user\n"
#define RESULTS(text) "Authentication-Results: " text "\n"

/* A server that is trusted, the header before the rest, and what is told. */
static const struct {
  const char *server, *header, *results;
} rows[] = {
    {NULL, RESULTS("mx.example.net; spf=pass"), NULL},
    {"mx.example.net", RESULTS("mx.example.net; spf=pass"),
     "mx.example.net; spf=pass"},
    {"MX.example.net", RESULTS("mx.example.net 1; spf=pass"),
     "mx.example.net 1; spf=pass"},
    {"mx.example.net", RESULTS("mx.example.net;\n\tdkim=pass"),
     "mx.example.net; dkim=pass"},
    {"mx.example.net", RESULTS("mx.example.net"), "mx.example.net"},
    {"mx.example.net", RESULTS("mx.example.network; spf=pass"), NULL},
    {"mx.example.net", RESULTS("evil.example.org; spf=pass"), NULL},
    /* What a stranger wrote stands below what the server wrote. */
    {"mx.example.net",
     RESULTS("mx.example.net; spf=fail") RESULTS("mx.example.net; spf=pass"),
     "mx.example.net; spf=fail"},
    {"mx.example.net",
     RESULTS("other.example.org; spf=fail") RESULTS("mx.example.net; spf=pass"),
     NULL},
    {"mx.example.net", "", NULL},
    {"", RESULTS("; spf=pass"), NULL},
};

static BounceReport *
parse(const char *server, const char *header)
{
  BounceParser *parser = bounce_parser_new();
  g_autofree char *message = g_strconcat(header, BODY, NULL);
  bounce_parser_trust_server(parser, server);
  BounceReport *report =
      bounce_parser_parse(parser, message, strlen(message), NULL);
  ck_assert_ptr_nonnull(report);
  bounce_parser_unref(parser);
  return report;
}

START_TEST(only_the_trusted_server_is_believed)
{
  BounceReport *report = parse(rows[_i].server, rows[_i].header);
  ck_assert_pstr_eq(bounce_report_authentication_results(report),
                    rows[_i].results);
  bounce_report_free(report);
}
END_TEST

START_TEST(trust_can_be_taken_back)
{
  BounceParser *parser = bounce_parser_new();
  static const char message[] = RESULTS("mx.example.net; spf=pass") BODY;
  bounce_parser_trust_server(parser, "mx.example.net");
  bounce_parser_trust_server(parser, NULL);
  BounceReport *report =
      bounce_parser_parse(parser, message, sizeof message - 1, NULL);
  ck_assert_ptr_null(bounce_report_authentication_results(report));
  bounce_report_free(report);
  bounce_parser_unref(parser);
}
END_TEST

static const struct {
  const char *header, *submitted;
  bool null_sender;
} senders[] = {
    {"Return-Path: <>\n", NULL, true},
    {"Return-Path: <a@example.net>\n", NULL, false},
    {"Return-Path: <a@example.net>\nReturn-Path: <>\n", NULL, false},
    {"", NULL, false},
    {"Auto-Submitted: auto-replied\n", "auto-replied", false},
    {"Return-Path: <>\nauto-submitted: auto-generated (failure)\n",
     "auto-generated (failure)", true},
};

START_TEST(sender_is_told)
{
  BounceReport *report = parse(NULL, senders[_i].header);
  ck_assert_pstr_eq(bounce_report_auto_submitted(report),
                    senders[_i].submitted);
  ck_assert(bounce_report_is_null_sender(report) == senders[_i].null_sender);
  bounce_report_free(report);
}
END_TEST

START_TEST(token_can_be_matched)
{
  BounceReport *report = parse(NULL, "Return-Path: <>\n");
  const BounceOriginal *original = bounce_report_original(report);
  ck_assert_str_eq(bounce_original_recipient(original), "u@example.org");
  ck_assert_str_eq(bounce_original_token(original), "list");
  ck_assert_str_eq(bounce_original_address_scheme(original), "verp");
  bounce_report_free(report);
}
END_TEST

/* Envelope addresses that can be split in several ways: the bounce tells whom
 * it is about. */
static const struct {
  const char *to, *recipient, *token;
} splits[] = {
    {"b-77-mary-ann=example.org@example.net", "mary-ann@example.org", "b-77"},
    {"b+7-ab12-mary-ann=example.org@example.net", "mary-ann@example.org",
     "b+7-ab12"},
    {"b-77-other=example.com@example.net", "other@example.com", "b-77"},
    {"b-77-rosemary-ann=example.org@example.net", "ann@example.org",
     "b-77-rosemary"},
    {"b-77-Mary-Ann=Example.ORG@example.net", "mary-ann@example.org", "b-77"},
    {"mary-ann=example.org@example.net", "mary-ann@example.org", NULL},
};

START_TEST(told_recipient_splits_the_address)
{
  BounceParser *parser = bounce_parser_new();
  g_autofree char *message =
      g_strdup_printf("Return-Path: <>\nFrom: MAILER-DAEMON@a.example.net\n"
                      "To: %s\n\n<mary-ann@example.org>: 550 No such user\n",
                      splits[_i].to);
  BounceReport *report =
      bounce_parser_parse(parser, message, strlen(message), NULL);
  const BounceOriginal *original = bounce_report_original(report);
  ck_assert_str_eq(bounce_original_recipient(original), splits[_i].recipient);
  ck_assert_pstr_eq(bounce_original_token(original), splits[_i].token);
  bounce_report_free(report);
  bounce_parser_unref(parser);
}
END_TEST

/* Fields that may hold the address that a bounce came to, the surest first:
 * what other servers wrote below is no better. */
static const struct {
  const char *fields, *recipient;
} came_to[] = {
    {"X-Original-To: l+u=example.org@example.net\n"
     "Delivered-To: l+v=example.org@example.net\n",
     "u@example.org"},
    {"To: l+v=example.org@example.net\n"
     "Envelope-To: l+u=example.org@example.net\n",
     "u@example.org"},
    {"To: l+v=example.org@example.net\n"
     "X-Envelope-To: l+u=example.org@example.net\n",
     "u@example.org"},
    {"To: l-1+mary-ann=example.org@example.net\n", "mary-ann@example.org"},
    {"Delivered-To: robin@example.net\nTo: l+u=example.org@example.net\n",
     "u@example.org"},
};

START_TEST(address_that_a_bounce_came_to)
{
  BounceParser *parser = bounce_parser_new();
  g_autofree char *message =
      g_strdup_printf("Return-Path: <>\nFrom: MAILER-DAEMON@a.example.net\n"
                      "%s\nYour message could not be delivered.\n",
                      came_to[_i].fields);
  BounceReport *report =
      bounce_parser_parse(parser, message, strlen(message), NULL);
  ck_assert_pstr_eq(bounce_original_recipient(report->original),
                    came_to[_i].recipient);
  bounce_report_free(report);
  bounce_parser_unref(parser);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("trust", &cases);
  tcase_add_loop_test(cases, only_the_trusted_server_is_believed, 0,
                      G_N_ELEMENTS(rows));
  tcase_add_test(cases, trust_can_be_taken_back);
  tcase_add_loop_test(cases, sender_is_told, 0, G_N_ELEMENTS(senders));
  tcase_add_test(cases, token_can_be_matched);
  tcase_add_loop_test(cases, told_recipient_splits_the_address, 0,
                      G_N_ELEMENTS(splits));
  tcase_add_loop_test(cases, address_that_a_bounce_came_to, 0,
                      G_N_ELEMENTS(came_to));
  return run_suite(suite);
}
