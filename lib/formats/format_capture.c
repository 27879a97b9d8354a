/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who and where: addresses and hosts. */
#include "formats/format_capture.h"

#include <string.h>

#include "base/utf8.h"

#define MAX_LOCAL 320
#define MAX_DOMAIN 255
/* Between a host and its address. */
#define MAX_BLANKS 80

/* RFC 5322 section 3.2.3 and RFC 6531 section 3.3; a switch is one test of
 * bits. */
static gboolean
is_atext(char c)
{
  switch (c) {
  case '!':
  case '#':
  case '$':
  case '%':
  case '&':
  case '\'':
  case '*':
  case '+':
  case '-':
  case '/':
  case '=':
  case '?':
  case '^':
  case '_':
  case '`':
  case '{':
  case '|':
  case '}':
  case '~':
  case '.':
    return TRUE;
  default:
    return (guchar)c >= 0x80 || g_ascii_isalnum(c);
  }
}

/* Whether a character of three bytes and more starts here, of scripts that
 * don't mix with ASCII in one label or name: words that touch an address.
 * Latin's additional letters (U+1E00 to U+1EFF) do. */
static gboolean
is_apart(const char *text, gsize length)
{
  return (guchar)text[0] >= 0xe0 && length > 1 &&
         ((guchar)text[0] != 0xe1 || (guchar)text[1] < 0xb8 ||
          (guchar)text[1] > 0xbb);
}

static gboolean
is_domain(char c)
{
  return (guchar)c >= 0x80 || g_ascii_isalnum(c) || c == '-' || c == '.' ||
         c == '_';
}

static gsize
quoted_local(const char *text, gsize length)
{
  for (gsize i = 1; i < MIN(length, MAX_LOCAL); i++) {
    if (text[i] == '\n')
      return 0;
    if (text[i] == '\\')
      i++;
    else if (text[i] == '"')
      return i + 1 < length && text[i + 1] == '@' ? i + 1 : 0;
  }
  return 0;
}

static gsize
local_part(const char *text, gsize length)
{
  gsize i = 0;
  if (length && text[0] == '"')
    return quoted_local(text, length);
  while (i < MIN(length, MAX_LOCAL) && is_atext(text[i]))
    i++;
  return i < length && text[i] == '@' ? i : 0;
}

/* A local part alone, as a word. */
gsize
capture_mailbox(const char *text, gsize length, Piece *mailbox)
{
  gsize i = 0;
  while (i < MIN(length, MAX_LOCAL) && is_atext(text[i]))
    i++;
  while (i && !g_ascii_isalnum(text[i - 1]))
    i--;
  *mailbox = (Piece){0, i};
  return i < length && strchr("@<>", text[i]) ? 0 : i;
}

static gsize
domain_literal(const char *text, gsize length)
{
  gsize i = 1;
  while (i < MIN(length, 60) &&
         (g_ascii_isxdigit(text[i]) || strchr(".:ipv", text[i])))
    i++;
  return i > 2 && i < length && text[i] == ']' ? i + 1 : 0;
}

/* The length of a domain; dots and quotes at its end are punctuation. */
static gsize
domain(const char *text, gsize length)
{
  gsize i = 0;
  if (length && text[0] == '[')
    return domain_literal(text, length);
  while (i < MIN(length, MAX_DOMAIN) && is_domain(text[i]) &&
         !(is_apart(text + i, length - i) && i && g_ascii_isalnum(text[i - 1])))
    i++;
  if (i < length)
    i = utf8_whole(text, i);
  while (i && (text[i - 1] == '.' || text[i - 1] == '-'))
    i--;
  return text[0] == '.' ? 0 : i;
}

static gsize
skip_prefix(const char *text, gsize length)
{
  static const char *const prefixes[] = {"mailto:",  "smtp:",  "rfc822;",
                                         "rfc822:",  "[smtp:", "utf-8;",
                                         "<mailto:", "<smtp:", "smtp="};
  if (!length || !strchr("msru[<", text[0]))
    return 0;
  for (gsize k = 0; k < G_N_ELEMENTS(prefixes); k++) {
    gsize n = strlen(prefixes[k]);
    if (length > n && memcmp(text, prefixes[k], n) == 0)
      return n + (text[n] == ' ');
  }
  return 0;
}

static char
closing(char c)
{
  return c == '<' ? '>' : c == '(' ? ')' : c == '[' ? ']' : c;
}

/* What programs put behind an address when they make links of it. */
static gsize
skip_link(const char *text, gsize length)
{
  if (length < 9 || memcmp(text, "<mailto:", 8) != 0)
    return 0;
  const char *end = memchr(text, '>', MIN(length, 400));
  return end && !memchr(text, '\n', (gsize)(end - text))
             ? (gsize)(end - text) + 1
             : 0;
}

/* The words that touch a local part: those before its first ASCII letter. */
static gsize
touching_words(const char *text, gsize length)
{
  gsize words = 0;
  for (gsize i = 0; i < length; i++)
    if (is_apart(text + i, length - i))
      words = MIN(i + 3, length);
  return words < length ? words : 0;
}

/* The asterisks around an address that is set in bold letters (Markdown); a
 * local part may start with some of its own. */
static gsize
asterisks_around(const char *text, gsize length, gsize end)
{
  gsize n = 0, behind = 0;
  while (n < 2 && text[n] == '*')
    n++;
  while (behind < n && end + behind < length && text[end + behind] == '*')
    behind++;
  return behind == n ? n : 0;
}

gsize
capture_address(const char *text, gsize length, Piece *address)
{
  gsize i = 0;
  char open = 0;
  if (length && strchr("<'(\"", text[0]) &&
      !(text[0] == '"' && quoted_local(text, length)))
    open = text[i++];
  i += skip_prefix(text + i, length - i);
  if (i < length && text[i] == '<')
    open = text[i++];
  gsize local = local_part(text + i, length - i);
  if (!local)
    return 0;
  gsize at = i + local + 1;
  gsize host = domain(text + at, length - at);
  if (!host || (!open && !memchr(text + at, '.', host)))
    return 0;
  gsize words =
      g_ascii_isalnum(text[at]) && !open ? touching_words(text + i, local) : 0;
  gsize bold = asterisks_around(text + i, length - i, local + 1 + host);
  words += bold;
  if (words >= local)
    return 0;
  *address = (Piece){i + words, local - words + 1 + host};
  i = at + host + bold;
  if (open && i < length && text[i] == '.' && text[i + 1] == closing(open))
    i++;
  if (open && i < length && text[i] == closing(open))
    i++;
  else if (open == '<')
    return 0;
  return i + skip_link(text + i, length - i);
}

gsize
capture_separator(const char *text, gsize length)
{
  static const char *const joins[] = {
      "and ", "or ", "und ", "et ", "y ",  "e ",   "en ", "och ", "og ",  "i ",
      "ja ",  "ve ", "& ",   "и ",  "та ", "και ", "和 ", "と ",  "及び "};
  gsize i = 0;
  while (i < length && strchr(" \n,;*-", text[i]))
    i++;
  for (gsize k = 0; k < G_N_ELEMENTS(joins); k++) {
    if (i == length || *joins[k] != text[i])
      continue;
    gsize n = strlen(joins[k]);
    if (length - i > n && memcmp(text + i, joins[k], n) == 0)
      return i + n;
  }
  return i;
}

gboolean
capture_next_address(const char *text, gsize length, gsize *at, Piece *address)
{
  while (*at < length) {
    const char *sign = memchr(text + *at, '@', length - *at);
    if (!sign)
      break;
    gsize start = (gsize)(sign - text);
    gsize least = start - MIN(start - *at, MAX_LOCAL);
    while (start > least && !strchr(" \t\n<>()[]\"',;:/", text[start - 1]))
      start--;
    gsize n = capture_address(text + start, length - start, address);
    *at = MAX((gsize)(sign - text) + 1, start + n);
    if (n && (!start || text[start - 1] != '/')) {
      address->start += start;
      return TRUE;
    }
  }
  return FALSE;
}

gsize
capture_ip(const char *text, gsize length, Piece *ip)
{
  gsize i = 0;
  gboolean bracket = length && (text[0] == '[' || text[0] == '(');
  gsize start = bracket;
  if (length > start + 5 && memcmp(text + start, "ipv6:", 5) == 0)
    start += 5;
  guint dots = 0, colons = 0;
  for (i = start; i < MIN(length, start + 46); i++) {
    if (text[i] == '.')
      dots++;
    else if (text[i] == ':' && i + 1 < length && text[i + 1] != ' ')
      colons++;
    else if (!g_ascii_isxdigit(text[i]) || (dots && g_ascii_isalpha(text[i])))
      break;
  }
  if (i > start && text[i - 1] == '.' && dots == 4)
    i--, dots--;
  if ((dots != 3 || colons == 1) && colons < 2)
    return 0;
  if (i < length && (g_ascii_isalnum(text[i]) || text[i] == '-'))
    return 0;
  *ip = (Piece){start, i - start};
  if (bracket && i < length && (text[i] == ']' || text[i] == ')'))
    return i + 1;
  return bracket ? 0 : i;
}

/* A dot, and a last label with a letter. */
static gboolean
is_dotted(const char *text, gsize length)
{
  const char *dot = memrchr(text, '.', length);
  if (!dot || dot == text)
    return FALSE;
  for (const char *c = dot + 1; c < text + length; c++)
    if ((guchar)*c >= 0x80 || g_ascii_isalpha(*c))
      return TRUE;
  return FALSE;
}

/* A name, dotted or not; nothing glued to its end. */
static gsize
host_name(const char *text, gsize length)
{
  if (!length || (!g_ascii_isalnum(text[0]) && (guchar)text[0] < 0x80))
    return 0;
  gsize n = domain(text, length);
  return n < length && text[n] == '@' ? 0 : n;
}

/* A name of `n` bytes behind what opens it, when it is dotted. */
static gsize
dotted_host(const char *text, gsize length, gsize open, gsize n, Piece *host)
{
  if (!n || !is_dotted(text + open, n))
    return 0;
  *host = (Piece){open, n};
  n += open;
  if (n < length && text[n] == '.')
    n++;
  if (open && n < length && text[n] == closing(text[0]))
    n++;
  return n;
}

gsize
capture_host(const char *text, gsize length, Piece *host)
{
  gsize open = length && (text[0] == '<' || text[0] == '"' || text[0] == '\'');
  gsize n = host_name(text + open, length - open);
  return dotted_host(text, length, open, n, host);
}

/* "[192.0.2.1]", " (192.0.2.1)", " ([192.0.2.1])", "(mx.example.org)", and a
 * port. Returns its length, 0 for none. */
static gsize
address_behind(const char *text, gsize length, Piece *ip)
{
  gsize i = 0;
  while (i < length && i < MAX_BLANKS && g_ascii_isspace(text[i]))
    i++;
  if (i >= length || !strchr("[(<", text[i]))
    return 0;
  gboolean two = text[i] == '(' && i + 1 < length && text[i + 1] == '[';
  gsize n = capture_ip(text + i + two, length - i - two, ip);
  if (n) {
    ip->start += i + two;
    n += i + two;
    if (two && n < length && text[n] == ')')
      n++;
    return n;
  }
  Piece host;
  *ip = (Piece){0, 0};
  if (text[0] == '[') {
    /* A socket: "mail.example.org[private/lmtp]". */
    n = strcspn(text, "] \n");
    return n < MIN(length, 80) && text[n] == ']' ? n + 1 : 0;
  }
  if (text[i] != '(')
    return 0;
  n = capture_host(text + i + 1, length - i - 1, &host);
  return n && i + 1 + n < length && text[i + 1 + n] == ')' ? i + n + 2 : 0;
}

static gsize
skip_port(const char *text, gsize length)
{
  gsize i = 1;
  if (length < 2 || text[0] != ':')
    return 0;
  while (i < length && g_ascii_isdigit(text[i]))
    i++;
  return i > 1 ? i : 0;
}

/* Most words name no server: they have no dot, fewer colons than an address
 * and no bracket behind them. "localhost" does. */
static gboolean
may_be_mta(const char *text, gsize length)
{
  gsize i = 0, most = MIN(length, MAX_DOMAIN);
  guint colons = 0;
  for (; i < most && !g_ascii_isspace(text[i]); i++) {
    colons += text[i] == ':';
    if (text[i] == '.' || colons == 2)
      return TRUE;
  }
  gsize word = i;
  while (i < length && i < word + MAX_BLANKS && g_ascii_isspace(text[i]))
    i++;
  return word == MAX_DOMAIN || *text == 'l' ||
         (i < length && strchr("[(<", text[i]));
}

gsize
capture_mta(const char *text, gsize length, Piece *mta)
{
  Piece ip;
  if (!length || !may_be_mta(text, length))
    return 0;
  gsize angle = text[0] == '<';
  gsize n = capture_ip(text + angle, length - angle, mta);
  if (n) {
    mta->start += angle;
    n += angle;
    /* "192.0.2.1 (mx.example.org)" keeps the address; it is what was asked. */
    if (angle && n < length && text[n] == '>')
      return n + 1;
    n += skip_port(text + n, length - n);
    gsize more = address_behind(text + n, length - n, &ip);
    return n + more;
  }
  gsize bare = host_name(text, length);
  n = bare ? dotted_host(text, length, 0, bare, mta)
           : capture_host(text, length, mta);
  if (!n && !bare)
    return 0;
  gsize at = n ? n : bare;
  gsize more = address_behind(text + at, length - at, &ip);
  if (!n) {
    /* A name without dots counts only with an address behind it. */
    if (at == 9 && memcmp(text, "localhost", 9) == 0)
      *mta = (Piece){0, at};
    else if (!more || !ip.length)
      return 0;
    else
      *mta = (Piece){at + ip.start, ip.length};
  }
  at += more;
  return at + skip_port(text + at, length - at);
}
