/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Read receipts, and refusals that look like one. */
#include "expect.h"
#include "harness.h"

#define DELETED                                                                \
  "Disposition: automatic-action/MDN-sent-automatically; deleted\n"
#define BY_HAND "Disposition: manual-action/MDN-sent-manually; deleted\n"
#define SHOWN                                                                  \
  "Disposition: automatic-action/MDN-sent-automatically; displayed\n"
#define RECEIPT "{'kind': 'read_receipt', 'recipients': []}"
#define REFUSED                                                                \
  "{'kind': 'failure', 'recipients': [{'address': 'u@example.org',"            \
  " 'action': 'failed', 'evidence': {'source': 'disposition', 'part': '2'}}]}"

/* Auto-Submitted, the fields of the notification, and the report. */
static const struct {
  const char *submitted, *fields, *report;
} rows[] = {
    {"auto-replied (rejected)", DELETED, REFUSED},
    {"auto-replied (rejected)",
     "Disposition: Automatic-Action/MDN-sent-automatically; Deleted\n",
     REFUSED},
    {"auto-replied (rejected)", "\n\n" DELETED, REFUSED},
    {"auto-replied", DELETED, RECEIPT},
    {"auto-replied (rejected)", BY_HAND, RECEIPT},
    {"auto-replied (rejected)", SHOWN, RECEIPT},
    {"auto-replied", SHOWN "Original-Message-ID: <7@example.net>\n",
     "{'kind': 'read_receipt', 'original': {'message_id': '7@example.net'},"
     " 'disposition_contains': '; displayed'}"},
    /* without a disposition it tells nothing */
    {"auto-replied", "Original-Message-ID: <7@example.net>\n",
     "{'disposition': null, 'original': {'message_id': null}}"},
};

START_TEST(notifications_are_read)
{
  g_autofree char *message =
      g_strdup_printf("From: u@example.org\nTo: a@example.net\nSubject: Note\n"
                      "Auto-Submitted: %s\nMIME-Version: 1.0\n"
                      "Content-Type: multipart/report; boundary=b;"
                      " report-type=disposition-notification\n\n--b\n"
                      "Content-Type: text/plain\n\nAbout your mail.\n--b\n"
                      "Content-Type: message/disposition-notification\n\n%s"
                      "Final-Recipient: rfc822; u@example.org\n\n--b--\n",
                      rows[_i].submitted, rows[_i].fields);
  expect_report(message, rows[_i].report);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("disposition", &cases);
  tcase_add_loop_test(cases, notifications_are_read, 0, G_N_ELEMENTS(rows));
  return run_suite(suite);
}
