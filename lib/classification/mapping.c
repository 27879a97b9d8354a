/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib.h>

#include <bounce/mapping.h>

#include "classification/classes.h"

typedef struct {
  const char *sisimai;
  const char *kumomta;
  const char *postalsys;
  const char *ses_type;
  const char *ses_subtype;
} Mapping;

/* In the order of the classes' values, which start with 1. */
static const Mapping mappings[N_CLASSES] = {
    /* user_unknown */
    {"userunknown", "InvalidRecipient", "user_unknown", "Permanent", "NoEmail"},
    /* mailbox_moved */
    {"hasmoved", "InvalidRecipient", "user_unknown", "Permanent", "General"},
    /* mailbox_disabled */
    {"suspend", "InactiveMailbox", "mailbox_disabled", "Transient", "General"},
    /* mailbox_full */
    {"mailboxfull", "QuotaIssues", "mailbox_full", "Transient", "MailboxFull"},
    /* recipient_filtered */
    {"filtered", "PolicyRelated", "policy_blocked", "Transient", "General"},
    /* suppressed */
    {"suppressed", "PolicyRelated", "policy_blocked", "Permanent",
     "Suppressed"},
    /* host_unknown */
    {"hostunknown", "BadDomain", "user_unknown", "Permanent", "General"},
    /* no_mail_service */
    {"notaccept", "BadDomain", "user_unknown", "Permanent", "General"},
    /* blocked */
    {"blocked", "SpamBlock", "ip_blacklisted", "Transient", "General"},
    /* bad_reputation */
    {"badreputation", "SpamBlock", "domain_blacklisted", "Transient",
     "General"},
    /* missing_ptr */
    {"requireptr", "PolicyRelated", "policy_blocked", "Transient", "General"},
    /* auth_failure */
    {"authfailure", "AuthenticationFailed", "auth_failure", "Transient",
     "General"},
    /* sender_rejected */
    {"rejected", "InvalidSender", "policy_blocked", "Transient", "General"},
    /* relay_denied */
    {"norelaying", "RelayDenied", "relay_denied", "Transient", "General"},
    /* rate_limited */
    {"ratelimited", "TransientFailure", "rate_limited", "Transient", "General"},
    /* greylisted */
    {"greylisted", "TransientFailure", "greylisting", "Transient", "General"},
    /* security */
    {"securityerror", "PolicyRelated", "auth_failure", "Transient", "General"},
    /* policy */
    {"policyviolation", "PolicyRelated", "policy_blocked", "Transient",
     "General"},
    /* spam */
    {"spamdetected", "SpamContent", "spam_blocked", "Transient",
     "ContentRejected"},
    /* virus */
    {"virusdetected", "VirusRelated", "virus_detected", "Transient",
     "AttachmentRejected"},
    /* message_too_large */
    {"mesgtoobig", "ContentRelated", "policy_blocked", "Transient",
     "MessageTooLarge"},
    /* content_rejected */
    {"contenterror", "ContentRelated", "policy_blocked", "Transient",
     "ContentRejected"},
    /* not_rfc_compliant */
    {"notcompliantrfc", "ContentRelated", "policy_blocked", "Transient",
     "ContentRejected"},
    /* expired */
    {"expired", "MessageExpired", "server_error", "Transient", "General"},
    /* network_error */
    {"networkerror", "BadConnection", "server_error", "Transient", "General"},
    /* tls_failure */
    {"failedstarttls", "BadConnection", "server_error", "Transient", "General"},
    /* protocol_error */
    {"syntaxerror", "ProtocolErrors", "server_error", "Transient", "General"},
    /* system_error */
    {"systemerror", "BadConfiguration", "server_error", "Transient", "General"},
    /* system_full */
    {"systemfull", "TransientFailure", "server_error", "Transient", "General"},
    /* mailer_error */
    {"mailererror", "BadConfiguration", "server_error", "Transient", "General"},
    /* undetermined */
    {"undefined", "Uncategorized", "unknown", "Undetermined", "Undetermined"},
    /* delivered */
    {"delivered", NULL, NULL, NULL, NULL},
    /* complaint */
    {"feedback", NULL, NULL, NULL, NULL},
    /* auto_reply */
    {"vacation", "AutoReply", NULL, NULL, NULL},
};

/* Reasons of Sisimai that are a part of a class. */
static const struct {
  const char *sisimai;
  BounceClass class_;
} parts[] = {
    {"onhold", BOUNCE_CLASS_UNDETERMINED},
    {"speeding", BOUNCE_CLASS_RATE_LIMITED},
    {"toomanyconn", BOUNCE_CLASS_RATE_LIMITED},
    {"exceedlimit", BOUNCE_CLASS_MESSAGE_TOO_LARGE},
    {"emailtoolarge", BOUNCE_CLASS_MESSAGE_TOO_LARGE},
};

static const Mapping *
find(BounceClass class_)
{
  static const Mapping none = {NULL, NULL, NULL, NULL, NULL};

  return class_ >= 1 && class_ <= N_CLASSES ? &mappings[class_ - 1] : &none;
}

const char *
bounce_class_to_sisimai(BounceClass class_)
{
  return find(class_)->sisimai;
}

BounceClass
bounce_class_from_sisimai(const char *reason)
{
  guint i;

  if (reason == NULL)
    return 0;
  for (i = 0; i < N_CLASSES; i++) {
    if (g_ascii_strcasecmp(reason, mappings[i].sisimai) == 0)
      return i + 1;
  }
  for (i = 0; i < G_N_ELEMENTS(parts); i++) {
    if (g_ascii_strcasecmp(reason, parts[i].sisimai) == 0)
      return parts[i].class_;
  }
  return 0;
}

const char *
bounce_class_to_kumomta(BounceClass class_)
{
  return find(class_)->kumomta;
}

const char *
bounce_class_to_postalsys(BounceClass class_)
{
  return find(class_)->postalsys;
}

/* Whether SES would call it transient although the class is permanent. */
static gboolean
is_softened(BounceClass class_, BounceHardness hardness)
{
  return hardness == BOUNCE_HARDNESS_SOFT &&
         bounce_class_hardness(class_) == BOUNCE_HARDNESS_HARD;
}

const char *
bounce_class_to_ses_type(BounceClass class_, BounceHardness hardness)
{
  return is_softened(class_, hardness) ? "Transient" : find(class_)->ses_type;
}

const char *
bounce_class_to_ses_subtype(BounceClass class_, BounceHardness hardness)
{
  return is_softened(class_, hardness) ? "General" : find(class_)->ses_subtype;
}
