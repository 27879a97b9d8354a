/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From what patterns matched to facts about recipients. */
#ifndef LIB_PROSE_FACTS_H
#define LIB_PROSE_FACTS_H

#include <glib.h>

#include "evidence/evidence.h"
#include "formats/format.h"
#include "formats/format_capture.h"
#include "formats/format_known.h"
#include "prose/prose_scan.h"
#include "prose/prose_text.h"

/* Places of two of the addresses of who gets and sends a bounce. */
enum { OWN_TO, OWN_FROM };
#define OWN_ADDRESSES 4

/* What is told at one place; who is meant may follow from the place alone. */
typedef struct {
  gsize at;            /* in the folded text */
  const char *address; /* NULL: not said */
  const char *words;   /* the captured text, NULL: none */
  gboolean has_action_only;
  gboolean is_context; /* a host that is talked to, for what follows */
  gboolean is_used;    /* a transcript's fact holds it */
  gboolean is_transcript;
  gboolean own; /* the format's pattern read it, not a general one */
  RecipientFacts facts;
} Fact;

/* A recipient that a header field of the bounce names. */
typedef struct {
  const char *address;
  gboolean own; /* the format's pattern found it, not a general one */
} HeaderRecipient;

/* Where a recipient is named again: what follows is about it. */
typedef struct {
  gsize at;
  const char *address;
} Mention;

/* A recipient that the text names. */
typedef struct {
  gsize at;    /* where it is named, in the folded text */
  gsize until; /* where what is said about it ends */
  guint list;  /* first of the entries named together with it */
  const char *words;
  RecipientFacts facts;
} Entry;

/* A part of the text, and what it tells at a glance. */
typedef struct {
  const char *words; /* NULL: not read */
  gssize reply;      /* where one stands, -1: nowhere */
  Status status;     /* that they name, 0: none */
} Block;

typedef struct {
  Evidence *evidence;
  Arena *arena;
  const Format *format; /* NULL: not known */
  ProseScan *scan;
  GArray *header;                           /* of HeaderRecipient */
  const char *own_addresses[OWN_ADDRESSES]; /* of who gets and sends it */
  ProseText *text;
  GArray *entries;  /* of Entry */
  GArray *mentions; /* of Mention */
  GTree *places;    /* address to 1 + index of its entry */
  GArray *contacts; /* of Captured: whom the text says to ask */
  GArray *facts;    /* of Fact */
  guint n_shared;   /* facts that were given to long lists */
  guint sorted;     /* what lists say of those in them: bits of BounceAction */
  Block whole;      /* the whole report, when one list has them all */
  RecipientFacts reply;      /* that was found last in no pattern's words */
  gsize reply_at;            /* 1 + its place; 0: none was read */
  const Entry *reply_named;  /* whom its words name alone, or NULL */
  const char *reporting_mta; /* facts about the message, NULL: not told */
  const char *arrival_date;
  const char *message_id; /* of the original */
  const char *subject;
  BounceAction action; /* by the bounce's header, 0: not told */
  BounceKind kind;     /* the same */
} Prose;

/* Finds the recipients: those that the format names, else by other signs. */
void prose_find_recipients(Prose *prose);

/* Collects what matches and SMTP transcripts tell. */
void prose_collect(Prose *prose, const GArray *matches);
/* Whom the text says to ask. */
void prose_collect_contacts(Prose *prose, const GArray *matches);
void prose_collect_transcript(Prose *prose, const GArray *matches);

/* Gives what was collected to the recipients. */
void prose_assign(Prose *prose);

/* Completes what each recipient was told from all words about it. */
void prose_conclude(Prose *prose);

/* Whether the message is a bounce: the less its outside tells, the more the
 * text must. */
gboolean prose_is_bounce(const Prose *prose, const Outside *outside);

/* Whether it may be one, whatever its text tells. */
gboolean prose_may_be_bounce(const Format *format, const Outside *outside);

/* Whether a pattern of a role (and with a value, unless 0) matched. */
gboolean prose_has_role(const GArray *matches, PatternRole role, guint32 value);

/* Whether a server refused something. */
gboolean prose_has_refusal(const Prose *prose);

/* Where a refusal's code surely stands in a part of a text, -1: nowhere. */
gssize prose_find_reply(const Folded *folded, gsize start, gsize end);

/* Whether an address is that of who gets or sends the bounce. */
gboolean prose_is_own_address(const Prose *prose, const char *address,
                              gsize length);

/* Whether what was captured of a source is one address. */
gboolean prose_same_address(const char *source, const Captured *a,
                            const Captured *b);

/* Whether an address may be a recipient's: neither that, nor a postmaster's or
 * helper's, nor a message's id. */
gboolean prose_is_foreign(const Prose *prose, const Captured *captured);

/* The only such address in the whole report; else the only one where it says
 * that mail did not arrive, or beside the refusal. Length 0: none, or several.
 */
Captured prose_only_address(const Prose *prose);

/* The entry of an address, or NULL. */
Entry *prose_entry(const Prose *prose, const char *address);

/* The one entry whose address stands in the words, or NULL. */
Entry *prose_named_in(const Prose *prose, const char *words);

/* Adds a recipient that is named at a place. */
Entry *prose_add(Prose *prose, const char *address, gsize at,
                 const char *words);

/* The host that stands last before a place in its line, or NULL; the one that
 * wrote the report is none. */
const char *prose_host_before(const Prose *prose, gsize at);

/* Reads the reply in the words of a fact. */
void prose_read_reply(Arena *arena, const char *words, RecipientFacts *facts);

/* Reads the addresses of the bounce's reader and writer. */
void prose_read_own_addresses(Prose *prose);

/* Whether a match names the one who gets the bounce. */
gboolean prose_names_reader(const Prose *prose, const Match *match);

/* Reads fields of the bounce's header. */
void prose_read_header(Prose *prose, const PatternTable *table, gboolean own);

/* The text that an open match takes, or that a capture took. */
const char *prose_captured(const Prose *prose, const GArray *matches, guint i,
                           const Captured *captured);

/* The lines of the paragraph that follow on a pattern that ends with its line,
 * until another recipient is named; NULL: none. */
const char *prose_words_below(const Prose *prose, const GArray *matches,
                              guint i);

/* Puts what one match captured into facts; message-level ones into the
 * report. FALSE when it told nothing about recipients. */
gboolean prose_fact_of(Prose *prose, const GArray *matches, guint i,
                       Fact *fact);

#endif
