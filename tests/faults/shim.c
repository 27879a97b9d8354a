/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Loaded before libc: from the byte FAIL_AFTER on, a message's file or a pipe
 * fails with EIO; with SHRINK, the file is cut there to one page instead. With
 * VANISH, the file of that name is removed when the first message is read. With
 * INTERRUPT, a signal ends every second read of them before it has begun. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The error of a read, or 0. */
static int
fault(int fd)
{
  static long from_pipe, reads;
  char link[64], path[256] = "";
  const char *limit = getenv("FAIL_AFTER");
  const char *vanish = getenv("VANISH");
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  if (readlink(link, path, sizeof path - 1) < 0)
    return 0;
  if (vanish && strstr(path, ".eml"))
    unlink(vanish);
  if (getenv("INTERRUPT") &&
      (strstr(path, ".eml") || strncmp(path, "pipe:", 5) == 0))
    return ++reads % 2 ? EINTR : 0;
  if (!limit)
    return 0;
  if (strncmp(path, "pipe:", 5) == 0)
    return ++from_pipe > atol(limit) / 65536 ? EIO : 0;
  if (!strstr(path, ".eml") || lseek(fd, 0, SEEK_CUR) < atol(limit))
    return 0;
  return !getenv("SHRINK") || truncate(path, 4096) != 0 ? EIO : 0;
}

__attribute__((visibility("default"))) ssize_t
read(int fd, void *buffer, size_t n)
{
  int error = fault(fd);
  if (error) {
    errno = error;
    return -1;
  }
  return syscall(SYS_read, fd, buffer, n);
}
