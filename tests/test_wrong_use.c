/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Wrong use that needs an object: texts of no bytes, bytes that are no UTF-8,
 * codes of a newer version. tests/check-wrong-use.py calls all with NULL. */
#include <string.h>

#include <bounce/bounce.h>

#include "harness.h"

#define NEWER 0x40000000u

static BounceParser *parser;

static void
set_up(void)
{
  parser = bounce_parser_new();
}

static void
tear_down(void)
{
  bounce_parser_unref(parser);
}

static BounceClass
class_of(const char *reply)
{
  BounceReport *report =
      bounce_parser_classify_reply(parser, reply, strlen(reply), NULL, NULL);
  BounceClass class_ =
      bounce_recipient_class(bounce_report_recipient(report, 0));
  bounce_report_free(report);
  return class_;
}

/* Knowledge that is refused as a whole: the error names the line. */
static void
ck_refused(bool added, BounceError *error, const char *message)
{
  ck_assert(!added);
  ck_assert_uint_eq(bounce_error_code(error), BOUNCE_ERROR_SYNTAX);
  ck_assert_str_eq(bounce_error_message(error), message);
  bounce_error_free(error);
}

START_TEST(knowledge_that_is_no_utf8_is_refused)
{
  static const char rules[] = "class policy\n  name own\n  \"no zebra\"\n"
                              "  sample \"550 no zebra\"\n  source own\n"
                              "class spam\n  name bad\n  \"z\xE9\x62ra\"\n";
  static const char formats[] = "format own\n  known by \"\xFF\"\n";
  BounceError *error = NULL;
  bool added = bounce_parser_add_rules(parser, "own.rules", rules,
                                       sizeof rules - 1, &error);
  ck_refused(added, error, "own.rules:8: the line is not valid UTF-8");
  ck_assert_uint_ne(class_of("550 no zebra"), BOUNCE_CLASS_POLICY);
  error = NULL;
  added = bounce_parser_add_formats(parser, "own.formats", formats,
                                    sizeof formats - 1, &error);
  ck_refused(added, error, "own.formats:2: the line is not valid UTF-8");
}
END_TEST

START_TEST(a_nul_in_rules_is_no_end)
{
  static const char rules[] = "class policy\n  name own\n  \"no\0zebra\"\n";
  BounceError *error = NULL;
  ck_assert(
      !bounce_parser_add_rules(parser, NULL, rules, sizeof rules - 1, &error));
  ck_assert_ptr_eq(strstr(bounce_error_message(error), "rules:3: "),
                   bounce_error_message(error));
  bounce_error_free(error);
}
END_TEST

START_TEST(no_bytes_are_no_error)
{
  ck_assert(bounce_parser_add_rules(parser, NULL, NULL, 0, NULL));
  ck_assert(bounce_parser_add_rules(parser, "n", "class nonsense", 0, NULL));
  ck_assert(bounce_parser_add_formats(parser, NULL, NULL, 0, NULL));
  BounceReport *report = bounce_parser_parse(parser, "x", 0, NULL);
  ck_assert_uint_eq(bounce_report_kind(report), BOUNCE_KIND_OTHER);
  bounce_report_free(report);
  report = bounce_parser_classify_reply(parser, NULL, 0, NULL, NULL);
  ck_assert_uint_eq(bounce_report_n_recipients(report), 1);
  ck_assert_uint_eq(report->recipients[0]->class_, BOUNCE_CLASS_UNDETERMINED);
  bounce_report_free(report);
}
END_TEST

START_TEST(bytes_without_a_place_are_errors)
{
  BounceError *error = NULL;
  ck_assert(!bounce_parser_add_rules(parser, NULL, NULL, 1, &error));
  ck_assert_uint_eq(bounce_error_code(error), BOUNCE_ERROR_ARGUMENT);
  bounce_error_free(error);
  error = NULL;
  ck_assert(!bounce_parser_add_formats(parser, NULL, NULL, 1, &error));
  ck_assert_uint_eq(bounce_error_code(error), BOUNCE_ERROR_ARGUMENT);
  bounce_error_free(error);
  error = NULL;
  ck_assert_ptr_null(
      bounce_parser_classify_reply(parser, NULL, 1, NULL, &error));
  ck_assert_uint_eq(bounce_error_code(error), BOUNCE_ERROR_ARGUMENT);
  bounce_error_free(error);
}
END_TEST

START_TEST(other_texts_may_be_any_bytes)
{
  static const char bytes[] = "5\xE9 \xFF\xFE\x80";
  ck_assert(!bounce_parser_keep_header(parser, bytes));
  bounce_parser_trust_server(parser, bytes);
  bounce_parser_set_verp_delimiters(parser, bytes);
  BounceReport *report = bounce_parser_classify_reply(
      parser, bytes, sizeof bytes - 1, bytes, NULL);
  char *json = bounce_report_to_json(report, bytes);
  ck_assert(g_utf8_validate(json, -1, NULL));
  ck_assert(g_utf8_validate(report->recipients[0]->diagnostic, -1, NULL));
  ck_assert_ptr_null(
      bounce_original_header_value(bounce_report_original(report), bytes));
  bounce_string_free(json);
  bounce_report_free(report);
  ck_assert_uint_eq(bounce_class_from_string(bytes), 0);
}
END_TEST

START_TEST(errors_are_one_line_of_utf8)
{
  BounceError *error = NULL;
  ck_assert_ptr_null(
      bounce_parser_parse_file(parser, "/no\n\x1b[31m\xff", &error));
  const char *message = bounce_error_message(error);
  ck_assert(g_utf8_validate(message, -1, NULL));
  for (const char *c = message; *c; c++)
    ck_assert(!g_ascii_iscntrl(*c));
  bounce_error_free(error);
}
END_TEST

/* Of two sets, the one that was added first decides. */
START_TEST(rules_count_in_the_order_of_their_sets)
{
  static const char first[] = "class policy\n  name own\n  \"no zebra\"\n"
                              "  sample \"550 no zebra\"\n  source own\n";
  static const char second[] = "class spam\n  name own\n  \"no zebra\"\n"
                               "  sample \"550 no zebra\"\n  source own\n";
  ck_assert(
      bounce_parser_add_rules(parser, "1", first, sizeof first - 1, NULL));
  ck_assert(
      bounce_parser_add_rules(parser, "2", second, sizeof second - 1, NULL));
  ck_assert_uint_eq(class_of("550 no zebra"), BOUNCE_CLASS_POLICY);
}
END_TEST

/* What the host knows beats what is built in. */
START_TEST(own_rules_beat_the_built_in_ones)
{
  static const char own[] = "class policy\n  name own\n  \"user unknown\"\n"
                            "  sample \"550 user unknown\"\n  source own\n";
  ck_assert_uint_eq(class_of("550 user unknown"), BOUNCE_CLASS_USER_UNKNOWN);
  ck_assert(bounce_parser_add_rules(parser, "1", own, sizeof own - 1, NULL));
  ck_assert_uint_eq(class_of("550 user unknown"), BOUNCE_CLASS_POLICY);
}
END_TEST

START_TEST(a_reply_is_a_failure_or_none)
{
  static const struct {
    const char *reply;
    BounceKind kind;
  } replies[] = {{"250 2.0.0 Ok", BOUNCE_KIND_DELIVERED},
                 {"354 go on", BOUNCE_KIND_DELIVERED},
                 {"450 later", BOUNCE_KIND_FAILURE},
                 {"550 no", BOUNCE_KIND_FAILURE},
                 {"no", BOUNCE_KIND_FAILURE}};
  for (guint i = 0; i < G_N_ELEMENTS(replies); i++) {
    BounceReport *report = bounce_parser_classify_reply(
        parser, replies[i].reply, strlen(replies[i].reply), NULL, NULL);
    ck_assert_uint_eq(report->kind, replies[i].kind);
    ck_assert_uint_eq(report->recipients[0]->source, BOUNCE_SOURCE_REPLY);
    bounce_report_free(report);
  }
}
END_TEST

START_TEST(formats_can_be_left_out)
{
  static const char message[] =
      "From: MAILER-DAEMON@example.net\nSubject: failure notice\n\n"
      "Hi. This is the qmail-send program at example.net.\n"
      "I'm afraid I wasn't able to deliver your message to the following "
      "addresses.\n\n<u@example.org>:\n550 no such user\n";
  for (int use = 0; use < 2; use++) {
    bounce_parser_use_formats(parser, use);
    BounceReport *report =
        bounce_parser_parse(parser, message, sizeof message - 1, NULL);
    ck_assert_pstr_eq(bounce_report_format(report), use ? "qmail" : NULL);
    ck_assert_uint_eq(bounce_report_n_recipients(report), 1);
    bounce_report_free(report);
  }
}
END_TEST

START_TEST(codes_of_a_newer_version_are_unknown)
{
  ck_assert(!bounce_parser_set_limit(parser, NEWER, 1));
  ck_assert_uint_eq(bounce_parser_limit(parser, NEWER), 0);
  ck_assert_str_eq(bounce_kind_to_string(NEWER), "unknown");
  ck_assert_str_eq(bounce_class_to_string(NEWER), "unknown");
  ck_assert_str_eq(bounce_limit_to_string(NEWER), "unknown");
  ck_assert_uint_eq(bounce_class_category(NEWER), 0);
  ck_assert_uint_eq(bounce_class_hardness(NEWER), 0);
  ck_assert_str_eq(bounce_class_title(NEWER),
                   bounce_class_title(BOUNCE_CLASS_UNDETERMINED));
  ck_assert_ptr_null(bounce_class_to_sisimai(NEWER));
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("wrong_use", &cases);
  tcase_add_checked_fixture(cases, set_up, tear_down);
  tcase_add_test(cases, knowledge_that_is_no_utf8_is_refused);
  tcase_add_test(cases, a_nul_in_rules_is_no_end);
  tcase_add_test(cases, no_bytes_are_no_error);
  tcase_add_test(cases, bytes_without_a_place_are_errors);
  tcase_add_test(cases, other_texts_may_be_any_bytes);
  tcase_add_test(cases, errors_are_one_line_of_utf8);
  tcase_add_test(cases, rules_count_in_the_order_of_their_sets);
  tcase_add_test(cases, own_rules_beat_the_built_in_ones);
  tcase_add_test(cases, a_reply_is_a_failure_or_none);
  tcase_add_test(cases, formats_can_be_left_out);
  tcase_add_test(cases, codes_of_a_newer_version_are_unknown);
  return run_suite(suite);
}
