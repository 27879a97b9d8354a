/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the address that a bounce came to tells of the message: VERP, BATV and
 * SRS hide a recipient or the first sender in it. */
#include <string.h>

#include "evidence/address.h"
#include "evidence/envelope.h"
#include "evidence/evidence.h"

/* The span between two pointers as a string. */
static const char *
between(Arena *arena, const char *start, const char *end)
{
  return arena_strndup(arena, start, (gsize)(end - start));
}

static const char *
join_address(Arena *arena, const char *local, gsize local_length,
             const char *domain, gsize domain_length)
{
  g_autofree char *address = g_strdup_printf("%.*s@%.*s", (int)local_length,
                                             local, (int)domain_length, domain);
  return address_is_valid(address, strlen(address)) &&
                 host_is_valid(domain, domain_length)
             ? arena_strdup(arena, address)
             : NULL;
}

/* prvs=TAG=local@domain (draft-levine-smtp-batv-01 section 4), and the older
 * prvs=local/TAG@domain. */
static gboolean
read_batv(Arena *arena, const char *address, HiddenAddress *hidden)
{
  const char *start = address + strlen("prvs=");
  const char *at = strrchr(address, '@');
  if (g_ascii_strncasecmp(address, "prvs=", 5) != 0 || at < start)
    return FALSE;
  const char *mark = memchr(start, '=', (gsize)(at - start));
  if (mark) {
    hidden->token = between(arena, start, mark);
    hidden->sender = arena_strdup(arena, mark + 1);
  } else if ((mark = memchr(start, '/', (gsize)(at - start)))) {
    hidden->token = between(arena, mark + 1, at);
    hidden->sender = join_address(arena, start, (gsize)(mark - start), at + 1,
                                  strlen(at + 1));
  }
  hidden->scheme = "batv";
  return hidden->sender &&
         address_is_valid(hidden->sender, strlen(hidden->sender));
}

/* HASH=TT=domain=local, after "SRS0=" or after the host of "SRS1=". */
static gboolean
read_srs_tail(Arena *arena, const char *tail, const char *end,
              HiddenAddress *hidden)
{
  const char *mark[3] = {NULL};
  const char *place = tail;
  for (int i = 0; i < 3; i++) {
    mark[i] = memchr(place, '=', (gsize)(end - place));
    if (!mark[i])
      return FALSE;
    place = mark[i] + 1;
  }
  hidden->token = between(arena, tail, mark[1]);
  hidden->sender = join_address(arena, place, (gsize)(end - place), mark[1] + 1,
                                (gsize)(mark[2] - mark[1]) - 1);
  return hidden->sender != NULL;
}

/* SRS0=HASH=TT=domain=local@forwarder and
 * SRS1=HASH=first.forwarder==HASH=TT=domain=local@forwarder; the separator
 * after SRS0 and SRS1 may be one of = + - (libsrs2). */
static gboolean
read_srs(Arena *arena, const char *address, HiddenAddress *hidden)
{
  const char *at = strrchr(address, '@');
  if (g_ascii_strncasecmp(address, "SRS", 3) != 0 || !at || at - address < 6 ||
      !strchr("=+-", address[4]))
    return FALSE;
  const char *tail = address + 5;
  if (address[3] == '0') {
    hidden->scheme = "srs0";
    return read_srs_tail(arena, tail, at, hidden);
  }
  hidden->scheme = "srs1";
  const char *host = memchr(tail, '=', (gsize)(at - tail));
  const char *next =
      host ? memchr(host + 1, '=', (gsize)(at - host) - 1) : NULL;
  if (address[3] != '1' || !next || !strchr("=+-", next[1]))
    return FALSE;
  return read_srs_tail(arena, next + 2, at, hidden);
}

/* prefix+user=domain@host, prefix-user=domain@host. A plus stands before the
 * whole user, who may have one, too; a minus may be part of the prefix. */
static gboolean
read_verp(Arena *arena, const char *address, const char *delimiters,
          HiddenAddress *hidden)
{
  const char *at = strrchr(address, '@');
  const char *equals = at ? memrchr(address, '=', (gsize)(at - address)) : NULL;
  if (!equals)
    return FALSE;
  gsize local = (gsize)(equals - address);
  for (; *delimiters; delimiters++) {
    const char *mark = *delimiters == '+'
                           ? memchr(address, '+', local)
                           : memrchr(address, *delimiters, local);
    if (!mark || mark == address)
      continue;
    hidden->recipient =
        join_address(arena, mark + 1, (gsize)(equals - mark) - 1, equals + 1,
                     (gsize)(at - equals) - 1);
    if (!hidden->recipient)
      continue;
    hidden->token = between(arena, address, mark);
    hidden->scheme = "verp";
    return TRUE;
  }
  return FALSE;
}

gboolean
envelope_decode(Arena *arena, const char *address, const char *delimiters,
                HiddenAddress *hidden)
{
  *hidden = (HiddenAddress){0};
  if (read_batv(arena, address, hidden) || read_srs(arena, address, hidden))
    return TRUE;
  *hidden = (HiddenAddress){0};
  return read_verp(arena, address, delimiters, hidden);
}

static const Field *
find_hidden(const Evidence *evidence, HiddenAddress *hidden)
{
  static const char *const names[] = {"X-Original-To", "Delivered-To",
                                      "Envelope-To", "X-Envelope-To", "To"};
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    const Field *field =
        fields_find(walk_report_header(evidence->walk), names[i]);
    const char *address =
        field ? address_of_mailbox(evidence->arena, field->value) : NULL;
    if (address && envelope_decode(evidence->arena, address,
                                   evidence->config->verp_delimiters, hidden))
      return field;
  }
  return NULL;
}

/* Where a user's name holds a delimiter, only the recipients that are told
 * show where it starts. */
static void
fit_recipient(const Evidence *evidence, const Field *field,
              HiddenAddress *hidden)
{
  const char *address = address_of_mailbox(evidence->arena, field->value);
  const char *end = strrchr(address, '@');
  for (guint i = 0; end && i < evidence->recipients->len; i++) {
    const RecipientFacts *facts = evidence->recipients->pdata[i];
    const char *at = facts->address ? strrchr(facts->address, '@') : NULL;
    gsize length = at ? strlen(facts->address) : 0;
    if (!length || length > (gsize)(end - address))
      continue;
    const char *start = end - length;
    gsize local = (gsize)(at - facts->address);
    if (start[local] != '=' ||
        (start > address &&
         !strchr(evidence->config->verp_delimiters, start[-1])) ||
        g_ascii_strncasecmp(start, facts->address, local) != 0 ||
        g_ascii_strncasecmp(start + local + 1, at + 1, length - local - 1) != 0)
      continue;
    hidden->recipient = facts->address;
    hidden->token =
        start > address ? between(evidence->arena, address, start - 1) : NULL;
    return;
  }
}

void
envelope_read(Evidence *evidence)
{
  HiddenAddress hidden;
  BounceOriginal *original = evidence->original;
  const Field *field = find_hidden(evidence, &hidden);
  if (!field)
    return;
  if (hidden.recipient)
    fit_recipient(evidence, field, &hidden);
  original->recipient = hidden.recipient;
  original->token = hidden.token;
  original->address_scheme = hidden.scheme;
  if (!original->return_path)
    original->return_path = hidden.sender;
  /* A bounce that does not tell whom: the address does. */
  gboolean is_delivery = evidence->kind == BOUNCE_KIND_FAILURE ||
                         evidence->kind == BOUNCE_KIND_DELAY;
  if (!hidden.recipient)
    return;
  RecipientFacts *nameless =
      evidence->recipients->len == 1 ? evidence->recipients->pdata[0] : NULL;
  if (nameless && !nameless->address)
    nameless->address = hidden.recipient;
  else if (!evidence->recipients->len && is_delivery)
    evidence_add(evidence, &(RecipientFacts){.address = hidden.recipient,
                                             .source = BOUNCE_SOURCE_ENVELOPE,
                                             .part = "0",
                                             .line = field->line});
}
