/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "walk/decode.h"

#include <signal.h>
#include <string.h>

#include <gmime/gmime.h>

#include "base/ascii.h"
#include "walk/charset.h"
#include "walk/convert.h"
#include "walk/encoded_words.h"
#include "walk/twice.h"

void
decode_init(void)
{
  static gsize done;
  if (g_once_init_enter(&done)) {
    /* GMime starts GPGME, which has the whole process ignore SIGPIPE. */
    struct sigaction pipe;
    gboolean known = sigaction(SIGPIPE, NULL, &pipe) == 0;
    g_mime_init();
    if (known)
      sigaction(SIGPIPE, &pipe, NULL);
    g_once_init_leave(&done, 1);
  }
}

/* Labels that are used for more than they stand for (WHATWG Encoding
 * Standard, section 4.2, where it names the superset). */
static const char *
superset(const char *charset)
{
  static const struct {
    const char *label, *name;
  } sets[] = {
      {"gb2312", "gb18030"},
      {"gbk", "gb18030"},
      {"gb_2312-80", "gb18030"},
      {"shift_jis", "cp932"},
      {"shift-jis", "cp932"},
      {"x-sjis", "cp932"},
      {"windows-31j", "cp932"},
      {"big5", "big5-hkscs"},
      {"iso-8859-1", "windows-1252"},
      {"latin1", "windows-1252"},
      {"us-ascii", "windows-1252"},
      {"ascii", "windows-1252"},
      {"iso-8859-9", "windows-1254"},
      {"euc-kr", "cp949"},
      {"ks_c_5601-1987", "cp949"},
      {"iso-8859-11", "windows-874"},
      {"cp932", "cp932"},
      {"hz-gb-2312", "hz"},
      {"unicode-1-1-utf-7", "utf-7"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(sets); i++)
    if (g_ascii_strcasecmp(charset, sets[i].label) == 0)
      return sets[i].name;
  return charset;
}

/* Whether it holds ISO-2022-JP's escape sequences (RFC 1468), which say more
 * than a label. */
static gboolean
is_iso_2022_jp(const char *bytes, gsize length)
{
  if (!length)
    return FALSE;
  const char *end = bytes + length;
  for (const char *p = bytes; (p = memchr(p, '\x1b', (gsize)(end - p))); p++)
    if (end - p >= 3 && p[1] == '$' && (p[2] == 'B' || p[2] == '@'))
      return TRUE;
  return FALSE;
}

/* Character sets whose bytes are all ASCII (RFC 2152, 1642, 1843, 1557). */
static gboolean
is_seven_bit(const char *charset)
{
  static const char *const names[] = {"utf-7", "unicode-1-1-utf-7",
                                      "hz-gb-2312", "iso-2022-kr"};
  for (gsize i = 0; charset && i < G_N_ELEMENTS(names); i++)
    if (g_ascii_strcasecmp(charset, names[i]) == 0)
      return TRUE;
  return FALSE;
}

/* UTF-8 with the bytes that are none replaced; NULL when there are more of
 * them than `most`. */
static GString *
repair(const char *bytes, gsize length, gsize most)
{
  GString *out = g_string_sized_new(length + 64);
  const char *end;
  gsize bad = 0;
  while (!g_utf8_validate(bytes, (gssize)length, &end)) {
    gsize good = (gsize)(end - bytes);
    g_string_append_len(out, bytes, (gssize)good);
    if (!*end) {
      g_string_append_c(out, ' ');
    } else if (bad++ < most) {
      g_string_append(out, REPLACEMENT);
    } else {
      g_string_free(out, TRUE);
      return NULL;
    }
    bytes += good + 1;
    length -= good + 1;
  }
  return g_string_append_len(out, bytes, (gssize)length);
}

/* As g_utf8_validate(), to which a NUL is none. */
static gboolean
is_utf8(const char *bytes, gsize length)
{
  return !length || (is_ascii(bytes, length) && !memchr(bytes, '\0', length)) ||
         g_utf8_validate(bytes, (gssize)length, NULL);
}

/* CRLF, CR CR LF and lone CR become LF, in place. */
static gsize
normalize_line_ends(char *text, gsize length)
{
  char *cr = memchr(text, '\r', length);
  if (!cr)
    return length;
  gsize out = (gsize)(cr - text);
  for (gsize i = out; i < length; i++) {
    char c = text[i];
    if (c == '\r') {
      gsize end = i; /* gateways make CR CR LF */
      while (end + 1 < length && text[end + 1] == '\r')
        end++;
      if (end + 1 < length && text[end + 1] == '\n') {
        i = end + 1;
      } else {
        memset(text + out, '\n', end - i);
        out += end - i;
        i = end;
      }
      c = '\n';
    }
    text[out++] = c;
  }
  text[out] = '\0';
  return out;
}

/* Whether a text in this character set may be in any: what programs write
 * that know none, and what every byte fits. */
static gboolean
tells_nothing(const char *charset)
{
  return !charset || g_ascii_strcasecmp(superset(charset), "windows-1252") == 0;
}

static gsize
count_high(const char *bytes, gsize length)
{
  gsize n = 0;
  for (gsize i = 0; i < length; i++)
    n += (guint8)bytes[i] >> 7;
  return n;
}

/* Without a label that is true: UTF-8 where most of it is that, else what it
 * reads best in, else windows-1252, in which every byte means something. */
static GString *
convert_unlabelled(const char *bytes, gsize length, gboolean guess)
{
  gsize bad = 0;
  GString *out =
      repair(bytes, length, MIN(length / 50, count_high(bytes, length) / 4));
  if (out)
    return out;
  const char *charset = guess ? charset_guess(bytes, length) : NULL;
  GString *best =
      convert(bytes, length, charset ? charset : "windows-1252", length, &bad);
  return best ? best : repair(bytes, length, length);
}

/* The label's character set where it fits. */
static GString *
convert_best(const char *bytes, gsize length, const char *charset,
             gboolean guess)
{
  gsize bad = 0;
  gboolean utf8 = charset && g_ascii_strcasecmp(charset, "utf-8") == 0;
  if (charset && !utf8 && !(guess && tells_nothing(charset))) {
    GString *out = convert(bytes, length, superset(charset), length / 50, &bad);
    if (out)
      return out;
  }
  if (utf8) {
    GString *out = repair(bytes, length, length / 50);
    if (out)
      return out;
  }
  return convert_unlabelled(bytes, length, guess);
}

/* Character sets that have NULs in each line end (RFC 2781). */
static gboolean
is_wide(const char *charset)
{
  static const char *const names[] = {"utf-16", "utf16", "utf-32", "utf32",
                                      "ucs"};
  for (gsize i = 0; charset && i < G_N_ELEMENTS(names); i++)
    if (g_ascii_strncasecmp(charset, names[i], strlen(names[i])) == 0)
      return TRUE;
  return FALSE;
}

/* decode_text() of bytes whose line ends are LF, but for wide ones. What is in
 * none of the sets that their escape sequences or label name is mostly bytes
 * that these don't have. */
static char *
decode_lines(Arena *arena, const char *bytes, gsize length, const char *charset,
             gboolean guess, gsize *out_length)
{
  char *text;
  gsize bad = 0;
  GString *converted = NULL;
  if (is_iso_2022_jp(bytes, length))
    converted = convert(bytes, length, "iso-2022-jp-3", length / 2, &bad);
  else if (is_seven_bit(charset))
    converted = convert(bytes, length, superset(charset), length / 2, &bad);
  if (!converted && !is_utf8(bytes, length))
    converted = convert_best(bytes, length, charset, guess);
  if (converted) {
    length = converted->len;
    text = arena_strndup(arena, converted->str, length);
    g_string_free(converted, TRUE);
  } else {
    text = arena_strndup(arena, bytes, length);
  }
  *out_length = twice_undo(text, normalize_line_ends(text, length));
  return text;
}

static char *
decode(Arena *arena, const char *bytes, gsize length, const char *charset,
       gboolean guess, gsize *out_length)
{
  gboolean wide = is_wide(charset);
  if (wide && !(length && memchr(bytes, '\0', length)))
    charset = NULL; /* none of it is wide */
  if (!length || wide || !memchr(bytes, '\r', length))
    return decode_lines(arena, bytes, length, charset, guess, out_length);
  /* Before the conversion: UTF-7's state would depend on line ends. */
  g_autofree char *lines = g_malloc(length + 1);
  memcpy(lines, bytes, length);
  length = normalize_line_ends(lines, length);
  return decode_lines(arena, lines, length, charset, guess, out_length);
}

char *
decode_text(Arena *arena, const char *bytes, gsize length, const char *charset,
            gsize *out_length)
{
  return decode(arena, bytes, length, charset, TRUE, out_length);
}

char *
decode_word(Arena *arena, const char *bytes, gsize length, const char *charset,
            gsize *out_length)
{
  return decode(arena, bytes, length, charset, FALSE, out_length);
}

/* Whether decoding would leave it as it is. */
static gboolean
is_plain(const char *text, gsize length)
{
  return is_ascii(text, length) && !memchr(text, '\x1b', length) &&
         !memchr(text, '\r', length);
}

const char *
decode_field(Arena *arena, const char *value)
{
  gsize length = value ? strlen(value) : 0;
  if (!value)
    return NULL;
  if (!strstr(value, "=?"))
    return is_plain(value, length)
               ? value
               : decode_text(arena, value, length, NULL, &length);
  char *decoded = encoded_words_decode(arena, value);
  return decode_text(arena, decoded, strlen(decoded), NULL, &length);
}
