/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of codes. Each table is in the order of the values, from 1 on; that of
 * the limits in the order of the bits. */
#include <glib.h>

#include <bounce/types.h>

#define NAMES(table) table, G_N_ELEMENTS(table)

static const char *const kinds[] = {
    "failure",   "delay",      "delivered",    "relayed",   "expanded",
    "complaint", "auto_reply", "read_receipt", "challenge", "other",
};

static const char *const categories[] = {
    "recipient", "host",  "sender",  "policy",   "content",   "transport",
    "system",    "other", "success", "feedback", "automatic",
};

static const char *const hardnesses[] = {
    "none",
    "soft",
    "hard",
};

static const char *const actions[] = {
    "failed", "delayed", "delivered", "relayed", "expanded",
};

static const char *const advices[] = {
    "retry",      "suppress",  "correct_address", "fix_message",
    "fix_sender", "slow_down", "nothing",
};

static const char *const commands[] = {
    "CONNECT", "EHLO", "STARTTLS", "AUTH",
    "MAIL",    "RCPT", "DATA",     "END_OF_DATA",
};

static const char *const sources[] = {
    "delivery_status", "text",     "header",   "feedback",
    "disposition",     "original", "envelope", "reply",
};

static const char *const limits[] = {
    "message_bytes", "depth",      "parts",      "headers",
    "header_bytes",  "line_bytes", "recipients", "text_bytes",
};

static const char *
name_of(const char *const *names, guint n_names, guint32 value)
{
  return value >= 1 && value <= n_names ? names[value - 1] : "unknown";
}

static guint32
value_of(const char *const *names, guint n_names, const char *name)
{
  guint i;

  for (i = 0; name != NULL && i < n_names; i++) {
    if (g_ascii_strcasecmp(name, names[i]) == 0)
      return i + 1;
  }
  return 0;
}

const char *
bounce_kind_to_string(BounceKind kind)
{
  return name_of(NAMES(kinds), kind);
}

BounceKind
bounce_kind_from_string(const char *name)
{
  return value_of(NAMES(kinds), name);
}

const char *
bounce_category_to_string(BounceCategory category)
{
  return name_of(NAMES(categories), category);
}

BounceCategory
bounce_category_from_string(const char *name)
{
  return value_of(NAMES(categories), name);
}

const char *
bounce_hardness_to_string(BounceHardness hardness)
{
  return name_of(NAMES(hardnesses), hardness);
}

BounceHardness
bounce_hardness_from_string(const char *name)
{
  return value_of(NAMES(hardnesses), name);
}

const char *
bounce_action_to_string(BounceAction action)
{
  return name_of(NAMES(actions), action);
}

BounceAction
bounce_action_from_string(const char *name)
{
  return value_of(NAMES(actions), name);
}

const char *
bounce_advice_to_string(BounceAdvice advice)
{
  return name_of(NAMES(advices), advice);
}

BounceAdvice
bounce_advice_from_string(const char *name)
{
  return value_of(NAMES(advices), name);
}

const char *
bounce_command_to_string(BounceCommand command)
{
  return name_of(NAMES(commands), command);
}

BounceCommand
bounce_command_from_string(const char *name)
{
  return value_of(NAMES(commands), name);
}

const char *
bounce_source_to_string(BounceSource source)
{
  return name_of(NAMES(sources), source);
}

BounceSource
bounce_source_from_string(const char *name)
{
  return value_of(NAMES(sources), name);
}

const char *
bounce_limit_to_string(BounceLimit limit)
{
  if (limit == 0 || (limit & (limit - 1)) != 0)
    return "unknown";
  return name_of(NAMES(limits), (guint32)g_bit_nth_lsf(limit, -1) + 1);
}

BounceLimit
bounce_limit_from_string(const char *name)
{
  guint32 value = value_of(NAMES(limits), name);

  return value == 0 ? 0 : 1u << (value - 1);
}
