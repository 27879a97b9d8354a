/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SMTP transcripts in reports: what was sent, what the server answered. */
#include <string.h>

#include "base/lines.h"
#include "formats/format_capture.h"
#include "prose/prose_facts.h"

/* Of an answer of very many lines, no more are kept. */
#define MAX_WORDS 4096
/* Recipients that the lines below a refusal name. */
#define MAX_GIVEN_UP 100

/* A fact that names a host. */
typedef struct {
  gsize at;
  guint fact;
} Place;

typedef struct {
  Prose *prose;
  BounceCommand command;
  const char *rcpt; /* address of the last RCPT */
  guint n_rcpts;    /* since MAIL */
  GArray *contexts; /* of Place */
  guint context;    /* those before it were looked at */
  const char *host;
  gboolean refused; /* the last command, to a recipient that is known */
  gboolean own;
} Session;

static const char *
address_in(const Prose *prose, gsize at, gsize end)
{
  const Folded *folded = &prose->scan->folded;
  Piece piece;
  const char *open = memchr(folded->text + at, '<', end - at);
  if (!open)
    return NULL;
  at = (gsize)(open - folded->text);
  if (!capture_address(open, end - at, &piece))
    return NULL;
  at += piece.start;
  Captured found =
      captured_between(folded, CAPTURE_ADDRESS, at, at + piece.length);
  return arena_strndup(prose->arena, folded->source + found.start,
                       found.length);
}

/* Whom the host before was told of is forgotten. */
static void
set_host(Session *session, const char *host)
{
  session->host = host;
  session->rcpt = NULL;
  session->n_rcpts = 0;
}

/* The last host that was talked to before a place; places only grow. */
static void
find_host(Session *session, gsize at)
{
  for (; session->context < session->contexts->len; session->context++) {
    guint i = g_array_index(session->contexts, Place, session->context).fact;
    const Fact *fact = &g_array_index(session->prose->facts, Fact, i);
    if (fact->at > at)
      break;
    set_host(session, fact->facts.remote_mta);
  }
}

/* A refusal tells the host that was talked to. */
static void
use_context(const Session *session)
{
  if (!session->context)
    return;
  guint i = g_array_index(session->contexts, Place, session->context - 1).fact;
  g_array_index(session->prose->facts, Fact, i).is_used = TRUE;
}

static void
read_client(Session *session, gsize at, gsize end)
{
  const char *text = session->prose->scan->folded.text;
  BounceCommand command = capture_command(text + at, MIN(end - at, 12));
  find_host(session, at);
  session->refused = FALSE;
  if (command)
    session->command = command;
  else if (end - at <= 3 && text[at] == '.')
    session->command = BOUNCE_COMMAND_END_OF_DATA;
  if (command == BOUNCE_COMMAND_MAIL)
    session->n_rcpts = 0;
  if (command == BOUNCE_COMMAND_RCPT) {
    session->rcpt = address_in(session->prose, at, end);
    session->n_rcpts++;
  }
}

static gint
compare_places(gconstpointer a, gconstpointer b)
{
  const Place *first = a, *second = b;
  return first->at < second->at ? -1 : first->at > second->at;
}

/* Where hosts are named that are talked to. */
static GArray *
find_contexts(const Prose *prose)
{
  GArray *contexts = g_array_new(FALSE, FALSE, sizeof(Place));
  for (guint i = 0; i < prose->facts->len; i++) {
    const Fact *fact = &g_array_index(prose->facts, Fact, i);
    Place place = {fact->at, i};
    if (fact->is_context)
      g_array_append_val(contexts, place);
  }
  g_array_sort(contexts, compare_places);
  return contexts;
}

static guint32
code_at(const Folded *folded, gsize at)
{
  Piece piece;
  return capture_code(folded->text + at, folded->length - at, &piece)
             ? (guint32)g_ascii_strtoull(folded->text + at, NULL, 10)
             : 0;
}

static gboolean
sends_data(const Session *session)
{
  return session->command == BOUNCE_COMMAND_DATA ||
         session->command == BOUNCE_COMMAND_END_OF_DATA;
}

/* Whom a server's reply is about, as far as it and its command tell. */
static const char *
refused_address(const Session *session, const char *words)
{
  const Prose *prose = session->prose;
  gsize length = strlen(words);
  const char *open = memchr(words, '<', length);
  Piece piece;
  if (session->command == BOUNCE_COMMAND_RCPT ||
      (sends_data(session) && session->n_rcpts == 1))
    return session->rcpt;
  if (!open || session->command == BOUNCE_COMMAND_MAIL || /* the sender's */
      !capture_address(open, length - (gsize)(open - words), &piece))
    return NULL;
  return arena_strndup(prose->arena, open + piece.start, piece.length);
}

/* The client's own line below a reply, which starts with a code and names whom
 * it gave up: its address, or NULL. */
static const char *
given_up_at(const Prose *prose, gsize *at)
{
  const Folded *folded = &prose->scan->folded;
  gsize start = *at, end = line_end(folded->text, folded->length, start);
  const char *open = NULL;
  *at = MIN(end + 1, folded->length);
  if (start < folded->length && code_at(folded, start))
    open = memchr(folded->text + start, '<', end - start);
  return open ? address_in(prose, (gsize)(open - folded->text), end) : NULL;
}

/* A refusal of the message is about those whom the lines below it name. */
static gboolean
add_given_up(Session *session, gsize below, Fact *fact)
{
  Prose *prose = session->prose;
  guint n = 0;
  for (; n < MAX_GIVEN_UP; n++) {
    fact->address = given_up_at(prose, &below);
    if (!fact->address)
      break;
    g_array_append_val(prose->facts, *fact);
  }
  return n > 0;
}

static void
add_refusal(Session *session, gsize at, gsize below, const char *words)
{
  Prose *prose = session->prose;
  Fact fact = {.at = at, .words = words, .is_transcript = TRUE};
  gboolean data = sends_data(session);
  fact.facts.command = session->command;
  find_host(session, at);
  use_context(session);
  fact.facts.remote_mta = session->host;
  prose_read_reply(prose->arena, words, &fact.facts);
  fact.own = session->own;
  fact.address = refused_address(session, words);
  if (!fact.address && data && add_given_up(session, below, &fact)) {
    session->refused = TRUE;
    return;
  }
  /* Where the recipients were refused, there is none left for the message. */
  if (!fact.address && data && session->refused)
    return;
  session->refused |= fact.address != NULL;
  g_array_append_val(prose->facts, fact);
}

/* A session starts with the server's name (RFC 5321 section 4.2). */
static void
read_greeting(Session *session, gsize at, gsize end)
{
  const Folded *folded = &session->prose->scan->folded;
  Piece piece;
  at = MIN(at + 4, end); /* behind the code */
  if (session->command == BOUNCE_COMMAND_STARTTLS ||
      !capture_host(folded->text + at, end - at, &piece))
    return;
  Captured host = captured_between(folded, CAPTURE_HOST, at + piece.start,
                                   at + piece.start + piece.length);
  find_host(session, at);
  set_host(session, arena_strndup(session->prose->arena,
                                  folded->source + host.start, host.length));
}

/* The lines of one reply, from match i on; returns how many matches. */
static guint
read_server(Session *session, const GArray *matches, guint i)
{
  const Folded *folded = &session->prose->scan->folded;
  g_autoptr(GString) words = g_string_new(NULL);
  guint32 first = 0;
  gsize start = 0, below = 0;
  guint n = 0;
  for (; i + n < matches->len; n++) {
    const Match *match = &g_array_index(matches, Match, i + n);
    gsize at = match->end;
    gsize end = line_end(folded->text, folded->length, at);
    while (at < end && folded->text[at] == ' ')
      at++;
    guint32 code = code_at(folded, at);
    if (match->pattern->role != ROLE_SERVER || (n && code != first))
      break;
    if (!n) {
      first = code;
      start = match->start;
      if (code == 220)
        read_greeting(session, at, end);
    }
    gsize from = folded_offset(folded, at);
    below = MIN(end + 1, folded->length);
    if (words->len < MAX_WORDS)
      g_string_append_len(words, folded->source + from,
                          (gssize)(folded_offset(folded, end) - from));
    if (!code || folded->text[at + 3] != '-') {
      n++;
      break;
    }
    g_string_append_c(words, '\n');
  }
  if (first >= 400)
    add_refusal(session, start, below,
                arena_strndup(session->prose->arena, words->str, words->len));
  return MAX(n, 1);
}

void
prose_collect_transcript(Prose *prose, const GArray *matches)
{
  g_autoptr(GArray) contexts = find_contexts(prose);
  Session session = {
      .prose = prose, .contexts = contexts, .own = matches == prose->scan->own};
  for (guint i = 0; i < matches->len;) {
    const Match *match = &g_array_index(matches, Match, i);
    PatternRole role = match->pattern->role;
    if (role == ROLE_SERVER) {
      i += read_server(&session, matches, i);
      continue;
    }
    if (role == ROLE_CLIENT) {
      const Folded *folded = &prose->scan->folded;
      gsize at = match->end;
      gsize end = line_end(folded->text, folded->length, at);
      while (at < end && folded->text[at] == ' ')
        at++;
      read_client(&session, at, end);
    }
    i++;
  }
}
