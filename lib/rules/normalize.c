/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "base/utf8.h"
#include "rules/letter.h"
#include "letter_table.h"
#include "rules/normalize.h"

/* Kinds of characters, below what those of ASCII become: letters and digits in
 * lower case, all else a blank. */
enum { NEWLINE, STOP, CONNECTOR, TOKEN_SIGN, WIDE };

/* What stands before the next character. */
enum { GAP_NONE, GAP_MAYBE, GAP_SPACE };

/* Kinds of characters: of scripts with and without spaces between words. */
enum { KIND_NONE, KIND_SPACED, KIND_UNSPACED };

#define SAME10(first)                                                          \
  (first), (first) + 1, (first) + 2, (first) + 3, (first) + 4, (first) + 5,    \
      (first) + 6, (first) + 7, (first) + 8, (first) + 9
#define LETTERS SAME10('a'), SAME10('k'), 'u', 'v', 'w', 'x', 'y', 'z'
#define BLANK8 ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' '
#define WIDE16                                                                 \
  WIDE, WIDE, WIDE, WIDE, WIDE, WIDE, WIDE, WIDE, WIDE, WIDE, WIDE, WIDE,      \
      WIDE, WIDE, WIDE, WIDE

/* clang-format off */
static const guint8 kinds[256] = {
  BLANK8, ' ', ' ', NEWLINE, ' ', ' ', ' ', ' ', ' ', BLANK8, BLANK8,
  /*   !     "    #    $    %    &    ' */
  ' ', STOP, ' ', ' ', ' ', ' ', ' ', CONNECTOR,
  /* ( )    *    +           ,    -           .          / */
  ' ', ' ', ' ', TOKEN_SIGN, ' ', TOKEN_SIGN, CONNECTOR, CONNECTOR,
  /*           :    ;    <    =           >    ? */
  SAME10('0'), ' ', ' ', ' ', TOKEN_SIGN, ' ', STOP,
  /* @                [    \    ]    ^    _           ` */
  CONNECTOR, LETTERS, ' ', ' ', ' ', ' ', TOKEN_SIGN, ' ',
  LETTERS, ' ', ' ', ' ', ' ', ' ',
  WIDE16, WIDE16, WIDE16, WIDE16, WIDE16, WIDE16, WIDE16, WIDE16,
};
/* clang-format on */

#define FIRST_LETTER '0'

void
normalizer_init(Normalizer *normalizer, const char *text, gsize length)
{
  memset(normalizer, 0, sizeof(*normalizer));
  normalizer->text = (const guint8 *)text;
  normalizer->length = MIN(length, G_MAXUINT32 - 1);
  normalizer->gap = GAP_SPACE;
}

static inline guint
encode(gunichar c, guint8 *to)
{
  if (c < 0x80) {
    to[0] = (guint8)c;
    return 1;
  }
  if (c < 0x800) {
    to[0] = (guint8)(0xC0 | c >> 6);
    to[1] = (guint8)(0x80 | (c & 0x3F));
    return 2;
  }
  if (c < 0x10000) {
    to[0] = (guint8)(0xE0 | c >> 12);
    to[1] = (guint8)(0x80 | (c >> 6 & 0x3F));
    to[2] = (guint8)(0x80 | (c & 0x3F));
    return 3;
  }
  to[0] = (guint8)(0xF0 | c >> 18);
  to[1] = (guint8)(0x80 | (c >> 12 & 0x3F));
  to[2] = (guint8)(0x80 | (c >> 6 & 0x3F));
  to[3] = (guint8)(0x80 | (c & 0x3F));
  return 4;
}

static inline gunichar
fold(gunichar c)
{
  return c < LETTER_TABLE_END ? letter_table[c] : letter_fold(c);
}

/* Notes a separator; the first one's start is the word's end. */
static inline void
open_gap(Normalizer *normalizer, gsize at)
{
  if (normalizer->gap != GAP_SPACE) {
    normalizer->gap = GAP_SPACE;
    normalizer->gap_start = at;
    normalizer->ends = FALSE;
  }
}

static inline void
put(NormalBlock *block, guint8 byte, gsize offset)
{
  block->offsets[NORMAL_HISTORY + block->length] = (guint32)offset;
  block->bytes[block->length++] = byte;
}

static void
put_space(Normalizer *normalizer, NormalBlock *block)
{
  if (normalizer->ends && block->n_ends < G_N_ELEMENTS(block->ends))
    block->ends[block->n_ends++] = (guint16)block->length;
  put(block, ' ', normalizer->gap_start);
  normalizer->ends = FALSE;
}

/* Closes what stands before a character. Between two characters of scripts
 * without spaces white space means nothing; where such a script and another
 * meet, a word ends. */
static inline void
close_gap(Normalizer *normalizer, NormalBlock *block, guint8 kind)
{
  guint8 last = normalizer->kind;

  normalizer->kind = kind;
  if (normalizer->gap == GAP_NONE)
    return;
  if (normalizer->gap == GAP_MAYBE) {
    if (last == kind)
      return;
    normalizer->gap_start = normalizer->at;
    normalizer->ends = FALSE;
  }
  normalizer->gap = kind == KIND_UNSPACED ? GAP_MAYBE : GAP_NONE;
  if (last == KIND_UNSPACED && kind == KIND_UNSPACED && !normalizer->ends)
    return;
  put_space(normalizer, block);
}

static inline void
put_wide(Normalizer *normalizer, NormalBlock *block, gunichar c, guint size)
{
  guint8 kind = letter_is_unspaced(c) ? KIND_UNSPACED : KIND_SPACED;
  guint8 bytes[4];
  guint i, n;

  /* A spaced character meets an unspaced one without anything between. */
  if (normalizer->gap == GAP_NONE && kind == KIND_UNSPACED)
    normalizer->gap = GAP_MAYBE;
  close_gap(normalizer, block, kind);
  n = encode(c, bytes);
  for (i = 0; i < n; i++)
    put(block, bytes[i], normalizer->at);
  normalizer->at += size;
}

/* Most of Han, U+5000 to U+9FFF: of one size, without case and accents. */
static inline gboolean
is_han_at(const Normalizer *normalizer, gsize at)
{
  const guint8 *text = normalizer->text + at;

  return normalizer->length - at >= 3 && text[0] >= 0xE5 && text[0] <= 0xE9 &&
         (text[1] & 0xC0) == 0x80 && (text[2] & 0xC0) == 0x80;
}

static void
read_han(Normalizer *normalizer, NormalBlock *block)
{
  gsize at = normalizer->at;
  guint i;

  if (normalizer->gap == GAP_NONE)
    normalizer->gap = GAP_MAYBE;
  close_gap(normalizer, block, KIND_UNSPACED);
  do {
    for (i = 0; i < 3; i++)
      put(block, normalizer->text[at + i], at);
    at += 3;
  } while (block->length < NORMAL_BLOCK - 8 && is_han_at(normalizer, at));
  normalizer->at = at;
}

static void
end_sentence(Normalizer *normalizer)
{
  normalizer->ends = TRUE;
}

/* A character beyond ASCII. */
static void
read_wide(Normalizer *normalizer, NormalBlock *block)
{
  const guint8 *at = normalizer->text + normalizer->at;
  guint size;
  gunichar c = utf8_decode(at, normalizer->length - normalizer->at, &size);
  gunichar folded;

  if (letter_is_ignored(c)) {
    normalizer->at += size;
    return;
  }
  /* Full-width forms of ASCII. */
  if (c >= 0xFF01 && c <= 0xFF5E) {
    guint8 kind = kinds[c - 0xFEE0];

    if (kind >= FIRST_LETTER) {
      put_wide(normalizer, block, kind, size);
      return;
    }
    c = kind == STOP || c == 0xFF0E ? 0x3002 : 0;
  }
  folded = c == 0 ? 0 : fold(c);
  if (folded != 0) {
    put_wide(normalizer, block, folded, size);
    return;
  }
  open_gap(normalizer, normalizer->at);
  if (c == 0x3002 || c == 0xFF61 || c == 0x0964)
    end_sentence(normalizer);
  normalizer->at += size;
}

/* Whether a word character stands at this place. */
static gboolean
is_word_at(const Normalizer *normalizer, gsize at)
{
  guint8 kind;
  guint size;
  gunichar c;

  if (at >= normalizer->length)
    return FALSE;
  kind = kinds[normalizer->text[at]];
  if (kind != WIDE)
    return kind >= FIRST_LETTER;
  c = utf8_decode(normalizer->text + at, normalizer->length - at, &size);
  return c != 0 && !letter_is_unspaced(c) && fold(c) != 0;
}

static gboolean
is_space_at(const Normalizer *normalizer, gsize at)
{
  return at >= normalizer->length || normalizer->text[at] <= ' ';
}

/* . @ / ' belong to the word that they stand in. An ellipsis ends no
 * sentence. */
static void
read_connector(Normalizer *normalizer, NormalBlock *block, guint8 byte,
               guint size)
{
  gsize at = normalizer->at;

  normalizer->at += size;
  if (normalizer->gap == GAP_NONE && is_word_at(normalizer, at + size)) {
    put(block, byte, at);
    return;
  }
  open_gap(normalizer, at);
  if (byte == '.' && is_space_at(normalizer, at + 1) &&
      (at == 0 || normalizer->text[at - 1] != '.'))
    end_sentence(normalizer);
}

/* What an address consists of (RFC 5322 section 3.2.3, as far as needed). */
static inline gboolean
is_token_byte(guint8 byte)
{
  return kinds[byte] >= FIRST_LETTER || byte == '.' || byte == '@' ||
         byte == '-' || byte == '_' || byte == '+' || byte == '=';
}

/* Whether this sign stands in an address before its @: what is called
 * virus-team@example.org says nothing of a virus. Each token is read once. */
static gboolean
in_local_part(Normalizer *normalizer, gsize at)
{
  const guint8 *text = normalizer->text;
  gsize end = at;

  if (!normalizer->whole || !is_token_byte(text[at]))
    return FALSE;
  if (at >= normalizer->token_end) {
    normalizer->at_sign = 0;
    for (; end < normalizer->length && is_token_byte(text[end]); end++) {
      if (text[end] == '@')
        normalizer->at_sign = end;
    }
    normalizer->token_end = end;
  }
  return at < normalizer->at_sign;
}

/* A second line end with nothing but blanks between makes an empty line. */
static void
read_newline(Normalizer *normalizer)
{
  const guint8 *text = normalizer->text;
  gsize at = normalizer->at + 1;

  open_gap(normalizer, normalizer->at);
  while (at < normalizer->length &&
         (text[at] == ' ' || text[at] == '\t' || text[at] == '\r'))
    at++;
  if (at < normalizer->length && text[at] == '\n')
    end_sentence(normalizer);
  normalizer->at = at;
}

static void
read_other(Normalizer *normalizer, NormalBlock *block, guint8 kind)
{
  gsize at = normalizer->at;

  switch (kind) {
  case WIDE:
    if (is_han_at(normalizer, at))
      read_han(normalizer, block);
    else if (normalizer->length - at >= 3 &&
             memcmp(normalizer->text + at, "\xE2\x80\x99", 3) == 0)
      read_connector(normalizer, block, '\'', 3);
    else
      read_wide(normalizer, block);
    break;
  case CONNECTOR:
    read_connector(normalizer, block, normalizer->text[at], 1);
    break;
  case NEWLINE:
    read_newline(normalizer);
    break;
  default:
    if (in_local_part(normalizer, at)) {
      read_connector(normalizer, block, normalizer->text[at], 1);
      break;
    }
    open_gap(normalizer, at);
    if (kind == STOP && is_space_at(normalizer, at + 1))
      end_sentence(normalizer);
    normalizer->at++;
  }
}

/* Letters and digits, most of what there is, with the signs inside words and
 * the blanks between them. No branch asks where words end: processors can't
 * foresee it. */
static void
read_ascii(Normalizer *normalizer, NormalBlock *block)
{
  const guint8 *text = normalizer->text;
  guint32 *offsets = block->offsets + NORMAL_HISTORY;
  gsize room = NORMAL_BLOCK - block->length - 8;
  gsize at = normalizer->at;
  gsize stop = at + MIN(room, normalizer->length - at);
  gsize n = block->length;
  guint last = 'a';

  for (; at < stop; at++) {
    guint kind = kinds[text[at]];

    if (kind < ' ') {
      if (kind != CONNECTOR || last == ' ' || at + 1 == normalizer->length ||
          kinds[text[at + 1]] < FIRST_LETTER)
        break;
      kind = text[at];
    }
    block->bytes[n] = (guint8)kind;
    offsets[n] = (guint32)at;
    n += (kind | last) > ' '; /* of blanks, the first one counts */
    last = kind;
  }
  /* What the last blank separates is not known yet. */
  if (last == ' ')
    open_gap(normalizer, offsets[--n]);
  block->length = (guint32)n;
  normalizer->at = at;
}

static void
finish(Normalizer *normalizer, NormalBlock *block)
{
  block->last = TRUE;
  open_gap(normalizer, normalizer->length);
  if (normalizer->kind != KIND_NONE) {
    end_sentence(normalizer);
    put_space(normalizer, block);
  }
  normalizer->kind = KIND_NONE;
}

static void
start_block(Normalizer *normalizer, NormalBlock *block)
{
  if (normalizer->started)
    memmove(block->offsets, block->offsets + block->length,
            NORMAL_HISTORY * sizeof(*block->offsets));
  normalizer->started = TRUE;
  block->length = 0;
  block->n_ends = 0;
  block->last = FALSE;
}

gboolean
normalizer_next(Normalizer *normalizer, NormalBlock *block)
{
  if (normalizer->started && block->last)
    return FALSE;
  start_block(normalizer, block);
  while (block->length < NORMAL_BLOCK - 8) {
    guint8 kind;

    if (normalizer->at >= normalizer->length) {
      finish(normalizer, block);
      break;
    }
    kind = kinds[normalizer->text[normalizer->at]];
    if (kind >= FIRST_LETTER) {
      if (normalizer->gap != GAP_NONE)
        close_gap(normalizer, block, KIND_SPACED);
      read_ascii(normalizer, block);
    } else {
      read_other(normalizer, block, kind);
    }
  }
  block->offsets[NORMAL_HISTORY + block->length] =
      (guint32)MIN(normalizer->at, normalizer->length);
  return block->length > 0;
}

/* Takes off the ends of a normal form that the phrase does not insist on. */
static void
trim(GByteArray *bytes, guint start, PhraseEdges edges, guint8 first_kind,
     guint8 last_kind)
{
  if ((edges & PHRASE_OPEN_END) != 0 || last_kind == KIND_UNSPACED)
    g_byte_array_set_size(bytes, bytes->len - 1);
  if ((edges & PHRASE_OPEN_START) != 0 || first_kind == KIND_UNSPACED)
    g_byte_array_remove_index(bytes, start);
}

guint
phrase_append(GByteArray *bytes, const char *text, gsize length,
              PhraseEdges edges)
{
  g_autofree NormalBlock *block = g_new(NormalBlock, 1);
  guint8 first_kind = KIND_NONE, last_kind = KIND_NONE;
  guint start = bytes->len;
  guint letters = 0;
  Normalizer normalizer;
  guint i;

  normalizer_init(&normalizer, text, length);
  normalizer.whole = (edges & PHRASE_WHOLE_ADDRESSES) != 0;
  while (normalizer_next(&normalizer, block))
    g_byte_array_append(bytes, block->bytes, block->length);
  for (i = start; i < bytes->len; i++) {
    const guint8 *at = bytes->data + i;
    guint size = 1;
    gunichar c = *at;

    if (*at == ' ' || (*at & 0xC0) == 0x80)
      continue;
    if (*at >= 0x80)
      c = utf8_decode(at, bytes->len - i, &size);
    last_kind = letter_is_unspaced(c) ? KIND_UNSPACED : KIND_SPACED;
    if (letters++ == 0)
      first_kind = last_kind;
  }
  if (letters > 0)
    trim(bytes, start, edges, first_kind, last_kind);
  return letters;
}
