/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The form in which texts are compared: lower case, everything that separates
 * words one space (docs/rules.md, "What a text matches"). */
#ifndef LIB_NORMALIZE_H
#define LIB_NORMALIZE_H

#include <glib.h>

#define NORMAL_BLOCK 1024
/* So many bytes before a block still have their offset: no phrase may be
 * longer. */
#define NORMAL_HISTORY 256

/* A reader's place in a text, which is read in blocks. */
typedef struct {
  const guint8 *text;
  gsize length;
  gsize at;         /* next byte to read */
  gsize gap_start;  /* where the open separator starts */
  gboolean whole;   /* local parts of addresses are one word */
  gsize token_end;  /* up to there a token was looked through */
  gsize at_sign;    /* the last one in it, 0: none */
  guint8 gap;       /* what stands between the last character and the next */
  guint8 kind;      /* of the last character */
  gboolean ends;    /* the open separator ends a sentence */
  gboolean started; /* a first block was read */
} Normalizer;

typedef struct {
  guint32 length;
  guint32 n_ends;
  gboolean last; /* nothing follows */
  guint8 bytes[NORMAL_BLOCK];
  /* Where the character of a byte starts in the text; that of a space is where
   * the word before it ends. The last ones of the block before stand before it,
   * what follows the block behind it. */
  guint32 offsets[NORMAL_HISTORY + NORMAL_BLOCK + 1];
  /* Indices of the spaces that end a sentence, in order. */
  guint16 ends[NORMAL_BLOCK / 2 + 1];
} NormalBlock;

/* The text is UTF-8; bytes that are not count as separators. A text longer
 * than 4 GiB is cut. The normal form starts and ends with a space. */
void normalizer_init(Normalizer *normalizer, const char *text, gsize length);

/* Fills the next block. FALSE when there is none. */
gboolean normalizer_next(Normalizer *normalizer, NormalBlock *block);

/* The offset for byte `at` of the block, -NORMAL_HISTORY <= at <= length. */
static inline guint32
normal_offset(const NormalBlock *block, gint at)
{
  return block->offsets[NORMAL_HISTORY + at];
}

/* How a phrase's ends behave, and what is a word. */
typedef enum {
  PHRASE_OPEN_START = 1,     /* may start inside a word */
  PHRASE_OPEN_END = 2,       /* may end inside a word */
  PHRASE_WHOLE_ADDRESSES = 4 /* local parts of addresses are one word */
} PhraseEdges;

/* Appends the bytes that are looked for in normal forms. Returns the number of
 * letters, digits and signs in it; 0 when the text has none: nothing is
 * appended then. */
guint phrase_append(GByteArray *bytes, const char *text, gsize length,
                    PhraseEdges edges);

#endif
