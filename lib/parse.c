/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From bytes to a report: the walk, then every reader, then the conclusion. */
#include <string.h>

#include <bounce/gmime.h>

#include "evidence/address.h"
#include "walk/decode.h"
#include "base/error.h"
#include "base/lines.h"
#include "evidence/evidence.h"
#include "bytes/input.h"
#include "parser.h"
#include "evidence/reply.h"
#include "report/kept_parts.h"
#include "report/report.h"

static const char *
header_text(const Evidence *evidence, const char *name)
{
  const char *value =
      decode_field(evidence->arena, fields_get(&evidence->walk->header, name));
  return value && *value ? value : NULL;
}

static const char *
without_brackets(Arena *arena, const char *value)
{
  if (!value || *value != '<')
    return value;
  gsize length = strcspn(value + 1, ">");
  return length ? arena_strndup(arena, value + 1, length) : NULL;
}

/* RFC 8601 section 1.2: only the one that the receiving server wrote counts. */
static const char *
trusted_results(const Evidence *evidence)
{
  const char *server = evidence->config->trusted_server;
  const char *value = header_text(evidence, "Authentication-Results");
  gsize length = server ? strlen(server) : 0;
  if (!length || !value || g_ascii_strncasecmp(value, server, length) != 0 ||
      !strchr("; \t", value[length]))
    return NULL;
  return value;
}

/* Facts about the message itself. */
static void
header_read(Evidence *evidence)
{
  BounceReport *report = evidence->report;
  const char *return_path = fields_get(&evidence->walk->header, "Return-Path");
  report->message_id =
      without_brackets(evidence->arena, header_text(evidence, "Message-ID"));
  report->subject = header_text(evidence, "Subject");
  report->from = header_text(evidence, "From");
  report->to = header_text(evidence, "To");
  report->date = header_text(evidence, "Date");
  report->auto_submitted = header_text(evidence, "Auto-Submitted");
  report->is_null_sender = return_path && strcmp(return_path, "<>") == 0;
  report->authentication_results = trusted_results(evidence);
}

/* A delivery status counts in a report (RFC 6522), from a mail system or in
 * what a program wrote (RFC 3834 section 5); in what a person sends it is
 * something to talk about. A text that only looks like one needs a report of
 * this type. */
static gboolean
trusts_status(const Walk *walk, const Part *part)
{
  const char *submitted = fields_get(&walk->header, "Auto-Submitted");
  if (walk->daemon ||
      (submitted && g_ascii_strncasecmp(submitted, "auto-", 5) == 0 &&
       !fields_find(&walk->header, "List-Id")))
    return TRUE;
  if (g_strcmp0(walk->type, "multipart/report") != 0)
    return FALSE;
  return g_str_has_suffix(part->type, "delivery-status") ||
         !walk->report_type ||
         g_ascii_strcasecmp(walk->report_type, "delivery-status") == 0;
}

/* One without a label counts only with the message that it is about. */
static gboolean
trusts_feedback(const Walk *walk, const Part *part)
{
  return strcmp(part->type, "message/feedback-report") == 0 ||
         walk_find(walk, PART_ORIGINAL);
}

static void
read_parts(Evidence *evidence)
{
  for (guint i = 0; i < evidence->walk->n_parts; i++) {
    const Part *part = &evidence->walk->parts[i];
    if (part->kind == PART_DELIVERY_STATUS &&
        trusts_status(evidence->walk, part))
      delivery_status_read(evidence, part);
    else if (part->kind == PART_FEEDBACK_REPORT &&
             trusts_feedback(evidence->walk, part))
      feedback_read(evidence, part);
    else if (part->kind == PART_DISPOSITION)
      disposition_read(evidence, part);
    else if (part->kind == PART_ORIGINAL)
      original_read(evidence, &part->fields);
  }
}

/* Evidence for a report that is being made; give it back with end(). */
static void
begin(Evidence *evidence, const BounceParser *parser, BounceReport *report,
      Arena *arena, const Walk *walk)
{
  *evidence = (Evidence){
      .arena = arena,
      .config = &parser->config,
      .walk = walk,
      .recipients = g_ptr_array_new(),
      .by_address = address_tree_new(),
      .report = report,
      .original = arena_new0(arena, BounceOriginal),
  };
}

static void
end(Evidence *evidence)
{
  report_conclude(evidence);
  g_ptr_array_unref(evidence->recipients);
  g_tree_unref(evidence->by_address);
}

/* The last way to the original: what this message answers (RFC 5322 section
 * 3.6.4). The last of the references is the parent. */
static void
references_read(Evidence *evidence)
{
  BounceOriginal *original = evidence->original;
  const Fields *header = walk_report_header(evidence->walk);
  const char *id = fields_get(header, "In-Reply-To");
  id = id ? strchr(id, '<') : NULL;
  if (!id && (id = fields_get(header, "References")))
    id = strrchr(id, '<');
  if (original->message_id || !id ||
      !(evidence->kind || evidence->recipients->len))
    return;
  original->message_id = without_brackets(evidence->arena, id);
}

static void
read_walk(const BounceParser *parser, BounceReport *report, Arena *arena,
          const Walk *walk)
{
  Evidence evidence;
  begin(&evidence, parser, report, arena, walk);
  header_read(&evidence);
  read_parts(&evidence);
  prose_read(&evidence);
  feedback_conclude(&evidence);
  auto_reply_read(&evidence);
  envelope_read(&evidence);
  delivery_status_conclude(&evidence);
  references_read(&evidence);
  if (parser->config.keep_parts)
    keep_parts(report, arena, walk);
  end(&evidence);
}

static bool
check(const BounceParser *parser, const void *input, BounceError **error)
{
  if (!parser)
    error_set(error, BOUNCE_ERROR_ARGUMENT, 0, "the parser is NULL");
  else if (!input)
    error_set(error, BOUNCE_ERROR_ARGUMENT, 0, "the message is NULL");
  return parser && input;
}

BounceReport *
bounce_parser_parse(const BounceParser *parser, const void *message,
                    size_t length, BounceError **error)
{
  if (!check(parser, length ? message : "", error))
    return NULL;
  Arena *arena;
  BounceReport *report = report_new(&arena);
  Walk walk = {.arena = arena, .limits = &parser->config.limits};
  decode_init();
  if (length)
    walk_bytes(&walk, message, length);
  read_walk(parser, report, arena, &walk);
  return report;
}

BounceReport *
bounce_parser_parse_message(const BounceParser *parser, GMimeMessage *message,
                            BounceError **error)
{
  if (!check(parser, message, error))
    return NULL;
  Arena *arena;
  BounceReport *report = report_new(&arena);
  Walk walk = {.arena = arena, .limits = &parser->config.limits};
  decode_init();
  walk_message(&walk, message);
  read_walk(parser, report, arena, &walk);
  return report;
}

BounceReport *
bounce_parser_parse_file(const BounceParser *parser, const char *path,
                         BounceError **error)
{
  if (!check(parser, "", error))
    return NULL;
  g_autoptr(GByteArray) bytes =
      input_read_file(path, parser->config.limits.message_bytes, error);
  return bytes ? bounce_parser_parse(parser, bytes->data, bytes->len, error)
               : NULL;
}

BounceReport *
bounce_parser_parse_fd(const BounceParser *parser, int fd, BounceError **error)
{
  if (!check(parser, "", error))
    return NULL;
  g_autofree char *name = g_strdup_printf("file descriptor %d", fd);
  g_autoptr(GByteArray) bytes =
      input_read_fd(fd, name, parser->config.limits.message_bytes, error);
  return bytes ? bounce_parser_parse(parser, bytes->data, bytes->len, error)
               : NULL;
}

BounceReport *
bounce_parser_classify_reply(const BounceParser *parser, const char *reply,
                             size_t length, const char *remote_host,
                             BounceError **error)
{
  if (!check(parser, length ? reply : "", error))
    return NULL;
  Arena *arena;
  BounceReport *report = report_new(&arena);
  Walk walk = {.arena = arena, .limits = &parser->config.limits};
  Evidence evidence;
  Reply read;
  if (length > walk.limits->text_bytes) {
    length = words_whole(reply, walk.limits->text_bytes);
    walk.reached |= BOUNCE_LIMIT_TEXT_BYTES;
  }
  gsize decoded = 0;
  char *text = decode_text(arena, reply, length, NULL, &decoded);
  reply_read(arena, text, decoded, &read);
  begin(&evidence, parser, report, arena, &walk);
  gboolean accepted = read.code / 100 == 2 || read.code / 100 == 3;
  evidence.kind = accepted ? BOUNCE_KIND_DELIVERED : BOUNCE_KIND_FAILURE;
  evidence_add(&evidence, &(RecipientFacts){
                              .reply_code = read.code,
                              .status = read.status,
                              .diagnostic = read.text,
                              .remote_mta = host_read(arena, remote_host),
                              .source = BOUNCE_SOURCE_REPLY,
                          });
  end(&evidence);
  return report;
}
