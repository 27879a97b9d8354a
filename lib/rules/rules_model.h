/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules while they are read: growing arrays, before they become tables. */
#ifndef LIB_RULES_MODEL_H
#define LIB_RULES_MODEL_H

#include "rules/rules_tables.h"

typedef struct {
  const char *id;    /* owned by the model, as all strings here */
  const char *place; /* "mailbox.rules:12" */
  BounceClass class_;
  guint line;
  guint file;
  guint provider; /* flag + 1, 0: none */
  gint prefer;
  gboolean vague;
  guint n_samples;
  guint n_sources;
} Rule;

typedef struct {
  guint rule;
  guint line;
  guint32 node;    /* the text, 0: none */
  guint32 binding; /* index in bindings, 0: none */
  guint32 first_without;
  guint32 n_without;
  guint letters; /* with what bindings count */
  guint kind;    /* what it rests on: docs/rules.md, "Which rule wins" */
} Alternative;

/* What the tables hold of a node, and how it was made. */
typedef struct {
  guint32 parent;
  guint32 phrase;
  guint32 letters;
} ModelNode;

typedef struct {
  guint32 node;
  guint32 action;
} ModelAction;

/* A sample: the rule whose class it must have, or the hint it must give. */
typedef struct {
  guint rule;            /* G_MAXUINT: none */
  const char *blocklist; /* NULL: none */
  guint32 after;         /* AFTER_..., 0: none */
  guint file;
  guint line;
  const char *reply;
  const char *host;   /* NULL: none */
  const char *format; /* NULL: none */
  BounceCommand command;
} Sample;

typedef struct {
  GStringChunk *chunk;    /* strings of the model */
  GPtrArray *files;       /* names, char * */
  GArray *rules;          /* Rule */
  GHashTable *ids;        /* of the rules: id -> index + 1 */
  GArray *alternatives;   /* Alternative */
  GHashTable *phrase_ids; /* GBytes -> index */
  GPtrArray *phrases;     /* GBytes */
  GArray *phrase_letters; /* guint */
  GArray *nodes;          /* ModelNode; the first is no text */
  GHashTable *edges;      /* node << 32 | phrase -> child */
  GArray *actions;        /* ModelAction */
  GHashTable *flags;      /* node -> flag + 1, for texts after `without` */
  GArray *withouts;       /* guint32: flags */
  GArray *bindings;       /* BindingEntry; the first is none */
  GArray *values;         /* guint32 */
  GPtrArray *hosts;       /* reversed patterns, char * */
  GArray *host_flags;     /* guint32 */
  GArray *providers;      /* ProviderEntry */
  GHashTable *host_ids;   /* pattern -> flag + 1 */
  GString *strings;       /* strings of the tables */
  GArray *samples;        /* Sample */
  GArray *units;          /* UnitEntry */
  guint n_flags;
} Model;

Model *model_new(void);
void model_free(Model *model);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Model, model_free)

/* Copies a string into the model; into the tables. */
char *model_string(Model *model, const char *text);
guint32 model_table_string(Model *model, const char *text);

/* The number of a phrase; G_MAXUINT32 when it has no letters, or too many. */
guint32 model_phrase(Model *model, const char *text, gsize length);

/* The node after `phrase` follows `node`. */
guint32 model_node(Model *model, guint32 node, guint32 phrase);

void model_add_action(Model *model, guint32 node, guint kind, guint32 value);

/* The flag that is set where the texts of a node stand. */
guint32 model_node_flag(Model *model, guint32 node);

/* Sets a flag for hosts that match ("mx.example.org", "*.example.org"). */
void model_add_host(Model *model, const char *pattern, guint32 flag);

/* The flag of a host pattern in a binding. */
guint32 model_host_flag(Model *model, const char *pattern);

guint32 model_new_flag(Model *model);

/* FALSE when there are too many. */
gboolean model_add_unit(Model *model, UnitKind kind, guint32 factor,
                        const char *word);

/* rules_read.c: adds the rules of one file. */
gboolean rules_read(Model *model, const StanzaText *text, gboolean complete,
                    BounceError **error);

/* rules_build.c: makes the tables; sorts the alternatives. */
RuleSet *rules_build(Model *model);

/* rules_check.c: finds rules that can't win and samples that others take.
 * FALSE when there were any. */
gboolean rules_check(const Model *model, const RuleSet *set,
                     GPtrArray *problems, BounceError **error);

#endif
