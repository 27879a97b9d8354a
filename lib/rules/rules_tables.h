/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules as the matcher reads them: tables of 32-bit words, one after another,
 * without pointers, so that they may be a constant in the library. */
#ifndef LIB_RULES_TABLES_H
#define LIB_RULES_TABLES_H

#include "rules/automaton.h"
#include "rules/rules.h"

/* Bytes of normal form between two texts of a match. */
#define RULE_GAP 120

/* A phrase's shape: its length and whether spaces stand at its ends. */
#define PHRASE_LENGTH 0xFFFF
#define PHRASE_SPACE_BEFORE 0x10000
#define PHRASE_SPACE_AFTER 0x20000

/* In the order of the automaton's outs: entry 0 is unused. */
typedef struct {
  guint32 next;       /* phrase that ends there, too, 0: none */
  guint32 first_node; /* node of the texts that start with it, 0: none */
  guint32 shape;
  guint32 number;   /* in the edges */
  guint32 later[2]; /* bit n: it follows a node whose number is n mod 64 */
  guint32 reach;    /* of first_node */
  guint32 class_;   /* of all alternatives in reach, 0: of several */
} PhraseEntry;

/* A node stands for the texts of a match up to one of them. 0 is no text. Its
 * reach tells what it and all that may follow can decide: the lowest
 * alternative + 1, or REACH_ALL when there are actions of another kind. */
typedef struct {
  guint32 first_action; /* the action itself, if there is one */
  guint32 n_actions;
  guint32 letters;
  guint32 after; /* reach of the nodes that may follow, REACH_NONE: none */
} NodeEntry;

#define REACH_ALL 0u
#define REACH_NONE G_MAXUINT32

/* Hash table, open addressing: the node after a phrase. child 0: free. */
typedef struct {
  guint32 node;
  guint32 phrase;
  guint32 child;
} EdgeEntry;

/* What the end of a match does: the kind, and below it a value. */
enum {
  ACTION_WIN,       /* an alternative */
  ACTION_FLAG,      /* a flag to set */
  ACTION_BLOCKLIST, /* where its name stands in the strings */
  ACTION_AFTER      /* what follows, AFTER_... */
};
enum { AFTER_RETRY = 1, AFTER_SIZE, AFTER_ADDRESS };

#define ACTION_KIND_SHIFT 28
#define ACTION_VALUE 0x0FFFFFFFu

/* One alternative of a rule. They are sorted: the lower index wins. */
typedef struct {
  guint32 rule;
  guint32 binding;  /* 0: none */
  guint32 provider; /* flag + 1, 0: none */
  guint32 first_without;
  guint32 n_without;   /* flags that must not be set */
  guint32 conditional; /* number among those with provider or without */
  guint32 class_;
  guint32 vague; /* a text that says something in a reply only */
} AlternativeEntry;

/* Ranges of the value table; all kinds that are given must hold. */
typedef struct {
  guint32 codes, n_codes;       /* pairs: first and last code */
  guint32 statuses, n_statuses; /* pairs: value and mask */
  guint32 commands;             /* bits, 0: any */
  guint32 hosts, n_hosts;       /* flags */
  guint32 formats, n_formats;   /* strings */
} BindingEntry;

typedef struct {
  guint32 class_;
  guint32 id;    /* string */
  guint32 place; /* string */
} RuleEntry;

/* Hash table of the alternatives without a text. Key 0: free. */
typedef struct {
  guint32 key;
  guint32 first_item;
  guint32 n_items;
} IndexEntry;

#define INDEX_STATUS 0x10000000u  /* class, subject, detail */
#define INDEX_CODE 0x20000000u    /* one code */
#define INDEX_TENS 0x30000000u    /* code / 10 */
#define INDEX_HUNDRED 0x40000000u /* code / 100 */
#define INDEX_COMMAND 0x50000000u
#define INDEX_OTHER 0x60000000u
/* Any number in a status pattern; also 0 for the class. */
#define STATUS_ANY 1023
/* The parts of a status pattern that may be any. */
#define INDEX_OPEN_CLASS 1u
#define INDEX_OPEN_SUBJECT 2u
#define INDEX_OPEN_DETAIL 4u

/* Pattern of a host's name, reversed in the automaton. Patterns of a whole
 * name end in '^'. */
typedef struct {
  guint32 length;
  guint32 flag;
} HostEntry;

/* A word that may follow a number; longer ones first. */
typedef enum { UNIT_SECONDS = 1, UNIT_BYTES } UnitKind;

typedef struct {
  guint32 kind;
  guint32 factor; /* in seconds, in bytes */
  guint32 word;   /* string */
  guint32 length;
} UnitEntry;

/* Who a flag stands for. */
typedef struct {
  guint32 flag;
  guint32 name; /* string */
} ProviderEntry;

/* Word offsets of the tables, `strings` in bytes. */
struct RuleSet {
  guint32 size;     /* in bytes, with the strings */
  guint32 constant; /* built in: not to be freed */
  guint32 n_flags;
  guint32 n_alternatives;
  guint32 n_conditionals;
  guint32 n_rules;
  guint32 longest; /* phrase, in bytes */
  guint32 cells, n_cells, tails, links, phrases, nodes, edges, edges_mask,
      actions;
  guint32 alternatives, withouts, bindings, values, rules;
  guint32 index, index_mask, index_items;
  guint32 index_shapes; /* bit n: keys whose open parts are n, INDEX_OPEN_... */
  guint32 host_cells, host_n_cells, host_tails, host_links, host_outs, hosts;
  guint32 providers, n_providers;
  guint32 units, n_units;
  guint32 strings;
};

#define RULES_TABLE(set, type, table)                                          \
  ((const type *)(const void *)((const guint32 *)(const void *)(set) +         \
                                (set)->table))

static inline const char *
rules_string(const RuleSet *set, guint32 at)
{
  return (const char *)set + set->strings + at;
}

static inline guint32
edge_hash(guint32 node, guint32 phrase)
{
  guint32 hash = node * 0x9E3779B1u + phrase * 0x85EBCA6Bu;

  return hash ^ hash >> 15;
}

static inline guint32
index_hash(guint32 key)
{
  key *= 0x9E3779B1u;
  return key ^ key >> 15;
}

#endif
