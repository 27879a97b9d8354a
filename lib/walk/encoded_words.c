/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "walk/encoded_words.h"

#include <string.h>

#include "walk/decode.h"

/* RFC 2978 section 2.3: no charset's name is longer than 40. */
#define MAX_CHARSET 64

/* An encoded word (RFC 2047 section 2). */
typedef struct {
  const char *charset;
  gsize charset_length; /* without a language (RFC 2231 section 5) */
  gboolean base64;
  const char *text;
  gsize length;
  const char *end; /* behind it */
} Word;

/* Words of one character set that stand together: a character may start in
 * one and end in the next, against section 5. */
typedef struct {
  GString *out;
  Arena *arena;
  GByteArray *bytes;
  char charset[MAX_CHARSET];
  gint state; /* of a base64 stream that goes over words */
  guint save;
} Run;

/* Reads the word at `start`, which holds "=?". *no_end is set when no "?="
 * follows any more. */
static gboolean
read_word(const char *start, Word *word, gboolean *no_end)
{
  const char *mark = start + 2;
  gsize length = strcspn(mark, "? \t\n=");
  if (!length || length >= MAX_CHARSET || mark[length] != '?' ||
      !mark[length + 1] || !strchr("bBqQ", mark[length + 1]) ||
      mark[length + 2] != '?')
    return FALSE;
  const char *star = memchr(mark, '*', length);
  word->charset = mark;
  word->charset_length = star ? (gsize)(star - mark) : length;
  word->base64 = g_ascii_tolower(mark[length + 1]) == 'b';
  word->text = mark + length + 3;
  const char *end = strstr(word->text, "?=");
  *no_end = !end;
  if (!end)
    return FALSE;
  word->length = (gsize)(end - word->text);
  word->end = end + 2;
  return TRUE;
}

static void
append_base64(Run *run, const char *text, gsize length)
{
  guint8 out[192];
  while (length) {
    gsize n = MIN(length, 128);
    gsize got = g_base64_decode_step(text, n, out, &run->state, &run->save);
    g_byte_array_append(run->bytes, out, (guint)got);
    text += n;
    length -= n;
  }
}

/* What is left of a base64 stream that lacks its padding. */
static void
end_base64(Run *run)
{
  for (int i = 0; run->state && i < 3; i++)
    append_base64(run, "=", 1);
  run->state = 0;
  run->save = 0;
}

static guint
count_base64(const char *text, gsize length)
{
  guint n = 0;
  for (gsize i = 0; i < length; i++)
    n += g_ascii_isalnum(text[i]) || text[i] == '+' || text[i] == '/' ||
         text[i] == '=';
  return n;
}

static void
append_quoted(Run *run, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++) {
    guint8 byte = text[i] == '_' ? ' ' : (guint8)text[i];
    if (byte == '=' && i + 2 < length && g_ascii_isxdigit(text[i + 1]) &&
        g_ascii_isxdigit(text[i + 2])) {
      byte = (guint8)(g_ascii_xdigit_value(text[i + 1]) << 4 |
                      g_ascii_xdigit_value(text[i + 2]));
      i += 2;
    }
    g_byte_array_append(run->bytes, &byte, 1);
  }
}

static void
end_run(Run *run)
{
  gsize length = 0;
  end_base64(run);
  if (!run->bytes->len)
    return;
  const char *text = decode_word(run->arena, (char *)run->bytes->data,
                                 run->bytes->len, run->charset, &length);
  g_string_append_len(run->out, text, (gssize)length);
  g_byte_array_set_size(run->bytes, 0);
}

static void
append_word(Run *run, const Word *word)
{
  if (run->bytes->len && (strlen(run->charset) != word->charset_length ||
                          g_ascii_strncasecmp(run->charset, word->charset,
                                              word->charset_length) != 0))
    end_run(run);
  memcpy(run->charset, word->charset, word->charset_length);
  run->charset[word->charset_length] = '\0';
  if (!word->base64) {
    end_base64(run);
    append_quoted(run, word->text, word->length);
    return;
  }
  /* Section 2: a word is complete in itself; where it is not, its stream goes
   * on in the next. */
  if (count_base64(word->text, word->length) % 4 == 0)
    end_base64(run);
  append_base64(run, word->text, word->length);
  if (memchr(word->text, '=', word->length))
    end_base64(run);
}

char *
encoded_words_decode(Arena *arena, const char *value)
{
  g_autoptr(GString) out = g_string_sized_new(strlen(value));
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  Run run = {.out = out, .arena = arena, .bytes = bytes};
  gboolean no_end = FALSE;
  const char *plain = value; /* not yet written */
  const char *at = value;
  while (!no_end && (at = strstr(at, "=?"))) {
    Word word;
    if (!read_word(at, &word, &no_end)) {
      at += 2;
      continue;
    }
    /* Section 6.2: white space between two words is not shown. */
    if (plain == value || strspn(plain, " \t\r\n") < (gsize)(at - plain)) {
      end_run(&run);
      g_string_append_len(out, plain, at - plain);
    }
    append_word(&run, &word);
    plain = at = word.end;
  }
  end_run(&run);
  g_string_append(out, plain);
  return arena_strndup(arena, out->str, out->len);
}
