/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "write.h"

#include <errno.h>
#include <unistd.h>

gboolean
write_whole(int fd, const char *bytes, gsize length)
{
  while (length) {
    ssize_t n = write(fd, bytes, length);
    if (n < 0 && errno != EINTR)
      return FALSE;
    bytes += MAX(n, 0);
    length -= (gsize)MAX(n, 0);
  }
  return TRUE;
}
