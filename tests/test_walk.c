/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parts of messages that are not as they should be, and what they tell. */
#include <string.h>

#include <bounce/bounce.h>

#include "harness.h"

#define FROM "From: MAILER-DAEMON@example.net\nSubject: Undelivered\n"
#define REPORT                                                                 \
  FROM "Content-Type: multipart/report; boundary=b\n\n--b\n\nIt failed.\n\n"
#define STATUS                                                                 \
  "--b\nContent-Type: message/delivery-status\n\n"                             \
  "Final-Recipient: rfc822; u@example.org\nAction: failed\nStatus: 5.1.1\n\n"
#define ORIGINAL "--b\nContent-Type: message/rfc822\n\n"
#define ID "Message-ID: <1@example.net>\n"
#define SILENT FROM "Content-Type: multipart/report; boundary=b\n\n"

/* A message, the paths of its parts with the kept text's length, and what is
 * found; NULL: nothing. */
static const struct {
  const char *message;
  const char *parts;
  const char *address;
  const char *id;
} samples[] = {
    {REPORT STATUS ORIGINAL ID "\nx\n--b--\n", "1:12 2:69 3:29",
     "u@example.org", "1@example.net"},
    /* Empty lines before a header are no end of it. */
    {"\n \n" REPORT STATUS, "1:12 2:69", "u@example.org", NULL},
    {REPORT STATUS ORIGINAL "\n\n" ID "\nx\n--b--\n", "1:12 2:69 3:29",
     "u@example.org", "1@example.net"},
    /* No text at all: the body as it stands. */
    {SILENT "--b\n\n \n--b\n\n\n--b--\n", "1:19", NULL, NULL},
    /* A blank text is none: the report goes on behind the original. */
    {SILENT "--b\n\n \n" ORIGINAL ID "\nx\n" STATUS "--b--\n", "1:2 2:29 3:69",
     "u@example.org", "1@example.net"},
    /* Attachments are not kept; fields under their label are, in few bytes. */
    {REPORT STATUS
     "--b\nContent-Type: application/octet-stream\n\nabc\n--b--\n",
     "1:12 2:69 3:0", "u@example.org", NULL},
    {REPORT "--b\nContent-Type: application/octet-stream\n\n"
            "Final-Recipient: rfc822; u@example.org\nStatus: 5.1.1\n--b--\n",
     "1:12 2:53", "u@example.org", NULL},
};

static char *
describe_parts(const BounceReport *report)
{
  GString *parts = g_string_new(NULL);
  for (guint i = 0; i < report->n_parts; i++)
    if (strcmp(report->parts[i]->path, "0") != 0)
      g_string_append_printf(parts, "%s%s:%zu", parts->len ? " " : "",
                             report->parts[i]->path,
                             strlen(report->parts[i]->text));
  return g_string_free(parts, FALSE);
}

static void
ck_found(BounceReport *report, int i, const char *way)
{
  g_autofree char *parts = describe_parts(report);
  const BounceRecipient *recipient = bounce_report_recipient(report, 0);
  ck_assert_msg(strcmp(parts, samples[i].parts) == 0, "%s: %s", way, parts);
  ck_assert_pstr_eq(bounce_recipient_address(recipient), samples[i].address);
  ck_assert_pstr_eq(report->original->message_id, samples[i].id);
  bounce_report_free(report);
}

static BounceParser *parser;

static void
set_up(void)
{
  parser = bounce_parser_new();
  bounce_parser_keep_parts(parser, true);
}

static void
tear_down(void)
{
  bounce_parser_unref(parser);
}

START_TEST(odd_messages_have_their_parts)
{
  const char *message = samples[_i].message;
  ck_found(bounce_parser_parse(parser, message, strlen(message), NULL), _i,
           "bytes");
}
END_TEST

/* Mailboxes of old Macs. */
START_TEST(a_separator_ends_with_any_line_end)
{
  g_autoptr(GString) message = g_string_new("From x\n" REPORT STATUS);
  for (int i = 0; i < 2; i++) {
    ck_found(bounce_parser_parse(parser, message->str, message->len, NULL), 1,
             i ? "CR" : "LF");
    g_string_replace(message, "\n", "\r", 0);
  }
}
END_TEST

/* The transfer encoding takes more bytes than the text, which counts. */
START_TEST(limits_count_what_is_decoded)
{
  static const char head[] = FROM "Content-Transfer-Encoding: base64\n\n";
  g_autofree char *words = g_strnfill(90, 'x');
  g_autofree char *encoded = g_base64_encode((guint8 *)words, 90);
  g_autofree char *message = g_strconcat(head, encoded, "\n", NULL);
  for (guint limit = 89; limit < 91; limit++) {
    bounce_parser_set_limit(parser, BOUNCE_LIMIT_TEXT_BYTES, limit);
    BounceReport *report =
        bounce_parser_parse(parser, message, strlen(message), NULL);
    ck_assert_uint_eq(bounce_report_limits_reached(report),
                      limit < 90 ? BOUNCE_LIMIT_TEXT_BYTES : 0);
    ck_assert_uint_eq(strlen(report->parts[1]->text), limit);
    bounce_report_free(report);
  }
}
END_TEST

/* Big attachments are not looked at, whatever they look like. */
START_TEST(a_large_attachment_is_no_status)
{
  g_autoptr(GString) message = g_string_new(
      REPORT "--b\nContent-Type: application/octet-stream\n\n"
             "Final-Recipient: rfc822; u@example.org\nStatus: 5.1.1\n");
  for (int i = 0; i < 1000; i++)
    g_string_append(message, "X-More: than can be here\n");
  BounceReport *report =
      bounce_parser_parse(parser, message->str, message->len, NULL);
  g_autofree char *parts = describe_parts(report);
  ck_assert_str_eq(parts, "1:12 2:0");
  bounce_report_free(report);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("walk", &cases);
  tcase_add_checked_fixture(cases, set_up, tear_down);
  tcase_add_loop_test(cases, odd_messages_have_their_parts, 0,
                      G_N_ELEMENTS(samples));
  tcase_add_test(cases, a_separator_ends_with_any_line_end);
  tcase_add_test(cases, limits_count_what_is_decoded);
  tcase_add_test(cases, a_large_attachment_is_no_status);
  return run_suite(suite);
}
