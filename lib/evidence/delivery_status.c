/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Delivery status notifications (RFC 3464; RFC 6533 section 3). */
#include <string.h>

#include "evidence/address.h"
#include "walk/decode.h"
#include "evidence/evidence.h"
#include "base/lines.h"
#include "prose/prose.h"
#include "evidence/reply.h"

/* Longest reply that is put together of lines. */
#define MAX_REPLY_BYTES 4096
/* Recipients whose mailbox alone is named are looked for in long fields. */
#define MAX_MAILBOXES 100
/* No line starts with it. */
#define NO_CODE G_MAXUINT32

/* The fields of one recipient, while they are read. */
typedef struct {
  Evidence *evidence;
  const Part *part;
  RecipientFacts facts;
  const char *display_name;  /* address of last resort */
  const char *actual;        /* X-Actual-Recipient */
  const char *routed;        /* Final-Recipient with a source route */
  const char *diagnostic;    /* field's value */
  GString *reply;            /* the same and its lines without a fold, or "" */
  guint32 code;              /* of the diagnostic; 0: not looked for yet */
  const char *supplementary; /* X-Supplementary-Info */
  gboolean open;             /* a recipient's field was seen */
  gboolean has_final;
} Group;

static const char *
text_of(Evidence *evidence, const char *value)
{
  const char *type;
  gsize type_length;
  value = field_skip_type(value, &type, &type_length);
  return *value ? decode_field(evidence->arena, value) : NULL;
}

/* The fields that are read (RFC 3464 sections 2.2 and 2.3), and extension
 * fields that hold what these lack. */
typedef enum {
  OTHER,
  REPORTING_MTA,
  RECEIVED_FROM_MTA,
  ARRIVAL_DATE,
  ENVELOPE_ID,
  FINAL_RECIPIENT, /* from here on: about one recipient */
  ORIGINAL_RECIPIENT,
  ACTUAL_RECIPIENT,
  DISPLAY_NAME,
  ACTION,
  STATUS,
  REMOTE_MTA,
  DIAGNOSTIC,
  SUPPLEMENTARY,
  LAST_ATTEMPT,
  RETRY_UNTIL
} FieldKind;

static FieldKind
kind_of(const char *name)
{
  static const char *const names[] = {
      [REPORTING_MTA] = "Reporting-MTA",
      [RECEIVED_FROM_MTA] = "Received-From-MTA",
      [ARRIVAL_DATE] = "Arrival-Date",
      [ENVELOPE_ID] = "Original-Envelope-Id",
      [FINAL_RECIPIENT] = "Final-Recipient",
      [ORIGINAL_RECIPIENT] = "Original-Recipient",
      [ACTUAL_RECIPIENT] = "X-Actual-Recipient",
      [DISPLAY_NAME] = "X-Display-Name",
      [ACTION] = "Action",
      [STATUS] = "Status",
      [REMOTE_MTA] = "Remote-MTA",
      [DIAGNOSTIC] = "Diagnostic-Code",
      [SUPPLEMENTARY] = "X-Supplementary-Info",
      [LAST_ATTEMPT] = "Last-Attempt-Date",
      [RETRY_UNTIL] = "Will-Retry-Until",
  };
  char first = g_ascii_toupper(*name);
  for (guint i = REPORTING_MTA; i < G_N_ELEMENTS(names); i++)
    if (*names[i] == first && g_ascii_strcasecmp(name, names[i]) == 0)
      return (FieldKind)i;
  return OTHER;
}

static void
read_message_field(Evidence *evidence, FieldKind kind, const char *value)
{
  BounceReport *report = evidence->report;
  if (kind == REPORTING_MTA) {
    if (!report->reporting_mta)
      report->reporting_mta = host_read(evidence->arena, value);
  } else if (kind == RECEIVED_FROM_MTA) {
    report->received_from_mta = host_read(evidence->arena, value);
  } else if (kind == ARRIVAL_DATE) {
    report->arrival_date = *value ? value : NULL;
  } else if (kind == ENVELOPE_ID) {
    report->envelope_id = text_of(evidence, value);
  }
}

static BounceAction
read_action(const char *value)
{
  static const struct {
    const char *word;
    BounceAction action;
  } words[] = {
      {"failed", BOUNCE_ACTION_FAILED},
      {"delayed", BOUNCE_ACTION_DELAYED},
      {"delivered", BOUNCE_ACTION_DELIVERED},
      {"relayed", BOUNCE_ACTION_RELAYED},
      {"expanded", BOUNCE_ACTION_EXPANDED},
  };
  while (*value == '<' || g_ascii_isspace(*value))
    value++;
  for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
    if (g_ascii_strncasecmp(value, words[i].word, strlen(words[i].word)) == 0)
      return words[i].action;
  return 0;
}

static void
read_status(Group *group, const char *value)
{
  /* The comment may hold the reply: "5.1.1 (550 no such user)". */
  gsize i = strcspn(value, "0123456789");
  gsize n = status_read(value + i, strlen(value + i), &group->facts.status);
  const char *comment = n ? strchr(value + i + n, '(') : NULL;
  if (comment)
    group->facts.text = comment + 1;
}

static void
set_once(const char **place, const char *value)
{
  if (!*place && value && *value)
    *place = value;
}

/* A source route leads inside a site; what the sender gave says more. */
static gboolean
is_routed(const char *value)
{
  const char *type;
  gsize type_length;
  value = field_skip_type(value, &type, &type_length);
  return *value == '@';
}

/* "local; bob" (RFC 3464 section 2.1.2): no address, but a name. */
static const char *
read_mailbox(Arena *arena, const char *value)
{
  const char *type;
  gsize type_length;
  value = field_skip_type(value, &type, &type_length);
  if (type_length != 5 || g_ascii_strncasecmp(type, "local", 5) != 0)
    return NULL;
  value += strspn(value, "< ");
  gsize length = strcspn(value, "> \t@");
  return length && !value[length + strspn(value + length, "> \t")]
             ? arena_strndup(arena, value, length)
             : NULL;
}

static void
read_recipient_field(Group *group, FieldKind kind, const char *value)
{
  Arena *arena = group->evidence->arena;
  RecipientFacts *facts = &group->facts;
  if (kind == FINAL_RECIPIENT) {
    set_once(is_routed(value) ? &group->routed : &facts->address,
             address_read(arena, value));
    set_once(&facts->mailbox, read_mailbox(arena, value));
  }
  if (kind == ORIGINAL_RECIPIENT)
    set_once(&facts->original_address, address_read(arena, value));
  else if (kind == ACTUAL_RECIPIENT)
    set_once(&group->actual, address_read(arena, value));
  else if (kind == DISPLAY_NAME)
    set_once(&group->display_name, address_read(arena, value));
  else if (kind == ACTION)
    facts->action = read_action(value);
  else if (kind == STATUS)
    read_status(group, value);
  else if (kind == REMOTE_MTA)
    set_once(&facts->remote_mta, host_read(arena, value));
  else if (kind == DIAGNOSTIC)
    set_once(&group->diagnostic, value);
  else if (kind == SUPPLEMENTARY)
    set_once(&group->supplementary, value);
  else if (kind == LAST_ATTEMPT)
    set_once(&facts->last_attempt, value);
  else if (kind == RETRY_UNTIL)
    set_once(&facts->retry_until, value);
}

/* "<mx.example.org #5.0.0 smtp; 550 ...>" tells what other fields lack. */
static void
read_supplementary(Group *group)
{
  Arena *arena = group->evidence->arena;
  const char *text = group->supplementary + strspn(group->supplementary, "< ");
  Reply reply;
  const char *type = strchr(text, ';');
  reply_read(arena, type ? type + 1 : text, strlen(type ? type + 1 : text),
             &reply);
  if (!reply.code)
    return;
  gsize length = strlen(reply.text);
  if (reply.text[length - 1] == '>')
    reply.text = arena_strndup(arena, reply.text, length - 1);
  RecipientFacts more = {.reply_code = reply.code,
                         .status = reply.status,
                         .diagnostic = reply.text,
                         .remote_mta = host_read(arena, text)};
  facts_join(&group->facts, &more);
}

/* The server's own words (section 2.3.6). */
static void
read_diagnostic(Group *group)
{
  Evidence *evidence = group->evidence;
  RecipientFacts *facts = &group->facts;
  /* Decoding may give the same text, which facts keep. */
  const char *words = group->reply->len
                          ? arena_strdup(evidence->arena, group->reply->str)
                          : group->diagnostic;
  const char *value = decode_field(evidence->arena, words);
  Reply reply;
  reply_read(evidence->arena, value, strlen(value), &reply);
  facts->diagnostic = reply.text;
  /* A bare exit status: its type says what failed (section 2.1.2). */
  if (reply.text && !facts->text &&
      strspn(reply.text, "0123456789") == strlen(reply.text))
    facts->text = value;
  facts->reply_code = reply.code;
  facts->status = status_better(reply.code ? reply.status : 0, facts->status);
  prose_read_words(evidence->config, evidence->arena, value, strlen(value),
                   facts);
}

/* Gateways keep the last reply of a session (to DATA's end, to QUIT) where
 * their own words tell another one: no success is why delivery failed. */
static void
drop_success(RecipientFacts *facts)
{
  if (facts->action != BOUNCE_ACTION_FAILED)
    return;
  if (status_class(facts->status) == 2)
    facts->status = 0;
  if (facts->reply_code / 100 == 2) {
    facts->reply_code = 0;
    facts->diagnostic = facts->text = NULL;
  }
}

static void
close_group(Group *group)
{
  RecipientFacts *facts = &group->facts;
  if (!group->open)
    return;
  if (group->diagnostic)
    read_diagnostic(group);
  drop_success(facts);
  if (group->supplementary)
    read_supplementary(group);
  set_once(&facts->address, group->actual);
  set_once(&facts->address, facts->original_address);
  set_once(&facts->address, group->routed);
  set_once(&facts->address, group->display_name);
  facts->source = BOUNCE_SOURCE_DELIVERY_STATUS;
  facts->part = group->part->path;
  evidence_add(group->evidence, facts);
  group->facts = (RecipientFacts){0};
  group->display_name = group->actual = group->diagnostic = NULL;
  group->supplementary = group->routed = NULL;
  g_string_truncate(group->reply, 0);
  group->code = 0;
  group->open = group->has_final = FALSE;
}

/* Whether the field starts another recipient though no blank line came. */
static gboolean
starts_another(const Group *group, FieldKind kind)
{
  return group->open &&
         ((kind == FINAL_RECIPIENT && group->has_final) ||
          (kind == ORIGINAL_RECIPIENT && group->facts.original_address));
}

static gboolean
names_recipient(const Fields *fields)
{
  return fields_find(fields, "Final-Recipient") ||
         fields_find(fields, "Original-Recipient");
}

/* One block between blank lines. Servers put blank lines at wrong places and
 * leave them out, so what a field is about is told by its name. */
static void
read_block(Group *group, const Fields *fields)
{
  if (group->has_final && names_recipient(fields))
    close_group(group);
  for (guint i = 0; i < fields->n; i++) {
    const Field *field = &fields->items[i];
    FieldKind kind = kind_of(field->name);
    if (starts_another(group, kind))
      close_group(group);
    if (kind < FINAL_RECIPIENT) {
      read_message_field(group->evidence, kind, field->value);
      continue;
    }
    read_recipient_field(group, kind, field->value);
    group->open = TRUE;
    if (!group->facts.line)
      group->facts.line = field->line;
    group->has_final |= kind == FINAL_RECIPIENT;
  }
}

/* The code of a diagnostic is looked for once, however many lines follow. */
static guint32
code_of(Group *group)
{
  Reply reply;
  if (!group->code) {
    reply_read(group->evidence->arena, group->diagnostic,
               strlen(group->diagnostic), &reply);
    group->code = reply.code ? reply.code : NO_CODE;
  }
  return group->code;
}

/* Some servers don't fold the lines of a reply: a line that is no field and
 * starts with its code goes on with it. */
static void
continue_reply(Group *group, const char *line, gsize length)
{
  if (!group->diagnostic || length < 5 || !g_ascii_isdigit(line[0]) ||
      !(line[3] == '-' || line[3] == ' ') ||
      (guint32)g_ascii_strtoull(line, NULL, 10) != code_of(group))
    return;
  if (!group->reply->len)
    g_string_assign(group->reply, group->diagnostic);
  if (group->reply->len + length > MAX_REPLY_BYTES)
    return;
  g_string_append_c(group->reply, '\n');
  g_string_append_len(group->reply, line, (gssize)length);
}

void
delivery_status_read(Evidence *evidence, const Part *part)
{
  FieldsLimits bounds = fields_limits(&evidence->config->limits);
  g_autoptr(GString) reply = g_string_new(NULL);
  Group group = {.evidence = evidence, .part = part, .reply = reply};
  Fields fields = {0}; /* the same memory for each block */
  guint line = 1;
  evidence->status = part;
  for (gsize i = 0; i < part->length;) {
    gsize start = i;
    fields.n = 0;
    i += fields_read(evidence->arena, part->text + i, part->length - i, line,
                     &bounds, &fields, &evidence->reached);
    if (fields.n) {
      read_block(&group, &fields);
    } else { /* blank, or a line that is no field */
      i = line_next(part->text, part->length, i);
      continue_reply(&group, part->text + start, i - start);
    }
    for (gsize k = start; k < i; k++)
      line += part->text[k] == '\n';
    if (evidence->reached & BOUNCE_LIMIT_RECIPIENTS)
      break;
  }
  close_group(&group);
}

/* The address that starts with a local part, in a list of them, or NULL. */
static const char *
find_local(Arena *arena, const char *list, const char *mailbox)
{
  gsize length = strlen(mailbox);
  /* No mailbox holds an @: what stands before one is compared once. */
  const char *rest = list;
  for (const char *at; rest && (at = strchr(rest, '@')); rest = at + 1) {
    const char *start = length <= (gsize)(at - rest) ? at - length : NULL;
    if (start && g_ascii_strncasecmp(start, mailbox, length) == 0 &&
        (start == list || strchr(" \t\n<,:", start[-1])))
      return address_read(arena, start);
  }
  return NULL;
}

/* A mailbox's address: that of the original's addressee, else one at the
 * domain that wrote the report. */
static const char *
address_of_local(const Evidence *evidence, const char *mailbox)
{
  const Fields *header = walk_report_header(evidence->walk);
  const char *to = find_local(evidence->arena, evidence->addressee, mailbox);
  if (!to)
    to = find_local(evidence->arena, evidence->original->to, mailbox);
  if (to)
    return to;
  const char *from =
      address_of_mailbox(evidence->arena, fields_get(header, "From"));
  const char *at = from ? strrchr(from, '@') : NULL;
  g_autofree char *address = at ? g_strconcat(mailbox, at, NULL) : NULL;
  return address ? address_read(evidence->arena, address) : NULL;
}

void
delivery_status_conclude(Evidence *evidence)
{
  guint tries = 0;
  for (guint i = 0; i < evidence->recipients->len; i++) {
    RecipientFacts *facts = evidence->recipients->pdata[i];
    if (!facts->mailbox || facts->address || tries++ >= MAX_MAILBOXES)
      continue;
    const char *address = address_of_local(evidence, facts->mailbox);
    if (address && !evidence_find(evidence, address))
      evidence_name(evidence, facts, address);
  }
}
