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

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("providers", &cases);
  int failed;

  parser = bounce_parser_new();
  tcase_add_test(cases, replies_have_their_class);
  tcase_add_test(cases, addresses_are_no_marks);
  failed = run_suite(suite);
  bounce_parser_unref(parser);
  return failed;
}
