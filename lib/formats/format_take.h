/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Typed captures that remember what they took. */
#ifndef LIB_FORMAT_TAKE_H
#define LIB_FORMAT_TAKE_H

#include <glib.h>

#include "formats/fold.h"
#include "formats/format.h"
#include "formats/format_capture.h"
#include "formats/format_match.h"

typedef struct {
  gsize after; /* 1 + the place, 0: it was not asked yet */
  gsize n;
  Piece piece;
} Taken;

/* Addresses of a list, the first of them, and where it ends: NOWHERE when there
 * is none. */
typedef struct {
  gsize after; /* 1 + the place, 0: it was not asked yet */
  Piece first[MAX_CAPTURED];
  guint n;
  gsize end;
} AddressList;

/* What each took last: patterns that start alike ask again and again. Two of
 * each, as some ask at a bracket and others behind it. */
typedef struct {
  Taken last[CAPTURE_ANY][2];
  AddressList list;
  GHashTable *lists; /* by the places of addresses in long lists: numbers in
                        `ends`; NULL: there was none */
  GArray *ends;      /* of gsize */
} Takings;

void takings_clear(Takings *takings);

/* The addresses that stand at a place, with what separates them. */
const AddressList *take_addresses(Takings *takings, const Folded *folded,
                                  gsize at);

/* What a capture takes at a place of a text: always the same one. Returns its
 * length and gives the thing itself, as format_capture.h; `kind` is a typed one
 * that takes one thing. */
gsize capture_take(Takings *takings, const Folded *folded, Capture kind,
                   gsize at, Piece *piece);

#endif
