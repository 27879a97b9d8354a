/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a returned original tells of itself, and of the one it was for. */
#include <string.h>

#include <bounce/bounce.h>

#include "expect.h"
#include "harness.h"

/* A bounce that returns these originals, one or two: behind plain text only
 * one is looked for. */
static char *
message_of(const char *text, const char *first, const char *second)
{
  return g_strdup_printf(
      "Return-Path: <>\nFrom: MAILER-DAEMON@a.example.net\n"
      "To: robin@example.net\nSubject: Undelivered mail\nMIME-Version: 1.0\n"
      "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
      "Content-Type: text/%s\n\n%s\n--b\n"
      "Content-Type: text/rfc822-headers\n\n%s\n%s%s--b--\n",
      *second ? "html" : "plain", text, first,
      *second ? "--b\nContent-Type: text/rfc822-headers\n\n" : "", second);
}

#define ORIGINAL(members) "{'original': {" members "}}"

static const struct {
  const char *first, *second, *report;
} rows[] = {
    {"Message-ID: <1@example.net>\nList-Id: Talk <talk.example.net>\n", "",
     ORIGINAL("'message_id': '1@example.net', 'list_id': 'talk.example.net'")},
    {"Message-ID: <1@example.net\nList-Id: talk.example.net\n", "",
     ORIGINAL("'message_id': '1@example.net', 'list_id': 'talk.example.net'")},
    {"Message-ID:\nDate:\nSubject:\nFeedback-ID:\nList-Id: <>\n", "",
     ORIGINAL("'message_id': null, 'date': null, 'subject': null,"
              " 'feedback_id': null, 'list_id': null")},
    {"Message-ID: <1@example.net>\nSubject: One\n",
     "Message-ID: <2@example.net>\nSubject: Two\nDate: today\n",
     ORIGINAL("'message_id': '1@example.net', 'subject': 'One',"
              " 'date': 'today'")},
};

START_TEST(originals_are_told)
{
  g_autofree char *message =
      message_of("u@example.org: 550 5.1.1 No such user\n", rows[_i].first,
                 rows[_i].second);
  expect_report(message, rows[_i].report);
}
END_TEST

#define NOBODY "{'kind': 'failure', 'recipients': [{'address': null}]}"
#define U "{'kind': 'failure', 'recipients': [{'address': 'u@example.org'}]}"

/* Who a bounce is about that names nobody. */
static const struct {
  const char *first, *second, *report;
} addressees[] = {
    {"To: u@example.org\n", "", U},
    {"To: u@example.org, v@example.org\n", "", NOBODY},
    {"To: u@example.org\nCc: v@example.org\n", "", NOBODY},
    {"To: u@example.org\nList-Id: <talk.example.org>\n", "", NOBODY},
    {"To: u@example.org\nList-Post: <mailto:talk@example.org>\n", "", NOBODY},
    {"To: u@example.org\nPrecedence: List\n", "", NOBODY},
    {"To: talk@example.org\nPrecedence: list\n"
     "Received: from a.example.net by b.example.net\n\tfor <u@example.org>;"
     " today\n",
     "", U},
    {"To: v@example.org\nReceived: by b.example.net for u@example.org\n", "",
     U},
    {"To: u@example.org\nReceived: by b.example.net waitfor <v@example.org>\n",
     "", U},
    {"To: u@example.org\n", "To: v@example.org\n", U},
};

START_TEST(an_addressee_is_told)
{
  g_autofree char *message =
      message_of("Your message could not be delivered: mailbox is full.\n",
                 addressees[_i].first, addressees[_i].second);
  expect_report(message, addressees[_i].report);
}
END_TEST

START_TEST(kept_headers_are_those_of_the_first)
{
  g_autofree char *message =
      message_of("u@example.org: 550 5.1.1 No such user\n",
                 "X-Campaign: =?utf-8?q?spring=21?=\nX-Campaign: two\n",
                 "X-Campaign: three\n");
  BounceParser *parser = bounce_parser_new();
  bounce_parser_keep_header(parser, "X-Campaign");
  BounceReport *report =
      bounce_parser_parse(parser, message, strlen(message), NULL);
  const BounceOriginal *original = bounce_report_original(report);
  ck_assert_uint_eq(bounce_original_n_headers(original), 2);
  ck_assert_str_eq(original->headers[0]->value, "spring!");
  ck_assert_str_eq(original->headers[1]->value, "two");
  bounce_report_free(report);
  bounce_parser_unref(parser);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("original", &cases);
  tcase_add_loop_test(cases, originals_are_told, 0, G_N_ELEMENTS(rows));
  tcase_add_loop_test(cases, an_addressee_is_told, 0, G_N_ELEMENTS(addressees));
  tcase_add_test(cases, kept_headers_are_those_of_the_first);
  return run_suite(suite);
}
