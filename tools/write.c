/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "write.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

/* A full disk takes half a line, which nobody can read: out of a file it goes
 * again, unless somebody else has written behind it. */
static void
take_back(int fd, off_t n)
{
  struct stat file;
  int problem = errno;
  off_t end = lseek(fd, 0, SEEK_CUR);
  if (n && fstat(fd, &file) == 0 && S_ISREG(file.st_mode) && end >= n &&
      end == file.st_size && ftruncate(fd, end - n) == 0)
    lseek(fd, end - n, SEEK_SET);
  errno = problem;
}

gboolean
write_whole(int fd, const char *bytes, gsize length)
{
  for (gsize done = 0; done < length;) {
    ssize_t n = write(fd, bytes + done, length - done);
    if (n < 0 && errno != EINTR) {
      take_back(fd, (off_t)done);
      return FALSE;
    }
    done += (gsize)MAX(n, 0);
  }
  return TRUE;
}
