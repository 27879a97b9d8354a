/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Loaded before libc: from the byte FAIL_AFTER on, a message's file or a pipe
 * fails with EIO; with SHRINK, the file is cut there to one page instead. With
 * VANISH, the file of that name is removed when the first message is read. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int
fails(int fd)
{
  static long from_pipe;
  char link[64], path[256] = "";
  const char *limit = getenv("FAIL_AFTER");
  const char *vanish = getenv("VANISH");
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  if (readlink(link, path, sizeof path - 1) < 0)
    return 0;
  if (vanish && strstr(path, ".eml"))
    unlink(vanish);
  if (!limit)
    return 0;
  if (strncmp(path, "pipe:", 5) == 0)
    return ++from_pipe > atol(limit) / 65536;
  if (!strstr(path, ".eml") || lseek(fd, 0, SEEK_CUR) < atol(limit))
    return 0;
  return !getenv("SHRINK") || truncate(path, 4096) != 0;
}

__attribute__((visibility("default"))) ssize_t
read(int fd, void *buffer, size_t n)
{
  if (fails(fd)) {
    errno = EIO;
    return -1;
  }
  return syscall(SYS_read, fd, buffer, n);
}
