/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names, categories, hardness, explanations and mappings of classes; names of
 * all other codes. */
#include <ctype.h>
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include <bounce/bounce.h>

#include "classification/classes.h"

#include "harness.h"

static const struct {
  const char *name;
  BounceClass class_;
  const char *category;
  const char *hardness;
} classes[] = {
    {"user_unknown", BOUNCE_CLASS_USER_UNKNOWN, "recipient", "hard"},
    {"mailbox_moved", BOUNCE_CLASS_MAILBOX_MOVED, "recipient", "hard"},
    {"mailbox_disabled", BOUNCE_CLASS_MAILBOX_DISABLED, "recipient", "soft"},
    {"mailbox_full", BOUNCE_CLASS_MAILBOX_FULL, "recipient", "soft"},
    {"recipient_filtered", BOUNCE_CLASS_RECIPIENT_FILTERED, "recipient",
     "soft"},
    {"suppressed", BOUNCE_CLASS_SUPPRESSED, "recipient", "soft"},
    {"host_unknown", BOUNCE_CLASS_HOST_UNKNOWN, "host", "hard"},
    {"no_mail_service", BOUNCE_CLASS_NO_MAIL_SERVICE, "host", "hard"},
    {"blocked", BOUNCE_CLASS_BLOCKED, "sender", "soft"},
    {"bad_reputation", BOUNCE_CLASS_BAD_REPUTATION, "sender", "soft"},
    {"missing_ptr", BOUNCE_CLASS_MISSING_PTR, "sender", "soft"},
    {"auth_failure", BOUNCE_CLASS_AUTH_FAILURE, "sender", "soft"},
    {"sender_rejected", BOUNCE_CLASS_SENDER_REJECTED, "sender", "soft"},
    {"relay_denied", BOUNCE_CLASS_RELAY_DENIED, "sender", "soft"},
    {"rate_limited", BOUNCE_CLASS_RATE_LIMITED, "sender", "soft"},
    {"greylisted", BOUNCE_CLASS_GREYLISTED, "sender", "soft"},
    {"security", BOUNCE_CLASS_SECURITY, "policy", "soft"},
    {"policy", BOUNCE_CLASS_POLICY, "policy", "soft"},
    {"spam", BOUNCE_CLASS_SPAM, "content", "soft"},
    {"virus", BOUNCE_CLASS_VIRUS, "content", "soft"},
    {"message_too_large", BOUNCE_CLASS_MESSAGE_TOO_LARGE, "content", "soft"},
    {"content_rejected", BOUNCE_CLASS_CONTENT_REJECTED, "content", "soft"},
    {"not_rfc_compliant", BOUNCE_CLASS_NOT_RFC_COMPLIANT, "content", "soft"},
    {"expired", BOUNCE_CLASS_EXPIRED, "transport", "soft"},
    {"network_error", BOUNCE_CLASS_NETWORK_ERROR, "transport", "soft"},
    {"tls_failure", BOUNCE_CLASS_TLS_FAILURE, "transport", "soft"},
    {"protocol_error", BOUNCE_CLASS_PROTOCOL_ERROR, "transport", "soft"},
    {"system_error", BOUNCE_CLASS_SYSTEM_ERROR, "system", "soft"},
    {"system_full", BOUNCE_CLASS_SYSTEM_FULL, "system", "soft"},
    {"mailer_error", BOUNCE_CLASS_MAILER_ERROR, "system", "soft"},
    {"undetermined", BOUNCE_CLASS_UNDETERMINED, "other", "soft"},
    {"delivered", BOUNCE_CLASS_DELIVERED, "success", "none"},
    {"complaint", BOUNCE_CLASS_COMPLAINT, "feedback", "none"},
    {"auto_reply", BOUNCE_CLASS_AUTO_REPLY, "automatic", "none"},
};

START_TEST(test_classes)
{
  BounceClass class_ = classes[_i].class_;
  g_autofree char *upper = g_ascii_strup(classes[_i].name, -1);

  ck_assert_uint_eq(G_N_ELEMENTS(classes), N_CLASSES);
  ck_assert_uint_eq(class_, (guint)_i + 1);
  ck_assert_str_eq(bounce_class_to_string(class_), classes[_i].name);
  ck_assert_uint_eq(bounce_class_from_string(classes[_i].name), class_);
  ck_assert_uint_eq(bounce_class_from_string(upper), class_);
  ck_assert_str_eq(bounce_category_to_string(bounce_class_category(class_)),
                   classes[_i].category);
  ck_assert_str_eq(bounce_hardness_to_string(bounce_class_hardness(class_)),
                   classes[_i].hardness);
}
END_TEST

START_TEST(test_unknown_class)
{
  static const BounceClass strange[] = {0, N_CLASSES + 1, G_MAXUINT32};
  BounceClass class_ = strange[_i];

  ck_assert_str_eq(bounce_class_to_string(class_), "unknown");
  ck_assert_uint_eq(bounce_class_from_string(NULL), 0);
  ck_assert_uint_eq(bounce_class_category(class_), 0);
  ck_assert_uint_eq(bounce_class_hardness(class_), 0);
  ck_assert_str_eq(bounce_class_title(class_), "Reason not told");
  ck_assert_ptr_null(bounce_class_to_sisimai(class_));
  ck_assert_ptr_null(bounce_class_to_kumomta(class_));
  ck_assert_ptr_null(bounce_class_to_postalsys(class_));
  ck_assert_ptr_null(bounce_class_to_ses_type(class_, 0));
  ck_assert_ptr_null(bounce_class_to_ses_subtype(class_, 0));
}
END_TEST

/* Every value up to the last has a name that leads back to it. */
#define CHECK_NAMES(code, last)                                                \
  do {                                                                         \
    guint32 value;                                                             \
    for (value = 1; value <= (last); value++) {                                \
      const char *name = bounce_##code##_to_string(value);                     \
      ck_assert_str_ne(name, "unknown");                                       \
      ck_assert_uint_eq(bounce_##code##_from_string(name), value);             \
    }                                                                          \
    ck_assert_str_eq(bounce_##code##_to_string((last) + 1), "unknown");        \
    ck_assert_str_eq(bounce_##code##_to_string(0), "unknown");                 \
    ck_assert_uint_eq(bounce_##code##_from_string("unknown"), 0);              \
    ck_assert_uint_eq(bounce_##code##_from_string(""), 0);                     \
    ck_assert_uint_eq(bounce_##code##_from_string(NULL), 0);                   \
  } while (0)

START_TEST(test_names)
{
  guint bit;

  CHECK_NAMES(kind, BOUNCE_KIND_OTHER);
  CHECK_NAMES(category, BOUNCE_CATEGORY_AUTOMATIC);
  CHECK_NAMES(hardness, BOUNCE_HARDNESS_HARD);
  CHECK_NAMES(action, BOUNCE_ACTION_EXPANDED);
  CHECK_NAMES(advice, BOUNCE_ADVICE_NOTHING);
  CHECK_NAMES(command, BOUNCE_COMMAND_END_OF_DATA);
  CHECK_NAMES(source, BOUNCE_SOURCE_REPLY);
  ck_assert_str_eq(bounce_command_to_string(BOUNCE_COMMAND_RCPT), "RCPT");
  for (bit = 0; bit < 8; bit++)
    ck_assert_uint_eq(
        bounce_limit_from_string(bounce_limit_to_string(1u << bit)), 1u << bit);
  ck_assert_str_eq(bounce_limit_to_string(0), "unknown");
  ck_assert_str_eq(bounce_limit_to_string(3), "unknown");
  ck_assert_str_eq(bounce_limit_to_string(256), "unknown");
  ck_assert_str_eq(bounce_limit_to_string(0x80000000u), "unknown");
}
END_TEST

/* The name of a code is that of its constant. */
#define CODE(type, TYPE, NAME)                                                 \
  {                                                                            \
#NAME, BOUNCE_##TYPE##_##NAME, bounce_##type##_to_string,                  \
        bounce_##type##_from_string                                            \
  }
static const struct {
  const char *name;
  guint32 value;
  const char *(*to_string)(guint32 value);
  guint32 (*from_string)(const char *name);
} codes[] = {
    CODE(kind, KIND, FAILURE),
    CODE(kind, KIND, DELAY),
    CODE(kind, KIND, DELIVERED),
    CODE(kind, KIND, RELAYED),
    CODE(kind, KIND, EXPANDED),
    CODE(kind, KIND, COMPLAINT),
    CODE(kind, KIND, AUTO_REPLY),
    CODE(kind, KIND, READ_RECEIPT),
    CODE(kind, KIND, CHALLENGE),
    CODE(kind, KIND, OTHER),
    CODE(category, CATEGORY, RECIPIENT),
    CODE(category, CATEGORY, HOST),
    CODE(category, CATEGORY, SENDER),
    CODE(category, CATEGORY, POLICY),
    CODE(category, CATEGORY, CONTENT),
    CODE(category, CATEGORY, TRANSPORT),
    CODE(category, CATEGORY, SYSTEM),
    CODE(category, CATEGORY, OTHER),
    CODE(category, CATEGORY, SUCCESS),
    CODE(category, CATEGORY, FEEDBACK),
    CODE(category, CATEGORY, AUTOMATIC),
    CODE(hardness, HARDNESS, NONE),
    CODE(hardness, HARDNESS, SOFT),
    CODE(hardness, HARDNESS, HARD),
    CODE(action, ACTION, FAILED),
    CODE(action, ACTION, DELAYED),
    CODE(action, ACTION, DELIVERED),
    CODE(action, ACTION, RELAYED),
    CODE(action, ACTION, EXPANDED),
    CODE(advice, ADVICE, RETRY),
    CODE(advice, ADVICE, SUPPRESS),
    CODE(advice, ADVICE, CORRECT_ADDRESS),
    CODE(advice, ADVICE, FIX_MESSAGE),
    CODE(advice, ADVICE, FIX_SENDER),
    CODE(advice, ADVICE, SLOW_DOWN),
    CODE(advice, ADVICE, NOTHING),
    CODE(command, COMMAND, CONNECT),
    CODE(command, COMMAND, EHLO),
    CODE(command, COMMAND, STARTTLS),
    CODE(command, COMMAND, AUTH),
    CODE(command, COMMAND, MAIL),
    CODE(command, COMMAND, RCPT),
    CODE(command, COMMAND, DATA),
    CODE(command, COMMAND, END_OF_DATA),
    CODE(source, SOURCE, DELIVERY_STATUS),
    CODE(source, SOURCE, TEXT),
    CODE(source, SOURCE, HEADER),
    CODE(source, SOURCE, FEEDBACK),
    CODE(source, SOURCE, DISPOSITION),
    CODE(source, SOURCE, ORIGINAL),
    CODE(source, SOURCE, ENVELOPE),
    CODE(source, SOURCE, REPLY),
    CODE(limit, LIMIT, MESSAGE_BYTES),
    CODE(limit, LIMIT, DEPTH),
    CODE(limit, LIMIT, PARTS),
    CODE(limit, LIMIT, HEADERS),
    CODE(limit, LIMIT, HEADER_BYTES),
    CODE(limit, LIMIT, LINE_BYTES),
    CODE(limit, LIMIT, RECIPIENTS),
    CODE(limit, LIMIT, TEXT_BYTES),
};

START_TEST(test_codes)
{
  const char *name = codes[_i].to_string(codes[_i].value);

  ck_assert_int_eq(g_ascii_strcasecmp(name, codes[_i].name), 0);
  ck_assert_uint_eq(codes[_i].from_string(codes[_i].name), codes[_i].value);
  ck_assert_uint_eq(codes[_i].from_string("nothing of this"), 0);
}
END_TEST

START_TEST(test_mappings)
{
  BounceClass class_;

  for (class_ = 1; class_ <= N_CLASSES; class_++) {
    const char *type = bounce_class_to_ses_type(class_, 0);

    ck_assert_uint_eq(
        bounce_class_from_sisimai(bounce_class_to_sisimai(class_)), class_);
    if (bounce_class_hardness(class_) == BOUNCE_HARDNESS_NONE) {
      ck_assert_ptr_null(type);
      continue;
    }
    ck_assert_ptr_nonnull(bounce_class_to_kumomta(class_));
    ck_assert_ptr_nonnull(bounce_class_to_postalsys(class_));
    if (bounce_class_hardness(class_) == BOUNCE_HARDNESS_HARD)
      ck_assert_str_eq(type, "Permanent");
    if (class_ != BOUNCE_CLASS_SUPPRESSED)
      ck_assert_str_ne(bounce_class_to_ses_type(class_, BOUNCE_HARDNESS_SOFT),
                       "Permanent");
  }
  ck_assert_uint_eq(bounce_class_from_sisimai("TooManyConn"),
                    BOUNCE_CLASS_RATE_LIMITED);
  ck_assert_uint_eq(bounce_class_from_sisimai("nothing"), 0);
  ck_assert_uint_eq(bounce_class_from_sisimai(NULL), 0);
  ck_assert_str_eq(bounce_class_to_kumomta(BOUNCE_CLASS_MAILBOX_FULL),
                   "QuotaIssues");
  ck_assert_str_eq(bounce_class_to_postalsys(BOUNCE_CLASS_BLOCKED),
                   "ip_blacklisted");
  ck_assert_str_eq(bounce_class_to_ses_subtype(BOUNCE_CLASS_USER_UNKNOWN,
                                               BOUNCE_HARDNESS_HARD),
                   "NoEmail");
  ck_assert_str_eq(bounce_class_to_ses_subtype(BOUNCE_CLASS_USER_UNKNOWN,
                                               BOUNCE_HARDNESS_SOFT),
                   "General");
}
END_TEST

static void
check_sentence(const char *text, gboolean stop)
{
  gsize length = strlen(text);

  ck_assert_uint_gt(length, 3);
  ck_assert(g_utf8_validate(text, -1, NULL));
  ck_assert_ptr_null(strchr(text, '\n'));
  ck_assert_int_eq(g_str_has_suffix(text, ".") ||
                       g_str_has_suffix(text, "\xE3\x80\x82"),
                   stop);
}

static void
check_explanations(void)
{
  BounceClass class_;

  for (class_ = 1; class_ <= N_CLASSES; class_++) {
    check_sentence(bounce_class_title(class_), FALSE);
    check_sentence(bounce_class_explanation(class_), TRUE);
    check_sentence(bounce_class_advice(class_), TRUE);
    ck_assert_str_ne(bounce_class_explanation(class_),
                     bounce_class_advice(class_));
  }
}

/* Without a locale the texts are English, and the locale stays as it is. */
START_TEST(test_english)
{
  ck_assert_str_eq(bounce_class_title(BOUNCE_CLASS_MAILBOX_FULL),
                   "Mailbox is full");
  check_explanations();
  ck_assert_str_eq(setlocale(LC_ALL, NULL), "C");
}
END_TEST

static const struct {
  const char *language;
  const char *full;
} languages[] = {
    {"de", "Postfach ist voll"},
    {"fr", "Boîte pleine"},
    {"es", "Buzón lleno"},
    {"ja", "メールボックスがいっぱいです"},
};

/* Every text is translated, with the catalogues of the build. */
START_TEST(test_translations)
{
  const char *directory = g_getenv("BOUNCE_TEST_LOCALES");
  BounceClass class_;
  char *english[3][N_CLASSES];

  ck_assert_ptr_nonnull(directory);
  for (class_ = 1; class_ <= N_CLASSES; class_++) {
    english[0][class_ - 1] = g_strdup(bounce_class_title(class_));
    english[1][class_ - 1] = g_strdup(bounce_class_explanation(class_));
    english[2][class_ - 1] = g_strdup(bounce_class_advice(class_));
  }
  g_setenv("LANGUAGE", languages[_i].language, TRUE);
  ck_assert_ptr_nonnull(setlocale(LC_ALL, "C.UTF-8"));
  bindtextdomain("libbounce", directory);
  ck_assert_str_eq(bounce_class_title(BOUNCE_CLASS_MAILBOX_FULL),
                   languages[_i].full);
  check_explanations();
  for (class_ = 1; class_ <= N_CLASSES; class_++) {
    ck_assert_str_ne(bounce_class_title(class_), english[0][class_ - 1]);
    ck_assert_str_ne(bounce_class_explanation(class_), english[1][class_ - 1]);
    ck_assert_str_ne(bounce_class_advice(class_), english[2][class_ - 1]);
    g_free(english[0][class_ - 1]);
    g_free(english[1][class_ - 1]);
    g_free(english[2][class_ - 1]);
  }
  setlocale(LC_ALL, "C");
  g_unsetenv("LANGUAGE");
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("classes", &cases);

  tcase_set_timeout(cases, 4);
  tcase_add_loop_test(cases, test_classes, 0, G_N_ELEMENTS(classes));
  tcase_add_loop_test(cases, test_unknown_class, 0, 3);
  tcase_add_test(cases, test_names);
  tcase_add_loop_test(cases, test_codes, 0, G_N_ELEMENTS(codes));
  tcase_add_test(cases, test_mappings);
  tcase_add_test(cases, test_english);
  tcase_add_loop_test(cases, test_translations, 0, G_N_ELEMENTS(languages));
  return run_suite(suite);
}
