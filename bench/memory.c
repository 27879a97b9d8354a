/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "memory.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* glibc's own; the names below stand before them for all libraries. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *old, size_t size);

/* The program hides its symbols otherwise. */
#define SEEN_BY_LIBRARIES __attribute__((visibility("default")))

/* Each thread's own: one that they share would cost more than what they do. */
static _Thread_local guint64 allocations;

SEEN_BY_LIBRARIES void *
malloc(size_t size)
{
  allocations++;
  return __libc_malloc(size);
}

SEEN_BY_LIBRARIES void *
calloc(size_t n, size_t size)
{
  allocations++;
  return __libc_calloc(n, size);
}

SEEN_BY_LIBRARIES void *
realloc(void *old, size_t size)
{
  allocations++;
  return __libc_realloc(old, size);
}

/* A line of /proc/self/status in kB: proc(5). */
static guint64
status_line(const char *name)
{
  g_autofree char *status = NULL;
  if (!g_file_get_contents("/proc/self/status", &status, NULL, NULL))
    return 0;
  const char *line = strstr(status, name);
  return line ? g_ascii_strtoull(line + strlen(name), NULL, 10) : 0;
}

/* proc(5): 5 sets the peak to the present size. */
static void
reset_peak(void)
{
  g_file_set_contents_full("/proc/self/clear_refs", "5", 1,
                           G_FILE_SET_CONTENTS_NONE, 0600, NULL);
}

Memory
memory_of(const Way *way, const Workload *workload)
{
  Memory memory;
  way->run(workload, 0, way->count(workload)); /* what is made once */
  malloc_trim(0);
  reset_peak();
  guint64 before = status_line("VmRSS:");
  guint64 count = allocations;
  way->run(workload, 0, way->count(workload));
  memory.allocations = (double)(allocations - count) / way->count(workload);
  guint64 peak = status_line("VmHWM:");
  memory.peak = peak > before ? peak - before : 0;
  return memory;
}
