/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Getters and JSON in odd cases; test_json.c reads each field. */
#include <string.h>

#include <jansson.h>

#include <bounce/bounce.h>

#include "harness.h"

START_TEST(getters_accept_null)
{
  ck_assert_uint_eq(bounce_report_kind(NULL), 0);
  ck_assert_ptr_null(bounce_report_original(NULL));
  ck_assert_ptr_null(bounce_report_feedback(NULL));
  ck_assert_ptr_null(bounce_report_recipient(NULL, 0));
  ck_assert(!bounce_report_is_null_sender(NULL));
  ck_assert_ptr_null(bounce_recipient_address(NULL));
  ck_assert_uint_eq(bounce_recipient_reply_code(NULL), 0);
  ck_assert_ptr_null(bounce_original_message_id(NULL));
  ck_assert_ptr_null(bounce_feedback_type(NULL));
  ck_assert_ptr_null(bounce_report_to_json(NULL, NULL));
}
END_TEST

START_TEST(recipients_are_reached_by_their_place)
{
  BounceRecipient first = {0}, second = {0};
  const BounceRecipient *const list[] = {&first, &second};
  BounceReport report = {.recipients = list, .n_recipients = 2};
  ck_assert_uint_eq(bounce_report_n_recipients(&report), 2);
  ck_assert_ptr_eq(bounce_report_recipient(&report, 0), &first);
  ck_assert_ptr_eq(bounce_report_recipient(&report, 1), &second);
  ck_assert_ptr_null(bounce_report_recipient(&report, 2));
}
END_TEST

START_TEST(json_is_valid_whatever_the_strings_hold)
{
  BounceRecipient r = {.address = "a\x01\"\\\xff", .class_ = 1};
  const BounceRecipient *list[] = {&r};
  BounceOriginal o = {0};
  BounceReport report = {.kind = 1,
                         .recipients = list,
                         .n_recipients = 1,
                         .original = &o,
                         .limits_reached = 5};
  char *text = bounce_report_to_json(&report, "pa\xfeth");
  ck_assert(g_utf8_validate(text, -1, NULL));
  ck_assert_ptr_null(strchr(text, '\n'));
  json_t *json = json_loads(text, 0, NULL);
  ck_assert_ptr_nonnull(json);
  ck_assert_uint_eq(json_array_size(json_object_get(json, "limits_reached")),
                    2);
  json_t *recipient = json_array_get(json_object_get(json, "recipients"), 0);
  ck_assert_str_eq(json_string_value(json_object_get(recipient, "class")),
                   "user_unknown");
  ck_assert(json_is_null(json_object_get(recipient, "status")));
  json_decref(json);
  bounce_string_free(text);
}
END_TEST

START_TEST(json_gives_strings_back_as_they_were)
{
  char bytes[128 + 16] = "";
  for (int i = 1; i < 128; i++)
    bytes[i - 1] = (char)i;
  g_strlcat(bytes, "\u00e9\u2028\U0001f4e7", sizeof bytes);
  BounceOriginal o = {.subject = bytes};
  BounceReport report = {.kind = 1, .original = &o};
  char *text = bounce_report_to_json(&report, "");
  json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
  ck_assert_ptr_nonnull(json);
  json_t *original = json_object_get(json, "original");
  ck_assert_str_eq(json_string_value(json_object_get(original, "subject")),
                   bytes);
  ck_assert_str_eq(json_string_value(json_object_get(json, "source")), "");
  json_decref(json);
  bounce_string_free(text);
}
END_TEST

START_TEST(versions_compare)
{
  ck_assert_str_eq(bounce_version(), BOUNCE_VERSION_STRING);
  ck_assert(bounce_version_check(BOUNCE_VERSION_MAJOR, BOUNCE_VERSION_MINOR,
                                 BOUNCE_VERSION_PATCH));
  ck_assert(!bounce_version_check(BOUNCE_VERSION_MAJOR, BOUNCE_VERSION_MINOR,
                                  BOUNCE_VERSION_PATCH + 1));
  ck_assert(
      !bounce_version_check(BOUNCE_VERSION_MAJOR, BOUNCE_VERSION_MINOR + 1, 0));
  ck_assert(!bounce_version_check(BOUNCE_VERSION_MAJOR + 1, 0, 0));
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("report", &cases);
  tcase_add_test(cases, getters_accept_null);
  tcase_add_test(cases, recipients_are_reached_by_their_place);
  tcase_add_test(cases, json_is_valid_whatever_the_strings_hold);
  tcase_add_test(cases, json_gives_strings_back_as_they_were);
  tcase_add_test(cases, versions_compare);
  return run_suite(suite);
}
