/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "walk/html.h"

#include <string.h>

/* A tag's name is no longer. */
#define MAX_NAME 16
#define MAX_ENTITY 10
/* What names a row of a table is no longer. */
#define MAX_LABEL 60
/* As far as quotes in a tag are looked at. */
#define MAX_TAG 1024

typedef struct {
  const char *html;
  gsize length;
  gsize at;
  char *out;
  gsize n;
  guint pre;        /* how many <pre> are open */
  guint feeds;      /* line ends that stand before the next character */
  gboolean space;   /* white space that stands before it */
  gboolean indent;  /* the line starts with a blank that counts */
  gsize close;      /* the next ">" after the place last asked for */
  gboolean endless; /* no "-->" follows */
  guint cells;      /* of the row that is open; a row has more than two, or a
                       head, when it is no label and its value */
  gsize row;        /* where its text starts */
  gsize second;     /* where its first cell ends */
} Converter;

static const struct {
  const char *name;
  gunichar value;
} entities[] = {
    {"amp", '&'},       {"lt", '<'},       {"gt", '>'},       {"quot", '"'},
    {"apos", '\''},     {"nbsp", ' '},     {"copy", 0xA9},    {"reg", 0xAE},
    {"commat", '@'},    {"period", '.'},   {"colon", ':'},    {"num", '#'},
    {"lpar", '('},      {"rpar", ')'},     {"lsqb", '['},     {"rsqb", ']'},
    {"sol", '/'},       {"lowbar", '_'},   {"hyphen", '-'},   {"shy", 0xAD},
    {"ndash", 0x2013},  {"mdash", 0x2014}, {"lsquo", 0x2018}, {"rsquo", 0x2019},
    {"ldquo", 0x201C},  {"rdquo", 0x201D}, {"laquo", 0xAB},   {"raquo", 0xBB},
    {"hellip", 0x2026}, {"bull", 0x2022},  {"middot", 0xB7},  {"euro", 0x20AC},
    {"auml", 0xE4},     {"ouml", 0xF6},    {"uuml", 0xFC},    {"Auml", 0xC4},
    {"Ouml", 0xD6},     {"Uuml", 0xDC},    {"szlig", 0xDF},   {"agrave", 0xE0},
    {"aacute", 0xE1},   {"acirc", 0xE2},   {"atilde", 0xE3},  {"ccedil", 0xE7},
    {"egrave", 0xE8},   {"eacute", 0xE9},  {"ecirc", 0xEA},   {"euml", 0xEB},
    {"igrave", 0xEC},   {"iacute", 0xED},  {"icirc", 0xEE},   {"iuml", 0xEF},
    {"ntilde", 0xF1},   {"ograve", 0xF2},  {"oacute", 0xF3},  {"ocirc", 0xF4},
    {"otilde", 0xF5},   {"oslash", 0xF8},  {"aring", 0xE5},   {"aelig", 0xE6},
    {"ugrave", 0xF9},   {"uacute", 0xFA},  {"ucirc", 0xFB},   {"yacute", 0xFD},
    {"Eacute", 0xC9},   {"Agrave", 0xC0},  {"Oslash", 0xD8},  {"Aring", 0xC5},
    {"iexcl", 0xA1},    {"iquest", 0xBF},  {"ordm", 0xBA},    {"ordf", 0xAA},
};

/* Elements that start and end lines. */
static const char *const blocks[] = {
    "p",      "div",    "br",    "tr",     "table",      "li",      "ul",
    "ol",     "dl",     "dt",    "dd",     "h1",         "h2",      "h3",
    "h4",     "h5",     "h6",    "hr",     "pre",        "body",    "html",
    "head",   "title",  "form",  "center", "blockquote", "section", "article",
    "header", "footer", "tbody", "thead",  "address"};

/* Blocks with an empty line around them. */
static const char *const paragraphs[] = {"p",  "h1", "h2",    "h3",
                                         "h4", "hr", "table", "pre"};

/* Elements whose content is no text. */
static const char *const raws[] = {"script", "style", "title", "noscript"};

static gboolean
is_one_of(const char *name, const char *const *names, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (*name == *names[i] && strcmp(name, names[i]) == 0)
      return TRUE;
  return FALSE;
}

static void
put(Converter *converter, const char *bytes, gsize n)
{
  if (converter->n) {
    for (; converter->feeds; converter->feeds--)
      converter->out[converter->n++] = '\n';
    if (converter->out[converter->n - 1] == '\n' ? converter->indent
                                                 : converter->space)
      converter->out[converter->n++] = ' ';
  }
  converter->feeds = 0;
  converter->space = converter->indent = FALSE;
  memcpy(converter->out + converter->n, bytes, n);
  converter->n += n;
}

static void
feed(Converter *converter, guint lines)
{
  converter->feeds = MAX(converter->feeds, lines);
  converter->space = converter->indent = FALSE;
}

/* "&#64;", "&#x40;"; returns the number of bytes up to the semicolon. */
static gsize
read_number(const char *text, gsize length, gunichar *value)
{
  gsize i = 2;
  gboolean hex = i < length && (text[i] == 'x' || text[i] == 'X');
  i += hex;
  gsize start = i;
  for (*value = 0; i < MIN(length, start + 7) && g_ascii_isxdigit(text[i]);
       i++) {
    if (!hex && !g_ascii_isdigit(text[i]))
      break;
    *value = *value * (hex ? 16 : 10) + (gunichar)g_ascii_xdigit_value(text[i]);
  }
  if (i == start)
    return 0;
  if (!g_unichar_validate(*value) || *value < ' ')
    *value = ' ';
  return i;
}

/* What a name stands for; 0: it is unknown. */
static gunichar
entity_value(const char *name, gsize length)
{
  for (gsize k = 0; k < G_N_ELEMENTS(entities) && length; k++)
    if (*entities[k].name == *name && strlen(entities[k].name) == length &&
        memcmp(entities[k].name, name, length) == 0)
      return entities[k].value;
  return 0;
}

static gsize
read_entity(const char *text, gsize length, gunichar *value)
{
  gsize i = 1;
  if (length > 2 && text[1] == '#') {
    i = read_number(text, length, value);
  } else {
    while (i < MIN(length, MAX_ENTITY) && g_ascii_isalnum(text[i]))
      i++;
    *value = entity_value(text + 1, i - 1);
    if (!*value)
      return 0;
  }
  return i && i < length && text[i] == ';' ? i + 1 : i;
}

static void
convert_entity(Converter *converter)
{
  gunichar value;
  char bytes[6];
  gsize n = read_entity(converter->html + converter->at,
                        converter->length - converter->at, &value);
  if (!n) {
    put(converter, "&", 1);
    converter->at++;
    return;
  }
  converter->at += n;
  if (value == ' ' || value == 0xA0)
    converter->space = converter->indent = TRUE;
  else
    put(converter, bytes, (gsize)g_unichar_to_utf8(value, bytes));
}

/* Where the next ">" stands; remembered, as many "<" may stand before it. */
static gsize
next_close(Converter *converter, gsize at)
{
  if (converter->close < at) {
    const char *close =
        memchr(converter->html + at, '>', converter->length - at);
    converter->close =
        close ? (gsize)(close - converter->html) : converter->length;
  }
  return converter->close;
}

/* Past the ">" that ends a tag, quoted values passed over; a "<" outside
 * quotes ends it, too. In a very long tag quotes don't count. */
static gsize
tag_end(Converter *converter, gsize at)
{
  const char *html = converter->html;
  char quote = 0;
  for (gsize i = at; i < MIN(at + MAX_TAG, converter->length); i++) {
    if (quote ? html[i] == quote : html[i] == '"' || html[i] == '\'')
      quote = quote ? 0 : html[i];
    else if (!quote && html[i] == '<')
      return i;
    else if (!quote && html[i] == '>')
      return i + 1;
  }
  return MIN(next_close(converter, at) + 1, converter->length);
}

static gsize
read_name(const Converter *converter, gsize at, char *name)
{
  gsize n = 0;
  while (at + n < converter->length && n < MAX_NAME - 1 &&
         g_ascii_isalnum(converter->html[at + n])) {
    name[n] = g_ascii_tolower(converter->html[at + n]);
    n++;
  }
  name[n] = '\0';
  return n;
}

/* Past the end tag of a raw element, from its content on. */
static gsize
raw_end(Converter *converter, gsize at, const char *name)
{
  gsize n = strlen(name);
  while (at < converter->length) {
    const char *open =
        memchr(converter->html + at, '<', converter->length - at);
    if (!open)
      break;
    at = (gsize)(open - converter->html) + 1;
    if (at + n < converter->length && converter->html[at] == '/' &&
        g_ascii_strncasecmp(converter->html + at + 1, name, n) == 0)
      return tag_end(converter, at);
  }
  return converter->length;
}

/* Words that name what stands beside them: "Status code", no address, no
 * sentence. */
static gboolean
is_label(const char *text, gsize length)
{
  static const char wide_colon[] = "\xEF\xBC\x9A";
  gboolean letter = FALSE;
  if (!length || length > MAX_LABEL || g_ascii_isdigit(text[0]) ||
      (length > 3 && memcmp(text + length - 3, wide_colon, 3) == 0))
    return FALSE;
  for (gsize i = 0; i < length; i++) {
    letter |= g_ascii_isalpha(text[i]) || (guchar)text[i] >= 0x80;
    if (text[i] == '@' || text[i] == '\n')
      return FALSE;
  }
  char last = text[length - 1];
  return letter &&
         (g_ascii_isalnum(last) || last == ')' || (guchar)last >= 0x80);
}

/* A row of a label and a value is said as "Label: value", in a paragraph of
 * its own. */
static void
end_row(Converter *converter)
{
  gsize start = converter->row, second = converter->second;
  gboolean two = converter->cells == 2 && converter->n > second;
  converter->cells = 0;
  while (two && start < second && strchr(" \n", converter->out[start]))
    start++;
  if (!two || !is_label(converter->out + start, second - start))
    return;
  char *end = converter->out + second;
  memmove(end + 1, end, converter->n - second);
  *end = ':';
  converter->n++;
  feed(converter, 2);
}

static void
convert_cell(Converter *converter, gboolean head)
{
  converter->space = TRUE;
  if (converter->cells == 1)
    converter->second = converter->n;
  converter->cells += head && converter->cells ? 2 : 1;
}

static void
convert_element(Converter *converter, const char *name, gboolean closes,
                gsize end)
{
  if (strcmp(name, "tr") == 0) {
    end_row(converter);
    converter->row = converter->n;
  }
  if (is_one_of(name, paragraphs, G_N_ELEMENTS(paragraphs)))
    feed(converter, 2);
  else if (is_one_of(name, blocks, G_N_ELEMENTS(blocks)))
    feed(converter, MIN(strcmp(name, "br") == 0 ? converter->feeds + 1 : 1, 2));
  else if (!closes && (strcmp(name, "td") == 0 || strcmp(name, "th") == 0))
    convert_cell(converter, name[1] == 'h');
  if (strcmp(name, "pre") == 0 && !closes)
    converter->pre++;
  else if (strcmp(name, "pre") == 0 && converter->pre)
    converter->pre--;
  converter->at = end;
  if (!closes && is_one_of(name, raws, G_N_ELEMENTS(raws)))
    converter->at = raw_end(converter, end, name);
}

/* "<!-- ... -->"; where nothing closes it, the first ">" does. */
static void
skip_comment(Converter *converter)
{
  const char *start = converter->html + converter->at;
  gsize left = converter->length - converter->at;
  const char *end = NULL;
  if (left >= 4 && memcmp(start, "<!--", 4) == 0 && !converter->endless) {
    end = g_strstr_len(start + 4, (gssize)(left - 4), "-->");
    converter->endless = !end;
  }
  converter->at = end ? (gsize)(end - converter->html) + 3
                      : tag_end(converter, converter->at + 1);
}

/* What starts with "<". "<user@example.org>" is text that was not escaped. */
static void
convert_tag(Converter *converter)
{
  char name[MAX_NAME];
  gsize at = converter->at + 1;
  gboolean closes = at < converter->length && converter->html[at] == '/';
  if (at < converter->length &&
      (converter->html[at] == '!' || converter->html[at] == '?')) {
    skip_comment(converter);
    return;
  }
  gsize n = read_name(converter, at + closes, name);
  char after = at + closes + n < converter->length
                   ? converter->html[at + closes + n]
                   : '\0';
  if (!n || (after && !strchr(" \t\r\n>/<:", after))) {
    put(converter, "<", 1);
    converter->at++;
    return;
  }
  convert_element(converter, name, closes, tag_end(converter, at));
}

static void
convert_space(Converter *converter, char c)
{
  if (!converter->pre)
    converter->space = TRUE;
  else if (c == '\n')
    converter->feeds++;
  else
    put(converter, " ", 1);
  converter->at++;
}

char *
html_to_text(Arena *arena, const char *html, gsize length, gsize *out_length)
{
  Converter converter = {.html = html, .length = length};
  /* Each line end that is put stands for a tag of three bytes or more. */
  converter.out = arena_alloc(arena, length + 3);
  while (converter.at < length) {
    char c = html[converter.at];
    if (c == '<') {
      convert_tag(&converter);
    } else if (c == '&') {
      convert_entity(&converter);
    } else if (g_ascii_isspace(c) || c == '\0') {
      convert_space(&converter, c);
    } else {
      put(&converter, &c, 1);
      converter.at++;
    }
  }
  converter.out[converter.n] = '\0';
  *out_length = converter.n;
  return converter.out;
}
