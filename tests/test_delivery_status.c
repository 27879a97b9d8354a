/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Delivery status in odd shapes, through the public interface. */
#include <string.h>

#include <bounce/bounce.h>

#include "expect.h"
#include "harness.h"

/* The part's content, and "address action code status remote" for each
 * recipient, '-' for what is not told. */
static const struct {
  const char *status, *report;
} rows[] = {
    {"Reporting-MTA: dns; a.example.net\n\n"
     "Final-Recipient: rfc822; u@example.org\nAction: failed\n"
     "Status: 5.1.1\nRemote-MTA: dns; mx.example.org\n"
     "Diagnostic-Code: smtp; 550 5.1.1 no\n",
     "u@example.org failed 550 5.1.1 mx.example.org\n"},
    /* no blank line between the groups */
    {"Reporting-MTA: dns; a.example.net\n"
     "Final-Recipient: rfc822; u@example.org\nAction: failed\n"
     "Final-Recipient: rfc822; v@example.org\nAction: delayed\n"
     "Status: 4.2.2\n",
     "u@example.org failed - - -\nv@example.org delayed - 4.2.2 -\n"},
    /* blank lines inside a group */
    {"Final-Recipient: rfc822; u@example.org\n\nAction: failed\n\n"
     "Status: 5.1.1\n\n\nDiagnostic-Code: smtp; 550 no\n",
     "u@example.org failed 550 5.1.1 -\n"},
    {"Original-Recipient: rfc822;o@example.org\n"
     "Final-Recipient: rfc822;u@example.org\nAction: failed\n\n"
     "Original-Recipient: rfc822;p@example.org\n"
     "Final-Recipient: rfc822;v@example.org\nAction: failed\n",
     "u@example.org failed - - -\nv@example.org failed - - -\n"},
    /* folded, oddly spaced, other case */
    {"FINAL-RECIPIENT :rfc822;\n   u@example.org\nACTION:   Failed\n"
     "status:5.2.2\ndiagnostic-code:smtp;550-5.2.2 the\n 550 5.2.2 box",
     "u@example.org failed 550 5.2.2 -\n"},
    /* the server's own reply knows better than a generic status */
    {"Final-Recipient: rfc822; u@example.org\nAction: failed\n"
     "Status: 5.0.0\nDiagnostic-Code: smtp; 550 5.1.1 no\n",
     "u@example.org failed 550 5.1.1 -\n"},
    {"Final-Recipient: rfc822; u@example.org\nAction: failed\n"
     "Status: 5.5.0\nDiagnostic-Code: smtp; 552 5.2.2 full\n",
     "u@example.org failed 552 5.2.2 -\n"},
    {"Final-Recipient: rfc822; u@example.org\nAction: failed\n"
     "Status: 5.1.1 (no such user)\n",
     "u@example.org failed - 5.1.1 -\n"},
    /* a code alone that goes on below: its text was freed (found by fuzzing) */
    {"Final-Recipient: rfc822; u@example.org\nAction: failed\n"
     "Diagnostic-Code: smtp; 550\n550-\n",
     "u@example.org failed 550 - -\n"},
    /* extension fields hold what the standard ones lack */
    {"Final-Recipient: rfc822; u@example.org\nAction: failed\n"
     "Status: 5.0.0\n"
     "X-Supplementary-Info: <mx.example.org #5.0.0 smtp; 550 5.1.1 no>\n",
     "u@example.org failed 550 5.1.1 mx.example.org\n"},
    {"Final-Recipient: rfc822; |/bin/prog\n"
     "X-Actual-Recipient: rfc822; u@example.org\nAction: failed\n",
     "u@example.org failed - - -\n"},
    {"Action: failed\nStatus: 5.1.1\nX-Display-Name: u@example.org\n",
     "u@example.org failed - 5.1.1 -\n"},
    {"Final-Recipient: rfc822; @gw.example.net:u@host\n"
     "Original-Recipient: rfc822; u@example.org\nAction: failed\n",
     "u@example.org failed - - -\n"},
    /* a temporary code that stands for a failure stays what it is */
    {"Final-Recipient: rfc822; u@example.org\nAction: failed\n"
     "Status: 4.4.7\nDiagnostic-Code: smtp; 451 4.7.1 later\n",
     "u@example.org failed 451 4.4.7 -\n"},
    {"junk that is no field\n\nFinal-Recipient: rfc822; u@example.org\n"
     "more junk\nAction: failed\n",
     "u@example.org failed - - -\n"},
    {"Final-Recipient: utf-8; \\x{fc}@example.org\nAction: failed\n",
     "\xc3\xbc@example.org failed - - -\n"},
};

static char *
describe(const BounceReport *report)
{
  GString *said = g_string_new(NULL);
  for (uint32_t i = 0; i < report->n_recipients; i++) {
    const BounceRecipient *r = report->recipients[i];
    g_autofree char *code = g_strdup_printf("%u", r->reply_code);
    g_string_append_printf(
        said, "%s %s %s %s %s\n", r->address ? r->address : "-",
        r->action ? bounce_action_to_string(r->action) : "-",
        r->reply_code ? code : "-", r->status ? r->status : "-",
        r->remote_mta ? r->remote_mta : "-");
  }
  return g_string_free(said, FALSE);
}

/* A report with this part and the header of an original. */
static char *
message_of(const char *status, const char *type, gboolean base64,
           const char *to)
{
  g_autofree char *encoded =
      base64 ? g_base64_encode((const guchar *)status, strlen(status))
             : g_strdup(status);
  return g_strdup_printf(
      "From: MAILER-DAEMON@a.example.net\nMIME-Version: 1.0\n"
      "Content-Type: multipart/report; boundary=b\n\n--b\n"
      "Content-Type: text/plain\n\nIt failed.\n--b\n"
      "Content-Type: %s\n%s\n%s\n--b\n"
      "Content-Type: text/rfc822-headers\n\nTo: %s\n--b--\n",
      type, base64 ? "Content-Transfer-Encoding: base64\n" : "", encoded, to);
}

static BounceReport *
parse(const char *message)
{
  BounceParser *parser = bounce_parser_new();
  BounceReport *report =
      bounce_parser_parse(parser, message, strlen(message), NULL);
  bounce_parser_unref(parser);
  return report;
}

static char *
report_of(const char *status, const char *type, gboolean base64)
{
  g_autofree char *message = message_of(status, type, base64, "");
  BounceReport *report = parse(message);
  char *said = describe(report);
  bounce_report_free(report);
  return said;
}

START_TEST(recipients_are_found)
{
  g_autofree char *plain =
      report_of(rows[_i].status, "message/delivery-status", FALSE);
  ck_assert_str_eq(plain, rows[_i].report);
  g_autofree char *global =
      report_of(rows[_i].status, "message/global-delivery-status", TRUE);
  ck_assert_str_eq(global, rows[_i].report);
}
END_TEST

#define U "Final-Recipient: rfc822; u@example.org\nAction: failed\n"
#define V "Final-Recipient: rfc822; v@example.org\nAction: failed\n"
#define PROGRAM "Final-Recipient: rfc822; |/bin/prog\nAction: failed\n"
#define BOB "Final-Recipient: local; bob\nAction: failed\n"

/* The part's content, the To of the original, and what the report holds. */
static const struct {
  const char *status, *to, *report;
} details[] = {
    {"Reporting-MTA: dns; a.example.net\nArrival-Date:\n\n"
     "Reporting-MTA: dns; b.example.net\n" U,
     "", "{'reporting_mta': 'a.example.net', 'arrival_date': null}"},
    {"Final-Recipient: rfc822; u@example.org\nAction: failure\n\n"
     "Final-Recipient: rfc822; v@example.org\nAction: <delayed>\n",
     "", "{'recipients': [{'action': 'failed'}, {'action': 'delayed'}]}"},
    /* words in a comment count, before or behind those of a server */
    {U "Diagnostic-Code: smtp; 550 zebra\nStatus: 5.0.0 (mailbox is full)\n",
     "", "{'recipients': [{'class': 'mailbox_full'}]}"},
    {U "Status: 5.0.0 (mailbox is full)\nDiagnostic-Code: x-unix; 75\n", "",
     "{'recipients': [{'class': 'mailbox_full'}]}"},
    /* a number in words without a reply's code is no better status */
    {U "Status: 5.2.2\nDiagnostic-Code: x-notes; as 5.1.1 says\n", "",
     "{'recipients': [{'status': '5.2.2'}]}"},
    {U "X-Supplementary-Info: mx.example.org smtp; 550 no zebra\n", "",
     "{'recipients': [{'diagnostic': '550 no zebra'}]}"},
    /* what one recipient has is not the next one's */
    {U "X-Supplementary-Info: <mx.example.org smtp; 550 no>\n\n" V, "",
     "{'recipients': [{'reply_code': 550}, {'reply_code': null}]}"},
    {"Final-Recipient: rfc822; @gw.example.net:u@example.org\n\n" PROGRAM, "",
     "{'recipients': [{'address': 'u@example.org'}, {'address': null}]}"},
    {U "Diagnostic-Code: smtp; 550-no\n550 zebra\n\n" V
       "Diagnostic-Code: smtp; 452-later\n452 today\n",
     "",
     "{'recipients': [{'diagnostic': '550 no zebra'},"
     " {'diagnostic': '452 later today'}]}"},
    {U "Diagnostic-Code: smtp; 550-no\n550 zebra\n\n" V
       "Diagnostic-Code: smtp; 452 later\n",
     "",
     "{'recipients': [{'diagnostic': '550 no zebra'},"
     " {'diagnostic': '452 later'}]}"},
    /* a line with another code is none of the reply */
    {U "Diagnostic-Code: smtp; 550-no\n452 zebra\n", "",
     "{'recipients': [{'diagnostic': '550 no'}]}"},
    /* blank lines within one, and before the next one's original address */
    {"Original-Recipient: rfc822; o@example.org\n\n" U, "",
     "{'recipients': [{'address': 'u@example.org',"
     " 'original_address': 'o@example.org'}]}"},
    {U "\nOriginal-Recipient: rfc822; o@example.org\nAction: delayed\n", "",
     "{'recipients': [{'address': 'u@example.org', 'action': 'failed'},"
     " {'address': 'o@example.org', 'action': 'delayed'}]}"},
    {"Reporting-MTA: dns; a.example.net\n\n\n" U "\n" V, "",
     "{'recipients': [{'evidence': {'line': 4}}, {'evidence': {'line': 7}}]}"},
    {"Original-Recipient: rfc822; o@example.org\n" U
     "Original-Recipient: rfc822; p@example.org\n" V,
     "",
     "{'recipients': [{'original_address': 'o@example.org'},"
     " {'original_address': 'p@example.org'}]}"},
    /* two groups about one address are joined, whatever its case */
    {U "Diagnostic-Code: smtp; 550 no\n\n" U
       "Diagnostic-Code: smtp; 452 after 550 no\n",
     "", "{'recipients': [{'diagnostic': '550 no'}]}"},
    {U "Diagnostic-Code: x-unix; no zebra\n\n"
       "Final-Recipient: rfc822; U@EXAMPLE.ORG\n"
       "Diagnostic-Code: smtp; 550 no horse\n"
       "Last-Attempt-Date: Tue, 24 Nov 2026 10:00:00 +0000\n",
     "",
     "{'recipients': [{'diagnostic': '550 no horse', 'reply_code': 550,"
     " 'last_attempt': 'Tue, 24 Nov 2026 10:00:00 +0000'}]}"},
    /* one without an address is another one */
    {PROGRAM "Status: 5.3.0\n\n"
             "Final-Recipient: rfc822; v@example.org\nAction: delayed\n",
     "",
     "{'recipients': [{'address': null, 'action': 'failed'},"
     " {'address': 'v@example.org', 'action': 'delayed', 'status': null}]}"},
    {PROGRAM "\n" PROGRAM "\n" V, "",
     "{'recipients': [{'address': null}, {'address': null},"
     " {'address': 'v@example.org'}]}"},
    /* the name of a mailbox, of which the original's To may tell the rest */
    {BOB, "Bob <bob@example.org>",
     "{'recipients': [{'address': 'bob@example.org'}]}"},
    {BOB, "xbob@example.com, Kim <kim@example.com>, Bob <bob@example.org>",
     "{'recipients': [{'address': 'bob@example.org'}]}"},
    {BOB, "kim@example.com",
     "{'recipients': [{'address': 'bob@a.example.net'}]}"},
    {BOB,
     "list@example.com\nReceived: from a.example.net by b.example.net\n"
     "\tfor <bob@example.org>; Tue, 24 Nov 2026 10:00:00 +0000",
     "{'recipients': [{'address': 'bob@example.org'}]}"},
    {"Final-Recipient: bob\nAction: failed\n", "bob@example.org",
     "{'recipients': [{'address': null}]}"},
    {"Final-Recipient: localhost; bob\nAction: failed\n", "bob@example.org",
     "{'recipients': [{'address': null}]}"},
    {"Final-Recipient: local; bob smith\nAction: failed\n", "bob@example.org",
     "{'recipients': [{'address': null}]}"},
    {U "\n"
       "Final-Recipient: local; u\nAction: failed\n",
     "u@example.org",
     "{'recipients': [{'address': 'u@example.org'}, {'address': null}]}"},
};

START_TEST(details_are_told)
{
  g_autofree char *message = message_of(
      details[_i].status, "message/delivery-status", FALSE, details[_i].to);
  expect_report(message, details[_i].report);
}
END_TEST

/* However many lines go on with a reply, no more is put together. */
START_TEST(a_reply_of_many_lines_has_a_bound)
{
  g_autoptr(GString) status = g_string_new(U "Diagnostic-Code: smtp; 550-no\n");
  for (int i = 0; i < 200; i++)
    g_string_append(status, "550-and one more line that says nothing at all\n");
  g_autofree char *message =
      message_of(status->str, "message/delivery-status", FALSE, "");
  BounceReport *report = parse(message);
  const char *words = bounce_report_recipient(report, 0)->diagnostic;
  ck_assert_uint_gt(strlen(words), 3000);
  ck_assert_uint_le(strlen(words), 4096);
  bounce_report_free(report);
}
END_TEST

/* Many others before it do not matter. */
START_TEST(the_last_mailbox_has_an_address)
{
  g_autoptr(GString) status = g_string_new(NULL);
  for (int i = 0; i < 200; i++)
    g_string_append_printf(status,
                           "Final-Recipient: rfc822; u%d@example.org\n"
                           "Action: failed\n\n",
                           i);
  g_string_append(status, BOB);
  g_autofree char *message = message_of(status->str, "message/delivery-status",
                                        FALSE, "bob@example.org");
  BounceReport *report = parse(message);
  ck_assert_uint_eq(bounce_report_n_recipients(report), 201);
  ck_assert_pstr_eq(report->recipients[200]->address, "bob@example.org");
  bounce_report_free(report);
}
END_TEST

START_TEST(a_wrong_type_does_not_hide_it)
{
  g_autofree char *said = report_of(rows[0].status, "text/plain", FALSE);
  ck_assert_str_eq(said, rows[0].report);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("delivery_status", &cases);
  tcase_add_loop_test(cases, recipients_are_found, 0, G_N_ELEMENTS(rows));
  tcase_add_loop_test(cases, details_are_told, 0, G_N_ELEMENTS(details));
  tcase_add_test(cases, a_reply_of_many_lines_has_a_bound);
  tcase_add_test(cases, the_last_mailbox_has_an_address);
  tcase_add_test(cases, a_wrong_type_does_not_hide_it);
  return run_suite(suite);
}
