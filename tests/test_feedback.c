/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feedback reports: whom a complaint is about, and where that stands. */
#include "expect.h"
#include "harness.h"

#define ABOUT(recipients)                                                      \
  "{'kind': 'complaint', 'recipients': [" recipients "]}"
#define U                                                                      \
  "{'address': 'u@example.org', 'class': 'complaint', 'action': null,"         \
  " 'hardness': 'none', 'advice': 'suppress'}"
#define FROM(source, line)                                                     \
  "{'address': 'u@example.org', 'evidence': {'source': '" source               \
  "', 'part': '" line "}}"

/* Fields of the report, of the original, and what is told. */
static const struct {
  const char *fields, *original, *report;
} rows[] = {
    {"Original-Rcpt-To: <u@example.org>\n", "",
     ABOUT(FROM("feedback", "2', 'line': 2"))},
    {"\n\nOriginal-Rcpt-To: <u@example.org>\n", "",
     ABOUT(FROM("feedback", "2', 'line': 3"))},
    /* the surest field tells alone */
    {"Final-Recipient: rfc822; x@example.com\nRemoval-Recipient: "
     "y@example.com\n"
     "Original-Rcpt-To: u@example.org\n",
     "", ABOUT(U)},
    {"Final-Recipient: rfc822; x@example.com\nRemoval-Recipient: "
     "u@example.org\n"
     "Original-Rcpt-To: redacted\n",
     "", ABOUT(U)},
    /* else the original does, the surest field first */
    {"Original-Mail-From: <l+u=example.org@example.net>\n",
     "To: x@example.com\n", ABOUT(FROM("envelope", "3', 'line': null"))},
    {"Original-Mail-From: <SRS0=H=T=example.com=x@example.net>\n",
     "To: u@example.org\n", ABOUT(U)},
    {"", "Return-Path: <l+u=example.org@example.net>\nTo: x@example.com\n",
     ABOUT(U)},
    {"", "Subject: Hi\nX-Original-To: u@example.org\nTo: x@example.com\n",
     ABOUT(FROM("original", "3', 'line': 2"))},
    {"", "To: x@example.com\nDelivered-To: u@example.org\n", ABOUT(U)},
    {"", "To: x@example.com\nX-Apparently-To: u@example.org\n", ABOUT(U)},
    {"", "To: U <u@example.org>\n", ABOUT(U)},
    {"", "To: undisclosed-recipients:;\n", ABOUT("")},
    /* the first of a name, if it says something */
    {"User-Agent:\nUser-Agent: x/1\nReported-Domain: a.example\n"
     "Reported-Domain: b.example\nReceived-Date: today\n",
     "",
     "{'feedback': {'user_agent': 'x/1', 'reported_domain': 'a.example',"
     " 'arrival_date': 'today'}}"},
    {"Arrival-Date: yesterday\nReceived-Date: today\nAuth-Failure:\n", "",
     "{'feedback': {'arrival_date': 'yesterday', 'auth_failure': null}}"},
    /* and the first report */
    {"Incidents: 1\n--b\nContent-Type: message/feedback-report\n\n"
     "Feedback-Type: fraud\nOriginal-Rcpt-To: u@example.org\n",
     "", "{'feedback': {'type': 'abuse', 'incidents': '1'}, 'recipients': []}"},
};

START_TEST(complaints_name_their_recipient)
{
  const char *fields = rows[_i].fields;
  gboolean above = *fields == '\n'; /* empty lines above all fields */
  g_autofree char *message = g_strdup_printf(
      "From: fbl@example.com\nTo: abuse@example.net\nSubject: FW: Hi\n"
      "MIME-Version: 1.0\nContent-Type: multipart/report; boundary=b;"
      " report-type=feedback-report\n\n--b\n"
      "Content-Type: text/plain\n\nThis is a complaint.\n--b\n"
      "Content-Type: message/feedback-report\n\n%s%s--b\n"
      "Content-Type: text/rfc822-headers\n\n%s--b--\n",
      above ? "" : "Feedback-Type: Abuse\n", fields, rows[_i].original);
  expect_report(message, rows[_i].report);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("feedback", &cases);
  tcase_add_loop_test(cases, complaints_name_their_recipient, 0,
                      G_N_ELEMENTS(rows));
  return run_suite(suite);
}
