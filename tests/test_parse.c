/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What lib/parse.c decides: the message's own facts, whose delivery status is
 * believed, what a message answers. */
#include "expect.h"
#include "harness.h"

#define HELLO "From: a@example.net\nSubject: Hello\n"
#define STATUS                                                                 \
  "--b\nContent-Type: message/delivery-status\n\n"                             \
  "Final-Recipient: rfc822; u@example.org\nAction: failed\nStatus: 5.1.1\n\n"
#define PARTS(type)                                                            \
  "MIME-Version: 1.0\nContent-Type: multipart/" type                           \
  "; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee below.\n" STATUS       \
  "--b--\n"
#define SUCCESS(type, part)                                                    \
  "MIME-Version: 1.0\nContent-Type: multipart/" type                           \
  "; boundary=b\n\n--b\nContent-Type: " part                                   \
  "\n\nFinal-Recipient: rfc822; u@example.org\nAction: delivered\n"            \
  "Status: 2.0.0\n\n--b--\n"
#define DELIVERED                                                              \
  "{'kind': 'delivered', 'recipients': [{'address': 'u@example.org',"          \
  " 'evidence': {'source': 'delivery_status'}}]}"
#define BELIEVED "{'kind': 'failure', 'recipients': [{'status': '5.1.1'}]}"
#define TALKED_ABOUT "{'kind': 'other', 'recipients': []}"
#define ANSWER                                                                 \
  "Return-Path: <>\nFrom: MAILER-DAEMON@example.net\nSubject: Undelivered\n"
#define WORDS "\n<u@example.org>: 550 5.1.1 no such user\n"

static const struct {
  const char *message, *report;
} rows[] = {
    {"Message-ID: <1@example.net>\n" HELLO "\nHi\n",
     "{'message_id': '1@example.net', 'to': null}"},
    {"Message-ID: 1@example.net\n" HELLO "\nHi\n",
     "{'message_id': '1@example.net'}"},
    {"Message-ID: <>\nTo:\n" HELLO "\nHi\n",
     "{'message_id': null, 'to': null}"},
    /* a delivery status in a report, from a mail system or a program */
    {HELLO PARTS("report"), BELIEVED},
    {HELLO PARTS("report; report-type=Delivery-Status"), BELIEVED},
    {"From: MAILER-DAEMON@example.net\n" PARTS("mixed"), BELIEVED},
    {"Auto-Submitted: auto-generated\n" HELLO PARTS("mixed"), BELIEVED},
    {"Final-Recipient: rfc822; u@example.org\nAction: failed\nStatus: 5.1.1\n",
     BELIEVED},
    /* also where it is all that tells of it */
    {"Final-Recipient: rfc822; u@example.org\nAction: delivered\n"
     "Status: 2.0.0\n",
     DELIVERED},
    {"From: MAILER-DAEMON@example.net\n" SUCCESS("mixed",
                                                 "message/delivery-status"),
     DELIVERED},
    {HELLO SUCCESS("report", "text/plain"), DELIVERED},
    /* each part of it, and where it tells not whom */
    {"From: MAILER-DAEMON@example.net\nMIME-Version: 1.0\n"
     "Content-Type: multipart/mixed; boundary=b\n\n" STATUS
     "--b\nContent-Type: message/delivery-status\n\n"
     "Final-Recipient: rfc822; v@example.org\nAction: failed\n\n--b--\n",
     "{'recipients': [{'address': 'u@example.org'},"
     " {'address': 'v@example.org'}]}"},
    {HELLO "MIME-Version: 1.0\nContent-Type: multipart/report; boundary=b\n\n"
           "--b\n\nFinal-Recipient: rfc822; u@example.org\nAction: failed\n"
           "Status: 5.1.1\n\n--b\n\nFinal-Recipient: rfc822; v@example.org\n"
           "Action: failed\nStatus: 5.1.1\n\n--b--\n",
     "{'recipients': [{'address': 'u@example.org'},"
     " {'address': 'v@example.org'}]}"},
    {"Reporting-MTA: dns; a.example.net\n\nAction: failed\nStatus: 5.1.1\n",
     "{'kind': 'failure', 'recipients': [{'address': null}]}"},
    /* but not in what a person or a list sends */
    {HELLO PARTS("mixed"), TALKED_ABOUT},
    {"Auto-Submitted: no\n" HELLO PARTS("mixed"), TALKED_ABOUT},
    {"Auto-Submitted: auto-generated\nList-Id: <l.example.net>\n" HELLO PARTS(
         "mixed"),
     TALKED_ABOUT},
    /* what is answered is the original, where nothing else tells it */
    {"In-Reply-To: <7@example.net>\n" ANSWER WORDS,
     "{'original': {'message_id': '7@example.net'}}"},
    {"References: <6@example.net> <7@example.net>\n" ANSWER WORDS,
     "{'original': {'message_id': '7@example.net'}}"},
    {"In-Reply-To: your message\n" ANSWER WORDS,
     "{'original': {'message_id': null}}"},
    {"In-Reply-To: <7@example.net>\n" HELLO "\nHi\n",
     "{'kind': 'other', 'original': {'message_id': null}}"},
    /* the address that a bounce came to says more than a mailbox's name */
    {"From: MAILER-DAEMON@example.net\nTo: "
     "l+bob.smith=example.org@example.com\n"
     "\nReporting-MTA: dns; a.example.net\n\n"
     "Final-Recipient: local; bob\nAction: failed\nStatus: 5.1.1\n",
     "{'recipients': [{'address': 'bob.smith@example.org'}]}"},
};

START_TEST(messages_are_parsed)
{
  expect_report(rows[_i].message, rows[_i].report);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("parse", &cases);
  tcase_add_loop_test(cases, messages_are_parsed, 0, G_N_ELEMENTS(rows));
  return run_suite(suite);
}
