/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What makes a message an automatic reply, and the news that one tells. */
#include <string.h>

#include <bounce/bounce.h>

#include "harness.h"

#define FROM "From: U <u@example.org>\nTo: a@example.net\nSubject: Hello\n"

static BounceReport *
report_of(const char *message)
{
  BounceParser *parser = bounce_parser_new();
  BounceReport *report =
      bounce_parser_parse(parser, message, strlen(message), NULL);
  bounce_parser_unref(parser);
  return report;
}

static const struct {
  const char *header;
  gboolean is_reply;
} signs[] = {
    {"", FALSE},
    {"Auto-Submitted: auto-replied\n", TRUE},
    {"Auto-Submitted: auto-replied (vacation)\n", TRUE},
    {"Auto-Submitted: auto-generated\n", FALSE},
    {"X-Autoreply: yes\n", TRUE},
    {"X-Autoreply: no\n", FALSE},
    {"X-Autoreply:\n", FALSE},
    {"Precedence: auto_reply\n", TRUE},
    {"Precedence: bulk\n", FALSE},
    {"Return-Path: <>\nPrecedence: bulk\n", TRUE},
    {"Return-Path: <>\nPrecedence: Junk\n", TRUE},
    {"Return-Path: <>\nPrecedence: list\n", FALSE},
    {"Return-Path: <>\nPrecedence: bulk\nList-Id: <l.example.org>\n", FALSE},
    {"Return-Path: <>\nPrecedence: bulk\n"
     "List-Unsubscribe: <https://example.org/u>\n",
     FALSE},
};

START_TEST(signs_stand_in_the_header)
{
  g_autofree char *message =
      g_strconcat(signs[_i].header, FROM "\nI got your mail.\n", NULL);
  BounceReport *report = report_of(message);
  ck_assert_msg((report->kind == BOUNCE_KIND_AUTO_REPLY) == signs[_i].is_reply,
                "%s: %s", signs[_i].header,
                bounce_kind_to_string(report->kind));
  bounce_report_free(report);
}
END_TEST

START_TEST(the_replier_has_a_place)
{
  BounceReport *report =
      report_of("Auto-Submitted: auto-replied\n" FROM "\nI got your mail.\n");
  const BounceRecipient *r = bounce_report_recipient(report, 0);
  ck_assert_str_eq(r->address, "u@example.org");
  ck_assert_uint_eq(r->source, BOUNCE_SOURCE_HEADER);
  ck_assert_str_eq(r->part, "0");
  ck_assert_uint_eq(r->line, 2);
  bounce_report_free(report);
}
END_TEST

/* A mail system answers by itself, too, but is nobody who could be away. */
START_TEST(a_mail_system_is_no_replier)
{
  BounceReport *report =
      report_of("Auto-Submitted: auto-replied\n"
                "From: MAILER-DAEMON@example.org\nTo: a@example.net\n"
                "Subject: Hello\n\nI got your mail.\n");
  ck_assert_uint_ne(report->kind, BOUNCE_KIND_AUTO_REPLY);
  bounce_report_free(report);
}
END_TEST

static const struct {
  const char *text;
  BounceClass class_;
  const char *new_address;
} news[] = {
    {"My email address has changed to new@example.com.\n",
     BOUNCE_CLASS_MAILBOX_MOVED, "new@example.com"},
    {"She has left the company. Her new email is new@example.com.\n",
     BOUNCE_CLASS_MAILBOX_MOVED, "new@example.com"},
    {"She no longer works here. Please write to c@example.com instead.\n",
     BOUNCE_CLASS_MAILBOX_DISABLED, NULL},
    {"I am away.\n", BOUNCE_CLASS_AUTO_REPLY, NULL},
    /* what is answered is not what the answer says */
    {"I am away.\n\n> My email address has changed to new@example.com.\n",
     BOUNCE_CLASS_AUTO_REPLY, NULL},
    {"I am away.\n-----Original Message-----\nShe has left the company.\n",
     BOUNCE_CLASS_AUTO_REPLY, NULL},
    {"I am away.\n________________________________\nShe has left the company."
     "\n",
     BOUNCE_CLASS_AUTO_REPLY, NULL},
    {"-----\nShe has left the company.\n", BOUNCE_CLASS_MAILBOX_DISABLED, NULL},
    /* servers' words are none of a person */
    {"My mailbox is full of mail.\n", BOUNCE_CLASS_AUTO_REPLY, NULL},
};

START_TEST(news_are_told)
{
  g_autofree char *message = g_strconcat(
      "Auto-Submitted: auto-replied\n" FROM "\n", news[_i].text, NULL);
  BounceReport *report = report_of(message);
  ck_assert_uint_eq(report->n_recipients, 1);
  const BounceRecipient *r = bounce_report_recipient(report, 0);
  ck_assert_msg(r->class_ == news[_i].class_, "%s: %s", news[_i].text,
                bounce_class_to_string(r->class_));
  ck_assert_pstr_eq(r->new_address, news[_i].new_address);
  ck_assert_str_eq(r->address, "u@example.org");
  ck_assert_uint_eq(r->hardness, BOUNCE_HARDNESS_NONE);
  ck_assert_uint_eq(r->advice, r->class_ == BOUNCE_CLASS_MAILBOX_MOVED
                                   ? BOUNCE_ADVICE_CORRECT_ADDRESS
                                   : BOUNCE_ADVICE_NOTHING);
  bounce_report_free(report);
}
END_TEST

/* A program that packs its answer as a delivery status: the answer counts, and
 * is one person's. */
START_TEST(an_answer_takes_the_place_of_recipients)
{
  static const char format[] =
      "format away\n  known header X-Away \"yes\"\n"
      "  kind auto_reply \"I am away\"\n  source own\n  sample away\n";
  static const char message[] =
      "X-Away: yes\n" FROM "MIME-Version: 1.0\n"
      "Content-Type: multipart/report; boundary=b\n\n--b\n"
      "Content-Type: text/plain\n\nI am away.\n\n--b\n"
      "Content-Type: message/delivery-status\n\n"
      "Action: failed\n\n"
      "Final-Recipient: rfc822; v@example.org\nAction: failed\n\n--b--\n";
  BounceParser *parser = bounce_parser_new();
  ck_assert(
      bounce_parser_add_formats(parser, NULL, format, sizeof format - 1, NULL));
  BounceReport *report =
      bounce_parser_parse(parser, message, sizeof message - 1, NULL);
  ck_assert_uint_eq(report->kind, BOUNCE_KIND_AUTO_REPLY);
  ck_assert_uint_eq(report->n_recipients, 1);
  ck_assert_str_eq(report->recipients[0]->address, "u@example.org");
  ck_assert_uint_eq(report->recipients[0]->class_, BOUNCE_CLASS_AUTO_REPLY);
  bounce_report_free(report);
  bounce_parser_unref(parser);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("auto_reply", &cases);
  tcase_add_loop_test(cases, signs_stand_in_the_header, 0, G_N_ELEMENTS(signs));
  tcase_add_test(cases, the_replier_has_a_place);
  tcase_add_test(cases, a_mail_system_is_no_replier);
  tcase_add_loop_test(cases, news_are_told, 0, G_N_ELEMENTS(news));
  tcase_add_test(cases, an_answer_takes_the_place_of_recipients);
  return run_suite(suite);
}
