/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a report concludes from facts: which words decide, what many share. */
#include <string.h>

#include <bounce/bounce.h>

#include "expect.h"
#include "harness.h"

/* Rules and a format of the host's, for words that mean nothing else. */
static const char rules[] =
    "class policy\n  name own\n  host \"*.b.example.net\" \"no zebra\"\n"
    "  sample \"550 no zebra\" host mx.b.example.net\n  source own\n"
    "class spam\n  name own\n  command MAIL \"no horse\"\n"
    "  sample \"550 no horse\" command MAIL\n  source own\n"
    "class mailbox_full\n  name own\n  \"is full of straw\"\n"
    "  sample \"552 is full of straw\"\n  source own\n"
    "class virus\n  name own\n  \"full of straw\"\n"
    "  sample \"552 full of straw\"\n  source own\n"
    "class policy\n  name hay\n  \"made of hay\"\n"
    "  sample \"552 made of hay\"\n  source own\n"
    "blocklist \"Own List\"\n  \"zen.spamhaus.org\"\n"
    "  sample \"550 zen.spamhaus.org\"\n  source own\n"
    "after retry_after\n  \"zebra in\"\n"
    "after size_limit\n  \"zebra up to\"\n"
    "after new_address\n  \"zebra at\"\n";
static const char more_rules[] =
    "provider zoo\n  mark \"zooserver\"\n"
    "class spam\n  name gnu\n  \"gnu\"\n"
    "  sample \"550 zooserver gnu\"\n  source own\n";
static const char formats[] =
    "format own\n  known header X-Own \"yes\"\n  recipient \"to {address}:\"\n"
    "  class mailbox_full \"the box is stuffed\"\n"
    "  class undetermined \"nobody knows\"\n"
    "  action delayed \"trying on\"\n"
    "  reads \"now at {new_address}\"\n"
    "  reads \"it said {text}\" end\n  sample own\n  source own\n";

#define HEAD "Return-Path: <>\nFrom: MAILER-DAEMON@a.example.net\n"
#define STATUS(fields)                                                         \
  HEAD "MIME-Version: 1.0\nContent-Type: multipart/report; boundary=b\n\n"     \
       "--b\nContent-Type: text/plain\n\nIt failed.\n--b\n"                    \
       "Content-Type: message/delivery-status\n\n" fields "\n--b--\n"
#define TO(address) "Final-Recipient: rfc822; " address "\n"
#define SAID(words) "Diagnostic-Code: smtp; " words "\n"
#define RECIPIENTS(recipients) "{'recipients': [" recipients "]}"

static const struct {
  const char *message, *report;
} rows[] = {
    /* other words decide where the server's say nothing, and say which */
    {STATUS(TO("u@example.org") "Status: 5.0.0 (mailbox is full)\n" SAID(
         "550 zebra")),
     RECIPIENTS("{'class': 'mailbox_full',"
                " 'evidence': {'matched': 'mailbox is full'}}")},
    /* but not where a status does */
    {STATUS(TO("u@example.org") "Status: 5.2.2 (zebra)\n" SAID("550 zebra")),
     RECIPIENTS("{'class': 'mailbox_full', 'evidence': {'matched': null}}")},
    /* equal words about two, of which the rest differs */
    {STATUS(TO("u@example.org") "Status: 5.2.2\n" SAID("550 zebra") "\n" TO(
         "v@example.org") "Status: 5.1.1\n" SAID("550 zebra")),
     RECIPIENTS("{'class': 'mailbox_full'}, {'class': 'user_unknown'}")},
    {STATUS(TO("u@example.org") "Remote-MTA: dns; mx.c.example.net\n" SAID(
         "550 no zebra") "\n" TO("v@example.org") "Remote-MTA: dns; "
                                                  "mx.b.example."
                                                  "net\n" SAID("550 no "
                                                               "zebr"
                                                               "a")),
     RECIPIENTS("{'evidence': {'rule': null}},"
                " {'evidence': {'rule': 'policy/own'}}")},
    {HEAD "Subject: Undelivered\n\n"
          "This is the mail system at host a.example.net.\n\n"
          "<u@example.org>: host mx.c.example.net[192.0.2.1] said: 550 no "
          "horse\n"
          "    (in reply to RCPT TO command)\n\n"
          "<v@example.org>: host mx.c.example.net[192.0.2.1] said: 550 no "
          "horse\n"
          "    (in reply to MAIL FROM command)\n",
     RECIPIENTS("{'command': 'RCPT', 'class': 'user_unknown'},"
                " {'command': 'MAIL', 'class': 'spam'}")},
    /* the server that reports refuses itself, if it names no other one */
    {STATUS("Reporting-MTA: dns; mx.b.example.net\n\n" TO("u@example.org")
                SAID("550 no zebra")),
     RECIPIENTS("{'remote_mta': null, 'evidence': {'rule': 'policy/own'}}")},
    /* what a format's phrase means, unless it is tried on */
    {HEAD "X-Own: yes\n\nto u@example.org: the box is stuffed\n",
     "{'format': 'own', 'kind': 'failure', 'recipients': ["
     "{'class': 'mailbox_full', 'hardness': 'soft', 'advice': 'retry'}]}"},
    {HEAD "X-Own: yes\n\nto u@example.org: the box is stuffed, trying on\n",
     "{'kind': 'delay', 'recipients': ["
     "{'class': 'mailbox_full', 'hardness': 'soft', 'advice': "
     "'nothing'}]}"},
    /* it overrules rules, but not those that say the same */
    {HEAD "X-Own: yes\n\nto u@example.org: the box is stuffed, user unknown\n",
     RECIPIENTS("{'class': 'mailbox_full', 'evidence': {'rule': null,"
                " 'rule_place': null, 'matched': null,"
                " 'overruled_contains': 'user_unknown/'}}")},
    {HEAD
     "X-Own: yes\n\nto u@example.org: the box is stuffed, mailbox is full\n",
     RECIPIENTS("{'class': 'mailbox_full', 'evidence': {"
                "'rule_contains': 'mailbox_full/',"
                " 'matched': 'mailbox is full', 'overruled': null}}")},
    {HEAD "X-Own: yes\n\nto u@example.org: the box is stuffed, zooserver gnu\n",
     RECIPIENTS("{'class': 'mailbox_full', 'provider': null,"
                " 'evidence': {'overruled': 'zoo:spam/gnu'}}")},
    /* one that means nothing overrules words, but no server's reply */
    {HEAD "X-Own: yes\n\nto u@example.org: nobody knows, mailbox is full\n",
     RECIPIENTS("{'class': 'undetermined'}")},
    {HEAD "X-Own: yes\n\nto u@example.org: nobody knows, it said 552 5.2.2 "
          "mailbox is full\n",
     RECIPIENTS("{'class': 'mailbox_full'}")},
    /* a new address that a pattern read, before one that rules see */
    {HEAD
     "X-Own: yes\n\nto u@example.org: it said 551 5.1.6 has moved to "
     "a@example.org\n\nto v@example.org: now at b@example.org, it said 551 "
     "5.1.6 has moved to a@example.org\n",
     RECIPIENTS("{'new_address': 'a@example.org'},"
                " {'new_address': 'b@example.org'}")},
    /* a time that ran out: a temporary code, or a temporary status */
    {STATUS(TO("u@example.org") SAID("450 zebra")),
     RECIPIENTS("{'class': 'expired', 'hardness': 'soft'}")},
    {STATUS(TO("u@example.org") "Status: 4.0.0\n"),
     RECIPIENTS("{'class': 'expired', 'hardness': 'soft'}")},
    {STATUS(TO("u@example.org") "Status: 5.0.0\n"),
     RECIPIENTS("{'class': 'undetermined'}")},
    {STATUS(TO("u@example.org") "Action: delayed\n" SAID(
         "550 5.1.1 user unknown")),
     "{'kind': 'delay', 'recipients': [{'class': 'user_unknown',"
     " 'hardness': 'soft', 'advice': 'nothing'}]}"},
    /* whose server that is, else whose domain, be it only the one given */
    {STATUS(TO("u@yahoo.com") "Remote-MTA: dns; mx.google.com\n" SAID(
         "550 zebra")),
     RECIPIENTS("{'provider': 'google'}")},
    {STATUS(TO("u@yahoo.com") "Remote-MTA: dns; mx.example.org\n" SAID(
         "550 zebra")),
     RECIPIENTS("{'provider': 'yahoo'}")},
    {STATUS("Original-Recipient: rfc822; u@yahoo.com\n"
            "Final-Recipient: rfc822; |/bin/prog\n" SAID("550 zebra")),
     RECIPIENTS("{'provider': 'yahoo'}")},
    /* the gravest decides the kind; none told is a failure */
    {STATUS(TO("u@example.org") "Action: delivered\n\n" TO(
         "v@example.org") "Action: delayed\n"),
     "{'kind': 'delay'}"},
    {STATUS(TO("u@example.org") "Action: delayed\n\n" TO(
         "v@example.org") "Action: failed\n"),
     "{'kind': 'failure'}"},
    {STATUS(TO("u@example.org") "Action: expanded\n\n" TO(
         "v@example.org") "Action: relayed\n"),
     "{'kind': 'relayed', 'recipients': ["
     "{'class': 'delivered', 'advice': 'nothing', 'hardness': 'none'},"
     " {'class': 'delivered', 'advice': 'nothing', 'hardness': 'none'}]}"},
    {STATUS(TO("u@example.org") "Action: delivered\n\n" TO("v@example.org")),
     "{'kind': 'failure', 'recipients': [{'action': 'delivered'},"
     " {'action': 'failed'}]}"},
};

/* Replies, with what two sets of rules say of them. */
static const struct {
  const char *reply, *recipient;
} replies[] = {
    /* the best rule of another class, of the set that won or of the next one */
    {"552 is full of straw",
     "{'evidence': {'rule': 'mailbox_full/own', 'overruled': 'virus/own'}}"},
    {"552 mailbox is full of straw, user unknown",
     "{'evidence': {'rule': 'mailbox_full/own', 'overruled': 'virus/own'}}"},
    {"552 made of hay, user unknown",
     "{'evidence': {'rule': 'policy/hay',"
     " 'overruled_contains': 'user_unknown/'}}"},
    {"559 made of hay, refused by local policy",
     "{'class': 'policy', 'evidence': {'rule': 'policy/hay',"
     " 'overruled': null}}"},
    {"552 made of hay, zooserver gnu, user unknown",
     "{'evidence': {'rule': 'policy/hay', 'overruled': 'zoo:spam/gnu'}}"},
    /* the first set that knows a detail tells it */
    {"550 blocked using zen.spamhaus.org", "{'blocklist': 'Own List'}"},
    {"451 try again in 300 seconds, zebra in 60 seconds",
     "{'retry_after': 60}"},
    {"451 try again in 300 seconds", "{'retry_after': 300}"},
    {"552 message exceeds the maximum size of 10 MB, zebra up to 1 MB",
     "{'class': 'message_too_large', 'size_limit': 1048576}"},
    {"551 5.1.6 has moved to a@example.org, zebra at b@example.org",
     "{'class': 'mailbox_moved', 'new_address': 'b@example.org'}"},
    /* a detail belongs to its class */
    {"552 mailbox is full, the maximum size of it is 10 MB",
     "{'class': 'mailbox_full', 'size_limit': null}"},
    {"550 user unknown, please try a@example.org",
     "{'class': 'user_unknown', 'new_address': null}"},
    {"550 5.7.1 client [192.0.2.7] is listed, see https://example.org/x",
     "{'class': 'blocked', 'blocklist': null, 'listed': '192.0.2.7',"
     " 'help_url': 'https://example.org/x'}"},
    {"550 made of hay, 192.0.2.7 is listed at zen.spamhaus.org",
     "{'class': 'policy', 'blocklist': 'Own List', 'listed': '192.0.2.7'}"},
    {"550 user unknown at [192.0.2.7]", "{'listed': null}"},
    /* temporary: by the code, or by the status */
    {"450 5.1.1 user unknown", "{'hardness': 'soft', 'advice': 'retry'}"},
    {"4.1.1 user unknown", "{'hardness': 'soft', 'advice': 'retry'}"},
    {"550 5.1.1 user unknown", "{'hardness': 'hard', 'advice': 'suppress'}"},
    {"250 ok", "{'hardness': 'none', 'advice': 'nothing'}"},
};

static BounceParser *
own_parser(void)
{
  BounceParser *parser = bounce_parser_new();
  BounceError *error = NULL;
  bool good =
      bounce_parser_add_rules(parser, "own", rules, sizeof rules - 1, &error) &&
      bounce_parser_add_rules(parser, "more", more_rules, sizeof more_rules - 1,
                              &error) &&
      bounce_parser_add_formats(parser, "own", formats, sizeof formats - 1,
                                &error);
  ck_assert_msg(good, "%s", bounce_error_message(error));
  return parser;
}

START_TEST(facts_are_concluded)
{
  BounceParser *parser = own_parser();
  BounceReport *report = bounce_parser_parse(parser, rows[_i].message,
                                             strlen(rows[_i].message), NULL);
  expect_in_report(report, rows[_i].report);
  bounce_report_free(report);
  bounce_parser_unref(parser);
}
END_TEST

START_TEST(replies_are_judged)
{
  BounceParser *parser = own_parser();
  const char *reply = replies[_i].reply;
  BounceReport *report =
      bounce_parser_classify_reply(parser, reply, strlen(reply), NULL, NULL);
  g_autofree char *expected =
      g_strconcat("{'recipients': [", replies[_i].recipient, "]}", NULL);
  expect_in_report(report, expected);
  bounce_report_free(report);
  bounce_parser_unref(parser);
}
END_TEST

/* A report lives on without the rules that its words are from. */
START_TEST(reports_keep_what_rules_say)
{
  static const char own[] =
      "provider zoo\n  host \"*.zoo.example\"\n"
      "class policy\n  name own\n  \"no zebra\"\n"
      "  sample \"550 no zebra\" host mx.zoo.example\n  source own\n"
      "class spam\n  name own\n  \"zebra\"\n"
      "  sample \"550 zebra\" host mx.zoo.example\n  source own\n"
      "blocklist \"Zoo List\"\n  \"zoolist\"\n"
      "  sample \"550 zoolist\"\n  source own\n";
  BounceParser *parser = bounce_parser_new();
  BounceError *error = NULL;
  ck_assert_msg(
      bounce_parser_add_rules(parser, "own", own, sizeof own - 1, &error), "%s",
      bounce_error_message(error));
  BounceReport *report = bounce_parser_classify_reply(
      parser, "550 no zebra on zoolist", 23, "mx.zoo.example", NULL);
  bounce_parser_unref(parser);
  const BounceRecipient *r = bounce_report_recipient(report, 0);
  ck_assert_pstr_eq(r->rule, "zoo:policy/own");
  ck_assert_pstr_eq(r->rule_place, "own:3");
  ck_assert_pstr_eq(r->overruled, "zoo:spam/own");
  ck_assert_pstr_eq(r->provider, "zoo");
  ck_assert_pstr_eq(r->blocklist, "Zoo List");
  bounce_report_free(report);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("conclude", &cases);
  tcase_add_loop_test(cases, facts_are_concluded, 0, G_N_ELEMENTS(rows));
  tcase_add_loop_test(cases, replies_are_judged, 0, G_N_ELEMENTS(replies));
  tcase_add_test(cases, reports_keep_what_rules_say);
  return run_suite(suite);
}
