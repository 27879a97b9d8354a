/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The matcher against one that tries everything, on random rules and texts. */
#include <string.h>

#include "classification/classify.h"
#include "rules/rules.h"

#include "harness.h"

#define SETS 40
#define TEXTS 60
#define RULES 60
#define MAX_TEXTS 3
#define MAX_WORDS 3
#define TEXT_WORDS 500
#define GAP 120

/* Words of a match's n-th text are no others' words: texts never overlap. */
static const char *const words[MAX_TEXTS][4] = {
    {"full", "mailbox", "user", "no"},
    {"quota", "über", "unknown", "such"},
    {"limit", "5.1.1", "here", "ящик"},
};
static const char *const fillers[] = {"x", "for", "u@example.org", "fu"};
static const char *const gaps[] = {" ", " ", " ", ", ", "\n", ". ", "  ", " <"};
static const char *const classes[] = {"spam", "policy", "mailbox_full"};

typedef struct {
  guint n_texts;
  char *texts[MAX_TEXTS]; /* in normal form, a space at both ends */
  char *without;          /* NULL: none */
  guint class_;
  gint prefer;
  guint letters;
} Rule;

static char *
random_text(GRand *random, guint group, guint *letters)
{
  GString *text = g_string_new(" ");
  gint n = g_rand_int_range(random, 1, MAX_WORDS + 1);

  while (n-- > 0) {
    const char *word = words[group][g_rand_int_range(random, 0, 4)];

    *letters += (guint)g_utf8_strlen(word, -1);
    g_string_append(text, word[0] == '\xC3' ? "uber" : word);
    g_string_append_c(text, ' ');
  }
  return g_string_free(text, FALSE);
}

static void
make_rules(GRand *random, Rule *rules, GString *source)
{
  for (guint i = 0; i < RULES; i++) {
    Rule *rule = &rules[i];
    guint none = 0;

    memset(rule, 0, sizeof(*rule));
    rule->class_ = (guint)g_rand_int_range(random, 0, G_N_ELEMENTS(classes));
    rule->prefer = g_rand_int_range(random, -1, 2);
    rule->n_texts = (guint)g_rand_int_range(random, 1, MAX_TEXTS + 1);
    g_string_append_printf(source, "class %s\n name n%u\n prefer %d\n ",
                           classes[rule->class_], i, rule->prefer);
    for (guint k = 0; k < rule->n_texts; k++) {
      rule->texts[k] = random_text(random, k, &rule->letters);
      g_string_append_printf(source, "%s\"%s\"", k > 0 ? " ... " : "",
                             rule->texts[k]);
    }
    if (g_rand_int_range(random, 0, 4) == 0) {
      rule->without = random_text(random, 0, &none);
      g_string_append_printf(source, " without \"%s\"", rule->without);
    }
    g_string_append_c(source, '\n');
  }
}

/* A text and its normal form, where `ends` holds the ends of sentences. */
static void
make_text(GRand *random, GString *text, GString *normal, GArray *ends)
{
  gint n = g_rand_int_range(random, 1, TEXT_WORDS);

  g_string_assign(text, "");
  g_string_assign(normal, " ");
  g_array_set_size(ends, 0);
  while (n-- > 0) {
    gint group = g_rand_int_range(random, 0, MAX_TEXTS + 1);
    gint k = g_rand_int_range(random, 0, 4);
    const char *word = group == MAX_TEXTS ? fillers[k] : words[group][k];
    const char *gap =
        gaps[g_rand_int_range(random, 0, (gint)G_N_ELEMENTS(gaps))];

    g_string_append_printf(text, "%s%s", word, gap);
    g_string_append_printf(normal, "%s ", word[0] == '\xC3' ? "uber" : word);
    if (gap[0] == '.') {
      guint end = (guint)normal->len - 1;

      g_array_append_val(ends, end);
    }
  }
}

/* The first end of a sentence at or after a place. */
static gsize
sentence_end(const GArray *ends, gsize at)
{
  for (guint i = 0; i < ends->len; i++)
    if (g_array_index(ends, guint, i) >= at)
      return g_array_index(ends, guint, i);
  return G_MAXSIZE;
}

/* Whether the texts from the k-th on follow the end of the one before, in its
 * sentence. The first may stand anywhere: its end is 0. */
static gboolean
follows(const Rule *rule, const GString *normal, const GArray *ends, guint k,
        gsize end)
{
  gsize length = strlen(rule->texts[k]);
  const char *at = normal->str + end;

  for (; (at = strstr(at, rule->texts[k])) != NULL; at++) {
    gsize start = (gsize)(at - normal->str);

    if (k > 0 &&
        (start - end > GAP || sentence_end(ends, end) < start + length - 1))
      return FALSE;
    if (k + 1 == rule->n_texts || k + 1 == MAX_TEXTS ||
        follows(rule, normal, ends, k + 1, start + length - 1))
      return TRUE;
  }
  return FALSE;
}

static gboolean
holds(const Rule *rule, const GString *normal, const GArray *ends)
{
  return follows(rule, normal, ends, 0, 0) &&
         (rule->without == NULL || strstr(normal->str, rule->without) == NULL);
}

static gboolean
beats(const Rule *one, const Rule *other)
{
  if (one->prefer != other->prefer)
    return one->prefer > other->prefer;
  return one->letters > other->letters;
}

/* The rule that must win, among those not of the class. */
static const Rule *
find_best(const Rule *rules, const GString *normal, const GArray *ends,
          guint but)
{
  const Rule *best = NULL;

  for (guint i = 0; i < RULES; i++)
    if (rules[i].class_ != but && (best == NULL || beats(&rules[i], best)) &&
        holds(&rules[i], normal, ends))
      best = &rules[i];
  return best;
}

static void
check_rule(const char *got, const Rule *rules, const Rule *expected,
           const char *text)
{
  g_autofree char *id =
      expected == NULL ? g_strdup("-")
                       : g_strdup_printf("%s/n%d", classes[expected->class_],
                                         (int)(expected - rules));

  ck_assert_msg(strcmp(got == NULL ? "-" : got, id) == 0,
                "%s instead of %s\n%.1000s", got, id, text);
}

static void
check_text(const RuleSet *set, const Rule *rules, const GString *text,
           const GString *normal, const GArray *ends)
{
  const Rule *best = find_best(rules, normal, ends, G_MAXUINT);
  Refusal refusal = {.text = text->str, .length = text->len};
  Verdict verdict;

  classify(&set, 1, &refusal, &verdict);
  check_rule(verdict.rule, rules, best, text->str);
  if (best == NULL)
    return;
  check_rule(verdict.overruled, rules,
             find_best(rules, normal, ends, best->class_), text->str);
  ck_assert_uint_le(verdict.matched.start + verdict.matched.length, text->len);
}

static void
free_rules(Rule *rules)
{
  for (guint i = 0; i < RULES; i++) {
    g_free(rules[i].without);
    for (guint k = 0; k < MAX_TEXTS; k++)
      g_free(rules[i].texts[k]);
  }
}

START_TEST(test_against_reference)
{
  g_autoptr(GRand) random = g_rand_new_with_seed((guint32)_i);
  g_autoptr(GString) source = g_string_new(NULL);
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(GString) normal = g_string_new(NULL);
  g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(guint));
  g_autoptr(RuleSet) set = NULL;
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  StanzaText rules_text = {.name = "t.rules"};
  BounceError *error = NULL;
  Rule rules[RULES];

  make_rules(random, rules, source);
  rules_text.text = source->str;
  rules_text.length = source->len;
  set = rules_compile(&rules_text, 1, NULL, FALSE, problems, &error);
  ck_assert_msg(set != NULL, "%s", bounce_error_message(error));
  for (guint i = 0; i < TEXTS; i++) {
    make_text(random, text, normal, ends);
    check_text(set, rules, text, normal, ends);
  }
  free_rules(rules);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("matcher", &cases);

  tcase_set_timeout(cases, 60);
  tcase_add_loop_test(cases, test_against_reference, 0, SETS);
  return run_suite(suite);
}
