/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Each limit has a default, can be set, and is told by the report that it
 * ended; what was read until then is kept. */
#include <string.h>

#include <bounce/bounce.h>

#include "harness.h"

#define MIB (1024 * 1024)

static const struct {
  BounceLimit limit;
  uint64_t value; /* as include/bounce/parser.h says */
} defaults[] = {
    {BOUNCE_LIMIT_MESSAGE_BYTES, 128 * MIB},
    {BOUNCE_LIMIT_DEPTH, 32},
    {BOUNCE_LIMIT_PARTS, 256},
    {BOUNCE_LIMIT_HEADERS, 1000},
    {BOUNCE_LIMIT_HEADER_BYTES, 256 * 1024},
    {BOUNCE_LIMIT_LINE_BYTES, 65536},
    {BOUNCE_LIMIT_RECIPIENTS, 10000},
    {BOUNCE_LIMIT_TEXT_BYTES, 4 * MIB},
};

START_TEST(limit_has_a_default_a_getter_and_a_setter)
{
  BounceParser *parser = bounce_parser_new();
  BounceLimit limit = defaults[_i].limit;
  ck_assert_uint_eq(bounce_parser_limit(parser, limit), defaults[_i].value);
  ck_assert(!bounce_parser_set_limit(parser, limit, 0));
  ck_assert_uint_eq(bounce_parser_limit(parser, limit), defaults[_i].value);
  ck_assert(bounce_parser_set_limit(parser, limit, 7));
  for (size_t i = 0; i < G_N_ELEMENTS(defaults); i++)
    ck_assert_uint_eq(bounce_parser_limit(parser, defaults[i].limit),
                      i == (size_t)_i ? 7 : defaults[i].value);
  bounce_parser_unref(parser);
}
END_TEST

/* More does not fit into what files are read into. */
START_TEST(a_message_has_less_than_2_gib)
{
  BounceParser *parser = bounce_parser_new();
  ck_assert(
      bounce_parser_set_limit(parser, BOUNCE_LIMIT_MESSAGE_BYTES, UINT64_MAX));
  ck_assert_uint_eq(bounce_parser_limit(parser, BOUNCE_LIMIT_MESSAGE_BYTES),
                    INT32_MAX);
  ck_assert(bounce_parser_set_limit(parser, BOUNCE_LIMIT_PARTS, UINT64_MAX));
  ck_assert_uint_eq(bounce_parser_limit(parser, BOUNCE_LIMIT_PARTS),
                    UINT64_MAX);
  bounce_parser_unref(parser);
}
END_TEST

START_TEST(what_is_no_limit_is_refused)
{
  BounceParser *parser = bounce_parser_new();
  ck_assert(!bounce_parser_set_limit(parser, 3, 1));
  ck_assert(!bounce_parser_set_limit(parser, 256, 1));
  ck_assert_uint_eq(bounce_parser_limit(parser, 3), 0);
  ck_assert(!bounce_parser_set_limit(NULL, BOUNCE_LIMIT_PARTS, 1));
  ck_assert_uint_eq(bounce_parser_limit(NULL, BOUNCE_LIMIT_PARTS), 0);
  bounce_parser_unref(parser);
}
END_TEST

#define FROM "From: MAILER-DAEMON@example.net\nSubject: Undelivered\n"
#define HTML FROM "Content-Type: text/html\n\n"
#define REPORT                                                                 \
  FROM "Content-Type: multipart/report; boundary=b\n\n--b\n\nIt failed.\n\n"
#define STATUS                                                                 \
  "--b\nContent-Type: message/delivery-status\n\n"                             \
  "Final-Recipient: rfc822; u@example.org\nAction: failed\nStatus: 5.1.1\n"
#define MORE                                                                   \
  "\nFinal-Recipient: rfc822; v@example.org\nAction: failed\nStatus: 5.1.1\n"
#define REASON "&lt;u@example.org&gt;: 550 5.1.1 no such user"
#define FAR "<br><br>and a hundred more words of no use to anybody at all"

/* What is read with the limit, and the address that is found all the same. */
static const struct {
  BounceLimit limit;
  uint64_t value;
  const char *message;
  const char *address;
} reached[] = {
    {BOUNCE_LIMIT_MESSAGE_BYTES, 300, REPORT STATUS MORE MORE MORE,
     "u@example.org"},
    {BOUNCE_LIMIT_MESSAGE_BYTES, 150, HTML REASON FAR, "u@example.org"},
    {BOUNCE_LIMIT_DEPTH, 1,
     REPORT STATUS
     "\n--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n",
     "u@example.org"},
    {BOUNCE_LIMIT_PARTS, 2,
     REPORT STATUS "\n--b\nContent-Type: text/rfc822-headers\n\nSubject: x\n",
     "u@example.org"},
    {BOUNCE_LIMIT_HEADERS, 4, REPORT STATUS "X-A: b\nX-C: d\n",
     "u@example.org"},
    {BOUNCE_LIMIT_HEADERS, 3,
     FROM "Date: x\nX-A: b\n\n<u@example.org>: 550 5.1.1 no such user",
     "u@example.org"},
    /* An original's that a text holds, with lines that lost their margin. */
    {BOUNCE_LIMIT_HEADERS, 3,
     FROM "\n<u@example.org>: 550 5.1.1 no such user\n\n"
          "--- Below this line is a copy of the message.\n\n"
          "Received: from a\nby b\nTo: c\nd\nX-A: e\nf\nX-G: h\n",
     "u@example.org"},
    {BOUNCE_LIMIT_HEADER_BYTES, 140,
     REPORT STATUS
     "X-A: bbbbbbbbbbbbbbbbbbb"
     "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n",
     "u@example.org"},
    {BOUNCE_LIMIT_LINE_BYTES, 60,
     FROM "\n<u@example.org>: 550 5.1.1 no such user here or there or anywhere"
          " else in this house\n",
     "u@example.org"},
    {BOUNCE_LIMIT_LINE_BYTES, 60,
     HTML "<p>" REASON " here or there or anywhere else in this house</p>",
     "u@example.org"},
    {BOUNCE_LIMIT_RECIPIENTS, 1, REPORT STATUS MORE, "u@example.org"},
    {BOUNCE_LIMIT_RECIPIENTS, 1,
     HTML REASON "<br><br>&lt;v@example.org&gt;: 550 5.1.1 no such user",
     "u@example.org"},
    {BOUNCE_LIMIT_TEXT_BYTES, 130, REPORT STATUS MORE MORE, "u@example.org"},
    {BOUNCE_LIMIT_TEXT_BYTES, 80, HTML REASON FAR, "u@example.org"},
    /* Of all parts together. */
    {BOUNCE_LIMIT_TEXT_BYTES, 100,
     REPORT STATUS "\n--b\n\nand a hundred more words of no use to anybody\n",
     "u@example.org"},
};

START_TEST(a_reached_limit_is_told_and_what_was_read_is_kept)
{
  const char *message = reached[_i].message;
  const char *name = bounce_limit_to_string(reached[_i].limit);
  for (int set = 0; set < 2; set++) {
    BounceParser *parser = bounce_parser_new();
    if (set)
      bounce_parser_set_limit(parser, reached[_i].limit, reached[_i].value);
    BounceReport *report =
        bounce_parser_parse(parser, message, strlen(message), NULL);
    ck_assert_msg(bounce_report_limits_reached(report) ==
                      (set ? reached[_i].limit : 0),
                  "%s: %x", name, bounce_report_limits_reached(report));
    const BounceRecipient *recipient = bounce_report_recipient(report, 0);
    ck_assert_msg(recipient != NULL, "%s", name);
    ck_assert_pstr_eq(bounce_recipient_address(recipient), reached[_i].address);
    if (reached[_i].limit == BOUNCE_LIMIT_RECIPIENTS)
      ck_assert_uint_eq(bounce_report_n_recipients(report), set ? 1 : 2);
    bounce_report_free(report);
    bounce_parser_unref(parser);
  }
}
END_TEST

#define SAID                                                                   \
  FROM "Content-Type: text/plain; charset=utf-8\n\n"                           \
       "<u@example.org>: host mx.example.org[192.0.2.1] said: 550 5.1.1 no "
#define QUOTED                                                                 \
  FROM "Content-Type: text/plain; charset=utf-8\n\n"                           \
       "The following addresses had permanent fatal errors:\n"                 \
       "> 550 no\n<u@example.org> "
#define DIAGNOSED REPORT STATUS "Diagnostic-Code: smtp; 550 5.1.1 no "

/* Words, of which a part is kept. */
static const char *const longer[] = {SAID, QUOTED, DIAGNOSED};

START_TEST(no_character_is_cut)
{
  BounceParser *parser = bounce_parser_new();
  bounce_parser_set_limit(parser, BOUNCE_LIMIT_HEADER_BYTES, 5000);
  for (gsize shift = 0; shift < 3; shift++) {
    g_autoptr(GString) message = g_string_new(longer[_i]);
    g_string_append_len(message, "xx", (gssize)shift);
    for (int n = 0; n < 4000; n++)
      g_string_append(message, "\u20ac");
    BounceReport *report =
        bounce_parser_parse(parser, message->str, message->len, NULL);
    const char *words =
        bounce_recipient_diagnostic(bounce_report_recipient(report, 0));
    ck_assert_uint_gt(strlen(words), 4000);
    ck_assert_uint_lt(strlen(words), 5000);
    ck_assert(g_utf8_validate(words, -1, NULL));
    bounce_report_free(report);
  }
  bounce_parser_unref(parser);
}
END_TEST

/* Wherever a limit cuts: half an address would be another one. */
START_TEST(no_address_is_cut)
{
  static const struct {
    BounceLimit limit;
    const char *message;
  } cuts[] = {
      {BOUNCE_LIMIT_MESSAGE_BYTES, FROM "\n550 5.1.1 u@example.co.uk: unknown "
                                        "user, as v@example.co.uk is\n"},
      {BOUNCE_LIMIT_MESSAGE_BYTES,
       REPORT "--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: "
              "rfc822; u@example.co.uk\nAction: failed\nStatus: 5.1.1\n"},
      {BOUNCE_LIMIT_LINE_BYTES,
       FROM "\n550 5.1.1 User unknown: <u@example.co.uk> and more\n"},
      {BOUNCE_LIMIT_TEXT_BYTES,
       FROM "\n550 5.1.1 User unknown: <u@example.co.uk> and more\n"},
      {BOUNCE_LIMIT_HEADER_BYTES,
       "X-Failed-Recipients: v@example.co.uk, u@example.co.uk\n" FROM
       "\n550 5.1.1 User unknown\n"},
  };
  const char *message = cuts[_i].message;
  guint n_found = 0;
  for (gsize value = 1; value <= strlen(message); value++) {
    BounceParser *parser = bounce_parser_new();
    bounce_parser_set_limit(parser, cuts[_i].limit, value);
    BounceReport *report =
        bounce_parser_parse(parser, message, strlen(message), NULL);
    for (guint i = 0; i < bounce_report_n_recipients(report); i++) {
      const char *address =
          bounce_recipient_address(bounce_report_recipient(report, i));
      n_found += address != NULL;
      if (address)
        ck_assert_str_eq(address + 1, "@example.co.uk");
    }
    bounce_report_free(report);
    bounce_parser_unref(parser);
  }
  ck_assert_uint_gt(n_found, 0);
}
END_TEST

START_TEST(a_reply_is_bounded)
{
  BounceParser *parser = bounce_parser_new();
  g_autofree char *reply = g_strnfill(200, 'x');
  memcpy(reply, "550 5.1.1 no such user", 22);
  reply[100] = ' ';
  for (int set = 0; set < 2; set++) {
    if (set)
      bounce_parser_set_limit(parser, BOUNCE_LIMIT_TEXT_BYTES, 100);
    BounceReport *report =
        bounce_parser_classify_reply(parser, reply, 200, NULL, NULL);
    ck_assert_uint_eq(bounce_report_limits_reached(report),
                      set ? BOUNCE_LIMIT_TEXT_BYTES : 0);
    ck_assert_uint_eq(
        strlen(bounce_recipient_diagnostic(bounce_report_recipient(report, 0))),
        set ? 100 : 200);
    bounce_report_free(report);
  }
  BounceReport *whole =
      bounce_parser_classify_reply(parser, reply, 100, NULL, NULL);
  ck_assert_uint_eq(bounce_report_limits_reached(whole), 0);
  bounce_report_free(whole);
  bounce_parser_unref(parser);
}
END_TEST

START_TEST(a_reply_is_cut_between_words)
{
  static const char reply[] = "550 5.1.1 <user@example.org> is unknown";
  BounceParser *parser = bounce_parser_new();
  bounce_parser_set_limit(parser, BOUNCE_LIMIT_TEXT_BYTES, 20);
  BounceReport *report =
      bounce_parser_classify_reply(parser, reply, sizeof reply - 1, NULL, NULL);
  ck_assert_str_eq(
      bounce_recipient_diagnostic(bounce_report_recipient(report, 0)),
      "550 5.1.1 <");
  bounce_report_free(report);
  bounce_parser_unref(parser);
}
END_TEST

START_TEST(lines_are_cut_between_characters)
{
  static const char message[] = FROM
      "Content-Type: text/plain; charset=utf-8\n\n\u20ac\u20ac\u20ac\u20ac\n";
  BounceParser *parser = bounce_parser_new();
  bounce_parser_keep_parts(parser, true);
  bounce_parser_set_limit(parser, BOUNCE_LIMIT_LINE_BYTES, 10);
  BounceReport *report =
      bounce_parser_parse(parser, message, sizeof message - 1, NULL);
  ck_assert_str_eq(report->parts[report->n_parts - 1]->text,
                   "\u20ac\u20ac\u20ac\n");
  bounce_report_free(report);
  bounce_parser_unref(parser);
}
END_TEST

/* Almost as many as a report may have, and more than are looked at. */
START_TEST(no_recipient_is_lost_untold)
{
  BounceParser *parser = bounce_parser_new();
  for (int lines = 8000; lines <= 40000; lines += 32000) {
    g_autoptr(GString) message = g_string_new(FROM "\nYour mail failed.\n\n");
    for (int n = 0; n < lines; n++)
      g_string_append_printf(message,
                             "<u%d@example.org>:\nmx%d.example.org said: 550 "
                             "5.1.1 no\n\n",
                             n % 8000, n);
    BounceReport *report =
        bounce_parser_parse(parser, message->str, message->len, NULL);
    ck_assert_uint_eq(bounce_report_n_recipients(report), 8000);
    ck_assert_uint_eq(bounce_report_limits_reached(report),
                      lines == 8000 ? 0 : BOUNCE_LIMIT_TEXT_BYTES);
    bounce_report_free(report);
  }
  bounce_parser_unref(parser);
}
END_TEST

START_TEST(words_of_very_many_are_told_to_some)
{
  BounceParser *parser = bounce_parser_new();
  g_autoptr(GString) message = g_string_new(QUOTED);
  for (int n = 0; n < 4000; n++)
    g_string_append_printf(message,
                           "\n<"
                           "x\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc"
                           "\u00fc\u00fc\u00fc\u00fc%d@example.org>",
                           n);
  BounceReport *report =
      bounce_parser_parse(parser, message->str, message->len, NULL);
  gsize kept = 0;
  ck_assert_uint_eq(bounce_report_n_recipients(report), 4001);
  for (guint i = 0; i < 4001; i++) {
    const char *words =
        bounce_recipient_diagnostic(bounce_report_recipient(report, i));
    ck_assert(g_str_has_prefix(words, "550 no"));
    ck_assert(g_utf8_validate(words, -1, NULL));
    ck_assert_uint_gt(strlen(words), i < 200 ? 4000 : 100);
    kept += strlen(words);
  }
  ck_assert_uint_lt(kept, 2 * MIB);
  bounce_report_free(report);
  bounce_parser_unref(parser);
}
END_TEST

START_TEST(texts_are_read_however_many)
{
  BounceParser *parser = bounce_parser_new();
  g_autoptr(GString) message =
      g_string_new("From: MAILER-DAEMON@example.org\nSubject: Returned mail\n"
                   "Content-Type: multipart/mixed; boundary=b\n");
  for (int n = 0; n < 20; n++)
    g_string_append(message, "\n--b\n\nNothing is told here.\n");
  g_string_append(message, "\n--b\n\nYour message was not delivered.\n"
                           "<u@example.org>: 550 5.1.1 no such user\n--b--\n");
  BounceReport *report =
      bounce_parser_parse(parser, message->str, message->len, NULL);
  ck_assert_uint_eq(bounce_report_n_recipients(report), 1);
  const BounceRecipient *recipient = bounce_report_recipient(report, 0);
  ck_assert_str_eq(bounce_recipient_address(recipient), "u@example.org");
  ck_assert_uint_eq(bounce_recipient_reply_code(recipient), 550);
  ck_assert_str_eq(recipient->part, "21");
  ck_assert_uint_eq(recipient->line, 2);
  bounce_report_free(report);
  bounce_parser_unref(parser);
}
END_TEST

/* The text names the last of them by his original address, the envelope by
 * the other one. */
START_TEST(recipients_are_known_however_many)
{
  BounceParser *parser = bounce_parser_new();
  g_autoptr(GString) message = g_string_new(
      "From: MAILER-DAEMON@example.org\nTo: b-x-u999=example.org@example.net\n"
      "Content-Type: multipart/report; boundary=b;"
      " report-type=delivery-status\n\n"
      "--b\n\nThis mail failed.\n\n<u999@example.com>: 552 5.2.2 is full\n"
      "--b\nContent-Type: message/delivery-status\n\n"
      "Reporting-MTA: dns; mx.example.org\n");
  for (int n = 0; n < 1000; n++)
    g_string_append_printf(message,
                           "\nOriginal-Recipient: rfc822; u%d@example.com\n"
                           "Final-Recipient: rfc822; x-u%d@example.org\n"
                           "Action: failed\n",
                           n, n);
  BounceReport *report =
      bounce_parser_parse(parser, message->str, message->len, NULL);
  ck_assert_uint_eq(bounce_report_n_recipients(report), 1000);
  ck_assert_uint_eq(
      bounce_recipient_reply_code(bounce_report_recipient(report, 998)), 0);
  ck_assert_uint_eq(
      bounce_recipient_reply_code(bounce_report_recipient(report, 999)), 552);
  ck_assert_str_eq(report->original->recipient, "x-u999@example.org");
  bounce_report_free(report);
  bounce_parser_unref(parser);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("limits", &cases);
  tcase_add_loop_test(cases, limit_has_a_default_a_getter_and_a_setter, 0,
                      G_N_ELEMENTS(defaults));
  tcase_add_test(cases, a_message_has_less_than_2_gib);
  tcase_add_test(cases, what_is_no_limit_is_refused);
  tcase_add_loop_test(cases, a_reached_limit_is_told_and_what_was_read_is_kept,
                      0, G_N_ELEMENTS(reached));
  tcase_add_loop_test(cases, no_character_is_cut, 0, G_N_ELEMENTS(longer));
  tcase_add_loop_test(cases, no_address_is_cut, 0, 5);
  tcase_add_test(cases, a_reply_is_bounded);
  tcase_add_test(cases, a_reply_is_cut_between_words);
  tcase_add_test(cases, lines_are_cut_between_characters);
  tcase_add_test(cases, no_recipient_is_lost_untold);
  tcase_add_test(cases, words_of_very_many_are_told_to_some);
  tcase_add_test(cases, texts_are_read_however_many);
  tcase_add_test(cases, recipients_are_known_however_many);
  return run_suite(suite);
}
