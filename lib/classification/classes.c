/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib.h>

#include "classification/classes.h"

#define HARD BOUNCE_HARDNESS_HARD
#define SOFT BOUNCE_HARDNESS_SOFT
#define NONE BOUNCE_HARDNESS_NONE
#define RETRY BOUNCE_ADVICE_RETRY
#define SUPPRESS BOUNCE_ADVICE_SUPPRESS
#define CORRECT BOUNCE_ADVICE_CORRECT_ADDRESS
#define MESSAGE BOUNCE_ADVICE_FIX_MESSAGE
#define SENDER BOUNCE_ADVICE_FIX_SENDER
#define SLOW BOUNCE_ADVICE_SLOW_DOWN
#define NOTHING BOUNCE_ADVICE_NOTHING

/* In the order of their values, which start with 1. */
static const ClassInfo classes[N_CLASSES] = {
    {BOUNCE_CLASS_USER_UNKNOWN, "user_unknown", BOUNCE_CATEGORY_RECIPIENT, HARD,
     SUPPRESS, RETRY},
    {BOUNCE_CLASS_MAILBOX_MOVED, "mailbox_moved", BOUNCE_CATEGORY_RECIPIENT,
     HARD, CORRECT, CORRECT},
    {BOUNCE_CLASS_MAILBOX_DISABLED, "mailbox_disabled",
     BOUNCE_CATEGORY_RECIPIENT, SOFT, RETRY, RETRY},
    {BOUNCE_CLASS_MAILBOX_FULL, "mailbox_full", BOUNCE_CATEGORY_RECIPIENT, SOFT,
     RETRY, RETRY},
    {BOUNCE_CLASS_RECIPIENT_FILTERED, "recipient_filtered",
     BOUNCE_CATEGORY_RECIPIENT, SOFT, NOTHING, RETRY},
    {BOUNCE_CLASS_SUPPRESSED, "suppressed", BOUNCE_CATEGORY_RECIPIENT, SOFT,
     SUPPRESS, SUPPRESS},
    {BOUNCE_CLASS_HOST_UNKNOWN, "host_unknown", BOUNCE_CATEGORY_HOST, HARD,
     CORRECT, RETRY},
    {BOUNCE_CLASS_NO_MAIL_SERVICE, "no_mail_service", BOUNCE_CATEGORY_HOST,
     HARD, SUPPRESS, RETRY},
    {BOUNCE_CLASS_BLOCKED, "blocked", BOUNCE_CATEGORY_SENDER, SOFT, SENDER,
     SENDER},
    {BOUNCE_CLASS_BAD_REPUTATION, "bad_reputation", BOUNCE_CATEGORY_SENDER,
     SOFT, SENDER, SLOW},
    {BOUNCE_CLASS_MISSING_PTR, "missing_ptr", BOUNCE_CATEGORY_SENDER, SOFT,
     SENDER, SENDER},
    {BOUNCE_CLASS_AUTH_FAILURE, "auth_failure", BOUNCE_CATEGORY_SENDER, SOFT,
     SENDER, SENDER},
    {BOUNCE_CLASS_SENDER_REJECTED, "sender_rejected", BOUNCE_CATEGORY_SENDER,
     SOFT, SENDER, SENDER},
    {BOUNCE_CLASS_RELAY_DENIED, "relay_denied", BOUNCE_CATEGORY_SENDER, SOFT,
     SENDER, RETRY},
    {BOUNCE_CLASS_RATE_LIMITED, "rate_limited", BOUNCE_CATEGORY_SENDER, SOFT,
     SLOW, SLOW},
    {BOUNCE_CLASS_GREYLISTED, "greylisted", BOUNCE_CATEGORY_SENDER, SOFT, RETRY,
     RETRY},
    {BOUNCE_CLASS_SECURITY, "security", BOUNCE_CATEGORY_POLICY, SOFT, SENDER,
     RETRY},
    {BOUNCE_CLASS_POLICY, "policy", BOUNCE_CATEGORY_POLICY, SOFT, SENDER,
     RETRY},
    {BOUNCE_CLASS_SPAM, "spam", BOUNCE_CATEGORY_CONTENT, SOFT, MESSAGE,
     MESSAGE},
    {BOUNCE_CLASS_VIRUS, "virus", BOUNCE_CATEGORY_CONTENT, SOFT, MESSAGE,
     MESSAGE},
    {BOUNCE_CLASS_MESSAGE_TOO_LARGE, "message_too_large",
     BOUNCE_CATEGORY_CONTENT, SOFT, MESSAGE, MESSAGE},
    {BOUNCE_CLASS_CONTENT_REJECTED, "content_rejected", BOUNCE_CATEGORY_CONTENT,
     SOFT, MESSAGE, MESSAGE},
    {BOUNCE_CLASS_NOT_RFC_COMPLIANT, "not_rfc_compliant",
     BOUNCE_CATEGORY_CONTENT, SOFT, MESSAGE, MESSAGE},
    {BOUNCE_CLASS_EXPIRED, "expired", BOUNCE_CATEGORY_TRANSPORT, SOFT, RETRY,
     RETRY},
    {BOUNCE_CLASS_NETWORK_ERROR, "network_error", BOUNCE_CATEGORY_TRANSPORT,
     SOFT, RETRY, RETRY},
    {BOUNCE_CLASS_TLS_FAILURE, "tls_failure", BOUNCE_CATEGORY_TRANSPORT, SOFT,
     SENDER, RETRY},
    {BOUNCE_CLASS_PROTOCOL_ERROR, "protocol_error", BOUNCE_CATEGORY_TRANSPORT,
     SOFT, SENDER, RETRY},
    {BOUNCE_CLASS_SYSTEM_ERROR, "system_error", BOUNCE_CATEGORY_SYSTEM, SOFT,
     RETRY, RETRY},
    {BOUNCE_CLASS_SYSTEM_FULL, "system_full", BOUNCE_CATEGORY_SYSTEM, SOFT,
     RETRY, RETRY},
    {BOUNCE_CLASS_MAILER_ERROR, "mailer_error", BOUNCE_CATEGORY_SYSTEM, SOFT,
     RETRY, RETRY},
    {BOUNCE_CLASS_UNDETERMINED, "undetermined", BOUNCE_CATEGORY_OTHER, SOFT,
     RETRY, RETRY},
    {BOUNCE_CLASS_DELIVERED, "delivered", BOUNCE_CATEGORY_SUCCESS, NONE,
     NOTHING, NOTHING},
    {BOUNCE_CLASS_COMPLAINT, "complaint", BOUNCE_CATEGORY_FEEDBACK, NONE,
     SUPPRESS, SUPPRESS},
    {BOUNCE_CLASS_AUTO_REPLY, "auto_reply", BOUNCE_CATEGORY_AUTOMATIC, NONE,
     NOTHING, NOTHING},
};

const ClassInfo *
class_info(BounceClass class_)
{
  return class_ >= 1 && class_ <= N_CLASSES ? &classes[class_ - 1] : NULL;
}

const char *
bounce_class_to_string(BounceClass class_)
{
  const ClassInfo *info = class_info(class_);

  return info == NULL ? "unknown" : info->name;
}

BounceClass
bounce_class_from_string(const char *name)
{
  guint i;

  for (i = 0; name != NULL && i < N_CLASSES; i++) {
    if (g_ascii_strcasecmp(name, classes[i].name) == 0)
      return classes[i].class_;
  }
  return 0;
}

BounceCategory
bounce_class_category(BounceClass class_)
{
  const ClassInfo *info = class_info(class_);

  return info == NULL ? 0 : info->category;
}

BounceHardness
bounce_class_hardness(BounceClass class_)
{
  const ClassInfo *info = class_info(class_);

  return info == NULL ? 0 : info->hardness;
}
