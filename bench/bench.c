/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How fast libbounce is, against a bare GMime parse of the same bytes in the
 * same run. See docs/performance.md. */
#include <stdio.h>
#include <stdlib.h>

#include "measure.h"
#include "ways.h"
#include "workload.h"

/* One workload by all ways. Gives whether there was something to measure. */
static gboolean
bench(WorkloadKind kind, const char *folder, gboolean json)
{
  Workload *workload = workload_new(kind, folder);
  g_autofree Result *results = g_new(Result, n_ways);
  gboolean any = workload->messages->len > 0;
  if (any)
    measure(workload, kind == WORKLOAD_BOUNCES ? 9 : 5, results);
  if (any && json)
    measure_print_json(workload, results);
  else if (any)
    measure_print_table(workload, results);
  workload_free(workload);
  return any;
}

/* Does the time for a byte stay the same from 1 kB to 100 MB? */
static void
bench_sizes(void)
{
  g_autofree Result *results = g_new(Result, n_ways);
  printf("\n### Sizes\n\n| bytes of a bounce | ns a byte, GMime |"
         " ns a byte, report |\n| --- | --- | --- |\n");
  for (gsize size = 1000; size <= 100 * 1000 * 1000; size *= 10) {
    Workload *workload = workload_of_size(size);
    measure(workload, 3, results);
    printf("| %" G_GSIZE_FORMAT " | %.3f | %.3f |\n", size,
           results[0].median * 1e9 / (double)workload->bytes,
           results[1].median * 1e9 / (double)workload->bytes);
    workload_free(workload);
  }
}

int
main(int argc, char **argv)
{
  gboolean json = FALSE, sizes = FALSE;
  const GOptionEntry entries[] = {
      {"json", 0, 0, G_OPTION_ARG_NONE, &json, "One JSON object a line", NULL},
      {"sizes", 0, 0, G_OPTION_ARG_NONE, &sizes,
       "Bounces of 1 kB to 100 MB instead", NULL},
      {0},
  };
  g_autoptr(GOptionContext) context = g_option_context_new("[FOLDER]");
  g_autoptr(GError) error = NULL;
  g_option_context_add_main_entries(context, entries, NULL);
  if (!g_option_context_parse(context, &argc, &argv, &error)) {
    fprintf(stderr, "bench: %s\n", error->message);
    return EXIT_FAILURE;
  }
  const char *folder = argc > 1 ? argv[1] : "tests/data";
  gboolean good = TRUE;
  ways_begin();
  if (sizes)
    bench_sizes();
  for (WorkloadKind kind = 0; !sizes && good && kind < N_WORKLOADS; kind++)
    good = bench(kind, folder, json);
  ways_end();
  if (!good)
    fprintf(stderr, "bench: no message in %s\n", folder);
  return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
