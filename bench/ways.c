/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ways.h"

#include <string.h>

#include <gmime/gmime.h>

#include <bounce/bounce.h>

#define N_PARSERS 100
#define N_SUMS 1000

static BounceParser *parser;

static void
decode_text_part(GMimeObject *parent, GMimeObject *object, gpointer data)
{
  GMimeContentType *type = g_mime_object_get_content_type(object);
  (void)parent;
  (void)data;
  if (!GMIME_IS_PART(object) ||
      !(g_mime_content_type_is_type(type, "text", "*") ||
        g_mime_content_type_is_type(type, "message", "*")))
    return;
  GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(object));
  GMimeStream *memory = g_mime_stream_mem_new();
  if (content)
    g_mime_data_wrapper_write_to_stream(content, memory);
  g_object_unref(memory);
}

/* (a): what no program that uses GMime can avoid. */
static void
parse_bare(const Workload *workload, guint from, guint to)
{
  for (guint i = from; i < to; i++) {
    GByteArray *bytes = workload->messages->pdata[i];
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    GMimeParser *gmime = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(gmime, NULL);
    if (message) {
      g_mime_message_foreach(message, decode_text_part, NULL);
      g_object_unref(message);
    }
    g_object_unref(gmime);
    g_object_unref(stream);
  }
}

/* (b) and (d): from bytes to the report. */
static void
parse_reports(const Workload *workload, guint from, guint to)
{
  for (guint i = from; i < to; i++) {
    GByteArray *bytes = workload->messages->pdata[i];
    bounce_report_free(
        bounce_parser_parse(parser, bytes->data, bytes->len, NULL));
  }
}

/* (c): the same to JSON. */
static void
parse_json(const Workload *workload, guint from, guint to)
{
  for (guint i = from; i < to; i++) {
    GByteArray *bytes = workload->messages->pdata[i];
    BounceReport *report =
        bounce_parser_parse(parser, bytes->data, bytes->len, NULL);
    bounce_string_free(bounce_report_to_json(report, "m"));
    bounce_report_free(report);
  }
}

/* (e): classification of the replies alone. */
static void
classify_replies(const Workload *workload, guint from, guint to)
{
  for (guint i = from; i < to; i++) {
    const char *reply = workload->replies->pdata[i];
    bounce_report_free(
        bounce_parser_classify_reply(parser, reply, strlen(reply), NULL, NULL));
  }
}

/* (f): a parser, made and given back. */
static void
make_parsers(const Workload *workload, guint from, guint to)
{
  (void)workload;
  for (guint i = from; i < to; i++)
    bounce_parser_unref(bounce_parser_new());
}

/* What asks nothing of memory, and all that a core can do at a time: no two
 * threads scale better on this machine. */
static void
compute(const Workload *workload, guint from, guint to)
{
  (void)workload;
  for (guint i = from; i < to; i++) {
    volatile guint64 result;
    guint64 sums[8] = {i, 1, 2, 3, 4, 5, 6, 7};
    for (guint k = 0; k < 10000; k++)
      for (guint n = 0; n < G_N_ELEMENTS(sums); n++)
        sums[n] = (sums[n] ^ sums[n] << 13) + (sums[n] >> 7);
    result = sums[i % G_N_ELEMENTS(sums)];
    (void)result;
  }
}

static guint
count_messages(const Workload *workload)
{
  return workload->messages->len;
}

static guint
count_replies(const Workload *workload)
{
  return workload->replies->len;
}

static guint
count_parsers(const Workload *workload)
{
  (void)workload;
  return N_PARSERS;
}

static guint
count_sums(const Workload *workload)
{
  (void)workload;
  return N_SUMS;
}

const Way ways[] = {
    {"gmime", "bare GMime parse", parse_bare, count_messages, 1, NULL},
    {"report", "bytes to report", parse_reports, count_messages, 1, NULL},
    {"json", "bytes to JSON", parse_json, count_messages, 1, NULL},
    {"threads", "bytes to report, 2 threads", parse_reports, count_messages, 2,
     "report"},
    {"gmime_threads", "bare GMime parse, 2 threads", parse_bare, count_messages,
     2, "gmime"},
    {"compute", "computing alone", compute, count_sums, 1, NULL},
    {"compute_threads", "computing alone, 2 threads", compute, count_sums, 2,
     "compute"},
    {"classify", "classification alone", classify_replies, count_replies, 1,
     NULL},
    {"parser", "making parsers", make_parsers, count_parsers, 1, NULL},
};
const guint n_ways = G_N_ELEMENTS(ways);

void
ways_begin(void)
{
  g_mime_init();
  parser = bounce_parser_new();
}

void
ways_end(void)
{
  bounce_parser_unref(parser);
}

const Way *
ways_find(const char *key)
{
  for (guint i = 0; i < n_ways; i++)
    if (strcmp(ways[i].key, key) == 0)
      return &ways[i];
  return NULL;
}
