/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every field of a report has a function and a key in JSON, which give it and
 * no other one. */
#include <stddef.h>
#include <string.h>

#include <jansson.h>

#include <bounce/bounce.h>

#include "harness.h"

typedef const char *(*Getter)(const void *);

/* A field that holds a text: its key, its place in the struct, its function. */
typedef struct {
  const char *key;
  gsize at;
  Getter get;
} Text;

#define TEXT(type, key, field, getter)                                         \
  {                                                                            \
    key, offsetof(type, field), (Getter)(void (*)(void))getter                 \
  }
#define FILL(object, texts) fill(&(object), texts, G_N_ELEMENTS(texts))
#define COMPARE(object, texts, json)                                           \
  compare(&(object), texts, G_N_ELEMENTS(texts), json)

/* Puts the key of each into its field: texts that differ. */
static void
fill(void *object, const Text *texts, gsize n)
{
  for (gsize i = 0; i < n; i++)
    *(const char **)(void *)((char *)object + texts[i].at) = texts[i].key;
}

static void
compare(const void *object, const Text *texts, gsize n, const json_t *json)
{
  ck_assert_ptr_nonnull(json);
  for (gsize i = 0; i < n; i++) {
    ck_assert_pstr_eq(texts[i].get(object), texts[i].key);
    ck_assert_ptr_null(texts[i].get(NULL));
    ck_assert_pstr_eq(json_string_value(json_object_get(json, texts[i].key)),
                      texts[i].key);
  }
}

/* A report as JSON. */
static json_t *
json_of(const BounceReport *report)
{
  char *text = bounce_report_to_json(report, NULL);
  json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
  ck_assert_msg(json != NULL, "%s", text);
  bounce_string_free(text);
  return json;
}

static const char *
word(const json_t *object, const char *key)
{
  return json_string_value(json_object_get(object, key));
}

static json_int_t
number(const json_t *object, const char *key)
{
  return json_integer_value(json_object_get(object, key));
}

static const Text recipient_texts[] = {
    TEXT(BounceRecipient, "address", address, bounce_recipient_address),
    TEXT(BounceRecipient, "original_address", original_address,
         bounce_recipient_original_address),
    TEXT(BounceRecipient, "status", status, bounce_recipient_status),
    TEXT(BounceRecipient, "diagnostic", diagnostic,
         bounce_recipient_diagnostic),
    TEXT(BounceRecipient, "remote_mta", remote_mta,
         bounce_recipient_remote_mta),
    TEXT(BounceRecipient, "provider", provider, bounce_recipient_provider),
    TEXT(BounceRecipient, "retry_until", retry_until,
         bounce_recipient_retry_until),
    TEXT(BounceRecipient, "last_attempt", last_attempt,
         bounce_recipient_last_attempt),
    TEXT(BounceRecipient, "blocklist", blocklist, bounce_recipient_blocklist),
    TEXT(BounceRecipient, "listed", listed, bounce_recipient_listed),
    TEXT(BounceRecipient, "help_url", help_url, bounce_recipient_help_url),
    TEXT(BounceRecipient, "new_address", new_address,
         bounce_recipient_new_address),
};

static const Text evidence_texts[] = {
    TEXT(BounceRecipient, "part", part, bounce_recipient_part),
    TEXT(BounceRecipient, "rule", rule, bounce_recipient_rule),
    TEXT(BounceRecipient, "rule_place", rule_place,
         bounce_recipient_rule_place),
    TEXT(BounceRecipient, "matched", matched, bounce_recipient_matched),
    TEXT(BounceRecipient, "overruled", overruled, bounce_recipient_overruled),
};

static const Text original_texts[] = {
    TEXT(BounceOriginal, "message_id", message_id, bounce_original_message_id),
    TEXT(BounceOriginal, "subject", subject, bounce_original_subject),
    TEXT(BounceOriginal, "from", from, bounce_original_from),
    TEXT(BounceOriginal, "to", to, bounce_original_to),
    TEXT(BounceOriginal, "date", date, bounce_original_date),
    TEXT(BounceOriginal, "return_path", return_path,
         bounce_original_return_path),
    TEXT(BounceOriginal, "list_id", list_id, bounce_original_list_id),
    TEXT(BounceOriginal, "feedback_id", feedback_id,
         bounce_original_feedback_id),
    TEXT(BounceOriginal, "recipient", recipient, bounce_original_recipient),
    TEXT(BounceOriginal, "token", token, bounce_original_token),
    TEXT(BounceOriginal, "address_scheme", address_scheme,
         bounce_original_address_scheme),
};

static const Text feedback_texts[] = {
    TEXT(BounceFeedback, "type", type, bounce_feedback_type),
    TEXT(BounceFeedback, "user_agent", user_agent, bounce_feedback_user_agent),
    TEXT(BounceFeedback, "source_ip", source_ip, bounce_feedback_source_ip),
    TEXT(BounceFeedback, "original_mail_from", original_mail_from,
         bounce_feedback_original_mail_from),
    TEXT(BounceFeedback, "arrival_date", arrival_date,
         bounce_feedback_arrival_date),
    TEXT(BounceFeedback, "reported_domain", reported_domain,
         bounce_feedback_reported_domain),
    TEXT(BounceFeedback, "reported_uri", reported_uri,
         bounce_feedback_reported_uri),
    TEXT(BounceFeedback, "reporting_mta", reporting_mta,
         bounce_feedback_reporting_mta),
    TEXT(BounceFeedback, "incidents", incidents, bounce_feedback_incidents),
    TEXT(BounceFeedback, "auth_failure", auth_failure,
         bounce_feedback_auth_failure),
    TEXT(BounceFeedback, "delivery_result", delivery_result,
         bounce_feedback_delivery_result),
    TEXT(BounceFeedback, "authentication_results", authentication_results,
         bounce_feedback_authentication_results),
};

static const Text report_texts[] = {
    TEXT(BounceReport, "disposition", disposition, bounce_report_disposition),
    TEXT(BounceReport, "format", format, bounce_report_format),
    TEXT(BounceReport, "reporting_mta", reporting_mta,
         bounce_report_reporting_mta),
    TEXT(BounceReport, "received_from_mta", received_from_mta,
         bounce_report_received_from_mta),
    TEXT(BounceReport, "arrival_date", arrival_date,
         bounce_report_arrival_date),
    TEXT(BounceReport, "envelope_id", envelope_id, bounce_report_envelope_id),
    TEXT(BounceReport, "message_id", message_id, bounce_report_message_id),
    TEXT(BounceReport, "subject", subject, bounce_report_subject),
    TEXT(BounceReport, "from", from, bounce_report_from),
    TEXT(BounceReport, "to", to, bounce_report_to),
    TEXT(BounceReport, "date", date, bounce_report_date),
    TEXT(BounceReport, "auto_submitted", auto_submitted,
         bounce_report_auto_submitted),
    TEXT(BounceReport, "authentication_results", authentication_results,
         bounce_report_authentication_results),
};

static const BounceRecipient codes = {
    .action = BOUNCE_ACTION_DELAYED,
    .class_ = BOUNCE_CLASS_USER_UNKNOWN,
    .category = BOUNCE_CATEGORY_HOST,
    .hardness = BOUNCE_HARDNESS_SOFT,
    .advice = BOUNCE_ADVICE_SLOW_DOWN,
    .reply_code = 554,
    .command = BOUNCE_COMMAND_MAIL,
    .retry_after = 300,
    .size_limit = G_GUINT64_CONSTANT(5000000000),
    .source = BOUNCE_SOURCE_ENVELOPE,
    .line = 7,
};

/* The report of one recipient, as JSON. */
static json_t *
json_of_recipient(const BounceRecipient *recipient)
{
  static const BounceOriginal original;
  const BounceRecipient *const list[] = {recipient};
  return json_of(&(BounceReport){.kind = BOUNCE_KIND_FAILURE,
                                 .recipients = list,
                                 .n_recipients = 1,
                                 .original = &original});
}

START_TEST(a_recipient_tells_its_texts)
{
  BounceRecipient r = codes;
  FILL(r, recipient_texts);
  FILL(r, evidence_texts);
  json_t *report = json_of_recipient(&r);
  json_t *json = json_array_get(json_object_get(report, "recipients"), 0);
  COMPARE(r, recipient_texts, json);
  COMPARE(r, evidence_texts, json_object_get(json, "evidence"));
  json_decref(report);
}
END_TEST

START_TEST(a_recipient_tells_its_codes_and_numbers)
{
  const BounceRecipient *r = &codes;
  json_t *report = json_of_recipient(r);
  json_t *json = json_array_get(json_object_get(report, "recipients"), 0);
  json_t *evidence = json_object_get(json, "evidence");
  ck_assert_pstr_eq(word(json, "action"), "delayed");
  ck_assert_pstr_eq(word(json, "class"), "user_unknown");
  ck_assert_pstr_eq(word(json, "category"), "host");
  ck_assert_pstr_eq(word(json, "hardness"), "soft");
  ck_assert_pstr_eq(word(json, "advice"), "slow_down");
  ck_assert_pstr_eq(word(json, "command"), "MAIL");
  ck_assert_pstr_eq(word(evidence, "source"), "envelope");
  ck_assert_int_eq(number(json, "reply_code"), 554);
  ck_assert_int_eq(number(json, "retry_after"), 300);
  ck_assert_int_eq(number(json, "size_limit"), 5000000000);
  ck_assert_int_eq(number(evidence, "line"), 7);
  json_decref(report);
  ck_assert_uint_eq(bounce_recipient_action(r), BOUNCE_ACTION_DELAYED);
  ck_assert_uint_eq(bounce_recipient_class(r), BOUNCE_CLASS_USER_UNKNOWN);
  ck_assert_uint_eq(bounce_recipient_category(r), BOUNCE_CATEGORY_HOST);
  ck_assert_uint_eq(bounce_recipient_hardness(r), BOUNCE_HARDNESS_SOFT);
  ck_assert_uint_eq(bounce_recipient_advice(r), BOUNCE_ADVICE_SLOW_DOWN);
  ck_assert_uint_eq(bounce_recipient_command(r), BOUNCE_COMMAND_MAIL);
  ck_assert_uint_eq(bounce_recipient_source(r), BOUNCE_SOURCE_ENVELOPE);
  ck_assert_uint_eq(bounce_recipient_reply_code(r), 554);
  ck_assert_uint_eq(bounce_recipient_retry_after(r), 300);
  ck_assert_uint_eq(bounce_recipient_size_limit(r), 5000000000);
  ck_assert_uint_eq(bounce_recipient_line(r), 7);
}
END_TEST

/* The hardness counts for the words of SES (bounce/mapping.h). */
START_TEST(a_class_is_told_in_others_words)
{
  json_t *report = json_of_recipient(&codes);
  json_t *json = json_array_get(json_object_get(report, "recipients"), 0);
  json_t *mapping = json_object_get(json, "mapping");
  ck_assert_pstr_eq(word(mapping, "sisimai"), "userunknown");
  ck_assert_pstr_eq(word(mapping, "kumomta"), "InvalidRecipient");
  ck_assert_pstr_eq(word(mapping, "postalsys"), "user_unknown");
  ck_assert_pstr_eq(word(mapping, "ses_type"), "Transient");
  ck_assert_pstr_eq(word(mapping, "ses_subtype"), "General");
  json_decref(report);
}
END_TEST

START_TEST(a_report_tells_all_that_it_holds)
{
  BounceHeader header = {.name = "X-Campaign", .value = "spring"};
  const BounceHeader *const headers[] = {&header};
  BouncePart part = {.path = "1.2", .type = "text/plain", .text = "Hi"};
  const BouncePart *const parts[] = {&part};
  BounceOriginal original = {.headers = headers, .n_headers = 1};
  BounceFeedback feedback = {0};
  BounceReport r = {.kind = BOUNCE_KIND_COMPLAINT,
                    .original = &original,
                    .feedback = &feedback,
                    .limits_reached =
                        BOUNCE_LIMIT_DEPTH | BOUNCE_LIMIT_TEXT_BYTES,
                    .parts = parts,
                    .n_parts = 1};
  FILL(original, original_texts);
  FILL(feedback, feedback_texts);
  FILL(r, report_texts);
  json_t *json = json_of(&r);
  COMPARE(original, original_texts, json_object_get(json, "original"));
  COMPARE(feedback, feedback_texts, json_object_get(json, "feedback"));
  COMPARE(r, report_texts, json);
  ck_assert_pstr_eq(word(json, "kind"), "complaint");
  ck_assert(json_is_false(json_object_get(json, "is_null_sender")));
  json_t *kept = json_object_get(json_object_get(json, "original"), "headers");
  ck_assert_pstr_eq(word(json_array_get(kept, 0), "name"), "X-Campaign");
  ck_assert_pstr_eq(word(json_array_get(kept, 0), "value"), "spring");
  json_t *read = json_array_get(json_object_get(json, "parts"), 0);
  ck_assert_pstr_eq(word(read, "path"), "1.2");
  ck_assert_pstr_eq(word(read, "type"), "text/plain");
  ck_assert_pstr_eq(word(read, "text"), "Hi");
  json_t *limits = json_object_get(json, "limits_reached");
  ck_assert_uint_eq(json_array_size(limits), 2);
  ck_assert_pstr_eq(json_string_value(json_array_get(limits, 0)), "depth");
  ck_assert_pstr_eq(json_string_value(json_array_get(limits, 1)), "text_bytes");
  json_decref(json);
}
END_TEST

START_TEST(what_was_not_asked_for_is_missing)
{
  static const BounceOriginal original;
  json_t *json = json_of(
      &(BounceReport){.kind = BOUNCE_KIND_OTHER, .original = &original});
  ck_assert_ptr_null(json_object_get(json, "source"));
  ck_assert_ptr_null(json_object_get(json, "parts"));
  ck_assert(json_is_null(json_object_get(json, "feedback")));
  ck_assert_uint_eq(json_array_size(json_object_get(json, "limits_reached")),
                    0);
  json_decref(json);
}
END_TEST

/* One limit, or all of a later version: no end is missed. */
START_TEST(every_bit_of_the_limits_is_told)
{
  static const BounceOriginal original;
  json_t *one = json_of(&(BounceReport){.kind = BOUNCE_KIND_OTHER,
                                        .original = &original,
                                        .limits_reached = BOUNCE_LIMIT_DEPTH});
  ck_assert_uint_eq(json_array_size(json_object_get(one, "limits_reached")), 1);
  json_decref(one);
  json_t *json = json_of(&(BounceReport){
      .kind = BOUNCE_KIND_OTHER, .original = &original, .limits_reached = ~0u});
  ck_assert_uint_eq(json_array_size(json_object_get(json, "limits_reached")),
                    32);
  json_decref(json);
}
END_TEST

/* What a terminal would act on, and no letter beside it. */
START_TEST(controls_are_escaped)
{
  static const char subject[] =
      "\x7F \xC2\x80 \xC2\x9F \u00A0 \u00BF \u00C0\b\t\n\v\f\r\x1F";
  BounceOriginal original = {.subject = subject};
  BounceReport report = {.kind = BOUNCE_KIND_OTHER, .original = &original};
  char *text = bounce_report_to_json(&report, NULL);
  ck_assert_ptr_nonnull(strstr(text,
                               "\"\\u007F \\u0080 \\u009F \u00A0 \u00BF \u00C0"
                               "\\b\\t\\n\\u000B\\f\\r\\u001F\""));
  bounce_string_free(text);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("json", &cases);
  tcase_add_test(cases, a_recipient_tells_its_texts);
  tcase_add_test(cases, a_recipient_tells_its_codes_and_numbers);
  tcase_add_test(cases, a_class_is_told_in_others_words);
  tcase_add_test(cases, a_report_tells_all_that_it_holds);
  tcase_add_test(cases, what_was_not_asked_for_is_missing);
  tcase_add_test(cases, every_bit_of_the_limits_is_told);
  tcase_add_test(cases, controls_are_escaped);
  return run_suite(suite);
}
