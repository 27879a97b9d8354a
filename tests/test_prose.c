/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The general reader: bounces in nobody's format, and the words of servers. */
#include <string.h>

#include <bounce/bounce.h>

#include "formats/format.h"
#include "harness.h"
#include "prose/prose.h"

#define DAEMON                                                                 \
  "Return-Path: <>\nFrom: MAILER-DAEMON@mail.example.net\n"                    \
  "To: sender@example.net\nSubject: Returned mail\n\n"
#define PERSON                                                                 \
  "From: Ann <ann@example.org>\nTo: sender@example.net\nSubject: hello\n\n"
#define PROGRAM                                                                \
  "From: shop@example.org\nTo: sender@example.net\nSubject: Your parcel\n"     \
  "Auto-Submitted: auto-generated\n\n"

static BounceParser *parser;

/* The kind, then of each recipient what is known of it. */
static char *
read_message(const char *text)
{
  BounceReport *report = bounce_parser_parse(parser, text, strlen(text), NULL);
  GString *out = g_string_new(bounce_kind_to_string(report->kind));
  for (guint i = 0; i < report->n_recipients; i++) {
    const BounceRecipient *recipient = report->recipients[i];
    g_string_append_printf(out, "; %s",
                           recipient->address ? recipient->address : "nobody");
    if (recipient->reply_code)
      g_string_append_printf(out, " %u", recipient->reply_code);
    if (recipient->status)
      g_string_append_printf(out, " %s", recipient->status);
    if (recipient->remote_mta)
      g_string_append_printf(out, " %s", recipient->remote_mta);
    if (recipient->command)
      g_string_append_printf(out, " %s",
                             bounce_command_to_string(recipient->command));
  }
  if (report->original && report->original->message_id)
    g_string_append_printf(out, "; id %s", report->original->message_id);
  bounce_report_free(report);
  return g_string_free(out, FALSE);
}

static const struct {
  const char *message;
  const char *expected;
} messages[] = {
    {DAEMON "Your mail could not be delivered to:\n\n  u@example.org\n"
            "  550 5.1.1 No such user\n",
     "failure; u@example.org 550 5.1.1"},
    {DAEMON "The following addresses failed:\n\n"
            "  <u@example.org>: 550 no\n  <v@example.org>: 452 4.2.2 full\n",
     "failure; u@example.org 550; v@example.org 452 4.2.2"},
    /* The announcement ends in the line below, which may hold no colon. */
    {DAEMON "The following\naddresses failed: u@example.org\n",
     "failure; u@example.org"},
    {DAEMON "The following addresses\nfailed\n\n  u@example.org\n",
     "failure; u@example.org"},
    {DAEMON "The following recipients could not be reached:\n"
            " * u@example.org\n * v@example.org\n\nReason: 552 5.2.2 full\n",
     "failure; u@example.org 552 5.2.2; v@example.org 552 5.2.2"},
    {DAEMON "... while talking to mx.example.org.:\n"
            ">>> RCPT TO:<u@example.org>\n<<< 550 5.1.1 No such user\n"
            "550 <u@example.org>... User unknown\n",
     "failure; u@example.org 550 5.1.1 mx.example.org RCPT"},
    {DAEMON "... while talking to a.example.org:\n>>> RCPT TO:<u@example.org>\n"
            "<<< 550-5.1.1 No\n<<< 550 5.1.1 such user\n"
            "... while talking to b.example.org:\n>>> RCPT TO:<v@example.org>\n"
            "<<< 552 5.2.2 full\n",
     "failure; u@example.org 550 5.1.1 a.example.org RCPT; "
     "v@example.org 552 5.2.2 b.example.org RCPT"},
    {DAEMON
     "Delivery failed.\n\n<u@example.org>: host mx.example.org[192.0.2.1]"
     " said: 550\n    5.1.1 unknown (in reply to RCPT TO command)\n",
     "failure; u@example.org 550 5.1.1 mx.example.org RCPT"},
    {DAEMON "Delivery is delayed, will keep trying.\n\n  u@example.org\n",
     "delay; u@example.org"},
    {DAEMON "Your message was successfully delivered to the following "
            "recipients:\n\n  u@example.org\n",
     "delivered; u@example.org"},
    {DAEMON "Could not be delivered to: u@example.org\n\n"
            "--- Original message follows ---\n\nFrom: sender@example.net\n"
            "To: list@example.org\nMessage-ID: <1@example.net>\n\n"
            "w@example.org\n",
     "failure; u@example.org; id 1@example.net"},
    {DAEMON
     "Delivery failed.\n\nu@example.org\n\nReceived: from a by\nb\n"
     "From: sender@example.net\nSubject: x\nMessage-ID: <2@example.net>\n",
     "failure; u@example.org; id 2@example.net"},
    {DAEMON
     "I could not deliver your mail.\n\nReporting-MTA: dns; a.example.org\n"
     "\nFinal-Recipient: rfc822; u@example.org\nAction: failed\n"
     "Status: 5.2.1\nRemote-MTA: dns; mx.example.org\n",
     "failure; u@example.org 5.2.1 mx.example.org"},
    {DAEMON "Delivery failed: the mailbox of the recipient is full.\n\n"
            "Message-ID of your mail is <3@example.net>\n\nFrom: a@b.example\n"
            "To: u@example.org\nMessage-ID: <3@example.net>\nDate: today\n",
     "failure; u@example.org; id 3@example.net"},
    /* a body alone */
    {"Your message could not be delivered to:\n\nu@example.org\n\n550 5.1.1 no",
     "failure; u@example.org 550 5.1.1"},
    /* not invented: numbers, versions, dates, the reader's own address */
    {DAEMON "Mail for sender@example.net at 550 Main St was not delivered to\n"
            "u@example.org by version 5.1.1.2 on port 25.\n",
     "failure; u@example.org"},
    /* no bounces */
    {PERSON "My mail could not be delivered to:\n\nu@example.org\n\n"
            "550 5.1.1 No such user\n",
     "other"},
    {PERSON "> Your mail could not be delivered to:\n> u@example.org\n"
            "> 550 5.1.1 No such user\n\nWhat does this mean?\n",
     "other"},
    {PROGRAM "Your parcel could not be delivered to you at home.\n"
             "Call 550 5511, or write to help@example.org.\n",
     "other"},
    {"Return-Path: <>\nFrom: MAILER-DAEMON@mail.example.net\n"
     "To: sender@example.net\nSubject: hello\n\n"
     "Happy birthday to you and to u@example.org!\n",
     "other"},
    {DAEMON "", "other"},
};

START_TEST(general_reader_finds_the_facts)
{
  g_autofree char *got = read_message(messages[_i].message);
  ck_assert_str_eq(got, messages[_i].expected);
}
END_TEST

static const struct {
  const char *text;
  const char *remote_mta;
  BounceCommand command;
} words[] = {
    {"host mx.example.org[192.0.2.1] said: 550 no (in reply to RCPT TO "
     "command)",
     "mx.example.org", BOUNCE_COMMAND_RCPT},
    {"host mx.example.org[192.0.2.1] said: 550 no (in reply to end of DATA "
     "command)",
     "mx.example.org", BOUNCE_COMMAND_END_OF_DATA},
    {"host mx.example.org[192.0.2.1] refused to talk to me: 421 busy",
     "mx.example.org", BOUNCE_COMMAND_CONNECT},
    {"SMTP error from remote mail server after MAIL FROM:<a@example.net>: "
     "host mx.example.org [192.0.2.1]: 550 no",
     "mx.example.org", BOUNCE_COMMAND_MAIL},
    {"550 5.1.1 <u@example.org>: unknown", NULL, 0},
    {"", NULL, 0},
};

START_TEST(words_tell_host_and_command)
{
  Arena *arena = arena_new();
  Config config = {.use_formats = TRUE,
                   .rule_sets = g_ptr_array_new(),
                   .format_sets = g_ptr_array_new()};
  RecipientFacts facts = {0};
  g_ptr_array_add(config.format_sets, formats_builtin());
  prose_read_words(&config, arena, words[_i].text, strlen(words[_i].text),
                   &facts);
  ck_assert_pstr_eq(facts.remote_mta, words[_i].remote_mta);
  ck_assert_uint_eq(facts.command, words[_i].command);
  g_ptr_array_unref(config.rule_sets);
  g_ptr_array_unref(config.format_sets);
  arena_free(arena);
}
END_TEST

START_TEST(users_format_is_tried_first)
{
  static const char format[] =
      "format zebra\n"
      "  known text \"zebra regrets\"\n"
      "  recipient \"Mailbox: {address}\"\n"
      "  reads \"Answer: {text} (while sending {command})\"\n"
      "  reads line \"Relay: {remote_mta}\"\n"
      "  original after \"~~~\"\n"
      "  sample zebra\n  source test\n";
  static const char message[] =
      DAEMON "Zebra regrets:\n\nMailbox: u@example.org\n"
             "Relay:   mx.example.org (192.0.2.25)\n"
             "Answer:  550 5.2.2 Mailbox\n  is full (while sending RCPT)\n\n"
             "~~~\nFrom: a@example.net\nMessage-ID: <4@example.net>\n";
  BounceParser *own = bounce_parser_new();
  BounceError *error = NULL;
  ck_assert(
      bounce_parser_add_formats(own, "zebra", format, strlen(format), &error));
  BounceReport *report =
      bounce_parser_parse(own, message, strlen(message), NULL);
  ck_assert_str_eq(report->format, "zebra");
  ck_assert_uint_eq(report->n_recipients, 1);
  ck_assert_str_eq(report->recipients[0]->diagnostic,
                   "550 5.2.2 Mailbox is full");
  ck_assert_str_eq(report->recipients[0]->remote_mta, "mx.example.org");
  ck_assert_uint_eq(report->recipients[0]->command, BOUNCE_COMMAND_RCPT);
  ck_assert_str_eq(report->original->message_id, "4@example.net");
  bounce_report_free(report);
  bounce_parser_use_formats(own, false);
  report = bounce_parser_parse(own, message, strlen(message), NULL);
  ck_assert_ptr_null(report->format);
  bounce_report_free(report);
  bounce_parser_unref(own);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("prose", &cases);
  parser = bounce_parser_new();
  bounce_parser_use_formats(parser, false);
  tcase_add_loop_test(cases, general_reader_finds_the_facts, 0,
                      G_N_ELEMENTS(messages));
  tcase_add_loop_test(cases, words_tell_host_and_command, 0,
                      G_N_ELEMENTS(words));
  tcase_add_test(cases, users_format_is_tried_first);
  int result = run_suite(suite);
  bounce_parser_unref(parser);
  return result;
}
