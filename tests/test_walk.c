/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parts of messages that are not as they should be, and what they tell. */
#include <string.h>

#include <bounce/bounce.h>
#include <bounce/gmime.h>

#include "harness.h"

#define FROM "From: MAILER-DAEMON@example.net\nSubject: Undelivered\n"
#define REPORT                                                                 \
  FROM "Content-Type: multipart/report; boundary=b\n\n--b\n\nIt failed.\n\n"
#define STATUS                                                                 \
  "--b\nContent-Type: message/delivery-status\n\n"                             \
  "Final-Recipient: rfc822; u@example.org\nAction: failed\nStatus: 5.1.1\n\n"
#define ORIGINAL "--b\nContent-Type: message/rfc822\n\n"
#define ORIGINAL_BASE64                                                        \
  "--b\nContent-Type: message/rfc822\n"                                        \
  "Content-Transfer-Encoding: base64\n\n"
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
    /* The original's label tells nothing of its header's character set. */
    {REPORT STATUS "--b\nContent-Type: message/rfc822; charset=utf-7\n\n"
                   "Message-ID: <1+AGE-@example.net>\n\nx\n--b--\n",
     "1:12 2:69 3:34", "u@example.org", "1+AGE-@example.net"},
    /* An encoded one ends where its part does, and so does the report. */
    {REPORT STATUS ORIGINAL_BASE64
     "TWVzc2FnZS1JRDogPDFAZXhhbXBsZS5uZXQ+Cgp4Cg==\n"
     "--b\n\n<v@example.org>: 550 5.1.1 no such user\n--b--\n",
     "1:12 2:69 3:31", "u@example.org", "1@example.net"},
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

/* HTML that says the same as the text before is passed over. */
START_TEST(an_alternative_is_not_kept)
{
  static const char message[] =
      FROM "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n"
           "<u@example.org>: 550 5.1.1 no\n--b\nContent-Type: text/html\n\n"
           "<p>no</p>\n--b--\n";
  BounceReport *report =
      bounce_parser_parse(parser, message, sizeof message - 1, NULL);
  g_autofree char *parts = describe_parts(report);
  ck_assert_str_eq(parts, "1:30 2:0");
  bounce_report_free(report);
}
END_TEST

static BounceReport *
parse_by_gmime(const char *text, gboolean spent)
{
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer(text, strlen(text));
  GMimeParser *gmime = g_mime_parser_new_with_stream(stream);
  GMimeMessage *message = g_mime_parser_construct_message(gmime, NULL);
  GMimeObject *root = g_mime_message_get_mime_part(message);
  if (spent)
    g_mime_stream_seek(g_mime_data_wrapper_get_stream(
                           g_mime_part_get_content(GMIME_PART(root))),
                       0, GMIME_STREAM_SEEK_END);
  BounceReport *report = bounce_parser_parse_message(parser, message, NULL);
  g_object_unref(message);
  g_object_unref(gmime);
  g_object_unref(stream);
  return report;
}

START_TEST(what_the_host_has_read_is_read_again)
{
  for (int spent = 0; spent < 2; spent++) {
    BounceReport *report =
        parse_by_gmime(FROM "\n<u@example.org>: 550 5.1.1 no\n", spent);
    ck_assert_uint_eq(bounce_report_n_recipients(report), 1);
    bounce_report_free(report);
  }
}
END_TEST

START_TEST(a_gmime_message_is_as_deep_as_the_limit)
{
  for (guint limit = 1; limit < 4; limit++) {
    bounce_parser_set_limit(parser, BOUNCE_LIMIT_DEPTH, limit);
    BounceReport *report = parse_by_gmime(
        REPORT "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\n"
               "<u@example.org>: 550 5.1.1 no\n--c--\n--b--\n",
        FALSE);
    ck_assert_uint_eq(bounce_report_limits_reached(report),
                      limit < 2 ? BOUNCE_LIMIT_DEPTH : 0);
    ck_assert_uint_eq(bounce_report_n_recipients(report), limit >= 2);
    bounce_report_free(report);
  }
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

/* What programs put before a header is no end of it. */
START_TEST(a_header_may_stand_behind_a_preamble)
{
  static const char *const preambles[] = {"", "\xEF\xBB\xBF", "From x\n\n",
                                          ">From x\n", "\n>From x\r\n\r\n"};
  for (gsize i = 0; i < G_N_ELEMENTS(preambles); i++) {
    g_autofree char *message =
        g_strconcat(preambles[i], "Subject: Undelivered\n" REPORT STATUS, NULL);
    BounceReport *report =
        bounce_parser_parse(parser, message, strlen(message), NULL);
    ck_assert_pstr_eq(bounce_report_subject(report), "Undelivered");
    bounce_report_free(report);
  }
}
END_TEST

/* The transfer encoding takes more bytes than the text, which counts. */
START_TEST(limits_count_what_is_decoded)
{
  static const char head[] = FROM "Content-Transfer-Encoding: base64\n\n";
  g_autofree char *words = g_strnfill(90, ';');
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
  tcase_add_test(cases, an_alternative_is_not_kept);
  tcase_add_test(cases, what_the_host_has_read_is_read_again);
  tcase_add_test(cases, a_gmime_message_is_as_deep_as_the_limit);
  tcase_add_test(cases, a_separator_ends_with_any_line_end);
  tcase_add_test(cases, a_header_may_stand_behind_a_preamble);
  tcase_add_test(cases, limits_count_what_is_decoded);
  tcase_add_test(cases, a_large_attachment_is_no_status);
  g_mime_init();
  return run_suite(suite);
}
