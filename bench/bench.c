/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How fast libbounce is, against a bare GMime parse of the same bytes in the
 * same run. See docs/performance.md. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <gmime/gmime.h>

#include <bounce/bounce.h>

#include "measure.h"
#include "workload.h"

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
parse_bare(const Workload *workload, guint from, guint step)
{
  for (guint i = from; i < workload->messages->len; i += step) {
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
parse_reports(const Workload *workload, guint from, guint step)
{
  for (guint i = from; i < workload->messages->len; i += step) {
    GByteArray *bytes = workload->messages->pdata[i];
    bounce_report_free(
        bounce_parser_parse(parser, bytes->data, bytes->len, NULL));
  }
}

/* (c): the same to JSON. */
static void
parse_json(const Workload *workload, guint from, guint step)
{
  for (guint i = from; i < workload->messages->len; i += step) {
    GByteArray *bytes = workload->messages->pdata[i];
    BounceReport *report =
        bounce_parser_parse(parser, bytes->data, bytes->len, NULL);
    bounce_string_free(bounce_report_to_json(report, "m"));
    bounce_report_free(report);
  }
}

/* (e): classification of the replies alone. */
static void
classify_replies(const Workload *workload, guint from, guint step)
{
  for (guint i = from; i < workload->replies->len; i += step) {
    const char *reply = workload->replies->pdata[i];
    bounce_report_free(
        bounce_parser_classify_reply(parser, reply, strlen(reply), NULL, NULL));
  }
}

/* (f): a parser, made and given back. */
static void
make_parsers(const Workload *workload, guint from, guint step)
{
  (void)workload;
  for (guint i = from; i < 100; i += step)
    bounce_parser_unref(bounce_parser_new());
}

static const Measured measured[] = {
    {"gmime", "bare GMime parse", parse_bare, 1},
    {"report", "bytes to report", parse_reports, 1},
    {"json", "bytes to JSON", parse_json, 1},
    {"threads", "bytes to report, 2 threads", parse_reports, 2},
    {"classify", "classification alone", classify_replies, 1},
    {"parser", "100 parsers", make_parsers, 1},
};

/* Peak memory of the process in kB once the reports of a workload were made. */
static guint64
peak_of_reports(const Workload *workload)
{
  struct rusage usage;
  parse_reports(workload, 0, 1);
  getrusage(RUSAGE_SELF, &usage);
  return (guint64)usage.ru_maxrss;
}

static void
bench(const Workload *workload, guint rounds, gboolean json)
{
  Result results[G_N_ELEMENTS(measured)];
  guint64 peak = peak_of_reports(workload);
  measure(measured, G_N_ELEMENTS(measured), workload, rounds, results);
  if (json)
    measure_print_json(workload, measured, results, G_N_ELEMENTS(measured),
                       peak);
  else
    measure_print_table(workload, measured, results, G_N_ELEMENTS(measured),
                        peak);
}

int
main(int argc, char **argv)
{
  gboolean json = argc > 1 && strcmp(argv[1], "--json") == 0;
  const char *folder = argc > 1 + json ? argv[1 + json] : "tests/data";
  guint rounds = 9;
  g_mime_init();
  parser = bounce_parser_new();
  for (WorkloadKind kind = 0; kind < N_WORKLOADS; kind++) {
    Workload *workload = workload_new(kind, folder);
    if (!workload->messages->len) {
      fprintf(stderr, "bench: no message in %s\n", folder);
      return EXIT_FAILURE;
    }
    bench(workload, kind == WORKLOAD_BOUNCES ? rounds : 5, json);
    workload_free(workload);
  }
  bounce_parser_unref(parser);
  return EXIT_SUCCESS;
}
