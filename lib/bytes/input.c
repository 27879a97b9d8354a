/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bytes/input.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

#define CHUNK 65536

/* Room for a whole file at once, where its size is known, and for the byte that
 * is not there: it tells the end. */
static guint64
first_room(int fd)
{
  struct stat info;
  return fstat(fd, &info) == 0 && info.st_size > 0 ? (guint64)info.st_size + 1
                                                   : CHUNK;
}

GByteArray *
input_read_fd(int fd, const char *name, guint64 most, BounceError **error)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  guint64 room = first_room(fd);
  most = MIN(most, G_MAXINT32); /* GByteArray counts in 32 bits */
  while (bytes->len <= most) {
    guint before = bytes->len;
    gsize want = MIN(room, most + 1 - before);
    g_byte_array_set_size(bytes, before + (guint)want);
    gssize n = read(fd, bytes->data + before, want);
    int problem = errno;
    g_byte_array_set_size(bytes, before + (guint)MAX(n, 0));
    room = n < (gssize)want ? want - (gsize)MAX(n, 0) : CHUNK;
    if (n == 0)
      break;
    if (n < 0 && problem != EINTR) {
      error_set_io(error, name, g_strerror(problem));
      return NULL;
    }
  }
  return g_steal_pointer(&bytes);
}

GByteArray *
input_read_file(const char *path, guint64 most, BounceError **error)
{
  if (!path) {
    error_set(error, BOUNCE_ERROR_ARGUMENT, 0, "the path is NULL");
    return NULL;
  }
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    error_set_io(error, path, g_strerror(errno));
    return NULL;
  }
  GByteArray *bytes = input_read_fd(fd, path, most, error);
  close(fd);
  return bytes;
}
