/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Evidence: what the readers found, each fact with the place it came from. */
#ifndef LIB_EVIDENCE_H
#define LIB_EVIDENCE_H

#include <glib.h>

#include <bounce/report.h>

#include "base/arena.h"
#include "base/config.h"
#include "evidence/status.h"
#include "walk/walk.h"

/* What one reader knows of one recipient. Strings belong to the arena; NULL
 * and 0 mean: not told. */
typedef struct {
  const char *address; /* bare; NULL: the report does not tell whom */
  const char *mailbox; /* a name at the reporting host, where it tells no
                          address (RFC 3464 section 2.1.2) */
  const char *original_address;
  BounceAction action;
  guint32 reply_code;
  Status status;
  const char *diagnostic; /* the refusing server's words, on one line */
  const char *text;       /* all words about this recipient, for
                             classification; NULL: the diagnostic alone */
  BounceCommand command;
  const char *remote_mta;
  const char *nearby_host; /* stands before the reply in its line */
  const char *retry_until;
  const char *last_attempt;
  const char *new_address;
  BounceClass class_; /* only where the reader knows better than the rules */
  BounceSource source;
  const char *part; /* Part.path, "0" for the header */
  guint line;       /* in the part's text, from 1; 0: not known */
} RecipientFacts;

typedef struct {
  Arena *arena;
  const Config *config;
  const Walk *walk;
  BounceLimit reached;
  BounceKind kind;       /* what the readers take it for; 0: not decided */
  GPtrArray *recipients; /* RecipientFacts *, in the order of finding */
  GTree *by_address;    /* of recipients that have one, as address_tree_new() */
  BounceReport *report; /* message-level facts are put here at once */
  BounceOriginal *original;
  const char *addressee;    /* the one whom the original was for; NULL: many
                               may be, or it is not told */
  BounceFeedback *feedback; /* NULL: none */
  const Part *status;       /* the delivery status that was read last */
} Evidence;

/* Adds a recipient with these facts; returns where they are kept, or NULL when
 * the limit is reached. Facts about an address that is there already are
 * joined. */
RecipientFacts *evidence_add(Evidence *evidence, const RecipientFacts *facts);

/* Gives a recipient that has no address one. */
void evidence_name(Evidence *evidence, RecipientFacts *facts,
                   const char *address);

/* The facts about an address (compared without regard to ASCII case), or
 * NULL. */
RecipientFacts *evidence_find(const Evidence *evidence, const char *address);

/* Forgets all recipients. */
void evidence_clear(Evidence *evidence);

/* By address, compared without regard to ASCII case. No hash: strangers can
 * make as many addresses of one as they like. */
GTree *address_tree_new(void);

/* The fuller wins, field by field: what is known stays, what it lacks is taken
 * from the new facts. */
void facts_join(RecipientFacts *known, const RecipientFacts *facts);

/* The better of what two places say: a specific status beats a generic one,
 * and what was found first beats what comes later. */
Status status_better(Status first, Status second);

/* The readers, in the order in which they are called. */
void delivery_status_read(Evidence *evidence, const Part *part);

/* Names those of whom only a local mailbox is told. */
void delivery_status_conclude(Evidence *evidence);
void feedback_read(Evidence *evidence, const Part *part);
void disposition_read(Evidence *evidence, const Part *part);
void original_read(Evidence *evidence, const Fields *fields);
void auto_reply_read(Evidence *evidence);
void prose_read(Evidence *evidence);
void feedback_conclude(Evidence *evidence);
void envelope_read(Evidence *evidence);

#endif
