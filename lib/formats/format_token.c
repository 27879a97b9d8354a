/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What and when: codes, ids, commands and dates. */
#include "formats/format_capture.h"

#include <string.h>

#include "evidence/status.h"

#define MAX_DATE 80

gsize
capture_code(const char *text, gsize length, Piece *code)
{
  gsize hash = length && text[0] == '#';
  if (length < hash + 3 || text[hash] < '2' || text[hash] > '5' ||
      !g_ascii_isdigit(text[hash + 1]) || !g_ascii_isdigit(text[hash + 2]) ||
      (length > hash + 3 && g_ascii_isalnum(text[hash + 3])))
    return 0;
  *code = (Piece){hash, 3};
  return hash + 3;
}

gsize
capture_status(const char *text, gsize length, Piece *status)
{
  gsize i = 0;
  Status value;
  while (i < MIN(length, 3) && strchr("(#[<", text[i]))
    i++;
  gsize n = status_read(text + i, length - i, &value);
  if (!n)
    return 0;
  *status = (Piece){i, n};
  gboolean open = i && text[0] != '#';
  n += i;
  return n + (open && n < length && strchr(")]>", text[n]) != NULL);
}

gsize
capture_message_id(const char *text, gsize length, Piece *id)
{
  gsize open = length && text[0] == '<', i = open;
  while (i < MIN(length, 998) && text[i] > ' ' && text[i] != '>' &&
         text[i] != '<')
    i++;
  if (i == open || !memchr(text + open, '@', i - open))
    return 0;
  *id = (Piece){open, i - open};
  return i + (open && i < length && text[i] == '>');
}

/* The length of a word at the start of a span; a blank in it is any white
 * space. 0 when it does not stand there. */
static gsize
word_at(const char *text, gsize length, const char *word)
{
  gsize i = 0;
  for (; *word; word++) {
    gsize start = i;
    if (*word != ' ') {
      if (i >= length || text[i++] != *word)
        return 0;
      continue;
    }
    while (i < length && g_ascii_isspace(text[i]))
      i++;
    if (i == start)
      return 0;
  }
  return i == length || !g_ascii_isalpha(text[i]) ? i : 0;
}

BounceCommand
capture_command(const char *text, gsize length)
{
  /* In the order in which one name may stand inside another. */
  static const struct {
    const char *word;
    BounceCommand command;
  } words[] = {
      {"end of data", BOUNCE_COMMAND_END_OF_DATA},
      {"end-of-data", BOUNCE_COMMAND_END_OF_DATA},
      {"eod", BOUNCE_COMMAND_END_OF_DATA},
      {"end of message", BOUNCE_COMMAND_END_OF_DATA},
      {"message body", BOUNCE_COMMAND_END_OF_DATA},
      {"final data", BOUNCE_COMMAND_END_OF_DATA},
      {"bdat", BOUNCE_COMMAND_END_OF_DATA},
      {"rcpt", BOUNCE_COMMAND_RCPT},
      {"rcpt_to", BOUNCE_COMMAND_RCPT},
      {"mail", BOUNCE_COMMAND_MAIL},
      {"mail_from", BOUNCE_COMMAND_MAIL},
      {"data", BOUNCE_COMMAND_DATA},
      {"ehlo", BOUNCE_COMMAND_EHLO},
      {"helo", BOUNCE_COMMAND_EHLO},
      {"lhlo", BOUNCE_COMMAND_EHLO},
      {"starttls", BOUNCE_COMMAND_STARTTLS},
      {"auth", BOUNCE_COMMAND_AUTH},
      {"connect", BOUNCE_COMMAND_CONNECT},
      {"connection", BOUNCE_COMMAND_CONNECT},
      {"greeting", BOUNCE_COMMAND_CONNECT},
      {"banner", BOUNCE_COMMAND_CONNECT},
      {"conn", BOUNCE_COMMAND_CONNECT},
  };
  const char *end = memchr(text, ':', length);
  gsize best = G_N_ELEMENTS(words);
  length = MIN(end ? (gsize)(end - text) : length, 60);
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isalpha(text[i]) || (i && g_ascii_isalpha(text[i - 1])))
      continue;
    for (gsize k = 0; k < best; k++)
      if (*words[k].word == text[i] &&
          word_at(text + i, length - i, words[k].word))
        best = k;
  }
  return best < G_N_ELEMENTS(words) ? words[best].command : 0;
}

gboolean
capture_is_date(const char *text, gsize length)
{
  guint digits = 0;
  gboolean mark = FALSE;
  if (length > MAX_DATE)
    return FALSE;
  for (gsize i = 0; i < length; i++) {
    digits += g_ascii_isdigit(text[i]) != 0;
    mark |= text[i] == ':' || text[i] == '/' || text[i] == '-' ||
            (guchar)text[i] >= 0x80;
  }
  return digits >= 3 && mark;
}
