/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Automatic replies (RFC 3834) and whom they are from. */
#include <string.h>

#include "address.h"
#include "classify.h"
#include "evidence.h"
#include "sniff.h"

/* A header field that automatic replies carry; a NULL value: any value. */
static const struct {
  const char *name;
  const char *value;
} signs[] = {
    {"Auto-Submitted", "auto-replied"}, /* RFC 3834 section 5 */
    {"X-Autoreply", NULL},
    {"X-Auto-Reply", NULL},
    {"X-Autorespond", NULL},
    {"X-Autoresponder", NULL},
    {"X-AutoReply-From", NULL},
    {"X-Mail-Autoreply", NULL},
    {"Autoreply", NULL},
    {"Precedence", "auto_reply"},
    {"X-Precedence", "auto_reply"},
    {"Preference", "auto_reply"},
    {"Delivered-To", "Autoresponder"},
    {"X-POST-MessageClass", "9; Autoresponder"},
};

static gboolean
has_sign(const Fields *header)
{
  for (guint i = 0; i < header->n; i++)
    for (gsize k = 0; k < G_N_ELEMENTS(signs); k++) {
      const char *value = header->items[i].value;
      if (g_ascii_strcasecmp(header->items[i].name, signs[k].name) != 0)
        continue;
      if (signs[k].value ? g_ascii_strncasecmp(value, signs[k].value,
                                               strlen(signs[k].value)) == 0
                         : *value && g_ascii_strcasecmp(value, "no") != 0)
        return TRUE;
    }
  return FALSE;
}

/* Who replied. */
static const char *
replier(const Evidence *evidence, guint *line)
{
  static const char *const names[] = {"From", "Reply-To", "Sender",
                                      "Return-Path"};
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    const Field *field = fields_find(&evidence->walk->header, names[i]);
    const char *address =
        field ? address_of_mailbox(evidence->arena, field->value) : NULL;
    if (!address)
      continue;
    *line = field->line;
    return address;
  }
  return NULL;
}

/* Whether the text tells that the person left or has a new address: rules that
 * are bound to the format "auto-reply" know how people say so. */
static void
read_news(const Evidence *evidence, RecipientFacts *facts)
{
  const Part *part = walk_find(evidence->walk, PART_TEXT);
  if (!part)
    return;
  GPtrArray *sets = evidence->config->rule_sets;
  Verdict verdict = {0};
  classify((const RuleSet *const *)sets->pdata, sets->len,
           &(Refusal){.text = part->text,
                      .length = part->length,
                      .format = "auto-reply"},
           &verdict);
  if (verdict.class_ != BOUNCE_CLASS_MAILBOX_MOVED &&
      verdict.class_ != BOUNCE_CLASS_MAILBOX_DISABLED)
    return;
  facts->class_ = verdict.class_;
  if (verdict.new_address.length)
    facts->new_address =
        arena_strndup(evidence->arena, part->text + verdict.new_address.start,
                      verdict.new_address.length);
}

void
auto_reply_read(Evidence *evidence)
{
  gboolean known = evidence->kind == BOUNCE_KIND_AUTO_REPLY;
  if (!known && (evidence->kind || evidence->recipients->len ||
                 !has_sign(&evidence->walk->header) ||
                 sniff_daemon_name(&evidence->walk->header)))
    return;
  RecipientFacts facts = {.class_ = BOUNCE_CLASS_AUTO_REPLY,
                          .source = BOUNCE_SOURCE_HEADER,
                          .part = "0"};
  facts.address = replier(evidence, &facts.line);
  evidence->kind = BOUNCE_KIND_AUTO_REPLY;
  if (!facts.address)
    return;
  read_news(evidence, &facts);
  g_ptr_array_set_size(evidence->recipients, 0);
  g_hash_table_remove_all(evidence->by_address);
  evidence_add(evidence, &facts);
}
