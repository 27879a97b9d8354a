/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The knowledge in data/providers against a list of replies with the hosts that
 * they came from (tests/rules/providers.tsv). */
#include <string.h>

#include <bounce/bounce.h>

#include "harness.h"

static BounceParser *parser;

static GPtrArray *
read_rows(const char *name)
{
  g_autofree char *path =
      g_build_filename(data_folder(), "..", "rules", name, NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
  guint i;

  ck_assert_msg(g_file_get_contents(path, &text, NULL, NULL), "%s", path);
  lines = g_strsplit(text, "\n", -1);
  for (i = 0; lines[i] != NULL; i++) {
    if (lines[i][0] != '\0' && lines[i][0] != '#')
      g_ptr_array_add(rows, g_strsplit(lines[i], "\t", -1));
  }
  return rows;
}

static const BounceRecipient *
classify(const char *reply, const char *host, BounceReport **report)
{
  *report =
      bounce_parser_classify_reply(parser, reply, strlen(reply), host, NULL);
  ck_assert_ptr_nonnull(*report);
  return bounce_report_recipient(*report, 0);
}

START_TEST(replies_have_their_class)
{
  g_autoptr(GPtrArray) rows = read_rows("providers.tsv");
  g_autoptr(GString) wrong = g_string_new(NULL);
  guint i;

  for (i = 0; i < rows->len; i++) {
    char **row = g_ptr_array_index(rows, i);
    g_auto(GStrv) classes = NULL;
    const BounceRecipient *recipient;
    BounceReport *report;
    const char *got;

    ck_assert_msg(g_strv_length(row) >= 2, "%s", row[0]);
    classes = g_strsplit(row[1], "|", -1);
    recipient = classify(row[0], row[2], &report);
    got = bounce_class_to_string(bounce_recipient_class(recipient));
    if (!g_strv_contains((const char *const *)classes, got))
      g_string_append_printf(wrong, "\n%s\n  from %s: wants %s, got %s", row[0],
                             row[2] != NULL ? row[2] : "nowhere", row[1], got);
    bounce_report_free(report);
  }
  ck_assert_uint_gt(rows->len, 500);
  ck_assert_msg(wrong->len == 0, "%s", wrong->str);
}
END_TEST

/* An address at a provider, in another server's words, is none of its marks:
 * the first of a pair must mean what the second does. */
START_TEST(addresses_are_no_marks)
{
  static const char *const domains[] = {
      "gmail.com",  "outlook.com", "hotmail.com", "yahoo.com", "aol.com",
      "icloud.com", "me.com",      "qq.com",      "163.com",   "comcast.net",
      "gmx.net",    "web.de",      "orange.fr",   "mail.ru",   "yandex.ru",
      "zoho.com",   "att.net",     "t-online.de", "freenet.de"};
  static const char *const replies[] = {
      "550 5.7.1 <someone@%s>: Relay access denied",
      "550 5.2.1 <someone@%s>... User unknown",
      "552 5.2.2 <someone@%s>: mailbox is full",
      "554 5.7.1 <someone@%s>: Sender address rejected: not allowed",
      "550 5.4.1 <someone@%s> does not exist"};
  guint i, j;

  for (i = 0; i < G_N_ELEMENTS(replies); i++) {
    for (j = 0; j < G_N_ELEMENTS(domains); j++) {
      g_auto(GStrv) parts = g_strsplit(replies[i], "%s", 2);
      g_autofree char *one = g_strjoinv(domains[j], parts);
      g_autofree char *other = g_strjoinv("example.org", parts);
      BounceReport *first, *second;
      const BounceRecipient *left = classify(one, NULL, &first);
      const BounceRecipient *right = classify(other, NULL, &second);

      ck_assert_msg(bounce_recipient_class(left) ==
                        bounce_recipient_class(right),
                    "%s", one);
      bounce_report_free(first);
      bounce_report_free(second);
    }
  }
}
END_TEST

static char *
provider_of(BounceParser *own, const char *host, const char *address,
            const char *text)
{
  g_autofree char *mail = g_strdup_printf(
      "Content-Type: message/delivery-status\n\n"
      "Reporting-MTA: dns; mail.example.net\n\n"
      "Final-Recipient: rfc822; %s\nAction: failed\nStatus: 5.0.0\n"
      "%s%s%sDiagnostic-Code: smtp; %s\n",
      address, host != NULL ? "Remote-MTA: dns; " : "",
      host != NULL ? host : "", host != NULL ? "\n" : "", text);
  BounceReport *report = bounce_parser_parse(own, mail, strlen(mail), NULL);
  const BounceRecipient *recipient = bounce_report_recipient(report, 0);
  char *name;

  ck_assert_ptr_nonnull(recipient);
  name = g_strdup(bounce_recipient_provider(recipient));
  bounce_report_free(report);
  return name;
}

/* The server that refused, the address' domain, whose words decided. */
START_TEST(recipients_have_a_provider)
{
  static const struct {
    const char *host, *address, *text, *provider;
  } rows[] = {
      {"aspmx.l.google.com", "u@example.org", "550 no", "google"},
      {"ALT1.ASPMX.L.Google.com.", "u@yahoo.com", "550 no", "google"},
      {NULL, "u@GMAIL.com", "550 no", "google"},
      {"mx.example.org", "u@hotmail.fr", "550 no", "microsoft"},
      {"mx.example.org", "u@a.rr.com", "550 no", "spectrum"},
      {NULL, "\"a@yahoo.com\"@example.org", "550 no", NULL},
      {NULL, "u@notgmail.com", "550 no", NULL},
      {NULL, "u@gmail.com.example.org", "550 no", NULL},
      {NULL, "u@example.org", "550 no", NULL},
      {"192.0.2.1", "u@example.org", "550 no", NULL},
      {NULL, "u@example.org", "550 5.7.1 blocked [TSS04]", "yahoo"},
      {"mx.example.org", "u@example.org",
       "550-5.1.1 The email account that you tried to reach does not exist. "
       "- gsmtp",
       "google"},
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *got =
        provider_of(parser, rows[i].host, rows[i].address, rows[i].text);

    ck_assert_msg(g_strcmp0(got, rows[i].provider) == 0, "row %u: %s", i,
                  got != NULL ? got : "none");
  }
}
END_TEST

START_TEST(own_providers_come_first)
{
  static const char rules[] =
      "provider our_own\n  host \"*.gmail.com\" | \"*.example.org\"\n\n"
      "class spam\n  \"a word of theirs\"\n";
  BounceParser *own = bounce_parser_new();
  g_autofree char *known = NULL, *new = NULL, *other = NULL;

  ck_assert(bounce_parser_add_rules(own, "own", rules, strlen(rules), NULL));
  known = provider_of(own, NULL, "u@gmail.com", "550 no");
  new = provider_of(own, "mx.example.org", "u@example.net", "550 no");
  other = provider_of(own, NULL, "u@yahoo.com", "550 no");
  ck_assert_str_eq(known, "our_own");
  ck_assert_str_eq(new, "our_own");
  ck_assert_str_eq(other, "yahoo");
  bounce_parser_unref(own);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("providers", &cases);
  int failed;

  parser = bounce_parser_new();
  tcase_add_test(cases, replies_have_their_class);
  tcase_add_test(cases, addresses_are_no_marks);
  tcase_add_test(cases, recipients_have_a_provider);
  tcase_add_test(cases, own_providers_come_first);
  failed = run_suite(suite);
  bounce_parser_unref(parser);
  return failed;
}
