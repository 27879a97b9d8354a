/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One parser, shared by 16 threads, gives what one thread gives. CI runs this
 * under ThreadSanitizer, too. */
#include <string.h>

#include <bounce/bounce.h>

#include "fixtures.h"
#include "harness.h"

#define N_THREADS 16
#define N_MESSAGES 160

static GPtrArray *messages; /* GByteArray * */
static char **expected;
static BounceParser *parser;

static char *
json_of(guint index)
{
  GByteArray *bytes = messages->pdata[index];
  BounceReport *report =
      bounce_parser_parse(parser, bytes->data, bytes->len, NULL);
  char *json = bounce_report_to_json(report, NULL);
  bounce_report_free(report);
  return json;
}

static gpointer
parse_all(gpointer data)
{
  guint start = GPOINTER_TO_UINT(data) * 7;
  guint wrong = 0;
  for (guint i = 0; i < messages->len; i++) {
    guint index = (start + i) % messages->len;
    char *json = json_of(index);
    wrong += strcmp(json, expected[index]) != 0;
    bounce_string_free(json);
  }
  return GUINT_TO_POINTER(wrong);
}

static void
load_messages(void)
{
  g_autoptr(GPtrArray) paths = fixtures_find(data_folder());
  guint step = MAX(1, paths->len / N_MESSAGES);
  messages = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
  for (guint i = 0; i < paths->len; i += step) {
    char *bytes;
    gsize length;
    if (g_file_get_contents(paths->pdata[i], &bytes, &length, NULL))
      g_ptr_array_add(messages, g_byte_array_new_take((guint8 *)bytes, length));
  }
}

START_TEST(threads_share_a_parser)
{
  GThread *threads[N_THREADS];
  guint wrong = 0;
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new("parse", parse_all, GUINT_TO_POINTER(i));
  for (guint i = 0; i < N_THREADS; i++)
    wrong += GPOINTER_TO_UINT(g_thread_join(threads[i]));
  ck_assert_uint_eq(wrong, 0);
}
END_TEST

static gpointer
make_and_parse(gpointer data)
{
  static const char mail[] = "From: a@example.org\nSubject: x\n\nhello\n";
  BounceParser *own = bounce_parser_new();
  BounceReport *report = bounce_parser_parse(own, mail, sizeof mail - 1, NULL);
  gboolean good = report && report->kind == BOUNCE_KIND_OTHER;
  (void)data;
  bounce_report_free(report);
  bounce_parser_unref(own);
  return GINT_TO_POINTER(good);
}

/* GMime is started once, whoever comes first. */
START_TEST(threads_may_start_at_once)
{
  GThread *threads[N_THREADS];
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new("start", make_and_parse, NULL);
  for (guint i = 0; i < N_THREADS; i++)
    ck_assert(GPOINTER_TO_INT(g_thread_join(threads[i])));
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("threads", &cases);
  tcase_add_test(cases, threads_may_start_at_once);
  tcase_add_test(cases, threads_share_a_parser);
  load_messages();
  parser = bounce_parser_new();
  expected = g_new0(char *, messages->len);
  /* Before any other thread: what a single one gives. Forked programs would
   * start GMime here; Check is told not to fork. */
  for (guint i = 0; i < messages->len; i++)
    expected[i] = json_of(i);
  int status = run_suite(suite);
  for (guint i = 0; i < messages->len; i++)
    bounce_string_free(expected[i]);
  g_free(expected);
  bounce_parser_unref(parser);
  g_ptr_array_unref(messages);
  return status;
}
