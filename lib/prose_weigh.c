/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether a message is a bounce at all. */
#include "classify.h"
#include "prose_facts.h"

/* So much of a report is looked at for a reason. */
#define MAX_REASON 4096

gboolean
prose_has_role(const GArray *matches, PatternRole role, guint32 value)
{
  for (guint i = 0; i < matches->len; i++) {
    const Pattern *pattern = g_array_index(matches, Match, i).pattern;
    if (pattern->role == role && (!value || pattern->value == value))
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_recipient(const GArray *matches, gboolean weak)
{
  for (guint i = 0; i < matches->len; i++) {
    const Match *match = &g_array_index(matches, Match, i);
    if (match->pattern->role == ROLE_RECIPIENT &&
        (weak || prose_is_listed(match) || !match->pattern->weak))
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_refusal(const Prose *prose, const char *text, gsize length)
{
  for (guint i = 0; i < prose->facts->len; i++)
    if (g_array_index(prose->facts, Fact, i).facts.reply_code >= 400)
      return TRUE;
  return prose_has_reply(text, length);
}

/* Whether the text names a reason for which mail is refused. */
static gboolean
names_reason(const Prose *prose, const char *text, gsize length)
{
  const GPtrArray *sets = prose->evidence->config->rule_sets;
  Verdict verdict = {0};
  classify((const RuleSet *const *)sets->pdata, sets->len,
           &(Refusal){.text = text, .length = MIN(length, MAX_REASON)},
           &verdict);
  return verdict.class_ != BOUNCE_CLASS_UNDETERMINED && verdict.matched.length;
}

/* How much in the text speaks for a bounce: words, recipients, refusals,
 * reasons, a returned original. */
static guint
weigh_text(const Prose *prose)
{
  const ProseScan *scan = prose->scan;
  gsize start = folded_offset(&scan->folded, scan->start);
  gsize end = folded_offset(&scan->folded, MAX(scan->end, scan->start));
  const char *text = scan->folded.source + start;
  const GArray *general = scan->general;
  guint weight = prose_has_role(general, ROLE_ACTION, 0) +
                 has_recipient(general, TRUE) +
                 (prose->header->len || has_recipient(general, FALSE)) +
                 has_refusal(prose, text, end - start) +
                 names_reason(prose, text, end - start);
  if (scan->original >= 0 ||
      walk_find(prose->evidence->walk, PART_ORIGINAL) != NULL)
    weight++;
  return weight + (scan->status >= 0 ? 2 : 0);
}

gboolean
prose_is_bounce(const Prose *prose, const Outside *outside)
{
  guint weight = weigh_text(prose);
  if (prose->format)
    return outside->by_header ||
           ((outside->system || outside->nobody) && weight) ||
           (outside->likely && !outside->unlikely);
  if (outside->system)
    return weight >= (outside->unlikely ? 4 : 2);
  if (outside->nobody)
    return weight >= 3;
  return outside->likely && !outside->unlikely && weight >= 5;
}
