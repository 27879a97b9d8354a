/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Automatic replies (RFC 3834) and whom they are from. */
#include <string.h>

#include "base/lines.h"
#include "evidence/address.h"
#include "classification/classify.h"
#include "evidence/evidence.h"
#include "prose/prose_text.h"
#include "walk/sniff.h"

/* A header field that automatic replies carry; a NULL value: any value, and any
 * field whose name starts so ("X-Auto-Reply-From"). */
static const struct {
  const char *name;
  const char *value;
} signs[] = {
    {"Auto-Submitted", "auto-replied"}, /* RFC 3834 section 5 */
    {"X-Autoreply", NULL},
    {"X-Auto-Reply", NULL},
    {"X-Autorespond", NULL},
    {"X-Mail-Autoreply", NULL},
    {"Autoreply", NULL},
    {"Precedence", "auto_reply"},
    {"X-Precedence", "auto_reply"},
    {"Preference", "auto_reply"},
    {"Delivered-To", "Autoresponder"},
    {"X-POST-MessageClass", "9; Autoresponder"},
};

static gboolean
has_name(const Field *field, const char *name, gboolean prefix)
{
  return prefix ? g_ascii_strncasecmp(field->name, name, strlen(name)) == 0
                : field_is(field, name);
}

static gboolean
has_sign(const Fields *header)
{
  for (guint i = 0; i < header->n; i++)
    for (gsize k = 0; k < G_N_ELEMENTS(signs); k++) {
      const char *value = header->items[i].value;
      if (!has_name(&header->items[i], signs[k].name, !signs[k].value))
        continue;
      if (signs[k].value ? g_ascii_strncasecmp(value, signs[k].value,
                                               strlen(signs[k].value)) == 0
                         : *value && g_ascii_strcasecmp(value, "no") != 0)
        return TRUE;
    }
  return FALSE;
}

/* RFC 3834 section 3.3: what answers by itself sends with the null return path.
 * One that is no bounce and is low in precedence is an answer. */
static gboolean
is_bulk_from_nobody(const Evidence *evidence)
{
  static const char *const values[] = {"bulk", "junk"};
  const Fields *header = &evidence->walk->header;
  const char *precedence = fields_get(header, "Precedence");
  if (!evidence->report->is_null_sender || !precedence ||
      fields_find(header, "List-Id") || fields_find(header, "List-Unsubscribe"))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS(values); i++)
    if (g_ascii_strcasecmp(precedence, values[i]) == 0)
      return TRUE;
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

/* Where the answered message is quoted below the reply: the length without. */
static gsize
own_length(const char *text, gsize length)
{
  for (gsize i = 0; i < length;) {
    const char *line = text + i;
    if (i && (*line == '>' || g_str_has_prefix(line, "-----") ||
              g_str_has_prefix(line, "_____")))
      return i;
    i = line_next(text, length, i);
  }
  return length;
}

static void
classify_reply(const Evidence *evidence, const ProseText *text,
               const char *format, Verdict *verdict)
{
  GPtrArray *sets = evidence->config->rule_sets;
  classify((const RuleSet *const *)sets->pdata, sets->len,
           &(Refusal){.text = text->text,
                      .length = own_length(text->text, text->length),
                      .format = format},
           verdict);
}

/* Whether the text tells that the person left or has a new address: rules that
 * are bound to the format "auto-reply" know how people say so. Other rules
 * read servers' words, which mean nothing here. */
static void
read_news(const Evidence *evidence, RecipientFacts *facts)
{
  ProseText text;
  Verdict verdict = {0}, unbound = {0};
  prose_text_collect(evidence->arena, evidence->walk, &text);
  classify_reply(evidence, &text, "auto-reply", &verdict);
  if (verdict.class_ != BOUNCE_CLASS_MAILBOX_MOVED &&
      verdict.class_ != BOUNCE_CLASS_MAILBOX_DISABLED)
    return;
  classify_reply(evidence, &text, NULL, &unbound);
  if (g_strcmp0(verdict.rule, unbound.rule) == 0)
    return;
  facts->class_ = verdict.class_;
  if (verdict.new_address.length)
    facts->new_address =
        arena_strndup(evidence->arena, text.text + verdict.new_address.start,
                      verdict.new_address.length);
}

void
auto_reply_read(Evidence *evidence)
{
  gboolean known = evidence->kind == BOUNCE_KIND_AUTO_REPLY;
  if (!known &&
      (evidence->kind || evidence->recipients->len ||
       !(has_sign(&evidence->walk->header) || is_bulk_from_nobody(evidence)) ||
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
  evidence_clear(evidence);
  evidence_add(evidence, &facts);
}
