/* Stand-ins until the rules and formats engines land: removed then. */
#include "classify.h"
#include "evidence.h"
#include "format.h"
#include "prose.h"
#include "rules.h"
#define WEAK __attribute__((weak))
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
WEAK void
classify(const RuleSet *const *sets, gsize n, const Refusal *r, Verdict *v)
{
  (void)sets;
  (void)n;
  (void)r;
  v->class_ = BOUNCE_CLASS_UNDETERMINED;
  v->hardness = BOUNCE_HARDNESS_SOFT;
  v->advice = BOUNCE_ADVICE_RETRY;
}
WEAK RuleSet *
rules_builtin(void)
{
  return NULL;
}
WEAK RuleSet *
rules_new_from_text(const char *n, const char *t, gsize l, BounceError **e)
{
  (void)n;
  (void)t;
  (void)l;
  (void)e;
  return NULL;
}
WEAK void
rules_free(RuleSet *s)
{
  (void)s;
}
WEAK FormatSet *
formats_builtin(void)
{
  return NULL;
}
WEAK FormatSet *
formats_new_from_text(const char *n, const char *t, gsize l, BounceError **e)
{
  (void)n;
  (void)t;
  (void)l;
  (void)e;
  return NULL;
}
WEAK void
formats_free(FormatSet *s)
{
  (void)s;
}
WEAK void
prose_read(Evidence *e)
{
  (void)e;
}
WEAK void
prose_read_words(const Config *c, Arena *a, const char *t, gsize l,
                 RecipientFacts *f)
{
  (void)c;
  (void)a;
  (void)t;
  (void)l;
  (void)f;
}
#define N(x)                                                                   \
  WEAK const char *bounce_##x##_to_string(guint32 v)                           \
  {                                                                            \
    (void)v;                                                                   \
    return "unknown";                                                          \
  }                                                                            \
  WEAK guint32 bounce_##x##_from_string(const char *n)                         \
  {                                                                            \
    (void)n;                                                                   \
    return 0;                                                                  \
  }
N(kind)
N(class) N(category) N(hardness) N(action) N(advice) N(command) N(source)
    N(limit) WEAK BounceCategory bounce_class_category(BounceClass c)
{
  (void)c;
  return 0;
}
WEAK BounceHardness
bounce_class_hardness(BounceClass c)
{
  (void)c;
  return 0;
}
