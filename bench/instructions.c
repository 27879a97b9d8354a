/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* instructions WAY LIST FOLDER: handles the messages that a list names once,
 * for instructions.py, which counts what happens in measured(). */
#include <stdio.h>
#include <stdlib.h>

#include "ways.h"

void measured(const Way *way, const Workload *workload);

__attribute__((noinline)) void
measured(const Way *way, const Workload *workload)
{
  way->run(workload, 0, way->count(workload));
}

int
main(int argc, char **argv)
{
  const Way *way = argc == 4 ? ways_find(argv[1]) : NULL;
  if (!way) {
    fprintf(stderr, "usage: instructions WAY LIST FOLDER\n");
    return EXIT_FAILURE;
  }
  Workload *workload = workload_from_list(argv[2], argv[3]);
  if (!workload)
    return EXIT_FAILURE;
  ways_begin();
  way->run(workload, 0, way->count(workload)); /* what is made once */
  measured(way, workload);
  ways_end();
  workload_free(workload);
  return EXIT_SUCCESS;
}
