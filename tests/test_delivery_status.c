/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Delivery status in odd shapes, through the public interface. */
#include <string.h>

#include <bounce/bounce.h>

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

static char *
report_of(const char *status, const char *type, gboolean base64)
{
  g_autofree char *encoded =
      base64 ? g_base64_encode((const guchar *)status, strlen(status))
             : g_strdup(status);
  g_autofree char *message = g_strdup_printf(
      "From: MAILER-DAEMON@a.example.net\nMIME-Version: 1.0\n"
      "Content-Type: multipart/report; boundary=b\n\n--b\n"
      "Content-Type: text/plain\n\nIt failed.\n--b\n"
      "Content-Type: %s\n%s\n%s\n--b--\n",
      type, base64 ? "Content-Transfer-Encoding: base64\n" : "", encoded);
  BounceParser *parser = bounce_parser_new();
  BounceReport *report =
      bounce_parser_parse(parser, message, strlen(message), NULL);
  char *said = describe(report);
  bounce_report_free(report);
  bounce_parser_unref(parser);
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
  tcase_add_test(cases, a_wrong_type_does_not_hide_it);
  return run_suite(suite);
}
