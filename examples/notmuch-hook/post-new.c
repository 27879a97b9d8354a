/* A hook for notmuch: tags new bounces and the sent messages that they are
 * about. post-new [QUERY], "tag:new" where none is given. README.md has more.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include <notmuch.h>

#include <bounce/bounce.h>
#include <bounce/gmime.h>

typedef struct {
  BounceParser *parser;
  notmuch_database_t *database;
  int failed;
} Hook;

static void
complain(Hook *hook, const char *about, const char *problem)
{
  fprintf(stderr, "post-new: %s: %s\n", about, problem);
  hook->failed = 1;
}

static void
add_tag(Hook *hook, notmuch_message_t *message, const char *tag)
{
  notmuch_status_t status = notmuch_message_add_tag(message, tag);
  if (status != NOTMUCH_STATUS_SUCCESS)
    complain(hook, notmuch_message_get_message_id(message),
             notmuch_status_to_string(status));
}

static bool
is_any(const BounceReport *report, BounceHardness hardness)
{
  for (uint32_t i = 0; i < report->n_recipients; i++)
    if (report->recipients[i]->hardness == hardness)
      return true;
  return false;
}

/* The sent message, where this mail store has it. */
static void
tag_original(Hook *hook, const char *id)
{
  notmuch_message_t *sent = NULL;
  if (id)
    notmuch_database_find_message(hook->database, id, &sent);
  if (!sent)
    return;
  add_tag(hook, sent, "bounced");
  notmuch_message_destroy(sent);
}

static void
tag_bounce(Hook *hook, notmuch_message_t *message, const BounceReport *report)
{
  if (report->kind != BOUNCE_KIND_FAILURE && report->kind != BOUNCE_KIND_DELAY)
    return;
  add_tag(hook, message, "bounce");
  if (is_any(report, BOUNCE_HARDNESS_HARD))
    add_tag(hook, message, "bounce-hard");
  if (is_any(report, BOUNCE_HARDNESS_SOFT))
    add_tag(hook, message, "bounce-soft");
  tag_original(hook, report->original->message_id);
}

static GMimeMessage *
read_message(const char *path)
{
  GMimeStream *stream = g_mime_stream_file_open(path, "r", NULL);
  if (!stream)
    return NULL;
  GMimeParser *gmime = g_mime_parser_new_with_stream(stream);
  GMimeMessage *message = g_mime_parser_construct_message(gmime, NULL);
  g_object_unref(gmime);
  g_object_unref(stream);
  return message;
}

static void
look_at(Hook *hook, notmuch_message_t *message)
{
  const char *path = notmuch_message_get_filename(message);
  GMimeMessage *read = read_message(path);
  if (!read) {
    complain(hook, path, "can't be read");
    return;
  }
  BounceError *error = NULL;
  BounceReport *report =
      bounce_parser_parse_message(hook->parser, read, &error);
  if (report)
    tag_bounce(hook, message, report);
  else
    complain(hook, path, bounce_error_message(error));
  bounce_error_free(error);
  bounce_report_free(report);
  g_object_unref(read);
}

static void
look_at_all(Hook *hook, const char *terms)
{
  notmuch_query_t *query = notmuch_query_create(hook->database, terms);
  notmuch_messages_t *messages = NULL;
  /* Bounces are often spam to others, but are wanted here. */
  notmuch_query_set_omit_excluded(query, NOTMUCH_EXCLUDE_FALSE);
  notmuch_status_t status = notmuch_query_search_messages(query, &messages);
  if (status != NOTMUCH_STATUS_SUCCESS)
    complain(hook, terms, notmuch_status_to_string(status));
  for (; notmuch_messages_valid(messages);
       notmuch_messages_move_to_next(messages)) {
    notmuch_message_t *message = notmuch_messages_get(messages);
    look_at(hook, message);
    notmuch_message_destroy(message);
  }
  notmuch_query_destroy(query);
}

int
main(int argc, char **argv)
{
  Hook hook = {0};
  char *problem = NULL;
  g_mime_init();
  notmuch_status_t status =
      notmuch_database_open_with_config(NULL, NOTMUCH_DATABASE_MODE_READ_WRITE,
                                        NULL, NULL, &hook.database, &problem);
  if (status != NOTMUCH_STATUS_SUCCESS) {
    fprintf(stderr, "post-new: %s\n",
            problem ? problem : notmuch_status_to_string(status));
    free(problem);
    return 1;
  }
  hook.parser = bounce_parser_new();
  look_at_all(&hook, argc > 1 ? argv[1] : "tag:new");
  bounce_parser_unref(hook.parser);
  notmuch_database_destroy(hook.database);
  return hook.failed;
}
