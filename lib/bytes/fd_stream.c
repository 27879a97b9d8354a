/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bytes/fd_stream.h"

#include <errno.h>
#include <unistd.h>

/* GObject has one name for a type in a whole process: it starts with ours. */
typedef struct {
  GInputStream parent;
  int fd;
  gboolean close_fd;
} BounceFdStream;

typedef GInputStreamClass BounceFdStreamClass;

static GType bounce_fd_stream_get_type(void);
G_DEFINE_TYPE(BounceFdStream, bounce_fd_stream, G_TYPE_INPUT_STREAM)

static gssize
fd_stream_read(GInputStream *stream, void *buffer, gsize count,
               GCancellable *cancellable, GError **error)
{
  BounceFdStream *self = (BounceFdStream *)stream;
  gssize n;
  (void)cancellable;
  do
    n = read(self->fd, buffer, count);
  while (n < 0 && errno == EINTR);
  int problem = errno;
  if (n < 0)
    g_set_error_literal(error, G_IO_ERROR, g_io_error_from_errno(problem),
                        g_strerror(problem));
  return n;
}

static gboolean
fd_stream_close(GInputStream *stream, GCancellable *cancellable, GError **error)
{
  BounceFdStream *self = (BounceFdStream *)stream;
  (void)cancellable;
  (void)error;
  if (self->close_fd)
    close(self->fd);
  return TRUE;
}

static void
bounce_fd_stream_class_init(BounceFdStreamClass *class_)
{
  class_->read_fn = fd_stream_read;
  class_->close_fn = fd_stream_close;
}

static void
bounce_fd_stream_init(BounceFdStream *self)
{
  (void)self; /* fd_stream_new() fills it */
}

GInputStream *
fd_stream_new(int fd, gboolean close_fd)
{
  BounceFdStream *self = g_object_new(bounce_fd_stream_get_type(), NULL);
  self->fd = fd;
  self->close_fd = close_fd;
  return &self->parent;
}
