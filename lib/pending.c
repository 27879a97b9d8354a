/* Stand-ins until the formats engine lands: removed then. */
#include "evidence.h"
#include "format.h"
#include "prose.h"
#define WEAK __attribute__((weak))
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
WEAK FormatSet *formats_builtin(void) { return NULL; }
WEAK FormatSet *formats_new_from_text(const char *n, const char *t, gsize l, BounceError **e) { (void)n;(void)t;(void)l;(void)e; return NULL; }
WEAK void formats_free(FormatSet *s) { (void)s; }
WEAK void prose_read(Evidence *e) { (void)e; }
WEAK void prose_read_words(const Config *c, Arena *a, const char *t, gsize l, RecipientFacts *f) { (void)c;(void)a;(void)t;(void)l;(void)f; }
