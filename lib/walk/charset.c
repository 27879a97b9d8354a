/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "walk/charset.h"

#include <string.h>

#include "walk/convert.h"

/* So many bytes are looked at. */
#define SAMPLE 2048

typedef enum {
  LATIN,    /* letters stand alone among ASCII ones */
  ALPHABET, /* whole words: never beside an ASCII letter */
  SYLLABIC, /* with or without blanks */
} Script;

#define CYRILLIC "оеаинтсрвліё"
#define JAPANESE                                                                                                    \
  "のにはをたがでてとしれさいするまりくもなかあらこせんきっへめよ、。ーンスル" \
  "トメアレエラド送"                                                                                        \
  "信先宛件配受名者不明"
#define CHINESE                                                                                                     \
  "的一是不了在人有我他大以上到和地也子出要就下得可年生自那能着事其里所去行用" \
  "如然作方成都小二"                                                                                        \
  "所当起好分此心前面定只主公件收信址原因投回失，。：！（）已未到"
#define KOREAN                                                                                                      \
  "이다는을에의가수니지메일고하한로사시자으도어기리서습를은주인정스보전대신해" \
  "부아그라만여오원있"                                                                                     \
  "되게없용확송못받"

/* Their names to iconv, and the letters that are most common in what is
 * written in them. Where several read a text as well, the first one wins. */
static const struct {
  const char *charset;
  Script script;
  guint expected; /* per cent of the letters that are among them */
  const char *letters;
} candidates[] = {
    {"windows-1252", LATIN, 100, "äöüßéà"},
    {"windows-1252", LATIN, 100, "éèêëàâçîïôùûœ"},
    {"windows-1252", LATIN, 100, "áéíóúñü¿¡ç"},
    {"windows-1252", LATIN, 100, "ãõáéíóúâêôàçºª"},
    {"windows-1252", LATIN, 100, "àèéìòù"},
    {"windows-1252", LATIN, 100, "åæøäöé"},
    {"windows-1250", LATIN, 100, "ąćęłńóśźż"},
    {"windows-1250", LATIN, 100, "áčďéěíňóřšťúůýžäôĺľŕ"},
    {"windows-1250", LATIN, 100, "áéíóöőúüű"},
    {"windows-1250", LATIN, 100, "ăâîşţ"},
    {"windows-1250", LATIN, 100, "čćđšž"},
    {"iso-8859-2", LATIN, 100, "ąćęłńóśźż"},
    {"iso-8859-2", LATIN, 100, "áčďéěíňóřšťúůýžäôĺľŕ"},
    {"iso-8859-2", LATIN, 100, "čćđšž"},
    {"windows-1254", LATIN, 100, "ğışüöçâ"},
    {"windows-1251", ALPHABET, 65, CYRILLIC},
    {"koi8-u", ALPHABET, 65, CYRILLIC},
    {"iso-8859-5", ALPHABET, 65, CYRILLIC},
    {"cp866", ALPHABET, 65, CYRILLIC},
    {"windows-1253", ALPHABET, 65, "αοιετσνηυρπκμλάέίόή"},
    {"windows-1255", ALPHABET, 65, "יוהלאתרבשמ"},
    {"windows-1256", ALPHABET, 65, "النيرمتولسةب"},
    {"windows-874", ALPHABET, 50, "านรอกเงยลวทมดี่้"},
    {"cp932", SYLLABIC, 50, JAPANESE},
    {"euc-jp", SYLLABIC, 50, JAPANESE},
    {"gbk", SYLLABIC, 35,
     CHINESE "这为来个中们说国时道而于你会后对过家发天多日三军无同么经法与看"
             "学进种将还又见没从您邮件箱递退服务器系统发送败请"},
    {"big5-hkscs", SYLLABIC, 35,
     CHINESE "這為來個中們說國時道而於你會後對過家發天多日三軍無同麼經法與看"
             "學進種將還又見沒從您郵件箱遞退伺服器系統發送敗請傳寄達"},
    {"cp949", SYLLABIC, 50, KOREAN},
};

/* A set of characters of the basic plane, one bit each. */
typedef struct {
  guint8 bits[0x10000 / 8];
} Letters;

static void
add_letters(Letters *set, const char *letters)
{
  for (const char *p = letters; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    set->bits[c >> 3] |= (guint8)(1u << (c & 7));
  }
}

/* All letters of a set: cheaper than to clear it. */
static void
remove_letters(Letters *set, const char *letters)
{
  for (const char *p = letters; *p; p = g_utf8_next_char(p))
    set->bits[g_utf8_get_char(p) >> 3] = 0;
}

static gboolean
has_letter(const Letters *set, gunichar c)
{
  return c < 0x10000 && set->bits[c >> 3] & (1u << (c & 7));
}

/* What typography puts into any text tells nothing. */
static gboolean
is_neutral(gunichar c)
{
  return c < 0x80 || c == 0xa0 || (c >= 0x2010 && c <= 0x203a) || c == 0xab ||
         c == 0xbb;
}

/* What the bytes are in a character set. */
typedef struct {
  gunichar characters[SAMPLE];
  gsize n;
  gsize bad; /* bytes that are none */
} Sample;

typedef struct {
  guint hits;
  guint letters;
} Score;

/* Ends a run of letters that are not ASCII. */
static void
end_run(Score *score, Script script, guint length, guint hits, gboolean touches)
{
  score->letters += length;
  if ((script == LATIN && length > 2) || (script == ALPHABET && touches))
    return;
  score->hits += hits;
}

static Score
score_text(const Sample *text, const Letters *set, Script script)
{
  Score score = {0};
  guint length = 0, hits = 0;
  gboolean touches = FALSE, after_ascii = FALSE;
  for (gsize i = 0; i < text->n; i++) {
    gunichar c = text->characters[i];
    if (is_neutral(c)) {
      gboolean ascii = c < 0x80 && g_ascii_isalpha((char)c);
      end_run(&score, script, length, hits, touches || (ascii && length));
      length = hits = 0;
      touches = FALSE;
      after_ascii = ascii;
      continue;
    }
    touches |= !length && after_ascii;
    length++;
    hits += has_letter(set, script == LATIN ? g_unichar_tolower(c) : c);
  }
  end_run(&score, script, length, hits, touches);
  return score;
}

/* How well the text reads, in per cent of what one in its languages should. The
 * set is empty before and after. */
static guint
rate(const Sample *text, gsize candidate, Letters *set)
{
  add_letters(set, candidates[candidate].letters);
  Score score = score_text(text, set, candidates[candidate].script);
  remove_letters(set, candidates[candidate].letters);
  /* The sample may have cut one character. */
  guint all = score.letters + 2 * (guint)(text->bad > 1 ? text->bad - 1 : 0);
  return all ? MIN(score.hits * 10000 / all / candidates[candidate].expected,
                   100)
             : 0;
}

/* What stands around the first bytes that are not ASCII. */
static const char *
take_sample(const char *bytes, gsize *length)
{
  gsize start = 0;
  while (start < *length && !(bytes[start] & 0x80))
    start++;
  /* A letter before it tells an alphabet from what stands among ASCII. */
  start -= start > 0;
  *length = MIN(*length - start, SAMPLE);
  return bytes + start;
}

static void
read_by_iconv(const char *bytes, gsize length, const char *charset,
              Sample *sample)
{
  sample->n = sample->bad = 0;
  GString *text = convert(bytes, length, charset, length, &sample->bad);
  if (!text)
    return;
  for (const char *p = text->str; *p && sample->n < SAMPLE;
       p = g_utf8_next_char(p))
    sample->characters[sample->n++] = g_utf8_get_char(p);
  g_string_free(text, TRUE);
}

/* What each byte from 0x80 on is in a character set of one byte a character;
 * `whole` is FALSE where that depends on others: in all else. */
typedef struct {
  gboolean whole;
  gunichar high[128];
} Table;

static void
fill_table(const char *charset, Table *table)
{
  Sample one;
  table->whole = TRUE;
  for (guint i = 0; i < 128; i++) {
    char byte = (char)(i + 128);
    read_by_iconv(&byte, 1, charset, &one);
    table->whole &= one.n == 1;
    table->high[i] = one.characters[0];
  }
}

/* By candidate. iconv() takes many times as long for a text. */
static const Table *
get_tables(void)
{
  static Table tables[G_N_ELEMENTS(candidates)];
  static gsize done;
  if (g_once_init_enter(&done)) {
    for (gsize i = 0; i < G_N_ELEMENTS(candidates); i++)
      if (candidates[i].script != SYLLABIC)
        fill_table(candidates[i].charset, &tables[i]);
    g_once_init_leave(&done, 1);
  }
  return tables;
}

static void
read_sample(const char *bytes, gsize length, gsize candidate, Sample *sample)
{
  const Table *table = &get_tables()[candidate];
  if (!table->whole) {
    read_by_iconv(bytes, length, candidates[candidate].charset, sample);
    return;
  }
  sample->n = strnlen(bytes, length);
  sample->bad = 0;
  for (gsize i = 0; i < length; i++) {
    guchar byte = (guchar)bytes[i];
    gunichar c = byte < 128 ? byte : table->high[byte - 128];
    sample->bad += c == 0xfffd;
    sample->characters[i] = c;
  }
}

const char *
charset_guess(const char *bytes, gsize length)
{
  const char *best = NULL, *charset = "";
  Sample sample = {{0}};
  Letters set = {{0}};
  guint most = 50; /* less is no sign */
  bytes = take_sample(bytes, &length);
  for (gsize i = 0; i < G_N_ELEMENTS(candidates) && most < 100; i++) {
    if (strcmp(charset, candidates[i].charset) != 0)
      read_sample(bytes, length, i, &sample);
    charset = candidates[i].charset;
    guint rating = rate(&sample, i, &set);
    if (rating <= most)
      continue;
    most = rating;
    best = charset;
  }
  return best;
}
